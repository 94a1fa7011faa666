"""Large answers: a slow reader holds nobody up, none grows without end, and nothing is left lying about."""

import http.client
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from waitress.server import create_server

from components.http import api, downloads, row_files
from components.http.downloads import Downloads, Limits, TooLong, TooManyDownloads
from tests.exports.conftest import Office

PART = b"x" * 1_000_000
LIST = "/api/rows/items.csv"


def parts(number: int) -> Iterator[bytes]:
    yield from (PART for _ in range(number))


def open_files() -> int:
    """Return how many temporary files without a name this process holds."""
    found = 0
    for link in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # what listed the folder is gone
            target = str(link.readlink())
            found += target.startswith(tempfile.gettempdir()) and target.endswith("(deleted)")
    return found


@pytest.fixture
def one_thread(office: Office) -> Iterator[int]:
    """Serve the cockpit with a single thread, and return the port."""
    server = create_server(office.client.application, host="127.0.0.1", port=0, threads=1)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.effective_port
    server.close()
    thread.join(5)


def test_who_reads_a_long_list_slowly_holds_no_thread(
    monkeypatch: pytest.MonkeyPatch, one_thread: int
) -> None:
    before = open_files()
    monkeypatch.setattr(row_files, "rows_csv", lambda *_: parts(60))
    slow = http.client.HTTPConnection("127.0.0.1", one_thread, timeout=20)
    slow.request("GET", LIST)
    reply = slow.getresponse()
    assert reply.status == 200
    assert reply.getheader("Content-Length") == str(60 * len(PART))
    assert reply.read(2_000) == PART[:2_000]
    assert open_files() == before + 1
    for _ in range(3):
        quick = http.client.HTTPConnection("127.0.0.1", one_thread, timeout=5)
        quick.request("GET", "/healthz")
        assert quick.getresponse().status == 200
        quick.close()
    reply.close()
    slow.close()
    until = time.monotonic() + 10
    while open_files() > before and time.monotonic() < until:
        time.sleep(0.05)
    assert open_files() == before


def test_a_list_that_grows_too_long_is_refused_and_says_what_to_narrow(
    monkeypatch: pytest.MonkeyPatch, office: Office
) -> None:
    before = open_files()
    monkeypatch.setattr(row_files, "rows_csv", lambda *_: parts(9))
    monkeypatch.setitem(office.client.application.extensions, "limits", Limits(10, 2_000_000))
    refused = office.client.get(LIST)
    assert refused.status_code == 413
    assert "narrow" in refused.get_json()["error"]
    assert open_files() == before


def test_an_answer_of_too_many_rows_is_refused_and_says_what_to_narrow(
    monkeypatch: pytest.MonkeyPatch, office: Office
) -> None:
    asked = "/api/indicators/complaints.json?by=day&period=2021"
    rows = len(office.client.get(asked).get_json()["rows"])
    assert rows > 2
    monkeypatch.setitem(office.client.application.extensions, "limits", Limits(rows - 1, 10**6))
    refused = office.client.get(asked)
    assert refused.status_code == 413
    assert "shorter period" in refused.get_json()["error"]
    assert office.client.get(asked.replace(".json", ".csv")).status_code == 200
    monkeypatch.setitem(office.client.application.extensions, "limits", Limits(rows, 10))
    assert office.client.get(asked).status_code == 200


def test_what_has_too_many_rows_is_counted_and_never_fetched(
    monkeypatch: pytest.MonkeyPatch, office: Office
) -> None:
    def fetched(*_: object) -> None:
        pytest.fail("its rows were asked for")

    monkeypatch.setattr(api, "fetch", fetched)
    monkeypatch.setitem(office.client.application.extensions, "limits", Limits(2, 10**6))
    for form, remedy in (
        ("json", "take the CSV, choose"),
        ("xlsx", "take the CSV, choose"),
        ("csv", "; choose"),
    ):
        refused = office.client.get(f"/api/indicators/complaints.{form}?by=day,platform&period=2021")
        assert refused.status_code == 413, form
        assert remedy in refused.get_json()["error"]


def test_a_file_is_written_within_the_time_of_its_request_and_while_somebody_waits(
    monkeypatch: pytest.MonkeyPatch, office: Office
) -> None:
    before, written = open_files(), list[int]()

    def slow(*_: object) -> Iterator[bytes]:
        for place in range(100):
            written.append(place)
            time.sleep(0.02)
            yield b"x"

    monkeypatch.setattr(row_files, "rows_csv", slow)
    monkeypatch.setitem(office.client.application.extensions, "limits", Limits(10, 10**6, seconds=0.2))
    refused = office.client.get(LIST)
    assert refused.status_code == 422
    assert "narrow" in refused.get_json()["error"]
    assert 0 < len(written) < 50

    written.clear()
    monkeypatch.setitem(office.client.application.extensions, "limits", Limits(10, 10**6))
    gone = {"waitress.client_disconnected": lambda: len(written) > 3}
    office.client.get(LIST, environ_overrides=gone)
    assert len(written) == 4, "nobody waits for more"
    assert open_files() == before


def test_of_long_files_only_some_are_written_at_once_and_short_ones_always(
    monkeypatch: pytest.MonkeyPatch, office: Office
) -> None:
    before = open_files()
    monkeypatch.setattr(downloads, "SHORT_BYTES", 1_500_000)
    writer = Downloads(10**9)
    begun, go_on = threading.Semaphore(0), threading.Event()

    def slow() -> Iterator[bytes]:
        yield from parts(2)
        begun.release()
        go_on.wait(10)

    def write() -> None:
        with office.client.application.test_request_context():
            writer.response(slow(), "text/csv").close()

    threads = [threading.Thread(target=write) for _ in range(downloads.MOST_AT_ONCE)]
    for thread in threads:
        thread.start()
        assert begun.acquire(timeout=10)
    with office.client.application.test_request_context():
        with pytest.raises(TooManyDownloads):
            writer.response(parts(2), "text/csv")
        writer.response(parts(1), "text/csv").close()
        go_on.set()
        for thread in threads:
            thread.join()
        writer.response(parts(2), "text/csv").close()
        with pytest.raises(TooLong):
            Downloads(10).response(parts(1), "text/csv")
    assert open_files() == before

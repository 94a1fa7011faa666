"""Readers of a PostgreSQL server that fails: a sentence in time, and the numbers again once it is back."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import create_engine, func, select, text

from app import create_app
from components.words import phrases
from data_access.domain.errors import BadValue, QueryTooSlow, StoreBusy, StoreMissing, UnknownName
from data_access.domain.settings import Settings
from data_access.store import servers
from data_access.store.patience import Patience
from data_access.store.schema import complaint_report
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.postgres import (
    ENGINES,
    NO_POOLER,
    NONE_HERE,
    POOLER,
    Postgres,
    machine,
    new_database,
    pooled,
)
from tests.data_access.small_city import FEW, ROWS

pytestmark = pytest.mark.skipif("postgresql" not in ENGINES, reason=NONE_HERE)

COUNTED = select(func.count()).select_from(complaint_report)
ALL = [(len(ROWS["complaint_report"]),)]
#: The third row takes longer than a statement may.
SLOW = select(func.pg_sleep(func.generate_series(0, 3)).label("slept"))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """Lend a server with the small city, which runs; each test leaves it running."""
    with machine() as made:
        made.ask_passwords()
        made.start()
        store = Store(made.url, threads=1, beside=str(tmp_path_factory.mktemp("servers")))
        fill(store, ROWS)
        store.close()
        yield made
        made.stop()


@pytest.fixture
def store(filled: Postgres, tmp_path: Path) -> Iterator[Store]:
    made = Store(filled.url, query_seconds=0.5, threads=1, beside=str(tmp_path))
    yield made
    made.close()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is not there is asked again at once."""
    monkeypatch.setattr(servers, "_DOWN", 0.0)


def test_a_server_that_is_gone_in_the_middle_is_told_and_read_again_once_it_is_back(
    filled: Postgres, store: Store
) -> None:
    with store.snapshot() as snapshot:
        assert snapshot.rows(COUNTED) == ALL
        filled.stop()
        began = time.monotonic()
        for ask in (
            lambda: snapshot.rows(COUNTED),
            lambda: list(snapshot.frames(COUNTED, complaint_report, 5)),
            store.version,
            store.snapshot,
        ):
            with pytest.raises(StoreMissing, match="cannot be reached"):
                ask()
        assert time.monotonic() - began < 5
        filled.start()
        assert snapshot.rows(COUNTED) == ALL
    assert store.snapshot().rows(COUNTED) == ALL


def test_a_server_that_was_not_there_at_the_start_is_found_later(filled: Postgres, tmp_path: Path) -> None:
    filled.stop()
    late = Store(filled.url, beside=str(tmp_path))
    with pytest.raises(StoreMissing, match="cannot be reached"):
        late.snapshot()
    with pytest.raises(StoreMissing, match="cannot be reached"), late.draft(from_current=True):
        pass
    filled.start()
    assert late.snapshot().rows(COUNTED) == ALL
    late.close()


def test_nobody_waits_for_a_server_that_says_nothing_any_more(filled: Postgres, store: Store) -> None:
    with store.snapshot() as snapshot:
        assert snapshot.rows(COUNTED) == ALL  # its connection is there
        with filled.halted():
            began = time.monotonic()
            with pytest.raises(StoreMissing, match="cannot be reached"):
                snapshot.rows(COUNTED)
            assert time.monotonic() - began < 15
        assert snapshot.rows(COUNTED) == ALL


def test_who_was_just_told_that_a_server_is_gone_does_not_wait_for_it_again(
    filled: Postgres, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "_DOWN", 60.0)
    assert store.snapshot().rows(COUNTED) == ALL
    filled.stop()
    with pytest.raises(StoreMissing, match="cannot be reached"):
        store.version()
    filled.start()
    with pytest.raises(StoreMissing, match="cannot be reached"):
        store.version()


def test_a_list_that_takes_too_long_is_stopped_with_a_sentence_and_the_next_question_is_answered(
    store: Store,
) -> None:
    with store.snapshot() as snapshot:
        with pytest.raises(QueryTooSlow, match=r"stopped after 0\.5 seconds"):
            list(snapshot.frames(SLOW, complaint_report, 1))
        with pytest.raises(QueryTooSlow, match=r"stopped after 0\.5 seconds"):
            snapshot.frame(SLOW)
        assert snapshot.rows(select(func.abs(-1))) == [(1,)]


def test_a_request_whose_time_is_over_stops_what_the_server_does_for_it(
    filled: Postgres, tmp_path: Path
) -> None:
    patient = Store(filled.url, query_seconds=30, beside=str(tmp_path))
    began = time.monotonic()
    with (
        patient.snapshot(Patience(0.3)) as snapshot,
        pytest.raises(QueryTooSlow, match=r"after 0\.3 seconds"),
    ):
        snapshot.rows(SLOW)
    assert time.monotonic() - began < 3
    patient.close()


def test_rows_of_a_list_come_as_they_are_taken(store: Store) -> None:
    with store.snapshot() as snapshot:
        frames = snapshot.frames(select(func.generate_series(1, 5).label("i")), complaint_report, 2)
        assert [list(frame["i"]) for frame in frames] == [[1, 2], [3, 4], [5]]


def test_a_place_where_nothing_was_published_says_what_to_do(filled: Postgres, tmp_path: Path) -> None:
    for url in (f"{filled.url}&city=nowhere", new_database(filled.url)):
        none = Store(url, beside=str(tmp_path))
        with pytest.raises(StoreMissing, match="data_access demo"):
            none.snapshot()
        assert none.snapshots() == []
        none.close()


@pytest.mark.parametrize(
    ("of", "to", "said"),
    [
        ("cockpit@", "reader:wrong-secret@", 'password authentication failed for user "reader"'),
        ("/postgres?", "/elsewhere?", 'database "elsewhere" does not exist'),
    ],
)
def test_a_server_that_lets_nobody_in_says_why_and_no_password(
    filled: Postgres, tmp_path: Path, of: str, to: str, said: str
) -> None:
    engine = create_engine(filled.url)
    with engine.begin() as connection:
        connection.execute(text("DROP ROLE IF EXISTS reader"))
        connection.execute(text("CREATE ROLE reader LOGIN PASSWORD 'right'"))
    engine.dispose()
    closed = Store(filled.url.replace(of, to), beside=str(tmp_path))
    with pytest.raises(StoreMissing, match=said) as told:
        closed.version()
    assert "secret" not in str(told.value)
    closed.close()


@pytest.mark.parametrize(
    ("location", "error"),
    [("postgresql://host/x?city=Hang zhou", BadValue), ("://", BadValue), ("mysql://host/x", UnknownName)],
)
def test_a_location_that_is_none_is_named(tmp_path: Path, location: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        Store(location, beside=str(tmp_path)).version()


@pytest.mark.skipif(not POOLER.exists(), reason=NO_POOLER)
def test_a_pooler_may_stand_between_for_readers_and_for_loads(filled: Postgres, tmp_path: Path) -> None:
    with pooled(filled.url, tmp_path) as url:
        store = Store(f"{url}&city=pooled", query_seconds=0.5, threads=1, beside=str(tmp_path / "a"))
        fill(store, FEW)
        seen: list[tuple[Any, int]] = []

        def read() -> None:
            for _ in range(10):
                with store.snapshot() as snapshot:
                    parts = snapshot.frames(select(complaint_report.c.item_id), complaint_report, 30)
                    seen.append((snapshot.rows(COUNTED), sum(map(len, parts))))

        threads = [threading.Thread(target=read) for _ in range(5)]
        for thread in threads:
            thread.start()
        fill(store, FEW)
        for thread in threads:
            thread.join()
        assert seen == [(ALL, ALL[0][0])] * 50
        with store.snapshot() as snapshot, pytest.raises(QueryTooSlow):
            snapshot.rows(SLOW)
        other = Store(f"{url}&city=pooled", threads=1, beside=str(tmp_path / "b"))
        with store.draft(from_current=True), pytest.raises(StoreBusy, match="is being written by process"):
            fill(other, {})
        for one in (store, other):
            one.close()


def board(client: FlaskClient) -> str:
    return client.get("/api/board/governance?period=2021&lang=en").get_data(as_text=True)


def test_pages_say_that_the_store_is_away_and_draw_it_again_by_themselves(
    filled: Postgres, tmp_path: Path
) -> None:
    filled.stop()  # before the cockpit starts
    settings = Settings(
        store=filled.url,
        servers=str(tmp_path / "servers"),
        state=f"sqlite:///{tmp_path / 'state.sqlite'}",
        exports=str(tmp_path / "exports"),
    )
    client = create_app(settings).server.test_client()
    away = phrases.NO_STORE("en")
    for is_there in (False, True, False, True):
        if is_there:
            filled.start()
        told = board(client)
        assert (away in told) is not is_there
        answer = client.get("/api/indicators/complaints.json?period=2021")
        assert answer.status_code == (200 if is_there else 503)
        assert client.get("/governance").status_code == 200
        if is_there:
            assert '"ready"' in told
            filled.stop()
    filled.start()

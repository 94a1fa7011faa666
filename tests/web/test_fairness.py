"""One reader's many requests, large bodies and long queues of files leave room for the others."""

import io
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import flask
import pytest
from flask.testing import FlaskClient
from limits.storage import storage_from_string

from app import create_app
from components.http.fairness import kind_of
from components.http.proxies import behind
from data_access.domain.errors import BadValue
from data_access.domain.settings import Settings
from data_access.state.counts import SharedCounts
from data_access.state.database import State
from data_access.state.jobs import Jobs, TooManyJobs
from tests.web.clients import page_of

CALLBACKS = "/_dash-update-component"


def settings_in(folder: Path, city: Path, **more: Any) -> Settings:
    return Settings(
        store=str(city), state=f"sqlite:///{folder}/s.sqlite", exports=str(folder / "e"), boards_per_minute=3,
        files_per_minute=4, answers_per_minute=5, jobs_per_reader=2, body_kb=8, **more,
    )  # fmt: skip


@pytest.fixture(scope="module")
def two_workers(small_city: Path, tmp_path_factory: pytest.TempPathFactory) -> list[FlaskClient]:
    folder = tmp_path_factory.mktemp("fairness")
    settings, counts = settings_in(folder, small_city), f"shared-counts://{folder}/counts.sqlite"
    return [create_app(settings, counts=counts).server.test_client() for _ in range(2)]


#: Something that counts as an answer and is quickly given: who asks it is counted before anybody looks whether there is one.
ANSWER = "/api/indicators/gmv.json?period=2021"


def test_a_reader_who_asks_too_often_is_told_when_to_come_back(two_workers: list[FlaskClient]) -> None:
    one, other = two_workers
    at = {"environ_base": {"REMOTE_ADDR": "127.0.2.1"}}
    replies = [client.get(ANSWER, **at) for client in (one, other, one, other, one, other)]  # type: ignore[arg-type]
    assert [reply.status_code for reply in replies] == [200] * 5 + [429]
    assert 1 <= int(replies[-1].headers["Retry-After"]) <= 60
    assert "ask again in" in replies[-1].get_json()["error"]
    elsewhere = one.get(ANSWER, environ_base={"REMOTE_ADDR": "127.0.2.2"})
    assert elsewhere.status_code == 200
    for _ in range(9):  # what pages ask all the time, and pages themselves, are free
        assert one.get("/api/version", **at).status_code == 200  # type: ignore[arg-type]
        assert one.get("/definitions", **at).status_code == 200  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("method", "address", "kind"),
    [
        ("GET", "/api/board/governance", "boards"), ("GET", "/api/board/", "boards"),
        ("GET", "/api/card.zip", "files"), ("GET", "/api/rows/items.csv", "files"), ("GET", "/api/tasks.csv", "files"),
        ("GET", "/api/indicators/gmv.xlsx", "files"), ("POST", "/api/exports", "files"),
        ("GET", "/api/indicators/gmv.json", "answers"), ("GET", "/api/platforms/P1.json", "answers"), ("POST", CALLBACKS, "answers"),
        ("GET", "/api/exports/x", None), ("GET", "/api/version", None), ("GET", "/healthz", None), ("GET", "/", None),
        ("GET", "/assets/cockpit/main.js", None),
    ],
)  # fmt: skip
def test_what_is_asked_costs_what_it_is(
    two_workers: list[FlaskClient], method: str, address: str, kind: str | None
) -> None:
    with two_workers[0].application.test_request_context(address, method=method):
        assert kind_of(flask.request) == kind


def test_strangers_behind_a_proxy_are_told_apart_by_what_a_trusted_one_says_and_none_is_let_in(
    small_city: Path, tmp_path: Path
) -> None:
    client = page_of(create_app(settings_in(tmp_path, small_city, proxies=("127.9.0.0/16",))).server)

    def ask(proxy: str, reader: str, address: str = "/login") -> int:
        sent: dict[str, Any] = {
            "environ_base": client.environ_base | {"REMOTE_ADDR": proxy},
            "headers": {"X-Forwarded-For": reader},
        }
        return client.post(address, data={"_csrf_token": "of this page"}, **sent).status_code

    assert [ask("127.9.1.1", f"192.0.2.{number}") for number in range(7)] == [401] * 7
    assert [ask("127.8.1.1", f"192.0.2.{number}") for number in range(7)] == [401] * 5 + [429] * 2
    for proxy in ("127.9.1.1", "127.8.1.1", "127.0.0.1"):
        told = client.get("/api/indicators", environ_base={"REMOTE_ADDR": proxy})
        assert told.status_code == 401, "nobody has an account, and nobody is the reader of this machine"


def test_counts_that_cannot_be_written_keep_nobody_out(small_city: Path, tmp_path: Path) -> None:
    (tmp_path / "counts.sqlite").write_bytes(b"no database" * 1000)
    client = create_app(
        settings_in(tmp_path, small_city), counts=f"shared-counts://{tmp_path}/counts.sqlite"
    ).server.test_client()
    assert [client.get(ANSWER).status_code for _ in range(7)] == [200] * 7


def test_a_window_that_is_over_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = storage_from_string(f"shared-counts://{tmp_path}/counts.sqlite")
    assert isinstance(storage, SharedCounts)
    now = [1000.0]
    monkeypatch.setattr("data_access.state.counts.time.time", lambda: now[0])
    assert [storage.incr("a", 60), storage.incr("a", 60), storage.incr("b", 60)] == [1, 2, 1]
    assert (storage.get("a"), storage.get_expiry("a")) == (2, 1060.0)
    now[0] = 1061.0
    assert storage.get("a") == 0
    assert storage.incr("a", 60) == 1
    storage.clear("a")
    assert (storage.get("a"), storage.check()) == (0, True)


@pytest.mark.parametrize("address", ["/api/exports", CALLBACKS])
def test_a_body_that_is_too_large_is_refused_in_words(two_workers: list[FlaskClient], address: str) -> None:
    large = b'"' + b"x" * 9 * 1024 + b'"'
    told = two_workers[0].post(address, data=large, content_type="application/json")
    assert told.status_code == 413
    assert told.get_json()["error"]
    endless = two_workers[0].post(
        address, input_stream=io.BytesIO(large), content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True},
    )  # fmt: skip
    assert endless.status_code == 413


def test_readers_take_turns_and_none_has_more_files_made_than_is_fair(tmp_path: Path) -> None:
    state = State(f"sqlite:///{tmp_path}/s.sqlite")
    jobs, others = Jobs(state, tmp_path, most=3), Jobs(state, tmp_path, most=3)
    may_go_on, made = threading.Event(), []

    def work(name: str) -> Any:
        def make(_: object) -> bytes:
            may_go_on.wait(20)
            made.append(name)
            return b""

        return make

    for name in ("a1", "a2", "a3"):
        jobs.submit("xlsx", name, "a", work(name))
    for server in (jobs, others):
        with pytest.raises(TooManyJobs, match="3 files"):
            server.submit("xlsx", "a4", "a", work("a4"))
    jobs.submit("xlsx", "b1", "b", work("b1"))
    may_go_on.set()
    jobs._pool.shutdown(wait=True)
    assert made == ["a1", "b1", "a2", "a3"]  # b had waited longer for a turn than a
    assert others.submit("xlsx", "a5", "a", work("a5"))
    others.close()
    state.close()


def test_what_a_stranger_says_of_a_request_is_taken_away() -> None:
    seen: list[dict[str, Any]] = []

    def inside(environ: dict[str, Any], _: object) -> list[bytes]:
        seen.append(environ)
        return []

    said = {"HTTP_X_FORWARDED_FOR": "1.2.3.4", "HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_HOST": "evil",
            "HTTP_X_FORWARDED_PREFIX": "/x", "HTTP_FORWARDED": "for=1.2.3.4", "wsgi.url_scheme": "http",
            "HTTP_HOST": "localhost", "SCRIPT_NAME": ""}  # fmt: skip
    heard = behind(inside, ["127.0.0.1", "::1"])
    for sender in ("127.0.0.2", "", "no address"):
        heard(dict(said) | {"REMOTE_ADDR": sender}, None)
        assert not [name for name in seen[-1] if "FORWARDED" in name]
        assert (seen[-1]["REMOTE_ADDR"], seen[-1]["wsgi.url_scheme"]) == (sender, "http")
    for proxy in ("127.0.0.1", "::1"):
        heard(dict(said) | {"REMOTE_ADDR": proxy}, None)
        assert (seen[-1]["REMOTE_ADDR"], seen[-1]["wsgi.url_scheme"]) == ("1.2.3.4", "https")
        assert seen[-1]["SCRIPT_NAME"] == ""


@pytest.mark.parametrize("value", ["proxy", "10.0.0.0/99", "10.0.0.1/8"])
def test_proxies_that_cannot_be_right_are_refused_at_the_start(value: str) -> None:
    with pytest.raises(BadValue, match="COCKPIT_PROXIES"):
        Settings.from_environment({"COCKPIT_PROXIES": value})
    assert replace(Settings(), proxies=("10.0.0.0/8",)).proxies

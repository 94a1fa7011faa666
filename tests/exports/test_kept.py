"""Boards that were told are kept for all workers, and the first pages are drawn before anybody asks."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from components.board.boards import BoardQuery, Boards
from components.cards import drawing
from components.http.ahead import Ahead
from components.http.board import BoardRoutes
from components.http.kept import Kept, KeptBoards, new_tag
from components.model.page import PAGES
from tests.exports.conftest import Office

TAG = new_tag()


def test_what_one_worker_keeps_another_finds(tmp_path: Path) -> None:
    one, other = KeptBoards(tmp_path), KeptBoards(tmp_path)
    one.keep("overview", Kept(TAG, b"told"))
    assert other.find("overview") == Kept(TAG, b"told")
    assert other.find("governance") is None


def test_those_that_nobody_asked_for_longest_make_room(tmp_path: Path) -> None:
    kept = KeptBoards(tmp_path, most_bytes=2 * (len(TAG) + 32) + 25)
    for age, name in enumerate(("a", "b")):
        kept.keep(name, Kept(TAG, b"x" * 10))
        os.utime(kept._file(name), (age + 1, age + 1))
    assert kept.find("a")
    kept.keep("c", Kept(TAG, b"x" * 10))
    assert [bool(kept.find(name)) for name in "abc"] == [True, False, True]
    kept.keep("far too large", Kept(TAG, b"x" * (kept.most_bytes + 1)))
    assert kept.find("c")


def test_a_folder_that_is_taken_away_costs_time_alone(tmp_path: Path) -> None:
    kept = KeptBoards(tmp_path / "boards")
    kept.keep("a", Kept(TAG, b"told"))
    assert kept.find("a") is None
    assert not kept.claim("a")


def test_one_of_all_workers_takes_a_thing_up(tmp_path: Path) -> None:
    assert [KeptBoards(tmp_path).claim("today") for _ in range(3)] == [True, False, False]


@pytest.fixture
def routes(office: Office) -> Iterator[BoardRoutes]:
    found: BoardRoutes = office.client.application.extensions["boards"]
    yield found
    _forget(found)


def _forget(routes: BoardRoutes) -> None:
    for kept in routes.kept.folder.iterdir():
        kept.unlink()


def test_the_pages_of_the_navigation_are_drawn_ahead_and_then_by_nobody(
    office: Office, routes: BoardRoutes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("components.http.ahead._BEAT_SECONDS", 0.1)
    ahead = Ahead(routes)
    ahead.begin()
    asked = {
        path: BoardQuery.of(path, {"theme": theme})
        for path, theme in (("/", "light"), ("/governance", "light"), ("/wall", "dark"))
    }
    scope, until = routes.principal(), time.monotonic() + 60
    while time.monotonic() < until:
        keys = [routes._key(one, scope, routes.boards) for one in asked.values()]
        if all(key and routes.kept.find(key) for key in keys):
            break
        time.sleep(0.1)
    ahead.close()
    monkeypatch.setattr(Boards, "_told", None)  # whoever draws fails
    for path, one in asked.items():
        reply = office.client.get(f"/api/board{path}?lang=zh&theme={one.theme}")
        assert reply.status_code == 200
        assert b'"end":true' in reply.data
    assert "/platforms" in PAGES


def test_a_board_that_stands_unchanged_is_not_sent_again(office: Office, routes: BoardRoutes) -> None:
    address = "/api/board/governance?lang=zh&theme=light"
    first = office.client.get(address)
    assert b'"end":true' in first.data
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert office.client.get(address).headers["ETag"] == tag
    again = office.client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    for other in ("lang=en&theme=light", "lang=zh&theme=dark", "lang=zh&theme=light&period=2020"):
        reply = office.client.get(f"/api/board/governance?{other}", headers={"If-None-Match": tag})
        assert reply.status_code == 200, other
        assert reply.headers["ETag"] != tag
    _forget(routes)  # what nobody keeps is told anew, under another tag
    reply = office.client.get(address, headers={"If-None-Match": tag})
    assert (reply.status_code, reply.headers["ETag"] == tag) == (200, False)


@pytest.mark.usefixtures("routes")
def test_a_board_in_which_something_failed_is_told_anew(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "/api/board/?lang=zh&theme=light"
    with monkeypatch.context() as patch:
        patch.setattr(drawing, "key", _failing)
        failed = office.client.get(address)
        assert b'"state":"error"' in failed.data
    reply = office.client.get(address, headers={"If-None-Match": failed.headers["ETag"]})
    assert reply.status_code == 200
    assert b'"state":"error"' not in reply.data


def _failing(*_: object) -> tuple[None, str]:
    return None, "error"

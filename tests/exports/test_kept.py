"""Boards that were told are kept for all workers, and the first pages are drawn before anybody asks."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from components.board.boards import BoardQuery, Boards
from components.http.ahead import Ahead
from components.http.board import BoardRoutes
from components.http.kept import KeptBoards
from components.model.page import PAGES
from tests.exports.conftest import Office


def test_what_one_worker_keeps_another_finds(tmp_path: Path) -> None:
    one, other = KeptBoards(tmp_path), KeptBoards(tmp_path)
    one.keep("overview", b"told")
    assert other.find("overview") == b"told"
    assert other.find("governance") is None


def test_those_that_nobody_asked_for_longest_make_room(tmp_path: Path) -> None:
    kept = KeptBoards(tmp_path, most_bytes=25)
    for age, name in enumerate(("a", "b")):
        kept.keep(name, b"x" * 10)
        os.utime(kept._file(name), (age + 1, age + 1))
    assert kept.find("a")
    kept.keep("c", b"x" * 10)
    assert [bool(kept.find(name)) for name in "abc"] == [True, False, True]
    kept.keep("far too large", b"x" * 26)
    assert kept.find("c")


def test_a_folder_that_is_taken_away_costs_time_alone(tmp_path: Path) -> None:
    kept = KeptBoards(tmp_path / "boards")
    kept.keep("a", b"told")
    assert kept.find("a") is None
    assert not kept.claim("a")


def test_one_of_all_workers_takes_a_thing_up(tmp_path: Path) -> None:
    assert [KeptBoards(tmp_path).claim("today") for _ in range(3)] == [True, False, False]


@pytest.fixture
def routes(office: Office) -> Iterator[BoardRoutes]:
    found: BoardRoutes = office.client.application.extensions["boards"]
    yield found
    shutil.rmtree(found.kept.folder)


def test_the_pages_of_the_navigation_are_drawn_ahead_and_then_by_nobody(
    office: Office, routes: BoardRoutes, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = Ahead(routes)
    ahead.begin()
    asked = {
        path: BoardQuery.of(path, {"theme": theme})
        for path, theme in (("/", "light"), ("/governance", "light"), ("/wall", "dark"))
    }
    version, scope, until = routes.version(), routes.principal(), time.monotonic() + 60
    while time.monotonic() < until:
        names = [routes._named(one, scope, routes.boards)(str(version)) for one in asked.values()]
        if all(map(routes.kept.find, names)):
            break
        time.sleep(0.1)
    ahead.close()
    monkeypatch.setattr(Boards, "_told", None)  # whoever draws fails
    for path, one in asked.items():
        reply = office.client.get(f"/api/board{path}?lang=zh&theme={one.theme}")
        assert reply.status_code == 200
        assert b'"end":true' in reply.data
    assert "/platforms" in PAGES

"""Boards outlive the server that told them, and are found again only where they would be told so again."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import flask
import pytest
from sqlalchemy import text

from components.board.boards import Boards
from components.http import board as board_module
from components.http import kept as kept_module
from components.http import makers
from components.http.board import BoardRoutes
from components.http.kept import Kept, KeptBoards, new_tag
from components.http.makers import made_by
from data_access.domain.access import LOCAL, WHOLE_CITY, Reader, Scope
from data_access.domain.settings import Settings
from data_access.exports import case_documents
from data_access.state.database import State
from data_access.state.tasks import TaskBook
from data_access.store.folders import SnapshotFolder
from data_access.store.store import Store
from tests.data_access.small_city import XIHU

TASKS = "/due?due=task&when=today"
DUE = date.today()


@dataclass
class Place:
    """Where servers begin one after the other: a store, a state, and the folder of boards."""

    folder: Path
    scope: Scope = WHOLE_CITY
    reader: Reader = LOCAL
    code: str = "a state of the code"
    server: BoardRoutes = field(init=False)

    @property
    def store(self) -> Path:
        return self.folder / "store"

    @property
    def boards(self) -> Path:
        return self.folder / "boards"

    @property
    def book(self) -> TaskBook:
        return self.server.boards.book

    def begin(self) -> None:
        """Begin a server, as if there had been none before."""
        state = State(f"sqlite:///{self.folder / 'state.sqlite'}")
        book = TaskBook(state, lambda: self.reader.name, lambda: self.reader)
        templates = self.folder / "templates"
        self.server = BoardRoutes(
            Boards(Store(str(self.store), threads=1), book, templates=templates),
            lambda: self.scope,
            KeptBoards.lasting(self.boards, self.code, self.folder / "passing"),
        )

    def end(self) -> None:
        self.server.boards.store.close()
        self.book.state.close()

    def again(self) -> None:
        self.end()
        self.begin()

    def reply(self, page: str = "/data", **headers: str) -> Any:
        """Ask for a page; the least of all tells as well as any whether it is found."""
        app, api = flask.Flask("boards"), flask.Blueprint("api", "api")
        self.server.add_to(api)
        app.register_blueprint(api)
        got = app.test_client().get(f"/api/board{page}", headers=headers)
        assert got.data or got.status_code == 304
        return got

    def tag(self, page: str = "/data") -> str:
        """Return the name of the telling of a page: a board that is found has the one that it had."""
        return str(self.reply(page).headers["ETag"])


@pytest.fixture
def place(request: pytest.FixtureRequest, small_city: Path, tmp_path: Path) -> Any:
    request.getfixturevalue("office")  # the app has all pages
    shutil.copytree(small_city, tmp_path / "store")
    (tmp_path / "passing").mkdir()
    (tmp_path / "templates").mkdir()
    made = Place(tmp_path)
    made.begin()
    yield made
    made.end()


def _lines(told: bytes) -> list[bytes]:
    """Return the lines of a board, which come in any order."""
    return sorted(told.splitlines())


def _draft(place: Place, statement: str) -> None:
    """Publish the data anew, with one thing changed."""
    with Store(str(place.store), threads=1).draft(from_current=True) as draft, draft.engine.begin() as done:
        done.execute(text(statement))


RENAMED = "UPDATE platform SET name = '另名' WHERE platform_id = 'P1'"


def test_a_server_that_begins_again_finds_what_was_told(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, tag = place.reply("/").data, place.tag("/")
    place.again()
    monkeypatch.setattr(Boards, "_told", None)  # whoever draws fails
    found = place.reply("/")
    assert (found.data, found.headers["ETag"]) == (first, tag)
    assert place.reply("/", **{"If-None-Match": tag}).status_code == 304, "a browser has it still"


def _boundaries(place: Place) -> None:
    (place.store / "boundaries").mkdir(exist_ok=True)
    (place.store / "boundaries" / "330100.geojson").write_text(
        '{"type": "FeatureCollection", "features": []}'
    )


def _other_file(place: Place) -> None:
    """Put other data under the name of those in use, as whoever copies files by hand may."""
    current = place.server.boards.store.folder.file(str(place.server.version()))
    _draft(place, RENAMED)
    newer = place.server.boards.store.folder
    shutil.move(newer.file(newer.current()), current)
    newer.point_to(current.stem)


def _another_code(place: Place) -> None:
    place.code = "another state of the code"


def _districts(place: Place) -> None:
    place.scope = Scope(frozenset({XIHU}))


def _persons(place: Place) -> None:
    place.scope = Scope(sees_persons=True)


CHANGES: dict[str, Callable[[Place], None]] = {
    "other data": lambda place: _draft(place, RENAMED),
    "other data under the same name": _other_file,
    "other boundaries": _boundaries,
    "other code": _another_code,
    "fewer districts": _districts,
    "persons": _persons,
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_would_be_told_otherwise_is_not_found(place: Place, change: str) -> None:
    before = place.tag()
    place.end()
    CHANGES[change](place)
    place.begin()
    assert place.tag() != before


def test_data_on_a_server_are_known_by_their_version_alone(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SnapshotFolder, "stamp", lambda *_: ())  # it has no file of its own
    before = place.tag()
    _draft(place, RENAMED)
    place.again()
    assert place.tag() != before


def test_of_restored_data_the_boards_that_were_told_of_them_are_found(place: Place) -> None:
    version, first = str(place.server.version()), place.tag("/platform/P1")
    _draft(place, RENAMED)
    place.again()
    other = place.reply("/platform/P1")
    assert other.headers["ETag"] != first
    place.server.boards.store.restore(version)
    place.again()
    assert place.tag("/platform/P1") == first


def test_on_another_day_nothing_of_the_day_before_is_found(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Tomorrow(date):
        @classmethod
        def today(cls) -> date:
            return date.fromordinal(date.toordinal(date(2031, 1, 1)))

    before = place.tag()
    place.again()
    monkeypatch.setattr(board_module, "date", Tomorrow)
    assert place.tag() != before


def test_a_state_that_takes_the_place_of_another_has_tasks_of_its_own(place: Place) -> None:
    """A state that was restored, or begins anew, counts again from where it stands: as many acts are not the same ones."""
    place.book.give("甲事项", "/", "某科", DUE)
    assert "甲事项" in place.reply(TASKS).text
    place.end()
    for file in place.folder.glob("state*"):
        file.unlink()
    place.begin()
    place.book.give("乙事项", "/", "某科", DUE)
    told = place.reply(TASKS).text
    assert ("甲事项" in told, "乙事项" in told) == (False, True)


def test_what_was_done_to_tasks_while_no_server_ran_is_told(place: Place) -> None:
    number = place.book.give("甲事项", "/", "某科", DUE).id
    before = place.tag(TASKS)
    place.again()
    assert place.tag(TASKS) == before
    place.book.act(number, "withdrawn", "不办")
    place.again()
    assert "甲事项" not in place.reply(TASKS).text


def test_who_sees_fewer_tasks_is_told_no_others(place: Place) -> None:
    place.book.give("甲事项", "/", "某科", DUE)
    assert "甲事项" in place.reply(TASKS).text
    for name in ("officer", "another"):
        place.reader = Reader(name, Scope(frozenset({XIHU})), frozenset({"read", "tasks"}), role="officer")
        place.again()
        assert "甲事项" not in place.reply(TASKS).text
        place.reader = replace(place.reader, name="another")


def test_a_board_without_its_tasks_is_kept_by_nobody(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.book.give("甲事项", "/", "某科", DUE)
    read, stamp = TaskBook._read, TaskBook.stamp

    def failing(book: TaskBook, *_: Any) -> Any:
        with book.state._told():
            raise OSError

    with monkeypatch.context() as patch:  # it fails while it is read, and before and after it does not
        patch.setattr(TaskBook, "_read", failing)
        assert "甲事项" not in place.reply(TASKS).text
    assert (TaskBook._read, TaskBook.stamp) == (read, stamp)
    assert "甲事项" in place.reply(TASKS).text
    with monkeypatch.context() as patch:  # it fails altogether
        patch.setattr(TaskBook, "stamp", lambda _: None)
        assert place.tag(TASKS) != place.tag(TASKS)


def test_a_board_during_which_something_changed_is_kept_by_nobody(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Boards._told

    def changing(boards: Boards, *asked: Any) -> Any:
        yield from told(boards, *asked)
        place.book.give("乙事项", "/", "某科", DUE)

    with monkeypatch.context() as patch:
        patch.setattr(Boards, "_told", changing)
        place.reply(TASKS)
    assert not list(place.boards.iterdir())


def test_another_template_is_another_board_of_a_case(place: Place) -> None:
    key = "C1"
    before = place.tag(f"/record/cases/{key}")
    place.again()
    assert place.tag(f"/record/cases/{key}") == before
    shutil.copy(case_documents.SHIPPED / "closing_approval.docx", place.folder / "templates")
    place.again()
    assert place.tag(f"/record/cases/{key}") != before


def test_persons_and_numbers_of_other_versions_are_kept_by_nobody(place: Place) -> None:
    place.scope = Scope(sees_persons=True)
    key = "C1"
    for page in (f"/record/cases/{key}", "/claimants"):
        place.reply(page)
        assert not list(place.boards.iterdir()), page
    place.scope = WHOLE_CITY
    place.reply("/number/X")
    assert not list(place.boards.iterdir())


def test_a_folder_that_others_may_write_in_or_nobody_can_is_not_used(place: Place) -> None:
    before = _lines(place.reply().data)
    place.boards.chmod(0o770)  # whoever else writes in it would write what readers are shown
    place.again()
    assert place.server.kept.folder == place.folder / "passing"
    assert _lines(place.reply().data) == before
    shutil.rmtree(place.boards)
    place.boards.write_text("no folder")
    place.again()
    assert _lines(place.reply().data) == before
    place.boards.unlink()
    place.boards.symlink_to(place.folder / "passing")
    place.again()
    assert place.server.kept.folder == place.folder / "passing"


def test_a_folder_is_made_for_this_account_alone(place: Place) -> None:
    assert place.boards.stat().st_mode & 0o777 == 0o700
    place.reply()
    assert [one.stat().st_mode & 0o777 for one in place.boards.iterdir()] == [0o600]


def test_a_folder_that_is_removed_or_full_costs_time_alone(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _lines(place.reply().data)
    shutil.rmtree(place.boards)
    assert _lines(place.reply().data) == before
    place.again()
    place.reply()
    assert list(place.boards.iterdir())

    def full(*_: Any, **__: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept_module.tempfile, "mkstemp", full)
    assert b'"end":true' in place.reply("/platforms").data


@pytest.mark.parametrize("harm", [lambda told: told[:-9], lambda told: told[:40], lambda _: b""])
def test_half_of_a_file_is_no_board(tmp_path: Path, harm: Callable[[bytes], bytes]) -> None:
    kept = KeptBoards(tmp_path)
    kept.keep("a", Kept(new_tag(), b"told whole"))
    (file,) = tmp_path.iterdir()
    file.write_bytes(harm(file.read_bytes()))
    assert kept.find("a") is None


def test_what_workers_agree_upon_goes_with_their_server(tmp_path: Path) -> None:
    for server in ("one", "other"):
        passing = tmp_path / server
        passing.mkdir()
        kept = KeptBoards.lasting(tmp_path / "boards", "", passing)
        assert [kept.claim("today") for _ in range(2)] == [True, False], server
    assert not list((tmp_path / "boards").iterdir()), "nothing stays that no limit of bytes would take away"


def _tree(folder: Path) -> Path:
    for name in ("components/a.py", "data_access/b.csv", "pages/c.py", "app.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"the text of {name}")
    return folder


@pytest.mark.parametrize("name", ["components/a.py", "data_access/b.csv", "pages/c.py", "app.py"])
def test_any_file_of_ours_that_changed_is_another_maker(tmp_path: Path, name: str) -> None:
    root = _tree(tmp_path)
    before, file = made_by(root, Settings()), root / name
    about = file.stat()
    file.write_text(file.read_text().replace("text", "next"))
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))  # as large and as old as before
    assert made_by(root, Settings()) != before
    file.write_text(f"the text of {name}")
    assert made_by(root, Settings()) == before
    file.with_name("other.py").write_text("")
    assert (made_by(root, Settings()) == before) is (name == "app.py"), "beside it stands nothing of ours"


def test_another_library_or_python_is_another_maker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = made_by(_tree(tmp_path), Settings())
    with monkeypatch.context() as patch:
        patch.setattr(makers, "_libraries", lambda: ["duckdb-99.dist-info"])
        assert made_by(tmp_path, Settings()) != before
    with monkeypatch.context() as patch:
        patch.setattr(makers.sys, "version", "4.0")
        assert made_by(tmp_path, Settings()) != before
    assert any(one.startswith("duckdb-") for one in makers._libraries())


@pytest.mark.parametrize("name", [one.name for one in fields(Settings)])
def test_any_other_setting_is_another_maker_but_a_secret(tmp_path: Path, name: str) -> None:
    root, other = _tree(tmp_path), Settings()
    object.__setattr__(other, name, "another")
    assert (made_by(root, Settings()) == made_by(root, other)) is (name in {"secret_key", "oidc_secret"})

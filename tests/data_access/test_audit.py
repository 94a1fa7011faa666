"""The audit: sealed with a key that the database does not hold, so that whatever is done behind its back is found."""

import logging
import os
import shutil
import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from data_access.domain.errors import StateUnusable
from data_access.exports import frozen
from data_access.exports.reports import Report
from data_access.state import audit
from data_access.state.chain import GENESIS, RESTORED, SEAL_BEGUN, AuditBroken, Entry
from data_access.state.database import State
from data_access.state.key_file import KeyFile, KeyMissing
from data_access.state.seals import first_rule, seal
from data_access.state.tables import audit as table
from data_access.state.tasks import TaskBook

#: Puts another line in the place of the second, under its seal.
REPLACED = (
    "INSERT OR REPLACE INTO audit SELECT id, at, 'x', action, object, filters, rows, export_id, prev_hash, hash, digest, "
    "key_id FROM audit WHERE id = 2"
)
DUE = date.today() + timedelta(days=2)
REPORT = Report("20210101-000000-ABCDEF", "总览", "/", "zh", "某人", "now", "s", {"b": "2", "a": "1"}, {"10": 1, "9": 0}, "c", "d",
                "v", "", ())  # fmt: skip


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(f"sqlite:///{tmp_path / 'new' / 'state.sqlite'}")


def written(state: State, number: int) -> None:
    for place in range(number):
        audit.record(
            state, Entry("某人", "pdf", "/governance", f"period=202{place}", 10 * place, audit.export_id())
        )


def behind(state: State, *statements: str) -> None:
    """Do to the file what somebody who has it in hand can do: no trigger of ours holds him."""
    assert state.path
    with closing(sqlite3.connect(state.path)) as file:
        for (trigger,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            file.execute(statement)
        file.commit()


def again(state: State) -> State:
    """Return the state as a server that starts now meets it."""
    state.close()
    return State(state.url)


def test_every_line_is_chained_to_the_one_before_and_the_first_says_that_the_seal_begins(
    state: State,
) -> None:
    assert audit.verify(state).lines == 0
    written(state, 3)
    assert audit.verify(state).lines == 4
    lines = audit.lines(state)
    assert list(lines["prev_hash"]) == [GENESIS, *lines["hash"][:-1]]
    assert list(lines["action"]) == [SEAL_BEGUN, "pdf", "pdf", "pdf"]
    assert list(lines["rows"]) == [0, 0, 10, 20]
    assert set(lines["key_id"]) == {state.outside.keys.read().current}


def test_the_key_is_nobody_elses_and_not_in_the_database(state: State) -> None:
    written(state, 1)
    key = state.outside.keys
    assert stat.S_IMODE(key.path.stat().st_mode) == 0o600
    assert state.path
    state.close()
    secret = key.read().of(key.read().current)
    for file in state.path.parent.glob("state.sqlite*"):
        assert secret not in file.read_bytes()
        assert secret.hex().encode() not in file.read_bytes()
    assert not list(state.path.parent.glob(".*")), "no half-written key stays"


@pytest.mark.parametrize("change", [update(table).values(rows=1), delete(table)])
def test_the_database_refuses_to_change_or_delete_a_line(state: State, change: object) -> None:
    written(state, 2)
    with pytest.raises(IntegrityError, match="append only"), state.begin() as connection:
        connection.execute(change)  # type: ignore[call-overload]
    assert audit.verify(state).lines == 3


def test_a_line_cannot_be_put_in_the_place_of_another(state: State) -> None:
    written(state, 2)
    replacing = insert(table).prefix_with("OR REPLACE").from_select(
        list(table.c.keys()), select(table).where(table.c.id == 2)
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="append only"), state.begin() as connection:
        connection.execute(replacing)
    assert state.path
    with (
        closing(sqlite3.connect(state.path)) as file,  # whoever else opens the file
        pytest.raises(sqlite3.IntegrityError, match="append only"),
    ):
        file.execute(REPLACED)
    assert audit.verify(state).lines == 3


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("UPDATE audit SET rows = 1 WHERE id = 3", 3),
        ("UPDATE audit SET at = '2020' || substr(at, 5) WHERE id = 1", 1),
        ("DELETE FROM audit WHERE id = 2", 3),
        ("DELETE FROM audit WHERE id = 1", 2),
        (REPLACED, 2),
        ("UPDATE audit SET id = id + 10 WHERE id > 2", 13),
        ("UPDATE audit SET key_id = NULL WHERE id = 2", 2),
    ],
)
def test_what_was_done_to_a_line_is_found_and_the_first_is_named(
    state: State, statement: str, number: int
) -> None:
    written(state, 4)
    behind(state, statement)
    with pytest.raises(AuditBroken, match=f"Line {number} ") as broken:
        audit.verify(state)
    assert broken.value.number == number


def resealed(state: State, sealed: Callable[[dict[str, object], str], str], key_id: str | None) -> None:
    """Write line 2 anew and seal it and all after it by another rule, as one can who has the file and not the key."""
    previous, statements = "", []
    for line in audit.lines(state).to_dict("records"):
        if line["id"] == 1:
            previous = line["hash"]
            continue
        changed = line | {
            "who": "x" if line["id"] == 2 else line["who"],
            "key_id": key_id,
            "prev_hash": previous,
        }
        changed = {name: None if value != value else value for name, value in changed.items()}  # noqa: PLR0124
        previous_of_it, previous = previous, sealed(changed, previous)
        statements.append(
            f"UPDATE audit SET who = '{changed['who']}', prev_hash = '{previous_of_it}', hash = '{previous}', "
            f"key_id = {repr(key_id) if key_id else 'NULL'} WHERE id = {line['id']}"
        )
    behind(state, *statements)


def test_a_chain_that_was_sealed_anew_without_the_key_is_found(state: State) -> None:
    written(state, 3)
    resealed(state, first_rule, None)
    with pytest.raises(AuditBroken, match="Line 2 "):
        audit.verify(state)
    with pytest.raises(AuditBroken):  # and nothing is written after it, by this server or the next
        written(state, 1)
    with pytest.raises(AuditBroken):
        written(again(state), 1)


def test_a_chain_that_was_sealed_anew_with_another_key_is_found(state: State) -> None:
    written(state, 3)
    resealed(state, lambda line, _: seal(line, bytes(32)), state.outside.keys.read().current)
    with pytest.raises(AuditBroken, match="Line 2 "):
        audit.verify(state)


def test_a_whole_audit_without_a_seal_does_not_pass_for_one_from_before_it(state: State) -> None:
    written(state, 2)
    first = audit.lines(state).to_dict("records")[0]
    behind(
        state,
        "DELETE FROM audit WHERE id > 1",
        f"UPDATE audit SET key_id = NULL, hash = '{first_rule(first, GENESIS)}'",
    )
    with pytest.raises(AuditBroken, match="told outside"):
        audit.verify(state)
    with pytest.raises(AuditBroken):
        written(again(state), 1)


def test_an_end_that_was_cut_off_is_found_by_the_head_outside(state: State) -> None:
    written(state, 4)
    state.tell_head()
    behind(state, "DELETE FROM audit WHERE id > 3")
    with pytest.raises(AuditBroken, match=r"Line 5 .* told outside"):
        audit.verify(state)
    with pytest.raises(AuditBroken):
        written(again(state), 1)
    assert list(audit.lines(again(state))["id"]) == [1, 2, 3], "what is broken is not written on"


def test_an_end_that_was_cut_off_is_noticed_by_whoever_wrote_it_without_any_head(state: State) -> None:
    written(state, 4)
    behind(state, "DELETE FROM audit WHERE id > 3")
    with pytest.raises(AuditBroken, match="Line 5 "):
        written(state, 1)


def test_a_head_file_that_is_gone_is_found(state: State) -> None:
    written(state, 2)
    state.outside.heads.path.unlink()
    with pytest.raises(AuditBroken, match="audit head"):
        audit.verify(state)
    state.tell_head()
    assert audit.verify(state).heads == 1


def test_a_database_that_was_removed_takes_no_line_and_none_is_made_in_its_place(
    state: State, caplog: pytest.LogCaptureFixture
) -> None:
    written(state, 2)
    assert state.path
    for file in state.path.parent.glob("state.sqlite*"):
        file.unlink()
    for opened in (state, again(state)):
        with caplog.at_level(logging.ERROR), pytest.raises(StateUnusable, match="is gone"):
            written(opened, 1)
    assert not state.path.exists()
    assert "restore" in caplog.text


def test_an_earlier_copy_in_the_place_of_the_database_is_found(state: State, tmp_path: Path) -> None:
    written(state, 2)
    state.close()
    assert state.path
    copy = shutil.copy(state.path, tmp_path / "copy.sqlite")
    written(state, 2)
    state.tell_head()
    shutil.copy(copy, tmp_path / "swapped")
    os.replace(tmp_path / "swapped", state.path)
    for beside in ("-wal", "-shm"):  # with them the lines would come back
        state.path.with_name(f"{state.path.name}{beside}").unlink()
    with pytest.raises(AuditBroken):  # the server that runs
        written(state, 1)
    with pytest.raises(AuditBroken):  # one that starts
        written(again(state), 1)
    with pytest.raises(AuditBroken, match="told outside"):
        audit.verify(state)


def test_without_its_key_nothing_is_written_and_no_other_key_is_made(state: State) -> None:
    written(state, 1)
    state.outside.keys.path.unlink()
    for opened in (state, again(state)):
        with pytest.raises(KeyMissing):
            written(opened, 1)
    assert not state.outside.keys.exists()
    with pytest.raises(KeyMissing):
        audit.verify(state)


@pytest.mark.parametrize("content", [b"", b"no key", b"k 12", b"\xff\xfe", b"k " + b"0" * 64 + b"\nrest"])
def test_a_file_that_holds_no_keys_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)
    with pytest.raises(KeyMissing):
        KeyFile(tmp_path / "key").read()


def test_lines_of_an_earlier_key_stay_verifiable_and_no_later_line_may_have_it(state: State) -> None:
    written(state, 2)
    first = state.outside.keys.read().current
    audit.rotate(state, "某管理员")
    written(state, 1)
    assert state.outside.keys.read().current != first
    assert stat.S_IMODE(state.outside.keys.path.stat().st_mode) == 0o600
    assert audit.verify(state).lines == 5
    lines = audit.lines(state).to_dict("records")
    assert [line["key_id"] == first for line in lines] == [True, True, True, False, False]
    assert (lines[3]["action"], lines[3]["who"]) == ("key_rotated", "某管理员")

    forged = {**lines[-1], "digest": None, "who": "x", "key_id": first}  # by one who stole the earlier key
    sealed = seal(forged, state.outside.keys.read().of(first))
    behind(state, f"UPDATE audit SET who = 'x', key_id = '{first}', hash = '{sealed}' WHERE id = 5")
    with pytest.raises(AuditBroken, match="Line 5 "):
        audit.verify(state)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE task_act SET note = 'x' WHERE place = 1",
        "UPDATE task SET assigned_to = 'x'",
        "DELETE FROM task_act WHERE place = 1",
        "DELETE FROM task_act",
        "INSERT INTO task_act SELECT task_id, 2, 'closed', at, who, note, due_on FROM task_act WHERE place = 1",
        "UPDATE frozen SET content = json_set(content, '$.city', 'x')",
        "UPDATE frozen SET who = 'x'",
        "DELETE FROM frozen",
        "INSERT INTO frozen (id, path, title, who, version, created_at, content) SELECT '20210101-000000-ABCDEG', path, title, who, version, created_at, content FROM frozen",
    ],
)
def test_acts_of_tasks_and_frozen_pages_are_under_the_same_seal(state: State, statement: str) -> None:
    book = TaskBook(state, lambda: "某科")
    book.act(book.give("超期", "/", "某局", DUE).id, "fed_back", "已办")
    frozen.freeze(state, REPORT, "某人")
    assert audit.verify(state).lines == 4
    told = audit.lines(state).iloc[1:]
    assert list(told["action"]) == ["task_raised", "task_fed_back", "frozen"]
    assert list(told["filters"]) == ["", "", "a=1&b=2"]
    behind(state, statement)
    with pytest.raises(AuditBroken, match="answer"):
        audit.verify(state)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE frozen SET content = json_set(content, '$.city', 'x')",
        "UPDATE audit SET digest = NULL WHERE action = 'frozen'",
        "UPDATE audit SET digest = 'x' WHERE action = 'frozen'",
    ],
)
def test_a_frozen_page_that_was_changed_is_not_shown(state: State, statement: str) -> None:
    frozen.freeze(state, REPORT, "某人")
    written(state, 1)
    assert frozen.load_frozen(state, REPORT.id).city == REPORT.city
    behind(state, statement)
    with pytest.raises(AuditBroken):
        frozen.load_frozen(state, REPORT.id)


def test_a_frozen_page_and_its_line_are_kept_together_or_not_at_all(state: State) -> None:
    written(state, 1)
    state.outside.keys.path.unlink()
    with pytest.raises(KeyMissing):
        frozen.freeze(state, REPORT, "某人")
    with pytest.raises(KeyMissing):
        TaskBook(state, lambda: "某科").give("超期", "/", "某局", DUE)
    assert frozen.listed(state, "/") == []
    assert TaskBook(state, lambda: "某科").tasks() == []


def test_a_new_beginning_says_why_and_what_was_lost_is_told_as_given_up(state: State) -> None:
    written(state, 3)
    state.tell_head()
    assert state.path
    for file in state.path.parent.glob("state.sqlite*"):
        file.unlink()
    fresh = State(state.url, begins_anew=True)
    audit.begin_anew(fresh, "某管理员", "磁盘损坏")
    written(fresh, 1)
    lines = audit.lines(fresh).to_dict("records")
    assert [line["action"] for line in lines] == [SEAL_BEGUN, "begun_anew", "pdf"]
    assert (lines[1]["who"], lines[1]["object"]) == ("某管理员", "磁盘损坏")
    found = audit.verify(fresh)
    assert (found.heads, found.given_up) == (1, 2)


def test_a_line_that_only_says_to_give_up_is_none_without_the_seal(state: State) -> None:
    written(state, 4)
    state.tell_head()
    later = (datetime.now() + timedelta(minutes=1)).isoformat(timespec="milliseconds")
    behind(
        state, "DELETE FROM audit WHERE id > 3",
        f"UPDATE audit SET action = '{RESTORED}', at = '{later}' WHERE id = 2",
    )  # fmt: skip
    with pytest.raises(AuditBroken):
        written(again(state), 1)


def test_lines_written_at_once_by_many_stand_one_after_the_other(state: State) -> None:
    written(state, 1)
    others = [State(state.url) for _ in range(4)]
    threads = [threading.Thread(target=written, args=(other, 5)) for other in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert audit.verify(state).lines == 22


def test_a_key_that_others_may_read_is_told(state: State) -> None:
    written(state, 1)
    assert not state.outside.keys.is_open_to_others()
    state.outside.keys.path.chmod(0o644)
    assert state.outside.keys.is_open_to_others()

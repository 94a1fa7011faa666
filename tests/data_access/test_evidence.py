"""The commands of evidence: the audit is verified, exported, sealed by a new key, and the state is kept and put back."""

import csv
import os
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from data_access.__main__ import main
from data_access.domain.errors import CockpitError
from data_access.state import audit
from data_access.state.backups import backup, restore
from data_access.state.chain import AuditBroken, Entry
from data_access.state.database import State
from data_access.state.outside import Outside
from data_access.state.tasks import TaskBook
from tests.data_access.postgres import ENGINES, new_database

DUE = date.today() + timedelta(days=3)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of data that the settings name."""
    monkeypatch.setenv("COCKPIT_DATA", str(tmp_path))
    for name in (
        "COCKPIT_STATE",
        "COCKPIT_AUDIT_KEY_FILE",
        "COCKPIT_AUDIT_HEAD_FILE",
        "COCKPIT_AUDIT_HEAD_TO",
    ):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def state(data: Path) -> State:
    made = State(f"sqlite:///{data / 'state.sqlite'}")
    filled(made)
    return made


def filled(state: State) -> None:
    for place in range(3):
        audit.record(state, Entry("某人", "pdf", "/governance", "", place, audit.export_id()))
    book = TaskBook(state, lambda: "某科")
    book.act(book.give("超期", "/", "某局", DUE).id, "fed_back", "已办")


def harmed(state: State, statement: str) -> None:
    state.close()
    with closing(sqlite3.connect(str(state.path))) as file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {name}")
        file.execute(statement)
        file.commit()


def test_verify_says_what_holds_and_exits_non_zero_with_the_first_broken_line(
    state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "verify"]) == 0
    assert "6 lines hold, sealed since" in capsys.readouterr().out
    harmed(state, "UPDATE audit SET who = 'x' WHERE id IN (3, 5)")
    assert main(["audit", "verify"]) == 1
    assert "Line 3 of the audit was changed" in capsys.readouterr().err


def test_to_look_where_no_state_is_makes_none(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for act in (["audit", "verify"], ["audit", "head"], ["state", "backup", str(data / "b")]):
        assert main(act) == 1
        assert "There is no state database" in capsys.readouterr().err
    assert list(data.iterdir()) == []


def test_a_head_that_was_kept_elsewhere_is_held(state: State, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "head"]) == 0
    _, number, _, seal, *_ = capsys.readouterr().out.split()
    audit.record(state, Entry("某人", "pdf", "/", "", 1, "later"))
    assert main(["audit", "verify", "--head", number, seal]) == 0
    assert main(["audit", "verify", "--head", "2", seal]) == 1
    assert "Line 2 of the audit is not the one of the head" in capsys.readouterr().err
    assert main(["audit", "verify", "--head", "x", seal]) == 1


def test_the_audit_is_exported_as_it_is_kept_and_that_has_its_line(state: State, data: Path) -> None:
    out = data / "audit.csv"
    assert main(["audit", "export", "--out", str(out), "--act", "pdf", "--who", "某人", "--lang", "en"]) == 0
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    kept = audit.lines(state)
    assert [row["Seal"] for row in rows] == list(kept.query("action == 'pdf'")["hash"])
    last = kept.iloc[-1]
    assert (last["object"], last["rows"], last["filters"]) == ("audit", 3, "act=pdf&who=%E6%9F%90%E4%BA%BA")
    assert {row["Watermark"] for row in rows} == {f"Command line · {last['export_id']}"}
    tomorrow = (date.today() + timedelta(days=1)).isoformat()
    for days, number in ((["--until", date.today().isoformat()], 7), (["--since", tomorrow], 0)):
        assert main(["audit", "export", "--out", str(out), *days]) == 0
        assert len(out.read_text(encoding="utf-8-sig").splitlines()) == 1 + number
    assert main(["audit", "export", "--out", str(out), "--since", "March"]) == 1


def test_without_its_line_the_audit_is_not_exported(state: State, data: Path) -> None:
    state.outside.keys.path.unlink()
    assert main(["audit", "export", "--out", str(data / "audit.csv")]) == 1
    assert not (data / "audit.csv").exists()


def test_a_new_key_seals_and_is_said_to(state: State, capsys: pytest.CaptureFixture[str]) -> None:
    before = state.outside.keys.read().current
    assert main(["audit", "rotate"]) == 0
    after = state.outside.keys.read().current
    assert after in capsys.readouterr().out
    assert before != after
    assert main(["audit", "verify"]) == 0


def test_where_the_state_is_lost_without_a_backup_the_audit_begins_anew_and_says_why(
    state: State, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state.close()
    for file in data.glob("state.sqlite*"):
        file.unlink()
    assert main(["audit", "verify"]) == 1
    assert "is gone" in capsys.readouterr().err
    assert main(["audit", "begin", "--because", "磁盘损坏"]) == 0
    assert main(["audit", "verify"]) == 0
    assert "given up" in capsys.readouterr().out


@pytest.fixture(params=ENGINES)
def lost(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[State, State]]:
    """Return a state and a new and empty database of its kind that stands for it, with the same keys and heads."""
    if request.param == "sqlite":
        first = State(f"sqlite:///{tmp_path / 'state.sqlite'}")
        yield first, State(f"sqlite:///{tmp_path / 'new.sqlite'}", first.outside, begins_anew=True)
        return
    url, outside = request.getfixturevalue("postgres"), Outside.under(tmp_path / "state")
    states = State(new_database(url), outside), State(new_database(url), outside, begins_anew=True)
    yield states
    for state in states:
        state.close()


def test_a_state_is_kept_and_put_back_whole_and_goes_on(lost: tuple[State, State], tmp_path: Path) -> None:
    state, new = lost
    filled(state)
    file = tmp_path / "kept" / "state.backup"
    kept = backup(state, file, "某管理员")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == [file.name], "nothing half stays beside it"
    filled(state)  # what came after is lost
    state.tell_head()

    found, head = restore(new, file, "某管理员")
    assert (found, found.lines) == (kept, 7)
    assert head is not None
    assert head.number == 8
    lines = audit.lines(new)
    assert list(lines["action"][-2:]) == ["state_backed_up", "state_restored"]
    assert list(lines["hash"][:7]) == list(audit.lines(state)["hash"][:7])
    after = audit.verify(State(new.url, new.outside))
    assert (after.lines, after.given_up) == (8, 1)
    book = TaskBook(State(new.url, new.outside), lambda: "某科")
    assert [done.act for done in book.task(1).acts] == ["raised", "fed_back"]
    assert book.give("新任务", "/", "某局", DUE).id == 2  # the engine's own counter goes on
    with pytest.raises(CockpitError, match="holds an audit of 9 lines"):
        restore(new, file, "某管理员")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET who = 'x' WHERE id = 3",
        "UPDATE task_act SET note = 'x'",
        "DELETE FROM audit WHERE id = 2",
    ],
)
def test_a_backup_that_was_changed_is_not_put_back(state: State, data: Path, statement: str) -> None:
    file = data / "kept.sqlite"
    backup(state, file, "某管理员")
    harmed(State(f"sqlite:///{file}"), statement)
    new = State(f"sqlite:///{data / 'new.sqlite'}", state.outside, begins_anew=True)
    with pytest.raises(AuditBroken):
        restore(new, file, "某管理员")
    assert audit.lines(new).empty


def test_a_state_that_was_changed_makes_no_backup(state: State, data: Path) -> None:
    harmed(state, "UPDATE audit SET who = 'x' WHERE id = 3")
    with pytest.raises(AuditBroken, match="Line 3 "):
        backup(state, data / "kept.sqlite", "某管理员")
    assert not (data / "kept.sqlite").exists()


def test_a_backup_is_made_while_others_write(state: State, data: Path) -> None:
    stopping = threading.Event()

    def write() -> None:
        while not stopping.is_set():
            TaskBook(state, lambda: "某科").give("超期", "/", "某局", DUE)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        found = [backup(state, data / f"{place}.sqlite", "某管理员").lines for place in range(3)]
    finally:
        stopping.set()
        writer.join()
    assert found == sorted(set(found))
    assert audit.verify(state).lines > found[-1]


def test_backup_and_restore_as_commands(state: State, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = data / "kept.sqlite"
    assert main(["state", "backup", str(file)]) == 0
    assert main(["state", "backup", str(file)]) == 1
    assert "exists" in capsys.readouterr().err
    assert main(["state", "restore", str(file)]) == 1
    assert "holds an audit of 7 lines" in capsys.readouterr().err
    state.close()
    for lost in data.glob("state.sqlite*"):
        os.replace(lost, data / f"old-{lost.name}")
    assert main(["state", "restore", str(data / "none")]) == 1
    assert main(["state", "restore", str(file)]) == 0
    assert main(["audit", "verify"]) == 0
    assert "8 lines hold" in capsys.readouterr().out

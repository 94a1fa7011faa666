"""The state database: of any earlier version it is taken over whole, on every engine it refuses what it must, at once or not at all."""

import json
import socket
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, Table, delete, insert, inspect, select, text, update
from sqlalchemy.exc import IntegrityError

from data_access.domain.access import Reader
from data_access.domain.errors import CockpitError, StateUnusable
from data_access.state import audit, database, migrations
from data_access.state.audit import Verified
from data_access.state.chain import GENESIS, Entry
from data_access.state.claimant_reviews import ClaimantBook
from data_access.state.database import State
from data_access.state.heads import HeadFile
from data_access.state.key_file import KeyFile
from data_access.state.migrations import guards
from data_access.state.objections import ObjectionBook
from data_access.state.outside import Outside
from data_access.state.seals import first_rule
from data_access.state.tables import APPEND_ONLY, frozen, job, metadata, version
from data_access.state.tasks import TaskBook
from tests.data_access.postgres import ENGINES, new_database

NewUrl = Callable[[], str]


@pytest.fixture(scope="module", params=ENGINES)
def new_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewUrl]:
    """Return what names a new and empty database at each call, on each engine of this machine."""
    numbers = count()
    if request.param == "sqlite":
        folder = tmp_path_factory.mktemp("states")
        yield lambda: f"sqlite:///{folder / str(next(numbers))}.sqlite"
        return
    url = request.getfixturevalue("postgres")
    yield lambda: new_database(url)


@pytest.fixture
def state(new_url: NewUrl) -> Iterator[State]:
    made = opened(new_url())
    yield made
    made.close()


FOLDER = tempfile.TemporaryDirectory(prefix="cockpit-outside-")
#: Keys and heads of databases that have no folder to keep them beside.
OUTSIDE: dict[str, Outside] = {}


def opened(url: str) -> State:
    """Return a state over a database; those of one URL have one key."""
    if url not in OUTSIDE:
        folder = Path(FOLDER.name) / str(len(OUTSIDE))
        OUTSIDE[url] = Outside(KeyFile(folder / "key"), HeadFile(folder / "heads"))
    return State(url, OUTSIDE[url])


def line(place: int = 0) -> Entry:
    return Entry("某人", "pdf", "/governance", f"period=202{place}", place, audit.export_id())


def filled(state: State) -> None:
    audit.record(state, line())
    book = TaskBook(state, lambda: "某科")
    book.act(book.give("超期", "/", "某局", date.today() + timedelta(days=1)).id, "fed_back", "已办")


def kept(state: State) -> None:
    filled(state)
    with state.begin() as connection:
        row = {
            "id": "F",
            "path": "/",
            "title": "总览",
            "who": "某人",
            "version": "v1",
            "created_at": datetime.now(),
            "content": {},
        }
        connection.execute(insert(frozen).values(**row))
    ObjectionBook(state).file("P1", "330110", "licence", "E1", "理由", date(2021, 12, 31))
    inspector = Reader("某人", rights=frozenset({"persons"}))
    ClaimantBook(state, lambda: inspector).review("N1", "330110", "confirmed", "理由", date(2021, 12, 31))


@pytest.mark.parametrize("table", APPEND_ONLY, ids=lambda table: table.name)
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_every_engine_refuses_to_change_what_was_written(state: State, table: Table, verb: str) -> None:
    kept(state)
    with state.begin() as connection:
        before = connection.execute(select(table)).all()
    first = next(column for column in table.c if column.name in {"who", "subject", "event_ref"})
    change = update(table).values({first: "x"}) if verb == "update" else delete(table)
    with pytest.raises(IntegrityError, match="append only"), state.begin() as connection:
        connection.execute(change)
    with state.begin() as connection:
        assert connection.execute(select(table)).all() == before


def test_lines_that_many_write_at_once_are_one_chain_on_every_engine(state: State) -> None:
    others = [opened(state.url) for _ in range(4)]
    at_once(
        [lambda other=other: [audit.record(other, line(place)) for place in range(5)] for other in others]
    )
    assert audit.verify(state).lines == 21


def test_servers_that_start_at_once_on_a_new_database_find_it_whole(new_url: NewUrl) -> None:
    for _ in range(3):
        url = new_url()
        at_once([partial(audit.record, opened(url), line()) for _ in range(6)])
        assert audit.verify(opened(url)).lines == 7
        with opened(url).begin() as connection:
            assert connection.execute(select(version)).scalars().all() == list(
                range(1, len(migrations.STEPS) + 1)
            )


def at_once(works: list[Callable[[], object]]) -> None:
    barrier, wrong = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        barrier.wait()
        try:
            work()
        except Exception as error:  # noqa: BLE001  (told below, in the thread that fails the test)
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_postgresql_is_told_to_refuse_each_way_of_losing_a_row() -> None:
    told = guards("postgresql")
    for table in APPEND_ONLY:
        (made,) = (one for one in told if one.startswith("CREATE TRIGGER") and f" ON {table.name} " in one)
        assert "BEFORE UPDATE OR DELETE OR TRUNCATE" in made
    assert "integrity_constraint_violation" in told[0]  # SQLAlchemy raises what SQLite's trigger raises


#: The tables as the last version without a number made them, word for word.
FIRST = """
CREATE TABLE audit (
    id INTEGER NOT NULL,
    at VARCHAR(32) NOT NULL,
    who VARCHAR(200) NOT NULL,
    action VARCHAR(40) NOT NULL,
    object VARCHAR(400) NOT NULL,
    filters TEXT NOT NULL,
    rows INTEGER NOT NULL,
    export_id VARCHAR(40) NOT NULL,
    prev_hash VARCHAR(64) NOT NULL,
    hash VARCHAR(64) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (prev_hash),
    UNIQUE (hash)
);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the table audit is append only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the table audit is append only'); END;
CREATE TABLE job (
    id VARCHAR(40) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    state VARCHAR(20) NOT NULL,
    wanted VARCHAR(20) NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    who VARCHAR(200) NOT NULL,
    name VARCHAR(400) NOT NULL,
    error TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    touched_at DATETIME NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE frozen (
    id VARCHAR(40) NOT NULL,
    path VARCHAR(400) NOT NULL,
    title VARCHAR(400) NOT NULL,
    who VARCHAR(200) NOT NULL,
    version VARCHAR(100) NOT NULL,
    created_at DATETIME NOT NULL,
    content JSON NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE task (
    id INTEGER NOT NULL,
    subject VARCHAR(400) NOT NULL,
    href VARCHAR(2000) NOT NULL,
    assigned_to VARCHAR(200) NOT NULL,
    PRIMARY KEY (id)
);
CREATE TRIGGER task_no_update BEFORE UPDATE ON task BEGIN SELECT RAISE(ABORT, 'the table task is append only'); END;
CREATE TRIGGER task_no_delete BEFORE DELETE ON task BEGIN SELECT RAISE(ABORT, 'the table task is append only'); END;
CREATE TABLE task_act (
    task_id INTEGER NOT NULL,
    place INTEGER NOT NULL,
    act VARCHAR(20) NOT NULL,
    at DATETIME NOT NULL,
    who VARCHAR(200) NOT NULL,
    note TEXT NOT NULL,
    due_on DATE NOT NULL,
    PRIMARY KEY (task_id, place),
    FOREIGN KEY(task_id) REFERENCES task (id)
);
CREATE TRIGGER task_act_no_update BEFORE UPDATE ON task_act BEGIN SELECT RAISE(ABORT, 'the table task_act is append only'); END;
CREATE TRIGGER task_act_no_delete BEFORE DELETE ON task_act BEGIN SELECT RAISE(ABORT, 'the table task_act is append only'); END;
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a state file of the last version without a number, with rows in all its tables."""
    path = tmp_path / "state.sqlite"
    with closing(sqlite3.connect(path)) as file:
        file.executescript(FIRST)
        rows = {
            "audit": (1, "2021-01-01T08:00:00.000", "某人", "pdf", "/", "", 3, "X", GENESIS, sealed()),
            "job": ("J", "pdf", "done", "made", 2, 2, "某人", "a.pdf", "", "2021-01-01 08:00:00", "2021-01-01 08:00:01"),
            "frozen": ("F", "/", "总览", "某人", "v1", "2021-01-01 08:00:00", json.dumps({"id": "F"})),
            "task": (1, "超期", "/governance", "某局"),
            "task_act": (1, 0, "raised", "2021-01-01 08:00:00.000000", "某科", "", "2021-01-08"),
        }  # fmt: skip
        for table, row in rows.items():
            file.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        file.commit()
    return path


def sealed() -> str:
    return first_rule(
        {"at": "2021-01-01T08:00:00.000", "who": "某人", "action": "pdf", "object": "/", "filters": "", "rows": 3,
         "export_id": "X"}, GENESIS,
    )  # fmt: skip


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as file:
        tables = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: file.execute(f"SELECT * FROM {name}").fetchall() for name in tables}


def shape(engine: Engine) -> dict[str, object]:
    """Return what a database is made of: columns, keys and triggers."""
    found: dict[str, object] = {
        name: [
            [(one["name"], str(one["type"]), one["nullable"]) for one in inspect(engine).get_columns(name)],
            inspect(engine).get_pk_constraint(name)["constrained_columns"],
            sorted(tuple(one["column_names"]) for one in inspect(engine).get_unique_constraints(name)),
        ]
        for name in inspect(engine).get_table_names()
    }
    with engine.connect() as connection:
        triggers = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        return found | {"triggers": sorted(map(tuple, triggers))}


@pytest.mark.parametrize("lacking", [(), ("task_act", "task"), ("task_act", "task", "frozen", "job")])
def test_a_file_of_an_earlier_version_is_taken_over_without_loss(
    old: Path, tmp_path: Path, lacking: tuple[str, ...]
) -> None:
    with closing(sqlite3.connect(old)) as file:  # the first files knew fewer things
        for table in lacking:
            file.execute(f"DROP TABLE {table}")
    before = contents(old)
    state = State(f"sqlite:///{old}")
    assert shape(state.engine) == shape(State(f"sqlite:///{tmp_path / 'new.sqlite'}").engine)
    found = contents(old)
    new = {name: rows for name, rows in found.items() if name not in before and name not in lacking}
    assert new.pop("state_version") == [(place + 1,) for place in range(len(migrations.STEPS))]
    assert not any(new.values())
    for name, rows in before.items():  # later columns stand behind, and are empty
        assert found[name] == [(*row, *(None for _ in found[name][0][len(row) :])) for row in rows]
    assert audit.verify(state) == Verified(lines=1, sealed_since="", heads=0, given_up=0)
    audit.record(state, line())
    taken_over = [name for name in ("task_act", "frozen") if name not in lacking]
    acts = list(audit.lines(state)["action"])
    assert acts == ["pdf", "seal_begun", *["taken_over"] * len(taken_over), "pdf"]
    assert audit.verify(state).lines == len(acts)
    if not lacking:
        assert TaskBook(state, lambda: "某科").task(1).acts[0].due_on == date(2021, 1, 8)
        with state.begin() as connection:
            assert connection.execute(select(frozen.c.content)).scalar() == {"id": "F"}
            assert connection.execute(select(job.c.touched_at)).scalar().second == 1


def test_the_tables_of_a_new_database_are_those_that_the_code_names(state: State) -> None:
    assert set(inspect(state.engine).get_table_names()) == set(metadata.tables)


def test_a_step_that_fails_leaves_the_database_as_it_was(
    new_url: NewUrl, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = opened(new_url())
    filled(state)
    state.close()

    def half(connection: Connection, _: object) -> None:
        connection.execute(text("CREATE TABLE half (id INTEGER)"))
        connection.execute(insert(version).values(version=len(migrations.STEPS)))
        raise CockpitError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(migrations, "STEPS", (*migrations.STEPS, half))
        with pytest.raises(CockpitError, match="disk is full"):
            assert state.engine
    assert audit.verify(state).lines == 4
    assert not inspect(state.engine).has_table("half")

    def column(connection: Connection, _: object) -> None:
        connection.execute(text("ALTER TABLE frozen ADD COLUMN note VARCHAR(40)"))

    state.close()
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, column))
    assert "note" in {one["name"] for one in inspect(state.engine).get_columns("frozen")}
    assert audit.verify(state).lines == 4


def test_a_database_that_a_later_cockpit_has_used_is_refused_with_a_sentence(state: State) -> None:
    with state.begin() as connection:
        connection.execute(insert(version).values(version=77))
    with pytest.raises(CockpitError, match=r"is of version 77, and this cockpit knows \d+.*COCKPIT_STATE"):
        audit.record(opened(state.url), line())


def test_other_engines_are_refused_with_a_sentence() -> None:
    with pytest.raises(CockpitError, match="sqlite or postgresql"):
        assert State("mysql://nobody@nowhere/x").engine


def test_a_server_that_cannot_be_reached_is_a_state_that_cannot_be_used(tmp_path: Path) -> None:
    state = State(f"postgresql+psycopg://nobody@/none?host={tmp_path}", Outside.under(tmp_path / "state"))
    for use in (state.begin, state.snapshot, state.acting):
        with pytest.raises(StateUnusable), use():
            pass
    assert TaskBook(state, lambda: "某科").stamp() is None


def test_a_server_that_does_not_answer_is_waited_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_SLOW_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # it takes the connection and says nothing
        url = f"postgresql+psycopg://nobody@127.0.0.1:{silent.getsockname()[1]}/none"
        state, began = State(url, Outside.under(tmp_path / "state")), time.monotonic()
        for _ in range(10):
            assert TaskBook(state, lambda: "某科").stamp() is None
        assert time.monotonic() - began < 8

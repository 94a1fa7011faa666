"""A state that is full, read-only, garbage or gone: boards are read all the same, and nothing leaves without its line."""

import logging
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from app import create_app
from data_access.domain.settings import Settings
from data_access.state import audit
from data_access.state.chain import Entry
from data_access.state.database import State
from tests.shared import swept
from tests.web.clients import page_of


class Harm:
    """An app over a state with one line, to which something is done before or while it is used."""

    def __init__(self, store: Path, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "state.sqlite"
        settings = Settings(
            store=str(store),
            state=f"sqlite:///{self.file}",
            exports=str(folder / "exports"),
            files_per_minute=10**6,
        )
        state = State(settings.state)
        audit.record(state, Entry("某人", "pdf", "/", "", 1, "first"))
        state.close()
        self.client: FlaskClient = page_of(create_app(settings).server)


def garbage(harm: Harm) -> None:
    remove_side_files(harm)
    harm.file.write_bytes(b"not a database, but as long as one" * 200)


def empty_folder_in_its_place(harm: Harm) -> None:
    harm.file.unlink()
    harm.file.mkdir()


def gone(harm: Harm) -> None:
    remove_side_files(harm)
    harm.file.unlink()


def without_tables(harm: Harm) -> None:
    with closing(sqlite3.connect(harm.file)) as file:
        for table in ("audit", "task", "task_act", "frozen", "job"):
            file.execute(f"DROP TABLE {table}")
        file.commit()


def of_a_later_cockpit(harm: Harm) -> None:
    with closing(sqlite3.connect(harm.file)) as file:
        file.execute("INSERT INTO state_version VALUES (99)")
        file.commit()


def without_key(harm: Harm) -> None:
    (harm.folder / "state.audit.key").unlink()


def garbage_for_a_key(harm: Harm) -> None:
    (harm.folder / "state.audit.key").write_bytes(b"\xff\x00")


def garbage_for_heads(harm: Harm) -> None:
    (harm.folder / "state.audit.heads").write_bytes(b"\xff{}")


def cut_off(harm: Harm) -> None:
    with closing(sqlite3.connect(harm.file)) as file:
        file.execute("DROP TRIGGER audit_no_delete")
        file.execute("DELETE FROM audit")
        file.commit()


def remove_side_files(harm: Harm) -> None:
    for beside in ("-wal", "-shm"):
        harm.file.with_name(f"{harm.file.name}{beside}").unlink(missing_ok=True)


@pytest.fixture
def refused_writing() -> Iterator[Callable[[str], None]]:
    """Return what lets every change fail as SQLite says it; root meets neither a full disk nor a read-only file in a test."""
    said: list[str] = []

    def refuse(_: object, __: object, statement: str, *___: object) -> None:
        if said and statement.startswith(("INSERT", "UPDATE", "BEGIN", "CREATE", "PRAGMA journal")):
            raise sqlite3.OperationalError(said[-1])

    event.listen(Engine, "before_cursor_execute", refuse)
    yield said.append
    event.remove(Engine, "before_cursor_execute", refuse)


@pytest.fixture
def harm(small_city: Path, tmp_path: Path) -> Harm:
    return Harm(small_city, tmp_path)


NEEDS = [
    ("get", "/api/indicators/gmv.csv?by=month", None),
    ("get", "/api/indicators/gmv.xlsx?by=month", None),
    ("get", "/api/rows/items.csv?period=2021", None),
    ("get", "/api/tasks.csv", None),
    ("get", "/api/card.zip?path=/governance&card=overdue-age-steps", None),
    ("post", "/api/exports", {"kind": "png", "path": "/"}),
    ("post", "/api/exports", {"kind": "copy", "path": "/"}),
    ("post", "/api/exports", {"kind": "print", "path": "/", "id": "20210101-120000-ABC234"}),
]
OF_JOBS = [
    ("post", "/api/exports", {"kind": "xlsx", "path": "/governance"}),
    ("post", "/api/exports", {"kind": "frozen", "path": "/governance"}),
    ("get", "/api/exports/20210101-120000-ABC234", None),
    ("get", "/api/exports/20210101-120000-ABC234/file", None),
    ("delete", "/api/exports/20210101-120000-ABC234", None),
    ("get", "/api/frozen?path=/", None),
    ("get", "/frozen/20210101-120000-ABC234", None),
]
READ = [
    "/api/board/governance",
    "/api/board/warnings",
    "/api/board/wall",
    "/api/indicators/gmv.json",
    "/healthz",
    "/warnings",
    "/tasks",
]


def answers_well(client: FlaskClient, asked: list[tuple[str, str, object]]) -> None:
    """Ask for what cannot be had, in both languages: a sentence of each, and no file of the machine in it."""
    for lang, known in (("zh", "导出"), ("en", "exported")):
        client.set_cookie("lang", lang)
        for verb, address, body in asked:
            answer = getattr(client, verb)(address, **({"json": body} if body else {}))
            assert answer.status_code == 503, (address, answer.status_code, answer.text[:200])
            told = answer.get_json()["error"]
            assert known in told, (address, told)
            assert "/" not in told.replace("审计、任务、冻结页", ""), told
            assert "sqlite" not in told


def reads_well(client: FlaskClient) -> None:
    for address in READ:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.text[:200])
        assert '"state": "error"' not in answer.text
        assert '"state":"error"' not in answer.text


@pytest.mark.parametrize(
    ("done", "is_readable"),
    [(garbage, False), (empty_folder_in_its_place, False), (gone, False), (without_tables, False), (of_a_later_cockpit, False),
     (without_key, True), (garbage_for_a_key, True), (garbage_for_heads, True), (cut_off, True)],
)  # fmt: skip
def test_nothing_leaves_and_boards_are_read(
    harm: Harm, done: Callable[[Harm], None], is_readable: bool, caplog: pytest.LogCaptureFixture
) -> None:
    done(harm)
    with caplog.at_level(logging.ERROR):
        answers_well(harm.client, NEEDS if is_readable else NEEDS + OF_JOBS)
        reads_well(harm.client)
    lines = [one for one in caplog.records if "the state cannot be used" in one.message]
    assert lines, "the operator is told"
    assert not [one for one in caplog.records if one.exc_info], "in a line, not a traceback"


def test_tasks_that_cannot_be_read_are_no_tasks_of_which_there_are_none(harm: Harm) -> None:
    """What falls due, warnings and the wall go on without them, and say so; a zero would say that there is none."""
    told = "督办任务暂时读不出"
    assert told not in harm.client.get("/api/board/due").text
    assert 'data-n=\\"0\\"' in _row_of_tasks(harm.client)
    gone(harm)
    for page in ("due", "warnings", "wall"):
        assert told in harm.client.get(f"/api/board/{page}").text, page
    assert "data-n" not in _row_of_tasks(harm.client)
    assert harm.client.get("/api/board/due?due=task").text.count(told) > 1, "their list says so too"


def _row_of_tasks(client: FlaskClient) -> str:
    (row,) = re.findall(r'<tr[^>]*data-kind=\\"task\\".*?</tr>', client.get("/api/board/due").text)
    return str(row)


def test_a_database_that_goes_while_the_server_runs_takes_nothing_with_it(harm: Harm) -> None:
    assert harm.client.get("/api/tasks.csv").status_code == 200
    gone(harm)
    answers_well(harm.client, NEEDS + OF_JOBS)
    assert not harm.file.exists()
    reads_well(harm.client)


def test_a_state_that_is_put_right_serves_again_without_a_new_start(harm: Harm, tmp_path: Path) -> None:
    kept = shutil.copy(harm.file, tmp_path / "kept")
    garbage(harm)
    answers_well(harm.client, NEEDS[:1])
    shutil.copy(kept, harm.file)
    assert harm.client.get(NEEDS[0][1]).status_code == 200


@swept(
    "said",
    (
        "database or disk is full",
        "attempt to write a readonly database",
        "disk I/O error",
        "database is locked",
    ),
)
def test_a_disk_that_takes_no_line_lets_no_file_out(
    said: str, harm: Harm, refused_writing: Callable[[str], None]
) -> None:
    refused_writing(said)
    answers_well(harm.client, NEEDS + OF_JOBS[:2])
    reads_well(harm.client)


@pytest.mark.parametrize(("kind", "lang", "known"), [("xlsx", "zh", "导出"), ("frozen", "en", "exported")])
def test_a_job_whose_line_cannot_be_written_fails_with_a_sentence(
    harm: Harm, kind: str, lang: str, known: str
) -> None:
    without_key(harm)
    told = harm.client.post(
        "/api/exports", json={"kind": kind, "path": "/governance", "lang": lang}
    ).get_json()
    export = told["id"]
    while told["state"] in {"waiting", "running"}:
        told = harm.client.get(f"/api/exports/{export}").get_json()
    assert told["state"] == "failed"
    assert known in told["error"]
    assert harm.client.get(f"/api/exports/{export}/file").status_code == 404
    assert harm.client.get(f"/frozen/{export}").status_code == 404

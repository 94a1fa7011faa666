"""The audit: a chain that nobody can change unseen, and that the database itself does not let anyone change."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import DDL, delete, update
from sqlalchemy.exc import IntegrityError

from data_access.state import audit
from data_access.state.audit import AuditBroken, Export
from data_access.state.database import State
from data_access.state.tables import audit as table


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(f"sqlite:///{tmp_path / 'new' / 'state.sqlite'}")


def written(state: State, number: int) -> None:
    for place in range(number):
        audit.record(
            state, Export("某人", "pdf", "/governance", f"period=202{place}", 10 * place, audit.export_id())
        )


def test_every_line_is_chained_to_the_one_before(state: State) -> None:
    assert audit.verify(state) == 0
    written(state, 3)
    assert audit.verify(state) == 3
    lines = audit.lines(state)
    assert list(lines["prev_hash"]) == [audit.GENESIS, *lines["hash"][:-1]]
    assert list(lines["rows"]) == [0, 10, 20]


@pytest.mark.parametrize("change", [update(table).values(rows=1), delete(table)])
def test_the_database_refuses_to_change_or_delete_a_line(state: State, change: object) -> None:
    written(state, 2)
    with pytest.raises(IntegrityError, match="append only"), state.begin() as connection:
        connection.execute(change)  # type: ignore[call-overload]
    assert audit.verify(state) == 2


@pytest.mark.parametrize(
    "change", [update(table).where(table.c.id == 2).values(rows=1), delete(table).where(table.c.id == 1)]
)
def test_a_line_that_was_changed_all_the_same_is_found(state: State, change: object) -> None:
    written(state, 3)
    with state.begin() as connection:  # as somebody with the file in hand could
        for verb in ("update", "delete"):
            connection.execute(DDL(f"DROP TRIGGER audit_no_{verb}"))
        connection.execute(change)  # type: ignore[call-overload]
    with pytest.raises(AuditBroken, match="Line 2"):
        audit.verify(state)


def test_lines_written_at_once_by_many_stand_one_after_the_other(state: State) -> None:
    written(state, 1)
    others = [State(state.url) for _ in range(4)]
    threads = [threading.Thread(target=written, args=(other, 5)) for other in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert audit.verify(state) == 21

"""What lines of the audit answer for beside themselves: acts of tasks and frozen pages, each with its sum."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from data_access.state.seals import digest
from data_access.state.tables import frozen, task, task_act


def act_reference(number: int, place: int) -> str:
    """Return how the audit names an act of a task; a frozen page is named by its id."""
    return f"task-{number}-{place}"


def act_digest(connection: Connection, number: int, place: int) -> str:
    """Return the sum of an act as the database holds it; the first act answers for the task itself."""
    found = connection.execute(
        select(task_act).where(task_act.c.task_id == number, task_act.c.place == place)
    ).one()
    return _of_act(connection, found)


def page_digest(connection: Connection, page: str) -> str:
    """Return the sum of a frozen page as the database holds it."""
    return _of_row(connection.execute(select(frozen).where(frozen.c.id == page)).one())


def sealed_rows(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield every act and every frozen page: how the audit names it, and its sum as it stands now."""
    acts = connection.execute(select(task_act).order_by(task_act.c.task_id, task_act.c.place)).all()
    for act in acts:
        yield act_reference(act.task_id, act.place), _of_act(connection, act)
    for page in connection.execute(select(frozen.c.id).order_by(frozen.c.created_at)).scalars().all():
        yield page, page_digest(connection, page)


def _of_act(connection: Connection, act: Row[Any]) -> str:
    if act.place:
        return _of_row(act)
    return _of_row(connection.execute(select(task).where(task.c.id == act.task_id)).one_or_none(), act)


def _of_row(*rows: Row[Any] | None) -> str:
    """Return the sum of rows as they stand; what is empty is left out, so that a later column changes no earlier sum."""
    told = (row._mapping for row in rows if row is not None)  # noqa: SLF001  (SQLAlchemy's public name)
    return digest(*({key: value for key, value in row.items() if value is not None} for row in told))

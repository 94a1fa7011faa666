"""What lines of the audit answer for beside themselves: acts of tasks, about objections and about persons, frozen pages and results of checks, each with its sum."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from data_access.state.chain import CHECKED
from data_access.state.seals import digest
from data_access.state.tables import (
    audit,
    audit_check,
    claimant_act,
    frozen,
    objection,
    objection_act,
    task,
    task_act,
)


def act_reference(number: int, place: int) -> str:
    """Return how the audit names an act of a task; a frozen page is named by its id."""
    return f"task-{number}-{place}"


def act_digest(connection: Connection, number: int, place: int) -> str:
    """Return the sum of an act as the database holds it; the first act answers for the task itself."""
    found = connection.execute(
        select(task_act).where(task_act.c.task_id == number, task_act.c.place == place)
    ).one()
    return _of_act(connection, found)


def objection_reference(number: int, place: int) -> str:
    """Return how the audit names an act about an objection."""
    return f"objection-{number}-{place}"


def objection_digest(connection: Connection, number: int, place: int) -> str:
    """Return the sum of an act about an objection as the database holds it; the first act answers for the objection itself."""
    c = objection_act.c
    found = select(objection_act).where(c.objection_id == number, c.place == place)
    return _of_objection(connection, connection.execute(found).one())


def claimant_reference(number: int) -> str:
    """Return how the audit names what a person decided about a reverse complainant."""
    return f"claimant-{number}"


def claimant_digest(connection: Connection, number: int) -> str:
    """Return the sum of such a decision as the database holds it."""
    return _of_row(connection.execute(select(claimant_act).where(claimant_act.c.id == number)).one())


def page_digest(connection: Connection, page: str) -> str:
    """Return the sum of a frozen page as the database holds it."""
    return _of_row(connection.execute(select(frozen).where(frozen.c.id == page)).one())


def check_reference(day: date) -> str:
    """Return how the audit names the result of the check of a day."""
    return f"check-{day.isoformat()}"


def check_digest(connection: Connection, day: date) -> str:
    """Return the sum of the result of a check as the database holds it."""
    return _of_row(connection.execute(select(audit_check).where(audit_check.c.day == day)).one())


def sealed_rows(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield every act, of tasks, about objections and about persons, frozen page and result of a check: how the audit names it, and its sum as it stands now."""
    acts = connection.execute(select(task_act).order_by(task_act.c.task_id, task_act.c.place)).all()
    for act in acts:
        yield act_reference(act.task_id, act.place), _of_act(connection, act)
    c = objection_act.c
    for act in connection.execute(select(objection_act).order_by(c.objection_id, c.place)).all():
        yield objection_reference(act.objection_id, act.place), _of_objection(connection, act)
    for act in connection.execute(select(claimant_act).order_by(claimant_act.c.id)).all():
        yield claimant_reference(act.id), _of_row(act)
    for page in connection.execute(select(frozen.c.id).order_by(frozen.c.created_at)).scalars().all():
        yield page, page_digest(connection, page)
    yield from _checks(connection)


def _checks(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield the results of checks that have a line, and those that should.

    From before the first line there was none, and a check that found the audit broken may have found it too broken to take one.
    """
    entered = select(audit.c.export_id, audit.c.at).where(audit.c.action == CHECKED).order_by(audit.c.id)
    lines = connection.execute(entered).all()
    if not lines:
        return
    answered = {line.export_id for line in lines}
    for row in connection.execute(select(audit_check).where(audit_check.c.ended_at.is_not(None))).all():
        reference, is_later = check_reference(row.day), row.ended_at.isoformat() >= lines[0].at
        if reference in answered or (is_later and row.problem is None):
            yield reference, _of_row(row)


def _of_act(connection: Connection, act: Row[Any]) -> str:
    if act.place:
        return _of_row(act)
    return _of_row(connection.execute(select(task).where(task.c.id == act.task_id)).one_or_none(), act)


def _of_objection(connection: Connection, act: Row[Any]) -> str:
    if act.place:
        return _of_row(act)
    own = connection.execute(select(objection).where(objection.c.id == act.objection_id)).one_or_none()
    return _of_row(own, act)


def _of_row(*rows: Row[Any] | None) -> str:
    """Return the sum of rows as they stand; what is empty is left out, so that a later column changes no earlier sum."""
    told = (row._mapping for row in rows if row is not None)  # noqa: SLF001  (SQLAlchemy's public name)
    return digest(*({key: value for key, value in row.items() if value is not None} for row in told))

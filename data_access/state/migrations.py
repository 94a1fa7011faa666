"""Brings a state database, new or of any earlier version, to the tables of today; no row is lost on the way."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import DDL, Column, Connection, Engine, func, insert, inspect, select
from sqlalchemy.schema import CreateColumn

from data_access.domain.errors import CockpitError
from data_access.state.tables import (
    APPEND_ONLY,
    audit,
    frozen,
    job,
    metadata,
    person,
    session,
    task,
    task_act,
    token,
    version,
)

#: Names the lock that one server holds while it works on the tables of a PostgreSQL database.
_LOCK = 20_210_101


def _complete(connection: Connection) -> None:
    """Add the tables that the first files of all lack; these had no version yet."""
    metadata.create_all(connection, [audit, job, frozen, task, task_act])


def _people(connection: Connection) -> None:
    """Add those who have accounts; what was frozen or given before was the whole city's, and nobody's in particular."""
    metadata.create_all(connection, [person, session, token])
    for column in (frozen.c.districts, task.c.assignee):
        _add(connection, column)


def _add(connection: Connection, column: Column[Any]) -> None:
    """Add a column where a table of an earlier version lacks it."""
    table = column.table.name
    if column.name not in {one["name"] for one in inspect(connection).get_columns(table)}:
        told = CreateColumn(column).compile(dialect=connection.dialect)
        connection.execute(DDL(f"ALTER TABLE {table} ADD COLUMN {told}"))  # type: ignore[no-untyped-call]


#: What leads from each version to the next, the oldest first. A step that has been released is not changed any more: where a
#: later one alters a table that an earlier one makes, the earlier keeps the table as it was then.
STEPS: Sequence[Callable[[Connection], None]] = (_complete, _people)


def migrate(engine: Engine) -> None:
    """Take a database to the present version; raises CockpitError where it is of a later one."""
    with engine.connect() as connection:  # the common case takes no lock
        if _version(connection) == len(STEPS):
            return
    with _alone(engine) as connection:
        found = _version(connection)
        if found is None:
            metadata.create_all(connection)
            found = 0
        else:
            version.create(connection, checkfirst=True)
            for step in STEPS[found:]:
                step(connection)
        for statement in guards(connection.dialect.name):
            connection.exec_driver_sql(statement)
        for done in range(found, len(STEPS)):
            connection.execute(insert(version).values(version=done + 1))


def _version(connection: Connection) -> int | None:
    """Return the version of a database, None where it holds nothing of ours; raises CockpitError."""
    present = inspect(connection)
    if not present.has_table(version.name):
        return 0 if present.has_table(audit.name) else None
    found: int = connection.execute(select(func.coalesce(func.max(version.c.version), 0))).scalar_one()
    if found > len(STEPS):
        raise CockpitError(
            f"The state database is of version {found}, and this cockpit knows {len(STEPS)}: a later cockpit has used it. "
            "Start that one again, or name another database in COCKPIT_STATE."
        )
    return found


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """Lend a connection that nobody else changes tables beside; all that the block does is kept, or nothing."""
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":  # the driver would begin no transaction before DDL
            connection.execute(DDL("BEGIN IMMEDIATE"))  # type: ignore[no-untyped-call]
        else:
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        yield connection


def guards(engine_name: str) -> list[str]:
    """Return the statements by which the database itself refuses to change what is append only, whoever asks.

    They may be given again. What they raise is an IntegrityError on every engine.
    """
    return _of_sqlite() if engine_name == "sqlite" else _of_postgresql()


def _of_sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table.name}_no_{verb.lower()} BEFORE {verb} ON {table.name} "
        f"BEGIN SELECT RAISE(ABORT, 'the table {table.name} is append only'); END"
        for table in APPEND_ONLY
        for verb in ("UPDATE", "DELETE")
    ]


_REFUSE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        MESSAGE = 'the table ' || TG_TABLE_NAME || ' is append only', ERRCODE = 'integrity_constraint_violation';
END $$
"""
_CHANGES = "BEFORE UPDATE OR DELETE OR TRUNCATE"


def _of_postgresql() -> list[str]:
    statements = [_REFUSE]
    refused = "EXECUTE FUNCTION refuse_change()"
    for table in APPEND_ONLY:  # by statement: TRUNCATE has no rows, and a change of no row is refused as well
        statements += [
            f"DROP TRIGGER IF EXISTS {table.name}_append_only ON {table.name}",
            f"CREATE TRIGGER {table.name}_append_only {_CHANGES} ON {table.name} FOR EACH STATEMENT {refused}",
        ]
    return statements

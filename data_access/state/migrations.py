"""Brings a state database, new or of any earlier version, to the tables of today; no row is lost on the way.

A step is given the connection, and what returns the keys that the database does not hold.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import DDL, Column, Connection, Engine, Table, UniqueConstraint, func, insert, inspect, select
from sqlalchemy.schema import CreateColumn

from data_access.domain.errors import StateUnusable
from data_access.state.hidden import hide_all
from data_access.state.key_file import Keys
from data_access.state.locks import alone
from data_access.state.tables import (
    APPEND_ONLY,
    audit,
    audit_check,
    audit_reference,
    claimant_act,
    frozen,
    job,
    metadata,
    objection,
    objection_act,
    person,
    session,
    task,
    task_act,
    token,
    version,
)

#: The keys that the database does not hold, asked for by the step that needs them.
GivesKeys = Callable[[], Keys]


def _complete(connection: Connection, _: GivesKeys) -> None:
    """Add the tables that the first files of all lack; these had no version yet."""
    metadata.create_all(connection, [audit, job, frozen, task, task_act])


def _sealed(connection: Connection, _: GivesKeys) -> None:
    """Add the columns of the seal, empty in the lines from before it, and the results of checks."""
    for column in ("digest VARCHAR(64)", "key_id VARCHAR(40)"):
        connection.execute(DDL(f"ALTER TABLE audit ADD COLUMN {column}"))  # type: ignore[no-untyped-call]
    audit_reference.create(connection)
    metadata.create_all(connection, [audit_check])


def _people(connection: Connection, _: GivesKeys) -> None:
    """Add those who have accounts; what was frozen or given before was the whole city's, and nobody's in particular."""
    metadata.create_all(connection, [person, session, token])
    for column in (frozen.c.districts, task.c.assignee):
        _add(connection, column)


def _hidden(connection: Connection, keys: GivesKeys) -> None:
    """Encrypt the secrets of the codes, which were kept as they are, and make room for that; raises KeyMissing."""
    if connection.dialect.name != "sqlite":  # which holds no text to its length
        wide = "ALTER TABLE person ALTER COLUMN code_secret TYPE VARCHAR(400)"
        connection.execute(DDL(wide))  # type: ignore[no-untyped-call]
    if connection.execute(select(person.c.name).where(person.c.code_secret != "").limit(1)).first():
        hide_all(connection, keys())


def _objections(connection: Connection, _: GivesKeys) -> None:
    """Add what is entered about objections to credit."""
    metadata.create_all(connection, [objection, objection_act])


def _claimants(connection: Connection, _: GivesKeys) -> None:
    """Add what persons decide about reverse complainants."""
    metadata.create_all(connection, [claimant_act])


def _add(connection: Connection, column: Column[Any]) -> None:
    """Add a column where a table of an earlier version lacks it."""
    table = column.table.name
    if column.name not in {one["name"] for one in inspect(connection).get_columns(table)}:
        told = CreateColumn(column).compile(dialect=connection.dialect)
        connection.execute(DDL(f"ALTER TABLE {table} ADD COLUMN {told}"))  # type: ignore[no-untyped-call]


#: What leads from each version to the next, the oldest first. A step that has been released is not changed any more: where a
#: later one alters a table that an earlier one makes, the earlier keeps the table as it was then.
STEPS: Sequence[Callable[[Connection, GivesKeys], None]] = (
    _complete,
    _sealed,
    _people,
    _hidden,
    _objections,
    _claimants,
)


def migrate(engine: Engine, keys: GivesKeys) -> None:
    """Take a database to the present version; raises StateUnusable where it is of a later one, or its keys are gone."""
    with engine.connect() as connection:  # the common case takes no lock
        if _version(connection) == len(STEPS):
            return
    with alone(engine) as connection:
        found = _version(connection)
        if found is None:
            metadata.create_all(connection)
            found = 0
        else:
            version.create(connection, checkfirst=True)
            for step in STEPS[found:]:
                step(connection, keys)
        for statement in guards(connection.dialect.name):
            connection.exec_driver_sql(statement)
        for done in range(found, len(STEPS)):
            connection.execute(insert(version).values(version=done + 1))


def _version(connection: Connection) -> int | None:
    """Return the version of a database, None where it holds nothing of ours; raises StateUnusable."""
    present = inspect(connection)
    if not present.has_table(version.name):
        return 0 if present.has_table(audit.name) else None
    found: int = connection.execute(select(func.coalesce(func.max(version.c.version), 0))).scalar_one()
    if found > len(STEPS):
        raise StateUnusable(
            f"The state database is of version {found}, and this cockpit knows {len(STEPS)}: a later cockpit has used it. "
            "Start that one again, or name another database in COCKPIT_STATE."
        )
    return found


def guards(engine_name: str) -> list[str]:
    """Return the statements by which the database itself refuses to change what is append only, whoever asks.

    They may be given again. What they raise is an IntegrityError on every engine.
    """
    return _of_sqlite() if engine_name == "sqlite" else _of_postgresql()


_GUARD = "CREATE TRIGGER IF NOT EXISTS {0}_no_{1} BEFORE {2} ON {0}{3} BEGIN SELECT RAISE(ABORT, 'the table {0} is append only'); END"


def _of_sqlite() -> list[str]:
    changing = [
        _GUARD.format(table.name, verb.lower(), verb, "")
        for table in APPEND_ONLY
        for verb in ("UPDATE", "DELETE")
    ]
    return changing + [
        _GUARD.format(table.name, "replace", "INSERT", f" WHEN EXISTS ({_same_key(table)})")
        for table in APPEND_ONLY
    ]


def _same_key(table: Table) -> str:
    """Return a query for a row whose place a new one would take: `INSERT OR REPLACE` asks no other trigger."""
    unique = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    keys = [list(table.primary_key), *(list(one.columns) for one in unique)]
    same = " OR ".join(" AND ".join(f"{one.name} = NEW.{one.name}" for one in key) for key in keys)
    return f"SELECT 1 FROM {table.name} WHERE {same}"  # noqa: S608  (names of our own tables)


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

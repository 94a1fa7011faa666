"""How one writer of the state database has it to himself, on every engine."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import DDL, Connection, Engine, func, select

#: Names the lock that one writer holds while he works on a PostgreSQL database.
_LOCK = 20_210_101


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """Lend a connection that nobody else changes tables or appends lines beside; all that the block does is kept, or nothing."""
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":  # the driver would begin no transaction before DDL or a query
            connection.execute(DDL("BEGIN IMMEDIATE"))  # type: ignore[no-untyped-call]
        else:
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        yield connection

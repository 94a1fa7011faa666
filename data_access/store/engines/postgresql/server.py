"""How PostgreSQL is reached and read, through a pooler as well: what a transaction needs, it is told by itself."""

import os
import socket
from collections.abc import Iterator
from contextlib import suppress

import psycopg
import pyarrow as pa
from sqlalchemy import URL, Connection, Engine, String, Table, bindparam, create_engine, func, select

from data_access.store.catalogue import Partition, Place
from data_access.store.connections import OVERFLOW, POOL
from data_access.store.engines.postgresql.copies import copied_out
from data_access.store.engines.postgresql.loads import Loads
from data_access.store.engines.postgresql.roles import ddl
from data_access.store.faults import Fault
from data_access.store.server_engines import WritableEngine

#: Seconds in which a server must take a connection, and in which it must answer a request to stop.
_CONNECTS, _STOPS = 5, 2.0
#: Nobody waits for a server that has vanished from the net: unanswered bytes (ms), and silence (s), end a connection.
_NET = {"connect_timeout": _CONNECTS, "tcp_user_timeout": 10_000, "keepalives_idle": 10, "keepalives_interval": 5,
        "keepalives_count": 3}  # fmt: skip
#: A pooler hands each transaction to another session, which knows no statement that was prepared before.
_POOLED = {"prepare_threshold": None}
#: What is wrong, by SQLSTATE or by its class, the first two signs.
_FAULTS = {
    "57014": Fault.SLOW,
    "3F": Fault.ABSENT,
    "42P01": Fault.ABSENT,
    "42501": Fault.FORBIDDEN,
    "28": Fault.FORBIDDEN,
    "25006": Fault.READ_ONLY,
    "53100": Fault.FULL,
    "08": Fault.GONE,
    "57P": Fault.GONE,
    "53300": Fault.GONE,
    "3D": Fault.ABSENT,
}


#: Limits the statements of a transaction.
_LIMIT = select(func.set_config("statement_timeout", bindparam("milliseconds", type_=String()), True))


class PostgreSQL:
    """The engine, as `server_engines.ServerEngine` asks of it."""

    def connected(self, url: URL, *, is_read_only: bool) -> Engine:
        """Return a pool; what the URL itself says of the net holds."""
        given = {key: value for key, value in _NET.items() if key not in url.query}
        engine = create_engine(
            url,
            connect_args={"application_name": "cockpit"} | given | _POOLED,
            pool_size=POOL,
            max_overflow=OVERFLOW,
            pool_timeout=_CONNECTS,
        )
        return engine.execution_options(postgresql_readonly=True) if is_read_only else engine

    def begin(self, connection: Connection, seconds: float) -> None:
        """Limit the statements of this transaction: a session's own settings a pooler would hand on to others."""
        connection.execute(_LIMIT, {"milliseconds": str(max(1, int(seconds * 1000)))})

    def read(
        self, connection: Connection, place: Place, table: Table, partition: Partition
    ) -> Iterator[pa.RecordBatch]:
        """Have the rows copied out."""
        return copied_out(connection, place, table, partition)

    def interrupt(self, connection: Connection) -> None:
        """Ask the server to stop; where it says nothing, shut the socket, so that whoever waits for it is told."""
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        try:
            driver.cancel_safe(timeout=_STOPS)
        except psycopg.Error:
            with suppress(OSError, psycopg.Error), socket.socket(fileno=_twin(driver)) as line:
                line.shutdown(socket.SHUT_RDWR)

    def fault(self, error: BaseException) -> Fault:
        """Return what was wrong, by the SQLSTATE; a connection that cannot be made, or was lost, has none."""
        cause = getattr(error, "orig", None) or error
        state = getattr(cause, "sqlstate", None)
        if state is None:
            return _unreached(str(cause)) if isinstance(cause, psycopg.OperationalError) else Fault.OTHER
        return _FAULTS.get(state) or _FAULTS.get(state[:3]) or _FAULTS.get(state[:2]) or Fault.OTHER

    def ddl(self, url: URL, reader: str, writer: str) -> str:
        """Return the roles."""
        return ddl(url.database or "postgres", reader, writer)

    def loads(self, engine: Engine, place: Place) -> WritableEngine:
        """Return how a place is written."""
        return Loads(engine, place)


def _unreached(words: str) -> Fault:
    """Tell a server that does not let a role in from one that is not there: libpq gives no SQLSTATE before a session began."""
    is_refused = any(
        said in words for said in ("password authentication failed", "no password supplied", "pg_hba.conf")
    )
    return Fault.FORBIDDEN if is_refused else Fault.GONE


def _twin(driver: "psycopg.Connection[object]") -> int:
    """Return a descriptor of our own for the socket of a connection, which its driver may close at any moment."""
    return os.dup(driver.fileno())

"""How the facts of a database server are read: PostgreSQL and ClickHouse."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import pandas as pd
from sqlalchemy import URL, Connection, CursorResult, Executable, create_engine, func, make_url, select
from sqlalchemy.exc import DBAPIError

from data_access.domain.errors import Abandoned, StoreBusy, StoreMissing
from data_access.store.connections import POOL, StoreConnection, too_slow, with_numbers
from data_access.store.patience import Patience
from data_access.store.schema import load_batch

#: What a server says to tell one state of its data from another.
_LATEST = select(func.max(load_batch.c.batch_id), func.max(load_batch.c.loaded_at))


class Server:
    """A PostgreSQL or ClickHouse server, which stops slow queries itself, and its pool of connections."""

    def __init__(self, location: str, seconds: float) -> None:
        self.seconds = seconds
        url, options = _time_limited(make_url(location), seconds)
        self._engine = create_engine(url, connect_args=options, pool_size=POOL, pool_pre_ping=True)
        #: Whether all that one transaction reads is of one moment. ClickHouse knows none: there the version is read again.
        self.is_transactional = url.get_backend_name() != "clickhousedb"
        #: Whether a statement that is stopped takes its transaction with it, unless it runs behind a savepoint.
        self.is_strict = url.get_backend_name() == "postgresql"
        if self.is_strict:
            self._engine = self._engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    def connect(self) -> Connection:
        """Return a connection; raises StoreMissing where the server cannot be reached."""
        try:
            return self._engine.connect()
        except DBAPIError as error:
            where = self._engine.url.render_as_string(hide_password=True)
            raise StoreMissing(f"The store {where} cannot be reached: {error.orig}") from error

    def close(self) -> None:
        """Let go of the pool."""
        self._engine.dispose()


class ServerConnection(StoreConnection):
    """What a server holds at one moment: version and data are read in one transaction, from one thread at a time."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self._server, self._lock = server, threading.RLock()
        self._connection = server.connect()
        try:
            self.version = self._read_version()
        except BaseException:
            self.close()
            raise

    def _read_version(self) -> str:
        return "-".join(str(part) for part in self._connection.execute(_LATEST).one())

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """Lend the connection."""
        with self._lock:
            yield self._connection

    def frame(self, statement: Executable, patience: Patience) -> pd.DataFrame:
        """Fetch rows and give them the types that DuckDB's frames have."""
        with self._answered(statement, patience) as result:
            return with_numbers(pd.DataFrame(result.fetchall(), columns=list(result.keys())))

    def rows(self, statement: Executable, patience: Patience) -> list[tuple[Any, ...]]:
        """Fetch rows."""
        with self._answered(statement, patience) as result:
            return [tuple(row) for row in result]

    def frames(self, statement: Executable, size: int, patience: Patience) -> Iterator[pd.DataFrame]:
        """Fetch rows as they are taken."""
        streamed = {"stream_results": True, "max_row_buffer": size}
        with self._answered(statement.execution_options(**streamed), patience) as result:
            names = list(result.keys())
            for part in result.partitions(size):
                yield with_numbers(pd.DataFrame(part, columns=names))

    @contextmanager
    def _answered(self, statement: Executable, patience: Patience) -> Iterator[CursorResult[Any]]:
        """Run a statement and lend its rows; one that is stopped must not take the transaction with it."""
        with self._lock:
            with self._stopped(patience):
                yield self._connection.execute(statement)
            if not self._server.is_transactional:
                self._connection.rollback()  # nothing that the driver began may hold the version back
                if self._read_version() != self.version:
                    raise StoreBusy("The data changed while they were read; ask again.")

    @contextmanager
    def _stopped(self, patience: Patience) -> Iterator[None]:
        """Run what is asked behind a savepoint where the server needs one, and say why it was stopped."""
        patience.check()
        try:
            with self._connection.begin_nested() if self._server.is_strict else nullcontext():
                yield
        except DBAPIError as error:
            if patience.is_abandoned:
                raise Abandoned("Nobody waits for the answer any more.") from error
            if _is_timeout(error):
                raise too_slow(self._server.seconds) from error
            raise

    def stop(self, patience: Patience) -> None:  # noqa: ARG002  (a connection has one who asks)
        """Tell the server to stop, where its driver can: PostgreSQL's does, from any thread."""
        driver = self._connection.connection.dbapi_connection
        if callable(cancel := getattr(driver, "cancel", None)):
            cancel()

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()


def _time_limited(url: URL, seconds: float) -> tuple[URL, dict[str, str]]:
    backend = url.get_backend_name()
    if backend == "postgresql":
        return url, {"options": f"-c statement_timeout={int(seconds * 1000)}"}
    if backend == "clickhousedb":
        return url.update_query_dict({"max_execution_time": str(max(1, int(seconds)))}), {}
    return url, {}


def _is_timeout(error: DBAPIError) -> bool:
    # 57014 is PostgreSQL's query_canceled, 159 ClickHouse's TIMEOUT_EXCEEDED.
    return getattr(error.orig, "sqlstate", None) == "57014" or "TIMEOUT_EXCEEDED" in str(error.orig)

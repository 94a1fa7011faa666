"""How the facts of a database server are read: a snapshot is a schema of views, so that nothing is held between two questions."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd
from sqlalchemy import URL, Connection, Executable, Select, Table, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree

from data_access.domain.errors import Abandoned, BadValue, QueryTooSlow, StoreBusy, StoreMissing, UnknownName
from data_access.store import catalogue
from data_access.store.catalogue import Place
from data_access.store.connections import StoreConnection, too_slow, with_numbers
from data_access.store.faults import Fault
from data_access.store.patience import Patience
from data_access.store.server_engines import ServerEngine
from data_access.store.watchdog import Watchdog

#: Seconds that a server has to begin a transaction, and to stop a statement by itself before it is told to.
_ANSWERS, _GRACE = 5.0, 2.0
#: Seconds for which a server that is not there is not asked again.
_DOWN = 1.0


def engine_of(url: URL) -> ServerEngine:
    """Return the engine that a URL names; raises UnknownName."""
    match url.get_backend_name():
        case "postgresql":
            from data_access.store.engines.postgresql.server import PostgreSQL  # noqa: PLC0415  (a folder needs no driver)

            return PostgreSQL()
        case "clickhousedb":
            from data_access.store.engines.clickhouse.server import ClickHouse  # noqa: PLC0415  (as above)

            return ClickHouse()
    raise UnknownName("engine of a store", url.drivername, ["postgresql+psycopg", "clickhousedb"])


def parsed(location: str) -> tuple[URL, Place]:
    """Return the URL of a server and the place of a city on it, which `?city=` names; raises BadValue."""
    try:
        url = make_url(location)
    except ArgumentError:
        raise BadValue(
            "COCKPIT_STORE", location, "a folder, or a URL as postgresql+psycopg://USER@HOST/DATABASE"
        ) from None
    city = url.query.get("city", "")
    if not isinstance(city, str) or (city and not catalogue.is_city(city)):
        raise BadValue("city", str(city), "at most 16 small letters, digits and _")
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return url.difference_update_query(["city"]), Place.of(city)


class Server:
    """One place on a server, and the pool of connections with which it is read."""

    def __init__(self, location: str, seconds: float) -> None:
        self.url, self.place = parsed(location)
        self.seconds, self.engine = seconds, engine_of(self.url)
        self.watchdog = Watchdog(seconds + _GRACE)
        self._pool = self.engine.connected(self.url, is_read_only=True)
        self._down: tuple[float, StoreMissing] | None = None

    @property
    def name(self) -> str:
        """What it is called where somebody reads of it: never with its password."""
        return self.url.render_as_string(hide_password=True)

    def current(self) -> str:
        """Return the id of the snapshot in use; raises StoreMissing."""
        with self.lent(self.seconds) as connection:
            found = catalogue.current(connection)
        if found is None:
            raise self.absent()
        return found

    def absent(self) -> StoreMissing:
        """Return the error for a place in which nothing was published."""
        return StoreMissing(
            f"There is no store in {self.place.schema} of {self.name}; run `python -m data_access demo` or load files into it."
        )

    @contextmanager
    def lent(self, seconds: float, snapshot_id: str | None = None) -> Iterator[Connection]:
        """Lend a connection for one transaction; raises StoreMissing where the server or the store is not there."""
        with self.told(), self._begun(seconds) as connection:
            yield connection.execution_options(schema_translate_map=self.place.translated(snapshot_id))

    def _begun(self, seconds: float) -> Connection:
        """Begin a transaction; a connection that was lost while nobody used it is replaced by a new one, once."""
        for is_last in (False, True):
            connection = self._connected()
            try:
                with self.watchdog.over(Question(self.engine, connection), Patience(_ANSWERS)):
                    self.engine.begin(connection, seconds)
            except BaseException as error:
                connection.close()
                if is_last or not isinstance(error, DBAPIError) or self.engine.fault(error) is not Fault.GONE:
                    raise
            else:
                break
        return connection

    def _connected(self) -> Connection:
        """Connect; who was just told that the server is not there does not wait for it again, nor does anybody beside him."""
        if self._down and time.monotonic() < self._down[0]:
            raise StoreMissing(str(self._down[1])) from self._down[1]
        try:
            return self._pool.connect()
        except NoneFree as error:
            raise StoreBusy("Too many ask the store at the same time; ask again.") from error
        except DBAPIError as error:
            lost = self.lost(error)
            self._down = time.monotonic() + _DOWN, lost
            raise lost from error

    @contextmanager
    def told(self) -> Iterator[None]:
        """Say in words what the driver raises: StoreMissing, StoreBusy, or what it was."""
        try:
            yield
        except DBAPIError as error:
            match self.engine.fault(error):
                case Fault.GONE | Fault.FORBIDDEN:
                    raise self.lost(error) from error
                case Fault.ABSENT:
                    raise self.absent() from error
                case Fault.SLOW:
                    raise too_slow(self.seconds) from error
            raise

    def lost(self, error: DBAPIError) -> StoreMissing:
        """Return the error for a server that cannot be reached, or does not let us in."""
        return StoreMissing(f"The store {self.name} cannot be reached: {str(error.orig).strip()}")

    def close(self) -> None:
        """Let go of the pool."""
        self.watchdog.stop()
        self._pool.dispose()


class ServerConnection(StoreConnection):
    """One snapshot of a server, without a version that in use; each question is a transaction of its own on any connection, from any thread."""

    def __init__(self, server: Server, version: str | None = None) -> None:
        super().__init__()
        self._server = server
        self.version = version or server.current()
        self.schema = server.place.of_snapshot(self.version)

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """Lend a connection for one transaction."""
        with self._server.lent(self._server.seconds, self.version) as connection:
            yield connection

    def frame(self, statement: Executable, patience: Patience) -> pd.DataFrame:
        """Fetch rows and give them the types that DuckDB's frames have."""
        with self._asked(patience) as (connection, question):
            with self._server.watchdog.over(question, patience):
                result = connection.execute(statement)
                rows = result.fetchall()
            return with_numbers(pd.DataFrame(rows, columns=list(result.keys())))

    def rows(self, statement: Executable, patience: Patience) -> list[tuple[Any, ...]]:
        """Fetch rows."""
        with self._asked(patience) as (connection, question), self._server.watchdog.over(question, patience):
            return [tuple(row) for row in connection.execute(statement)]

    def frames(
        self, statement: Select[Any], table: Table, size: int, patience: Patience
    ) -> Iterator[pd.DataFrame]:
        """Fetch rows as they are taken, all within the time that their reader has."""
        del table
        streamed = statement.execution_options(stream_results=True, max_row_buffer=size)
        with self._asked(patience) as (connection, question):
            with self._server.watchdog.over(question, patience):
                result = connection.execute(streamed)
                part = result.fetchmany(size)
            while part:
                yield with_numbers(pd.DataFrame(part, columns=list(result.keys())))
                patience.check()
                with self._server.watchdog.over(question, patience):
                    part = result.fetchmany(size)

    @contextmanager
    def _asked(self, patience: Patience) -> Iterator[tuple[Connection, "Question"]]:
        """Lend a connection for one question, within the time that its reader has left."""
        patience.check()
        server = self._server
        with (
            self._in_words(patience),
            server.lent(min(server.seconds, patience.left), self.version) as connection,
        ):
            yield connection, Question(server.engine, connection)

    @contextmanager
    def _in_words(self, patience: Patience) -> Iterator[None]:
        """Say why a question was stopped; of a snapshot that is gone, that the data changed."""
        try:
            yield
        except QueryTooSlow:
            patience.check()
            raise
        except StoreMissing as error:
            if patience.is_abandoned:
                raise Abandoned("Nobody waits for the answer any more.") from error
            if (
                isinstance(error.__cause__, DBAPIError)
                and self._server.engine.fault(error.__cause__) is Fault.ABSENT
            ):
                raise StoreBusy("The data changed while they were read; ask again.") from error
            raise

    def stop(self, patience: Patience) -> None:
        """Tell the server to stop, from any thread."""
        self._server.watchdog.interrupt(patience)

    def close(self) -> None:
        """Hold nothing."""


class Question:
    """What runs on a connection, for the watchdog."""

    def __init__(self, engine: ServerEngine, connection: Connection) -> None:
        self._engine, self._connection = engine, connection

    def interrupt(self) -> None:
        """Stop it."""
        self._engine.interrupt(self._connection)

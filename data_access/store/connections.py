"""How one state of the store is read: an embedded DuckDB snapshot, or a database server."""

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from decimal import Decimal
from typing import Any, TypeVar

import duckdb
import pandas as pd
from duckdb_sqlalchemy import ConnectionWrapper
from sqlalchemy import Connection, Executable, Select, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from data_access.domain.errors import QueryTooSlow
from data_access.store.code_columns import code_types
from data_access.store.compiled import engine_over
from data_access.store.folders import SnapshotFolder
from data_access.store.instances import EngineSettings, set_limits
from data_access.store.patience import Patience
from data_access.store.row_places import at, places
from data_access.store.watchdog import Watchdog

T = TypeVar("T")
#: Connections kept for threads that query at the same time, and how many more may open for a moment.
POOL, OVERFLOW = 8, 24
#: Rows that DuckDB sorts at once where they are wide.
_ROWS_AT_ONCE = 20_000


class StoreConnection(ABC):
    """Reads one state of the store; counts its users so that it is closed after the last one."""

    #: `schema` is that in which its tables stand.
    version: str
    schema = "main"

    def __init__(self) -> None:
        self.users = 0

    @abstractmethod
    def connect(self) -> AbstractContextManager[Connection]:
        """Lend a connection."""

    @abstractmethod
    def frame(self, statement: Executable, patience: Patience) -> pd.DataFrame:
        """Return the rows of a SELECT; raises QueryTooSlow and Abandoned."""

    def listed(self, statement: Select[Any], table: Table, patience: Patience) -> pd.DataFrame:
        """Return the same of a SELECT of wide rows in order, each of one row of `table`; raises as above."""
        del table
        return self.frame(statement, patience)

    @abstractmethod
    def rows(self, statement: Executable, patience: Patience) -> list[tuple[Any, ...]]:
        """Return the same as tuples, for answers that are few rows; raises as above."""

    @abstractmethod
    def stop(self, patience: Patience) -> None:
        """Stop what runs for somebody who does not wait any more."""

    @abstractmethod
    def frames(
        self, statement: Select[Any], table: Table, size: int, patience: Patience
    ) -> Iterator[pd.DataFrame]:
        """Yield what `listed` returns in frames of about `size`, read from the engine as they are taken; raises as above."""

    @abstractmethod
    def close(self) -> None:
        """Let go of all connections."""


class _Cursor(ConnectionWrapper):
    """A pooled cursor of the one DuckDB instance, with the native cursor at hand."""

    def __init__(self, native: duckdb.DuckDBPyConnection) -> None:
        super().__init__(native)
        self.native = native

    def begin(self) -> None:
        """Nothing is written, so there is nothing to begin; each saves a round trip."""

    def commit(self) -> None:
        """See begin."""

    def rollback(self) -> None:
        """See begin."""


class DuckConnection(StoreConnection):
    """One snapshot, opened read-only once; each thread has a cursor of it."""

    def __init__(
        self, folder: SnapshotFolder, version: str, seconds: float, settings: EngineSettings
    ) -> None:
        super().__init__()
        self.version, self._seconds = version, seconds
        self._hold = folder.hold(version)
        try:
            self._root = duckdb.connect(str(folder.file(version)), read_only=True)
            set_limits(self._root, settings, version)
        except duckdb.Error:
            os.close(self._hold)
            raise
        self._watchdog = Watchdog(seconds)
        self.engine = engine_over(
            lambda: _Cursor(self._root.cursor()),
            QueuePool,
            code_types(self._root),
            pool_size=POOL,
            max_overflow=OVERFLOW,
            reset_on_return=None,
        )

    def connect(self) -> AbstractContextManager[Connection]:
        """Lend a cursor."""
        return self.engine.connect()

    def frame(self, statement: Executable, patience: Patience) -> pd.DataFrame:
        """Let DuckDB build the frame itself: rows never pass through Python objects."""
        with self._ran(statement, patience, lambda native: _with_texts(native.df())) as (_, frame):
            return frame

    def rows(self, statement: Executable, patience: Patience) -> list[tuple[Any, ...]]:
        """Take a few rows as they are: a frame of them costs more than small questions do."""
        with self._ran(statement, patience, lambda native: native.fetchall()) as (_, rows):
            return rows

    def stop(self, patience: Patience) -> None:
        """Interrupt the cursors on which somebody's queries run."""
        self._watchdog.interrupt(patience)

    @contextmanager
    def _ran(
        self, statement: Executable, patience: Patience, take: Callable[[duckdb.DuckDBPyConnection], T]
    ) -> Iterator[tuple[duckdb.DuckDBPyConnection, T]]:
        """Lend the native cursor on which a statement ran, and what was taken of it first, within its time."""
        with self.engine.connect() as connection:
            cursor = connection.connection.dbapi_connection
            assert isinstance(cursor, _Cursor)
            with self._in_words(patience), self._watchdog.over(cursor.native, patience):
                patience.check()
                connection.execute(statement)
                taken = take(cursor.native)
            yield cursor.native, taken

    @contextmanager
    def _in_words(self, patience: Patience) -> Iterator[None]:
        """Tell of a query that was stopped, while it ran or while its rows were taken; raises QueryTooSlow and Abandoned."""
        try:
            yield
        except (DBAPIError, duckdb.Error) as error:
            origin = error.orig if isinstance(error, DBAPIError) else error
            if isinstance(origin, duckdb.InterruptException):
                patience.check()
                raise too_slow(self._seconds) from error
            if isinstance(origin, duckdb.OutOfMemoryException):
                message = "A query was stopped: it needs more memory than it may have; narrow the period or the filters, or let it have more (COCKPIT_MEMORY_MB)."
                raise QueryTooSlow(message) from error
            raise

    def listed(self, statement: Select[Any], table: Table, patience: Patience) -> pd.DataFrame:
        """Sort the places of rows and fetch the rows by them: a page far down a list holds no page before it."""
        return pd.concat(self.frames(statement, table, _ROWS_AT_ONCE, patience), ignore_index=True)

    def frames(
        self, statement: Select[Any], table: Table, size: int, patience: Patience
    ) -> Iterator[pd.DataFrame]:
        """Sort the places of rows and fetch the rows by them, all within the time that their reader has."""
        found = self.frame(places(statement, table), patience)["place"].to_numpy()
        for start in range(0, max(1, len(found)), size):  # of no rows there is a frame of their columns
            yield self.frame(at(statement, table, found[start : start + size].tolist()), patience)

    def close(self) -> None:
        """Close all cursors, the instance, and the mark that the snapshot is being read."""
        self._watchdog.stop()
        self.engine.dispose()
        self._root.close()
        os.close(self._hold)


def _with_texts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame of DuckDB with codes as texts: it gives those of an ENUM as categories, of which each is made a text once."""
    for place, kind in enumerate(frame.dtypes):
        if isinstance(kind, pd.CategoricalDtype):
            codes = frame.iloc[:, place].cat.codes.to_numpy()
            frame.isetitem(place, kind.categories.astype("str").array.take(codes, allow_fill=True))
    return frame


def too_slow(seconds: float) -> QueryTooSlow:
    """Return the error for a query that was stopped."""
    return QueryTooSlow(f"A query was stopped after {seconds:g} seconds; narrow the period or the filters.")


def with_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame of rows from a driver with the types that DuckDB's frames have: numbers and days."""
    for name in (name for name in frame.columns if frame[name].dtype == object):
        column = frame[name]
        place = column.first_valid_index()
        first = None if place is None else column[place]
        if isinstance(first, Decimal):
            frame[name] = column.astype(float)
        elif hasattr(first, "isoformat"):
            frame[name] = pd.to_datetime(column)
    return frame

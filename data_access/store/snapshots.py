"""One state of the facts for as long as somebody looks at it: what a request asks, from its first question to its last."""

import weakref
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pandas as pd
from sqlalchemy import Connection, Executable, Select, Table

from data_access.store.connections import StoreConnection
from data_access.store.patience import Patience


class Snapshot:
    """The facts as they were when it was opened, whatever is loaded meanwhile; any thread may ask it.

    `location` names the store, `version` the state: together they are the key of whatever is kept of its answers. `files`
    is where the store keeps what is not in its tables (boundaries, rejects), `schema` that of its tables. It is let go at
    the end of its block, or where nobody holds it any more.
    """

    def __init__(
        self,
        location: str,
        files: Path,
        connection: StoreConnection,
        leave: Callable[[StoreConnection], None],
        patience: Patience,
    ) -> None:
        self.location, self.files, self.version = location, files, connection.version
        self.schema = connection.schema
        self._connection, self._leave, self._patience = connection, leave, patience
        connection.users += 1
        self._let_go = weakref.finalize(self, leave, connection)
        self._let_go.atexit = False

    @property
    def key(self) -> tuple[str, str]:
        """What tells this state from every other, in any store."""
        return self.location, self.version

    def connect(self) -> AbstractContextManager[Connection]:
        """Lend a read-only connection."""
        return self._connection.connect()

    def frame(self, statement: Executable) -> pd.DataFrame:
        """Return the rows of a SELECT, numbers as numbers and dates as datetime64.

        Raises QueryTooSlow, and Abandoned where nobody waits any more.
        """
        return self._connection.frame(statement, self._patience)

    def rows(self, statement: Executable) -> list[tuple[Any, ...]]:
        """Return the rows of a SELECT as tuples, where they are few; raises as above."""
        return self._connection.rows(statement, self._patience)

    def listed(self, statement: Select[Any], table: Table) -> pd.DataFrame:
        """Return the same of a SELECT of wide rows in order, each of one row of `table`; raises as above."""
        return self._connection.listed(statement, table, self._patience)

    def frames(self, statement: Select[Any], table: Table, size: int) -> Iterator[pd.DataFrame]:
        """Yield what `listed` returns in frames of about `size`; no more is held in memory.

        They hold this state by themselves until the last, or until dropped.
        """
        return _Frames(self.again(), statement, table, size)

    def again(self) -> "Snapshot":
        """Return the same state for somebody who may look at it longer."""
        return Snapshot(self.location, self.files, self._connection, self._leave, self._patience)

    def abandon(self) -> None:
        """Stop what is asked of it, by any thread: nobody waits any more."""
        self._patience.abandon()
        self._connection.stop(self._patience)

    def close(self) -> None:
        """Let go of the state; once is enough, and again does no harm."""
        self._let_go()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Frames:
    """Frames of one statement. A generator that nobody began would let go of nothing: hence a class."""

    def __init__(self, snapshot: Snapshot, statement: Select[Any], table: Table, size: int) -> None:
        self._snapshot = snapshot
        self._frames = snapshot._connection.frames(statement, table, size, snapshot._patience)  # noqa: SLF001  (they are one)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> pd.DataFrame:
        try:
            return next(self._frames)
        except BaseException:
            self._snapshot.close()
            raise

"""What a database server must offer to be read and to be written: one class each for an engine, in its room of `engines`.

All SQL and every error code that is an engine's own stands there.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

import pyarrow as pa
from sqlalchemy import URL, Connection, Engine, Table

from data_access.store.catalogue import Partition, Place, Published
from data_access.store.faults import Fault


class ServerEngine(Protocol):
    """How an engine is reached and read."""

    def connected(self, url: URL, *, is_read_only: bool) -> Engine:
        """Return a pool of connections that nobody waits for without end; `url` has no city any more."""

    def begin(self, connection: Connection, seconds: float) -> None:
        """Tell a transaction that has just begun how long each of its statements may take."""

    def interrupt(self, connection: Connection) -> None:
        """Stop what runs on a connection, from another thread; where the server does not answer, give it up."""

    def read(
        self, connection: Connection, place: Place, table: Table, partition: Partition
    ) -> Iterator[pa.RecordBatch]:
        """Yield the rows of a partition that was published, as batches of the columns that it has (one of an earlier version lacks some)."""

    def fault(self, error: BaseException) -> Fault:
        """Return what was wrong, of an error of SQLAlchemy or of the driver's own."""

    def ddl(self, url: URL, reader: str, writer: str) -> str:
        """Return the SQL with which an administrator makes the two roles and what they may do."""

    def loads(self, engine: Engine, place: Place) -> "WritableEngine":
        """Return how a place is written."""


class WritableEngine(Protocol):
    """How an engine is written."""

    def writing(self, holder: str) -> AbstractContextManager["Writer"]:
        """Hold the one right to write this place until the block ends; raises StoreBusy, naming who holds it.

        Makes the catalogue where there is none, and clears away what killed writers left. `holder` is a short text that says who writes.
        """

    def prune(self, dropped: list[Published], unused: list[Partition]) -> None:
        """Drop snapshots and partitions that nobody needs; one that is being read just now may stay until the next time."""


class Writer(Protocol):
    """One load of one process: nothing of it is seen before `publish`, and nothing of it stays without, but for what is kept.

    `connection` reads and writes the catalogue (`catalogue.py`), and is that of the load itself where the engine has
    transactions. Whatever its driver raises is told in words by `remote.py`.
    """

    connection: Connection

    def read(self, table: Table, partition: Partition) -> Iterator[pa.RecordBatch]:
        """Yield the rows of a partition, as `ServerEngine.read` does, of one too that was only just written."""

    def write(self, table: Table, partition: Partition, batches: Iterable[pa.RecordBatch]) -> None:
        """Make the physical table of a new partition, fill it in bounded memory, index it, and let the engine know its statistics."""

    def keep(self, own: str, partition: Partition) -> None:
        """Let a partition that was written stay though the load does not end, as `catalogue.staged` under the id `own`.

        Raises StoreBusy where another took the right to write meanwhile.
        """

    def size(self, partitions: Iterable[Partition]) -> int:
        """Return the bytes that partitions take on the server's disk."""

    def publish(self, new: Published) -> None:
        """Make the schema of views of a snapshot, enter it in the catalogue and put it in use: all of it, or nothing."""

    def restore(self, snapshot_id: str, holder: str) -> None:
        """Put an earlier snapshot in use."""

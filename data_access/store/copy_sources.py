"""What a copy reads: the snapshot in use of a store of any kind, cut into partitions."""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Protocol

import duckdb
import pyarrow as pa
from duckdb_sqlalchemy import Dialect
from sqlalchemy import Table
from sqlalchemy.exc import DBAPIError

from data_access.domain.errors import StoreBusy, StoreMissing
from data_access.store import catalogue
from data_access.store.catalogue import Partition
from data_access.store.drafts import MEMORY_LIMIT
from data_access.store.faults import Fault
from data_access.store.origins import origins
from data_access.store.partitions import arrow_schema, batches_of, completed, partitions_of
from data_access.store.remote import RemoteStore
from data_access.store.schema import metadata
from data_access.store.store import Store

#: Spells the types of the schema as drafts have them.
_TYPES = Dialect()
#: Seconds that one partition may take on its way.
_A_DAY = 86_400.0


class Source(Protocol):
    """One snapshot. `last_batch` and `providers` are as `Published` has them; digests are those that the source says."""

    version: str
    partitions: tuple[Partition, ...]
    providers: tuple[str, ...]
    last_batch: tuple[str, str] | None

    def batches(self, partition: Partition) -> Iterator[pa.RecordBatch]:
        """Yield the rows of a partition, all columns of its table in their types; raises StoreMissing and StoreBusy."""


@contextmanager
def source_of(store: Store) -> Iterator[Source]:
    """Lend the snapshot in use of a store; raises StoreMissing."""
    if store.remote:
        yield _ServerSource(store.remote)
        return
    with store.snapshot() as snapshot, snapshot.connect() as connection, TemporaryDirectory() as passing:
        settings = {"memory_limit": MEMORY_LIMIT, "temp_directory": passing}
        file = duckdb.connect(config=dict(settings))
        try:
            _attach(file, str(store.folder.file(snapshot.version)))
            yield _FileSource(file, snapshot.version, *origins(connection))
        finally:
            file.close()


class _FileSource:
    """A snapshot of a folder, which stays while it is held."""

    def __init__(
        self,
        file: duckdb.DuckDBPyConnection,
        version: str,
        providers: tuple[str, ...],
        last_batch: tuple[str, str] | None,
    ) -> None:
        self._file, self.version, self.providers, self.last_batch = file, version, providers, last_batch
        self.partitions = tuple(partitions_of(file, version))

    def batches(self, partition: Partition) -> Iterator[pa.RecordBatch]:
        """Read the rows from the file."""
        for batch in batches_of(self._file, partition):
            yield completed(metadata.tables[partition.table], batch)


def _attach(file: duckdb.DuckDBPyConnection, path: str) -> None:
    """Show the tables of a snapshot as the schema has them: codes as texts, and empty what an earlier version lacks."""
    escaped = path.replace("'", "''")
    file.execute(f"ATTACH '{escaped}' AS held (READ_ONLY)")
    columns = "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'held'"
    held = set(file.execute(columns).fetchall())
    present = {name for name, _ in held}
    for table in metadata.sorted_tables:
        if table.name not in present:
            file.register(table.name, _empty(table))
            continue
        cells = [
            f'CAST({_cell(table.name, one.name, held)} AS {one.type.compile(_TYPES)}) AS "{one.name}"'
            for one in table.columns
        ]
        file.execute(f'CREATE VIEW "{table.name}" AS SELECT {", ".join(cells)} FROM held."{table.name}"')  # noqa: S608  (names of ours)


def _cell(table: str, name: str, held: set[tuple[str, str]]) -> str:
    return f'"{name}"' if (table, name) in held else "NULL"


def _empty(table: Table) -> pa.Table:
    return arrow_schema(table, [one.name for one in table.columns]).empty_table()


class _ServerSource:
    """A snapshot of a server, of which each partition is read by itself: nothing is held between two."""

    def __init__(self, remote: RemoteStore) -> None:
        self._server = remote.server
        with self._server.lent(self._server.seconds) as connection:
            known = {one.id: one for one in catalogue.published(connection)}
            current = catalogue.current(connection)
        if current not in known:
            raise self._server.absent()
        own = known[current]
        self.version, self.partitions = own.id, own.partitions
        self.providers, self.last_batch = own.providers, own.last_batch

    def batches(self, partition: Partition) -> Iterator[pa.RecordBatch]:
        """Have the server send the rows; a snapshot that is gone was pruned by loads that came meanwhile."""
        server, table = self._server, metadata.tables[partition.table]
        try:
            with server.lent(_A_DAY) as connection:
                for batch in server.engine.read(connection, server.place, table, partition):
                    yield completed(table, batch)
        except StoreMissing as error:
            cause = error.__cause__
            if isinstance(cause, DBAPIError) and server.engine.fault(cause) is Fault.ABSENT:
                raise StoreBusy("The data changed while they were copied; copy again.") from error
            raise

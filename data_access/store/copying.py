"""Copies the snapshot in use of a store into another of any kind: partition by partition, compared by what is read back."""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import duckdb
import pyarrow as pa
from sqlalchemy import Table

from data_access.domain.errors import CockpitError
from data_access.store.catalogue import Partition
from data_access.store.copy_sources import Source, source_of
from data_access.store.copy_targets import Target, target_of
from data_access.store.folders import BESIDE
from data_access.store.partitions import tallied
from data_access.store.progress import Bar
from data_access.store.row_counts import row_counts
from data_access.store.schema import metadata
from data_access.store.store import Store


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """What became of a table: its rows, those of them that were sent now with their bytes in memory, and the digest of all.

    The digest was computed of what the source sent and of what the target gave back, and was the same.
    """

    name: str
    rows: int
    sent: int
    sent_bytes: int
    digest: str


class Tally:
    """Counts rows that pass by, and sums their hashes as `partitions_of` does."""

    def __init__(self, counting: duckdb.DuckDBPyConnection, table: Table) -> None:
        self._tallied = f"SELECT {tallied(table)} FROM passing"  # noqa: S608  (names of ours)
        self._counting = counting
        self.rows, self.bytes, self._sum = 0, 0, 0

    def of(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Hand batches on, each counted."""
        for batch in batches:
            self._counting.register("passing", pa.Table.from_batches([batch]))
            ((rows, hashed),) = self._counting.execute(self._tallied).fetchall()
            self.rows, self.bytes, self._sum = self.rows + rows, self.bytes + batch.nbytes, self._sum + hashed
            yield batch

    def whole(self, batches: Iterable[pa.RecordBatch]) -> "Tally":
        """Count all of them."""
        for _ in self.of(batches):
            pass
        return self

    @property
    def digest(self) -> str:
        """The sum of the hashes, as partitions say it."""
        return f"{self._sum:x}"


def copy(source: Store, target: Store) -> list[CopiedTable]:
    """Make the data in use of one store those of another; returns what became of each table that has rows.

    Rows pass in batches. What the target has already is not sent again: that of its snapshots, and whatever a copy that
    was killed had sent. It is put in use whole, once each partition was read back with the rows and the digest that the
    source had; raises CockpitError where one was not, StoreMissing, StoreBusy and StoreFull.
    """
    if source.location == target.location:
        raise CockpitError(f"{source.location} is both what is copied and where it goes; name two stores.")
    copied: list[CopiedTable] = []
    with source_of(source) as read, target_of(target, read) as written, Bar(None, "copying") as bar:
        bar.counted("rows", sum(one.rows for one in read.partitions))
        copier = _Copier(read, written, bar)
        parts: list[Partition] = []
        for table in metadata.sorted_tables:
            of_table = [copier.partition(one) for one in read.partitions if one.table == table.name]
            parts += (part for part, _ in of_table)
            if of_table:
                copied.append(_told(table.name, of_table))
        written.settle(tuple(parts))
    for kind in BESIDE:
        if (source.files / kind).is_dir():
            shutil.copytree(source.files / kind, target.files / kind, dirs_exist_ok=True)
    _counted(target, copied)
    return copied


class _Copier:
    """Brings one partition after another."""

    def __init__(self, source: Source, target: Target, bar: Bar) -> None:
        self._source, self._target, self._bar, self._bytes = source, target, bar, 0
        self._counting = duckdb.connect(config={"threads": "1"})

    def partition(self, wanted: Partition) -> tuple[Partition, int]:
        """Return a partition as the target has it, and the bytes that were sent of it: none where it was there."""
        table = metadata.tables[wanted.table]
        there = self._target.there(wanted)
        if there is not None and self._is_as(there, wanted.rows, wanted.digest):
            self._bar.advance(wanted.rows)
            return there, 0
        sent = Tally(self._counting, table)
        taken = self._target.take(wanted, self._told(sent.of(self._source.batches(wanted))))
        taken = replace(taken, rows=sent.rows, digest=sent.digest)
        if not self._is_as(taken, sent.rows, sent.digest):
            raise CockpitError(
                f"What came back of {wanted.table} {wanted.period} is not what was sent; nothing was published. Copy again."
            )
        return taken, sent.bytes

    def _is_as(self, partition: Partition, rows: int, digest: str) -> bool:
        """Say whether the target gives back the rows of a digest."""
        back = Tally(self._counting, metadata.tables[partition.table]).whole(self._target.read(partition))
        return (back.rows, back.digest) == (rows, digest)

    def _told(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            self._bytes += batch.nbytes
            self._bar.note(f"{self._bytes / 1e6:,.1f} MB")
            yield batch
            self._bar.advance(batch.num_rows)


def _told(name: str, parts: list[tuple[Partition, int]]) -> CopiedTable:
    return CopiedTable(
        name,
        sum(part.rows for part, _ in parts),
        sum(part.rows for part, sent in parts if sent),
        sum(sent for _, sent in parts),
        f"{sum(int(part.digest, 16) for part, _ in parts) % (1 << 64):016x}",
    )


def _counted(target: Store, copied: list[CopiedTable]) -> None:
    """Count the rows of each table as readers see them; raises CockpitError."""
    wanted = {one.name: one.rows for one in copied}
    with target.snapshot() as snapshot:
        for name, rows in snapshot.rows(row_counts(metadata.sorted_tables)):
            if rows != wanted.get(name, 0):
                raise CockpitError(
                    f"Readers see {rows:,} rows of {name} and not {wanted.get(name, 0):,}; "
                    "`snapshots restore ID` goes back to what was in use."
                )

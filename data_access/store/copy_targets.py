"""Where a copy goes: what it has taken whole stays when it is killed, and is seen by nobody before all of it is there."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Protocol

import pyarrow as pa

from data_access.store import catalogue
from data_access.store.catalogue import Partition, Published
from data_access.store.copy_sources import Source
from data_access.store.drafts import Draft, open_draft
from data_access.store.folders import SnapshotFolder, holder, new_id
from data_access.store.partitions import batches_of, completed, forget, forget_others, tally_of
from data_access.store.remote import RemoteStore, prune
from data_access.store.schema import metadata
from data_access.store.server_engines import Writer
from data_access.store.store import Store


class Target(Protocol):
    """Takes the partitions of a source one by one, and puts them in use when its block ends well."""

    def there(self, wanted: Partition) -> Partition | None:
        """Return the partition that it says to have with these rows, whose digest nobody has looked at yet; None without one."""

    def take(self, wanted: Partition, batches: Iterable[pa.RecordBatch]) -> Partition:
        """Write a partition, in bounded memory, instead of what it had of it; the next time it is `there`, though this copy dies."""

    def read(self, partition: Partition) -> Iterator[pa.RecordBatch]:
        """Yield the rows of one that it has, all columns in their types."""

    def settle(self, partitions: tuple[Partition, ...]) -> None:
        """Be made of these and of nothing else."""


@contextmanager
def target_of(store: Store, source: Source) -> Iterator[Target]:
    """Lend the next snapshot of a store; raises StoreBusy, StoreFull and StoreMissing."""
    if store.remote:
        with _server_target(store.remote, source) as server:
            yield server
    else:
        with store.filling(), _folder_target(store.folder) as folder:
            yield folder


@contextmanager
def _folder_target(folder: SnapshotFolder) -> Iterator["_FileTarget"]:
    """Fill a file that outlives this process: it begins as the data in use, of which what is alike stays."""
    path, scratch = folder.path / "copying.duckdb", folder.path / "copying.scratch"
    draft_id = new_id()
    with folder.writing():
        if folder.exists() and not path.exists():
            begun = folder.drafts / path.name
            shutil.copyfile(folder.file(folder.current()), begun)
            os.replace(begun, path)
        shutil.rmtree(scratch, ignore_errors=True)
        with open_draft(path, folder.lists(draft_id)) as draft:
            yield _FileTarget(draft)
        folder.publish(path, draft_id)
        shutil.rmtree(scratch, ignore_errors=True)


class _FileTarget:
    """A DuckDB file, in which each partition is written in a transaction."""

    def __init__(self, draft: Draft) -> None:
        self._draft, self._file = draft, draft.connection

    def there(self, wanted: Partition) -> Partition | None:
        """Count what the file has in the period."""
        rows, digest = tally_of(self._file, wanted)
        return wanted if (rows, digest) == (wanted.rows, wanted.digest) else None

    def take(self, wanted: Partition, batches: Iterable[pa.RecordBatch]) -> Partition:
        """Write it in the place of what the file has in the period."""
        self._file.begin()
        try:
            forget(self._file, wanted)
            for batch in batches:
                self._draft.append(metadata.tables[wanted.table], pa.Table.from_batches([batch]))
        except BaseException:
            self._file.rollback()
            raise
        self._file.commit()
        return wanted

    def read(self, partition: Partition) -> Iterator[pa.RecordBatch]:
        """Read it from the file."""
        for batch in batches_of(self._file, partition):
            yield completed(metadata.tables[partition.table], batch)

    def settle(self, partitions: tuple[Partition, ...]) -> None:
        """Take away what else the file has."""
        for table in metadata.sorted_tables:
            forget_others(self._file, table, [one for one in partitions if one.table == table.name])


@contextmanager
def _server_target(remote: RemoteStore, source: Source) -> Iterator["_ServerTarget"]:
    """Write partitions that are kept one by one; the snapshot that is made of them is another, and takes them over."""
    with remote.writing() as engine:
        with engine.writing(holder()) as writer:
            known, staged = catalogue.published(writer.connection), catalogue.staged(writer.connection)
            target = _ServerTarget(writer, [*known, *staged])
            yield target
            parts = target.settled
            new = Published(
                new_id(), holder(), writer.size(parts), source.providers, source.last_batch, parts
            )
            staged = catalogue.staged(writer.connection)
            writer.publish(new)
        prune(engine, [*known, new], new.id, staged)


class _ServerTarget:
    """A server, in a load of its own."""

    def __init__(self, writer: Writer, held: list[Published]) -> None:
        self._writer, self._own = writer, new_id()
        self._held = {_identity(part): part for one in held for part in one.partitions}
        self.settled: tuple[Partition, ...] = ()

    def there(self, wanted: Partition) -> Partition | None:
        """Look it up in the catalogue."""
        return self._held.get(_identity(wanted))

    def take(self, wanted: Partition, batches: Iterable[pa.RecordBatch]) -> Partition:
        """Send it."""
        part = replace(wanted, version=self._own)
        self._writer.write(metadata.tables[part.table], part, batches)
        self._writer.keep(self._own, part)
        return part

    def read(self, partition: Partition) -> Iterator[pa.RecordBatch]:
        """Have the server send it back."""
        table = metadata.tables[partition.table]
        for batch in self._writer.read(table, partition):
            yield completed(table, batch)

    def settle(self, partitions: tuple[Partition, ...]) -> None:
        """Note what the snapshot is made of."""
        self.settled = partitions


def _identity(part: Partition) -> tuple[str, str, int, str]:
    return part.table, part.period, part.rows, part.digest

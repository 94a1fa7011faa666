"""The store of facts: readers always see one whole snapshot, writers work on a draft beside it."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
from sqlalchemy import Connection, Executable, func, inspect, select
from sqlalchemy.exc import DBAPIError

from data_access.domain.errors import CockpitError, StoreFull, StoreMissing
from data_access.store.connections import DuckConnection, ServerConnection, StoreConnection
from data_access.store.drafts import Draft, is_out_of_room, open_draft
from data_access.store.schema import LOADED, load_batch
from data_access.store.snapshots import Snapshot, SnapshotFolder, created_at, new_id

_BATCHES = select(load_batch.c.batch_id, load_batch.c.provider, load_batch.c.origin).order_by(
    load_batch.c.batch_id, load_batch.c.loaded_at
)


class Store:
    """Facts for reading, and drafts for writing.

    `location` is a folder of DuckDB snapshots or an SQLAlchemy URL; a query is stopped after `query_seconds`;
    `threads` limits DuckDB's workers (None: one for each core).
    """

    def __init__(self, location: str, query_seconds: float = 30.0, threads: int | None = None) -> None:
        self.location = location
        self._seconds, self._threads = query_seconds, threads
        self._folder = None if "://" in location else SnapshotFolder(Path(location))
        self._lock = threading.Lock()
        self._reader: StoreConnection | None = None

    @property
    def place(self) -> Path | None:
        """Where the store keeps what is not in its tables (boundaries, rejects), None for a database server."""
        return None if "://" in self.location else Path(self.location)

    @property
    def folder(self) -> SnapshotFolder:
        """The folder of snapshots; raises CockpitError where the store is a database server."""
        if self._folder is None:
            raise CockpitError(
                f"The store {self.location} keeps no snapshots; give a folder to write drafts in."
            )
        return self._folder

    def version(self) -> str:
        """Return a text that changes whenever the data does; raises StoreMissing."""
        if self._folder is not None:
            return self._folder.current()
        with self.connect() as connection:
            latest = select(func.max(load_batch.c.batch_id), func.max(load_batch.c.loaded_at))
            return "-".join(str(part) for part in connection.execute(latest).one())

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """Lend a read-only connection to the data in use now, from any thread; raises StoreMissing."""
        reader = self._enter()
        try:
            with reader.connect() as connection:
                yield connection
        finally:
            self._leave(reader)

    def frame(self, statement: Executable) -> pd.DataFrame:
        """Return the rows of a SELECT, numbers as numbers and dates as datetime64.

        Raises QueryTooSlow past the time limit and StoreMissing without data.
        """
        reader = self._enter()
        try:
            return reader.frame(statement)
        finally:
            self._leave(reader)

    def rows(self, statement: Executable) -> list[tuple[Any, ...]]:
        """Return the rows of a SELECT as tuples, where they are few; raises as above."""
        reader = self._enter()
        try:
            return reader.rows(statement)
        finally:
            self._leave(reader)

    def frames(self, statement: Executable, size: int) -> Iterator[pd.DataFrame]:
        """Yield the rows of a SELECT in frames of about `size`, of one snapshot to the end; no more is held in memory."""
        reader = self._enter()
        try:
            yield from reader.frames(statement, size)
        finally:
            self._leave(reader)

    def _enter(self) -> StoreConnection:
        version = "" if self._folder is None else self._folder.current()
        with self._lock:
            if self._reader is None or self._reader.version != version:
                fresh = self._open(version)
                self._retire(self._reader)
                self._reader = fresh
            self._reader.users += 1
            return self._reader

    def _open(self, version: str) -> StoreConnection:
        if self._folder is None:
            return ServerConnection(self.location, self._seconds)
        try:
            return DuckConnection(self._folder, version, self._seconds, self._threads)
        except duckdb.Error as error:
            raise StoreMissing(
                f"The snapshot {self._folder.file(version)} cannot be opened: {error}"
            ) from error

    def _leave(self, reader: StoreConnection) -> None:
        with self._lock:
            reader.users -= 1
            if reader is not self._reader:
                self._retire(reader)

    def _retire(self, reader: StoreConnection | None) -> None:
        if reader is not None and reader.users == 0:
            reader.close()

    def close(self) -> None:
        """Let go of the data; a later query opens it again."""
        with self._lock:
            self._retire(self._reader)
            self._reader = None

    @contextmanager
    def draft(self, from_current: bool) -> Iterator[Draft]:
        """Lend a draft that becomes the data in use when the block ends well, and vanishes otherwise.

        `from_current` starts from a copy of the data in use, if there is any. Raises StoreBusy while another
        draft is open, and StoreFull where the disk is.
        """
        folder, draft_id = self.folder, new_id()
        with folder.writing():
            path = folder.drafts / f"{draft_id}.duckdb"
            try:
                if from_current and folder.exists():
                    shutil.copyfile(folder.file(folder.current()), path)
                with open_draft(path, folder.rejects) as draft:
                    yield draft
                folder.publish(path, draft_id)
            except (OSError, duckdb.Error, DBAPIError) as error:
                if not is_out_of_room(error):
                    raise
                raise StoreFull(
                    f"There is no room left to write in {folder.path}; the data in use is as it was. Make room (about "
                    f"twice the size of the store) and load again. ({getattr(error, 'orig', None) or error})"
                ) from error

    def snapshots(self) -> list[Snapshot]:
        """Return all snapshots, newest first."""
        folder = self.folder
        try:
            current = folder.current()
        except StoreMissing:
            current = ""  # the list is what one restores from
        return [self._describe(snapshot_id, current) for snapshot_id in reversed(folder.ids())]

    def _describe(self, snapshot_id: str, current: str) -> Snapshot:
        reader = self._open(snapshot_id)
        try:
            with reader.connect() as connection:
                batches = connection.execute(_BATCHES).all()
                rows = _held_rows(connection)
        except DBAPIError as error:
            raise StoreMissing(f"The snapshot {snapshot_id} is not one of ours: {error}") from error
        finally:
            reader.close()
        last = batches[-1] if batches else None
        return Snapshot(
            id=snapshot_id,
            created=created_at(snapshot_id),
            size=self.folder.file(snapshot_id).stat().st_size,
            rows=rows,
            providers=tuple(dict.fromkeys(batch.provider for batch in batches)),
            last_batch=(last.batch_id, last.origin) if last else None,
            is_current=snapshot_id == current,
        )

    def restore(self, snapshot_id: str) -> None:
        """Make an earlier snapshot the data in use again; raises UnknownName."""
        with self.folder.writing():
            self.folder.point_to(snapshot_id)


def _held_rows(connection: Connection) -> dict[str, int]:
    """Count the rows that a snapshot holds, table by table; one of an earlier version may lack a table."""
    present = set(inspect(connection).get_table_names())
    counts = {
        table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
        for table in LOADED
        if table.name in present
    }
    return {name: count for name, count in counts.items() if count}

"""The store of facts: readers always see one whole snapshot, writers work on a draft beside it."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError

from data_access.domain.errors import CockpitError, StoreFull, StoreMissing, UnknownName
from data_access.store.connections import DuckConnection, StoreConnection
from data_access.store.drafts import Draft, is_out_of_room, open_draft
from data_access.store.folders import SnapshotFolder, SnapshotRecord, new_id
from data_access.store.instances import engine_settings
from data_access.store.origins import origins
from data_access.store.patience import Patience
from data_access.store.remote import RemoteStore
from data_access.store.row_counts import row_counts
from data_access.store.schema import LOADED
from data_access.store.snapshots import Snapshot


class Store:
    """Facts for reading, and drafts for writing.

    `location` is a folder of DuckDB snapshots or an SQLAlchemy URL, of which what is not in tables lies in a folder of
    `beside`; a query is stopped after `query_seconds`; `threads` limits DuckDB's workers (None: one for each core),
    `memory_mb` what it holds in memory for readers before it goes on in a folder for what passes (None: most of the
    machine's). `remote` is what reads and writes a server, None where it is a folder.
    """

    def __init__(
        self,
        location: str,
        query_seconds: float = 30.0,
        threads: int | None = None,
        memory_mb: int | None = None,
        beside: str = "data/servers",
    ) -> None:
        self.location = location
        self._seconds, self._threads = query_seconds, threads
        self._settings = engine_settings(threads, memory_mb)
        self.remote = (
            RemoteStore(location, query_seconds, Path(beside), threads) if "://" in location else None
        )
        self.folder = self.remote.folder if self.remote else SnapshotFolder(Path(location))
        self._lock = threading.RLock()  # a snapshot may be let go wherever Python clears up, even in here
        self._shared: DuckConnection | None = None

    @property
    def files(self) -> Path:
        """Where the store keeps what is not in its tables (boundaries, rejects)."""
        return self.folder.path

    def version(self) -> str:
        """Return the id of the snapshot in use; raises StoreMissing."""
        return self.remote.current() if self.remote else self.folder.current()

    def snapshot(self, patience: Patience | None = None) -> Snapshot:
        """Return the data in use now, which stay the same until they are let go: one for each request.

        `patience` is how long its reader waits; without it nothing ends what is asked but the limit of each query.
        Raises StoreMissing.
        """
        with self._lock:
            return Snapshot(self.location, self.files, self._current(), self._leave, patience or Patience())

    def kept(self, version: str, patience: Patience | None = None) -> Snapshot:
        """Return the data as they were in a version that is kept still; raises UnknownName for one that is not."""
        with self._lock:
            found = self._current()
            if found.version != version:
                found = self.remote.connection(version) if self.remote else self._earlier(version)
            return Snapshot(self.location, self.files, found, self._leave, patience or Patience())

    def _earlier(self, version: str) -> StoreConnection:
        if version not in (known := self.folder.ids()):
            raise UnknownName("snapshot", version, known)
        return self._open(version)

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """Lend a read-only connection to the data in use now, from any thread; raises StoreMissing."""
        with self.snapshot() as snapshot, snapshot.connect() as connection:
            yield connection

    def _current(self) -> StoreConnection:
        """Return the connection to the data in use: of a folder one for all, of a server one for each who looks."""
        if self.remote:
            return self.remote.connection()
        version = self.folder.current()
        if self._shared is None or self._shared.version != version:
            old, self._shared = self._shared, self._open(version)
            self._retire(old)
        return self._shared

    def _open(self, version: str) -> DuckConnection:
        try:
            return DuckConnection(self.folder, version, self._seconds, self._settings)
        except duckdb.Error as error:
            raise StoreMissing(
                f"The snapshot {self.folder.file(version)} cannot be opened: {error}"
            ) from error

    def _leave(self, connection: StoreConnection) -> None:
        with self._lock:
            connection.users -= 1
            if connection is not self._shared:
                self._retire(connection)

    def _retire(self, connection: StoreConnection | None) -> None:
        if connection is not None and connection.users == 0:
            connection.close()

    def close(self) -> None:
        """Let go of the data; a later query opens it again."""
        with self._lock:
            shared, self._shared = self._shared, None
            self._retire(shared)
            if self.remote:
                self.remote.close()

    @contextmanager
    def draft(self, from_current: bool) -> Iterator[Draft]:
        """Lend a draft that becomes the data in use when the block ends well, and vanishes otherwise.

        `from_current` starts from a copy of the data in use, if there is any. Raises StoreBusy while another
        draft is open, and StoreFull where the disk is.
        """
        if self.remote:
            with self.remote.draft(from_current=from_current) as draft:
                yield draft
            return
        folder, draft_id = self.folder, new_id()
        with folder.writing(), self.filling():
            path = folder.drafts / f"{draft_id}.duckdb"
            try:
                if from_current and folder.exists():
                    shutil.copyfile(folder.file(folder.current()), path)
                with open_draft(path, folder.lists(draft_id), self._threads) as draft:
                    yield draft
                folder.publish(path, draft_id)
            except CockpitError:
                folder.keep_lists(draft_id)
                raise

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Say in words that the disk of a folder is full; raises StoreFull."""
        try:
            yield
        except (OSError, duckdb.Error, DBAPIError) as error:
            if not is_out_of_room(error):
                raise
            raise StoreFull(
                f"There is no room left to write in {self.folder.path}; the data in use is as it was. Make room (about "
                f"twice the size of the store) and load again. ({getattr(error, 'orig', None) or error})"
            ) from error

    def snapshots(self) -> list[SnapshotRecord]:
        """Return all snapshots, newest first; one that cannot be read says why."""
        if self.remote:
            return self.remote.snapshots()
        folder = self.folder
        try:
            current = folder.current()
        except StoreMissing:
            current = ""  # the list is what one restores from
        found = []
        for snapshot_id in reversed(folder.ids()):
            try:
                found.append(self._describe(snapshot_id, current))
            except StoreMissing as error:
                size = folder.file(snapshot_id).stat().st_size
                found.append(SnapshotRecord(snapshot_id, size, snapshot_id == current, problem=str(error)))
        return found

    def _describe(self, snapshot_id: str, current: str) -> SnapshotRecord:
        """Return what a snapshot holds; raises StoreMissing where it cannot be read."""
        reader = self._open(snapshot_id)
        try:
            with reader.connect() as connection:
                providers, last_batch = origins(connection)
                rows = _held_rows(connection)
        except DBAPIError as error:
            raise StoreMissing(f"The snapshot {snapshot_id} is not one of ours: {error}") from error
        finally:
            reader.close()
        return SnapshotRecord(
            id=snapshot_id,
            created=self.folder.created(snapshot_id),
            size=self.folder.file(snapshot_id).stat().st_size,
            rows=rows,
            providers=providers,
            last_batch=last_batch,
            is_current=snapshot_id == current,
        )

    def restore(self, snapshot_id: str) -> None:
        """Make an earlier snapshot the data in use again; raises UnknownName, or StoreMissing where it cannot be read."""
        if self.remote:
            self.remote.restore(snapshot_id)
            return
        with self.folder.writing():
            if snapshot_id in self.folder.ids():
                try:
                    self._describe(snapshot_id, "")
                except StoreMissing as error:
                    message = (
                        f"{error}; the data in use is as it was. `snapshots` lists those that can be read."
                    )
                    raise StoreMissing(message) from error
            self.folder.point_to(snapshot_id)

    def ddl(self, reader: str, writer: str) -> str:
        """Return the SQL that makes the roles of a server; raises CockpitError where the store is a folder."""
        if self.remote is None:
            raise CockpitError(
                f"{self.location} is a folder and knows no roles; give --store URL of a database server."
            )
        return self.remote.server.engine.ddl(self.remote.server.url, reader, writer)


def _held_rows(connection: Connection) -> dict[str, int]:
    """Count the rows that a snapshot holds, table by table; one of an earlier version may lack a table."""
    present = set(inspect(connection).get_table_names())
    counts = row_counts(table for table in LOADED if table.name in present)
    return {row.name: row.n for row in connection.execute(counts) if row.n}

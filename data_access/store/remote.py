"""The facts of a database server, for reading and for writing: what `store.Store` is for a folder, where `location` is a URL.

A load is prepared in a DuckDB draft on this machine, as that of a folder is, and only what changed is sent.
"""

import logging
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
from sqlalchemy.exc import DBAPIError

from data_access.domain.errors import CockpitError, StoreFull, StoreMissing, UnknownName
from data_access.store import catalogue
from data_access.store.catalogue import Partition, Published
from data_access.store.connections import StoreConnection
from data_access.store.drafts import Draft, is_out_of_room, open_draft
from data_access.store.faults import Fault
from data_access.store.folders import KEPT, SnapshotFolder, SnapshotRecord, holder, new_id
from data_access.store.origins import origins
from data_access.store.partitions import batches_of, forget, partitions_of
from data_access.store.progress import Bar
from data_access.store.schema import metadata
from data_access.store.server_engines import WritableEngine, Writer
from data_access.store.servers import Server, ServerConnection

log = logging.getLogger(__name__)


class RemoteStore:
    """The facts of one city on a server.

    `folder` is where this machine keeps what belongs to them and is in no table: boundaries, lists of refused rows, and a
    copy of what it published last, so that the next load fetches only what others have changed since.
    """

    def __init__(self, location: str, seconds: float, beside: Path, threads: int | None = None) -> None:
        self._location, self._seconds, self._threads, self._lock = (
            location,
            seconds,
            threads,
            threading.Lock(),
        )
        self._server: Server | None = None
        self.folder = SnapshotFolder(beside / _folder_name(location))

    @property
    def server(self) -> Server:
        """The server, of which the first who asks makes the pool; raises BadValue and UnknownName."""
        with self._lock:
            self._server = self._server or Server(self._location, self._seconds)
            return self._server

    def connection(self, version: str | None = None) -> StoreConnection:
        """Return the snapshot in use, or that of a version; raises StoreMissing, and UnknownName for one that is not kept."""
        if version is not None and version not in (known := [one.id for one in self.snapshots()]):
            raise UnknownName("snapshot", version, known)
        return ServerConnection(self.server, version)

    def current(self) -> str:
        """Return the id of the snapshot in use; raises StoreMissing."""
        return self.server.current()

    def close(self) -> None:
        """Let go of the pool."""
        with self._lock:
            server, self._server = self._server, None
        if server is not None:
            server.close()

    @contextmanager
    def draft(self, *, from_current: bool) -> Iterator[Draft]:
        """Lend a draft as `Store.draft` does; its rows are sent, and seen at once, when the block ends well."""
        draft_id = new_id()
        with self.writing() as engine, self.folder.locked():
            try:
                with engine.writing(holder()) as writer:
                    known, left = catalogue.published(writer.connection), catalogue.left(writer.connection)
                    before = in_use(writer, known)
                    self.folder.clear_drafts({one.id for one in known}.__contains__)
                    path = self.folder.drafts / f"{draft_id}.duckdb"
                    held = self._copied(path, known) if before and from_current else None
                    with open_draft(path, self.folder.lists(draft_id), self._threads, is_read=False) as draft:
                        if before and from_current:
                            _fetch(writer, draft, held, before)
                        yield draft
                        new = _send(writer, draft, draft_id, before)
                    writer.publish(new)
                self._keep(path, draft_id)
            except CockpitError:
                self.folder.keep_lists(draft_id)
                raise
            finally:
                self.folder.clear_drafts(lambda _: False)
            prune(engine, [*known, new], draft_id, left)

    @contextmanager
    def writing(self) -> Iterator[WritableEngine]:
        """Lend the engine to write with, on connections of its own, and say in words what went wrong."""
        server = self.server
        pool = server.engine.connected(server.url, is_read_only=False)
        try:
            yield server.engine.loads(pool, server.place)
        except CockpitError:
            raise
        except Exception as error:
            raise self._told(error) from error
        finally:
            pool.dispose()

    def _told(self, error: Exception) -> Exception:
        """Return what to say of an error of a load; the data in use are as they were, for nothing was published."""
        name, cause = self.server.name, str(getattr(error, "orig", None) or error).strip()
        if is_out_of_room(error):
            return StoreFull(
                f"There is no room left to write in {self.folder.path}; the data in use is as it was. "
                f"Make room and load again. ({cause})"
            )
        match self.server.engine.fault(error):
            case Fault.FULL:
                return StoreFull(
                    f"There is no room left on {name}; the data in use is as it was. Make room there and load again. ({cause})"
                )
            case Fault.GONE:
                return StoreMissing(
                    f"{name} cannot be reached, or was lost on the way: {cause}; what was not published is not there, and the data in use "
                    "is as it was. `snapshots` lists what was; load again what is not in it."
                )
            case Fault.FORBIDDEN | Fault.READ_ONLY:
                return StoreMissing(
                    f"{name} cannot be written: {cause}. Loads need the role that `python -m data_access ddl` makes for them, and a server "
                    "that is no standby."
                )
        return error

    def _copied(self, path: Path, known: list[Published]) -> Published | None:
        """Copy what this machine published last, where the server still knows what that was, and return it."""
        of_id = {one.id: one for one in known}
        held = [one for one in self.folder.ids() if one in of_id]
        if not held:
            return None
        shutil.copyfile(self.folder.file(held[-1]), path)
        return of_id[held[-1]]

    def _keep(self, path: Path, draft_id: str) -> None:
        """Keep a draft that was published for the next load, in the place of the one before, and its lists for readers."""
        path.replace(self.folder.file(draft_id))
        for one in self.folder.ids():
            if one != draft_id:
                self.folder.file(one).unlink()
        self.folder.keep_lists(draft_id)

    def snapshots(self) -> list[SnapshotRecord]:
        """Return all snapshots, newest first; none where nothing was published."""
        server = self.server
        try:
            with server.lent(server.seconds) as connection:
                current, known = catalogue.current(connection), catalogue.published(connection)
        except StoreMissing as error:
            if (
                isinstance(error.__cause__, DBAPIError)
                and server.engine.fault(error.__cause__) is Fault.ABSENT
            ):
                return []
            raise
        return [one.record(is_current=one.id == current) for one in reversed(known)]

    def restore(self, snapshot_id: str) -> None:
        """Put an earlier snapshot in use again; raises UnknownName."""
        self.current()
        with self.writing() as engine, engine.writing(holder()) as writer:
            known = [one.id for one in catalogue.published(writer.connection)]
            if snapshot_id not in known:
                raise UnknownName("snapshot", snapshot_id, known)
            writer.restore(snapshot_id, holder())


def _folder_name(location: str) -> str:
    """Return a name for the folder of a place: its host, its database and its city, without what is secret."""
    address = location.partition("://")[2].rpartition("@")[2]
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", address).strip("-.")[-100:] or "server"


def in_use(writer: Writer, known: list[Published]) -> Published | None:
    """Return which of the snapshots of a server is in use."""
    current = catalogue.current(writer.connection)
    return next((one for one in known if one.id == current), None)


def _fetch(writer: Writer, draft: Draft, held: Published | None, wanted: Published) -> None:
    """Bring a draft, which has the rows of `held`, to those of `wanted`: what they share is there already."""
    has = {one.name for one in held.partitions} if held else set()
    needs = {one.name for one in wanted.partitions}
    for one in held.partitions if held else ():
        if one.name not in needs:
            forget(draft.connection, one)
    missing = [one for one in wanted.partitions if one.name not in has]
    with Bar(None, "fetching") as bar:
        bar.counted("from the server", sum(one.rows for one in missing))
        for one in missing:
            table = metadata.tables[one.table]
            for batch in writer.read(table, one):
                draft.append(table, pa.Table.from_batches([batch]))
                bar.advance(batch.num_rows)


def _send(writer: Writer, draft: Draft, draft_id: str, before: Published | None) -> Published:
    """Send the partitions whose rows are not those of the snapshot in use; returns what the new one is made of."""
    there = (
        {(one.table, one.period, one.rows, one.digest): one for one in before.partitions} if before else {}
    )
    parts = [
        there.get((one.table, one.period, one.rows, one.digest), one)
        for one in partitions_of(draft.connection, draft_id)
    ]
    fresh = [one for one in parts if one.version == draft_id]
    with Bar(None, "publishing") as bar:
        bar.counted("to the server", sum(one.rows for one in fresh))
        for one in fresh:
            writer.write(metadata.tables[one.table], one, _told_of(draft, one, bar))
    with draft.engine.connect() as connection:
        providers, last_batch = origins(connection)
    return Published(draft_id, holder(), writer.size(parts), providers, last_batch, tuple(parts))


def _told_of(draft: Draft, partition: Partition, bar: Bar) -> Iterator[pa.RecordBatch]:
    for batch in batches_of(draft.connection, partition):
        yield batch
        bar.advance(batch.num_rows)


def prune(engine: WritableEngine, known: list[Published], current: str, left: list[Published]) -> None:
    """Drop the oldest snapshots and what copies left, with what only they were made of."""
    dropped = [*left, *(one for one in known[:-KEPT] if one.id != current)]
    try:
        if dropped:
            engine.prune(dropped, catalogue.unused([*known, *left], dropped))
    except (
        DBAPIError
    ) as error:  # the load is published; what is still read, or could not go, the next one finds again
        log.warning("old snapshots stay until the next load: %s", error.orig)

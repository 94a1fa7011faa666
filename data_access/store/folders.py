"""The folder of a DuckDB store: whole snapshots, the pointer to the one in use, and the locks around them."""

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from data_access.domain.errors import StoreBusy, StoreMissing, UnknownName

#: Ends the name of the folder in which a draft writes its lists.
_LISTS = ".lists"
#: What lies beside the tables of a store and belongs to its facts: boundaries, and the lists of rows that loads refused.
BESIDE = ("boundaries", "rejects", "held")
#: Snapshots that stay after a new one is published.
KEPT = 5


@dataclass(frozen=True, slots=True)
class SnapshotRecord:
    """One state of the store: the rows that it holds, who provided them, and the batch that came last.

    `last_batch` is its id and origin, None where nothing was loaded. `problem` says why it cannot be read, of which
    nothing else is known then; it is empty for a whole one.
    """

    id: str
    size: int
    is_current: bool
    created: datetime | None = None
    rows: dict[str, int] = field(default_factory=dict)
    providers: tuple[str, ...] = ()
    last_batch: tuple[str, str] | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list of rows that a load did not take as they were: where it is written, and where it stands in the end."""

    written_to: Path
    stands_at: Path


@dataclass(frozen=True, slots=True)
class Lists:
    """Where a draft writes its lists, and the folder in which they stand once it is published."""

    draft: Path
    final: Path

    def file(self, kind: str, name: str) -> ListFile:
        """Return the place of a list of a kind: `rejects` or `held`."""
        return ListFile(self.draft / kind / name, self.final / kind / name)


def new_id() -> str:
    """Return a sortable id: the UTC time to the microsecond and a random suffix."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}-{secrets.token_hex(2)}"


def holder() -> str:
    """Return what this process is called where another asks who writes."""
    return f"process {os.getpid()} since {datetime.now():%Y-%m-%d %H:%M:%S}"


def sync(path: Path) -> None:
    """Force a file or folder to disk, so that a power cut cannot undo what follows."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class SnapshotFolder:
    """Where snapshots lie: `snapshots/<id>.duckdb`, the pointer `CURRENT`, `drafts/`, and lists in `rejects/` and `held/`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.snapshots = path / "snapshots"
        self.drafts = path / "drafts"
        self._pointer = path / "CURRENT"

    def file(self, snapshot_id: str) -> Path:
        """Return where a snapshot lies, whether or not it exists."""
        return self.snapshots / f"{snapshot_id}.duckdb"

    def created(self, snapshot_id: str) -> datetime:
        """Return the UTC time that an id carries, of a file that somebody else named that of the file."""
        try:
            return datetime.strptime(snapshot_id.split("-")[0], "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
        except ValueError:
            return datetime.fromtimestamp(self.file(snapshot_id).stat().st_mtime, UTC)

    def stamp(self, snapshot_id: str) -> tuple[tuple[str, int, int], ...]:
        """Return what differs where files were changed under the names that they had: a snapshot's own, and those beside it."""
        outlines = sorted((self.path / "boundaries").glob("*"))
        beside = [*outlines, *(self.path / kind for kind in BESIDE)]  # a folder is newer with each list in it
        found = []
        for path in (self.file(snapshot_id), *beside):
            with suppress(FileNotFoundError):
                about = path.stat()
                found.append((path.name, about.st_size, about.st_mtime_ns))
        return tuple(found)

    def current(self) -> str:
        """Return the id of the snapshot in use; raises StoreMissing."""
        try:
            snapshot_id = str(json.loads(self._pointer.read_text())["snapshot"])
            is_there = self.file(snapshot_id).exists()
        except FileNotFoundError:
            raise StoreMissing(
                f"There is no store at {self.path}; run `python -m data_access demo` or load files into it."
            ) from None
        except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
            raise StoreMissing(
                f"The pointer {self._pointer} cannot be read ({error}); run `python -m data_access snapshots restore ID`."
            ) from error
        if not is_there:
            raise StoreMissing(
                f"The snapshot {self.file(snapshot_id)} has vanished; "
                "run `python -m data_access snapshots restore ID` with one that is left."
            )
        return snapshot_id

    def exists(self) -> bool:
        """Say whether a snapshot was ever published here."""
        return self._pointer.exists()

    def ids(self) -> list[str]:
        """Return the ids of all snapshots, oldest first."""
        return sorted(path.stem for path in self.snapshots.glob("*.duckdb"))

    def point_to(self, snapshot_id: str) -> None:
        """Make a snapshot the one in use, in one step that a crash cannot halve; raises UnknownName."""
        if not self.file(snapshot_id).exists():
            raise UnknownName("snapshot", snapshot_id, self.ids())
        fresh = self._pointer.with_suffix(".new")
        with fresh.open("w") as file:
            json.dump({"snapshot": snapshot_id}, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, self._pointer)
        sync(self.path)

    def lists(self, draft_id: str) -> Lists:
        """Return where a draft writes its lists; they stand beside the snapshots once it is one."""
        return Lists(self.drafts / f"{draft_id}{_LISTS}", self.path)

    def keep_lists(self, draft_id: str) -> None:
        """Let the lists of a draft stand, though it is refused: they say why."""
        lists = self.lists(draft_id)
        for written in sorted(lists.draft.glob("*/*")):
            target = lists.final / written.relative_to(lists.draft)
            target.parent.mkdir(exist_ok=True)
            written.replace(target)

    def publish(self, draft: Path, snapshot_id: str) -> None:
        """Move a finished draft among the snapshots, make it the one in use and drop the oldest."""
        sync(draft)
        os.replace(draft, self.file(snapshot_id))
        sync(self.snapshots)
        self.point_to(snapshot_id)
        self._prune()

    def _prune(self) -> None:
        current = self.current()
        for snapshot_id in self.ids()[:-KEPT]:
            if snapshot_id != current and not self._is_read(snapshot_id):
                self.file(snapshot_id).unlink()
                self._read_lock(snapshot_id).unlink(missing_ok=True)

    # A lock file of its own for each snapshot: closing any handle on the database file itself would
    # drop the locks that DuckDB holds on it in this process.
    def _read_lock(self, snapshot_id: str) -> Path:
        return self.snapshots / f"{snapshot_id}.lock"

    def hold(self, snapshot_id: str) -> int:
        """Mark a snapshot as being read; returns a descriptor to close when done."""
        descriptor = os.open(self._read_lock(snapshot_id), os.O_RDWR | os.O_CREAT)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        return descriptor

    def _is_read(self, snapshot_id: str) -> bool:
        descriptor = os.open(self._read_lock(snapshot_id), os.O_RDWR | os.O_CREAT)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
        return False

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the one right to write, and clear what killed writers left; raises StoreBusy naming the holder."""
        with self.locked():
            self.clear_drafts(lambda draft_id: self.file(draft_id).exists())
            try:
                yield
            finally:
                self.clear_drafts(lambda draft_id: self.file(draft_id).exists())

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let no other process of this machine write here; raises StoreBusy naming the holder."""
        for folder in (self.snapshots, self.drafts):
            folder.mkdir(parents=True, exist_ok=True)
        with (self.path / "WRITER").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                raise StoreBusy(
                    f"The store {self.path} is being written by {lock.read() or 'another process'}; "
                    "wait until it has finished."
                ) from None
            lock.truncate(0)
            lock.write(holder())
            lock.flush()
            yield

    def clear_drafts(self, is_published: Callable[[str], bool]) -> None:
        """Take away what drafts left; one that was published before its writer was killed gets its lists first."""
        for lists in self.drafts.glob(f"*{_LISTS}"):
            if is_published(draft_id := lists.name.removesuffix(_LISTS)):
                self.keep_lists(draft_id)
        for left in self.drafts.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()

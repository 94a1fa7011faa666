"""Files that take a while are made in the background: each is a job with progress, which whoever asked may cancel.

Several servers may share the database and the folder. A job is made by the server that took it, and every server tells, cancels
and hands out those of all. A server touches what it has in hand as long as it lives; what nobody touches any more has failed.
"""

import logging
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from sqlalchemy import func, insert, select, update

from data_access.domain.errors import CockpitError, StateUnusable, UnknownName
from data_access.state.audit import export_id
from data_access.state.database import State
from data_access.state.tables import job

log = logging.getLogger(__name__)
#: Files are fetched soon or made again; after this they are deleted.
KEPT = timedelta(hours=24)
#: A job that has not been touched for so long lost its server; a living one touches it six times as often.
LOST = timedelta(seconds=30)
_BEATS = 6
_FAILED = "The file could not be made; the server's log says why (under {})."
_STOPPED = "The server was stopped before this file was made; ask for it again."
JobState = Literal["waiting", "running", "done", "failed", "cancelled"]


class Cancelled(CockpitError):
    """The reader no longer wants the file."""


class TooManyJobs(CockpitError):
    """A reader has as many files made for him already as he may at a time."""

    def __init__(self, most: int) -> None:
        super().__init__(f"{most} files are being made for you already; wait until one is done, or stop one.")


class Stopped(CockpitError):
    """The server that makes the file is stopping."""

    def __init__(self) -> None:
        super().__init__(_STOPPED)


@dataclass(frozen=True, slots=True)
class Job:
    """A job as a reader sees it: `done` of `total` steps, and why it failed where it did."""

    id: str
    kind: str
    state: JobState
    done: int
    total: int
    name: str
    error: str
    who: str


class Progress:
    """What a job tells while it works; each call ends it where it is no longer wanted."""

    def __init__(self, state: State, job_id: str, stopping: threading.Event) -> None:
        self._state, self._id, self._stopping = state, job_id, stopping

    def __call__(self, done: int, total: int) -> None:
        """Say how far the job is; raises Cancelled and Stopped."""
        self.check(done=done, total=total)

    def check(self, **told: int) -> None:
        """Go on, or raise Cancelled or Stopped."""
        if self._stopping.is_set():
            raise Stopped
        with self._state.begin() as connection:
            if connection.execute(select(job.c.wanted).where(job.c.id == self._id)).scalar() != "made":
                raise Cancelled("The export was cancelled.")
            touched = update(job).where(job.c.id == self._id)
            connection.execute(touched.values(touched_at=datetime.now(), **told))


Work = Callable[[Progress], bytes]


class Jobs:
    """Makes files one after the other in a thread of its own and keeps them in a folder for a day.

    Readers take turns: whoever asks for many waits for his own. No reader has more than `most` made at a time, by all
    servers together. A job that was not touched for as long as `lost` is told as failed.
    """

    def __init__(self, state: State, folder: Path, lost: timedelta = LOST, most: int = sys.maxsize) -> None:
        self._most = most
        self._turns: dict[str, deque[tuple[str, Work]]] = {}
        self._served: dict[str, float] = {}
        self._queueing = threading.Lock()
        self._state, self._folder, self._lost = state, folder, lost
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="exports")
        self._in_hand: set[str] = set()
        self._stopping = threading.Event()
        self._starting = threading.Lock()
        self._pulse: threading.Thread | None = None

    def submit(self, kind: str, name: str, who: str, work: Work, *, job_id: str = "") -> str:
        """Start a job whose file will be called `name`, and return its id; `work` returns what is in the file."""
        if self._stopping.is_set():
            raise CockpitError("The server is stopping; ask again in a moment.")
        job_id = job_id or export_id()
        now = datetime.now()
        row = {"id": job_id, "kind": kind, "state": "waiting", "wanted": "made", "done": 0, "total": 0, "who": who,
               "name": name, "error": "", "created_at": now, "touched_at": now}  # fmt: skip
        with self._state.begin() as connection:
            under_way = (
                job.c.state.in_(("waiting", "running")),
                job.c.wanted == "made",
                job.c.touched_at > now - self._lost,
            )
            asked = select(func.count()).select_from(job).where(job.c.who == who, *under_way)
            if connection.execute(asked).scalar_one() >= self._most:
                raise TooManyJobs(self._most)
            connection.execute(insert(job).values(**row))
        self._in_hand.add(job_id)
        self._live()
        self._tidy()
        with self._queueing:
            self._turns.setdefault(who, deque()).append((job_id, work))
        self._pool.submit(self._take_turn)
        return job_id

    def _take_turn(self) -> None:
        """Make the oldest job of the reader who has waited longest since he was served."""
        with self._queueing:
            who = min(self._turns, key=lambda who: self._served.get(who, 0.0))
            self._served[who] = time.monotonic()
            job_id, work = self._turns[who].popleft()
            if not self._turns[who]:
                del self._turns[who]
        self._make(job_id, work)

    def _live(self) -> None:
        """Begin to touch what is in hand; a process that makes nothing has no thread for it."""
        with self._starting:
            if self._pulse is None:
                self._pulse = threading.Thread(target=self._beat, name="exports-pulse", daemon=True)
                self._pulse.start()

    def _beat(self) -> None:
        while not self._stopping.wait(self._lost.total_seconds() / _BEATS):
            mine = tuple(self._in_hand)
            if not mine:
                continue
            try:
                with self._state.begin() as connection:
                    touched = update(job).where(job.c.id.in_(mine))
                    connection.execute(touched.values(touched_at=datetime.now()))
            except (
                StateUnusable
            ):  # the next beat tries again; until then the jobs only look older than they are
                log.warning("jobs in hand could not be touched")

    def _make(self, job_id: str, work: Work) -> None:
        try:
            progress = Progress(self._state, job_id, self._stopping)
            progress.check()
            self._set(job_id, "running")
            made = work(progress)
            progress.check()
            self._keep(job_id, made)
            self._set(job_id, "done")
        except Cancelled:
            self._end(job_id, "cancelled")
        except StateUnusable as error:
            self._end(job_id, "failed", error.words("en"))
        except CockpitError as error:
            self._end(job_id, "failed", str(error))
        except Exception:  # a reader never sees a traceback; the log has it
            log.exception("export %s failed", job_id)
            self._end(job_id, "failed", _FAILED.format(job_id))
        finally:
            self._in_hand.discard(job_id)

    def _keep(self, job_id: str, made: bytes) -> None:
        """Write a file so that whoever looks for it, in whichever server, finds the whole of it or nothing."""
        self._folder.mkdir(parents=True, exist_ok=True)
        half = self._folder / f"{job_id}.half"
        half.write_bytes(made)
        os.replace(half, self._file(job_id))

    def _set(self, job_id: str, state: JobState, error: str = "") -> None:
        with self._state.begin() as connection:
            changed = update(job).where(job.c.id == job_id)
            connection.execute(changed.values(state=state, error=error, touched_at=datetime.now()))

    def _end(self, job_id: str, state: JobState, error: str = "") -> None:
        with suppress(
            StateUnusable
        ):  # its log says so; nobody touches the job any more, so that it is told as failed
            self._set(job_id, state, error)

    def job(self, job_id: str) -> Job:
        """Return a job as it stands; raises UnknownName."""
        with self._state.begin() as connection:
            row = connection.execute(select(job).where(job.c.id == job_id)).one_or_none()
        if row is None:
            raise UnknownName("export", job_id, ())
        state, error = row.state, row.error
        if state == "waiting" and row.wanted != "made":
            state = "cancelled"
        if state in {"waiting", "running"} and datetime.now() - row.touched_at > self._lost:
            state, error = "failed", _STOPPED
        return Job(row.id, row.kind, state, row.done, row.total, row.name, error, row.who)

    def cancel(self, job_id: str) -> Job:
        """Say that a job is no longer wanted, in whichever process it runs; one that waits is cancelled at once."""
        found = self.job(job_id)
        if found.state in {"waiting", "running"}:
            with self._state.begin() as connection:
                connection.execute(update(job).where(job.c.id == job_id).values(wanted="cancelled"))
        return self.job(job_id)

    def file(self, job_id: str) -> Path:
        """Return the file of a job that is done; raises UnknownName where there is none (any more)."""
        path = self._file(self.job(job_id).id)
        if not path.exists():
            raise UnknownName("file of the export", job_id, ())
        return path

    def _file(self, job_id: str) -> Path:
        return self._folder / job_id

    def _tidy(self) -> None:
        for path in self._folder.glob("*") if self._folder.exists() else ():
            with suppress(FileNotFoundError):  # another server tidies as well
                if time.time() - path.stat().st_mtime > KEPT.total_seconds():
                    path.unlink()

    def close(self) -> None:
        """End what runs at its next step, tell what waited as failed, and take nothing more."""
        self._stopping.set()
        self._pool.shutdown(cancel_futures=True)
        for job_id in tuple(self._in_hand):
            self._end(job_id, "failed", _STOPPED)
        self._in_hand.clear()

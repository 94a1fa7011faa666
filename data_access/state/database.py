"""The small read-write database beside the facts: who exported what, jobs that make files, frozen pages, and tasks."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock

from sqlalchemy import DDL, Connection, Engine, create_engine, make_url
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from data_access.domain.access import COCKPIT
from data_access.domain.errors import BadValue, StateUnusable
from data_access.state import chain
from data_access.state.chain import CHANGED, GONE, SEAL_BEGUN, AuditBroken, End, Entry
from data_access.state.heads import Head
from data_access.state.key_file import Keys
from data_access.state.locks import alone
from data_access.state.migrations import migrate
from data_access.state.outside import Outside
from data_access.state.sealed_rows import sealed_rows

log = logging.getLogger(__name__)
#: Seconds that a writer waits for another one; SQLite has one writer at a time, and no answer may take five.
BUSY_SECONDS = 4.0
#: Seconds that a server has to answer a connection: boards are told without their tasks rather than late.
_CONNECT_SECONDS = 3
#: What takes longer than this to fail is not tried again for a while.
_SLOW_SECONDS, _SILENT_SECONDS = 1.0, 10.0
_ENGINES = ("sqlite", "postgresql")
#: A task or a frozen page from before the seal.
TAKEN_OVER = "taken_over"


@dataclass
class Writing:
    """A transaction beside which nobody else writes: what changes and the lines that answer for it are kept together."""

    connection: Connection
    keys: Keys
    end: End
    begins: bool = False

    def enter(self, entry: Entry) -> End:
        """Write a line of the audit and return where it ends now."""
        self.end = chain.append(self.connection, self.keys, entry)
        return self.end


class State:
    """The state database at an SQLAlchemy URL, SQLite or PostgreSQL; its tables are made, or brought to date, when first needed.

    `outside` are the keys and heads of its audit: of an SQLite database those beside it, unless others are named.
    Whatever is asked of it raises StateUnusable where it cannot be read or written, and leaves a line in the log.
    """

    def __init__(self, url: str, outside: Outside | None = None, *, begins_anew: bool = False) -> None:
        """Name a state; only one that `begins_anew` is made where an earlier one is lost, or goes on after what its end is."""
        self.url, self._named, self._begins_anew = url, outside, begins_anew
        self._seen: Head | None = None
        self._file: tuple[int, int] | None = None
        self._opening = Lock()
        self._opened: Engine | None = None
        self._silent_until = 0.0
        #: How often it could not be used: what was told meanwhile may lack what stands in it.
        self.failures = 0

    @cached_property
    def outside(self) -> Outside:
        """What guards the audit; raises BadValue where nothing is named and nothing can be beside the database."""
        return self._named or Outside.beside(self.url)

    @cached_property
    def path(self) -> Path | None:
        """The file of an SQLite database, None for any other."""
        url = make_url(self.url)
        is_file = url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}
        return Path(str(url.database)) if is_file else None

    @property
    def engine(self) -> Engine:
        """The engine, over the tables of today; raises CockpitError."""
        with self._opening, self._told():
            if self.path and self._opened and self._file != _identity(self.path):
                log.warning("the file of the state database was taken away or changed for another")
                self._let_go()
            if self._opened is None:
                self._opened = self._open_soon()
                self._file = _identity(self.path) if self.path else None
            return self._opened

    def _open_soon(self) -> Engine:
        """Open the database; who comes while one is known not to answer is refused at once: a queue of boards would wait for it."""
        if time.monotonic() < self._silent_until:
            refusal = StateUnusable("The state database did not answer a moment ago.")
            refusal.is_logged = True
            raise refusal
        began = time.monotonic()
        try:
            return self._open()
        except SQLAlchemyError:
            if time.monotonic() - began > _SLOW_SECONDS:
                self._silent_until = time.monotonic() + _SILENT_SECONDS
            raise

    def _open(self) -> Engine:
        url = make_url(self.url)
        match url.get_backend_name():
            case "sqlite":
                if self.path:
                    self._refuse_to_begin_anew(self.path)
                    self.path.parent.mkdir(parents=True, exist_ok=True)
                engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
                with (
                    engine.connect() as connection
                ):  # readers do not wait for a writer; the file remembers it
                    connection.execute(DDL("PRAGMA journal_mode=WAL"))  # type: ignore[no-untyped-call]
            case "postgresql":
                limited = {"connect_timeout": _CONNECT_SECONDS}
                engine = create_engine(url, connect_args=limited, pool_pre_ping=True)
            case other:
                raise BadValue("COCKPIT_STATE", other, f"a database of {' or '.join(_ENGINES)}")
        migrate(engine, lambda: self.outside.keys.read())  # noqa: PLW0108  (a database in memory has nothing outside)
        return engine

    def _refuse_to_begin_anew(self, path: Path) -> None:
        if not (path.exists() or self._begins_anew) and (head := self.outside.heads.latest()):
            raise StateUnusable(
                f"The state database {path} is gone, and its audit with it, which had {head.number} lines on {head.at}. "
                "Restore it: `python -m data_access state restore FILE`; or, where there is no backup, "
                "`python -m data_access audit begin --because TEXT`."
            )

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Lend a connection whose changes are kept if the block ends well."""
        with self._told(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Lend a connection to which the database stands still."""
        with self._told(), self.engine.connect() as connection:
            if connection.dialect.name == "sqlite":  # the driver would begin no transaction before a query
                connection.execute(DDL("BEGIN"))  # type: ignore[no-untyped-call]
            else:
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def acting(self) -> Iterator[Writing]:
        """Lend a transaction of which the audit answers for every change; raises AuditBroken where its end is not ours."""
        with self._told():
            with alone(self.engine) as connection:
                writing = self.writing(connection)
                yield writing
            self._seen = Head.now(writing.end)
            if writing.begins:
                self.tell_head()

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """Lend a connection that nobody else appends lines beside."""
        with self._told(), alone(self.engine) as connection:
            yield connection

    def writing(self, connection: Connection) -> Writing:
        """Return what goes on where the audit ends, once that end is what was seen and told of it; it begins the seal where there is none."""
        before, seen = chain.last(connection), self._seen or self.outside.heads.latest()
        if before is None or before["key_id"] is None:
            if seen and not self._begins_anew:
                raise AuditBroken(seen.number, GONE)
            return self._begin_seal(connection)
        keys = self.outside.keys.read()
        if not self._begins_anew and seen and seen.is_contradicted(connection, keys):
            raise AuditBroken(seen.number, GONE)
        if not self._begins_anew and not chain.is_sealed(before, keys):
            raise AuditBroken(before["id"], CHANGED)
        return Writing(connection, keys, End(before["id"], before["hash"]))

    def _begin_seal(self, connection: Connection) -> Writing:
        """Seal what there is from now on; what tasks and frozen pages there are already is taken over as it stands."""
        keys = self.outside.keys.make()
        end = chain.append(connection, keys, Entry(COCKPIT, SEAL_BEGUN, "audit", "", 0, ""))
        for reference, digest in sealed_rows(connection):
            end = chain.append(connection, keys, Entry(COCKPIT, TAKEN_OVER, "", "", 0, reference, digest))
        return Writing(connection, keys, end, begins=True)

    def tell_head(self) -> Head | None:
        """Write outside where the audit ends, unless that was told today, and return it; None where nothing is sealed yet.

        What fails is logged.
        """
        with self.begin() as connection:
            before = chain.last(connection)
        if before is None or before["key_id"] is None:
            return None
        head, told = Head.now(End(before["id"], before["hash"])), self.outside.heads.latest()
        if told and told.seal == head.seal and told.at[:10] == head.at[:10]:
            return told
        self.outside.tell(head)
        return head

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Let what makes the state unusable be one error, count it, and leave the operator a line of it."""
        try:
            yield
        except IntegrityError:  # the database refuses a change: it can be used very well
            raise
        except StateUnusable as error:
            self.failures += 1
            _log(error)
            raise
        except (SQLAlchemyError, OSError) as error:
            self.failures += 1
            refusal = StateUnusable(
                f"The state database cannot be used: {getattr(error, 'orig', None) or error}"
            )
            _log(refusal)
            raise refusal from error

    def close(self) -> None:
        """Let go of the database; a later use opens it again."""
        with self._opening:
            self._let_go()

    def _let_go(self) -> None:
        if self._opened:
            self._opened.dispose()
        self._opened = None


def _identity(path: Path) -> tuple[int, int] | None:
    """Return which file stands at a path: one that was deleted and is still open would take lines and lose them."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _log(error: StateUnusable) -> None:
    if not error.is_logged:  # a line and no traceback: a full disk fails at every request
        log.error("the state cannot be used: %s", error)
        error.is_logged = True

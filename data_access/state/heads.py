"""Heads of the audit, told outside of the database: who cuts its end off, or puts another in its place, contradicts them."""

import json
import logging
import logging.handlers
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from sqlalchemy import Connection, select

from data_access.domain.errors import BadValue, StateUnusable
from data_access.state.chain import BEGUN_ANEW, RESTORED, End, is_sealed
from data_access.state.key_file import Keys
from data_access.state.tables import audit

_SECONDS = 10.0
_SYSLOG, _SYSLOG_PORT = "/dev/log", 514


@dataclass(frozen=True, slots=True)
class Head:
    """Where the audit ended at a moment (local time, ISO)."""

    at: str
    number: int
    seal: str

    @classmethod
    def now(cls, end: End) -> "Head":
        """Return a head of this moment."""
        return cls(datetime.now().isoformat(timespec="milliseconds"), end.number, end.seal)

    def is_held(self, connection: Connection) -> bool:
        """Return whether its line still stands where it was."""
        return connection.execute(select(audit.c.hash).where(audit.c.id == self.number)).scalar() == self.seal

    def is_contradicted(self, connection: Connection, keys: Keys) -> bool:
        """Return whether its line is gone or another one, and no sealed line from after it says that it was given up."""
        if self.is_held(connection):
            return False
        given_up = select(audit).where(audit.c.action.in_((RESTORED, BEGUN_ANEW)), audit.c.at >= self.at)
        return not any(is_sealed(dict(row._mapping), keys) for row in connection.execute(given_up))  # noqa: SLF001


@dataclass(frozen=True, slots=True)
class HeadFile:
    """A file of heads, a line of JSON each, to which lines are only added."""

    path: Path

    def heads(self) -> list[Head]:
        """Return the heads, oldest first, none where there is no file; raises StateUnusable."""
        try:
            text = self.path.read_text(encoding="utf-8")
            return [Head(**json.loads(line)) for line in text.splitlines() if line]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError) as error:
            raise StateUnusable(f"The heads of the audit in {self.path} cannot be read: {error}") from error

    def latest(self) -> Head | None:
        """Return the latest head; raises StateUnusable."""
        found = self.heads()
        return found[-1] if found else None

    def add(self, head: Head) -> None:
        """Write a head down; raises OSError."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
            file.write(json.dumps(asdict(head)) + "\n")
            file.flush()
            os.fsync(file.fileno())


def tell(place: str, head: Head) -> None:
    """Tell a head to a place outside of this machine's files: `syslog`, `syslog://HOST:PORT`, or a URL that takes POST.

    Raises OSError where nobody takes it, BadValue where the place is none.
    """
    said = json.dumps(asdict(head))
    match urlsplit(place).scheme or place:
        case "syslog":
            _to_syslog(place, f"cockpit audit head {said}")
        case "http" | "https":
            request = Request(  # noqa: S310  (its scheme was looked at)
                place, said.encode(), {"Content-Type": "application/json"}, method="POST"
            )
            with urlopen(request, timeout=_SECONDS):  # noqa: S310
                pass
        case _:
            raise BadValue("COCKPIT_AUDIT_HEAD_TO", place, "syslog, syslog://HOST:PORT or a URL")


def _to_syslog(place: str, said: str) -> None:
    parts = urlsplit(place)
    address = (parts.hostname, parts.port or _SYSLOG_PORT) if parts.hostname else _SYSLOG
    handler = logging.handlers.SysLogHandler(address)
    failed: list[logging.LogRecord] = []
    handler.handleError = failed.append  # type: ignore[assignment, method-assign]  # it would print a traceback and go on
    handler.emit(logging.LogRecord("cockpit", logging.INFO, "", 0, said, None, None))
    handler.close()
    if failed:
        raise OSError(f"syslog at {address} does not take the head")

"""How large an answer may be, and how long ones leave.

Files of any length are written down first and sent from there: who reads slowly holds no thread of the server, and no
snapshot. They are written within the time of their request, and for as long as somebody waits for them.
"""

import tempfile
import threading
from collections.abc import Iterator
from math import inf
from typing import IO, Self

import flask

from data_access.domain.errors import CockpitError
from data_access.domain.settings import Settings
from data_access.store.patience import Patience

#: What is shorter is written at once; of longer files only so many at a time, so that threads are left for everybody else.
SHORT_BYTES = 4_000_000
MOST_AT_ONCE = 2


class TooLong(CockpitError):
    """A file would be longer than the server lets it become."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"This file would be longer than {most / 1e6:,.0f} MB; choose a shorter period, or narrow the list by filters."
        )


class TooManyDownloads(CockpitError):
    """Others' long files are being written."""

    def __init__(self) -> None:
        super().__init__("Other long files are being written just now; ask again in some seconds.")


class Downloads:
    """Writes what is downloaded into files without a name, which vanish when they are closed; none is longer than `most` bytes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._long = threading.BoundedSemaphore(MOST_AT_ONCE)

    def response(self, parts: Iterator[bytes], content_type: str) -> flask.Response:
        """Return a file of these parts, all of them written; raises TooLong, TooManyDownloads, QueryTooSlow and Abandoned."""
        file = tempfile.TemporaryFile()  # noqa: SIM115  (the server closes it when it has sent it)
        try:
            length = self._write(parts, file)
            file.seek(0)
        except BaseException:
            file.close()
            raise
        response = flask.send_file(file, content_type)
        response.content_type, response.content_length = content_type, length
        return response

    def _write(self, parts: Iterator[bytes], file: IO[bytes]) -> int:
        length, is_long, waits = 0, False, patience()
        try:
            for part in parts:
                waits.check()
                length += file.write(part)
                if length > self._most:
                    raise TooLong(self._most)
                if length > SHORT_BYTES and not is_long:
                    is_long = self._long.acquire(blocking=False)
                    if not is_long:
                        raise TooManyDownloads
        finally:
            if is_long:
                self._long.release()
        return length


class Limits:
    """How large an answer may be, rows of JSON and bytes of a file, and what a request has for all its questions."""

    def __init__(self, rows: int, file_bytes: int, seconds: float = inf) -> None:
        self.rows, self.downloads, self.seconds = rows, Downloads(file_bytes), seconds

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the limits that the settings name."""
        return cls(settings.answer_rows, settings.download_mb * 1_000_000, settings.request_seconds)

    def hold_for(self, server: flask.Flask) -> None:
        """Make these the limits of a server."""
        server.extensions["limits"] = self


def limits_of(server: flask.Flask) -> Limits:
    """Return the limits that hold for a server."""
    found: Limits = server.extensions["limits"]
    return found


def patience() -> Patience:
    """Return how long the present request may take for all that it does, and whether its reader still waits."""
    if "patience" not in flask.g:
        is_gone = flask.request.environ.get("waitress.client_disconnected", lambda: False)
        flask.g.patience = Patience(limits_of(flask.current_app).seconds, is_gone)
    found: Patience = flask.g.patience
    return found

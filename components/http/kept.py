"""Boards that were told whole, compressed, in a folder that all workers share: what one has drawn none draws again.

It stays when the server goes, so that one that begins again finds what was told before.
"""

import atexit
import hashlib
import logging
import os
import secrets
import shutil
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

log = logging.getLogger(__name__)
#: Bytes of boards that are kept; those that were asked for last stay.
MOST_BYTES = 96 * 2**20
#: Signs of the name of a telling, which stand before it in its file, and bytes of the sum over both between them.
_TAG_SIGNS, _SUM_BYTES = 32, 32


class Kept(NamedTuple):
    """A board that was told whole, and the name of that telling: no other has it, not even of the same board."""

    tag: str
    board: bytes


def new_tag() -> str:
    """Return the name of a telling that begins now."""
    return secrets.token_hex(_TAG_SIGNS // 2)


@dataclass(frozen=True, slots=True)
class KeptBoards:
    """A folder of boards by what they tell, a text; it may be taken away at any time, and nothing is lost but time.

    Boards of other makers than `made_by`, a text as well, are not found. `passing` is a folder that goes when the server does,
    for what workers agree upon; None: the same.
    """

    folder: Path
    most_bytes: int = MOST_BYTES
    made_by: str = ""
    passing: Path | None = None

    @classmethod
    def for_one(cls) -> Self:
        """Return a folder for a single process, which goes when the process does."""
        folder = Path(tempfile.mkdtemp(prefix="cockpit-boards-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return cls(folder)

    @classmethod
    def lasting(cls, folder: Path, made_by: str, passing: Path) -> Self:
        """Return a folder that outlives the server; where nobody but us may write in it, else the passing one for all."""
        is_own = _is_own(folder)
        if not is_own:
            log.warning(
                "%s cannot be used by this account alone: boards are kept until the server stops", folder
            )
        return cls(folder if is_own else passing, made_by=made_by, passing=passing)

    def find(self, told: str) -> Kept | None:
        """Return a board that was kept, if it is as it was written: a machine that fell down may have half of a file."""
        file = self._file(told)
        try:
            found = file.read_bytes()
            os.utime(file)
        except OSError:
            return None
        tag, board = found[:_TAG_SIGNS], found[_TAG_SIGNS + _SUM_BYTES :]
        if found[_TAG_SIGNS : _TAG_SIGNS + _SUM_BYTES] != _sum(tag, board):
            return None
        return Kept(tag.decode(), board)

    def keep(self, told: str, kept: Kept) -> None:
        """Keep a board, and let go of those that nobody has asked for longest where there are too many."""
        if len(kept.board) > self.most_bytes:
            return
        tag = kept.tag.encode()
        with suppress(OSError):  # a full disk costs time alone
            draft, name = tempfile.mkstemp(dir=self.folder)
            with os.fdopen(draft, "wb") as file:
                file.write(tag + _sum(tag, kept.board) + kept.board)
            Path(name).replace(self._file(told))
            self._make_room()

    def claim(self, what: str) -> bool:
        """Return whether the caller is the first, of all workers of this server, to take up what is named."""
        name = hashlib.sha256(f"claimed {what}".encode()).hexdigest()
        try:
            os.close(os.open((self.passing or self.folder) / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except OSError:
            return False
        return True

    def _file(self, told: str) -> Path:
        return self.folder / hashlib.sha256(f"{self.made_by}\n{told}".encode()).hexdigest()

    def _make_room(self) -> None:
        kept = sorted(
            (entry.stat().st_mtime_ns, entry.stat().st_size, entry.path) for entry in os.scandir(self.folder)
        )
        bytes_ = sum(size for _, size, _ in kept)
        for _, size, path in kept:
            if bytes_ <= self.most_bytes:
                return
            with suppress(OSError):  # another worker was first
                Path(path).unlink()
            bytes_ -= size


def _sum(tag: bytes, board: bytes) -> bytes:
    return hashlib.sha256(tag + board).digest()


def _is_own(folder: Path) -> bool:
    """Make a folder, and return whether this account alone reads and writes it: what stands in it is shown to readers."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    is_closed = stat.S_ISDIR(found.st_mode) and not stat.S_IMODE(found.st_mode) & 0o077
    return is_closed and found.st_uid == os.geteuid() and os.access(folder, os.W_OK)

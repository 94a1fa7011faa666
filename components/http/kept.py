"""Boards that were told whole, compressed, in a folder that all workers share: what one has drawn none draws again."""

import atexit
import hashlib
import os
import secrets
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

#: Bytes of boards that are kept; those that were asked for last stay.
MOST_BYTES = 96 * 2**20
#: Signs of the name of a telling, which stand before it in its file.
_TAG_SIGNS = 32


class Kept(NamedTuple):
    """A board that was told whole, and the name of that telling: no other has it, not even of the same board."""

    tag: str
    board: bytes


def new_tag() -> str:
    """Return the name of a telling that begins now."""
    return secrets.token_hex(_TAG_SIGNS // 2)


@dataclass(frozen=True, slots=True)
class KeptBoards:
    """A folder of boards by what they tell, a text; it may be taken away at any time, and nothing is lost but time."""

    folder: Path
    most_bytes: int = MOST_BYTES

    @classmethod
    def for_one(cls) -> Self:
        """Return a folder for a single process, which goes when the process does."""
        folder = Path(tempfile.mkdtemp(prefix="cockpit-boards-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return cls(folder)

    def find(self, told: str) -> Kept | None:
        """Return a board that was kept."""
        file = self._file(told)
        try:
            found = file.read_bytes()
            os.utime(file)
        except OSError:
            return None
        return Kept(found[:_TAG_SIGNS].decode(), found[_TAG_SIGNS:])

    def keep(self, told: str, kept: Kept) -> None:
        """Keep a board, and let go of those that nobody has asked for longest where there are too many."""
        if len(kept.board) > self.most_bytes:
            return
        with suppress(OSError):  # a full disk costs time alone
            draft, name = tempfile.mkstemp(dir=self.folder)
            with os.fdopen(draft, "wb") as file:
                file.write(kept.tag.encode() + kept.board)
            Path(name).replace(self._file(told))
            self._make_room()

    def claim(self, what: str) -> bool:
        """Return whether the caller is the first, of all workers, to take up what is named."""
        try:
            os.close(os.open(self._file(f"claimed {what}"), os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except OSError:
            return False
        return True

    def _file(self, told: str) -> Path:
        return self.folder / hashlib.sha256(told.encode()).hexdigest()

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

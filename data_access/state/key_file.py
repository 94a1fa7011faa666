"""The keys of the seal: a file outside the database, a line for each key, of which the last one seals and all verify."""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data_access.domain.errors import StateUnusable

_LINE = re.compile(r"([\w-]{1,40}) ([0-9a-f]{64})")
_OWN_EYES_ONLY = 0o600


class KeyMissing(StateUnusable):
    """The key file is not there, cannot be read, or does not hold a key that sealed a line."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys by their ids, the oldest first; the last one seals."""

    known: Mapping[str, bytes]

    @property
    def current(self) -> str:
        """The id of the key that seals."""
        return list(self.known)[-1]

    def of(self, key_id: str) -> bytes:
        """Return a key; raises KeyMissing."""
        if key_id not in self.known:
            raise KeyMissing(f"The key {key_id} that sealed a line of the audit is not in the key file.")
        return self.known[key_id]


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A file of lines `ID HEX`, 32 bytes a key, that nobody but its owner may read."""

    path: Path

    def read(self) -> Keys:
        """Return the keys; raises KeyMissing."""
        try:
            lines = self.path.read_text(encoding="ascii").split("\n")
        except (OSError, ValueError) as error:
            raise KeyMissing(f"The key file of the audit cannot be read: {error}") from error
        found = [_LINE.fullmatch(line.strip()) for line in lines if line.strip()]
        if not found or None in found:
            raise KeyMissing(
                f"The key file {self.path} must hold a line `ID HEX` for each key, 64 hex digits."
            )
        return Keys({key[1]: bytes.fromhex(key[2]) for key in found if key})

    def exists(self) -> bool:
        """Return whether there is a key file."""
        return self.path.exists()

    def is_open_to_others(self) -> bool:
        """Return whether others than its owner may read it."""
        return bool(self.path.stat().st_mode & 0o077)

    def make(self) -> Keys:
        """Return the keys, the first of which is made where there is no file; of servers that start at once one makes it."""
        if not self.path.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            half = self._half(_new())
            with suppress(FileExistsError):  # another server's key stands there now
                os.link(half, self.path)
            half.unlink()
        return self.read()

    def rotate(self) -> Keys:
        """Add a key that seals from now on; the earlier ones stay, to verify what they sealed."""
        before = self.read()
        lines = [f"{key_id} {key.hex()}\n" for key_id, key in before.known.items()]
        os.replace(self._half("".join(lines) + _new()), self.path)
        return self.read()

    def _half(self, text: str) -> Path:
        """Write a file beside the key file whose name nobody knows yet; raises OSError."""
        path = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWN_EYES_ONLY), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        return path


def _new() -> str:
    return f"{datetime.now():%Y%m%d}-{secrets.token_hex(3)} {secrets.token_hex(32)}\n"

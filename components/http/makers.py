"""What boards are made by, beside the data: the code, the libraries below it, and the settings."""

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from data_access.domain.settings import Settings

#: What draws boards, of the folder in which the product stands.
_OURS = ("app.py", "components", "data_access", "pages")
_SECRET = ("secret_key", "oidc_secret")


def made_by(root: Path, settings: Settings) -> str:
    """Return a text that differs wherever another state of the product in `root`, or another setting, might draw another board.

    It is a sum over the contents of our files, the names of the libraries with their versions, and the settings; of what is
    secret nothing goes in, and a key that is new with each server would find nothing again.
    """
    total = hashlib.sha256()
    for path in _files(root):
        total.update(f"{path.relative_to(root)} {path.stat().st_size}\n".encode())
        total.update(path.read_bytes())
    chosen = [(one.name, getattr(settings, one.name)) for one in fields(settings) if one.name not in _SECRET]
    total.update(repr((sys.version, _libraries(), chosen)).encode())
    return total.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    for name in _OURS:
        found = root / name
        files = found.rglob("*") if found.is_dir() else [found]
        yield from sorted(one for one in files if one.is_file() and "__pycache__" not in one.parts)


def _libraries() -> list[str]:
    """Return the libraries that are installed, as the folders that tell of them are named: `duckdb-1.4.1.dist-info`."""
    return sorted(one.name for place in sys.path for one in Path(place).glob("*.dist-info"))

"""The tags by which a page loads the modules in `assets/cockpit/`: as one file, or, where that is of others, as they stand.

`python -m components.frame.scripts` prints the line with which that file begins; `make scripts` builds it.
"""

import hashlib
import json
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_URL, _FOLDER, _ENTRY, _BUILT = "/assets", "cockpit", "cockpit/main.js", "cockpit.js"
#: Modules of one page alone, which asks for them itself.
_OF_ONE_PAGE = "cockpit/wall/"
_ASSETS = Path(__file__).parents[2] / "assets"


@dataclass(frozen=True, slots=True)
class Scripts:
    """The modules in the folder of assets, which the browser finds below `base`."""

    assets: Path
    base: str = ""

    def dated(self, name: str) -> str:
        """Return the address of an asset, with the time of its file."""
        return _dated(self.assets, name, self.base)

    def tags(self) -> str:
        """Return the tags for the head of a page."""
        return _tags(self.assets, self.base)


def first_line(assets: Path) -> str:
    """Return how a file begins that was built of the modules as they stand: with their sum (SHA-256)."""
    found = hashlib.sha256()
    for path in _modules(assets):
        found.update(path.relative_to(assets).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"/* built of the modules in {_FOLDER}/ by `make scripts`, sum {found.hexdigest()} */"


def _modules(assets: Path) -> list[Path]:
    return sorted((assets / _FOLDER).rglob("*.js"))


def _dated(assets: Path, name: str, base: str) -> str:
    return f"{base}{_URL}/{name}?m={(assets / name).stat().st_mtime_ns // 1000}"


@cache
def _tags(assets: Path, base: str) -> str:
    if _is_built(assets):
        return f'<script type="module" fetchpriority="high" src="{_dated(assets, _BUILT, base)}"></script>'
    return _one_by_one(assets, base)


def _is_built(assets: Path) -> bool:
    """Whether there is a file of the very modules that lie there: who changes one sees it at once, built or not."""
    built = assets / _BUILT
    return built.is_file() and built.read_text("utf-8").startswith(first_line(assets))


def _one_by_one(assets: Path, base: str) -> str:
    """Return the tags of all modules; each has the time of its file in its address, as Dash's own assets have.

    Browsers keep assets for an hour. A module imports others by their plain names, which the map leads to those addresses;
    a browser that knows no such map loads them all the same, perhaps an hour late.
    """
    names = [path.relative_to(assets).as_posix() for path in _modules(assets)]
    dated = {name: _dated(assets, name, base) for name in names}
    found = json.dumps({"imports": {f"{base}{_URL}/{name}": address for name, address in dated.items()}})
    return "\n    ".join(
        (
            f'<script type="importmap">{found}</script>',
            *(
                f'<link rel="modulepreload" href="{address}">'
                for name, address in dated.items()
                if not name.startswith(_OF_ONE_PAGE)
            ),
            f'<script type="module" src="{dated[_ENTRY]}"></script>',
        )
    )


if __name__ == "__main__":
    sys.stdout.write(first_line(_ASSETS))

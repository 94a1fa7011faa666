"""The tags by which a page loads the modules in `assets/cockpit/`."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_URL, _FOLDER, _ENTRY = "/assets", "cockpit", "cockpit/main.js"
#: Modules of one page alone, which asks for them itself.
_OF_ONE_PAGE = "cockpit/wall/"


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


def _dated(assets: Path, name: str, base: str) -> str:
    return f"{base}{_URL}/{name}?m={(assets / name).stat().st_mtime_ns // 1000}"


@cache
def _tags(assets: Path, base: str) -> str:
    """Return the tags; each module has the time of its file in its address, as Dash's own assets have.

    Browsers keep assets for an hour. A module imports others by their plain names, which the map leads to those addresses;
    a browser that knows no such map loads them all the same, perhaps an hour late.
    """
    names = [path.relative_to(assets).as_posix() for path in sorted((assets / _FOLDER).rglob("*.js"))]
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

"""The regions that a store counts by: what lies within each, and by which level a number is told.

A province's rows name its districts. They are told by city, or by the districts of the one city that the reader is in;
a region that is chosen means all within it. Rows that name no more than the city stand there under the city itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from threading import Condition

from cachetools import LRUCache, cached
from sqlalchemy import select

from data_access.domain.access import Scope
from data_access.domain.filters import Selection
from data_access.store.schema import dataset, region
from data_access.store.snapshots import Snapshot

#: The dimension and filter of regions, and by which level of them a statement tells (`narrowing.py`).
DISTRICT, CITY = "district", "city"


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """The region that a store holds, its parts, and the parts of those that are cities; nothing else is told by itself.

    `above` has each region within the root and what it is part of.
    """

    root: str
    above: Mapping[str, str]

    @property
    def has_cities(self) -> bool:
        """Whether there is a level between the whole and the districts."""
        return any(parent != self.root for parent in self.above.values())

    def parts(self, code: str) -> list[str]:
        """Return the regions that a region is made of, in the order of their codes."""
        return sorted(part for part, parent in self.above.items() if parent == code)

    def path(self, code: str) -> tuple[str, ...]:
        """Return the regions from the whole to this one, both among them; one outside of the whole alone."""
        steps = [code]
        while (parent := self.above.get(steps[-1])) is not None:
            steps.append(parent)
        return tuple(reversed(steps))

    def within(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return these regions and all that lie in them."""
        wanted = set(codes)
        return tuple(
            sorted(wanted.union(code for code in self.above if wanted.intersection(self.path(code))))
        )

    def focus(self, chosen: Iterable[str]) -> str:
        """Return the region whose parts are told: the smallest that has parts and holds all that is chosen."""
        paths = [self.path(code) for code in chosen]
        if not paths or any(path[0] != self.root for path in paths):
            return self.root
        shared: list[str] = [steps[0] for steps in zip(*paths, strict=False) if len(set(steps)) == 1]
        return next(code for code in reversed(shared) if code == self.root or self.parts(code))

    def around(self, selection: Selection) -> Selection:
        """Return a selection without what is chosen among the regions that are told side by side."""
        focus = self.focus(selection.values(DISTRICT))
        return selection.narrowed(DISTRICT, *(() if focus == self.root else (focus,)))

    def picked(self, dimension: str, selection: Selection) -> tuple[str, ...]:
        """Return what is chosen among the members that are told side by side: not the city whose districts they are."""
        chosen = selection.values(dimension)
        return () if dimension == DISTRICT and chosen == (self.focus(chosen),) else chosen

    def told_by(self, by: tuple[str, ...], selection: Selection) -> tuple[str, ...]:
        """Return dimensions with the level of regions by which a selection is told."""
        if DISTRICT not in by or not self.has_cities:
            return by
        is_city = self.focus(selection.values(DISTRICT)) == self.root
        return tuple(CITY if key == DISTRICT and is_city else key for key in by)

    def all_of(self, selection: Selection) -> Selection:
        """Return a selection in which a chosen region is all that lies in it."""
        chosen = selection.values(DISTRICT)
        return selection.narrowed(DISTRICT, *self.within(chosen)) if chosen and self.has_cities else selection

    def seen(self, scope: Scope) -> Scope:
        """Return a scope whose regions are all that lie in them."""
        if not scope.districts or not self.has_cities:
            return scope
        return replace(scope, districts=frozenset(self.within(scope.districts)))


@cached(LRUCache(maxsize=8), key=attrgetter("key"), condition=Condition())
def regions(snapshot: Snapshot) -> Regions:
    """Return the regions of a snapshot, which are read once; of a store that holds nothing there are none."""
    held = snapshot.rows(select(dataset.c.city))
    root = str(held[0][0]) if held else ""
    listed = snapshot.rows(select(region.c.adcode, region.c.parent, region.c.level))
    parts = {code: root for code, parent, _ in listed if parent == root and code != root}
    cities = {code for code, _, level in listed if code in parts and level == "city"}
    return Regions(root, parts | {code: parent for code, parent, _ in listed if parent in cities})

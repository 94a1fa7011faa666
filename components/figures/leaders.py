"""Lines from places on a map to texts that stand beside it: as many as can be, short, and none over another."""

from dataclasses import dataclass
from functools import cached_property
from math import inf

import numpy as np
from numpy.typing import NDArray

from components.figures.grounds import CELL, Ground, Point, cells
from components.figures.outlines import Box

#: Longer than so many cells nobody would follow a line.
_LONGEST = 110 / CELL
#: Cells around the beginning of a line that are its own.
_DOT = 3
#: So many of the free places for a text are looked at, from the nearest to the farthest.
_TRIED = 150
#: So many orders are tried until all have found a place, which is a twentieth of a second, and so many at least, for the shortest lines.
_ROUNDS, _ENOUGH = 1000, 100


@dataclass(frozen=True, eq=False)
class Leader:
    """One way of a text to stand beside the map: how long its line is and where it ends, and what text and line cover.

    `position` says where the text stands from the end of the line, as plotly calls it; `line` are the cells under it, on a
    ground of a `shape`.
    """

    length: float
    position: str
    end: Point
    box: Box
    line: tuple[NDArray[np.int16], NDArray[np.int16]]
    shape: tuple[int, int]

    @cached_property
    def mask(self) -> int:
        """A bit for each cell that is covered: thousands of pairs are asked whether they meet, but not of the longest ways."""
        covered = np.zeros(self.shape, bool)
        covered[cells(self.box)] = covered[self.line] = True
        return int.from_bytes(np.packbits(covered).tobytes())


def leaders(ground: Ground, homes: list[Point], extents: list[tuple[float, float]]) -> dict[int, Leader]:
    """Lead from each home to a text of an extent, as far as there is room: by place in the list, and marked on the ground.

    Where there is none for all, as many as can be are led to, and of as many those that come first in the list.
    """
    ways = [
        _ways(ground, home, extent, [other for other in homes if other != home])
        for home, extent in zip(homes, extents, strict=True)
    ]
    most = _LONGEST**2 * len(ways)  # all lines together cost no more
    lacking = {place: most * (len(ways) ** 2 + len(ways) - place) for place in range(len(ways))}
    best: dict[int, Leader] = {}
    order, least = list(range(len(ways))), inf
    shuffled = np.random.default_rng(0).permutation  # the same picture every time
    for turn in range(_ROUNDS if ways else 0):
        found = _first_that_fit(order, ways)
        # Squares: one line across the map is worse than two that are a little longer.
        cost = sum(way.length**2 for way in found.values()) + sum(
            lacking[place] for place in lacking.keys() - found
        )
        if cost < least:
            best, least = found, cost
        if turn >= _ENOUGH and len(best) == len(ways):
            break
        order = sorted(
            shuffled(order).tolist(), key=lambda place: place in found
        )  # who found no place goes first
    for way in best.values():
        ground.take(way.box)
        ground.taken[way.line] = True
    return best


def _ways(ground: Ground, home: Point, extent: tuple[float, float], others: list[Point]) -> list[Leader]:
    """The shortest ways of a text to stand beside the map; none runs over the home of another."""
    shut = ground.taken.copy()
    for x, y in others:
        shut[cells((x - _DOT, y - _DOT, x + _DOT, y + _DOT))] = True
    boxes = ground.boxes(None, *extent, _around(home, extent))
    left, top, right, bottom = boxes.T
    sides = ("middle right", "middle left", "top center", "bottom center")
    across, down = (left + right) / 2, (top + bottom) / 2
    ends = np.stack(
        [np.stack(end, axis=1) for end in ((left, down), (right, down), (across, bottom), (across, top))]
    )
    far = np.hypot(*(ends - home).transpose(2, 0, 1))
    near = np.flatnonzero(far <= _LONGEST)
    near = near[np.argsort(far.flat[near], kind="stable")]
    side, place = np.unravel_index(near[:: max(1, len(near) // _TRIED)], far.shape)
    ends, far = ends[side, place], far[side, place]
    rows, columns = ground.lines(home, ends)
    found = []
    for way in np.flatnonzero(~shut[rows, columns].any(axis=1)):
        box, (x, y) = tuple(boxes[place[way]].tolist()), ends[way].tolist()
        line = rows[way], columns[way]
        found.append(Leader(float(far[way]), sides[side[way]], (x, y), box, line, shut.shape))
    return found


def _around(home: Point, extent: tuple[float, float]) -> Box:
    """The cells in which a text of an extent may stand so that a line from its home is not too long."""
    (x, y), (wide, tall) = home, (edge + _LONGEST + 1 for edge in extent)
    return x - wide, y - tall, x + wide, y + tall


def _first_that_fit(order: list[int], ways: list[list[Leader]]) -> dict[int, Leader]:
    """The first way of each, in this order, that meets none of those before."""
    found, taken = {}, 0
    for place in order:
        way = next((way for way in ways[place] if not way.mask & taken), None)
        if way:
            found[place] = way
            taken |= way.mask
    return found

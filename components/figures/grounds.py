"""The ground of a map in cells: which area each belongs to, what stands on it, and where a box still finds room."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import atan, degrees, exp, pi
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from components.figures.outlines import Box, mercator, mercators, rings

#: Pixels of one cell; a box is placed as exactly as that.
CELL = 2.0
Point = tuple[float, float]
#: A box that leaves out no cell of any map.
EVERYWHERE: Box = (0.0, 0.0, 1e9, 1e9)


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A map that fills a room, in cells from its top left.

    `owner` is the place of each cell's area in `codes`, -1 where there is none, and `spans` are the cells that hold all of an
    area; `taken` says where something stands already and is written to. Points are in cells, and so are boxes.
    """

    codes: tuple[str, ...]
    owner: NDArray[np.int16]
    spans: tuple[tuple[slice, slice], ...]
    taken: NDArray[np.bool_]
    origin: Point
    scale: float

    @classmethod
    def of(cls, geojson: dict[str, Any], available: tuple[int, int], edges: tuple[int, int] = (0, 0)) -> Self:
        """Lay out the areas of a GeoJSON as large as the room of so many pixels allows, within edges of bare ground.

        Those at the sides, the first of `edges`, are beyond the room; those above and below are a part of it.
        """
        areas = {
            feature["id"]: [
                mercators(np.asarray(ring, float)) for ring in rings(feature["geometry"]["coordinates"])
            ]
            for feature in geojson["features"]
        }
        every = np.concatenate([ring for parts in areas.values() for ring in parts])
        (left, top), (right, bottom) = every.min(axis=0), every.max(axis=0)
        scale = min(available[0] / (right - left), (available[1] - 2 * edges[1]) / (bottom - top)) / CELL
        across, down = (edge / CELL / scale for edge in edges)
        left, right, top, bottom = left - across, right + across, top - down, bottom + down
        shape = (int((bottom - top) * scale) + 1, int((right - left) * scale) + 1)
        owner = np.full(shape, -1, np.int16)
        for place, parts in enumerate(areas.values()):
            owner[_filled([(ring - (left, top)) * scale for ring in parts], shape)] = place
        spans = tuple(_span(owner == place) for place in range(len(areas)))
        return cls(tuple(areas), owner, spans, np.zeros(shape, bool), (float(left), float(top)), float(scale))

    def cleared(self) -> Self:
        """The same ground with nothing on it."""
        return replace(self, taken=np.zeros_like(self.taken))

    def point(self, lon: float, lat: float) -> Point:
        """Where a place lies."""
        x, y = mercator(lon, lat)
        return (x - self.origin[0]) * self.scale, (y - self.origin[1]) * self.scale

    def place(self, point: Point) -> Point:
        """The longitude and latitude of a point."""
        x, y = point[0] / self.scale + self.origin[0], point[1] / self.scale + self.origin[1]
        return degrees(x), degrees(2 * atan(exp(-y)) - pi / 2)

    def boxes(
        self, code: str | None, wide: float, tall: float, within: Box = EVERYWHERE
    ) -> NDArray[np.float64]:
        """The free boxes of a size that lie wholly in an area, or outside of all: one row (left, top, right, bottom) each.

        Those that reach beyond `within` may be left out.
        """
        own = self.codes.index(code) if code in self.codes else -1
        some = cells(within) if own < 0 else self.spans[own]
        shut = (self.owner[some] != own) | self.taken[some]
        across, down = int(np.ceil(wide)), int(np.ceil(tall))
        sums = np.pad(shut.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32), ((1, 0), (1, 0)))
        if sums.shape[0] <= down or sums.shape[1] <= across:
            return np.empty((0, 4))
        closed = sums[down:, across:] - sums[:-down, across:] - sums[down:, :-across] + sums[:-down, :-across]
        top, left = np.nonzero(closed == 0)
        left, top = left + some[1].start, top + some[0].start
        return np.stack([left, top, left + across, top + down], axis=1).astype(float)

    def is_free(self, box: Box) -> bool:
        """Whether nothing stands in a box yet."""
        return not self.taken[cells(box)].any()

    def take(self, box: Box) -> None:
        """Mark a box as taken."""
        self.taken[cells(box)] = True

    def lines(self, home: Point, ends: NDArray[np.float64]) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
        """The cells under straight lines from a home, a row of an index each: two side by side, so that no line slips through."""
        count = int(np.abs(ends - home).max(initial=0)) + 2
        xs, ys = (
            np.linspace(np.full(len(ends), home[axis]), ends[:, axis], count, axis=1).astype(np.int16)
            for axis in (0, 1)
        )
        high, wide = self.owner.shape
        rows, columns = np.concatenate([ys, ys], axis=1), np.concatenate([xs, xs + 1], axis=1)
        return rows.clip(0, high - 1), columns.clip(0, wide - 1)


def cells(box: Box) -> tuple[slice, slice]:
    """Return the cells of a box, as an index."""
    left, top, right, bottom = (max(0, round(edge)) for edge in box)
    return slice(top, bottom), slice(left, right)


def _span(mask: NDArray[np.bool_]) -> tuple[slice, slice]:
    """The smallest part of a ground that holds all cells of a mask, as an index."""
    rows, columns = (np.append(np.flatnonzero(mask.any(axis=axis)), -1) for axis in (1, 0))
    return slice(int(rows[0]), int(rows.max()) + 1), slice(int(columns[0]), int(columns.max()) + 1)


def _filled(parts: Sequence[NDArray[np.float64]], shape: tuple[int, int]) -> NDArray[np.bool_]:
    """The cells whose middle lies inside an odd number of rings: each edge turns over all that lie right of it in its rows."""
    turns = np.zeros((shape[0], shape[1] + 1), np.int32)
    x0, y0 = np.concatenate([ring[:-1] for ring in parts]).T
    x1, y1 = np.concatenate([ring[1:] for ring in parts]).T
    first = np.ceil(np.minimum(y0, y1) - 0.5).astype(int)
    count = np.ceil(np.maximum(y0, y1) - 0.5).astype(int) - first
    edge = np.repeat(np.arange(len(x0)), count)
    row = first[edge] + np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
    x = x0[edge] + (row + 0.5 - y0[edge]) * (x1 - x0)[edge] / (y1 - y0)[edge]
    np.add.at(turns, (row.clip(0, shape[0] - 1), np.ceil(x - 0.5).astype(int).clip(0, shape[1])), 1)
    inside: NDArray[np.bool_] = turns.cumsum(axis=1)[:, :-1] % 2 == 1
    return inside

"""Where the areas of a GeoJSON lie, in degrees and on a map."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import log, pi, radians, tan
from typing import Any

import numpy as np
from numpy.typing import NDArray

# West, south, east, north in degrees; or left, top, right, bottom in pixels.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """A GeoJSON as a key: those who draw share one and change none, so that the same one is the same object."""

    geojson: dict[str, Any]

    def __hash__(self) -> int:
        """Return a number that this GeoJSON alone has as long as it is kept."""
        return id(self.geojson)

    def __eq__(self, other: object) -> bool:
        """Say whether it is this very GeoJSON."""
        return isinstance(other, Outline) and other.geojson is self.geojson


def bounds(geojson: dict[str, Any]) -> Box:
    """West, south, east and north of everything in the GeoJSON, in degrees."""
    return _bounds(Outline(geojson))


@lru_cache(maxsize=32)
def _bounds(outline: Outline) -> Box:
    return _around(_bounds_of(feature) for feature in outline.geojson["features"])


@lru_cache(maxsize=8)
def border_lines(outline: Outline) -> tuple[list[float | None], list[float | None]]:
    """The longitudes and latitudes of all borders, with a gap after each; read them, do not change them."""
    corners: list[tuple[float | None, float | None]] = []
    for feature in outline.geojson["features"]:
        for ring in rings(feature["geometry"]["coordinates"]):
            corners += [*((round(corner[0], 4), round(corner[1], 4)) for corner in ring), (None, None)]
    lon, lat = zip(*corners, strict=True)
    return list(lon), list(lat)


def mercator(lon: float, lat: float) -> tuple[float, float]:
    """Where a place lies on a map of the world, in radians to the right and down."""
    return radians(lon), -log(tan(pi / 4 + radians(lat) / 2))


def mercators(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same of rows of longitude and latitude."""
    lon, lat = np.radians(corners[:, :2]).T
    return np.stack([lon, -np.log(np.tan(pi / 4 + lat / 2))], axis=1)


def _around(boxes: Iterable[Box]) -> Box:
    lows_x, lows_y, highs_x, highs_y = zip(*boxes, strict=True)
    return min(lows_x), min(lows_y), max(highs_x), max(highs_y)


def _bounds_of(feature: dict[str, Any]) -> Box:
    corners = np.concatenate(
        [np.asarray(ring, float)[:, :2] for ring in rings(feature["geometry"]["coordinates"])]
    )
    (west, south), (east, north) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return west, south, east, north


def rings(coordinates: Any) -> Iterator[Any]:
    """Yield the lists of corners, however deep they lie."""
    if isinstance(coordinates[0], int | float):
        yield [coordinates]
    elif isinstance(coordinates[0][0], int | float):
        yield coordinates
    else:
        for part in coordinates:
            yield from rings(part)

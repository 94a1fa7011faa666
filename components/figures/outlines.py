"""Where the areas of a GeoJSON lie, in degrees and in pixels."""

from collections.abc import Callable, Iterable, Iterator
from math import log, pi, radians, tan
from typing import Any

import numpy as np

# West, south, east, north in degrees; or left, top, right, bottom in pixels.
Box = tuple[float, float, float, float]


def bounds(geojson: dict[str, Any]) -> Box:
    """West, south, east and north of everything in the GeoJSON, in degrees."""
    return _around(_bounds_of(feature) for feature in geojson["features"])


def projection(
    geojson: dict[str, Any], room: tuple[int, int]
) -> tuple[Callable[[float, float], tuple[float, float]], dict[str, Box]]:
    """Longitude and latitude to pixels on a map that fills the room, and the pixel bounds of each area."""
    boxes: dict[str, Box] = {}
    for feature in geojson["features"]:
        # Mercator bends no meridian and no parallel: the bounds of an area are those of its box.
        west, south, east, north = _bounds_of(feature)
        boxes[feature["id"]] = (*_mercator(west, north), *_mercator(east, south))
    x0, y0, x1, y1 = _around(boxes.values())
    scale = min(room[0] / (x1 - x0), room[1] / (y1 - y0))

    def to_pixels(lon: float, lat: float) -> tuple[float, float]:
        x, y = _mercator(lon, lat)
        return (x - x0) * scale, (y - y0) * scale

    return to_pixels, {
        code: ((b[0] - x0) * scale, (b[1] - y0) * scale, (b[2] - x0) * scale, (b[3] - y0) * scale)
        for code, b in boxes.items()
    }


def _mercator(lon: float, lat: float) -> tuple[float, float]:
    return radians(lon), -log(tan(pi / 4 + radians(lat) / 2))


def _around(boxes: Iterable[Box]) -> Box:
    lows_x, lows_y, highs_x, highs_y = zip(*boxes, strict=True)
    return min(lows_x), min(lows_y), max(highs_x), max(highs_y)


def _bounds_of(feature: dict[str, Any]) -> Box:
    corners = np.concatenate(
        [np.asarray(ring, float)[:, :2] for ring in _rings(feature["geometry"]["coordinates"])]
    )
    (west, south), (east, north) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return west, south, east, north


def _rings(coordinates: Any) -> Iterator[Any]:
    """Lists of corners, however deep they lie."""
    if isinstance(coordinates[0], int | float):
        yield [coordinates]
    elif isinstance(coordinates[0][0], int | float):
        yield coordinates
    else:
        for part in coordinates:
            yield from _rings(part)

"""Where the areas of a GeoJSON lie, in degrees and in pixels."""

from collections.abc import Callable, Iterator
from math import log, pi, radians, tan
from typing import Any

# West, south, east, north in degrees; or left, top, right, bottom in pixels.
Box = tuple[float, float, float, float]


def bounds(geojson: dict[str, Any]) -> Box:
    """West, south, east and north of everything in the GeoJSON, in degrees."""
    corners = [
        corner for feature in geojson["features"] for corner in _corners(feature["geometry"]["coordinates"])
    ]
    lons, lats = zip(*corners, strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def projection(
    geojson: dict[str, Any], room: tuple[int, int]
) -> tuple[Callable[[float, float], tuple[float, float]], dict[str, Box]]:
    """Longitude and latitude to pixels on a map that fills the room, and the pixel bounds of each area."""
    boxes: dict[str, Box] = {}
    for feature in geojson["features"]:
        xs, ys = zip(
            *(_mercator(*corner) for corner in _corners(feature["geometry"]["coordinates"])), strict=True
        )
        boxes[feature["id"]] = (min(xs), min(ys), max(xs), max(ys))
    x0, y0 = min(b[0] for b in boxes.values()), min(b[1] for b in boxes.values())
    x1, y1 = max(b[2] for b in boxes.values()), max(b[3] for b in boxes.values())
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


def _corners(coordinates: Any) -> Iterator[tuple[float, float]]:
    if coordinates and isinstance(coordinates[0], int | float):
        yield coordinates[0], coordinates[1]
        return
    for part in coordinates:
        yield from _corners(part)

"""Where the names and values of places stand on a map: in their own area, beside it at the end of a line, or not at all."""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Any, Literal, NamedTuple

import numpy as np

from components.figures.grounds import CELL, Ground, Point
from components.figures.labels import escape, width
from components.figures.leaders import Leader, leaders
from components.figures.marks import Say
from components.figures.outlines import Outline
from components.words.theme import Style, readable_on

_MIDDLE = "middle center"
POSITIONS = {
    _MIDDLE: (0.0, 0.0),
    "middle left": (-0.5, 0.0),
    "middle right": (0.5, 0.0),
    "top center": (0.0, -0.5),
    "bottom center": (0.0, 0.5),
}
#: Type is placed at this size on a map of at most this room: on a larger one it has more air.
ROOM, SIZE = (400, 290), 11
#: Pixels beside, and above and below, the areas where texts may stand; between such a text and whatever is next to it.
EDGES, _AIR = (64, 16), 3
#: More than so many lines beside a map would be a thicket.
_MOST = 10
#: Between a line and the text at its end.
_GAP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Placed:
    """A label of one place and how scattergeo is to draw it.

    `is_within` its own area it reads best in an ink of its own; `has_value` says that it carries its number. `leader` is
    the place that a line leads to from it, `frame` the north west and south east of a text beside the map.
    """

    code: str
    lon: float
    lat: float
    text: str
    position: str
    size: int
    is_within: bool
    has_value: bool = False
    leader: Point | None = None
    frame: tuple[Point, Point] | None = None


class _Label(NamedTuple):
    """A place and how many cells its texts cover: name and value in its area and beside the map, and the name alone."""

    code: str
    lon: float
    lat: float
    within: tuple[int, int] | None
    beside: tuple[int, int] | None
    alone: tuple[float, float]


class _Spot(NamedTuple):
    """Where a label stands, before it is said what it says."""

    kind: Literal["within", "beside", "alone"]
    lon: float
    lat: float
    position: str
    frame: tuple[Point, Point] | None = None


def placed(
    rows: list[dict[str, Any]],
    name: str,
    say: Say,
    geojson: dict[str, Any],
    type_size: int = SIZE,
    *,
    has_leaders: bool = True,
) -> list[Placed]:
    """Labels in type of a size, the first rows first.

    Name and value stand in their own area where it has room for them, else, if it may be, beside the map at the end of a
    line, else the name alone, else nothing.
    """
    names = {row["code"]: escape(str(row[name])) for row in rows}
    values = {row["code"]: escape(say(row["value"])) for row in rows if row["value"] is not None}
    by_code = {row["code"]: row for row in rows}
    labels = tuple(_label(row, names[row["code"]], values.get(row["code"])) for row in rows)
    spots = _spots(Outline(geojson), labels, has_leaders=has_leaders)
    return [
        _placed(by_code[code], spot, names[code], values.get(code), type_size) for code, spot in spots.items()
    ]


def _label(row: dict[str, Any], name: str, value: str | None) -> _Label:
    alone = _extent(name, air=0)
    if value is None:
        return _Label(row["code"], row["lon"], row["lat"], None, None, alone)
    within, beside = (
        (ceil(wide), ceil(tall))
        for wide, tall in (_extent(f"{name}<br>{value}", air=0), _extent(f"{_GAP}{name} {value}", air=_AIR))
    )
    return _Label(row["code"], row["lon"], row["lat"], within, beside, alone)


def _placed(row: dict[str, Any], spot: _Spot, name: str, value: str | None, size: int) -> Placed:
    """Return a label with its text."""
    at = (row["code"], spot.lon, spot.lat)
    if spot.kind == "alone":
        return Placed(*at, name, spot.position, size - 1, is_within=False)
    if spot.kind == "within":
        return Placed(*at, f"{name}<br>{value}", spot.position, size, is_within=True, has_value=True)
    text = f"{name} {value}"
    shown = {"middle right": _GAP + text, "middle left": text + _GAP}.get(spot.position, text)
    return Placed(*at, shown, spot.position, size, is_within=False, has_value=True, leader=(row["lon"], row["lat"]),
                  frame=spot.frame)  # fmt: skip


@lru_cache(maxsize=256)
def _spots(outline: Outline, labels: tuple[_Label, ...], *, has_leaders: bool) -> dict[str, _Spot]:
    """Where labels stand: it depends on the outline and on how much room each text takes, and costs more than all other marks."""
    ground = _ground(outline, has_edges=has_leaders).cleared()
    done: dict[str, _Spot] = {}
    for label in labels:
        if spot := _in_its_area(label, ground):
            done[label.code] = spot
    left = [label for label in labels if label.code not in done]
    if has_leaders and len(left) <= _MOST:
        done |= _beside([label for label in left if label.beside], ground)
    for label in left:
        if label.code not in done and (spot := _alone(label, ground)):
            done[label.code] = spot
    return done


@lru_cache(maxsize=32)
def _ground(outline: Outline, *, has_edges: bool) -> Ground:
    """The ground of an outline, which is not written to."""
    return Ground.of(outline.geojson, ROOM, EDGES if has_edges else (0, 0))


def _in_its_area(label: _Label, ground: Ground) -> _Spot | None:
    if label.within is None or label.code not in ground.codes:
        return None
    boxes = ground.boxes(label.code, *label.within)
    if not len(boxes):
        return None
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    nearest = int(np.argmin(np.hypot(*(middles - ground.point(label.lon, label.lat)).T)))
    left, top, right, bottom = boxes[nearest].tolist()
    ground.take((left, top, right, bottom))
    lon, lat = ground.place(((left + right) / 2, (top + bottom) / 2))
    return _Spot("within", lon, lat, _MIDDLE)


def _beside(labels: list[_Label], ground: Ground) -> dict[str, _Spot]:
    homes = [ground.point(label.lon, label.lat) for label in labels]
    found = leaders(ground, homes, [label.beside for label in labels if label.beside])
    return {labels[index].code: _led(way, ground) for index, way in found.items()}


def _led(way: Leader, ground: Ground) -> _Spot:
    frame = (ground.place(way.box[:2]), ground.place(way.box[2:]))
    return _Spot("beside", *ground.place(way.end), way.position, frame)


def _alone(label: _Label, ground: Ground) -> _Spot | None:
    """The name without its value, which may reach over the neighbours."""
    x, y = ground.point(label.lon, label.lat)
    wide, tall = label.alone
    for position, (across, down) in POSITIONS.items():
        left, top = x + (across - 0.5) * wide, y + (down - 0.5) * tall
        box = (left, top, left + wide, top + tall)
        if ground.is_free(box):
            ground.take(box)
            return _Spot("alone", label.lon, label.lat, position)
    return None


def _extent(text: str, *, air: int) -> tuple[float, float]:
    """How many cells a text covers, with air around it."""
    return (width(text, SIZE * (1.08 if air else 1)) + 2 * air) / CELL, (
        (text.count("<br>") + 1) * SIZE * 1.2 + air
    ) / CELL


def halo(style: Style) -> str:
    """An outline of a pixel to each side and a soft edge: type over any line and any area is read."""
    sides = ("1px 0", "-1px 0", "0 1px", "0 -1px")
    return ", ".join([*(f"{side} 0 {style.surface}" for side in sides), *[f"0 0 3px {style.surface}"] * 3])


def names_on_map(
    spots: list[Placed], fills: dict[str, str], selected: frozenset[str], style: Style
) -> dict[str, Any]:
    """The placed labels as a trace, each in the ink that reads best on its own area (code to fill)."""
    # A name that reaches over neighbours of any colour has the ink of the mode and a halo.
    inks = [
        readable_on(fills.get(spot.code, style.no_data), style)
        if spot.is_within and (not selected or spot.code in selected)
        else style.ink
        for spot in spots
    ]
    halos = ["none" if spot.is_within else halo(style) for spot in spots]
    return {
        "type": "scattergeo",
        "mode": "text",
        "lon": [spot.lon for spot in spots],
        "lat": [spot.lat for spot in spots],
        "text": [spot.text for spot in spots],
        "textposition": [spot.position for spot in spots],
        "textfont": {
            "size": [spot.size for spot in spots],
            "color": inks,
            "shadow": halos,
        },
        "customdata": [[spot.code] for spot in spots],
        "hoverinfo": "skip",
    }


def leaders_on_map(spots: list[Placed], style: Style) -> list[dict[str, Any]]:
    """The lines from labels beside the map to their areas: cased, so that they are seen on an area of any colour."""
    led = [(spot, spot.leader) for spot in spots if spot.leader]
    if not led:
        return []
    line = {
        "type": "scattergeo",
        "mode": "lines+markers",
        "lon": [lon for spot, home in led for lon in (home[0], spot.lon, None)],
        "lat": [lat for spot, home in led for lat in (home[1], spot.lat, None)],
        "customdata": [[spot.code] for spot, _ in led for _ in range(3)],
        "hoverinfo": "skip",
    }
    casing, ink = ((style.surface, 3, 7), (style.ink, 1, 4))
    return [
        line | {"line": {"color": colour, "width": wide}, "marker": {"color": colour, "opacity": 1, "size": [dot, 0, 0] * len(led)}}
        for colour, wide, dot in (casing, ink)
    ]  # fmt: skip

"""Which place names fit on a map, and where they stand so that none covers another."""

from dataclasses import dataclass
from typing import Any

from components.figures.labels import escape, width
from components.figures.marks import Say
from components.figures.outlines import Box, projection
from components.theme import Style, readable_on

_MIDDLE = "middle center"
POSITIONS = {
    _MIDDLE: (0.0, 0.0),
    "middle left": (-0.5, 0.0),
    "middle right": (0.5, 0.0),
    "top center": (0.0, -0.5),
    "bottom center": (0.0, 0.5),
}


@dataclass(frozen=True)
class Placed:
    """A label of one place and how scattergeo is to draw it; `is_within` its own area it reads best in an ink of its own."""

    code: str
    lon: float
    lat: float
    text: str
    position: str
    size: int
    is_within: bool


def placed(
    rows: list[dict[str, Any]],
    name: str,
    say: Say,
    geojson: dict[str, Any],
    room: tuple[int, int],
    type_size: int = 11,
) -> list[Placed]:
    """Labels, the first rows first: name and value where there is one and room for it, else the name alone, else none."""
    to_pixels, boxes = projection(geojson, room)
    taken: list[Box] = []
    done: list[Placed] = []
    wanted = [(row, lines) for lines in (2, 1) for row in rows if lines == 1 or row["value"] is not None]
    for row, lines in wanted:
        if any(spot.code == row["code"] for spot in done):
            continue
        own = boxes.get(row["code"])
        text, size = _text(row, name, say, lines, type_size)
        x, y = to_pixels(row["lon"], row["lat"])
        for position in POSITIONS:
            box = _box(x, y, text, size, position)
            is_within = own is not None and _inside(box, own)
            if (lines == 2 and not is_within) or any(_overlap(box, other) for other in taken):
                continue
            taken.append(box)
            done.append(
                Placed(
                    row["code"],
                    row["lon"],
                    row["lat"],
                    text,
                    position,
                    size,
                    is_within and position == _MIDDLE,
                )
            )
            break
    return done


def _text(row: dict[str, Any], name: str, say: Say, lines: int, size: int) -> tuple[str, int]:
    short = escape(str(row[name]))
    return (f"{short}<br>{escape(say(row['value']))}", size) if lines == 2 else (short, size - 1)


def _box(x: float, y: float, text: str, size: int, position: str) -> Box:
    wide, tall = width(text, size) + 2, (text.count("<br>") + 1) * size * 1.3
    across, down = POSITIONS[position]
    return (
        x + (across - 0.5) * wide,
        y + (down - 0.5) * tall,
        x + (across + 0.5) * wide,
        y + (down + 0.5) * tall,
    )


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _inside(inner: Box, outer: Box) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


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
    halo = ", ".join([f"0 0 3px {style.surface}"] * 3)
    halos = ["none" if spot.is_within else halo for spot in spots]
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

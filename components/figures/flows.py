"""What flows between one place and many: areas filled by quantity, and lines from the place that are wider for more."""

from collections.abc import Iterator, Sequence
from math import atan, degrees, exp, log, pi, radians, tan
from typing import Any

from components.figures import marks
from components.figures.headings import two_lines
from components.figures.labels import escape
from components.figures.maps import choropleth
from components.figures.marks import Row, Say
from components.figures.outlines import bounds
from components.figures.places import Placed, halo, placed
from components.figures.plain_values import Figure, figure
from components.words.theme import FADED, Style

#: The width of a line in pixels by its share of the largest flow, in steps.
_WIDTHS = ((0.5, 4.0), (0.25, 2.8), (0.1, 1.8), (0.0, 1.0))
#: So many of the largest have their name on the map.
_NAMED = 8
#: Names are placed as on a telephone, so that none covers another there either.
_ROOM = (330, 330)


def flows(
    rows: Sequence[Row],
    *,
    style: Style,
    say: Say,
    geojson: dict[str, Any],
    home: tuple[float, float],
    home_name: str = "",
    lines: dict[str, Any] | None = None,
    url: str = "",
    selected: frozenset[str] = frozenset(),
    feature_label: str = "label",
    caption: str = "",
    width: int = 380,
) -> Figure:
    """A map as `maps.choropleth` draws it, with a line from `home` (longitude, latitude) to each area that has a value.

    `lines` are those that must stand on the map besides its areas, as a FeatureCollection of lines.
    """
    base = choropleth(
        rows, style=style, say=say, geojson=geojson, url=url, selected=selected, width=width, is_named=False,
    )  # fmt: skip
    *areas, _ = base["data"]
    drawn = [row for row in marks.by_value(marks.rows(rows)) if (row["value"] or 0) > 0]
    largest = [row for place, row in enumerate(drawn) if place < _NAMED or row["code"] in selected]
    names = _names(placed(largest, feature_label, say, geojson, has_leaders=False), style)
    traces = [
        *areas,
        *_borders(lines, style),
        *_arcs(drawn, home, style, selected),
        names,
        _home(home, home_name, style),
    ]
    layout = base["layout"] | {"geo": base["layout"]["geo"] | _whole(geojson, lines)}
    if caption:
        below = layout["margin"]["b"] + 28
        layout |= {
            "annotations": [*layout["annotations"], _source(caption, style, below)],
            "margin": layout["margin"] | {"b": below},
        }
    return figure(traces, layout)


def _source(caption: str, style: Style, below: int) -> dict[str, Any]:
    """Where the map comes from, on two lines where one would be cut off on a telephone, at the foot of so many pixels."""
    place = {
        "xref": "paper",
        "yref": "paper",
        "xanchor": "right",
        "yanchor": "bottom",
        "yshift": -below,
        "align": "right",
    }
    font = {"color": style.muted, "size": 10}
    return marks.note(two_lines(caption, _ROOM[0]), 1, 0, style.muted, font=font, **place)


def _names(spots: list[Placed], style: Style) -> dict[str, Any]:
    """The names of the largest, with a halo: lines pass under them."""
    return {
        "type": "scattergeo",
        "mode": "text",
        "lon": [spot.lon for spot in spots],
        "lat": [spot.lat for spot in spots],
        "text": [spot.text for spot in spots],
        "textposition": [spot.position for spot in spots],
        "textfont": {"color": style.ink, "size": [spot.size for spot in spots], "shadow": halo(style)},
        "customdata": [[spot.code] for spot in spots],
        "hoverinfo": "skip",
    }


def _whole(geojson: dict[str, Any], lines: dict[str, Any] | None) -> dict[str, Any]:
    """The frame of the map, areas and lines whole: Mercator is centred where plotly would not, halfway on paper."""
    west, south, east, north = bounds(geojson)
    for lon, lat in _corners(lines):
        west, south, east, north = min(west, lon), min(south, lat), max(east, lon), max(north, lat)
    halfway = (_stretched(south) + _stretched(north)) / 2
    return {
        "lonaxis": {"range": [west, east]},
        "lataxis": {"range": [south, north]},
        "center": {"lon": (west + east) / 2, "lat": degrees(2 * atan(exp(halfway)) - pi / 2)},
    }


def _stretched(lat: float) -> float:
    return log(tan(pi / 4 + radians(lat) / 2))


def _arcs(
    drawn: list[dict[str, Any]], home: tuple[float, float], style: Style, selected: frozenset[str]
) -> list[dict[str, Any]]:
    """A trace for each width that occurs, and of those that are not selected a pale one."""
    groups: dict[tuple[float, bool], list[dict[str, Any]]] = {}
    largest = max((row["value"] for row in drawn), default=1.0)
    for row in drawn:
        wide = next(width for share, width in _WIDTHS if row["value"] / largest >= share)
        groups.setdefault((wide, not selected or row["code"] in selected), []).append(row)
    return [
        {
            "type": "scattergeo",
            "mode": "lines",
            "lon": [lon for row in rows for lon in (home[0], row["lon"], None)],
            "lat": [lat for row in rows for lat in (home[1], row["lat"], None)],
            "customdata": [[row["code"]] for row in rows for _ in range(3)],
            "line": {"color": style.categories[1], "width": wide},
            "opacity": 0.6 if lit else FADED / 2,
            "hoverinfo": "skip",
        }
        for (wide, lit), rows in groups.items()
    ]


def _home(home: tuple[float, float], name: str, style: Style) -> dict[str, Any]:
    return {
        "type": "scattergeo",
        "mode": "markers+text",
        "lon": [home[0]],
        "lat": [home[1]],
        "text": [f"<b>{escape(name)}</b>"],
        "textposition": "bottom right",
        "textfont": {"color": style.ink, "size": 12, "shadow": halo(style)},
        "marker": {"color": style.bad, "size": 8, "line": {"color": style.surface, "width": 1.5}},
        "customdata": [[marks.OTHER]],
        "hoverinfo": "skip",
    }


def _borders(lines: dict[str, Any] | None, style: Style) -> list[dict[str, Any]]:
    """The lines that must stand on the map, as one trace."""
    if lines is None:
        return []
    lon: list[float | None] = []
    lat: list[float | None] = []
    for part in _parts(lines):
        lon += [*(corner[0] for corner in part), None]
        lat += [*(corner[1] for corner in part), None]
    line = {"color": style.muted, "width": 1.2}
    return [
        {"type": "scattergeo", "mode": "lines", "lon": lon, "lat": lat, "line": line, "hoverinfo": "skip",
         "customdata": [[marks.OTHER]] * len(lon)}
    ]  # fmt: skip


def _parts(lines: dict[str, Any]) -> Iterator[list[list[float]]]:
    for feature in lines["features"]:
        coordinates = feature["geometry"]["coordinates"]
        yield from [coordinates] if feature["geometry"]["type"] == "LineString" else coordinates


def _corners(lines: dict[str, Any] | None) -> Iterator[tuple[float, float]]:
    for part in _parts(lines) if lines else ():
        yield from ((corner[0], corner[1]) for corner in part)

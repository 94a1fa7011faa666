"""Places as points on a map, each with the shape and colour of its group."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any, Self

from components.figures import marks
from components.figures.captions import caption as source
from components.figures.labels import escape
from components.figures.labels import width as width_of
from components.figures.marks import Row, Say
from components.figures.outlines import Box, Outline, border_lines
from components.figures.plain_values import Figure, figure
from components.words.theme import CLEAR, Style

#: Room around the outermost points, as a share of their extent, and the least extent in degrees.
_ROOM, _LEAST = 0.05, 0.12
#: Pixels for the legend above the map and for its source line below.
_LEGEND, _FOOT = 26, 16


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of point: its code and word, its colour and shape, its size, and whether its points carry their names."""

    code: str
    label: str
    colour: str
    symbol: str = "circle"
    size: int = 11
    is_named: bool = False


def points(
    rows: Sequence[Row],
    *,
    style: Style,
    say: Say,
    groups: Sequence[Group],
    geojson: dict[str, Any],
    places: Sequence[Row],
    url: str = "",
    caption: str = "",
    selected: frozenset[str] = frozenset(),
    width: int = 1180,
    height: int = 400,
) -> Figure:
    """Points of code, label, value, lon, lat, group (a code of `groups`) over the parts of a map; `more` is a line for the tip.

    The map goes as far as the points do and fills a card of `width` by `height` pixels, which also decide which names fit.
    Groups are drawn in their order, the last above all; a legend names them with how many each has. `places` are the names of
    the parts: label, lon, lat. With `url` the browser fetches the GeoJSON from there.
    """
    placed = [
        row
        for row in marks.rows(rows)
        if marks.number(row["lon"]) is not None and marks.number(row["lat"]) is not None
    ]
    view = _View.around(placed or marks.rows(places), width, height - _LEGEND - _FOOT)
    named = {group.code for group in groups if group.is_named}
    # A name may cover the points of the first group, which are the most and matter least, never others or another name.
    taken = [view.box(row) for row in placed if row["group"] != groups[0].code]
    names = _names([row for row in placed if row["group"] in named], view, taken, style)
    taken += [view.box(row) for row in placed]
    traces = [_ground(geojson, url, style), _borders(geojson, style), _parts(places, view, taken, style)]
    traces += [_group(group, placed, selected, style) for group in groups]
    legend = {
        "orientation": "h", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom", "bgcolor": CLEAR, "itemclick": False,
        "itemdoubleclick": False, "font": {"color": style.ink, "size": 12}, "traceorder": "normal",
    }  # fmt: skip
    notes, foot = source(caption, style, min(width, _CAPTION))
    layout = marks.layout(
        style, 2, 2, _LEGEND, foot, geo=view.geo(), annotations=notes, showlegend=True, legend=legend
    )
    return figure([*traces, names, _touch(groups, placed, say)], layout)


@dataclass(frozen=True, slots=True)
class _View:
    """The part of the world that is shown, in degrees, and its size in pixels."""

    west: float
    south: float
    east: float
    north: float
    wide: float
    tall: float

    @classmethod
    def around(cls, rows: list[dict[str, Any]], wide: float, tall: float) -> Self:
        """The points with some room, in the shape of the card."""
        lons, lats = [float(row["lon"]) for row in rows], [float(row["lat"]) for row in rows]
        across = max(max(lons) - min(lons), _LEAST) * (1 + 2 * _ROOM)
        down = max(max(lats) - min(lats), _LEAST) * (1 + 2 * _ROOM)
        x, y = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
        stretch = 1 / cos(
            radians(y)
        )  # Mercator: a degree of latitude is that much longer than one of longitude
        across, down = max(across, down * stretch * wide / tall), max(down, across / stretch * tall / wide)
        return cls(x - across / 2, y - down / 2, x + across / 2, y + down / 2, wide, tall)

    def pixels(self, row: dict[str, Any]) -> tuple[float, float]:
        """Where a place stands, from the top left."""
        x = (float(row["lon"]) - self.west) / (self.east - self.west) * self.wide
        return x, (self.north - float(row["lat"])) / (self.north - self.south) * self.tall

    def box(self, row: dict[str, Any]) -> Box:
        """What a point covers."""
        x, y = self.pixels(row)
        return x - 6, y - 6, x + 6, y + 6

    def holds(self, box: Box) -> bool:
        """Whether a box lies within the map."""
        return box[0] > 0 and box[1] > 0 and box[2] < self.wide and box[3] < self.tall

    def geo(self) -> dict[str, Any]:
        """The layout of the map."""
        return {
            "visible": False, "projection": {"type": "mercator"}, "lonaxis": {"range": [self.west, self.east]},
            "lataxis": {"range": [self.south, self.north]}, "bgcolor": CLEAR, "showframe": False,
        }  # fmt: skip


def _ground(geojson: dict[str, Any], url: str, style: Style) -> dict[str, Any]:
    """The parts of the map, all in one quiet colour."""
    codes = [feature["id"] for feature in geojson["features"]]
    return {
        "type": "choropleth", "geojson": url or geojson, "featureidkey": "id", "locations": codes, "customdata": [[marks.OTHER]] * len(codes), "z": [0] * len(codes),
        "colorscale": [[0, style.ground], [1, style.ground]], "showscale": False, "showlegend": False, "hoverinfo": "skip",
        "marker": {"line": {"width": 0}},
    }  # fmt: skip


def _borders(geojson: dict[str, Any], style: Style) -> dict[str, Any]:
    """The borders of the parts as lines of their own: those of a cut area would run along the edge of the map too."""
    lon, lat = border_lines(Outline(geojson))
    return {
        "type": "scattergeo", "mode": "lines", "lon": lon, "lat": lat, "customdata": [[marks.OTHER]] * len(lon), "hoverinfo": "skip",
        "line": {"color": style.other, "width": 1}, "showlegend": False,
    }  # fmt: skip


def _parts(places: Sequence[Row], view: _View, taken: list[Box], style: Style) -> dict[str, Any]:
    """The names of the parts, muted, where they cover no point."""
    rows = [row | {"value": None} for row in marks.rows(places)]
    return _texts(
        rows, view, taken, (style.muted, style.ground), {"middle center": (-0.5, -0.5, 0, 0), **_SIDES}
    )


def _group(
    group: Group, rows: list[dict[str, Any]], selected: frozenset[str], style: Style
) -> dict[str, Any]:
    own = [row for row in rows if row["group"] == group.code]
    return {
        "type": "scattergeo", "mode": "markers", "name": f"{escape(group.label)} {len(own)}",
        "lon": [row["lon"] for row in own], "lat": [row["lat"] for row in own], "customdata": [[row["code"]] for row in own],
        "marker": {
            "color": group.colour, "symbol": group.symbol, "size": group.size, "line": {"color": style.surface, "width": 1},
            "opacity": marks.opacities([row["code"] for row in own], selected),
        },
        "hoverinfo": "skip",
    }  # fmt: skip


def _touch(groups: Sequence[Group], rows: list[dict[str, Any]], say: Say) -> dict[str, Any]:
    """What the mouse meets: every point at one small size, unseen, so that the nearest answers and not the smallest mark."""
    words = {group.code: group.label for group in groups}
    return {
        "type": "scattergeo", "mode": "markers", "lon": [row["lon"] for row in rows], "lat": [row["lat"] for row in rows],
        "customdata": [[row["code"]] for row in rows], "marker": {"size": 6, "opacity": 0}, "showlegend": False,
        "hovertext": [
            marks.hover({**row, "n": None}, say, words.get(row["group"], ""), str(row.get("more") or "")) for row in rows
        ],
        "hoverinfo": "text",
    }  # fmt: skip


#: On a telephone, and where a page has two columns, a card is as narrow as this.
_CAPTION = 320
#: Where a name may stand by its point: shares of its own width and height, and pixels away from the point.
_SIDES = {
    "middle right": (0.0, -0.5, 8, 0), "middle left": (-1.0, -0.5, -8, 0), "top center": (-0.5, -1.0, 0, -8),
    "bottom center": (-0.5, 0.0, 0, 8),
}  # fmt: skip


def _names(rows: list[dict[str, Any]], view: _View, taken: list[Box], style: Style) -> dict[str, Any]:
    """The names of points beside them, the lowest first."""
    return _texts(marks.by_value(rows)[::-1], view, taken, (style.ink, style.surface), _SIDES)


def _texts(
    rows: list[dict[str, Any]],
    view: _View,
    taken: list[Box],
    inks: tuple[str, str],
    sides: dict[str, tuple[float, float, int, int]],
) -> dict[str, Any]:
    """Texts that cover neither a point nor each other; those that would are left out. `inks` are theirs and their halo's."""
    ink, halo = inks
    done: list[tuple[dict[str, Any], str]] = []
    for row in rows:
        x, y = view.pixels(row)
        long, tall = width_of(str(row["label"])) + 4, 16.0
        for position, (across, down, right, below) in sides.items():
            left, top = x + across * long + right, y + down * tall + below
            box = (left, top, left + long, top + tall)
            if view.holds(box) and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                done.append((row, position))
                break
    return {
        "type": "scattergeo", "mode": "text", "lon": [row["lon"] for row, _ in done], "lat": [row["lat"] for row, _ in done],
        "text": [_aside(str(row["label"]), position) for row, position in done], "textposition": [position for _, position in done],
        "textfont": {"color": ink, "size": 12, "shadow": f"0 0 3px {halo}, 0 0 3px {halo}"}, "customdata": [[row.get("code", marks.OTHER)] for row, _ in done],
        "hoverinfo": "skip", "showlegend": False,
    }  # fmt: skip


def _aside(text: str, position: str) -> str:
    """The text with room for the point that it stands by: plotly sets it onto the point itself."""
    gap = "\u00a0" * 3
    return {"middle right": gap + escape(text), "middle left": escape(text) + gap}.get(position, escape(text))


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]

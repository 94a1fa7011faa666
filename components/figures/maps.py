"""Districts filled by quantity, with names and values on them."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from components.figures import marks
from components.figures.captions import caption as source
from components.figures.classes import classes, colour_scale
from components.figures.colour_keys import class_key
from components.figures.marks import Row, Say
from components.figures.outlines import bounds
from components.figures.places import SIZE, Placed, leaders_on_map, names_on_map, placed
from components.figures.plain_values import Figure, figure
from components.words.theme import CLEAR, FADED, Style


def choropleth(
    rows: Sequence[Row],
    *,
    style: Style,
    say: Say,
    geojson: dict[str, Any],
    url: str = "",
    selected: frozenset[str] = frozenset(),
    feature_label: str = "label",
    caption: str = "",
    width: int = 380,
    type_size: int = SIZE,
    is_named: bool = True,
) -> Figure:
    """Areas of the GeoJSON (`id` = code, exterior rings clockwise) filled by the class of `value` (`classes.classes`).

    Columns: code, label, value, lon, lat and the column named by `feature_label` (the short name on the map).
    Areas without a value are grey, and say `why` where a row has that. With `url` the browser fetches the same GeoJSON from there, once for all maps, instead
    of finding it in each figure. `width` in pixels only decides whether the caption takes a second line. Where every value
    stands on the map in words, no key repeats them, else the key stands below it; `is_named` says whether names stand on it at all.
    """
    every = marks.rows(rows)
    known = [row for row in every if row["value"] is not None]
    found = classes([row["value"] for row in known], say)
    ramp, shades = found.ramp(style), [found.of(row["value"]) for row in known]
    blank = _blank(every, geojson)
    areas = partial(_areas, geojson=url or geojson, style=style, say=say, opacity=FADED if selected else 1.0)
    drawn = {f["id"] for f in geojson["features"]}
    labelled = [row for row in marks.by_value(every) if row["code"] in drawn]
    spots = placed(labelled, feature_label, say, geojson, type_size) if is_named else []
    is_told = {row["code"] for row in known} <= {spot.code for spot in spots if spot.has_value}
    key, high = (
        ([], 0) if is_told else class_key(found, style, say, 0, has_blank=bool(blank), size=type_size - 1)
    )
    traces = [areas(known, shades, ramp), areas(blank, [0] * len(blank), [style.no_data])]
    outline = {"marker": {"opacity": 1, "line": {"color": style.accent, "width": 2.5}}}
    picked = [_only(trace, selected) for trace in traces]
    traces += [trace | outline for trace in picked if trace["locations"]]
    fills = {row["code"]: ramp[shade] for row, shade in zip(known, shades, strict=True)}
    traces += [*leaders_on_map(spots, style), names_on_map(spots, fills, selected, style)]
    notes, below = source(caption, style, width, under=high)
    layout = marks.layout(style, 2, 2, 2, below, geo=_geo(geojson, spots), annotations=[*notes, *key],
                          meta={"classes": found.as_meta})  # fmt: skip
    return figure(traces, layout)


def _blank(every: list[dict[str, Any]], geojson: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows for the areas of the GeoJSON that have no value, named by the frame or else by the GeoJSON, with why not."""
    given = {row["code"]: row for row in every}
    known = {row["code"] for row in every if row["value"] is not None}
    return [
        {
            "code": area["id"],
            "label": str(given.get(area["id"], {}).get("label", area["properties"].get("name", area["id"]))),
            "value": None,
            "why": given.get(area["id"], {}).get("why", ""),
        }
        for area in geojson["features"]
        if area["id"] not in known
    ]


def _geo(geojson: dict[str, Any], spots: list[Placed]) -> dict[str, Any]:
    """The map and the texts beside it fill the card; `fitbounds` would leave it at half the size."""
    west, south, east, north = bounds(geojson)
    for (left, top), (right, bottom) in (spot.frame for spot in spots if spot.frame):
        west, south, east, north = min(west, left), min(south, bottom), max(east, right), max(north, top)
    return {
        "visible": False,
        "projection": {"type": "mercator"},
        "lonaxis": {"range": [west, east]},
        "lataxis": {"range": [south, north]},
        "bgcolor": CLEAR,
        "showframe": False,
    }


def _areas(
    rows: list[dict[str, Any]],
    shades: list[int],
    ramp: list[str],
    *,
    geojson: dict[str, Any] | str,
    style: Style,
    say: Say,
    opacity: float,
) -> dict[str, Any]:
    codes = [row["code"] for row in rows]
    return {
        "type": "choropleth",
        "geojson": geojson,
        "featureidkey": "id",
        "locations": codes,
        "z": shades,
        "zmin": -0.5,
        "zmax": len(ramp) - 0.5,
        "colorscale": colour_scale(ramp),
        "showscale": False,
        "customdata": [[code] for code in codes],
        # One opacity for all: a list of them is not drawn for areas.
        "marker": {"opacity": opacity, "line": {"color": style.surface, "width": 1}},
        "hovertext": [marks.hover(row, say, str(row.get("why", ""))) for row in rows],
        "hoverinfo": "text",
    }


def _only(trace: dict[str, Any], selected: frozenset[str]) -> dict[str, Any]:
    """The areas of a trace that are selected, to be drawn again above all others."""
    keep = [place for place, code in enumerate(trace["locations"]) if code in selected]
    lists = {
        key: [trace[key][place] for place in keep] for key in ("locations", "z", "customdata", "hovertext")
    }
    return trace | lists | {"showscale": False}

"""Platforms as points on the map of the region that a reader is in, by address and credit colour."""

from collections import Counter
from dataclasses import replace
from typing import Any

from components import figures
from components.charts.areas import SUFFIX
from components.charts.base import ChartResult, rows_of, trusted, with_vetoes
from components.charts.splits import bars
from components.figures.points import Group
from components.model.card import Card
from components.model.context import Ask, ChartContext
from components.words import describe, phrases
from components.words.theme import CREDIT_TONES
from data_access.lookups.geo import AreaMap, UnknownBoundaries

#: Colour, shape and size of each credit colour: the shape tells them apart without the colour.
_SHAPES = {"blue": ("circle", 10), "yellow": ("diamond", 14), "red": ("triangle-up", 17)}


def points(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Every platform at its address in its colour, worst on top; a click opens its portrait. Bars where there is no map."""
    indicator, by = spec.main, spec.by[0]
    area = _area(look.focus, ask)
    spots = {row["code"]: row for row in rows_of(ask.addresses())}
    rows = [
        _placed(row, spots.get(row[by]), look.labels.name(by, row[by], look.lang)) | {"code": row[by]}
        for row in trusted(indicator, ask.rows(indicator, (by, "colour"), look.selection.without(by)))
    ]
    rows = with_vetoes(indicator, by, rows, look, ask)
    lost = sum(row["lon"] is None for row in rows)
    if area is None or lost == len(rows):
        instead = bars(spec, look, ask)
        words = phrases.NO_BOUNDARIES if area is None else phrases.NO_ADDRESSES
        return instead and replace(instead, notes=(words(look.lang),), truncation_note="")
    names = [
        place | {"label": SUFFIX.sub("", place["name_en"]) if look.lang == "en" else place["short_name"]}
        for place in rows_of(area.places)
    ]
    figure = figures.points(
        rows, style=look.style, say=describe.say(indicator.unit, look.lang), groups=groups(look), geojson=area.geojson,
        url=area.url, places=names, caption=area.caption(look.lang), selected=look.picked(by),
        width=spec.span * 148, height=spec.height,
    )  # fmt: skip
    notes = (phrases.WITHOUT_ADDRESS(look.lang).format(lost),) if lost else ()
    counts = Counter(row["colour"] for row in rows).most_common()
    words_of = [f"{look.labels.name('colour', colour, look.lang)} {count}" for colour, count in counts]
    return ChartResult(
        figure,
        sorted(rows, key=lambda row: (row["value"] is None, row["value"] or 0)),
        f"{spec.heading(look.lang)}: {', '.join(words_of)}",
        phrases.PLATFORM_COUNT(look.lang).format(len(rows)),
        notes,
    )


def _placed(row: dict[str, Any], spot: dict[str, Any] | None, name: str) -> dict[str, Any]:
    """Return a platform with its place, None where it has none, its colour as its group and its address for the tip."""
    place = {key: spot[key] if spot else None for key in ("lon", "lat", "address")}
    return row | place | {"label": name, "group": row["colour"], "more": place["address"] or ""}


def groups(look: ChartContext) -> list[Group]:
    """Return the credit colours as kinds of points, best first; shapes tell them apart without the colour."""
    return [
        Group(code, look.labels.name("colour", code, look.lang), getattr(look.style, tone), *_SHAPES[code], is_named=code == "red")
        for code, tone in CREDIT_TONES.items()
    ]  # fmt: skip


def _area(focus: str, ask: Ask) -> AreaMap | None:
    """Return the map of the parts of the region that a reader is in, else of the cities of its province, None where there is neither."""
    for area in (focus, f"{focus[:2]}0000"):
        try:
            return ask.area_map(area)
        except UnknownBoundaries:
            continue
    return None

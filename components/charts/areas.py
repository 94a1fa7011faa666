"""Numbers of regions on the map of what holds them; bars where nobody has their outlines."""

import re
from dataclasses import replace

from components import figures
from components.charts.base import (
    ChartResult,
    Rows,
    by_code,
    drawn,
    members,
    ranked,
    rows_of,
    total,
    with_values,
)
from components.charts.splits import bars
from components.model.card import Card
from components.model.context import Ask, ChartContext
from components.words import describe, phrases
from data_access.domain.text import Text
from data_access.lookups.geo import UnknownBoundaries
from data_access.metrics.indicators import Indicator
from data_access.metrics.query import UNKNOWN


def choropleth(spec: Card, look: ChartContext, ask: Ask, type_size: int = 11) -> ChartResult | None:
    """Districts on the map; bars where the area has no boundaries. `type_size` is that of the names on it."""
    city = look.focus
    try:
        area = ask.area_map(city)
    except UnknownBoundaries:
        return _as_bars(phrases.NO_BOUNDARIES, spec, look, ask)
    indicator, by = spec.main, spec.by[0]
    rows = members(indicator, by, look, ask)
    inside = _inside(rows_of(area.places), rows, look)
    held = look.labels.members(by)
    for place in inside:
        if place["code"] not in held or held[place["code"]].is_retired:
            place.update(value=None, why=phrases.NOT_IN_STORE(look.lang))
    if indicator.counts:  # a district of the store without rows has none, it is not unknown
        # A store of a single district is shown among its neighbours, of which it knows nothing.
        is_one = any(row["code"] == city for row in inside)
        inside = [
            row if "why" in row or row["n"] or (is_one and row["code"] != city) else row | {"value": 0.0}
            for row in inside
        ]
    if not with_values(rows):
        return None
    if not with_values(inside):
        return _as_bars(phrases.NOT_ON_MAP, spec, look, ask)
    words = describe.say(indicator.unit, look.lang)
    figure = figures.choropleth(
        inside, style=look.style, say=words, geojson=area.geojson, url=area.url, selected=look.picked(by),
        feature_label="short", caption=area.caption(look.lang), width=spec.span * 110,
        type_size=type_size,
    )  # fmt: skip
    places = {row["code"] for row in inside}
    outside = [row for row in rows if row["code"] not in places]
    return drawn(
        indicator, spec, inside, figure, look, *_outside(indicator, ranked(with_values(outside)), look)
    )


def _as_bars(words: Text, spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Return what a map would show as bars, and why."""
    found = bars(spec, look, ask)
    return found and replace(found, notes=(words(look.lang),), truncation_note="")


#: So many regions outside a map are named; of more, the number is told.
_MOST_OUTSIDE = 5


def _outside(indicator: Indicator, rows: Rows, look: ChartContext) -> list[str]:
    """Return the note on members that have no shape on the map, by name, the largest first; none where all have one."""
    rows = rows if indicator.additive else [row for row in rows if row["code"] != UNKNOWN]
    if not rows:
        return []
    words, lang = describe.say(indicator.unit, look.lang), look.lang
    is_told = indicator.additive and len(rows) == 1  # its number is the sum
    named = [
        row["label"] if is_told else f"{row['label']} {words(row['value'])}" for row in rows[:_MOST_OUTSIDE]
    ]
    if len(rows) > len(named):
        named.append(phrases.AND_MORE(lang).format(len(rows) - len(named)))
    told = ("、" if lang == "zh" else ", ").join(named)
    if indicator.additive:
        return [phrases.OUTSIDE(lang).format(words(total(rows)), told)]
    return [phrases.OUTSIDE_RATES(lang).format(told)]


#: What a district is that its name need not say on a map.
SUFFIX = re.compile(r" (District|County|City)$")


def _inside(places: Rows, rows: Rows, look: ChartContext) -> Rows:
    """Return the places of a map with their names and, where there are rows, value and n."""
    values, counts = by_code(rows), by_code(rows, column="n")
    return [
        place
        | {
            "value": values.get(place["code"]),
            "n": counts.get(place["code"], 0),
            "label": place["name_en"] if look.lang == "en" else place["name"],
            "short": SUFFIX.sub("", place["name_en"]) if look.lang == "en" else place["short_name"],
        }
        for place in places
    ]

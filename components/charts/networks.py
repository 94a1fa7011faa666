"""Charts of what flows between the city and the provinces."""

from components import figures
from components.charts.base import ChartResult, by_code, drawn, members, rows_of, total, with_values
from components.charts.splits import bars
from components.model.card import Card
from components.model.context import Ask, ChartContext
from components.words import describe
from data_access.lookups.geo import UnknownBoundaries, lines

CHINA = "100000"


def flows(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """A map of the whole national territory with a line from the city to each province, wider for more."""
    indicator, by = spec.main, spec.by[0]
    area = ask.area_map(CHINA)
    home = _home(look.labels.dataset.city, ask)
    if home is None:  # the store holds a city abroad
        return bars(spec, look, ask)
    rows = members(indicator, by, look, ask)
    values, counts = by_code(rows), by_code(rows, column="n")
    name, short = ("name_en", "name_en") if look.lang == "en" else ("name", "short_name")
    inside = [
        place
        | {
            "label": place[name],
            "short": place[short],
            "value": values.get(place["code"]),
            "n": counts.get(place["code"], 0),
        }
        for place in rows_of(area.places)
    ]
    if not total(inside) > 0:
        return None
    figure = figures.flows(
        inside, style=look.style, say=describe.say(indicator.unit, look.lang), geojson=area.geojson, url=area.url, home=home,
        home_name=look.labels.dataset.title(look.lang), lines=lines(CHINA), selected=look.picked(by),
        feature_label="short", caption=area.caption(look.lang), width=spec.span * 110,
    )  # fmt: skip
    return drawn(indicator, spec, with_values(inside), figure, look)


def _home(city: str, ask: Ask) -> tuple[float, float] | None:
    """Return where the city lies: on the map of its province where there is one, else in the middle of its province."""
    for area in (f"{city[:2]}0000", CHINA):
        try:
            places = ask.area_map(area).places
        except UnknownBoundaries:
            continue
        found = places[places["code"].isin([city, f"{city[:2]}0000"])]
        if len(found):
            return float(found["lon"].iloc[0]), float(found["lat"].iloc[0])
    return None

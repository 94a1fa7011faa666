"""Platforms as points on the map of the city, by address and credit colour."""

from components import figures
from components.charts.base import ChartResult, rows_of
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
    area = _area(look.labels.dataset.city, ask)
    frame = ask(indicator, (by, "colour"), look.selection.without(by))
    placed = frame.merge(ask.addresses(), left_on=by, right_on="code", how="left")
    if area is None or placed["lon"].notna().sum() == 0:
        instead = bars(spec, look, ask)
        words = phrases.NO_BOUNDARIES if area is None else phrases.NO_ADDRESSES
        return instead and ChartResult(
            instead.figure, instead.frame, instead.alt, instead.meta, (words(look.lang),)
        )
    code = placed[by]
    placed = placed.assign(code=code, label=look.labels.named(placed, by, look.lang), group=placed["colour"])
    placed["more"] = placed["address"].fillna("")
    short = area.places["name_en"].str.replace(r" (District|County|City)$", "", regex=True)
    names = area.places.assign(label=short if look.lang == "en" else area.places["short_name"])
    figure = figures.points(
        rows_of(placed), style=look.style, say=describe.say(indicator.unit, look.lang), groups=groups(look), geojson=area.geojson,
        url=area.url, places=rows_of(names), caption=area.caption(look.lang), selected=frozenset(look.selection.values(by)),
        width=spec.span * 148, height=spec.height,
    )  # fmt: skip
    lost = int(placed["lon"].isna().sum())
    notes = [phrases.WITHOUT_ADDRESS(look.lang).format(lost)] if lost else []
    counts = placed["colour"].value_counts()
    said = [
        f"{look.labels.name('colour', str(colour), look.lang)} {count}" for colour, count in counts.items()
    ]
    alt = f"{spec.heading(look.lang)}: {', '.join(said)}"
    return ChartResult(
        figure,
        placed.sort_values("value", ignore_index=True),
        alt,
        phrases.PLATFORM_COUNT(look.lang).format(len(placed)),
        tuple(notes),
    )


def groups(look: ChartContext) -> list[Group]:
    """Return the credit colours as kinds of points, best first; shapes tell them apart without the colour."""
    return [
        Group(code, look.labels.name("colour", code, look.lang), getattr(look.style, tone), *_SHAPES[code], is_named=code == "red")
        for code, tone in CREDIT_TONES.items()
    ]  # fmt: skip


def _area(city: str, ask: Ask) -> AreaMap | None:
    """Return the map of the city's districts, else of the cities of its province, None where there is neither."""
    for area in (city, f"{city[:2]}0000"):
        try:
            return ask.area_map(area)
        except UnknownBoundaries:
            continue
    return None

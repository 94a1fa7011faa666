"""Charts of the members of one dimension: districts, platforms, problems, stages."""

from components import figures
from components.charts.base import (
    ChartResult,
    Rows,
    drawn,
    first_of,
    members,
    ranked,
    total,
    with_values,
    worst_first,
)
from components.figures.remainders import WORDS
from components.model.card import Card
from components.model.context import Ask, ChartContext
from components.words import describe, phrases
from components.words.theme import CREDIT_TONES
from data_access.metrics.indicators import Indicator
from data_access.metrics.indicators.units import RATIO
from data_access.metrics.query import UNKNOWN, Question

#: A rate or a mean of fewer than this says so in its own row: ranked beside others it would pass for one of many.
_FEW = 30
#: The line below a plot that says what was left out, in pixels: on the wall it takes them from the plot.
_NOTE = 14


def _few_said(indicator: Indicator, by: str, rows: Rows) -> Rows:
    """Return the rows with n beside the value of each that stands on few; the one score of a platform is its own, and stands on none."""
    if not indicator.min_n or (by == "platform" and all(row["n"] <= 1 for row in rows)):
        return rows
    return [
        row | {"sign": " · ".join(filter(None, (row.get("sign"), f"n={int(row['n'])}")))}
        if row["value"] is not None and row["n"] < _FEW
        else row
        for row in rows
    ]


def bars(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Sorted bars; of a rate that should be high, the low ones first."""
    indicator, by = spec.main, spec.by[0]
    rows = _few_said(indicator, by, members(indicator, by, look, ask))
    if not with_values(rows):
        return None
    top = max(4, (spec.height - 24) // 27)
    lowest, selected = worst_first(indicator), look.picked(by)
    if not indicator.additive and (
        lowest or len(rows) > top
    ):  # where not all have room, those without a value go first
        rows = ranked(with_values(rows), ascending=lowest)
    shown, truncation_note = rows, ""
    if not indicator.additive:  # what is a part of a sum is added up under one bar instead
        words = phrases.LOWEST_SHOWN if lowest else phrases.HIGHEST_SHOWN
        shown, truncation_note = first_of(rows, top, selected, words, look.lang)
    figure = figures.bars(
        shown, style=look.style, say=describe.say(indicator.unit, look.lang),
        selected=selected, top=top, order="given" if lowest else "value",
        other=phrases.OTHER(look.lang) if indicator.additive else None,
        height=spec.height - (_NOTE if truncation_note else 0), words=WORDS[look.lang],
    )  # fmt: skip
    return drawn(indicator, spec, rows, figure, look, truncation_note=truncation_note)


def _in_order(rows: Rows, by: str, look: ChartContext) -> Rows:
    """Return the members in the order of their list, those it does not have last."""
    order = {code: place for place, code in enumerate(look.labels.members(by))}
    return sorted(rows, key=lambda row: order.get(row["code"], len(order)))


def steps(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Bars in the order of their list: age bands, stages, grades."""
    indicator, by = spec.main, spec.by[0]
    rows = _few_said(indicator, by, _in_order(members(indicator, by, look, ask), by, look))
    if not rows:
        return None
    figure = figures.bars(
        rows, style=look.style, say=describe.say(indicator.unit, look.lang),
        selected=look.picked(by), order="given", height=spec.height, words=WORDS[look.lang],
    )  # fmt: skip
    return drawn(indicator, spec, rows, figure, look)


def shares(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """One whole in parts, in the order of their list."""
    indicator, by = spec.main, spec.by[0]
    rows = _in_order(members(indicator, by, look, ask), by, look)
    if not total(rows) > 0:
        return None
    figure = figures.shares(
        rows, style=look.style, say=describe.say(indicator.unit, look.lang), say_share=describe.say(RATIO, look.lang),
        selected=look.picked(by), tones=CREDIT_TONES if by == "colour" else None, members=tuple(look.labels.members(by)),
    )  # fmt: skip
    return drawn(indicator, spec, rows, figure, look)


def treemap(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Areas by amount."""
    indicator, by = spec.main, spec.by[0]
    rows = members(indicator, by, look, ask)
    if not total(rows) > 0:
        return None
    figure = figures.treemap(
        rows, style=look.style, say=describe.say(indicator.unit, look.lang), say_share=describe.say(RATIO, look.lang),
        selected=look.picked(by),
    )  # fmt: skip
    return drawn(indicator, spec, rows, figure, look)


def pareto(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """The largest, what they add up to, and the rest as one."""
    indicator, by = spec.main, spec.by[0]
    rows = members(indicator, by, look, ask)
    if not total(rows) > 0:
        return None
    figure = figures.pareto(
        rows, style=look.style, say=describe.say(indicator.unit, look.lang), say_share=describe.say(RATIO, look.lang),
        selected=look.picked(by), top=max(4, (spec.height - 48) // 27),
        rest=(phrases.REST_OF_PLATFORMS if by == "platform" else phrases.REST)(look.lang), cumulative=phrases.CUMULATIVE(look.lang),
        height=spec.height, words=WORDS[look.lang],
    )  # fmt: skip
    return drawn(indicator, spec, rows, figure, look)


def funnel(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Several indicators as stages, in the order of the card."""
    rows = []
    ask.ahead([Question(indicator, (), look.selection) for indicator in spec.indicators])
    for indicator in spec.indicators:
        (answer,) = ask.rows(indicator, (), look.selection)
        rows.append(
            {
                "code": indicator.key,
                "label": indicator.title(look.lang),
                "value": answer["value"],
                "n": answer["n"],
            }
        )
    if not total(rows) > 0:
        return None
    figure = figures.funnel(
        rows, style=look.style, say=describe.say(spec.main.unit, look.lang), say_share=describe.say(RATIO, look.lang),
        of_first=phrases.OF_FIRST(look.lang), of_previous=phrases.OF_PREVIOUS(look.lang),
    )  # fmt: skip
    words = describe.say(spec.main.unit, look.lang)
    return ChartResult(figure, rows, describe.sentence(spec.heading(look.lang), rows, words, look.lang),
                 spec.main.unit.title(look.lang))  # fmt: skip


def index(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Shares against the city, 100 being the same."""
    by = spec.by[0]
    rows = [
        row
        for row in members(spec.main, by, look, ask)
        if row["n"] >= _SMALLEST_MIX and row["code"] != UNKNOWN
    ]
    if not with_values(rows):
        return None
    top = max(4, (spec.height - 24) // 24)
    farthest = sorted(with_values(rows), key=lambda row: -abs(row["value"] - 100))[:top]
    every = len(with_values(rows))
    truncation_note = phrases.FARTHEST_SHOWN(look.lang).format(top, every) if every > top else ""
    figure = figures.index_bars(
        farthest, style=look.style, say=describe.say(spec.main.unit, look.lang), say_share=describe.say(RATIO, look.lang),
        selected=look.picked(by), base=phrases.CITY_100(look.lang),
        own_share=phrases.OWN_SHARE(look.lang), base_share=phrases.CITY_SHARE(look.lang),
    )  # fmt: skip
    words = describe.say(spec.main.unit, look.lang)
    return ChartResult(figure, rows, describe.sentence(spec.heading(look.lang), rows, words, look.lang),
                 f"n = {int(total(rows, 'n')):,}", truncation_note=truncation_note)  # fmt: skip


#: A problem with fewer items than this says nothing about a platform's mix.
_SMALLEST_MIX = 10

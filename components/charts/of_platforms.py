"""Charts of one platform: against its class, within it, and what befell it."""

from collections.abc import Mapping
from typing import Any

from components import figures
from components.charts.base import ChartResult, rows_of, with_values
from components.charts.over_time import drawn_over_time, events_within, series
from components.model.card import Card
from components.model.context import Ask, ChartContext
from components.words import describe, phrases
from data_access.metrics.indicators import INDICATORS, Indicator
from data_access.metrics.money import in_currency
from data_access.metrics.query import Question, grain_of

#: Pixels of a column of the grid on paper and on a slide, which are narrower than a screen: the same figure is drawn there.
_NARROWEST = 78


def versus(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """A platform's line against that of the others of its class."""
    platform = look.selection.values("platform")
    found = ask.class_of(platform[0]) if platform else None
    if found is None:
        return None
    member, others = found
    grain = grain_of(spec.main, look.selection.grain)
    lines = {phrases.THIS_PLATFORM(look.lang): look.selection}
    if others:
        name = phrases.OTHERS_OF(look.lang).format(look.labels.name("class", member, look.lang))
        lines[name] = look.selection.narrowed("platform", *others)
    ask.ahead([Question(spec.main, (grain,), selection) for selection in lines.values()])
    rows = [
        row | {"series": name}
        for name, selection in lines.items()
        for row in series(spec.main, (), look, ask.rows, selection)
    ]
    if not with_values(rows):
        return None
    figure = figures.trend(
        rows, style=look.style, say=describe.say(spec.main.unit, look.lang), grain=grain, lang=look.lang,
        events=events_within(spec.main, look, grain), width=spec.span * 100, height=spec.height, unfinished=phrases.UNFINISHED(look.lang),
        selected=look.chosen, hues=(look.style.accent, look.style.muted),  # what it is compared with is grey, as everywhere
    )  # fmt: skip
    return drawn_over_time(spec.main, spec, rows, figure, look)


def dots(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Where the platform stands within its class, measure by measure."""
    rows = [
        row | _told(in_currency(INDICATORS[row["code"]], look.labels.dataset.currency), row, look.lang)
        for row in rows_of(ask.standing(look.selection.values("platform")[0], look.selection))
    ]
    if not rows:
        return None
    figure = figures.percentile_dots(
        rows, style=look.style, say=describe.say(spec.main.unit, look.lang),
        ends=(phrases.LOWEST(look.lang), phrases.HIGHEST(look.lang)), middle=phrases.MEDIAN(look.lang),
        rank=phrases.HIGHER_THAN(look.lang),
    )  # fmt: skip
    words = ", ".join(f"{row['label']} {row['said']}" for row in rows)
    peers = phrases.PEERS(look.lang).format(int(max(row["peers"] for row in rows)))
    return ChartResult(figure, rows, f"{spec.heading(look.lang)}: {words}", peers)


def _told(measure: Indicator, row: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Return a measure in words: beside its dot as short as can be, in a table with its unit."""
    return {
        "label": measure.title(lang),
        "said": describe.say(measure.unit, lang)(row["value"]),
        "told": describe.MISSING
        if describe.is_missing(row["value"])
        else describe.with_unit(row["value"], measure.unit, lang),
        "unit": measure.unit.title(lang),
        "percentile": None if row["percentile"] is None else row["percentile"] * 100,
    }


def timeline(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """What befell the platform."""
    rows = [
        row | {"kind": phrases.EVENT_KINDS[row["kind"]](look.lang)}
        for row in rows_of(ask.events(look.selection.values("platform")[0]))
    ]
    if not rows:
        return None
    figure = figures.timeline(
        rows,
        style=look.style,
        say=describe.say(spec.main.unit, look.lang),
        lang=look.lang,
        width=spec.span * _NARROWEST,
    )
    words = ", ".join(f"{row['date']:%Y-%m-%d} {row['label']}" for row in rows)
    counted = [row | {"value": None, "n": 1} for row in rows]
    return ChartResult(figure, counted, f"{spec.heading(look.lang)}: {words}")

"""Charts that show how steady something is: a control chart of its months, a calendar of its days."""

from dataclasses import replace
from datetime import date
from math import inf

from components import figures
from components.charts.base import ChartResult, meta, ranked, with_values
from components.charts.over_time import dated, is_flat, series
from components.model.card import Card
from components.model.context import Ask, ChartContext
from components.words import describe, phrases
from data_access.domain.periods import Period, shift_months
from data_access.metrics.control import limits
from data_access.metrics.indicators.units import RATIO

#: The months that a control chart shows, and the most years that a calendar does.
_MONTHS, _YEARS = 24, 2


def control(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """The two years up to the end of the period between their control limits: longer ago it was another process."""
    indicator, end, lang = spec.main, look.selection.period.end, look.lang
    start = shift_months(end.replace(day=1), 1 - _MONTHS)
    long = look.selection.during(look.labels.dataset.horizon.clip(Period(start, end)))
    rows = series(indicator, (), replace(look, selection=replace(long, grain="month")), ask.rows, long)
    values = [row["value"] for row in with_values(rows) if row["complete"]]
    if not values:
        return None
    # A share of a whole; of what may be more, as one number in terms of another, no most is known.
    found = limits(values, 1.0 if indicator.unit is RATIO and max(values) <= 1 else inf)
    centre, low, high = (found.centre, found.low, found.high) if found else (None, None, None)
    labelled = [
        row | {"centre": centre, "low": low, "high": high,
               "outside": bool(found and row["value"] is not None and not found.holds(row["value"]))}
        for row in dated(rows)
    ]  # fmt: skip
    has_target = indicator.target and indicator.unit is not RATIO
    say = describe.say(indicator.unit, lang)
    figure = figures.control(
        labelled,
        style=look.style,
        say=say,
        words=(phrases.CENTRE(lang), phrases.LOWER(lang), phrases.UPPER(lang), phrases.BEYOND(lang)),
        lang=lang,
        target=(indicator.target, phrases.TARGET(lang)) if has_target and indicator.target else None,
    )
    alt = describe.sentence(spec.heading(lang), labelled[::-1], say, lang)
    beyond = sum(row["outside"] for row in labelled)
    signals = phrases.BEYOND_COUNT(lang).format(beyond, len(labelled)) if found else phrases.NO_LIMITS(lang)
    return ChartResult(figure, labelled, f"{alt} {signals}", signals)


def calendar(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Each day of the year in which the period ends and of the year before where it reaches back; others are faded."""
    indicator, period, horizon = spec.main, look.selection.period, look.labels.dataset.horizon
    first = max(period.start.year, period.end.year - _YEARS + 1)
    whole = horizon.clip(Period(date(first, 1, 1), date(period.end.year, 12, 31)))
    long = look.selection.during(whole)
    rows = series(indicator, (), replace(look, selection=replace(long, grain="day")), ask.rows, long)
    if is_flat(rows):
        return None
    labelled = dated(rows)
    inside = [row for row in labelled if period.start <= row["period"].date() <= period.end]
    words = describe.say(indicator.unit, look.lang)
    is_all = len(inside) == len(labelled)
    figure = figures.calendar(
        labelled, style=look.style, say=words, weekdays=phrases.WEEKDAYS[look.lang], months=phrases.MONTHS[look.lang],
        selected=frozenset() if is_all else frozenset(row["code"] for row in inside),
    )  # fmt: skip
    alt = describe.sentence(spec.heading(look.lang), ranked(inside), words, look.lang)
    return ChartResult(figure, labelled, alt, meta(indicator, inside, look))

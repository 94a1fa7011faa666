"""Charts that show how steady something is: a control chart of its months, a calendar of its days."""

from dataclasses import replace
from datetime import date

import pandas as pd

from components import figures
from components.charts.base import ChartResult, meta, rows_of
from components.charts.over_time import series
from components.model.card import Card
from components.model.context import Ask, ChartContext
from components.words import describe, phrases
from data_access.domain.periods import Period, shift_months
from data_access.metrics.control import limits
from data_access.metrics.indicators.base import RATIO

#: The months that a control chart shows, and the most years that a calendar does.
_MONTHS, _YEARS = 24, 2


def control(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """The two years up to the end of the period between their control limits: longer ago it was another process."""
    indicator, end = spec.main, look.selection.period.end
    start = shift_months(end.replace(day=1), 1 - _MONTHS)
    long = look.selection.during(look.labels.dataset.horizon.clip(Period(start, end)))
    frame = series(indicator, (), replace(look, selection=replace(long, grain="month")), ask, long)
    known = frame[frame["complete"] & frame["value"].notna()]
    if known.empty:
        return None
    found = limits(known["value"].tolist())
    frame = frame.assign(
        centre=found.centre if found else float("nan"), low=found.low if found else float("nan"),
        high=found.high if found else float("nan"),
        outside=[bool(found and pd.notna(value) and not found.holds(value)) for value in frame["value"]],
    )  # fmt: skip
    words = (
        phrases.CENTRE(look.lang),
        phrases.LOWER(look.lang),
        phrases.UPPER(look.lang),
        phrases.BEYOND(look.lang),
    )
    target = (
        (indicator.target, phrases.TARGET(look.lang))
        if indicator.target and indicator.unit is not RATIO
        else None
    )
    figure = figures.control(
        rows_of(frame),
        style=look.style,
        say=describe.say(indicator.unit, look.lang),
        words=words,
        lang=look.lang,
        target=target,
    )
    labelled = frame.assign(
        label=frame["period"].dt.strftime("%Y-%m"), code=frame["period"].dt.strftime("%Y-%m-%d")
    )
    beyond = labelled[labelled["outside"]]
    say = describe.say(indicator.unit, look.lang)
    alt = describe.sentence(spec.heading(look.lang), labelled.iloc[::-1], say, look.lang)
    told = (
        phrases.BEYOND_COUNT(look.lang).format(len(beyond), len(frame))
        if found
        else phrases.NO_LIMITS(look.lang)
    )
    return ChartResult(figure, labelled, f"{alt} {told}", told)


def calendar(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Each day of the year in which the period ends and of the year before where it reaches back; others are faded."""
    indicator, period, horizon = spec.main, look.selection.period, look.labels.dataset.horizon
    first = max(period.start.year, period.end.year - _YEARS + 1)
    whole = horizon.clip(Period(date(first, 1, 1), date(period.end.year, 12, 31)))
    long = look.selection.during(whole)
    frame = series(indicator, (), replace(look, selection=replace(long, grain="day")), ask, long)
    if not frame["value"].abs().sum() > 0:
        return None
    frame = frame.assign(code=frame["period"].dt.strftime("%Y-%m-%d"))
    inside = frame["period"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))
    words = describe.say(indicator.unit, look.lang)
    figure = figures.calendar(
        rows_of(frame), style=look.style, say=words, weekdays=phrases.WEEKDAYS[look.lang],
        months=phrases.MONTHS[look.lang], selected=frozenset() if inside.all() else frozenset(frame.loc[inside, "code"]),
    )  # fmt: skip
    labelled = frame.assign(label=frame["code"])
    ranked = labelled[inside].sort_values("value", ascending=False)
    return ChartResult(figure, labelled, describe.sentence(spec.heading(look.lang), ranked, words, look.lang),
                 meta(indicator, frame[inside], look))  # fmt: skip

"""Axis ticks and the ways a date is written on an axis."""

from collections.abc import Sequence
from datetime import date, datetime
from math import ceil, floor, log10
from typing import Any

from components.figures.labels import widest
from components.figures.marks import Say

Grain = str  # day, week, month, quarter or year
Lang = str  # zh or en

Day = date | str


def moment(day: Day) -> datetime:
    """The beginning of a day, however it is given: axes of time count in moments."""
    if isinstance(day, datetime):
        return day
    return datetime.fromisoformat(day) if isinstance(day, str) else datetime(day.year, day.month, day.day)


# Fewer buckets than this are all written; of more, plotly picks at most so many.
FEW_TICKS, MOST_TICKS = 8, 9
# A month with its year takes so many pixels, its distance from the next included.
_TICK_ROOM = 36
# The narrowest card is this share of the width that it is reckoned with.
NARROWEST = 0.8

# The second line is drawn by plotly only where it changes, so that a year stands once.
_TICKS = {
    "zh": {
        "day": "%-m-%-d\n%Y年",
        "week": "%-m-%-d\n%Y年",
        "month": "%-m月\n%Y年",
        "quarter": "%q季\n%Y年",
        "year": "%Y",
    },
    "en": {"day": "%b %-d\n%Y", "week": "%b %-d\n%Y", "month": "%b\n%Y", "quarter": "Q%q\n%Y", "year": "%Y"},
}
_HOVER = {
    "zh": {
        "day": "%Y-%m-%d",
        "week": "%Y-%m-%d 起一周",
        "month": "%Y年%-m月",
        "quarter": "%Y年%q季度",
        "year": "%Y年",
    },
    "en": {
        "day": "%b %-d, %Y",
        "week": "week of %b %-d, %Y",
        "month": "%b %Y",
        "quarter": "Q%q %Y",
        "year": "%Y",
    },
}


def ticks(low: float, high: float, count: int = 4, *, whole: bool = False) -> list[float]:
    """About `count` round numbers that span low to high, zero among them when it lies between; `whole` ones of counts."""
    if high <= low:
        return [low]
    step = _round_step((high - low) / count)
    if whole and step != round(step):
        step = float(max(1, ceil(step)))
    return [i * step for i in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]


def _round_step(rough: float) -> float:
    """The next round number that is not below a rough step."""
    power = 10.0 ** floor(log10(rough))
    return next(s * power for s in (1, 2, 2.5, 5, 10) if s * power >= rough * 0.999)


def cut_axis(values: Sequence[float]) -> tuple[float, float]:
    """Where an axis of values above zero begins, at a round number a little below the lowest, and where it ends."""
    low, high = min(values), max(values)
    span = max(high - low, 0.01 * high)
    step = _round_step(span)
    return round(floor((low - span / 4) / step + 1e-9) * step, 12), high


def value_axis(low: float, high: float, say: Say) -> tuple[dict[str, Any], float]:
    """A vertical value axis that includes zero, its ticks said, and the left margin it needs in pixels."""
    low, high = min(low, 0.0), max(high, 0.0)
    span = (high - low) or 1.0
    high = high + span * 0.08 if high > 0 or low == 0 else high
    low = low - span * 0.08 if low < 0 else low
    marks = ticks(low, high, whole=say(0.5) in (say(0.0), say(1.0)))
    texts = [say(mark) for mark in marks]
    return {"range": [low, high], "tickvals": marks, "ticktext": texts}, widest(texts, 11) + 12


def time_axis(
    periods: Sequence[datetime], grain: Grain, lang: Lang, most: int = MOST_TICKS
) -> dict[str, Any]:
    """A date axis with about `most` ticks at most, none finer than the buckets."""
    buckets = sorted(set(periods))
    axis = {
        "type": "date",
        "tickformat": _TICKS[lang][grain],
        "hoverformat": _HOVER[lang][grain],
        "tickangle": 0,
        "showgrid": False,
    }
    if len(buckets) > min(FEW_TICKS, most):
        return axis | {"nticks": most}
    return axis | {"tickvals": buckets, "ticktext": _written(buckets, grain, lang)}


def ticks_on(plot: float, most: int = MOST_TICKS) -> int:
    """How many ticks of a date axis have room on so many pixels, at most as many as asked for."""
    return max(2, min(most, int(plot // _TICK_ROOM)))


def _written(buckets: Sequence[datetime], grain: Grain, lang: Lang) -> list[str]:
    """Each bucket on the axis, its year on a second line where the year changes."""
    texts: list[str] = []
    year = None
    for bucket in buckets:
        form = _TICKS[lang][grain].replace("%q", str((bucket.month + 2) // 3)).replace("\n", "<br>")
        texts.append(bucket.strftime(form if bucket.year != year else form.split("<br>")[0]))
        year = bucket.year
    return texts

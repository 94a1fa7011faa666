"""The number of a period from those of its buckets: what was asked by month need not be asked again for the year."""

from collections.abc import Iterable, Mapping
from math import fsum, nan
from typing import Any, NamedTuple

from data_access.domain.periods import Period, bucket, is_whole
from data_access.metrics.indicators.base import Indicator
from data_access.metrics.indicators.measures import Measure
from data_access.metrics.sources import Flow, Timeless


def can_pool(indicator: Indicator, grain: str, period: Period) -> bool:
    """Say whether the buckets of a period tell its number: whole ones of a stock, or of a flow that pools."""
    if not isinstance(indicator.value, Measure) or not is_whole(period, grain):
        return False
    match indicator.source.cohorts[indicator.cohort]:
        case Flow():
            return indicator.value.pools is not None
        case Timeless():
            return False
    return True


class Number(NamedTuple):
    """A value and the n on which it stands."""

    value: float
    n: int


def pooled(
    indicator: Indicator, rows: Iterable[Mapping[str, Any]], grain: str, period: Period
) -> Number | None:
    """Return the number of a period whose buckets tell it, None where there are none among the rows of an answer.

    A flow is the sum of its buckets or their mean weighted by n; a stock is that of the last one.
    """
    is_flow = isinstance(indicator.source.cohorts[indicator.cohort], Flow)
    first = period.start if is_flow else bucket(period.end, grain).start
    parts = [(row["value"], row["n"]) for row in rows if first <= row[grain].date() <= period.end]
    if not parts:
        return None
    n, known = sum(n for _, n in parts), [(value, n) for value, n in parts if value is not None]
    if not known:
        return Number(nan, n)
    if len(parts) == 1 or indicator.additive:
        return Number(fsum(value for value, _ in known), n)
    return Number(fsum(value * n for value, n in known) / n if n else nan, n)

"""Stocks over time: each row is met once, by the buckets in which it begins and ceases to stand, not once for each bucket.

A row stands at the end of every bucket from that in which it begins up to the one before that in which it ends. Rows that
begin and end in the same buckets are counted together; few such spans are left to be set against the buckets.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import Label, Select, Subquery, case, func, select, union_all

from data_access.domain.dimensions import GRAINS
from data_access.domain.filters import Selection
from data_access.domain.periods import Period, buckets
from data_access.metrics.indicators.base import Indicator
from data_access.metrics.indicators.measures import Measure
from data_access.metrics.narrowing import Chosen, Column
from data_access.metrics.sources import Stock, sql_day
from data_access.store.engines import NUMBERS, EachOf, Total

#: The number of the first bucket at whose end a row stands, that of the first at whose end it does not any more, and what
#: is counted once.
_FIRST, _GONE, _WHO = "first_bucket", "gone_bucket", "counted_once"


def ticks(period: Period, grain: str) -> Subquery:
    """Return the buckets of the period as rows: their first day, and the first day after the stock is counted."""
    rows = [
        select(
            sql_day(part.start).label("bucket"),
            sql_day(min(part.end, period.end) + timedelta(days=1)).label("after"),
        )
        for part in buckets(period, grain)
    ]
    return union_all(*rows).subquery("ticks")


def way_of(indicator: Indicator, by: Sequence[str], selection: Selection) -> Literal["rows", "spans", "once"]:
    """Return how a number is counted: by its rows, or that of a stock over time by the spans in which its rows stand.

    What moves with the day of the question, as an age does, is asked of each row on each day.
    """
    source, measure = indicator.source, indicator.value
    if not isinstance(source.cohorts[indicator.cohort], Stock) or not any(key in GRAINS for key in by):
        return "rows"
    asked = (*by, *(key for key, _ in selection.filters if key not in indicator.blind))
    if not isinstance(measure, Measure) or any(callable(source.dimensions.get(key)) for key in asked):
        return "rows"
    if measure.once is not None:
        return "once"
    return "spans" if measure.pools == "sum" else "rows"


def over_time(
    chosen: Chosen,
    numbers: Sequence[Label[Any]],
    where: Column | None,
    by: Sequence[str],
    once: Column | None,
) -> Select[Any]:
    """Return sums and counts of a stock at the end of each bucket, by these dimensions, one of which is of time.

    Of `once` each value counts once at a time, whatever the numbers are.
    """
    period, standing = chosen.selection.period, chosen.indicator.source.cohorts[chosen.indicator.cohort]
    assert isinstance(standing, Stock)
    grain = next(key for key in by if key in GRAINS)
    after = sql_day(period.after)
    keys = {key: chosen.split(key, after) for key in by if key not in GRAINS}
    span = keys | _span(standing, period, grain)
    holds = [standing.within(sql_day(period.start), after), where]
    told = [number.name for number in numbers]
    if once is None:
        spans = chosen.select(span, numbers, holds, after).group_by(*span.values())
    else:
        spans = _apart(chosen.select(span, [once.label(_WHO)], holds, after), list(keys), told)
    starts = EachOf(*(sql_day(part.start) for part in buckets(period, grain)))
    rows, points = spans.subquery("spans"), select(starts.label("bucket")).subquery("points")
    number = NUMBERS[grain](points.c.bucket)
    groups = {key: points.c.bucket if key == grain else rows.c[key] for key in by}
    return (
        select(
            *(column.label(key) for key, column in groups.items()),
            *(Total(rows.c[name]).label(name) for name in told),
        )
        .select_from(rows, points)
        .where(rows.c[_FIRST] <= number, number < rows.c[_GONE])
        .group_by(*groups.values())
    )


def _span(standing: Stock, period: Period, grain: str) -> dict[str, Column]:
    """Return in which bucket a row begins to stand and in which it is gone.

    What began before the period, or nobody knows when, begins in its first bucket; what stands at its end is gone after it.
    """
    parts, after, number = buckets(period, grain), sql_day(period.after), NUMBERS[grain]
    begins_before, gone_after = number(sql_day(parts[0].start)), number(sql_day(parts[-1].after))
    return {
        _FIRST: case(
            (standing.begun >= sql_day(parts[0].start), number(standing.begun)), else_=begins_before
        ),
        _GONE: case((standing.ended < after, number(standing.ended)), else_=gone_after),
    }


def _apart(rows: Select[Any], keys: Sequence[str], told: Sequence[str]) -> Select[Any]:
    """Return the spans in which no value of `counted_once` stands twice, counted under the names told.

    Where two rows of one value stand at the same time, the later stands only from where the earlier is gone.
    """
    row = rows.subquery("stands").c
    own = [row[_WHO], *(row[key] for key in keys)]
    earlier = func.max(row[_GONE]).over(partition_by=own, order_by=row[_FIRST], rows=(None, -1))
    apart = select(*row, earlier.label("held_until")).subquery("apart").c
    first = case((apart.held_until > apart[_FIRST], apart.held_until), else_=apart[_FIRST])
    groups = {key: apart[key] for key in keys} | {_FIRST: first, _GONE: apart[_GONE]}
    number = func.count(apart[_WHO])
    return select(
        *(column.label(key) for key, column in groups.items()), *(number.label(name) for name in told)
    ).group_by(*groups.values())

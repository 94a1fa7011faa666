"""The only builder of indicator SQL: the statement that answers a question, or several of the same rows together."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Label,
    Select,
    Subquery,
    UnaryExpression,
    and_,
    case,
    func,
    true,
)
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.visitors import replacement_traverse

from data_access.domain.access import Scope
from data_access.domain.dimensions import DIMENSIONS, GRAINS
from data_access.domain.errors import NotSplittable, UnknownName
from data_access.domain.filters import Selection
from data_access.domain.periods import Period, bucket, buckets
from data_access.metrics import composed
from data_access.metrics.indicators.base import Change, Concentration, Indicator
from data_access.metrics.indicators.measures import Measure, total
from data_access.metrics.narrowing import UNKNOWN, Chosen, Column
from data_access.metrics.regions import CITY, DISTRICT
from data_access.metrics.sources import DAY_AFTER, Flow, MonthEnd, Stock, Timeless, sql_day
from data_access.metrics.stocks import over_time, ticks, way_of
from data_access.store.engines import FIRST_DAYS, NUMBERS, CountIf, DaysBetween, Quantile, Total
from data_access.store.schema import LOADED


def honoured(indicator: Indicator, selection: Selection) -> Selection:
    """Return the part of the selection that this indicator can honour: known filters, and the period in whole buckets."""
    known = indicator.filters()
    kept = tuple(pair for pair in selection.filters if pair[0] in known)
    return Selection(whole(indicator, selection.period), filters=kept)


def whole(indicator: Indicator, period: Period) -> Period:
    """Return the period widened to the months (or years) in which the flows of an indicator are kept, else itself."""
    kept = [
        cohort.finest
        for part in (indicator.parts() or (indicator,))
        if isinstance(cohort := part.source.cohorts[part.cohort], Flow)
    ]
    grain = max(kept, key=GRAINS.index, default="day")
    return Period(bucket(period.start, grain).start, bucket(period.end, grain).end)


def unhonoured(indicator: Indicator, selection: Selection) -> tuple[str, ...]:
    """Return the keys of chosen filters that this indicator cannot honour, for the card to say so."""
    known = indicator.filters()
    return tuple(key for key, _ in selection.filters if key not in known)


def grain_of(indicator: Indicator, grain: str) -> str:
    """Return the grain at which this indicator can be shown: never finer than its source is kept."""
    finest = max((GRAINS.index(_finest(part)) for part in (indicator.parts() or (indicator,))), default=0)
    if isinstance(indicator.value, Change):  # a day or week has no counterpart a year before
        finest = max(finest, GRAINS.index("month"))
    return GRAINS[max(finest, GRAINS.index(grain))]


def adds_months(indicator: Indicator) -> bool:
    """Whether a number is the sum of what somebody wrote down for whole months: before he began it is not 0."""
    measure = indicator.value
    is_sum = isinstance(measure, Measure) and measure.value is not measure.n and indicator.where is None
    return is_sum and indicator.source.table in LOADED and grain_of(indicator, "day") != "day"


def _finest(indicator: Indicator) -> str:
    match indicator.source.cohorts[indicator.cohort]:
        case MonthEnd():
            return "month"
        case Flow(finest=finest):
            return finest
    return "day"


def compile_query(
    indicator: Indicator, by: tuple[str, ...], selection: Selection, scope: Scope
) -> Select[Any]:
    """Return the statement that answers `indicator` by these dimensions: a column each, then `value` and `n`.

    The reader's scope is always part of it. Raises UnknownName and NotSplittable.
    """
    _check(indicator, by)
    match indicator.value:
        case Measure() as measure:
            return _rows(indicator, measure, by, selection, scope)
        case Concentration(amount=amount, across=across) as concentration:
            rows = _rows(indicator, total(amount), (*by, across), selection, scope)
            return composed.concentration(concentration, rows, by)

    def part(of: Indicator, by: tuple[str, ...], selection: Selection) -> Select[Any]:
        return compile_query(of, by, selection, scope)

    return composed.compose(indicator.value, by, selection, honoured(indicator, selection), part)


def can_split(indicator: Indicator, by: tuple[str, ...]) -> bool:
    """Return whether an indicator can be asked by these dimensions together."""
    try:
        _check(indicator, by)
    except (UnknownName, NotSplittable):
        return False
    return True


def _check(indicator: Indicator, by: tuple[str, ...]) -> None:
    for key in (DISTRICT if key == CITY else key for key in by):
        if key not in DIMENSIONS:
            raise UnknownName("dimension", key, DIMENSIONS)
        if key not in GRAINS and key not in indicator.splits():
            known = ", ".join(sorted(indicator.splits()))
            message = f"{indicator.key} cannot be split by {key}; it can be split by {known or 'nothing'} and by time."
            raise NotSplittable(message)
    _check_time(indicator, by)


def _check_time(indicator: Indicator, by: tuple[str, ...]) -> None:
    """Raise NotSplittable for a split named twice, two splits of time, or one finer than the source is kept."""
    grains = [key for key in by if key in GRAINS]
    if len(set(by)) < len(by) or len(grains) > 1:
        message = (
            f"{indicator.key} cannot be split by {', '.join(by)}; name each dimension once and one of time."
        )
        raise NotSplittable(message)
    for grain in grains:
        if (kept := grain_of(indicator, grain)) != grain:
            message = f"{indicator.key} is not kept by {grain}; ask it by {kept} or coarser."
            raise NotSplittable(message)


def _rows(
    indicator: Indicator, measure: Measure, by: tuple[str, ...], selection: Selection, scope: Scope
) -> Select[Any]:
    numbers = [measure.value.label("value"), measure.n.label("n")]
    return _counted(Chosen(indicator, selection, scope), measure, numbers, indicator.where, by)


def _counted(
    chosen: Chosen, measure: Measure, numbers: Sequence[Label[Any]], where: Column | None, by: tuple[str, ...]
) -> Select[Any]:
    """Return these numbers, which are counted as a measure is, of those chosen rows for which `where` holds."""
    indicator, period = chosen.indicator, chosen.selection.period
    if (way := way_of(indicator, by, chosen.selection)) != "rows":
        return over_time(chosen, numbers, where, by, measure.once if way == "once" else None)
    grain = next((key for key in by if key in GRAINS), None)
    holds, moment, points = _cohort(indicator, period, grain)
    after = points.c.after if points is not None else sql_day(period.after)
    groups = {key: moment if key == grain else chosen.split(key, after) for key in by}
    keys = groups | ({grain: FIRST_DAYS[grain](moment)} if grain and points is None else {})
    if isinstance(indicator.source.cohorts[indicator.cohort], Stock):
        numbers = [_told_at(number, after) for number in numbers]
    statement = chosen.select(keys, numbers, [holds, where], after)
    if points is not None:
        statement = statement.select_from(points)
    return statement.group_by(*groups.values()) if groups else statement


def compile_together(
    indicators: Sequence[Indicator], by: tuple[str, ...], selection: Selection, scope: Scope
) -> Select[Any]:
    """Return one statement for measures over the same rows: a column for each of `by`, then three for each indicator.

    They are its value, its n and its count of rows: where that is 0, the indicator by itself has no such member. All
    must be measures of one source and cohort that honour the selection and are counted in the same way.
    """
    first, wheres = indicators[0], [one.where for one in indicators]
    is_same = all(where is wheres[0] for where in wheres)
    numbers: list[Label[Any]] = []
    for place, (one, where) in enumerate(zip(indicators, wheres, strict=True)):
        assert isinstance(one.value, Measure)
        asked = (one.value.value, one.value.n, func.count())
        numbers += [
            (column if is_same or where is None else _only(column, where)).label(f"{name}_{place}")
            for name, column in zip(("value", "n", "rows"), asked, strict=True)
        ]
    counts = wheres[0] if is_same else None  # to look whether one of several holds costs more than it spares
    _check(first, by)
    assert isinstance(first.value, Measure)
    return _counted(Chosen(first, selection, scope), first.value, numbers, counts, by)


def _told_at(number: Label[Any], after: Column) -> Label[Any]:
    """Return a number of a stock as it is told at a day, of which `after` is the next."""

    def known(element: Any, **_: Any) -> Column | None:
        return after if element is DAY_AFTER else None

    asked: Column = replacement_traverse(number.element, {}, known)
    return asked.label(number.name)


#: Functions of many rows, by the names that they have in an expression.
_AGGREGATES = frozenset({"count", "sum", "avg", "min", "max", "total", "quantile"})


def _only(number: Column, where: Column) -> Column:
    """Return a number whose aggregates take only the rows for which `where` holds: they pass over what is NULL.

    A filter says the same of every aggregate, and DuckDB takes twice the time for it.
    """

    def narrowed(element: Any, **_: Any) -> Any:
        if isinstance(element, CountIf):
            return CountIf(and_(where, *element.clauses))
        if not isinstance(element, FunctionElement) or element.name not in _AGGREGATES:
            return None
        if element.compare(func.count()):
            return CountIf(where)
        *shares, value = element.clauses
        if isinstance(value, UnaryExpression):  # DISTINCT
            return element.filter(where)
        if isinstance(value, DaysBetween):  # which stays what an engine may know a shorter way for
            start, end = value.clauses
            chosen: Column = DaysBetween(case((where, start)), end)
        else:
            chosen = case((where, value))
        if isinstance(element, Quantile):
            return Quantile(*shares, chosen)
        if isinstance(element, Total):
            return Total(chosen)
        return getattr(func, element.name)(chosen, type_=element.type)

    return replacement_traverse(number, {}, narrowed)


def _cohort(
    indicator: Indicator, period: Period, grain: str | None
) -> tuple[ColumnElement[bool], Column, Subquery | None]:
    """Return which rows belong to the period, the number of their bucket, and for stocks the days they are counted at.

    Of a stock the bucket is told by its first day.
    """
    after = sql_day(period.after)
    match indicator.source.cohorts[indicator.cohort]:
        case Flow(moment=moment):
            number = NUMBERS[grain or "day"](moment)
            return and_(moment >= sql_day(period.start), moment < after), number, None
        case MonthEnd(month_end=month_end):
            ends = [_month_end(part.end, period) for part in buckets(period, grain)] if grain else [None]
            days = [day for day in ends if day] if grain else [_month_end(period.end, period) or period.end]
            return (
                month_end.in_([sql_day(day) for day in days]),
                NUMBERS[grain or "month"](month_end),
                None,
            )
        case Stock() as standing:
            if not grain:
                return standing.at(after), after, None
            points = ticks(period, grain)
            return (
                and_(standing.within(sql_day(period.start), after), standing.at(points.c.after)),
                points.c.bucket,
                points,
            )
        case Timeless():
            if grain:
                message = f"{indicator.key} has no time; ask it without {grain}."
                raise NotSplittable(message)
            return true(), after, None


def _month_end(day: date, period: Period) -> date | None:
    """Return the last month end up to `day` and the period's end."""
    after = min(day, period.end) + timedelta(days=1)
    return after.replace(day=1) - timedelta(days=1)


__all__ = [
    "UNKNOWN",
    "can_split",
    "compile_query",
    "compile_together",
    "grain_of",
    "honoured",
    "unhonoured",
    "way_of",
    "whole",
]

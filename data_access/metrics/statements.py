"""The only builder of indicator SQL: the statement that answers a question, or several of the same rows together."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Column as SchemaColumn
from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    false,
    func,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.visitors import replacement_traverse

from data_access.domain.access import Scope
from data_access.domain.dimensions import DIMENSIONS, GRAINS
from data_access.domain.errors import NotSplittable, UnknownName
from data_access.domain.filters import Selection
from data_access.domain.periods import Period, bucket, buckets
from data_access.metrics import composed
from data_access.metrics.indicators.base import Change, Concentration, Indicator, Measure, total
from data_access.metrics.sources import Flow, MonthEnd, Source, Stock, Timeless, as_code, sql_day
from data_access.store.engines import BUCKETS, one_of

#: The code under which rows without a value stand in every split.
UNKNOWN = "unknown"
Column = ColumnElement[Any]


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


def _check(indicator: Indicator, by: tuple[str, ...]) -> None:
    for key in by:
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
    return _counted(indicator, numbers, indicator.where, by, selection, scope)


def _counted(
    indicator: Indicator,
    numbers: Sequence[Column],
    where: Column | None,
    by: tuple[str, ...],
    selection: Selection,
    scope: Scope,
) -> Select[Any]:
    """Return these numbers of the rows of an indicator's source and cohort for which `where` holds."""
    source, period = indicator.source, selection.period
    holds, moment, ticks = _cohort(indicator, period, next((key for key in by if key in GRAINS), None))
    after = ticks.c.after if ticks is not None else sql_day(period.after)
    keys = [moment if key in GRAINS else _split(source, key, after) for key in by]
    conditions = [holds, *_filters(source, indicator, selection, after), _within(source, scope)]
    if where is not None:
        conditions.append(where)
    statement = (
        select(*(key.label(name) for key, name in zip(keys, by, strict=True)), *numbers)
        .select_from(_joined(source, [*keys, *conditions, *numbers]))
        .where(and_(true(), *conditions))
    )
    if ticks is not None:
        statement = statement.select_from(ticks)
    return statement.group_by(*keys) if keys else statement


def compile_together(
    indicators: Sequence[Indicator], by: tuple[str, ...], selection: Selection, scope: Scope
) -> Select[Any]:
    """Return one statement for measures over the same rows: a column for each of `by`, then three for each indicator.

    They are its value, its n and its count of rows: where that is 0, the indicator by itself has no such member. All
    must be measures of one source and cohort that honour the selection in the same way.
    """
    first, wheres = indicators[0], [one.where for one in indicators]
    is_same = all(where is wheres[0] for where in wheres)
    numbers: list[Column] = []
    for place, (one, where) in enumerate(zip(indicators, wheres, strict=True)):
        assert isinstance(one.value, Measure)
        asked = (one.value.value, one.value.n, func.count())
        numbers += [
            (column if is_same or where is None else _only(column, where)).label(f"{name}_{place}")
            for name, column in zip(("value", "n", "rows"), asked, strict=True)
        ]
    known = [where for where in wheres if where is not None]
    counts = wheres[0] if is_same else or_(*known) if len(known) == len(wheres) else None
    _check(first, by)
    return _counted(first, numbers, counts, by, selection, scope)


#: Functions of many rows, by the names that they have in an expression.
_AGGREGATES = frozenset({"count", "sum", "avg", "min", "max", "total", "quantile"})


def _only(number: Column, where: Column) -> Column:
    """Return a number whose aggregates take only the rows for which `where` holds."""

    def narrowed(element: Any, **_: Any) -> Any:
        is_aggregate = isinstance(element, FunctionElement) and element.name in _AGGREGATES
        return element.filter(where) if is_aggregate else None

    return replacement_traverse(number, {}, narrowed)


def _cohort(
    indicator: Indicator, period: Period, grain: str | None
) -> tuple[ColumnElement[bool], Column, Subquery | None]:
    """Return which rows belong to the period, the bucket they fall in, and for stocks the days they are counted at."""
    after = sql_day(period.after)
    match indicator.source.cohorts[indicator.cohort]:
        case Flow(moment=moment):
            bucket = BUCKETS[grain or "day"](moment)
            return and_(moment >= sql_day(period.start), moment < after), bucket, None
        case MonthEnd(month_end=month_end):
            ends = [_month_end(part.end, period) for part in buckets(period, grain)] if grain else [None]
            days = [day for day in ends if day] if grain else [_month_end(period.end, period) or period.end]
            return (
                month_end.in_([sql_day(day) for day in days]),
                BUCKETS[grain or "month"](month_end),
                None,
            )
        case Stock() as standing:
            if not grain:
                return standing.at(after), after, None
            ticks = _ticks(period, grain)
            return (
                and_(standing.within(sql_day(period.start), after), standing.at(ticks.c.after)),
                ticks.c.bucket,
                ticks,
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


def _ticks(period: Period, grain: str) -> Subquery:
    """Return the buckets of the period as rows: their first day, and the first day after the stock is counted."""
    rows = [
        select(
            sql_day(part.start).label("bucket"),
            sql_day(min(part.end, period.end) + timedelta(days=1)).label("after"),
        )
        for part in buckets(period, grain)
    ]
    return union_all(*rows).subquery("ticks")


def _split(source: Source, key: str, after: Column) -> Column:
    found = source.dimensions[key]
    return as_code(found) if isinstance(found, ColumnElement) else found(after)


def _filters(
    source: Source, indicator: Indicator, selection: Selection, after: Column
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for key, values in selection.filters:
        if key in source.dimensions and key not in indicator.blind:
            column = _split(source, key, after)
            wanted: list[ColumnElement[bool]] = [column.is_(None)] if UNKNOWN in values else []
            if named := [value for value in values if value != UNKNOWN]:
                wanted.append(_one_of(column, named))
            conditions.append(or_(false(), *wanted))
    return conditions


def _within(source: Source, scope: Scope) -> ColumnElement[bool]:
    """Return what the reader may see of a source; a source without districts is closed to a reader of some."""
    if scope.districts is None or source.public:
        return true()
    district = source.dimensions.get("district")
    if not isinstance(district, ColumnElement):
        return false()
    return _one_of(district, sorted(scope.districts))


def _one_of(column: Column, codes: Sequence[str]) -> ColumnElement[bool]:
    key = column.info["codes"] if isinstance(column, SchemaColumn) else None
    return one_of(column, codes, key) if key and codes else column.in_(codes)


def _joined(source: Source, used: list[Column]) -> Any:
    """Return the fact joined to those many-to-one tables whose columns are used, and to what leads to them."""
    tables = {table for column in used for table in column._from_objects}  # noqa: SLF001  (there is no public way)
    for join in reversed(source.joins):
        if join.table in tables:
            tables.update(join.on._from_objects)  # noqa: SLF001
    joined: Any = source.table
    for join in source.joins:
        if join.table in tables:
            joined = joined.outerjoin(join.table, join.on)
    return joined

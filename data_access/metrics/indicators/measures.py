"""Measures: the aggregates that indicators are made of, each with the n on which it stands."""

from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import ColumnElement, Float, Numeric, and_, case, cast, func, literal_column

from data_access.metrics.sources import Column
from data_access.store.engines import CountIf, DaysBetween, Number, Quantile, Total

Predicate = ColumnElement[bool]


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """An aggregate over the rows of a source: `value` and the `n` on which it stands.

    `pools` is how the values of parts make up that of the whole: as a sum, as a mean weighted by n, or not at all.
    `once` is the column of which each value counts once, however many rows have it.
    """

    value: Column
    n: Column
    pools: Literal["sum", "mean"] | None = None
    once: Column | None = None


#: One for all quotients: of each new type a dialect makes its own.
_FLOAT = Float()


def divided(above: Column, below: Column) -> Column:
    """Return the quotient of two numbers as a double; NULL where `below` is 0."""
    # The library's own `/` casts what it divides by, and a cast of NULL fails on ClickHouse.
    by = func.nullif(Number(below), literal_column("0.0"), type_=_FLOAT)
    return Number(above).op("/", precedence=8, return_type=_FLOAT)(by)


def count(where: Predicate | None = None) -> Measure:
    """Count rows, all or those for which `where` holds."""
    number = func.count() if where is None else CountIf(where)
    return Measure(number, number, "sum")


def not_additive(measure: Measure) -> Measure:
    """Return a measure whose split is not added up: its members share what they count."""
    return replace(measure, pools=None)


def distinct(column: Column) -> Measure:
    """Count the distinct values of a column."""
    number = func.count(column.distinct())
    return Measure(number, number, once=column)


def total(column: Column, where: Predicate | None = None) -> Measure:
    """Sum a column; n is the number of rows summed."""
    chosen = column if where is None else case((where, column))
    return Measure(Total(chosen), func.count(chosen), "sum")


def ratio(numerator: Predicate, denominator: Predicate | None = None) -> Measure:
    """Rows for which `numerator` holds over those for which `denominator` holds (default: all); n is the latter."""
    holds = numerator if denominator is None else and_(numerator, denominator)
    below = func.count() if denominator is None else CountIf(denominator)
    return Measure(divided(CountIf(holds), below), below, "mean")


def quotient(numerator: Column, denominator: Column) -> Measure:
    """Sum of one column over the sum of another; n is the latter."""
    above, below = Total(numerator), Total(denominator)
    return Measure(divided(above, below), below)


def share_of_amounts(part: Column, whole: Column) -> Measure:
    """Sum of one amount over the sum of another; n is the number of rows that have something of the latter."""
    return Measure(divided(Total(part), Total(whole)), CountIf(whole > 0))


def _elapsed(start: Column, end: Column) -> Column:
    """Return elapsed days; an end without hours is not before the hours of its own day."""
    return case((end < start, literal_column("0.0")), else_=DaysBetween(start, end))


def mean_days(start: Column, end: Column) -> Measure:
    """Mean elapsed calendar days; n is the number of rows that have both."""
    days = _elapsed(start, end)
    return Measure(func.avg(days), func.count(days), "mean")


def quantile_days(share: float, start: Column, end: Column) -> Measure:
    """Quantile of the elapsed calendar days; n is the number of rows that have both."""
    days = _elapsed(start, end)
    return Measure(Quantile(literal_column(str(share)), days), func.count(days))


def money(column: Column) -> Column:
    """Return a money column as a number that is summed exactly."""
    return cast(column, Numeric(20, 2))

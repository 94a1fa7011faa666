"""What stands behind a number: the rows that it counts, or on which it is computed, as many as its n says."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, UnaryExpression, and_, func, select, tuple_
from sqlalchemy.sql.functions import FunctionElement

from data_access.domain.access import Scope
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.metrics.indicators.base import Indicator, Per
from data_access.metrics.indicators.measures import Measure, Predicate, count
from data_access.metrics.query import compile_query, honoured, whole
from data_access.metrics.sources import Column, MonthEnd, Stock
from data_access.store.engines import CountIf, Total


@dataclass(frozen=True, slots=True, eq=False)
class Behind:
    """The rows on which an indicator stands: those of its cohort and `where` for which `only` holds too.

    With `once` each value of that column stands for one row, its last by the key: so a distinct count counts. Where the
    indicator is a sum of counts that are kept by month, `cube` is the number as it is asked, whose months hold for its rows.
    """

    indicator: Indicator
    only: Predicate | None = None
    once: Column | None = None
    cube: Indicator | None = None

    def statement(self, selection: Selection, scope: Scope) -> Select[Any]:
        """Return the statement that counts the rows; with other columns it lists them. Raises what compile_query raises."""
        own = self.indicator
        holds = [one for one in (own.where, self.only) if one is not None]
        rows = replace(own, value=count(), where=and_(*holds) if holds else None)
        counted = compile_query(rows, (), honoured(own, self._by_month(selection)), scope)
        if self.once is None:
            return counted
        known = counted.where(self.once.is_not(None))
        first, *further = keys = tuple(own.source.table.primary_key)
        if not further:
            last = known.with_only_columns(func.max(first)).group_by(self.once)
            return counted.where(first.in_(last.correlate(None)))
        place = func.row_number().over(partition_by=self.once, order_by=[key.desc() for key in keys])
        placed = known.with_only_columns(*keys, place.label("place")).subquery()
        lasts = select(*(placed.c[key.name] for key in keys)).where(placed.c.place == 1)
        return counted.where(tuple_(*keys).in_(lasts))

    def _by_month(self, selection: Selection) -> Selection:
        """Return a selection over the days that a number kept by month is about: whole months, or the last month end."""
        if self.cube is None:
            return selection
        period = whole(self.cube, selection.period)
        if isinstance(self.cube.source.cohorts[self.cube.cohort], MonthEnd):
            end = (period.end + timedelta(days=1)).replace(day=1) - timedelta(days=1)
            period = Period(min(period.start, end), end)
        return selection.during(period)

    @property
    def due(self) -> str | None:
        """The column of the limit that all these rows are past, None where they are not listed for that."""
        cohort = self.indicator.source.cohorts[self.indicator.cohort]
        name = cohort.begun.key if isinstance(cohort, Stock) else None
        return name if name and name.endswith("due") else None


def behind(indicator: Indicator) -> Behind | None:
    """Return the rows behind a number, None where it stands on no rows of one table: on sums, or on two periods.

    Of a count they are what it counts, in another table too where it is kept by month; of a share or a mean those of its n, of
    one number over another those of the first.
    """
    match indicator.value:
        case Measure(value=Total() as total) if found := _counted_elsewhere(indicator, total):
            return found
        case Per(above=above):
            return behind(above)
        case Measure(n=n, once=None):
            return _of(indicator, n)
        case Measure(once=once):
            return Behind(indicator, once=once)
    return None


def _counted_elsewhere(indicator: Indicator, total: Total) -> Behind | None:
    """Return the rows of another source that a sum counts, None where it sums something else."""
    (column,) = total.clauses
    name = column.key or ""
    if name not in indicator.source.counted or indicator.where is not None:
        return None
    source, cohort = indicator.source.counted[name]
    return Behind(replace(indicator, source=source, cohort=cohort, value=count()), cube=indicator)


def _of(indicator: Indicator, n: Column) -> Behind | None:
    if isinstance(n, CountIf):
        return Behind(indicator, and_(*n.clauses))
    if not isinstance(n, FunctionElement) or n.name != "count":
        return None
    if n.compare(func.count()):
        return Behind(indicator)
    (counted,) = n.clauses
    if isinstance(counted, UnaryExpression):  # DISTINCT
        return None
    return Behind(indicator, counted.is_not(None))

"""Cohorts of equal age: the last months of a cohort have not told yet what older ones told long ago."""

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import case, or_
from sqlalchemy.sql.visitors import replacement_traverse

from data_access.domain.filters import Selection
from data_access.domain.periods import Horizon, Period
from data_access.domain.text import Text
from data_access.metrics.events import breaks_between
from data_access.metrics.indicators.base import Indicator, Maturity
from data_access.metrics.indicators.measures import Measure
from data_access.metrics.labels import Labels
from data_access.metrics.sources import Column, sql_day


def immature_from(indicator: Indicator, as_of: date) -> date | None:
    """Return the first day whose rows are too young, by the last day of the data, to have told; None where age does not matter."""
    return None if indicator.matures is None else as_of - timedelta(days=indicator.matures.days - 1)


def is_immature(indicator: Indicator, period: Period, as_of: date) -> bool:
    """Whether a period has days of rows that are too young to have told."""
    since = immature_from(indicator, as_of)
    return since is not None and period.end >= since


def seen_at(now: Period, earlier: Period, as_of: date) -> date:
    """Return the day on which the end of an earlier period was as old as that of this one is on the last day of the data."""
    return as_of - (now.end - earlier.end)


def at_equal_age(indicator: Indicator, now: Period, earlier: Period, as_of: date) -> Indicator | None:
    """Return what an earlier period is asked, so that its rows are as old as those of this one; None where nobody can tell.

    A period whose rows have all told is compared with everything that an earlier one has told.
    """
    if indicator.matures is None or not is_immature(indicator, now, as_of):
        return indicator
    return as_seen(indicator, seen_at(now, earlier, as_of)) if indicator.matures.events else None


def compared(indicator: Indicator, selection: Selection, known: Labels) -> tuple[Indicator, Selection] | None:
    """Return what the earlier period of a selection is asked, and the selection of it, for a comparison of like with like.

    None where there is nothing `beside` it, or where the rules or the counting of the number changed between the two.
    """
    return (
        None if parted(indicator, selection, known) else beside(indicator, selection, known.dataset.horizon)
    )


def parted(indicator: Indicator, selection: Selection, known: Labels) -> tuple[tuple[date, Text], ...]:
    """Return the days, with their words, that part a selection from what would be `beside` it; none where nothing would."""
    found = beside(indicator, selection, known.dataset.horizon)
    return breaks_between(indicator, selection.period, found[1].period, known) if found else ()


def beside(
    indicator: Indicator, selection: Selection, horizon: Horizon
) -> tuple[Indicator, Selection] | None:
    """Return what the earlier period of a selection is asked, and the selection of it, at equal age: for a line whose breaks are marked.

    None where the reader wants none, the data do not go back so far, or nobody can tell how the earlier rows stood.
    """
    earlier = selection.before()
    if earlier is None or earlier.period.start < horizon.starts_on:
        return None
    as_old = at_equal_age(indicator, selection.period, earlier.period, horizon.as_of)
    return None if as_old is None else (as_old, earlier)


@lru_cache(maxsize=1024)
def as_seen(indicator: Indicator, day: date) -> Indicator:
    """Return a maturing measure as it was at the end of a day: what came later had not come yet.

    It is one object wherever it is asked for, and has a key of its own: answers are kept by it.
    """
    maturity, measure = indicator.matures, indicator.value
    assert maturity is not None
    assert isinstance(measure, Measure)
    value = _cut(measure.value, maturity, day)
    n = value if measure.n is measure.value else _cut(measure.n, maturity, day)
    where = None if indicator.where is None else _cut(indicator.where, maturity, day)
    cut = replace(measure, value=value, n=n)
    return replace(indicator, key=f"{indicator.key}@{day}", value=cut, where=where, proof=None, matures=None)


def _cut(expression: Column, maturity: Maturity, day: date) -> Column:
    """Return an expression in which what came after a day is not known yet; what has no moment has always been."""
    after = sql_day(day + timedelta(days=1))

    def known(element: Any, **_: Any) -> Column | None:
        if any(element is event for event in maturity.events):
            return case((element < after, element))
        if any(element is told for told in maturity.told):
            first = maturity.events[0]
            return case((or_(first.is_(None), first < after), element))
        return None

    found: Column = replacement_traverse(expression, {}, known)
    return found

"""What a source is: one fact at one grain, its times by cohort, and what it can be split and filtered by."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Column as SchemaColumn
from sqlalchemy import (
    ColumnElement,
    Date,
    String,
    Table,
    and_,
    bindparam,
    cast,
    column,
    false,
    func,
    literal,
    not_,
    or_,
)

from data_access.domain.text import Text
from data_access.store.engines import one_of
from data_access.store.schema import platform

Column = ColumnElement[Any]
#: In a measure of a stock the first day past the one at which it is told: what came later had not come yet.
DAY_AFTER: Column = column("day_after", Date)


@dataclass(frozen=True, slots=True)
class Flow:
    """The rows whose moment lies in the period: created, due, closed … cohorts; kept no finer than `finest`."""

    moment: Column
    finest: str = "day"


@dataclass(frozen=True, slots=True)
class Stock:
    """The rows that stand at the end of the period: begun before it was over, not ended by then.

    `begun` is a day or moment, `ended` may be NULL. A day `begun` counts as standing at its own end. A row without
    `begun` stands only where that means "since before we know" (`since_ever`). Where nobody records ends, what has
    begun is taken to stand (shops), or the stock is not known at all (`needs_end`: open complaints).
    """

    begun: Column
    ended: Column
    since_ever: bool = False
    needs_end: bool = False

    def at(self, after: Column) -> ColumnElement[bool]:
        """Return what is true for rows that stand at the end of the day before `after`."""
        begun = or_(self.begun.is_(None), self.begun < after) if self.since_ever else self.begun < after
        return and_(begun, or_(self.ended.is_(None), self.ended >= after))

    def within(self, start: Column, after: Column) -> ColumnElement[bool]:
        """Return what is true for all rows that stand at some day's end from `start` on: a few, found before `at` is asked."""
        begun = or_(self.begun.is_(None), self.begun < after) if self.since_ever else self.begun < after
        lasted = (
            self.ended >= start if self.since_ever else and_(self.ended >= start, self.ended >= self.begun)
        )
        return and_(begun, or_(self.ended.is_(None), lasted))


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """The stock at the last month end of the period; the stock of several month ends is never summed."""

    month_end: Column


@dataclass(frozen=True, slots=True)
class Timeless:
    """Rows without time (a checklist as last checked)."""


Cohort = Flow | Stock | MonthEnd | Timeless
#: A split that depends on the day of the question (`after`, the first day past it), for example an age.
Moving = Callable[[Column], Column]


@dataclass(frozen=True, slots=True)
class Join:
    """A many-to-one join: it never multiplies the fact's rows."""

    table: Table
    on: ColumnElement[bool]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One fact at one grain.

    `dimensions` gives the column of each split; columns of a joined table are joined only where they are used.
    `breaks` are days on which the rules behind its numbers changed: charts over time mark them.
    `shared` names the dimensions of which a row can have several members, so that the parts add up to more than the whole.
    `only_in` names those that mean something in one cohort alone: the days overdue of what is not overdue are none.
    `counted` says of columns that are counts of the rows of another source which that is, and by which time they belong there.
    """

    key: str
    title: Text
    table: Table
    cohorts: Mapping[str, Cohort]
    dimensions: Mapping[str, Column | Moving]
    joins: tuple[Join, ...] = ()
    public: bool = False
    breaks: tuple[tuple[date, Text], ...] = ()
    only_in: Mapping[str, str] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()
    counted: Mapping[str, tuple["Source", str]] = field(default_factory=dict)

    @cache  # noqa: B019  (sources are a few, and all of them stay to the end)
    def offered(self, cohort: str) -> frozenset[str]:
        """Return the dimensions that mean something for the rows of a cohort."""
        return frozenset(key for key in self.dimensions if self.only_in.get(key, cohort) == cohort)


def as_code(column: Column) -> Column:
    """Return a split's column as the text code that labels and addresses use."""
    return column if isinstance(column.type, String) else cast(column, String)


def among(column: Column, codes: Sequence[str]) -> ColumnElement[bool]:
    """Return whether a column holds one of some codes, compared as the store keeps them."""
    key = column.info["codes"] if isinstance(column, SchemaColumn) else None
    return one_of(column, codes, key) if key and codes else column.in_(codes)


def outside(column: Column, codes: Sequence[str]) -> ColumnElement[bool]:
    """Return whether a column holds a code that is none of these; where it holds nothing it does not.

    A code that no row holds is none of the store's, and to be among such is neither true nor false.
    """
    return and_(column.is_not(None), not_(func.coalesce(among(column, codes), false())))


def platform_of(column: Column) -> tuple[Join, ...]:
    """Return the join by which a fact with this platform id knows what its platform is."""
    return (Join(platform, platform.c.platform_id == column),)


#: The splits that every fact with a platform has through `platform_of`.
PLATFORM_SPLITS: dict[str, Column | Moving] = {
    "class": platform.c.class_l1,
    "subclass": platform.c.class_l2,
    "mode": platform.c.txn_mode,
    "supply_mode": platform.c.supply_mode,
    "grade": platform.c.grade,
}


#: One for all: of each new one a dialect makes its own, which takes longer than the rest of a day.
_DATE = Date()
#: Statements of a board name the same days again and again.
_DAYS_KEPT = 1000


def sql_literal(value: str | int) -> Column:
    """Return a value written into the text: engines compare the texts of a split in SELECT and GROUP BY."""
    return literal(value, literal_execute=True)


@lru_cache(_DAYS_KEPT)
def sql_day(day: date) -> Column:
    """Return a day as SQL, written into the text as above."""
    return cast(bindparam(None, day, _DATE, literal_execute=True), _DATE)

"""What a store can answer at all, so that a card says "not recorded" where a query would say zero."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    Select,
    Table,
    column,
    exists,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy import table as named_table
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.sql.visitors import iterate

from data_access.domain.text import Text
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.indicators.base import Concentration, Indicator
from data_access.metrics.indicators.measures import Measure
from data_access.metrics.sources import SOURCES, Flow, MonthEnd, Stock
from data_access.store.snapshots import Snapshot

#: Which tables a store has, and which columns, as every engine tells it.
_KEPT = named_table(
    "columns",
    column("table_schema"),
    column("table_name"),
    column("column_name"),
    schema="information_schema",
)
#: A small table is looked at as a whole, of a large one so many rows first.
_FIRST_ROWS = 1000
#: Tables that have rows, their columns that hold a value in at least one row, and the keys of indicators of which there is proof.
Recorded = frozenset[Table | Column[Any] | str]


#: Every table that an indicator may read.
TABLES: frozenset[Table] = frozenset(
    {source.table for source in SOURCES.values()}
    | {join.table for source in SOURCES.values() for join in source.joins}
)


def kept_columns(snapshot: Snapshot) -> set[tuple[str, str]]:
    """Return the names of tables and columns that a store has: one of an earlier version lacks what came later."""
    own = _KEPT.c.table_schema == snapshot.schema
    return {tuple(row) for row in snapshot.rows(select(_KEPT.c.table_name, _KEPT.c.column_name).where(own))}


def recorded(snapshot: Snapshot, tables: frozenset[Table] = TABLES) -> Recorded:
    """Return which of these tables have rows, those of their columns that hold anything, and what has proof."""
    kept = kept_columns(snapshot)
    columns = {table: [one for one in table.c if (table.name, one.name) in kept] for table in tables}
    found: set[Table | Column[Any] | str] = set()
    sizes = _sizes(snapshot, tuple(table for table in columns if columns[table]))
    for table, is_large in sizes.items():
        held = _held(snapshot, table, [one for one in columns[table] if one.nullable], is_large=is_large)
        # Every row has the columns that may not be empty.
        found |= {table, *held, *(one for one in columns[table] if not one.nullable)}
    found |= {
        indicator.key
        for indicator in INDICATORS.values()
        if indicator.proof is not None
        and indicator.source.table in found
        and snapshot.rows(select(literal(1)).where(indicator.proof).limit(1))
    }
    return frozenset(found)


def _sizes(snapshot: Snapshot, tables: tuple[Table, ...]) -> dict[Table, bool]:
    """Return which of these tables have rows, and of each whether they are many: of those that have none nothing more is asked."""
    found = snapshot.rows(_first_and_later(tables, _FIRST_ROWS)) if tables else []
    filled, large = ({name for name, is_later in found if is_later == one} for one in (0, 1))
    return {table: table.name in large for table in tables if table.name in filled}


@lru_cache(maxsize=16)  # as below; a store of an earlier version has fewer
def _first_and_later(tables: tuple[Table, ...], most: int) -> CompoundSelect[Any]:
    """Return the names of those tables that have a row, with 0, and of those that have more than so many, with 1."""
    asked = (
        select(literal(table.name).label("name"), literal(is_later).label("is_later"))
        .select_from(table)
        .limit(1)
        .offset(most if is_later else None)
        for table in tables
        for is_later in (0, 1)
    )
    return union_all(*(select(one.subquery()) for one in asked))


def _held(
    snapshot: Snapshot, table: Table, columns: list[Column[Any]], *, is_large: bool
) -> set[Column[Any]]:
    """Return which of these columns of a table that has rows hold anything.

    The first rows tell of most columns at little cost. For each of the others the engine looks through the table by itself.
    """
    if not columns:
        return set()
    (counts,) = snapshot.rows(_counted(table, tuple(columns), _FIRST_ROWS if is_large else None))
    held = {one for one, count in zip(columns, counts, strict=True) if count}
    others = [one for one in columns if one not in held]
    if others and is_large:
        (answers,) = snapshot.rows(select(*(_is_held(one, table) for one in others)))
        held |= {one for one, is_held in zip(others, answers, strict=True) if is_held}
    return held


@lru_cache(maxsize=256)  # a store has them all, and each new state of it is asked the same
def _counted(table: Table, columns: tuple[Column[Any], ...], most: int | None) -> Select[Any]:
    """Return in how many rows of a table, or of its first so many, each of its columns holds a value.

    A small table is counted as a whole: DuckDB takes three times as long where it is told to stop.
    """
    looked_at: Iterable[ColumnElement[Any]] = columns
    if most is not None:
        looked_at = select(*columns).select_from(table).limit(most).subquery("first_rows").c
    numbers: list[ColumnElement[Any]] = [func.count(one) for one in looked_at]
    return select(*numbers)


def _is_held(value: ColumnElement[Any], table: Table) -> ColumnElement[bool]:
    """Return whether a row of a table has a value: the engine stops at the first."""
    rows = select(literal(1)).select_from(table).where(value.is_not(None)).limit(1)
    return exists(rows)


def unrecorded(indicator: Indicator, by: tuple[str, ...], known: Recorded) -> Text | None:
    """Return the name of what the store lacks to answer an indicator by these dimensions, None where it can.

    Where a column is missing that an indicator reads, its rows look as if nothing had happened: a rate of zero, a stock
    of all that ever came. Such a number is not recorded.
    """
    for part in indicator.parts() or (indicator,):
        if part.source.table not in known:
            return part.source.title
        for needed in _read(part, by):
            if needed not in known:
                title: Text = needed.info["label"]
                return title
        if part.proof is not None and part.key not in known:
            return part.title
    return None


def _read(indicator: Indicator, by: tuple[str, ...]) -> Iterator[Column[Any]]:
    """Yield the columns without any one of which an indicator by these dimensions would be another number.

    Those that every row has need not be asked for, but where they are joined.
    """
    parts: list[ClauseElement | None] = [indicator.where]
    match indicator.source.cohorts[indicator.cohort]:
        case Flow(moment=moment) | MonthEnd(month_end=moment):
            parts.append(moment)
        case Stock(begun=begun, ended=ended, since_ever=since_ever, needs_end=needs_end):
            parts += [None if since_ever else begun, ended if needs_end else None]
    match indicator.value:
        case Measure(value=value):
            parts.append(value)
        case Concentration(amount=amount):
            parts.append(amount)
    for part in parts:
        yield from (column for column in _columns(part) if column.nullable)
    for key in by:
        split = indicator.source.dimensions.get(key)
        yield from _columns(split if isinstance(split, ClauseElement) else None)


@lru_cache(maxsize=4096)  # every card of every page asks for those of its indicators
def _columns(expression: ClauseElement | None) -> tuple[Column[Any], ...]:
    if expression is None:
        return ()
    return tuple(one for one in iterate(expression) if isinstance(one, Column) and one.table is not None)

"""What a store can answer at all, so that a card says "not recorded" where a query would say zero."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, exists, literal, select
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.sql.visitors import iterate

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Concentration, Indicator, Measure
from data_access.metrics.sources import SOURCES, Flow, MonthEnd, Stock
from data_access.store.snapshots import Snapshot

#: Tables that have rows, and their columns that hold a value in at least one row.
Recorded = frozenset[Table | Column[Any]]


def recorded(snapshot: Snapshot) -> Recorded:
    """Return the tables of all sources that have rows, and those of their columns that hold anything."""
    tables = {source.table for source in SOURCES.values()} | {
        join.table for source in SOURCES.values() for join in source.joins
    }
    found: set[Table | Column[Any]] = set()
    for table in tables:
        # Every row has the columns that may not be empty.
        optional = [column for column in table.c if column.nullable]
        asked = (literal(1), *optional)
        (answers,) = snapshot.rows(select(*(_is_held(one, table) for one in asked)))
        if answers[0]:
            found |= {table, *(column for column in table.c if not column.nullable)}
            found |= {column for column, is_held in zip(optional, answers[1:], strict=True) if is_held}
    return frozenset(found)


def _is_held(value: ColumnElement[Any], table: Table) -> ColumnElement[bool]:
    """Return whether a row of a table has a value: the engine stops at the first."""
    rows = select(literal(1)).select_from(table).where(value.is_not(None)).limit(1)
    return exists(rows)


def unrecorded(indicator: Indicator, by: tuple[str, ...], known: Recorded) -> Text | None:
    """Return the name of what the store lacks to answer an indicator by these dimensions, None where it can."""
    for part in indicator.parts() or (indicator,):
        if part.source.table not in known:
            return part.source.title
        for needed in _needs(part, by):
            if needed and not any(column in known for column in needed):
                title: Text = needed[0].info["label"]
                return title
    return None


def _needs(indicator: Indicator, by: tuple[str, ...]) -> Iterator[list[Column[Any]]]:
    """Return groups of columns of which the store must know at least one each."""
    match indicator.source.cohorts[indicator.cohort]:
        case Flow(moment=moment):
            yield _columns(moment)
        case Stock(begun=begun, since_ever=False):
            yield _columns(begun)
        case MonthEnd(month_end=month_end):
            yield _columns(month_end)
    if indicator.where is not None:
        yield _optional(_columns(indicator.where))
    match indicator.value:
        case Measure(value=value):
            yield _optional(_columns(value))
        case Concentration(amount=amount):
            yield _optional(_columns(amount))
    for key in by:
        if isinstance(split := indicator.source.dimensions.get(key), ClauseElement):
            yield _columns(split)


def _columns(expression: ClauseElement) -> list[Column[Any]]:
    return [
        element
        for element in iterate(expression)
        if isinstance(element, Column) and element.table is not None
    ]


def _optional(columns: Iterable[Column[Any]]) -> list[Column[Any]]:
    """Return the columns that a row may lack; those that every row has say nothing."""
    return [column for column in columns if column.nullable]

"""The statements behind a list: which rows, which columns, in which order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Column, FromClause, Select
from sqlalchemy.sql.util import ClauseAdapter

from data_access.domain.access import Scope
from data_access.domain.errors import UnknownName
from data_access.domain.filters import Selection
from data_access.domain.text import Text
from data_access.domain.working_days import elapsed
from data_access.lookups.listings import LISTINGS, Listing
from data_access.lookups.readable import as_kept, is_kept, readable, titles
from data_access.metrics.behind import Behind
from data_access.metrics.indicators.base import Indicator
from data_access.metrics.indicators.measures import count
from data_access.metrics.indicators.units import ITEMS
from data_access.metrics.labels import Labels, labels
from data_access.metrics.regions import regions
from data_access.metrics.sources import SOURCES, Source
from data_access.store.engines import Holds
from data_access.store.snapshots import Snapshot

#: How many working days a row is past its limit: told in a list of those that are, computed at the end of the period.
OVERDUE, OVERDUE_DAYS = "overdue_days", Text("超期(工作日)", "Overdue (working days)")
#: Columns that name who has a record in hand, office before person.
HANDLED_BY = ("handling_district", "district", "handler", "mediator_id")


def columns_of(source_key: str) -> list[Column[Any]]:
    """Return the columns that a list shows: its own, then those of the record that its rows are parts of."""
    table, listing = SOURCES[source_key].table, LISTINGS[source_key]
    return [*(table.c[name] for name in listing.columns), *listing.beside]


@dataclass(frozen=True, slots=True, eq=False)
class AskedRows:
    """The statements that count and list rows, the columns listed, and from which limit on to which day one is overdue.

    `own` is the number on which the rows stand: that which they were asked for, else how many there are.
    """

    source: Source
    own: Indicator
    counted: Select[Any]
    listed: Select[Any]
    columns: list[Column[Any]]
    due: str | None
    on: date

    def shown(self, frame: pd.DataFrame, names: Labels, scope: Scope, lang: str) -> pd.DataFrame:
        """Return rows as a reader may see them."""
        if self.due:
            days = {day: elapsed(day.date(), self.on) for day in frame[self.due].dropna().unique()}
            frame.insert(1, OVERDUE, frame[self.due].map(days).astype("Int64"))
        for column in self.columns:
            frame[column.name] = readable(frame[column.name], column, names, scope, lang)
        return frame

    def titles(self, names: Labels, lang: str) -> dict[str, str]:
        """Return what stands over each column."""
        first, *rest = titles(self.columns, names, lang).items()
        return dict([first, *([(OVERDUE, OVERDUE_DAYS(lang))] if self.due else []), *rest])


def asked_rows(
    snapshot: Snapshot,
    source_key: str,
    selection: Selection,
    scope: Scope,
    *,
    sort: str,
    cohort: str,
    containing: Mapping[str, str],
    own: Behind | None,
) -> AskedRows:
    """Return the statements of a list under a selection; raises UnknownName for what cannot be asked."""
    if source_key not in LISTINGS:
        raise UnknownName("list of rows", source_key, LISTINGS)
    source, listing = SOURCES[source_key], LISTINGS[source_key]
    own = own or _all_of(source, cohort or listing.cohort)
    due = own.due
    columns = [*(source.table.c[name] for name in _ordered(listing, due)), *listing.beside]
    counted = own.statement(regions(snapshot).all_of(selection), scope)
    for name, text in containing.items():
        if name not in listing.searched:
            raise UnknownName("column to search", name, listing.searched)
        counted = counted.where(Holds(source.table.c[name], text))
    names = labels(snapshot)
    order = [
        term for column, term in _order(source, listing, sort or due or "", scope) if is_kept(column, names)
    ]
    # The number's own statement with other columns: its rows and no others.
    listed = _beside(counted, source, columns, names).order_by(*order)
    return AskedRows(source, own.indicator, counted, listed, columns, due, selection.period.end)


def _beside(counted: Select[Any], source: Source, columns: list[Column[Any]], names: Labels) -> Select[Any]:
    """Return the rows of a statement with these columns, of which some are of the one record that each is a part of."""
    listed, aliases = counted, dict[Any, FromClause]()
    for join in source.joins:
        if any(column.table is join.table for column in columns):
            alias = aliases[join.table] = join.table.alias()  # a filter may have joined the table itself
            listed = listed.join(alias, ClauseAdapter(alias).traverse(join.on), isouter=True)
    kept = [
        aliases[column.table].c[column.name] if column.table in aliases and is_kept(column, names) else shown
        for column, shown in zip(columns, as_kept(columns, names), strict=True)
    ]
    return listed.with_only_columns(*kept)


def _ordered(listing: Listing, due: str | None) -> tuple[str, ...]:
    """Return the columns of a list; of what is overdue limit and handling office stand first."""
    if due is None:
        return listing.columns
    first = [name for name in (due, *HANDLED_BY) if name in listing.columns]
    key, *rest = listing.columns
    return (key, *first, *(name for name in rest if name not in first))


def _all_of(source: Source, cohort: str) -> Behind:
    if cohort not in source.cohorts:
        raise UnknownName(f"time of {source.key}", cohort, source.cohorts)
    return Behind(
        Indicator(
            f"rows_{source.key}", source.title, source.title, source.title, ITEMS, source, cohort, count()
        )
    )


def _order(source: Source, listing: Listing, sort: str, scope: Scope) -> list[tuple[Column[Any], Any]]:
    """Return the columns and terms of the order of the rows, the key last; what is masked would leak through its order."""
    name = (sort or listing.newest).removeprefix("-")
    sortable = [key for key in listing.columns if scope.sees_persons or not source.table.c[key].info["mask"]]
    if name not in sortable:
        raise UnknownName("column to sort by", name, sortable)
    column, keys = source.table.c[name], (source.table.c[listing.columns[0]], *source.table.primary_key)
    falls = sort.startswith("-") or (not sort and not listing.rises)
    by_key = [(key, key.asc()) for key in dict.fromkeys(keys)]
    return [(column, (column.desc() if falls else column.asc()).nulls_last()), *by_key]

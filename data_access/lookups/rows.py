"""The rows behind a number, a page at a time, with personal fields hidden from those who may not see them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Column, Date, Select

from data_access.domain.access import Scope
from data_access.domain.errors import BadValue, UnknownName
from data_access.domain.filters import Selection
from data_access.domain.text import Text
from data_access.domain.working_days import elapsed
from data_access.lookups.listings import LISTINGS, Listing
from data_access.lookups.readable import as_kept, is_kept, readable, titles
from data_access.metrics.behind import Behind, behind
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.indicators.base import Indicator
from data_access.metrics.indicators.measures import count
from data_access.metrics.indicators.units import ITEMS
from data_access.metrics.labels import Labels, labels
from data_access.metrics.regions import regions
from data_access.metrics.sources import SOURCES, Source
from data_access.store.engines import Holds
from data_access.store.snapshots import Snapshot

#: The longest page that is served at once; files of rows are streamed and have no limit.
LARGEST_PAGE = 100_000
#: Rows that are held in memory at once while a file is streamed.
CHUNK_ROWS = 20_000
#: How many working days a row is past its limit: told in a list of those that are, computed at the end of the period.
OVERDUE, OVERDUE_DAYS = "overdue_days", Text("超期(工作日)", "Overdue (working days)")
#: Columns that name who has a record in hand, office before person.
HANDLED_BY = ("handling_district", "district", "handler", "mediator_id")
#: Between the parts of the key of a record whose table takes several columns to tell it from others.
BETWEEN = "~"


@dataclass(frozen=True, slots=True, eq=False)
class RowsPage:
    """One page of rows as readers see them, under column names; `titles` are their words, `total` counts all pages.

    `keys` are what tells each record from all others of its list.
    """

    frame: pd.DataFrame
    total: int
    titles: dict[str, str]
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class RowsStream:
    """All rows as readers see them, in frames of some thousands that are read as they are taken."""

    frames: Iterator[pd.DataFrame]
    total: int
    titles: dict[str, str]
    days: frozenset[str]  # the columns that hold days, not moments


def shows_persons(source_key: str, scope: Scope) -> bool:
    """Return whether a reader is shown personal fields of the rows of a source as they were recorded."""
    columns = SOURCES[source_key].table.c
    return scope.sees_persons and any(columns[name].info["mask"] for name in LISTINGS[source_key].columns)


def rows(
    snapshot: Snapshot,
    source_key: str,
    selection: Selection,
    scope: Scope,
    *,
    page: int = 1,
    size: int = 50,
    sort: str = "",
    lang: str = "zh",
    cohort: str = "",
    containing: Mapping[str, str] | None = None,
    own: Behind | None = None,
) -> RowsPage:
    """Return page `page` (from 1) of the rows of a source under a selection, in words, personal fields masked.

    `sort` is a column name, with a leading `-` for descending; empty is newest first, of what is overdue oldest first.
    `cohort` is a time of the source (see `sources`). `containing` are texts to find in columns that can be searched.
    `own` narrows them to those on which a number stands. Raises UnknownName and BadValue for what cannot be asked.
    """
    if page < 1:
        raise BadValue("page", str(page), "a number from 1")
    if not 1 <= size <= LARGEST_PAGE:
        raise BadValue("size", str(size), f"a number from 1 to {LARGEST_PAGE}")
    asked = _asked(
        snapshot, source_key, selection, scope, sort=sort, cohort=cohort, containing=containing or {}, own=own
    )
    total = int(snapshot.frame(asked.counted)["value"].iloc[0])
    frame = snapshot.frame(asked.listed.limit(size).offset((page - 1) * size))
    names = labels(snapshot)
    keys = keys_of(frame, asked.source)
    return RowsPage(asked.shown(frame, names, scope, lang), total, asked.titles(names, lang), keys)


def all_rows(
    snapshot: Snapshot,
    source_key: str,
    selection: Selection,
    scope: Scope,
    *,
    sort: str = "",
    lang: str = "zh",
    cohort: str = "",
    own: Behind | None = None,
) -> RowsStream:
    """Return every row of a source under a selection as `rows` would, however many, in bounded memory."""
    asked = _asked(snapshot, source_key, selection, scope, sort=sort, cohort=cohort, containing={}, own=own)
    names, total = labels(snapshot), int(snapshot.frame(asked.counted)["value"].iloc[0])
    frames = (asked.shown(frame, names, scope, lang) for frame in snapshot.frames(asked.listed, CHUNK_ROWS))
    days = frozenset(column.name for column in asked.columns if type(column.type) is Date)
    return RowsStream(frames, total, asked.titles(names, lang), days)


def behind_number(key: str) -> Behind:
    """Return the rows behind a number that a list shows; raises UnknownName."""
    found = behind(INDICATORS[key])
    if found is None or found.indicator.source.key not in LISTINGS:
        raise UnknownName("number with a list of its rows", key, ())
    return found


def is_listed(key: str) -> bool:
    """Return whether the rows behind a number can be listed."""
    try:
        behind_number(key)
    except UnknownName:
        return False
    return True


def keys_of(frame: pd.DataFrame, source: Source) -> tuple[str, ...]:
    """Return what tells each record of a frame from all others of its table: its key, or the parts of it."""
    names = [column.name for column in source.table.primary_key]
    parts = [frame[name].map(_key_text) for name in names]
    return tuple(BETWEEN.join(row) for row in zip(*parts, strict=True))


def _key_text(value: Any) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """The statements that count and list rows, the columns listed, and from which limit on to which day one is overdue."""

    source: Source
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


def _asked(
    snapshot: Snapshot,
    source_key: str,
    selection: Selection,
    scope: Scope,
    *,
    sort: str,
    cohort: str,
    containing: Mapping[str, str],
    own: Behind | None,
) -> _Asked:
    if source_key not in LISTINGS:
        raise UnknownName("list of rows", source_key, LISTINGS)
    source, listing = SOURCES[source_key], LISTINGS[source_key]
    own = own or _all_of(source, cohort or listing.cohort)
    due = own.due
    columns = [source.table.c[name] for name in _ordered(listing, due)]
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
    listed = counted.with_only_columns(*as_kept(columns, names)).order_by(*order)
    return _Asked(source, counted, listed, columns, due, selection.period.end)


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
    column, key = source.table.c[name], source.table.c[listing.columns[0]]
    falls = sort.startswith("-") or (not sort and not listing.rises)
    return [(column, (column.desc() if falls else column.asc()).nulls_last()), (key, key.asc())]


__all__ = [
    "LISTINGS",
    "RowsPage",
    "RowsStream",
    "all_rows",
    "behind_number",
    "is_listed",
    "keys_of",
    "rows",
    "shows_persons",
]

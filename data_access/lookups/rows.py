"""The rows behind a number, a page at a time, with personal fields hidden from those who may not see them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from sqlalchemy import Date

from data_access.domain.access import Scope
from data_access.domain.errors import BadValue, UnknownName
from data_access.domain.filters import Selection
from data_access.lookups.listings import LISTINGS
from data_access.lookups.record_targets import BETWEEN, Target, naming, targets
from data_access.lookups.row_statements import (
    HANDLED_BY,
    OVERDUE,
    OVERDUE_DAYS,
    AskedRows,
    asked_rows,
    columns_of,
)
from data_access.metrics.behind import Behind, behind
from data_access.metrics.indicators import INDICATORS, Indicator
from data_access.metrics.labels import labels
from data_access.metrics.sources import Source
from data_access.store.snapshots import Snapshot

#: The longest page that is served at once; files of rows are streamed and have no limit.
LARGEST_PAGE = 100_000
#: Rows that are held in memory at once while a file is streamed.
CHUNK_ROWS = 5_000


@dataclass(frozen=True, slots=True, eq=False)
class RowsPage:
    """One page of rows as readers see them, under column names; `titles` are their words, `total` counts all pages.

    `keys` are what tells each record from all others of its list, `targets` the records that the values of a column name.
    """

    frame: pd.DataFrame
    total: int
    titles: dict[str, str]
    keys: tuple[str, ...] = ()
    targets: Mapping[str, tuple[Target | None, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class RowsHead:
    """What stands around rows before any is read: how many there are, the words of columns, and which of these name records.

    `counted` is the number that `total` is of.
    """

    total: int
    counted: Indicator
    titles: dict[str, str]
    named: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class RowsStream:
    """All rows as readers see them, in frames of some thousands that are read as they are taken."""

    frames: Iterator[pd.DataFrame]
    total: int
    titles: dict[str, str]
    days: frozenset[str]  # the columns that hold days, not moments


def holds_persons(source_key: str) -> bool:
    """Return whether rows of a source have personal fields at all."""
    return any(one.info["mask"] for one in columns_of(source_key))


def shows_persons(source_key: str, scope: Scope) -> bool:
    """Return whether a reader is shown personal fields of the rows of a source as they were recorded."""
    return scope.sees_persons and holds_persons(source_key)


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
    asked = asked_rows(
        snapshot, source_key, selection, scope, sort=sort, cohort=cohort, containing=containing or {}, own=own
    )
    frame = snapshot.listed(asked.listed.limit(size).offset((page - 1) * size), asked.source.table)
    names, total = labels(snapshot), _total(snapshot, asked)
    keys, named = keys_of(frame, asked.source), targets(frame, asked.columns, names.recorded)
    return RowsPage(asked.shown(frame, names, scope, lang), total, asked.titles(names, lang), keys, named)


def head(
    snapshot: Snapshot,
    source_key: str,
    selection: Selection,
    scope: Scope,
    *,
    lang: str = "zh",
    own: Behind | None = None,
) -> RowsHead:
    """Return what stands around the rows that `rows` would return; they are counted, and not put in order."""
    asked = asked_rows(snapshot, source_key, selection, scope, sort="", cohort="", containing={}, own=own)
    names = labels(snapshot)
    named = frozenset(one.name for one in naming(asked.columns, names.recorded))
    return RowsHead(_total(snapshot, asked), asked.own, asked.titles(names, lang), named)


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
    asked = asked_rows(
        snapshot, source_key, selection, scope, sort=sort, cohort=cohort, containing={}, own=own
    )
    names, total = labels(snapshot), _total(snapshot, asked)
    read = snapshot.frames(asked.listed, asked.source.table, CHUNK_ROWS)
    frames = (asked.shown(frame, names, scope, lang) for frame in read)
    days = frozenset(column.name for column in asked.columns if type(column.type) is Date)
    return RowsStream(frames, total, asked.titles(names, lang), days)


def _total(snapshot: Snapshot, asked: AskedRows) -> int:
    """Return how many rows there are on all pages."""
    ((total, *_),) = snapshot.rows(asked.counted)
    return int(total)


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


__all__ = [
    "HANDLED_BY",
    "LISTINGS",
    "OVERDUE",
    "OVERDUE_DAYS",
    "RowsHead",
    "RowsPage",
    "RowsStream",
    "all_rows",
    "behind_number",
    "head",
    "holds_persons",
    "is_listed",
    "keys_of",
    "rows",
    "shows_persons",
]

"""What led to a record and what came of it: the records that it names, and those that name it, as far as a reader may see them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import pandas as pd
from sqlalchemy import Column, ColumnElement, Select, Table, and_, exists, literal, or_, select

from data_access.domain.access import Scope
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.lookups.listings import LISTINGS
from data_access.lookups.readable import as_kept, is_kept, said
from data_access.lookups.record_targets import LIST_OF, Target, is_meant
from data_access.lookups.rows import keys_of
from data_access.metrics.indicators.base import Indicator
from data_access.metrics.indicators.measures import count
from data_access.metrics.indicators.units import ITEMS
from data_access.metrics.labels import Labels
from data_access.metrics.query import compile_query
from data_access.metrics.sources import SOURCES, Source, Timeless
from data_access.store.schema import evidence, platform
from data_access.store.schema.links import Link, Turn, key_of, references, referrers, referrers_in_part
from data_access.store.snapshots import Snapshot

#: So many records of one list are named beside a record; how many there are is said.
MOST_RELATED = 20
#: How the one who names stands to the one who is named.
_REVERSED: dict[Turn, Turn] = {
    "concerns": "concerns",
    "led_to_it": "came_of_it",
    "came_of_it": "led_to_it",
}
#: A period for questions that have no time: every date of the calendar.
_EVER = Selection(Period(date(1900, 1, 1), date(2100, 1, 1)))
#: Lists of codes that say who or where, and not what.
_WHO = frozenset({"platform", "region"})


@dataclass(frozen=True, slots=True)
class Related:
    """Records of one list beside another record: how they stand to it, how many there are, and some of them in words."""

    turn: Turn
    listing: str
    total: int
    records: tuple[tuple[Target, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What one reader is told of a snapshot."""

    snapshot: Snapshot
    names: Labels
    scope: Scope
    lang: str

    def words(self, row: Any, column: Column[Any]) -> str:
        """Return the value of a column of a row in words, empty where it is not recorded."""
        return said(row[column.name], column, self.names, self.scope, self.lang)


def every(source: Source, holds: ColumnElement[bool], scope: Scope) -> Select[Any]:
    """Return the statement that counts those rows of a source, of whatever time, that a reader may see and for which it holds."""
    timeless = replace(source, cohorts={"ever": Timeless()}, only_in={})
    title = source.title
    number = Indicator("records", title, title, title, ITEMS, timeless, "ever", count(), where=holds)
    return compile_query(number, (), _EVER, scope)


def related(reading: Reading, table: Table, row: Any) -> tuple[Related, ...]:
    """Return the records beside one, each once; evidence and the platform have places of their own."""
    found: list[Related] = []
    seen: set[Target] = set()
    for link, turn, holds in _roads(reading, table, row):
        listing = LIST_OF.get((link.target if turn is _NAMED else link.table).name)
        if listing is None:
            continue
        one = _listed(reading, listing, holds, link.turn if turn is _NAMED else _REVERSED[link.turn], seen)
        if one.records:
            found.append(one)
            seen |= {target for target, _ in one.records}
    return tuple(found)


def is_linked(reading: Reading, table: Table, row: Any) -> bool:
    """Return whether there is any record beside one, of those that `related` returns; the engine stops at the first."""
    ends = (
        (link.target if turn is _NAMED else link.table, holds)
        for link, turn, holds in _roads(reading, table, row)
    )
    sought = [
        exists(every(SOURCES[listing], holds, reading.scope).with_only_columns(literal(1)))
        for end, holds in ends
        if (listing := LIST_OF.get(end.name)) is not None
    ]
    return bool(sought) and bool(reading.snapshot.rows(select(literal(1)).where(or_(*sought))))


_NAMED: Literal["named"] = "named"
_NAMING: Literal["naming"] = "naming"


def _roads(
    reading: Reading, table: Table, row: Any
) -> Iterator[tuple[Link, Literal["named", "naming"], ColumnElement[bool]]]:
    """Yield each reference that leads from a record or to it, with what holds for the rows at its other end."""
    for link in references(table):
        if link.target is not platform and not pd.isna(row[link.column.name]) and is_meant(link, row):
            yield link, _NAMED, link.key == row[link.column.name]
    for link, named in referrers_in_part(table):
        if link.table in reading.names.recorded:
            beside = (
                link.table.c[one.name] == row[one.name] for one in table.primary_key if one is not named
            )
            yield link, _NAMING, and_(link.holds, link.column == str(row[named.name]), *beside)
    if table is platform or len(table.primary_key) > 1:
        return
    for link in referrers(table):
        if (
            link.table is not evidence
            and link.table in reading.names.recorded
            and is_kept(link.column, reading.names)
        ):
            names = link.column == row[key_of(table).name]
            yield link, _NAMING, names & link.holds if link.column.info["by"] else names


def _listed(
    reading: Reading, listing: str, holds: ColumnElement[bool], turn: Turn, seen: set[Target]
) -> Related:
    source, shape = SOURCES[listing], LISTINGS[listing]
    table = source.table
    counted = every(source, holds, reading.scope)
    columns = [table.c[name] for name in dict.fromkeys((*shape.columns, shape.newest))]
    newest = [one.desc().nulls_last() for one in (table.c[shape.newest],) if is_kept(one, reading.names)]
    frame = reading.snapshot.frame(
        counted.with_only_columns(*as_kept(columns, reading.names))
        .order_by(*newest, *table.primary_key)
        .limit(MOST_RELATED + 1)
    )
    total = len(frame)
    if total > MOST_RELATED:
        total, frame = int(reading.snapshot.rows(counted)[0][0]), frame.head(MOST_RELATED)
    keys = keys_of(frame, source)
    told = [
        (Target(listing, key), gist(reading, listing, row))
        for key, row in zip(keys, frame.to_dict("records"), strict=True)
    ]
    return Related(turn, listing, total, tuple(one for one in told if one[0] not in seen))


def gist(reading: Reading, listing: str, row: Any) -> str:
    """Return what a record of a list is in a few words: its name or what kinds it is of, and its day."""
    shape, table = LISTINGS[listing], SOURCES[listing].table
    names = [name for name in ("name", "site") if name in shape.columns]
    kinds = [name for name in shape.columns if (table.c[name].info["codes"] or "platform") not in _WHO]
    words = [reading.words(row, table.c[name]) for name in (*names, *kinds[: 2 - len(names)], shape.newest)]
    return " · ".join(word.partition(" ")[0] if word == words[-1] else word for word in words if word)

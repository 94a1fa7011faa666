"""One record of a list: what it is and how it stands, who has it in hand, what it led to, and its evidence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import Column, Table, and_, or_, select

from data_access.domain.access import Scope
from data_access.domain.errors import CockpitError, UnknownName
from data_access.domain.text import Text
from data_access.lookups.listings import LISTINGS
from data_access.lookups.readable import as_kept, titles
from data_access.lookups.record_links import Reading, Related, every, related
from data_access.lookups.record_step_table import STEPS
from data_access.lookups.record_steps import Stage, is_moment, stages
from data_access.lookups.record_targets import BETWEEN, Target, target_of
from data_access.lookups.rows import HANDLED_BY, keys_of
from data_access.lookups.subjects import Subject, subject_of
from data_access.metrics.labels import labels
from data_access.metrics.sources import SOURCES, Stock
from data_access.store.schema import evidence, evidence_check
from data_access.store.schema.links import referrers
from data_access.store.snapshots import Snapshot

#: Columns that name a record otherwise than by its number.
_NAMES = ("name", "site", "title")
#: Columns that say what came out of it.
_OUTCOMES = ("result", "outcome", "disposition", "finding", "disposal")


class NoSuchRecord(CockpitError):
    """No record of this number is there that the reader may see."""

    def __init__(self, listing: str, key: str) -> None:
        title = SOURCES[listing].title
        self.words = Text(
            f"「{title.zh}」中没有编号为 {key} 的记录，或您无权查看。",
            f"“{title.en}” has no record {key}, or you may not see it.",
        )
        super().__init__(self.words("en"))


class Fact(NamedTuple):
    """One value of a record in words; `target` is the record that it names."""

    label: str
    words: str
    target: Target | None = None


class Spell(NamedTuple):
    """Since when something stands that nobody handles, as a shop; where `stands` is false, since when it does not any more."""

    title: Text
    day: date
    stands: bool


class Piece(NamedTuple):
    """One object of evidence; `holds` is whether its block is what it should be, None where that was not checked."""

    target: Target
    kind: str
    captured_at: pd.Timestamp
    tool: str
    sha256: str
    holds: bool | None


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """One record as a reader may see it: what it is, its number, what it is called beside that, and what came out, in words."""

    target: Target
    title: Text
    number: str
    name: str
    outcome: str
    spell: Spell | None
    stages: tuple[Stage, ...]
    handled_by: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    related: tuple[Related, ...]
    pieces: tuple[Piece, ...]
    as_of: date
    subject: Subject | None = None

    @property
    def is_matter(self) -> bool:
        """Whether it is handled step by step, of which something leads to the next."""
        return self.target.listing in STEPS

    @property
    def is_in_hand(self) -> bool:
        """Whether an office has it in hand: what a platform owes or may ask for has steps, and no columns for who handles it."""
        listing = self.target.listing
        return self.is_matter and any(name in SOURCES[listing].table.c for name in _handlers(listing))


def record(snapshot: Snapshot, listing: str, key: str, scope: Scope, lang: str) -> Record:
    """Return one record as a reader may see it. Raises UnknownName for a list that there is not, and NoSuchRecord."""
    row = row_of(snapshot, listing, key, scope)
    reading = Reading(snapshot, labels(snapshot), scope, lang)
    source = SOURCES[listing]
    table, on = source.table, reading.names.dataset.horizon.as_of
    number = table.c[LISTINGS[listing].columns[0]].info["label"]
    return Record(
        Target(listing, key),
        Text(source.title.zh, number.en),
        _number(reading, row, table, key),
        next((words for name in _NAMES if name in row and (words := reading.words(row, table.c[name]))), ""),
        next(
            (words for name in _OUTCOMES if name in row and (words := reading.words(row, table.c[name]))), ""
        ),
        _spell(listing, row),
        stages(listing, table, row, on),
        tuple(_facts(reading, row, [table.c[name] for name in _handlers(listing) if name in table.c])),
        tuple(_facts(reading, row, _told_as_facts(table, listing))),
        related(reading, table, row),
        pieces_of(reading, table, row),
        on,
        subject_of(reading, table, row),
    )


def _number(reading: Reading, row: dict[Any, Any], table: Table, key: str) -> str:
    """Return how a record is told from others: its key, or what the columns say that make it up."""
    columns = list(table.primary_key)
    return key if len(columns) == 1 else " · ".join(reading.words(row, column) for column in columns)


def is_there(snapshot: Snapshot, listing: str, key: str, scope: Scope) -> bool:
    """Return whether there is a record that a reader may see."""
    try:
        row_of(snapshot, listing, key, scope)
    except (NoSuchRecord, UnknownName):
        return False
    return True


def row_of(snapshot: Snapshot, listing: str, key: str, scope: Scope) -> dict[Any, Any]:
    """Return the row of a record that a reader may see, as it is kept; raises UnknownName and NoSuchRecord."""
    if listing not in LISTINGS:
        raise UnknownName("list of records", listing, LISTINGS)
    source = SOURCES[listing]
    columns = list(source.table.primary_key)
    parts = key.split(BETWEEN) if len(columns) > 1 else [key]
    values = [_of_type(column, part) for column, part in zip(columns, parts, strict=False)]
    if len(parts) != len(columns) or None in values:
        raise NoSuchRecord(listing, key)
    is_it = and_(*(column == value for column, value in zip(columns, values, strict=True)))
    frame = snapshot.frame(
        every(source, is_it, scope).with_only_columns(*as_kept(source.table.columns, labels(snapshot)))
    )
    if frame.empty:
        raise NoSuchRecord(listing, key)
    return frame.iloc[0].to_dict()


def _of_type(column: Column[Any], text: str) -> Any:
    """Return a part of a key as its column has it, None for a text that it cannot have."""
    kind = column.type.python_type
    try:
        return date.fromisoformat(text) if kind is date else kind(text)
    except ValueError:
        return None


def _handlers(listing: str) -> tuple[str, ...]:
    """Return the columns that say who has a record in hand: a department too, where it is a matter and none that is told of it."""
    return (*HANDLED_BY, "department") if listing in STEPS else HANDLED_BY


def _told_as_facts(table: Table, listing: str) -> list[Column[Any]]:
    """Return the columns of a record that neither its steps nor those who handle it tell."""
    columns = [table.c[name] for name in LISTINGS[listing].columns]
    return [one for one in columns if one.name not in _handlers(listing) and not is_moment(one)]


def _spell(listing: str, row: dict[Any, Any]) -> Spell | None:
    times = SOURCES[listing].cohorts.get("as_of")
    if listing in STEPS or not isinstance(times, Stock):
        return None
    for column, stands in ((times.ended, False), (times.begun, True)):
        if column.key is not None and not pd.isna(row.get(column.key)):
            return Spell(column.info["label"], pd.Timestamp(row[column.key]).date(), stands)
    return None


def _facts(reading: Reading, row: dict[Any, Any], columns: list[Column[Any]]) -> Iterator[Fact]:
    heads = titles(columns, reading.names, reading.lang)
    for column in columns:
        if words := reading.words(row, column):
            yield Fact(heads[column.name], words, target_of(row, column))


def pieces_of(reading: Reading, table: Table, row: dict[Any, Any]) -> tuple[Piece, ...]:
    """Return the evidence of a record, or the record itself where it is evidence, with the check of each block."""
    if table is evidence:
        holds = evidence.c.evidence_id == row["evidence_id"]
    else:
        own = [link for link in referrers(table) if link.table is evidence]
        if not own:
            return ()
        (key,) = table.primary_key
        holds = or_(*((link.column == row[key.name]) & link.holds for link in own))
    source, c = SOURCES["evidence"], evidence.c
    columns = (c.evidence_id, c.kind, c.captured_at, c.tool, c.sha256)
    frame = reading.snapshot.frame(
        every(source, holds, reading.scope).with_only_columns(*columns).order_by(c.seq)
    )
    if frame.empty:
        return ()
    asked = select(evidence_check).where(evidence_check.c.evidence_id.in_(frame["evidence_id"].tolist()))
    checks = {key: bool(is_whole) for key, is_whole in reading.snapshot.rows(asked)}
    return tuple(
        Piece(Target("evidence", key), reading.words(one, c.kind), one["captured_at"], one["tool"], one["sha256"], checks.get(key))
        for key, one in zip(keys_of(frame, source), frame.to_dict("records"), strict=True)
    )  # fmt: skip

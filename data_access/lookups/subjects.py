"""The same operator elsewhere: the entities and shops that are one with a record, why, and what is recorded of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import Column, ColumnElement, Table, and_, not_, or_, select

from data_access.lookups.listings import LISTINGS
from data_access.lookups.readable import as_kept, is_kept
from data_access.lookups.record_links import MOST_RELATED, Reading, every, gist
from data_access.lookups.record_targets import Target
from data_access.lookups.rows import keys_of
from data_access.metrics.coverage import kept_columns
from data_access.metrics.sources import SOURCES
from data_access.store.schema import entity, shop, subject_member

#: The list of each kind of member, and of which records of members are told.
_LISTS = {"entity": "entity_register", "shop": "shop_register"}
_RECORDS = ("items", "cases", "sampling", "negatives")
#: So many other members of one subject are told, by how much they agree.
MOST_MEMBERS = 200


class Tied(NamedTuple):
    """A member as a reader may see it: what it is called, where and since when it trades, why it is one with the record, through whom."""

    target: Target
    name: str
    where: str
    since: pd.Timestamp
    until: pd.Timestamp | None
    reason: str
    score: float
    via: Target | None


class Elsewhere(NamedTuple):
    """A record of another member: its words, the member that it names, and why that is the same operator."""

    target: Target
    words: str
    member: Target
    reason: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Who else is one operator with a record, where it `is_cut` not all of them; of each list how many records are theirs, and the latest."""

    members: tuple[Tied, ...]
    records: tuple[tuple[str, int, tuple[Elsewhere, ...]], ...]
    is_cut: bool = False


def subject_of(reading: Reading, table: Table, row: Any) -> Subject | None:
    """Return who is one operator with an entity or a shop, None where nobody else is whom the reader may see."""
    kind = next((kind for kind, of in (("entity", entity), ("shop", shop)) if of is table), None)
    if kind is None or all(name != subject_member.name for name, _ in kept_columns(reading.snapshot)):
        return None
    key, m = row[f"{kind}_id"], subject_member.c
    is_own = and_(m.member_kind == kind, m.member_id == key)
    own = reading.snapshot.frame(select(subject_member).where(is_own)).to_dict("records")
    if not own:
        return None
    of_subject = select(subject_member).where(m.subject_id == own[0]["subject_id"], not_(is_own))
    others = reading.snapshot.frame(of_subject.order_by(m.score.desc(), m.member_id).limit(MOST_MEMBERS + 1))
    ties = others.head(MOST_MEMBERS)
    members = tuple(
        one for of in _LISTS for one in _members(reading, of, ties[ties["member_kind"] == of], own[0])
    )
    if not members:
        return None
    records = (_records(reading, listing, members, Target(_LISTS[kind], key)) for listing in _RECORDS)
    return Subject(
        members,
        tuple((listing, total, told) for listing, total, told in records if total),
        is_cut=len(others) > MOST_MEMBERS,
    )


def _members(reading: Reading, kind: str, ties: pd.DataFrame, own: Mapping[Any, Any]) -> Iterator[Tied]:
    """Yield those members of a kind that the reader may see, as they stand in their register, and why they are one with the own."""
    if ties.empty:
        return
    listing = _LISTS[kind]
    source = SOURCES[listing]
    table, c = source.table, source.table.c
    (key,) = table.primary_key.columns
    begun, ended = (c.established_on, c.ended_on) if kind == "entity" else (c.opened_on, c.closed_on)
    asked = every(source, key.in_(ties["member_id"].tolist()), reading.scope)
    columns = as_kept([key, c.name, c.platform_id, begun, ended], reading.names)
    rows = {
        row[key.name]: row
        for row in reading.snapshot.frame(asked.with_only_columns(*columns)).to_dict("records")
    }
    for member in ties.to_dict("records"):
        if (row := rows.get(member["member_id"])) is None:
            continue
        tie = own if _says_more(own, member) else member
        via = None if pd.isna(tie["via_id"]) else Target(_LISTS[tie["via_kind"]], tie["via_id"])
        yield Tied(
            Target(listing, member["member_id"]), reading.words(row, c.name), reading.words(row, c.platform_id), row[begun.name],
            None if pd.isna(row[ended.name]) else row[ended.name], reading.words(tie, subject_member.c.reason), tie["score"], via,
        )  # fmt: skip


def _says_more(own: Mapping[Any, Any], other: Mapping[Any, Any]) -> bool:
    """Say whether of two members the tie of the own one is what their being one stands on: the one of less than a code."""
    is_sure = own["reason"] in ("anchor", "credit_code") or own["score"] > other["score"]
    return not is_sure or bool(other["reason"] == "anchor")


def _records(
    reading: Reading, listing: str, members: tuple[Tied, ...], own: Target
) -> tuple[str, int, tuple[Elsewhere, ...]]:
    """Return of a list how many records name other members and not the own one, and the latest of them."""
    source, shape = SOURCES[listing], LISTINGS[listing]
    table = source.table
    named = [(of, table.c[f"{kind}_id"]) for kind, of in _LISTS.items() if f"{kind}_id" in table.c]
    named = [(of, column) for of, column in named if is_kept(column, reading.names)]
    by_target = {one.target: one for one in members}
    theirs = [column.in_([one.key for one in by_target if one.listing == of]) for of, column in named]
    if not theirs:
        return listing, 0, ()
    counted = every(
        source,
        and_(or_(*theirs), *(_is_not(column, own) for of, column in named if of == own.listing)),
        reading.scope,
    )
    total = int(reading.snapshot.rows(counted)[0][0])
    columns = [table.c[name] for name in dict.fromkeys((*shape.columns, shape.newest))]
    latest = (
        counted.with_only_columns(*as_kept(columns, reading.names))
        .order_by(table.c[shape.newest].desc().nulls_last())
        .limit(MOST_RELATED)
    )
    frame = reading.snapshot.frame(latest)
    told = []
    for key, row in zip(keys_of(frame, source), frame.to_dict("records"), strict=True):
        # Of shop and entity the shop says more nearly where it happened.
        (member, *_) = (
            by_target[target]
            for of, column in reversed(named)
            if (target := Target(of, row[column.name])) in by_target
        )
        told.append(
            Elsewhere(Target(listing, key), gist(reading, listing, row), member.target, member.reason)
        )
    return listing, total, tuple(told)


def _is_not(column: Column[Any], own: Target) -> ColumnElement[bool]:
    return or_(column.is_(None), column != own.key)

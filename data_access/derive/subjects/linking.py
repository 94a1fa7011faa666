"""Which parties without a code in common are one operator: those that share a contact, an address or a name are compared."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from duckdb import DuckDBPyConnection
from duckdb_sqlalchemy import Dialect
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cpdist
from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    and_,
    func,
    select,
    union,
)

from data_access.derive.subjects.spelling import name_cores, roads_and_numbers
from data_access.store.drafts import Draft
from data_access.store.schema import entity, region, shop

_BATCH = 100_000
#: Likenesses from 0 to 1 (1 less the share of signs to be changed) below which names and roads are not alike: of four
#: signs of a name, of three of a road one may be mistyped.
LIKE_NAME, LIKE_ROAD = 0.7, 0.6
#: A contact or address that more parties name is an agent's or a hall's, and says nothing of who they are.
MOST_IN_A_BLOCK = 12

#: Parties while they are compared: entities, and shops whose operator's code nobody knows. It is of the session alone.
_party = Table(
    "subject_party",
    MetaData(),
    Column("place", Integer),
    Column("kind", String),
    Column("id", String),
    Column("core", String),
    Column("road", String),
    Column("numbers", String),
    Column("contact", String),
    prefixes=["TEMPORARY"],
)
_COMPARED = ("core", "road", "numbers", "contact")


class Member(NamedTuple):
    """An entity or a shop by its number."""

    kind: str
    id: str


class Link(NamedTuple):
    """Two members that are one operator's, the reason, and how much they agree in what the reason names, from 0 to 1."""

    one: Member
    other: Member
    reason: str
    score: float


def links(draft: Draft) -> list[Link]:
    """Return who is tied to whom without a code, in a fixed order. Memory: a batch of parties or pairs, and the links."""
    with draft.engine.begin() as connection:
        _party.create(connection)
        regions = list(connection.execute(select(region.c.name).where(region.c.level != "country")).scalars())
    try:
        place = 0
        # Another session reads what is appended to, and would not see the table of this one.
        with draft.connection.cursor() as reading:
            for batch in _batches(reading, _parties):
                draft.append(_party, _spelt(batch, regions, place))
                place += batch.num_rows
        return sorted(link for batch in _batches(draft.connection, _pairs) for link in scored(batch))
    finally:
        with draft.engine.begin() as connection:
            _party.drop(connection)


def _parties() -> Select[Any]:
    """Return the statement for everybody of whom more than a number is known and whose number is not a shop's operator's."""
    e, s = entity.c, shop.c
    registered = select(_is("entity"), e.entity_id.label("id"), e.name, e.address, e.contact_hash).where(
        e.address.is_not(None) | e.contact_hash.is_not(None)
    )
    uncoded = select(
        _is("shop"), s.shop_id.label("id"), s.operator_name.label("name"), s.operator_address.label("address"), s.contact_hash
    ).where(s.entity_id.is_(None), s.operator_address.is_not(None) | s.contact_hash.is_not(None))  # fmt: skip
    every = registered.union_all(uncoded).subquery()
    return select(every).order_by(every.c.kind, every.c.id)


def _is(kind: str) -> ColumnElement[str]:
    return func.concat(kind).label("kind")


def _spelt(batch: pa.RecordBatch, regions: list[str], first: int) -> pa.Table:
    """Return a batch of parties as they are compared: an empty contact is none."""
    contact = batch["contact_hash"]
    roads, numbers = roads_and_numbers(batch["address"])
    return pa.table({
        "place": pa.array(np.arange(first, first + batch.num_rows, dtype=np.int32)),
        "kind": batch["kind"],
        "id": batch["id"],
        "core": name_cores(batch["name"], regions),
        "road": roads,
        "numbers": numbers,
        "contact": pc.if_else(pc.equal(contact, ""), pa.scalar(None, pa.string()), contact),
    })  # fmt: skip


def _pairs() -> Select[Any]:
    """Return the statement for the pairs that share a contact, a whole address, or a name and the numbers of an address."""
    p = _party.c
    found = union(
        *(_block(*keys) for keys in ((p.contact,), (p.road, p.numbers), (p.core, p.numbers)))
    ).subquery()
    one, other = _party.alias("one"), _party.alias("other")
    told = [
        side.c[name].label(f"{name}_{which}")
        for which, side in (("one", one), ("other", other))
        for name in ("kind", "id", *_COMPARED)
    ]
    return (
        select(*told)
        .join_from(found, one, one.c.place == found.c.one)
        .join(other, other.c.place == found.c.other)
    )


def _block(*keys: Column[Any]) -> Select[Any]:
    # NULL is equal to nothing, so that what is not recorded brings nobody together.
    shared = (
        select(*keys).where(*(key.is_not(None) for key in keys)).group_by(*keys).having(func.count().between(2, MOST_IN_A_BLOCK))
    ).subquery()  # fmt: skip
    one, other = _party.alias(), _party.alias()
    names = [key.name for key in keys]
    return (
        select(one.c.place.label("one"), other.c.place.label("other"))
        .join_from(shared, one, _same(shared, one, names))
        .join(other, _same(one, other, names) & (one.c.place < other.c.place))
    )


def _same(one: FromClause, other: FromClause, names: list[str]) -> ColumnElement[bool]:
    return and_(*(one.c[name] == other.c[name] for name in names))


def scored(pairs: pa.RecordBatch) -> Iterator[Link]:
    """Yield a link for each pair that agrees enough, with the reason in which it agrees most.

    Addresses agree where all their numbers are equal and their roads alike. What either side lacks agrees in nothing.
    """
    name, road = _likeness(pairs, "core", LIKE_NAME), _likeness(pairs, "road", LIKE_ROAD)
    address = np.where(_equal(pairs, "numbers"), road, 0.0)
    contact = _equal(pairs, "contact").astype(float)
    reasons = ("contact_name", "name_address", "contact_address")
    scores = np.stack([_mean(contact, name), _mean(name, address), _mean(contact, address)])
    best, sides = (
        scores.argmax(axis=0),
        {key: pairs[key].to_pylist() for key in pairs.schema.names if key[:2] in ("ki", "id")},
    )
    for row in np.flatnonzero(scores.max(axis=0) > 0):
        one, other = sorted(
            Member(sides[f"kind_{side}"][row], sides[f"id_{side}"][row]) for side in ("one", "other")
        )
        yield Link(one, other, reasons[best[row]], round(float(scores[best[row], row]), 4))


def _mean(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the mean of two agreements, 0 where either is none."""
    return np.where((one > 0) & (other > 0), (one + other) / 2, 0.0)


def _likeness(pairs: pa.RecordBatch, name: str, least: float) -> npt.NDArray[Any]:
    ours, theirs = (pairs[f"{name}_{side}"] for side in ("one", "other"))
    told = ours.is_valid().to_numpy(zero_copy_only=False) & theirs.is_valid().to_numpy(zero_copy_only=False)
    alike = cpdist(
        ours.fill_null("").to_pylist(),
        theirs.fill_null("").to_pylist(),
        scorer=Levenshtein.normalized_similarity,
    )
    return np.where(told & (alike >= least), alike, 0.0)


def _equal(pairs: pa.RecordBatch, name: str) -> npt.NDArray[Any]:
    same = pc.equal(pairs[f"{name}_one"], pairs[f"{name}_other"])
    told: npt.NDArray[Any] = same.fill_null(False).to_numpy(zero_copy_only=False)
    return told


def _batches(session: DuckDBPyConnection, statement: Callable[[], Select[Any]]) -> Iterator[pa.RecordBatch]:
    yield from session.execute(_text(statement)).to_arrow_reader(_BATCH)


@cache
def _text(statement: Callable[[], Select[Any]]) -> str:
    return str(statement().compile(dialect=Dialect(), compile_kwargs={"literal_binds": True}))

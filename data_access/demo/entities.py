"""Negative entities 负面主体 of a demo city: spells on the list, and the published stock of mid-2021."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_access.demo.arrays import NO_TIME, Ints, Times, coded, numbered, rows
from data_access.demo.identities import FIRMS, PEOPLE, credit_codes, person_ids, texts
from data_access.demo.parts import Place
from data_access.demo.shares import pick, scaled
from data_access.demo.window import AS_OF, LAST_SECOND, MID_2021, STARTS_ON, stream
from data_access.domain.codes import codes
from data_access.store.schema import negative_entity

CHUNK = 100_000
_REASONS = {
    "abnormal": (0.42, 900), "penalty": (0.22, 1_100), "complaints": (0.13, 420), "sampling": (0.08, 500),
    "fake": (0.07, 1_300), "serious": (0.05, 2_600), "blacklist": (0.03, 2_000),
}  # fmt: skip
_LEVELS = {
    "abnormal": 2,
    "penalty": 1,
    "complaints": 2,
    "sampling": 1,
    "fake": 0,
    "serious": 0,
    "blacklist": 0,
}
_NATURAL = 0.16
#: Serials of the firms' codes: so many from the first, where those of the register begin (see `register`), the others far off.
_FIRST_SERIAL, _NEAR_SERIALS, _FAR_SERIAL = 100_000, 300_000, 5_000_000
_MIDDLE, _END = MID_2021 + 1, AS_OF + 1


@dataclass(frozen=True, slots=True)
class Stock:
    """Entities with an open spell on 2021-06-30, those that left before, and the weight of each district.

    As many as came and went in the months before that day come and go after it.
    """

    standing: int
    left: int
    districts: Mapping[str, float]

    @property
    def rows(self) -> float:
        """About how many spells that makes."""
        return self.standing * 1.28 + self.left * 1.07


class Spells(NamedTuple):
    """Spells on the list: the entity's number, the place of the reason, and when it was listed and removed."""

    entity: Ints
    reason: Ints
    listed: Times
    delisted: Times


def entity_chunks(place: Place, stock: Stock, seed: int, scale: float) -> Iterator[pa.Table]:
    """Yield the rows of table `negative_entity` in the order of listing."""
    rng = stream(seed, "negative_entity")
    spells = _spells(rng, stock, scale)
    order = np.argsort(spells.listed, kind="stable")
    spells = Spells(*(part[order] for part in spells))
    who = _Entities(place, stock.districts, seed, int(spells.entity.max()) + 1)
    for start in range(0, len(order), CHUNK):
        part = Spells(*(column[start : start + CHUNK] for column in spells))
        yield _rows(rng, who, part, start)


def _spells(rng: np.random.Generator, stock: Stock, scale: float) -> Spells:
    """Return all spells; entities 0 … are those standing on 2021-06-30, then those that had left, then newcomers."""
    standing, left = scaled(stock.standing, scale), scaled(stock.left, scale)
    gone = _left(rng, standing + np.arange(left))
    parts = [*_standing(rng, np.arange(standing), _just_before(gone.delisted)), gone]
    new = _just_before(np.concatenate([part.listed for part in parts]))
    parts.append(_new(rng, standing + left + np.arange(new)))
    return Spells(*(np.concatenate([part[place] for part in parts]) for place in range(4)))


def _just_before(moments: Times) -> int:
    """Return how many lie in the days before the day of the stock, of which there are as many as after it."""
    return int(((moments >= _MIDDLE - (_END - _MIDDLE)) & (moments < _MIDDLE)).sum())


def _standing(rng: np.random.Generator, entity: Ints, leaving: int) -> list[Spells]:
    """Return the spells of entities that stand on the list on 2021-06-30, some for a second reason or once before.

    About so many are `leaving` it in the months after.
    """
    n = len(entity)
    reason, listed = _reasons(rng, n), _between(rng, n, STARTS_ON, _MIDDLE, 1.35)
    removed = np.where(rng.random(n) < leaving / max(n, 1), _between(rng, n, _MIDDLE, _END, 1), NO_TIME)
    again = np.flatnonzero(rng.random(n) < 0.09)
    second = (reason[again] + 1) % len(_REASONS)
    before = np.flatnonzero((rng.random(n) < 0.08) & (listed > STARTS_ON + 400))
    former = _between(rng, len(before), STARTS_ON, STARTS_ON + 200, 1)
    return [
        Spells(entity, reason, listed, removed),
        Spells(entity[again], second, _later(rng, listed[again], _MIDDLE), np.full(len(again), NO_TIME)),
        Spells(entity[before], reason[before], former, _later(rng, former, STARTS_ON + 399)),
    ]


def _left(rng: np.random.Generator, entity: Ints) -> Spells:
    """Return the spells of entities that had left the list by 2021-06-30, after a stay usual for the reason."""
    n = len(entity)
    reason, listed = _reasons(rng, n), _between(rng, n, STARTS_ON, _MIDDLE - 30, 1.05)
    usual = np.array([days for _, days in _REASONS.values()])[reason]
    room = (_MIDDLE - listed).astype(float) / 86_400 * rng.uniform(0.3, 0.99, n)
    stay = np.minimum(rng.exponential(usual) + 20, room)
    return Spells(entity, reason, listed, listed + (stay * 86_400).astype(np.int64))


def _new(rng: np.random.Generator, entity: Ints) -> Spells:
    """Return the spells of entities first listed after 2021-06-30."""
    n = len(entity)
    listed = _between(rng, n, _MIDDLE, _END, 1)
    removed = np.where(rng.random(n) < 0.03, _later(rng, listed, _END), NO_TIME)
    return Spells(entity, _reasons(rng, n), listed, removed)


class _Entities:
    """Who the entities are: the same number is always the same firm or person."""

    def __init__(self, place: Place, districts: Mapping[str, float], seed: int, n: int) -> None:
        known, rng = place.platforms(seed), stream(seed, "entities")
        self.districts = list(districts)
        self.natural = rng.random(n) < _NATURAL
        self.district = pick(rng, list(districts.values()), n)
        self.name = rng.integers(0, 2**31, n)
        running = np.where(np.isnat(known.closed) & known.has_shops, known.weight**0.8 * known.quality, 0)
        self.platform = np.where(rng.random(n) < 0.45, -1, pick(rng, running, n))
        self.launched, self.platforms = known.launched, known.ids

    def ids(self, entity: Ints) -> pa.Array:
        """Return credit codes of firms and hashed ids of natural persons."""
        regions = np.array([int(code) for code in self.districts])[self.district[entity]]
        near = np.where(entity < _NEAR_SERIALS, _FIRST_SERIAL, _FAR_SERIAL)
        firms = texts(credit_codes("91", regions, near + entity))
        return pc.if_else(pa.array(self.natural[entity]), texts(person_ids(entity)), firms)

    def names(self, entity: Ints) -> pa.Array:
        """Return invented names of firms and people."""
        people = len(FIRMS) + self.name[entity] % len(PEOPLE)
        return coded(
            np.where(self.natural[entity], people, self.name[entity] % len(FIRMS)), [*FIRMS, *PEOPLE]
        )

    def on_platforms(self, spells: Spells) -> pa.Array:
        """Return the platform where the entity sells, if known and if it was there when the spell began."""
        platform = self.platform[spells.entity]
        young = self.launched[platform] > spells.listed
        return coded(np.where(young, -1, platform), self.platforms)


def _rows(rng: np.random.Generator, who: _Entities, spells: Spells, start: int) -> pa.Table:
    n, reasons = len(spells.entity), list(_REASONS)
    usual = np.array(list(_LEVELS.values()))[spells.reason]
    level = np.clip(usual + pick(rng, [0.15, 0.7, 0.15], n) - 1, 0, 2)
    columns = {
        "spell_id": numbered("N", start + np.arange(1, n + 1), 8),
        "entity_id": who.ids(spells.entity),
        "entity_name": who.names(spells.entity),
        "platform_id": who.on_platforms(spells),
        "district": coded(who.district[spells.entity], who.districts),
        "reason": coded(spells.reason, reasons),
        "level": coded(level, codes("level")),
        "listed_at": spells.listed,
        "delisted_at": spells.delisted,
    }
    return rows(negative_entity, columns)


def _reasons(rng: np.random.Generator, n: int) -> Ints:
    return pick(rng, [share for share, _ in _REASONS.values()], n)


def _between(
    rng: np.random.Generator, n: int, start: np.datetime64, end: np.datetime64, growth: float
) -> Times:
    """Return `n` times from `start` up to the day before `end`, later ones more likely as `growth` exceeds 1."""
    days = np.floor(rng.random(n) ** (1 / growth) * float((end - start).astype(int))).astype(np.int64)
    return (start + days).astype("datetime64[s]") + rng.integers(30_000, 64_000, n)


def _later(rng: np.random.Generator, after: Times, end: np.datetime64) -> Times:
    """Return a time between each of `after` and the end of the day before `end`."""
    room = (np.minimum(end.astype("datetime64[s]") - 1, LAST_SECOND) - after).astype(float)
    later: Times = after + np.floor(room * rng.random(len(after))).astype(np.int64)
    return later

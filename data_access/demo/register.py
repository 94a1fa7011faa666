"""The register of entities 市场主体 of a demo city, by totals of each district, and what departments did with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_access.demo.arrays import NO_DAY, Flags, Ints, Times, coded, numbered, rows
from data_access.demo.identities import FIRMS, credit_codes, people, texts
from data_access.demo.parts import Chunks
from data_access.demo.premises import contacts, premises
from data_access.demo.shares import Counts, apportion, pick, scaled, scatter
from data_access.demo.window import AS_OF, LAST_SECOND, MID_2021, stream
from data_access.store.schema import entity, entity_event

_KINDS = {"company": ("91", 0.42), "individual": ("92", 0.56), "cooperative": ("93", 0.02)}
_ENDINGS = {"company": "有限公司", "individual": "商行", "cooperative": "专业合作社"}
#: Beside those that stand on the day of the stock: those that had ended by then; and those founded and ended in the half
#: year since, about as many as in the one before.
_ENDED, _NEW, _LEFT = 0.09, 0.12, 0.026
#: Serial numbers of those that no other table knows; below are the platforms' operators and the negative entities,
#: those of which this leaves no room for are far above.
_FIRST_SERIAL = 400_000
#: By the number in its district each has an address and a contact of its own.
_MOST_OF_A_DISTRICT = 10_000_000
_EVENTS_FROM = np.datetime64("2019-01-01", "D")
#: What departments do with entities beside registration and annual reports, with its weight.
_OTHERS = (
    ("tax", "consulted", 26), ("market", "consulted", 14), ("social", "consulted", 13), ("commerce", "policy", 9),
    ("tax", "policy", 8), ("market", "changed", 9), ("market", "reminded", 8), ("market", "inspected", 5),
    ("emergency", "inspected", 3), ("health", "inspected", 2), ("culture", "inspected", 1), ("market", "complained", 5),
    ("police", "reminded", 1), ("market", "penalised", 0.7), ("tax", "penalised", 0.4), ("court", "complained", 0.5),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Register:
    """How many entities stand on `day`: of each district, how many of all trade online, and of these in retail.

    Events are written for entities of the districts in `followed` (None: all).
    """

    districts: Mapping[str, int]
    online: int
    retail: int
    day: np.datetime64 = field(default=MID_2021)
    followed: frozenset[str] | None = None


def spread(
    total: int, weights: Mapping[str, float], online: int, retail: int, *, is_followed: bool = False
) -> Register:
    """Return a register of `total` entities spread over districts by weight; events are written where it `is_followed`."""
    counts = apportion(total, list(weights.values()))
    return Register(dict(zip(weights, map(int, counts), strict=True)), online, retail,
                    followed=None if is_followed else frozenset())  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """Entities that other tables of the city name, one place each: the register has them as they are called there.

    They were established before `since`; `platform` is a place in `platforms`, -1 for none.
    """

    ids: pa.Array
    names: pa.Array
    districts: list[str]
    since: Times
    platform: Ints
    platforms: tuple[str, ...]
    abnormal: Flags
    serious: Flags

    def of(self, district: str) -> Counts:
        """Return the places of those of a district."""
        return np.flatnonzero(np.array(self.districts, object) == district)


def register_chunks(seed: int, register: Register, known: Known | None = None, scale: float = 1.0) -> Chunks:
    """Yield the rows of table `entity`, a chunk for each district, then those of `entity_event`."""
    counts = {code: scaled(number, scale) for code, number in register.districts.items()}
    online = apportion(min(scaled(register.online, scale), sum(counts.values())), list(counts.values()))
    retail = apportion(min(scaled(register.retail, scale), int(online.sum())), online)
    standing = []
    for (code, number), trading, selling in zip(counts.items(), online, retail, strict=True):
        rng = stream(seed, "entity", code)
        chunk = _district(rng, register, known, code, number, int(trading), int(selling))
        yield entity, chunk
        if register.followed is None or code in register.followed:
            standing.append(chunk.select(["entity_id", "established_on", "ended_on", "is_abnormal"]))
    start = 1
    for place, chunk in enumerate(standing):
        events = _events(stream(seed, "entity_event", place), chunk, start)
        start += events.num_rows
        yield entity_event, events


def _district(
    rng: np.random.Generator,
    register: Register,
    known: Known | None,
    code: str,
    number: int,
    online: int,
    retail: int,
) -> pa.Table:
    """Return the entities of one district: exactly `number` stand on the day, so many of them online and in retail.

    Those that other tables know are all there, if they are more than so many.
    """
    own = known.of(code) if known else np.arange(0)
    number = max(number, len(own))
    ended, new = round(number * _ENDED), round(number * _NEW)
    n = number + ended + new
    established, gone = _lives(rng, register.day, number, ended, new)
    if known:
        begun = known.since[own].astype("datetime64[D]") - rng.integers(60, 2_600, len(own))
        established[: len(own)] = np.minimum(
            begun, register.day
        )  # they are among those that stand on the day
        gone[: len(own)] = NO_DAY
    kind = pick(rng, [share for _, share in _KINDS.values()], n)
    kind[: len(own)] = 0
    trading = np.concatenate([scatter(rng, number, online), rng.random(ended + new) < online / number])
    selling = np.zeros(n, bool)
    inside = np.flatnonzero(trading[:number])
    selling[inside[scatter(rng, len(inside), retail)]] = True
    selling[number:] = trading[number:] & (rng.random(ended + new) < retail / max(online, 1))
    flags = _flags(rng, known, own, n)
    columns = _names(rng, known, own, code, kind) | {
        "principal_name": people(rng.integers(1, 10**6, n)),
        "address": premises(code, int(code) * _MOST_OF_A_DISTRICT + np.arange(n)),
        "contact_hash": contacts(int(code) * _MOST_OF_A_DISTRICT + np.arange(n)),
        "kind": coded(kind, list(_KINDS)),
        "district": coded(np.zeros(n, np.int8), [code]),
        "platform_id": _platforms(known, own, n),
        "state": coded(
            np.where(np.isnat(gone), 0, 1 + (rng.random(n) < 0.12)), ("active", "cancelled", "revoked")
        ),
        "established_on": established,
        "ended_on": gone,
        "is_online": trading,
        "is_retail": selling,
        "is_abnormal": flags[0],
        "is_serious": flags[1],
        "credit_class": coded(_classes(rng, *flags), ("A", "B", "C", "D")),
    }
    return rows(entity, columns)


def _lives(
    rng: np.random.Generator, day: np.datetime64, number: int, ended: int, new: int
) -> tuple[Times, Times]:
    """Return when entities were established and ended: those standing on the day, those gone, those founded since."""
    after = int((AS_OF - day).astype(int))
    standing = day - np.floor(rng.exponential(1_500, number)).astype(np.int64)
    left = np.where(rng.random(number) < _LEFT, day + 1 + rng.integers(0, max(after, 1), number), NO_DAY)
    gone = day - np.floor(rng.exponential(600, ended)).astype(np.int64)
    begun = gone - rng.integers(60, 2_400, ended)
    founded = day + 1 + rng.integers(0, max(after, 1), new)
    established = np.concatenate([standing, begun, founded])
    return established, np.concatenate([left, gone, np.full(new, NO_DAY)])


def _names(
    rng: np.random.Generator, known: Known | None, own: Counts, code: str, kind: Ints
) -> dict[str, pa.Array]:
    """Return codes and names: those that other tables know, then invented ones."""
    n, rest = len(kind), kind[len(own) :]
    serials = _FIRST_SERIAL + np.arange(len(rest))
    ids = np.empty((len(rest), 18), np.uint8)
    for place, (prefix, _) in enumerate(_KINDS.values()):
        of_kind = rest == place
        ids[of_kind] = credit_codes(prefix, np.full(of_kind.sum(), int(code)), serials[of_kind])
    words = [firm.replace("有限公司", ending) for ending in _ENDINGS.values() for firm in FIRMS]
    names = coded(rest * len(FIRMS) + rng.integers(0, len(FIRMS), n - len(own)), words).dictionary_decode()
    codes = texts(ids)
    if known:
        place = pa.array(own)
        codes = pa.concat_arrays([known.ids.take(place), codes])
        names = pa.concat_arrays([known.names.take(place), names])
    return {"entity_id": codes, "name": names}


def _platforms(known: Known | None, own: Counts, n: int) -> pa.Array:
    place = np.full(n, -1)
    if known:
        place[: len(own)] = known.platform[own]
    return coded(place, known.platforms if known else ("",))


def _flags(rng: np.random.Generator, known: Known | None, own: Counts, n: int) -> tuple[Flags, Flags]:
    """Return who is listed as abnormal and who for serious violations: as the negative list says, where there is one."""
    if known is None:
        return rng.random(n) < 0.035, rng.random(n) < 0.004
    abnormal, serious = np.zeros(n, bool), np.zeros(n, bool)
    abnormal[: len(own)], serious[: len(own)] = known.abnormal[own], known.serious[own]
    return abnormal, serious


def _classes(rng: np.random.Generator, abnormal: Flags, serious: Flags) -> Ints:
    usual = pick(rng, [0.68, 0.27, 0.045, 0.005], len(abnormal))
    return np.where(serious, 3, np.where(abnormal, np.maximum(usual, 2), usual))


def _events(rng: np.random.Generator, entities: pa.Table, start: int) -> pa.Table:
    """Return what happened with the entities from 2019 on, and when each was registered and ended."""
    begun = entities["established_on"].to_numpy().astype("datetime64[D]")
    ended = entities["ended_on"].to_numpy(zero_copy_only=False).astype("datetime64[D]")
    until = np.where(np.isnat(ended), AS_OF, ended)
    n = len(begun)
    everybody = np.arange(n)
    found = [(everybody, begun, np.zeros(n, np.int64)), (everybody[~np.isnat(ended)], ended[~np.isnat(ended)],
             np.full((~np.isnat(ended)).sum(), 1))]  # fmt: skip
    for year in (2019, 2020, 2021):
        day = np.datetime64(f"{year}-01-01") + rng.integers(0, 181, n)
        due = (begun < np.datetime64(f"{year}-01-01")) & (day <= until) & (rng.random(n) < 0.93)
        found.append((everybody[due], day[due], np.full(due.sum(), 2)))
    since = np.maximum(begun, _EVENTS_FROM)
    room = np.maximum((until - since).astype(np.int64), 0)
    number = rng.poisson(1.3 * room / 1_095)
    who = np.repeat(everybody, number)
    day = since[who] + np.floor(rng.random(len(who)) * room[who]).astype(np.int64)
    found.append((who, day, 3 + pick(rng, [weight for _, _, weight in _OTHERS], len(who))))
    who, day, what = (np.concatenate([part[place] for part in found]) for place in range(3))
    order = np.lexsort((day, who))
    who, day, what = who[order], day[order], what[order]
    kinds = [
        ("market", "registered"),
        ("market", "ended"),
        ("market", "reported"),
        *((d, k) for d, k, _ in _OTHERS),
    ]
    at = np.minimum(day.astype("datetime64[s]") + rng.integers(32_400, 61_200, len(day)), LAST_SECOND)
    columns = {
        "event_id": numbered("V", np.arange(start, start + len(who)), 8),
        "entity_id": pc.take(entities["entity_id"].combine_chunks(), pa.array(who)),
        "department": _words([kind[0] for kind in kinds], what),
        "kind": _words([kind[1] for kind in kinds], what),
        "at": at,
    }
    return rows(entity_event, columns)


def _words(words: list[str], places: Ints) -> pa.Array:
    """Return a word for each place, each word once in the dictionary."""
    distinct = list(dict.fromkeys(words))
    return coded(np.array([distinct.index(word) for word in words])[places], distinct)

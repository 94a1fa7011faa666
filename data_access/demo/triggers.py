"""智慧网监 of a demo city: what its four registers triggered, and what was done."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_access.demo.arrays import NO_TIME, Flags, Ints, Times, coded, numbered, rows
from data_access.demo.parts import Place
from data_access.demo.platforms import Platforms
from data_access.demo.shares import pick, scaled
from data_access.demo.window import AS_OF, LAST_SECOND, stream
from data_access.store.schema import trigger_event

#: Each rule: the register it watches and its weight there, what is done, and what comes of that.
_RULES: Mapping[str, tuple[str, float, Mapping[str, float], Mapping[str, float]]] = {
    "surge": ("platform", 3, {"interview": 5, "notify": 4, "verify": 1}, {"corrected": 7, "watched": 2, "unfounded": 1}),
    "report_late": ("platform", 2, {"notify": 8, "correct": 2}, {"corrected": 9, "watched": 1}),
    "licence_missing": ("shop", 6, {"notify": 8, "correct": 2}, {"corrected": 7, "closed": 2, "unfounded": 1}),
    "ended_trading": ("shop", 4, {"notify": 7, "verify": 3}, {"closed": 7, "corrected": 1, "filed": 1, "unfounded": 1}),
    "frequent": ("complainant", 1, {"review": 1}, {"watched": 6, "unfounded": 4}),
    "abnormal_listed": ("entity", 0, {"notify": 7, "verify": 3}, {"corrected": 5, "closed": 3, "watched": 2}),
    "sampling_failed": ("entity", 0, {"file": 6, "notify": 4}, {"filed": 6, "closed": 3, "unfounded": 1}),
    "repeated": ("entity", 0, {"verify": 6, "correct": 3, "interview": 1},
                 {"corrected": 5, "watched": 3, "filed": 1, "unfounded": 1}),
    "penalised": ("entity", 0, {"notify": 9, "verify": 1}, {"watched": 6, "corrected": 3, "closed": 1}),
}  # fmt: skip
#: Which rule fires when an entity comes on the negative list, by the reason; the gravest are told like a penalty.
_BY_REASON = {"abnormal": "abnormal_listed", "sampling": "sampling_failed", "complaints": "repeated"}
_SINCE = np.datetime64("2017-01-01", "s")


class _Fired(NamedTuple):
    """Triggers, one place each: the rule, when, where, on which platform (-1: none), and the entity if it is one."""

    rule: Ints
    fired: Times
    district: Ints
    platform: Ints
    entity: pa.Array


def trigger_rows(
    place: Place, seed: int, totals: Mapping[str, int], spells: pa.Table, scale: float
) -> pa.Table:
    """Return the rows of table `trigger_event`: for each register but that of entities the total given, from 2017 on.

    The triggers of entities are those of `spells`, rows of table `negative_entity`.
    """
    rng, known = stream(seed, "trigger_event"), place.platforms(seed)
    parts = [_of_spells(rng, place, known, spells)]
    parts += [_of_register(rng, place, known, of, scaled(total, scale)) for of, total in totals.items()]
    joined = [np.concatenate([part[at] for part in parts]) for at in range(4)]
    order = np.argsort(joined[1], kind="stable")
    rule, fired, district, platform = (column[order] for column in joined)
    entities = pa.concat_arrays([part.entity for part in parts]).take(pa.array(order))
    n = len(rule)
    acted = fired + np.rint(rng.gamma(1.1, 1.6, n) * 86_400).astype(np.int64) + 600
    acted = np.where((acted > LAST_SECOND) | (rng.random(n) < 0.022), NO_TIME, acted)
    settled = ~np.isnat(acted) & (acted < LAST_SECOND - 86_400 * rng.integers(1, 40, n))
    watched = list(dict.fromkeys(of for of, *_ in _RULES.values()))
    columns = {
        "trigger_id": numbered("G", np.arange(1, n + 1), 7),
        "rule": coded(rule, list(_RULES)),
        "register": coded(np.array([watched.index(of) for of, *_ in _RULES.values()])[rule], watched),
        "entity_id": entities,
        "platform_id": coded(platform, known.ids),
        "district": coded(district, list(place.districts)),
        "fired_at": fired,
        "action": _answers(rng, rule, [answers for _, _, answers, _ in _RULES.values()], ~np.isnat(acted)),
        "acted_at": acted,
        "outcome": _answers(rng, rule, [outcomes for *_, outcomes in _RULES.values()], settled),
    }
    return rows(trigger_event, columns, tied=("shop_id",))


def _of_spells(rng: np.random.Generator, place: Place, known: Platforms, spells: pa.Table) -> _Fired:
    """Return a trigger for each spell from 2017 on, within the hour of the listing."""
    listed = spells["listed_at"].to_numpy().astype("datetime64[s]")
    late = np.flatnonzero(listed >= _SINCE)
    chosen = spells.take(pa.array(late))
    reasons = chosen["reason"].cast(pa.string()).to_pylist()
    rule = np.array([list(_RULES).index(_BY_REASON.get(reason, "penalised")) for reason in reasons], np.int64)
    fired = np.minimum(listed[late] + rng.integers(60, 3_600, len(late)), LAST_SECOND)
    district = _places(chosen["district"], list(place.districts))
    return _Fired(
        rule,
        fired,
        district,
        _places(chosen["platform_id"], list(known.ids)),
        chosen["entity_id"].combine_chunks(),
    )


def _of_register(rng: np.random.Generator, place: Place, known: Platforms, of: str, n: int) -> _Fired:
    """Return `n` triggers of one register at random, more of them as the years go by; persons have no platform."""
    rule = pick(rng, [weight * (watched == of) for watched, weight, *_ in _RULES.values()], n)
    days = int((AS_OF + 1 - _SINCE.astype("datetime64[D]")).astype(int))
    fired = (
        _SINCE + (days * rng.random(n) ** (1 / 1.6)).astype(np.int64) * 86_400 + rng.integers(0, 86_400, n)
    )
    platform = pick(rng, np.where(np.isnat(known.closed), np.sqrt(known.weight), 0), n)
    young = known.launched[platform].astype("datetime64[s]") > fired
    platform = np.where(young | (of == "complainant"), -1, platform)
    district = pick(rng, list(place.districts.values()), n)
    return _Fired(rule, fired, district, platform, pa.nulls(n, pa.string()))


def _answers(
    rng: np.random.Generator, rule: Ints, of_rules: list[Mapping[str, float]], given: Flags
) -> pa.Array:
    words = list(dict.fromkeys(word for answers in of_rules for word in answers))
    odds = np.array([[answers.get(word, 0) for word in words] for answers in of_rules])
    edges = np.cumsum(odds, axis=1)[rule]
    drawn = (edges < (rng.random(len(rule)) * edges[:, -1])[:, None]).sum(axis=1)
    return coded(np.where(given, drawn, -1), words)


def _places(column: pa.ChunkedArray, words: list[str]) -> Ints:
    found = pc.index_in(column.cast(pa.string()), pa.array(words))
    places: Ints = pc.fill_null(found, -1).to_numpy()
    return places

"""What the platforms of a demo city do about sellers themselves, and the appeals against it.

How often platforms act is not published: the numbers here are the demo's own, and so are the days that each promises.
"""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import NO_DAY, Flags, Ints, Times, coded, numbered, rows
from data_access.demo.mixes import violation_mix
from data_access.demo.moments import DAY, HOUR, later, on_platforms, so_far
from data_access.demo.parts import Chunks, Place
from data_access.demo.shares import pick, pick_rows, scaled
from data_access.demo.ties.columns import moments, places, put
from data_access.demo.window import AS_OF, stream
from data_access.domain.codes import codes
from data_access.store.schema import moderation_act, moderation_appeal

_MEASURES = {
    "warning": 34,
    "delist": 30,
    "functions": 12,
    "traffic": 9,
    "suspended": 9,
    "ended": 4,
    "blacklist": 2,
}
#: How often each measure is appealed against.
_APPEALED = {
    "warning": 0.04,
    "delist": 0.11,
    "functions": 0.16,
    "traffic": 0.15,
    "suspended": 0.24,
    "ended": 0.31,
    "blacklist": 0.36,
}
#: Measures that end by themselves.
_FOR_A_TIME = ("functions", "traffic", "suspended")
_SOURCES = {"model": 52, "patrol": 18, "complaint": 22, "authority": 8}
#: How appeals end: what a model found is taken back more often.
_RESULTS = {"lifted": 17, "reduced": 11, "stands": 67, "withdrawn": 5}
_OF_MODELS = {"lifted": 29, "reduced": 14, "stands": 52, "withdrawn": 5}
#: Days in which a platform's own rules promise an answer.
_PROMISES = np.array([3, 5, 7, 10, 15])
_TOLD, _PUBLISHED, _FORGOTTEN = 0.95, 0.9, 0.012


def moderation_chunks(place: Place, acts: Mapping[int, int], seed: int, scale: float) -> Chunks:
    """Yield the rows of tables `moderation_act` and `moderation_appeal`; `acts` is the number of each year at scale 1."""
    table = _acts(place, acts, seed, scale)
    appeals = _appeals(place, seed, table)
    yield moderation_act, _lifted_after(table, appeals)
    yield moderation_appeal, appeals


def _homes(place: Place, seed: int, platform: Ints) -> pa.Array:
    districts = place.platforms(seed).words("district")
    homes = list(dict.fromkeys(districts))
    return coded(np.array([homes.index(code) for code in districts])[platform], homes)


def _acts(place: Place, acts: Mapping[int, int], seed: int, scale: float) -> pa.Table:
    rng, known = stream(seed, "moderation_act", place.city), place.platforms(seed)
    decided = np.sort(
        np.concatenate([_during(rng, year, scaled(total, scale)) for year, total in acts.items()])
    )
    platform = on_platforms(rng, known, decided, known.has_shops * known.quality)
    n = len(decided)
    measure = pick(rng, list(_MEASURES.values()), n)
    for_a_time = np.isin(measure, [list(_MEASURES).index(one) for one in _FOR_A_TIME])
    published = decided.astype("datetime64[D]") + rng.integers(0, 4, n)
    is_published = (rng.random(n) < _PUBLISHED) & (published <= AS_OF)
    kinds = violation_mix().sum(axis=0)[None, :]
    return rows(moderation_act, {
        "act_id": numbered("CZ", np.arange(1, n + 1), 6),
        "platform_id": coded(platform, known.ids),
        "district": _homes(place, seed, platform),
        "measure": coded(measure, list(_MEASURES)),
        "violation": coded(pick_rows(rng, kinds, np.zeros(n, np.int64)), codes("violation")),
        "found_by": coded(pick(rng, list(_SOURCES.values()), n), list(_SOURCES)),
        "decided_at": decided,
        "told_at": so_far(decided + rng.integers(60, 10 * HOUR, n), rng.random(n) < _TOLD),
        "published_on": np.where(is_published, published, NO_DAY),
        "lifted_at": so_far(later(rng, decided, 2.0, 6.0), for_a_time),
    }, tied=("shop_id", "entity_id"))  # fmt: skip


def _during(rng: np.random.Generator, year: int, n: int) -> Times:
    """Return moments of a year at any hour: most of what platforms do is done by machines."""
    first = np.datetime64(f"{year}-01-01", "s")
    length = (np.datetime64(f"{year + 1}-01-01", "s") - first).astype(np.int64)
    found: Times = first + (rng.random(n) * length).astype(np.int64)
    return found


def _appeals(place: Place, seed: int, acts: pa.Table) -> pa.Table:
    rng, known = stream(seed, "moderation_appeal", place.city), place.platforms(seed)
    odds = np.array(list(_APPEALED.values()))[places(acts, "measure", list(_APPEALED))]
    act = np.flatnonzero(rng.random(len(odds)) < odds)
    told = moments(acts, "told_at")[act]
    begun = np.where(np.isnat(told), moments(acts, "decided_at")[act], told)
    filed = later(rng, begun, 1.2, 1.6)
    kept = filed < AS_OF.astype("datetime64[s]") + DAY
    order = np.flatnonzero(kept)[np.argsort(filed[kept], kind="stable")]
    act, filed, n = act[order], filed[order], len(order)
    platform = places(acts, "platform_id", known.ids)[act]
    promised = _PROMISES[stream(seed, "promises", place.city).integers(0, len(_PROMISES), len(known))][
        platform
    ]
    lag = rng.gamma(2.2, promised * known.slowness[platform] * 0.2 + 0.15) * DAY
    answered = so_far(filed + np.rint(lag).astype(np.int64).clip(HOUR), rng.random(n) >= _FORGOTTEN)
    by_model = places(acts, "found_by", list(_SOURCES))[act] == list(_SOURCES).index("model")
    result = np.where(
        by_model, pick(rng, list(_OF_MODELS.values()), n), pick(rng, list(_RESULTS.values()), n)
    )
    return rows(moderation_appeal, {
        "appeal_id": numbered("SS", np.arange(1, n + 1), 5),
        "act_id": acts["act_id"].combine_chunks().take(pa.array(act)),
        "platform_id": coded(platform, known.ids),
        "district": _homes(place, seed, platform),
        "filed_at": filed,
        "answer_due": filed.astype("datetime64[D]") + promised,
        "answered_at": answered,
        "result": coded(np.where(np.isnat(answered), -1, result), list(_RESULTS)),
    })  # fmt: skip


def _lifted_after(acts: pa.Table, appeals: pa.Table) -> pa.Table:
    """Return the acts of which those whose appeal was right were lifted with the answer, if they still stood."""
    act = places(appeals, "act_id", acts["act_id"].to_pylist())
    is_right: Flags = places(appeals, "result", ("lifted",)) == 0
    lifted, answered = moments(acts, "lifted_at"), moments(appeals, "answered_at")
    own = act[is_right]
    earlier = lifted[own] < answered[is_right]  # NaT is never earlier
    lifted[own] = np.where(earlier, lifted[own], answered[is_right])
    return put(acts, lifted_at=pa.array(lifted.astype("datetime64[us]"), pa.timestamp("us")))

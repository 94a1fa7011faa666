"""Goods bought online and tested, and when what failed was taken down by order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import NO_DAY, NO_TIME, Flags, Ints, Times, coded, numbered, rows
from data_access.demo.moments import (
    HOUR,
    chosen,
    in_office,
    later,
    office_times,
    on_platforms,
    sells_goods,
    so_far,
    weights_of,
)
from data_access.demo.parts import Chunks, Place
from data_access.demo.risks import judgements, retests
from data_access.demo.shares import Counts, pick, scaled
from data_access.demo.window import MID_2021, stream
from data_access.domain.codes import codes
from data_access.store import schema

#: The day after the published period of the two centres, which begins with 2016.
_AFTER = MID_2021 + 1
#: Goods with what share of the batches, how often they fail, and on which items.
_GOODS: dict[str, tuple[float, float, dict[str, float]]] = {
    "children": (17, 1.5, {"small_parts": 4, "harmful": 3, "strength": 2, "burning": 1, "label": 2}),
    "apparel": (19, 1.1, {"fibre": 5, "fastness": 3, "harmful": 1, "label": 2}),
    "home_appliances": (15, 1.25, {"electric": 5, "burning": 2, "efficiency": 1, "label": 1}),
    "homeware": (13, 0.9, {"harmful": 3, "strength": 2, "label": 2}),
    "general_food": (12, 0.45, {"microbe": 3, "additive": 3, "label": 2, "net": 1}),
    "beauty_goods": (7, 0.6, {"harmful": 2, "microbe": 1, "label": 3}),
    "telecom_goods": (6, 1.2, {"electric": 4, "strength": 1, "label": 1}),
    "transport_goods": (4, 1.6, {"electric": 3, "strength": 3, "burning": 2}),
    "decoration": (4, 1.0, {"harmful": 3, "strength": 2, "burning": 1}),
    "jewels": (3, 0.9, {"harmful": 2, "label": 3}),
}  # fmt: skip
_SAFETY = frozenset({"strength", "electric", "burning", "harmful", "microbe", "small_parts"})


@dataclass(frozen=True, slots=True)
class SamplingTotals:
    """Batches by kind from 2016 to mid-2021 and after, the share that fails, and what follows in the earlier period.

    `cases` are filed for supervised batches, `taken_down` counts batches; the rest of what failed was off sale already.
    """

    batches: Mapping[str, tuple[int, int]]
    failing: Mapping[str, float]
    cases: int
    taken_down: int


#: Published to mid-2021: over 16,000 batches sampled, 2,455 cases, over 4,000 batches taken down, over 20,000 monitored.
HANGZHOU = SamplingTotals(
    {"supervised": (16_240, 1_710), "risk": (20_310, 2_290)},
    {"supervised": 0.187, "risk": 0.09},
    2_455,
    4_120,
)


@dataclass(frozen=True, slots=True)
class Batches:
    """Sampled batches in the order of purchase; NaT where a step has not been reached, negative where none applies."""

    kind: Ints
    goods: Ints
    platform: Ints
    district: Ints
    bought: Times
    tested: Times
    untested: Ints
    fails: Flags


def sampling_chunks(place: Place, totals: SamplingTotals, seed: int, scale: float) -> Chunks:
    """Yield the rows of table `sampling`."""
    yield schema.sampling, _rows(place, totals, seed, scale)


def batches(place: Place, totals: SamplingTotals, seed: int, scale: float) -> Batches:
    """Return what is bought and how the tests come out: the same at every call."""
    rng, known, listed = stream(seed, "sampling", place.city), place.platforms(seed), codes("goods")
    kinds = codes("sampling_kind")
    bought, kind = [], []
    for name, (before, after) in totals.batches.items():
        for first, last, count in (("2016-01-04", str(MID_2021), before), (str(_AFTER), "2021-12-31", after)):
            bought.append(office_times(rng, first, last, scaled(count, scale)))
            kind.append(np.full(len(bought[-1]), kinds.index(name)))
    order = np.argsort(np.concatenate(bought), kind="stable")
    moments, which = np.concatenate(bought)[order], np.concatenate(kind)[order]
    n = len(order)
    goods = np.array([listed.index(one) for one in _GOODS])[
        pick(rng, [share for share, *_ in _GOODS.values()], n)
    ]
    platform = on_platforms(rng, known, moments, sells_goods(known) * 1.0)
    untested = np.where(rng.random(n) < 0.074, pick(rng, [0.4, 0.35, 0.25], n), -1)
    tested = so_far(later(rng, moments, 6, 3.4), untested < 0)
    odds = (
        weights_of(listed, {name: often for name, (_, often, _) in _GOODS.items()})[goods]
        * known.quality[platform]
    )
    fails = np.zeros(n, bool)
    for name, share in totals.failing.items():
        for later_part in (False, True):
            able = (which == kinds.index(name)) & ~np.isnat(tested) & ((tested >= _AFTER) == later_part)
            fails |= chosen(rng, np.where(able, odds, 0.0), round(share * int(able.sum())))
    district = pick(rng, list(place.districts.values()), n)
    return Batches(which, goods, platform, district, moments, tested, untested, fails)


def _rows(place: Place, totals: SamplingTotals, seed: int, scale: float) -> pa.Table:
    found, rng = batches(place, totals, seed, scale), stream(seed, "sampling rows", place.city)
    n, goods, items = len(found.bought), codes("goods"), codes("test_item")
    item = np.full(n, -1)
    for name, (_, _, of_items) in _GOODS.items():
        own = np.flatnonzero(found.fails & (found.goods == goods.index(name)))
        item[own] = pick(rng, weights_of(items, of_items), len(own))
    safety = np.isin(item, [items.index(one) for one in _SAFETY])
    tested = ~np.isnat(found.tested)
    disputed = np.where(
        found.fails & (rng.random(n) < 0.09),
        0,
        np.where(tested & ~found.fails & (rng.random(n) < 0.004), 1, -1),
    )
    followed = so_far(
        in_office(rng, later(rng, found.tested, 5, 3.6).astype("datetime64[D]") + 1), found.fails
    )
    due = np.where(found.fails, found.tested.astype("datetime64[D]") + 30, NO_DAY)
    down = ordered_down(place, totals, found, seed, scale)
    is_risk = found.fails & (found.kind == codes("sampling_kind").index("risk"))
    asked, retested = retests(place, found.tested, disputed >= 0, seed)
    judged, level = judgements(place, is_risk, found.tested, down.issued, safety, seed)
    return rows(schema.sampling, {
        "batch_id": numbered("B", np.arange(1, n + 1), 6),
        "kind": coded(found.kind, codes("sampling_kind")),
        "platform_id": coded(found.platform, place.platforms(seed).ids),
        "district": coded(found.district, list(place.districts)),
        "goods": coded(found.goods, goods),
        "bought_at": found.bought,
        "tested_at": found.tested,
        "untested_reason": coded(found.untested, codes("untested_reason")),
        "is_unqualified": pa.array(found.fails, mask=~tested),
        "failed_item": coded(item, items),
        "is_safety": pa.array(safety, mask=~found.fails),
        "retest_asked_at": asked,
        "retested_at": retested,
        "retest": coded(np.where(np.isnat(retested), -1, disputed), codes("retest")),
        "risk_level": coded(level, codes("risk_level")),
        "judged_at": judged,
        "follow_up_due": due,
        "followed_up_at": np.where(rng.random(n) < 0.985, followed, NO_TIME),
        "case_at": _cases(rng, totals, found, scale),
        "taken_down_at": down.done,
        "rechecked_at": down.rechecked,
    }, tied=("shop_id", "entity_id", "case_id"))  # fmt: skip


def _cases(rng: np.random.Generator, totals: SamplingTotals, found: Batches, scale: float) -> Times:
    """Return when a case was filed: to mid-2021 exactly the published number, after that for seven in eight."""
    at = in_office(rng, later(rng, found.tested, 3, 6).astype("datetime64[D]") + 1)
    able = found.fails & (found.kind == codes("sampling_kind").index("supervised"))
    early = chosen(rng, np.where(able & (at < _AFTER), 1.0, 0.0), scaled(totals.cases, scale))
    late = able & (at >= _AFTER) & (rng.random(len(at)) < 0.87)
    return so_far(at, early | late)


class Down(NamedTuple):
    """When the order to take each batch down was issued, done, and looked up again; NaT where there is none, or none yet."""

    issued: Times
    done: Times
    rechecked: Times


def ordered_down(place: Place, totals: SamplingTotals, found: Batches, seed: int, scale: float) -> Down:
    """Return the order for each failed batch that was still on sale: the same at every call."""
    rng, n = stream(seed, "batches down", place.city), len(found.bought)
    issued = in_office(rng, later(rng, found.tested, 2, 0.9).astype("datetime64[D]") + 1)
    done = issued + hours_taken(rng, n)
    early = chosen(rng, np.where(found.fails & (done < _AFTER), 1.0, 0.0), scaled(totals.taken_down, scale))
    late = found.fails & (issued >= _AFTER) & ~np.isnat(so_far(issued)) & (rng.random(n) < 0.93)
    kept = early | late
    ended = np.where(kept, so_far(done), NO_TIME)
    return Down(np.where(kept, issued, NO_TIME), ended, looked_up_again(rng, ended))


def looked_up_again(rng: np.random.Generator, done: Times) -> Times:
    """Return when somebody looked whether what was taken down is still off sale: some days later, for four in five."""
    again = in_office(rng, later(rng, done, 3, 4).astype("datetime64[D]") + 1)
    return so_far(again, rng.random(len(done)) < 0.8)


def hours_taken(rng: np.random.Generator, n: int) -> Counts:
    """Return how long orders take in seconds: most within the day, one in twenty longer."""
    hours = np.where(
        rng.random(n) < 0.05, 24 + rng.exponential(30, n), np.clip(rng.gamma(2, 4, n), 0.3, 23.9)
    )
    seconds: Counts = np.rint(hours * HOUR).astype(np.int64)
    return seconds

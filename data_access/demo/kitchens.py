"""Merchants of online catering and the anomalies in their kitchens: as many as the monthly counts say, at full scale."""

from itertools import product

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import NO_DAY, NO_TIME, Ints, Times, coded, numbered, rows
from data_access.demo.identities import BRANDS
from data_access.demo.moments import later, so_far
from data_access.demo.parts import Chunks, Place
from data_access.demo.shares import Counts, apportion, pick, scaled
from data_access.demo.ties.columns import days, places
from data_access.demo.window import AS_OF, stream
from data_access.store.schema import catering_merchant, kitchen_anomaly

_NAMES = tuple(f"{brand}{end}（虚构）" for brand, end in product(BRANDS, ("小厨", "面馆", "快餐")))
_PERMITS = {"matched": 962, "mismatched": 18, "expired": 13, "not_found": 7}
_ANOMALIES = {"mask": 34, "cap": 24, "bin": 14, "covered": 11, "stranger": 9, "smoking": 5, "rodent": 3}
_DISPOSALS = {"corrected": 66, "ordered": 12, "suspended": 3, "unfounded": 19}
#: Of a hundred merchants with orders at the end so many more have left; and so many had joined before the kitchens' launch.
_LEFT, _BEFORE = 0.06, 0.955
_LAUNCH = np.datetime64("2021-07-01", "D")


def merchant_chunks(place: Place, months: pa.Table, seed: int, scale: float) -> Chunks:
    """Yield the rows of tables `catering_merchant` and `kitchen_anomaly`, whose monthly counts `kitchen_month` has."""
    ends = days(months, "month_end")
    n = len(ends) // len(
        np.unique(ends)
    )  # cells: pairs of district and platform, in the same order each month
    own = months.slice(0, n)
    where = {
        "district": places(own, "district", list(place.districts)),
        "platform_id": places(own, "platform_id", place.platforms(seed).ids),
    }
    merchants, connected, found = (
        months[name].to_numpy().astype(np.int64).reshape(-1, n)
        for name in ("merchants", "connected", "anomalies")
    )
    total = scaled(int(merchants[-1].sum()), scale)
    of_cell = apportion(total, merchants[-1])
    share = of_cell / np.maximum(merchants[-1], 1)
    in_sight = np.maximum.accumulate(np.rint(connected * share).astype(np.int64), axis=0)
    table = _merchants(place, seed, of_cell, in_sight, where)
    yield catering_merchant, table
    counts = apportion(scaled(int(found.sum()), scale), found.ravel()).reshape(found.shape)
    yield kitchen_anomaly, _anomalies(place, seed, table, of_cell, in_sight, counts, where)


def _merchants(
    place: Place, seed: int, of_cell: Counts, in_sight: Counts, where: dict[str, Ints]
) -> pa.Table:
    """Return the merchants cell by cell, those in sight first, then those who have left."""
    rng = stream(seed, "catering_merchant", place.city)
    stay, gone = int(of_cell.sum()), round(int(of_cell.sum()) * _LEFT)
    leavers = pick(rng, of_cell, gone)
    cell = np.concatenate([np.repeat(np.arange(len(of_cell)), of_cell), leavers])
    n = stay + gone
    rank = np.arange(stay) - np.repeat(np.cumsum(of_cell) - of_cell, of_cell)
    month = (rank[:, None] >= in_sight[:, cell[:stay]].T).sum(
        axis=1
    )  # how many month ends found it not in sight yet
    since = _within_month(rng, month)
    since = np.concatenate([np.where(month < len(in_sight), since, NO_DAY), np.full(gone, NO_DAY)])
    joined = _joined(rng, n, since, is_new=np.concatenate([rng.random(stay) > _BEFORE, np.zeros(gone, bool)]))
    joined = np.maximum(joined, place.platforms(seed).launched[where["platform_id"][cell]])
    left = np.full(n, NO_DAY)
    left[stay:] = joined[stay:] + rng.integers(60, 900, gone)
    left[stay:] = np.minimum(left[stay:], AS_OF - rng.integers(0, 150, gone))
    checked = joined + rng.integers(0, 20, n)
    result = pick(rng, list(_PERMITS.values()), n)
    until = joined + rng.integers(40, 5 * 365, n)
    until = np.where(result == list(_PERMITS).index("expired"), checked - rng.integers(1, 200, n), until)
    is_checked = (rng.random(n) < 0.97) & (checked <= AS_OF)
    columns = {
        "merchant_id": numbered("CM", np.arange(1, n + 1), 7),
        "name": coded(rng.integers(0, len(_NAMES), n), _NAMES),
        "platform_id": coded(where["platform_id"][cell], place.platforms(seed).ids),
        "district": coded(where["district"][cell], list(place.districts)),
        "joined_on": joined,
        "left_on": left,
        "permit_no": numbered("JY", rng.integers(10**13, 10**14, n), 14),
        "permit_until": until,
        "permit_checked_on": np.where(is_checked, checked, NO_DAY),
        "permit_result": coded(np.where(is_checked, result, -1), list(_PERMITS)),
        "kitchen_since": since,
    }
    return rows(catering_merchant, columns, tied=("entity_id",))


def _within_month(rng: np.random.Generator, month: Ints) -> Times:
    """Return a day in each month after the launch."""
    first = (_LAUNCH.astype("datetime64[M]") + month).astype("datetime64[D]")
    found: Times = first + rng.integers(0, 28, len(month))
    return found


def _joined(rng: np.random.Generator, n: int, since: Times, *, is_new: Ints) -> Times:
    """Return when each joined: before the launch, or after it where it is new, never after its kitchen was in sight."""
    old = _LAUNCH - 1 - np.minimum((rng.gamma(1.6, 420, n)).astype(np.int64), 2_100)
    new = _LAUNCH + rng.integers(0, 180, n)
    joined = np.where(is_new, new, old)
    found: Times = np.where(np.isnat(since), joined, np.minimum(joined, since))
    return found


def _anomalies(
    place: Place,
    seed: int,
    merchants: pa.Table,
    of_cell: Counts,
    in_sight: Counts,
    counts: Counts,
    where: dict[str, Ints],
) -> pa.Table:
    """Return so many anomalies of each month and cell, each of a kitchen that was in sight."""
    rng = stream(seed, "kitchen_anomaly", place.city)
    counts = np.where(in_sight > 0, counts, 0)
    month, cell = (np.repeat(axis.ravel(), counts.ravel()) for axis in np.indices(counts.shape))
    starts = np.cumsum(of_cell) - of_cell
    merchant = starts[cell] + (rng.random(len(cell)) * in_sight[month, cell]).astype(np.int64)
    n = len(merchant)
    first = (_LAUNCH.astype("datetime64[M]") + month).astype("datetime64[s]")
    length = (_LAUNCH.astype("datetime64[M]") + month + 1).astype("datetime64[s]") - first
    since = days(merchants, "kitchen_since")[merchant].astype("datetime64[s]")
    begun = np.maximum(first, since + 10 * 3_600)
    detected = begun + (rng.random(n) * (first + length - begun).astype(np.int64)).astype(np.int64)
    order = np.argsort(detected, kind="stable")
    merchant, cell, detected = merchant[order], cell[order], detected[order]
    notified = detected + rng.integers(60, 5_400, n)
    disposed = so_far(later(rng, notified, 1.5, 1.4), rng.random(n) < 0.96)
    columns = {
        "anomaly_id": numbered("CA", np.arange(1, n + 1), 6),
        "merchant_id": merchants["merchant_id"].combine_chunks().take(pa.array(merchant)),
        "platform_id": coded(where["platform_id"][cell], place.platforms(seed).ids),
        "district": coded(where["district"][cell], list(place.districts)),
        "kind": coded(pick(rng, list(_ANOMALIES.values()), n), list(_ANOMALIES)),
        "detected_at": detected,
        "notified_at": np.where(notified > (AS_OF + 1).astype("datetime64[s]"), NO_TIME, notified),
        "disposed_at": disposed,
        "disposal": coded(
            np.where(np.isnat(disposed), -1, pick(rng, list(_DISPOSALS.values()), n)), list(_DISPOSALS)
        ),
    }
    return rows(kitchen_anomaly, columns)

"""Complaints by those who complained before: of the same shop, after its platform had answered."""

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import Ints
from data_access.demo.ties.columns import moments, places, put
from data_access.demo.ties.nearest import before
from data_access.demo.ties.shelves import Shelves
from data_access.domain.codes import codes

#: Of the complaints on the fast channel so many are by somebody who came back, mostly within weeks, at most so many days later.
_SHARE, _MEAN_DAYS, _LONGEST = 0.07, 30, 150
#: What a complainant takes along.
_WHO = ("complainant_hash", "complainant_name", "complainant_phone")


def came_again(
    rng: np.random.Generator, chunk: pa.Table, shelves: Shelves, key: Ints, shop: Ints
) -> tuple[pa.Table, Ints]:
    """Return a chunk of table `complaint_report` and the shop of each item, some of whose complainants came again.

    They did after an earlier complaint of the same `key` (platform, goods and region of the respondent as one number, negative for
    none) was settled or returned: these share who complains and the shop, which must still be open. How many items each
    platform, district or problem has stays as it was drawn.
    """
    canal = places(chunk, "route", codes("route")) == codes("route").index("red_flag_canal")
    registered = moments(chunk, "registered_at")
    answered = np.where(np.isnat(at := moments(chunk, "settled_at")), moments(chunk, "returned_at"), at)
    comes = canal & (rng.random(len(shop)) < _SHARE)
    ago = registered - np.rint(rng.exponential(_MEAN_DAYS, len(shop)) * 86_400).astype(np.int64)
    earlier = before(np.where(comes, key, -1), ago, np.where(canal & ~comes, key, -1), answered, _LONGEST)
    found = np.flatnonzero(earlier >= 0)
    there = shelves.is_open(shop[earlier[found]], registered[found]) | (shop[earlier[found]] < 0)
    found = found[there]
    source = np.arange(len(shop))
    source[found] = earlier[found]
    taken = pa.array(source)
    shops = shop.copy()
    shops[found] = shop[earlier[found]]
    return put(chunk, **{name: chunk[name].combine_chunks().take(taken) for name in _WHO}), shops

"""Which of many earlier rows is the one before: matched by key and time."""

import numpy as np

from data_access.demo.arrays import Ints, Times

#: More than the seconds of any moment since 1970, so that keys and moments are sorted as one number.
_SPAN = 2**34
DAY = 86_400


def before(key: Ints, at: Times, among: Ints, moments: Times, within: int) -> Ints:
    """Return for each of `at` the place of the last of `moments` up to it that has its key and is not `within` days older.

    -1 where there is none, for a negative key and for NaT; a moment that is NaT is nobody's.
    """
    real = np.flatnonzero((among >= 0) & ~np.isnat(moments))
    if not len(real):
        return np.full(len(key), -1, np.int64)
    line = among[real] * _SPAN + moments[real].astype("datetime64[s]").astype(np.int64)
    order = np.argsort(line, kind="stable")
    asks = (key >= 0) & ~np.isnat(at)
    wanted = np.where(asks, key, 0) * _SPAN + np.where(asks, at.astype("datetime64[s]").astype(np.int64), 0)
    found = np.searchsorted(line[order], wanted, side="right") - 1
    nearest = order[np.maximum(found, 0)]
    gap = wanted - line[nearest]
    fits = asks & (found >= 0) & (gap <= within * DAY)
    return np.where(fits, real[nearest], -1)


def once(found: Ints) -> Ints:
    """Return the places with each named once, by the first who found it; -1 for the others."""
    _, first = np.unique(found, return_index=True)
    kept = np.full(len(found), -1, np.int64)
    kept[first] = found[first]
    return kept

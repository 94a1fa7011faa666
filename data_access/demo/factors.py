"""What weighs in the decisions of a demo city, and when its fines were paid."""

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import NO_DAY, NO_TIME, Flags, Ints, Times, money
from data_access.demo.window import LAST_SECOND, stream

_DAY = 86_400
#: From so many fen on a fine is a large one: of a repeated offence, or one that was not put right, more often than others.
_LARGE = 150_000


class Decided(NamedTuple):
    """Cases, one place each: sums in fen, when they were served and closed (NaT: not yet), and which are filed."""

    fine: Ints
    confiscated: Ints
    paid: Ints
    served: Times
    closed: Times
    filed: Flags


def factor_columns(seed: int, cases: Decided) -> dict[str, Any]:
    """Return the columns of table `enforcement_case` that tell what weighed in a decision; of what was not filed nothing is recorded."""
    rng, n = stream(seed, "factors"), len(cases.fine)
    large = cases.fine > _LARGE
    sums = np.where(cases.fine > 0, cases.fine / rng.uniform(0.4, 2.5, n), rng.lognormal(10.5, 1, n))
    unknown = ~cases.filed | (rng.random(n) < 0.08)
    return {
        "goods_value": money(np.rint(sums / 100).astype(np.int64) * 100, 14, unknown),
        "is_first": _flags(rng.random(n) < np.where(large, 0.62, 0.88), cases.filed),
        "is_corrected": _flags(rng.random(n) < np.where(large, 0.55, 0.83), cases.filed),
    }


def payment_columns(seed: int, cases: Decided) -> dict[str, Any]:
    """Return the columns that tell until when a fine is to be paid, how much was, and since when nothing is owed.

    The limit runs from service 送达; nothing is due of what has not been served. Some pay late, some in part.
    """
    rng, n = stream(seed, "payment"), len(cases.fine)
    total = cases.fine + cases.confiscated
    due = (total > 0) & ~np.isnat(cases.served)
    paid = np.where(due, cases.paid, 0)
    days = np.where(rng.random(n) < 0.05, rng.uniform(15, 45, n), rng.uniform(0.2, 14, n))
    last = np.where(np.isnat(cases.closed), LAST_SECOND, cases.closed)
    at = np.minimum(cases.served + np.rint(days * _DAY).astype(np.int64), last)
    return {
        "paid": money(paid, 14, total == 0),
        "payment_due": np.where(due, cases.served.astype("datetime64[D]") + 15, NO_DAY),
        "paid_at": np.where(due & (paid >= total), np.maximum(at, cases.served), NO_TIME),
    }


def _flags(values: Flags, known: Flags) -> pa.Array:
    return pa.array(values, mask=~known)

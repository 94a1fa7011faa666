"""How many rows the files of platforms have: one for each shop of the register that was open then."""

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import Flags, Ints
from data_access.demo.parts import Place
from data_access.demo.ties.columns import days, places, put
from data_access.demo.ties.shelves import Shelves
from data_access.demo.window import stream

#: How much of a file is complete that was returned, and how many that were not returned lack something all the same.
_SHARES, _UNSEEN = (0.86, 0.99), 0.04


def reported(place: Place, seed: int, shelves: Shelves, table: pa.Table) -> pa.Table:
    """Return the rows of table `platform_report` with those of its files: due, handed in, complete.

    Due of an identity file is each shop open on the last day, of a tax file each that was open on some day of the quarter.
    A city that keeps no shops does not say how many rows are due.
    """
    if not shelves.count:
        none = pa.nulls(table.num_rows, pa.int32())
        return put(table, rows_due=none, rows_in=none, rows_complete=none)
    platform = places(table, "platform_id", place.platforms(seed).ids)
    ended = days(table, "period_to")
    is_tax = places(table, "kind", ("tax",)) == 0
    due = _shops(shelves, platform, np.where(is_tax, days(table, "period_from"), ended), ended)
    rng, n = stream(seed, "ties", "platform_report"), len(due)
    came, returned, corrected = (
        ~np.isnat(days(table, name)) for name in ("handed_in_at", "returned_at", "corrected_at")
    )
    lacks = (returned & ~corrected) | (~returned & (rng.random(n) < _UNSEEN))
    handed_in = np.where(lacks, rng.binomial(due, 0.995), due)
    complete = np.where(lacks, np.floor(handed_in * rng.uniform(*_SHARES, n)).astype(np.int64), handed_in)
    return put(
        table, rows_due=_counts(due, None), rows_in=_counts(handed_in, ~came), rows_complete=_counts(complete, ~came)
    )  # fmt: skip


def _shops(shelves: Shelves, platform: Ints, first: Ints, last: Ints) -> Ints:
    """Return how many shops of each platform were open on some day from `first` to `last`."""
    (opened,), (closed,) = shelves.opened, shelves.closed
    begun, ended = (day.astype("datetime64[D]").astype(np.int64) for day in (first, last))
    found = np.zeros(len(platform), np.int64)
    for at, one in enumerate(platform):
        if one in shelves.starts:
            own = slice(shelves.starts[one][0], shelves.starts[one][-1])
            found[at] = np.count_nonzero((opened[own] <= ended[at]) & (closed[own] > begun[at]))
    return found


def _counts(numbers: Ints, missing: Flags | None) -> pa.Array:
    return pa.array(numbers.astype(np.int32), mask=missing)

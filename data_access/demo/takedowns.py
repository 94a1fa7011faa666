"""Orders to take listings down: for batches that failed, and for what leads, cases and right holders found."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_access.demo.arrays import NO_TIME, Ints, Times, coded, numbered, rows
from data_access.demo.moments import HOUR, office_times, on_platforms, sells_goods
from data_access.demo.parts import Chunks, Place
from data_access.demo.sampling import (
    Batches,
    Down,
    SamplingTotals,
    batches,
    hours_taken,
    looked_up_again,
    ordered_down,
)
from data_access.demo.shares import Counts, apportion, pick, scaled
from data_access.demo.window import stream
from data_access.domain.codes import codes
from data_access.store import schema

#: Of the orders that are looked up again, so many find the goods on sale once more.
_RELISTED = 0.046


@dataclass(frozen=True, slots=True)
class Orders:
    """Orders to take down of one source: how many are done, the listings in all of these, since when, and how many are open."""

    source: str
    orders: int
    listings: int
    since: str
    open: int = 0


#: Orders of Hangzhou that do not follow from sampling; Zhejiang Fair Online's listings are its 41 % of the province's.
HANGZHOU_ORDERS = (
    Orders("fair_online", 2_130, 14_350, "2021-02-26", 24),
    Orders("case", 1_260, 5_900, "2016-01-01", 6),
    Orders("ip", 940, 3_700, "2019-01-01", 5),
)
ZHEJIANG_ORDERS = (
    Orders("fair_online", 5_200, 35_012, "2021-02-26", 58),
    Orders("ip", 2_300, 9_100, "2019-01-01", 12),
)


def takedown_chunks(
    place: Place, totals: SamplingTotals | None, orders: tuple[Orders, ...], seed: int, scale: float
) -> Chunks:
    """Yield the rows of table `takedown`: an order for each failed batch that was still on sale, and `orders`."""
    rng = stream(seed, "takedown", place.city)
    parts = [_ordered(rng, place, part, seed, scale) for part in orders]
    down = None
    if totals:
        found = batches(place, totals, seed, scale)
        down = ordered_down(place, totals, found, seed, scale)
        parts.append(_of_batches(rng, found, down))
    source, platform, district, issued, done, listings, batch = (
        np.concatenate(column) for column in zip(*parts, strict=True)
    )
    again = _again(place, done, batch, down, seed)
    relisted = np.where(stream(seed, "relisted", place.city).random(len(done)) < _RELISTED, again, NO_TIME)
    order = np.argsort(issued, kind="stable")
    listed = codes("takedown_source")
    yield schema.takedown, rows(schema.takedown, {
        "order_id": numbered("D", np.arange(1, len(order) + 1), 6),
        "source": coded(source[order], listed),
        "source_id": pc.if_else(pa.array(batch[order] > 0), numbered("B", batch[order], 6), None),
        "platform_id": coded(platform[order], place.platforms(seed).ids),
        "district": coded(district[order], list(place.districts)),
        "issued_at": issued[order],
        "due_at": issued[order] + 24 * HOUR,
        "done_at": done[order],
        "rechecked_at": again[order],
        "relisted_at": relisted[order],
        "batches": (source[order] == listed.index("sampling")).astype(np.int32),
        "listings": listings[order].astype(np.int32),
    }, tied=("shop_id",))  # fmt: skip


def _again(place: Place, done: Times, batch: Counts, down: Down | None, seed: int) -> Times:
    """Return when each order was looked up again; those of sampling as their batch has it."""
    again = looked_up_again(stream(seed, "looked up again", place.city), done)
    return again if down is None else np.where(batch > 0, down.rechecked[np.maximum(batch, 1) - 1], again)


def _of_batches(
    rng: np.random.Generator, found: Batches, down: Down
) -> tuple[Ints, Ints, Ints, Times, Times, Counts, Counts]:
    """Return the orders that follow from sampling, each with the number of its batch."""
    own = np.flatnonzero(~np.isnat(down.issued))
    source = np.full(len(own), codes("takedown_source").index("sampling"))
    return (
        source,
        found.platform[own],
        found.district[own],
        down.issued[own],
        down.done[own],
        1 + rng.poisson(1.6, len(own)),
        own + 1,
    )


def _ordered(
    rng: np.random.Generator, place: Place, part: Orders, seed: int, scale: float
) -> tuple[Ints, Ints, Ints, Times, Times, Counts, Counts]:
    """Return orders of one source: those done hold the listings of its total, a few of the last days are open."""
    done_count, open_count = scaled(part.orders, scale), scaled(part.open, scale)
    issued = np.sort(office_times(rng, part.since, "2021-12-29", done_count, growth=2.0))
    done = np.minimum(issued + hours_taken(rng, done_count), np.datetime64("2021-12-31T20:00:00"))
    open_since = office_times(rng, "2021-12-27", "2021-12-31", open_count)
    n = done_count + open_count
    moments = np.concatenate([issued, open_since])
    source = np.full(n, codes("takedown_source").index(part.source))
    platform = on_platforms(rng, place.platforms(seed), moments, sells_goods(place.platforms(seed)) * 1.0)
    listings = apportion(scaled(part.listings, scale), rng.lognormal(1, 0.9, done_count))
    listings = np.concatenate([listings, 1 + rng.poisson(5, open_count)])
    ended = np.concatenate([done, np.full(open_count, NO_TIME)])
    district, no_batch = pick(rng, list(place.districts.values()), n), np.zeros(n, np.int64)
    return source, platform, district, moments, ended, listings, no_batch

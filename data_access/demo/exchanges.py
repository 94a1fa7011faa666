"""What a demo city exchanges with platforms over its bridges 云桥 each day, and the identity checks among it."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from sqlalchemy import Table

from data_access.demo.arrays import Flags, Floats, Ints, Times, coded, rows
from data_access.demo.bridge_work import Exchanged, mismatch_rows, notice_rows
from data_access.demo.connectors import KINDS, Cell, Traffic, cells_of
from data_access.demo.parts import Place
from data_access.demo.platforms import Platforms
from data_access.demo.seasons import SPRING_FESTIVAL, days_after
from data_access.demo.shares import apportion, scaled
from data_access.demo.window import stream
from data_access.domain.codes import codes
from data_access.domain.working_days import working_days
from data_access.store.schema import data_exchange, identity_check, identity_mismatch, violation_notice

#: Mismatches have become rarer since the first year; sellers that no register knows are a few in a thousand.
_MISMATCH = {2015: 0.031, 2016: 0.026, 2017: 0.02, 2018: 0.016, 2019: 0.0125, 2020: 0.0095, 2021: 0.0075}
_NOT_FOUND = 0.005
#: Each connector asks for changes once an hour, whether or not there are any.
_BEATS = 24
#: What the connectors of the two smallest platforms suffer at the end of the window: one is silent, one fails.
_SILENT_FROM, _FAILING_FROM = np.datetime64("2021-11-16"), np.datetime64("2021-12-06")
#: A city with so few platforms on its bridges has neither.
_FEW = 4


def exchange_tables(
    place: Place, traffic: Traffic, seed: int, scale: float
) -> Iterator[tuple[Table, pa.Table]]:
    """Yield the rows of `data_exchange`, then those of `identity_check`, which are their sums by month.

    Each seller of these who does not match and each notice of a violation follow. A city none of whose platforms is on a bridge has none of either.
    """
    rng = stream(seed, place.city, "data_exchange")
    known = place.platforms(seed)
    cells = cells_of(known, traffic.bridges)
    if not cells:
        return
    days = np.concatenate([np.arange(start, end, dtype="datetime64[D]") for start, end, _ in traffic.periods])
    present = _present(known, cells, days)
    totals = _totals(rng, traffic, scale, present.sum(axis=1) > 0)
    drawn = _records(rng, known, cells, days, totals, present)
    beats = np.array([cell.kind is KINDS[0] for cell in cells]) & present
    at, cell = np.nonzero((drawn > 0) | beats)
    found = _columns(rng, known, cells, days, (at, cell), drawn[at, cell])
    yield data_exchange, rows(data_exchange, _worded(known, cells, cell) | found | {"day": days[at]})
    yield identity_check, _checks(known, cells, days[at], cell, found)
    kind_of = np.array([one.kind.data_type for one in cells])[cell]
    exchanged = Exchanged(
        np.array([one.platform for one in cells])[cell],
        [cells[one].bridge for one in cell],
        days[at],
        kind_of,
        found,
    )
    yield identity_mismatch, mismatch_rows(place, exchanged, seed)
    yield violation_notice, notice_rows(place, exchanged, seed)


def _totals(rng: np.random.Generator, traffic: Traffic, scale: float, has_any: Flags) -> Ints:
    """Return how many records each day has; the sum of a period is as published, on days when any platform is up."""
    totals, first = [], 0
    for start, end, records in traffic.periods:
        period = np.arange(start, end, dtype="datetime64[D]")
        weights = _weights(rng, period) * has_any[first : first + len(period)]
        first += len(period)
        totals.append(
            apportion(scaled(records, scale), weights) if weights.any() else np.zeros(len(period), np.int64)
        )
    return np.concatenate(totals)


def _weights(rng: np.random.Generator, days: Times) -> Floats:
    """Return how much is exchanged on each day: machines never rest, people do; Spring Festival is quiet."""
    weights = np.where(working_days().between_array(days - 1, days) > 0, 1.0, 0.34)
    for festival in SPRING_FESTIVAL.values():
        weights *= 1 - 0.6 * np.exp(-(((days_after(days, festival) - 2) / 5) ** 2))
    return weights * np.linspace(0.97, 1.03, len(days)) * rng.lognormal(0, 0.13, len(days))


def _present(known: Platforms, cells: list[Cell], days: Times) -> Flags:
    """Return on which days each connector is up: since the platform joined, until it closed; one falls silent."""
    place = np.array([cell.platform for cell in cells])
    since = np.array([known.entries[i]["bridge_since"] for i in place], "datetime64[D]")
    on = days[:, None]
    up = (on >= since) & (np.isnat(known.closed[place]) | (on < known.closed[place]))
    present: Flags = up & ~((place == _smallest(known, cells)[0]) & (on >= _SILENT_FROM))
    return present


def _smallest(known: Platforms, cells: list[Cell]) -> list[int]:
    """Return the two smallest platforms with a connector that still operate; a city with only a few has none (-1)."""
    open_ = {cell.platform for cell in cells if np.isnat(known.closed[cell.platform])}
    ranked = sorted(open_, key=lambda place: (known.weight[place], place))
    return ranked[:2] if len(ranked) > _FEW else [-1, -1]


def _records(
    rng: np.random.Generator,
    known: Platforms,
    cells: list[Cell],
    days: Times,
    totals: Ints,
    present: Flags,
) -> Ints:
    """Return the records of each day and connector; large platforms exchange more, though not in proportion."""
    place = np.array([cell.platform for cell in cells])
    weights = (known.sizes(days) + 1e-6)[:, place] ** 0.75 * [cell.kind.share for cell in cells] * present
    sums = weights.sum(axis=1, keepdims=True)
    drawn: Ints = rng.multinomial(
        totals, np.where(sums > 0, weights / np.where(sums > 0, sums, 1), 1 / len(cells))
    )
    return drawn


def _columns(
    rng: np.random.Generator,
    known: Platforms,
    cells: list[Cell],
    days: Times,
    where: tuple[Ints, Ints],
    records: Ints,
) -> dict[str, object]:
    """Return the numbers of each row: what was complete, what matched, which calls succeeded and how fast."""
    at, cell = where
    place = np.array([one.platform for one in cells])[cell]
    year = days[at].astype("datetime64[Y]").astype(int) + 1970
    compared = np.array([one.kind.is_compared for one in cells])[cell]
    is_identity = np.array([one.kind.data_type == "identity" for one in cells])[cell]
    odds = np.array([_MISMATCH[y] for y in range(2015, 2022)])[year - 2015] * known.quality[place]
    mismatched = rng.binomial(records, np.minimum(odds, 0.2))
    not_found = np.where(is_identity, rng.binomial(records - mismatched, _NOT_FOUND), 0)
    beats = np.where(np.array([one.kind is KINDS[0] for one in cells])[cell], _BEATS, 0)
    calls = beats + -(-records // 8)
    failing = (place == _smallest(known, cells)[1]) & (days[at] >= _FAILING_FROM)
    troubled = rng.random(len(at)) < 0.004
    success = np.select([failing, troubled], [0.86, 0.93], 0.9972)
    slow = np.where(failing, 6.5, np.where(troubled, 3.0, 1.0)) * known.slowness[place]
    return {
        "records": records,
        "complete": rng.binomial(records, np.clip(0.982 - 0.012 * (known.quality[place] - 1), 0.9, 0.998)),
        "matched": pa.array(records - mismatched - not_found, mask=~compared),
        "mismatched": pa.array(mismatched, mask=~compared),
        "calls": calls,
        "succeeded": rng.binomial(calls, success),
        "latency_ms": np.round(rng.lognormal(5.1, 0.28, len(at)) * slow, 1),
    }


def _worded(known: Platforms, cells: list[Cell], cell: Ints) -> dict[str, object]:
    def column(words: list[str], list_: tuple[str, ...]) -> pa.Array:
        return coded(np.array([list_.index(word) for word in words])[cell], list_)

    return {
        "bridge": column([one.bridge for one in cells], codes("bridge")),
        "platform_id": column([known.ids[one.platform] for one in cells], known.ids),
        "data_type": column([one.kind.data_type for one in cells], codes("data_type")),
        "flow": column([one.kind.flow for one in cells], codes("data_flow")),
    }


def _checks(
    known: Platforms, cells: list[Cell], day: Times, cell: Ints, found: dict[str, object]
) -> pa.Table:
    """Return the identity checks of each month and platform, as the exchange of that type adds up to."""
    chosen = np.array([one.kind.data_type == "identity" for one in cells])[cell]
    month = day[chosen].astype("datetime64[M]")
    keys, place = np.unique(month.astype(int) * 10_000 + cell[chosen], return_inverse=True)

    def summed(name: str) -> Ints:
        values = np.asarray(found[name])[chosen]
        return np.bincount(place, values.astype(float)).astype(np.int64)

    submitted, matched, mismatched = summed("records"), summed("matched"), summed("mismatched")
    columns = _worded(known, cells, keys % 10_000)
    columns |= {
        "month": (keys // 10_000).astype("datetime64[M]").astype("datetime64[D]"),
        "submitted": submitted, "matched": matched, "mismatched": mismatched,
        "not_found": submitted - matched - mismatched,
    }  # fmt: skip
    return rows(identity_check, columns)

"""Online catering: kitchens in sight since July 2021, riders since 2020, month by month."""

from dataclasses import dataclass

import numpy as np

from data_access.demo.arrays import Floats, coded, rows
from data_access.demo.kitchens import merchant_chunks
from data_access.demo.parts import Chunks, Place
from data_access.demo.platforms import Platforms
from data_access.demo.shares import Counts, apportion
from data_access.demo.window import stream
from data_access.store import schema


@dataclass(frozen=True, slots=True)
class CateringTotals:
    """Kitchens and merchants with orders at the end of 2021, visits of its second half, and traffic violations by year."""

    kitchens: int
    merchants: int
    visits: int
    violations: dict[int, int]
    orders: dict[int, int]


#: Published: 118,000 kitchens, over 85 % of merchants with orders, over 4.8 million visits, violations down by 11.9 %.
ZHEJIANG = CateringTotals(
    118_000, 136_800, 4_836_000, {2020: 24_000, 2021: 21_144}, {2020: 1_260_000_000, 2021: 1_480_000_000}
)
#: The demo's share of Hangzhou, 41 %; no publication gives it.
HANGZHOU = CateringTotals(
    48_380, 56_010, 1_983_000, {2020: 9_840, 2021: 8_669}, {2020: 517_000_000, 2021: 607_000_000}
)


def kitchen_chunks(place: Place, totals: CateringTotals, seed: int, scale: float) -> Chunks:
    """Yield the rows of table `kitchen_month`, from the launch in July to the published end of 2021, then who is counted there."""
    rng, cells = stream(seed, "kitchen_month", place.city), _cells(place, seed)
    n = len(cells.weights)
    months = np.arange("2021-07", "2022-01", dtype="datetime64[M]")
    shares = apportion(
        totals.visits, np.repeat([0.5, 0.75, 1, 1.15, 1.3, 1.35], n) * np.tile(cells.weights, 6)
    )
    columns: dict[str, list[Counts]] = {}
    for place_in, month in enumerate(months):
        grown = (0.052, 0.2, 0.41, 0.63, 0.84, 1.0)[place_in]
        merchants = apportion(round(totals.merchants * (0.955 + 0.009 * place_in)), cells.weights)
        connected = _within(
            round(totals.kitchens * grown), merchants, cells.eager * rng.uniform(0.97, 1.03, n)
        )
        minutes = connected * rng.integers(16_500, 19_500, n)
        checked = np.maximum(merchants // 40, 1)
        month_columns = {
            "merchants": merchants, "connected": connected, "open_minutes": minutes,
            "online_minutes": np.floor(minutes * np.clip(cells.steady + 0.012 * place_in, 0, 0.995)).astype(np.int64),
            "anomalies": rng.poisson(connected * 0.021),
            "checked_orders": checked,
            "sealed_orders": rng.binomial(checked, np.clip(0.62 + 0.05 * place_in + cells.tidy, 0, 0.99)),
            "visits": shares[place_in * n : (place_in + 1) * n],
            "month_end": np.repeat((month + 1).astype("datetime64[D]") - 1, n),
        }  # fmt: skip
        for name, values in month_columns.items():
            columns.setdefault(name, []).append(values)
    whole = {name: np.concatenate(parts) for name, parts in columns.items()}
    whole |= {name: whole[name].astype(np.int32)
              for name in ("merchants", "connected", "anomalies", "checked_orders", "sealed_orders", "visits")}  # fmt: skip
    counted = rows(schema.kitchen_month, whole | _where(cells, place, seed, len(months)))
    yield schema.kitchen_month, counted
    yield from merchant_chunks(place, counted, seed, scale)


def rider_chunks(place: Place, totals: CateringTotals, seed: int, scale: float) -> Chunks:  # noqa: ARG001  (as published)
    """Yield the rows of table `rider_month`: two years, so that a year can be compared with the one before."""
    rng, cells = stream(seed, "rider_month", place.city), _cells(place, seed)
    n = len(cells.weights)
    season = np.array([0.9, 0.6, 0.95, 1, 1.05, 1.06, 1.08, 1.04, 1.02, 1.05, 1.1, 1.15])
    orders, violations = [], []
    for year in totals.orders:
        weights = (season[:, None] * cells.weights).ravel()
        orders.append(apportion(totals.orders[year], weights * rng.uniform(0.96, 1.04, len(weights))))
        violations.append(apportion(totals.violations[year], weights * rng.uniform(0.8, 1.25, len(weights))))
    months = np.arange(f"{min(totals.orders)}-01", f"{max(totals.orders) + 1}-01", dtype="datetime64[M]")
    delivered = np.concatenate(orders)
    yield schema.rider_month, rows(schema.rider_month, {
        "month_end": np.repeat((months + 1).astype("datetime64[D]") - 1, n),
        "riders": np.maximum(delivered // 720, 1).astype(np.int32),
        "orders": delivered,
        "violations": np.concatenate(violations).astype(np.int32),
    } | _where(cells, place, seed, len(months)))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Cells:
    """Pairs of district and catering platform: their size, and how eager, steady and tidy they are."""

    district: Counts
    platform: Counts
    weights: Floats
    eager: Floats
    steady: Floats
    tidy: Floats


def cell_count(place: Place) -> int:
    """Return for how many districts and platforms there are rows of each month."""
    return len(place.districts) * len(
        _sells_meals(place.platforms(1))
    )  # the register is the same at every seed


def _cells(place: Place, seed: int) -> _Cells:
    known, rng = place.platforms(seed), stream(seed, "catering cells", place.city)
    sells = _sells_meals(known)
    weights = np.array(list(place.districts.values()))
    n = len(weights) * len(sells)
    district = np.repeat(np.arange(len(weights)), len(sells))
    platform = np.tile(sells, len(weights))
    size = weights[district] * np.sqrt(known.weight[platform])
    eager = 1 + rng.normal(0, 0.05, len(weights))[district] + rng.normal(0, 0.02, n)
    return _Cells(district, platform, size, eager, rng.uniform(0.87, 0.95, n), rng.normal(0, 0.04, n))


def _sells_meals(known: Platforms) -> Counts:
    """Return the platforms that deliver and have been in operation all the time; all of them where none does."""
    running = np.isnat(known.closed) & (known.launched < np.datetime64("2020-01-01"))
    delivers = np.array(known.words("subclass")) == "23"
    found = np.flatnonzero(running & delivers)
    return found if len(found) else np.flatnonzero(running)


def _within(total: int, limits: Counts, weights: Floats) -> Counts:
    """Split a total by limits times weights, nobody above its limit."""
    parts = apportion(total, limits * weights)
    while (parts > limits).any():
        over = int((parts - limits).clip(0).sum())
        parts = np.minimum(parts, limits)
        parts = parts + apportion(over, (limits - parts) * 1.0)
    return parts


def _where(cells: _Cells, place: Place, seed: int, months: int) -> dict[str, object]:
    return {
        "district": coded(np.tile(cells.district, months), list(place.districts)),
        "platform_id": coded(np.tile(cells.platform, months), place.platforms(seed).ids),
    }

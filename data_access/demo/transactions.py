"""Monthly transactions of a demo city by platform, category and mode; the years add up to the published volume."""

from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import Floats, coded, money, rows
from data_access.demo.parts import Place
from data_access.demo.platforms import Platforms
from data_access.demo.seasons import month_weights
from data_access.demo.shops import category_weights
from data_access.demo.window import MONTHS, YEARS, stream
from data_access.domain.codes import codes
from data_access.store.schema import transaction_month

#: How much is sold on a platform of its size, by the first digit of its class: goods most, information least.
_CLASS = {"1": 1.0, "2": 0.5, "3": 0.35, "4": 0.06, "5": 0.4, "6": 0.12}
_MODES = ("b2b", "b2c", "c2c", "o2o", "b2g", "c2m", "s2b2c")
#: A second mode that some platforms run beside their own, with its share.
_BESIDE = {
    "c2c": ("b2c", 0.38),
    "b2c": ("c2c", 0.07),
    "s2b2c": ("b2c", 0.3),
    "c2m": ("b2c", 0.4),
    "b2b": ("b2c", 0.12),
}
#: Yuan an order, and the share refunded, by category.
_TICKET = {
    "food": 78, "drinks": 82, "tobacco_alcohol": 190, "clothing": 128, "cosmetics": 135, "jewellery": 420,
    "daily": 62, "hardware": 88, "sports": 140, "books": 55, "media": 48, "appliances": 540, "medicine": 95,
    "office": 85, "furniture": 480, "phones": 720, "petroleum": 210, "building": 330, "vehicles": 1_600, "service": 66,
}  # fmt: skip
_REFUNDED = {
    "clothing": 0.098,
    "jewellery": 0.075,
    "cosmetics": 0.052,
    "food": 0.036,
    "service": 0.04,
    "phones": 0.045,
}


def transaction_chunks(place: Place, volumes: Mapping[int, float], seed: int) -> Iterator[pa.Table]:
    """Yield the rows of table `transaction_month`, one chunk for each year; `volumes` in yuan do not scale."""
    known, listed = place.platforms(seed), codes("category")
    mix, modes = _category_mix(seed, known), _mode_mix(known)
    sizes = _sizes(seed, known, volumes)
    for number, year in enumerate(YEARS):
        rng = stream(seed, "transaction_month", year)
        monthly = sizes[12 * number : 12 * number + 12]
        joint = monthly[:, :, None, None] * mix[None, :, :, None] * modes[None, :, None, :]
        kept = np.flatnonzero(joint)
        month, platform, category, mode = np.unravel_index(kept, joint.shape)
        volume = joint.ravel()[kept] * rng.lognormal(0, 0.06, len(kept))
        cents = np.rint(volume / volume.sum() * volumes[year] * 100).astype(np.int64)
        ticket = np.array([_TICKET[code] for code in listed])[category] * np.where(mode == 0, 6, 1.0)
        refunded = np.array([_REFUNDED.get(code, 0.05) for code in listed])[category]
        refunded = np.clip(
            refunded * known.quality[platform] ** 0.3 * rng.lognormal(0, 0.08, len(kept)), 0.01, 0.2
        )
        columns = {
            "month": MONTHS[12 * number + month].astype("datetime64[D]"),
            "platform_id": coded(platform, known.ids),
            "category": coded(category, listed),
            "mode": coded(mode, _MODES),
            "gmv": money(cents, 18),
            "orders": np.maximum(1, np.rint(cents / 100 / ticket / rng.lognormal(0, 0.07, len(kept)))).astype(
                np.int64
            ),
            "refunds": money(np.rint(cents * refunded).astype(np.int64), 18),
        }
        yield rows(transaction_month, columns)


def _sizes(seed: int, known: Platforms, volumes: Mapping[int, float]) -> Floats:
    """Return the relative volume of each platform in each month: its size, a slow drift, and the season."""
    rng = stream(seed, "volumes")
    drift = np.cumsum(rng.normal(0, 0.025, (len(MONTHS), len(known))), axis=0)
    by_class = np.array([_CLASS[code[0]] for code in known.words("subclass")])
    growth = np.array([volumes[2014 + i // 12] for i in range(len(MONTHS))])
    trend = np.convolve(np.pad(growth, 6, mode="edge"), np.full(13, 1 / 13), mode="valid")
    middle = MONTHS.astype("datetime64[D]") + 15
    sizes: Floats = known.sizes(middle) * by_class * np.exp(drift) * (month_weights() * trend)[:, None]
    return sizes


def _category_mix(seed: int, known: Platforms) -> Floats:
    """Return each platform's sales by category, a row for each platform; its smallest categories are left out."""
    rng = stream(seed, "category_mix")
    mix = np.array([category_weights(goods) for goods in known.words("goods")])
    mix *= rng.lognormal(0, 0.25, mix.shape)
    mix /= mix.sum(axis=1, keepdims=True)
    small = (mix < 0.02) & (known.weight < 0.05)[:, None]
    return np.where(small, 0, mix)


def _mode_mix(known: Platforms) -> Floats:
    """Return each platform's sales by mode, a row for each platform: its own mode and perhaps one beside it."""
    mix = np.zeros((len(known), len(_MODES)))
    for place, own in enumerate(known.words("mode")):
        beside = _BESIDE.get(own) if known.has_shops[place] else None
        mix[place, _MODES.index(own)] = 1 - (beside[1] if beside else 0)
        if beside:
            mix[place, _MODES.index(beside[0])] = beside[1]
    return mix

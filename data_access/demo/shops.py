"""Shops 网店 of a demo city: a row for each shop, in the order of platform, category, region and operator type."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import NO_DAY, Floats, Ints, Times, coded, constant, numbered, rows
from data_access.demo.parts import Place
from data_access.demo.platforms import Platforms
from data_access.demo.seasons import opening_weights
from data_access.demo.shares import Counts, apportion, pick, scaled, zipf
from data_access.demo.window import AS_OF, STARTS_ON, stream
from data_access.domain.codes import codes
from data_access.store.schema import shop

CHUNK = 500_000
#: Who a shop is and whose, which is known once the register is (see `ties`).
TIED = ("name", "entity_id", "operator_name", "operator_address", "contact_hash")
_TYPES = ("company", "individual", "natural")
#: How many operators each province has who sell elsewhere than at home.
COUNTRY = {
    "330000": 18.5, "440000": 12.4, "320000": 6.8, "350000": 5.4, "370000": 4.1, "310000": 3.1, "110000": 2.2,
    "410000": 2.2, "340000": 2.1, "130000": 1.9, "510000": 1.7, "420000": 1.5, "360000": 1.3, "430000": 1.2,
    "210000": 0.7, "500000": 0.6, "610000": 0.6, "450000": 0.5, "530000": 0.5, "140000": 0.4, "230000": 0.4,
    "120000": 0.4, "520000": 0.3, "220000": 0.3, "460000": 0.15, "650000": 0.15, "150000": 0.15, "620000": 0.1,
    "640000": 0.05, "630000": 0.03, "540000": 0.02, "810000": 0.05, "710000": 0.02, "820000": 0.01,
}  # fmt: skip
#: Share of natural persons who need no registration (电子商务法 art. 10) by category; companies take half the rest.
_NATURAL = {"food": 0.22, "clothing": 0.16, "daily": 0.15, "jewellery": 0.1, "books": 0.14, "service": 0.2}
_COMPANY = {
    "vehicles": 0.8,
    "medicine": 0.95,
    "petroleum": 0.95,
    "appliances": 0.6,
    "phones": 0.6,
    "building": 0.6,
}
_SPAN = 2_800.0  # days over which a platform's shops open, at most; older stock stands at the window's start


class Groups(NamedTuple):
    """What shops of one platform are, by category, region and operator type: the place of each in its list."""

    category: Ints
    region: Ints
    operator_type: Ints


def category_weights(goods: str) -> Floats:
    """Return the weight of each category for a platform with these main goods, the first the most."""
    listed = codes("category")
    weights = np.zeros(len(listed))
    main = goods.split(";")
    wide = len(main) >= 4
    if wide:
        weights += 0.035 * zipf(np.arange(1, len(listed) + 1), 0.3)
        weights[[listed.index("petroleum"), listed.index("vehicles"), listed.index("medicine")]] *= 0.25
    for place, code in enumerate(main):
        weights[listed.index(code)] += (place + 1) ** -0.7
    return weights


def platform_counts(known: Platforms, total: int) -> Counts:
    """Return how many of `total` shops each platform ever had; a platform that closed had fewer."""
    late = np.clip((AS_OF - known.launched).astype(float) / 1_500, 0.15, 1)
    weights = np.where(known.has_shops, known.weight * late, 0) * np.where(np.isnat(known.closed), 1, 0.35)
    return apportion(total, weights)


def groups(rng: np.random.Generator, place: Place, goods: str, count: int, breadth: int) -> Groups:
    """Return what each of a platform's shops is, in order; `breadth` is in how many regions they are found."""
    listed = codes("category")
    by_category = category_weights(goods)
    names, by_region = place.regions()
    tilted = by_region * rng.lognormal(0, 0.35, len(names))
    if breadth < len(names):
        tilted[np.argsort(-tilted, kind="stable")[breadth:]] = 0
    local = np.array([code in place.districts for code in names])
    for part, share in ((local, place.local_share), (~local, 1 - place.local_share)):
        if tilted[part].any():
            tilted[part] *= share / tilted[part].sum()
    natural = np.array([_NATURAL.get(code, 0.05) for code in listed])
    company = np.array([_COMPANY.get(code, 0.42) for code in listed]) * (1 - natural)
    types = np.stack([company, 1 - natural - company, natural], axis=1)
    joint = by_category[:, None, None] * tilted[None, :, None] * types[:, None, :]
    split = apportion(count, joint.ravel())
    kept = np.flatnonzero(split)
    category, region, operator_type = np.unravel_index(kept, joint.shape)
    return Groups(*(np.repeat(part, split[kept]) for part in (category, region, operator_type)))


def shop_chunks(place: Place, total: int, seed: int, scale: float) -> Iterator[pa.Table]:
    """Yield the rows of table `shop`, at most 500,000 at a time and each chunk of one platform.

    `total` are all shops that ever were, at full scale.
    """
    known, regions = place.platforms(seed), place.regions()[0]
    counts = platform_counts(known, scaled(total, scale))
    order = np.argsort(np.argsort(-counts, kind="stable"), kind="stable")
    number = 0
    for which in np.flatnonzero(counts):
        rng = stream(seed, "shop", known.ids[which])
        breadth = len(regions) if order[which] < 9 else 22 if order[which] < 30 else 14
        parts = groups(rng, place, known.entries[which]["goods"], int(counts[which]), breadth)
        for start in range(0, int(counts[which]), CHUNK):
            chunk = Groups(*(part[start : start + CHUNK] for part in parts))
            yield _rows(rng, known, int(which), regions, chunk, number)
            number += len(chunk.category)


def _rows(
    rng: np.random.Generator,
    known: Platforms,
    place: int,
    regions: tuple[str, ...],
    parts: Groups,
    number: int,
) -> pa.Table:
    n = len(parts.category)
    opened = _opened(rng, known, place, n)
    closed = _closed(rng, known, place, opened)
    ends = np.where(np.isnat(closed), AS_OF + 1, closed)
    verified_from, verified_to = _verified(rng, opened, ends, known.quality[place])
    columns = {
        "shop_id": numbered("S", number + np.arange(1, n + 1), 9),
        "platform_id": constant(known.ids[place], n),
        "category": coded(parts.category, codes("category")),
        "operator_region": coded(parts.region, regions),
        "operator_type": coded(parts.operator_type, _TYPES),
        "opened_on": opened,
        "closed_on": closed,
        "licence_shown_from": _licence(rng, opened, ends, known.quality[place]),
        "verified_from": verified_from,
        "verified_to": verified_to,
    }
    return rows(shop, columns, tied=TIED)


def _opened(rng: np.random.Generator, known: Platforms, place: int, n: int) -> Times:
    """Shops open ever faster until 2019, then more slowly, in seasons; a fifth stood before the window began."""
    last = AS_OF if np.isnat(known.closed[place]) else known.closed[place] - 60
    first = max(known.launched[place], STARTS_ON - int(_SPAN))
    days = np.arange(first, last + 1, dtype="datetime64[D]")
    age = (days - STARTS_ON).astype(float) / 365
    pace = np.interp(age, [-7, -3, 0, 2, 5.5, 7, 8], [0.05, 0.2, 0.55, 1.2, 2.0, 1.55, 1.2])
    return days[pick(rng, pace * opening_weights(days), n)]


def _closed(rng: np.random.Generator, known: Platforms, place: int, opened: Times) -> Times:
    """About a seventh close again, after a year or two; with a platform all its shops close."""
    n = len(opened)
    lived = np.rint(30 + rng.gamma(1.4, 480, n)).astype(np.int64)
    closes = rng.random(n) < 0.17
    closed = np.where(closes, opened + lived, NO_DAY)
    if np.isnat(known.closed[place]):
        return np.where(closed > AS_OF, NO_DAY, closed)
    return np.where(np.isnat(closed) | (closed > known.closed[place]), known.closed[place], closed)


def _licence(rng: np.random.Generator, opened: Times, ends: Times, quality: float) -> Times:
    """Licences, or the statement of exemption, appear since the E-commerce Law of 2019; a few shops never show one."""
    n = len(opened)
    at_once = rng.random(n) < np.interp(
        (opened - STARTS_ON).astype(float), [0, 1_700, 2_100, 2_900], [0.5, 0.68, 0.86, 0.93]
    )
    waited = np.rint(rng.exponential(300, n)).astype(np.int64)
    later = np.maximum(opened, np.datetime64("2018-10-01")) + waited
    shown = np.where(at_once, opened + rng.integers(0, 15, n), later)
    shown[rng.random(n) < 0.045 * quality] = NO_DAY
    return np.where(shown < ends, shown, NO_DAY)


def _verified(rng: np.random.Generator, opened: Times, ends: Times, quality: float) -> tuple[Times, Times]:
    """Identities are verified within weeks, since 2018 of all shops; for some the six months lapse unrenewed."""
    n = len(opened)
    start = opened + np.rint(rng.exponential(18, n)).astype(np.int64)
    late = (opened < np.datetime64("2018-01-01")) & (rng.random(n) < 0.45)
    start = np.where(
        late, np.datetime64("2016-06-01") + np.rint(rng.gamma(2, 330, n)).astype(np.int64), start
    )
    start = np.maximum(start, opened)
    start = np.where(start < ends, start, NO_DAY)
    lapsed = start + 183 + np.rint(rng.exponential(500, n)).astype(np.int64)
    lapses = rng.random(n) < 0.13 * quality
    return start, np.where(lapses & (lapsed < ends), lapsed, NO_DAY)

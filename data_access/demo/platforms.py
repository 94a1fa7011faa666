"""The invented platforms: their register from a roster, their duties, and what each is like."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa

from data_access.demo.addresses import addresses
from data_access.demo.arrays import Flags, Floats, Ints, Times, coded, money, rows
from data_access.demo.identities import credit_codes, texts
from data_access.demo.shares import zipf
from data_access.demo.window import AS_OF, stream
from data_access.derive.duties import DUTY, LICENCE
from data_access.domain.codes import code_table, region_by_code
from data_access.store.schema import platform, platform_duty

#: One platform as a roster has it: its columns by name.
Entry = dict[str, str]
_MARKETS = ("11", "12", "13", "22", "23", "24", "25", "34", "35", "43")
#: Patrols see the same state on display for so many months.
SPELL_MONTHS = 4
#: The character of each province in the numbers of its websites.
_PROVINCES = {"33": "浙", "43": "湘", "50": "渝", "61": "陕"}
_ROADS = ("云栈路", "苇舟街", "砚湖大道", "麦浦路", "杉汀巷", "星埠街", "鹭川路", "芷田大道")


@dataclass(frozen=True)
class Platforms:
    """The register as arrays, one place per platform in the order of `platform_id`.

    `weight` is its heavy-tailed size, `quality` how many complaints it draws for its size (1 is usual), `slowness`
    how long it takes over them, `has_shops` whether other sellers trade on it.
    """

    entries: tuple[Entry, ...]
    ids: tuple[str, ...]
    launched: Times
    closed: Times
    canal_since: Times
    weight: Floats
    quality: Floats
    slowness: Floats
    has_shops: Flags

    def __len__(self) -> int:
        return len(self.ids)

    def words(self, column: str) -> list[str]:
        """Return one column of the roster."""
        return [entry[column] for entry in self.entries]

    def sizes(self, days: Times) -> Floats:
        """Return the size of each platform on each day, a row for each day; zero when it did not operate.

        A young platform grows into its size within three years.
        """
        on = days.astype("datetime64[D]")[:, None]
        age = (on - self.launched).astype(float) / 365
        grown = 0.12 + 0.88 * np.clip(age / 3, 0, 1) ** 1.5
        open_ = (on >= self.launched) & (np.isnat(self.closed) | (on < self.closed - 45))
        sizes: Floats = np.where(open_, self.weight * grown, 0.0)
        return sizes


def register(roster: Callable[[], tuple[Entry, ...]]) -> Callable[[int], Platforms]:
    """Return what gives the platforms of a roster by seed; only `quality` and `slowness` depend on it."""

    @cache
    def platforms(seed: int) -> Platforms:
        return _platforms(roster(), seed)

    return platforms


def _platforms(entries: tuple[Entry, ...], seed: int) -> Platforms:
    rng, n = stream(seed, "platforms"), len(entries)
    quality = np.clip(rng.lognormal(-0.08, 0.4, n), 0.35, 2.6)
    biggest = np.array([entry["grade"] == "super" for entry in entries])
    return Platforms(
        entries=entries,
        ids=tuple(entry["platform_id"] for entry in entries),
        launched=_days(entries, "launched_on"),
        closed=_days(entries, "closed_on"),
        canal_since=_days(entries, "canal_since"),
        weight=zipf([int(entry["rank"]) for entry in entries]),
        # The biggest platforms are near the city's average, being much of it themselves.
        quality=np.where(biggest, np.clip(quality, 0.85, 1.2), quality),
        slowness=np.clip(rng.lognormal(-0.03, 0.25, n), 0.6, 1.9),
        has_shops=np.array([e["subclass"] in _MARKETS and e["supply_mode"] != "own" for e in entries]),
    )


def patrol_luck(known: Platforms, city: str, seed: int) -> Floats:
    """Return what patrols find by: of each platform, down, how lucky it is in each spell of months, across, the last now."""
    spells = int(AS_OF.astype("datetime64[M]").astype(np.int64)) // SPELL_MONTHS + 1
    return stream(seed, "licence_spell", city).random((len(known), spells))


def licence_shown(known: Platforms, city: str, seed: int) -> Flags:
    """Return whether a platform, down, shows its licence in each spell, across: register, duty and patrols say the same."""
    shown: Flags = patrol_luck(known, city, seed) > 0.02 * known.quality[:, None] ** 2
    return shown


def platform_rows(known: Platforms, city: str, seed: int) -> pa.Table:
    """Return the rows of table `platform`."""
    rng = stream(seed, "platform")
    entries, n = known.entries, len(known)
    fund = np.where(known.has_shops, np.round(known.weight * 4e7 + rng.integers(2, 60, n) * 1e4, -4), 0) * 100
    longitude, latitude = addresses(city, known.words("district"), seed)
    columns: dict[str, Any] = {name: pa.array([e[name] or None for e in entries]) for name in _COPIED}
    columns |= {
        "operator_name": pa.array(known.words("operator")),
        "uscc": operator_codes(known),
        "class_l1": pa.array([e["subclass"][0] + "0" for e in entries]),
        "class_l2": pa.array(known.words("subclass")),
        "txn_mode": pa.array(known.words("mode")),
        "main_goods": pa.array([_goods_words(e["goods"]) for e in entries]),
        "icp_no": pa.array([_icp_number(e["district"], i) for i, e in enumerate(entries, 1)]),
        "website": pa.array([f"https://{e['name_en'].lower().replace(' ', '-')}.example" for e in entries]),
        "address": pa.array([_address(rng, e["district"]) for e in entries]),
        "longitude": pa.array(longitude, from_pandas=True),
        "latitude": pa.array(latitude, from_pandas=True),
        "is_odr": pa.array(~np.isnat(known.canal_since) & (rng.random(n) < 0.8) | (rng.random(n) < 0.06)),
        "guarantee_fund": money(fund.astype(np.int64), 18, fund == 0),
        "licence_shown": pa.array(licence_shown(known, city, seed)[:, -1]),
    }
    for name in ("launched_on", "closed_on", "canal_since", "bridge_since"):
        columns[name] = _days(entries, name)
    return rows(platform, columns)


def operator_codes(known: Platforms) -> pa.Array:
    """Return the credit code of each platform's operator."""
    return texts(credit_codes("91", _numbers(known.words("district")), np.arange(1, len(known) + 1)))


def duty_rows(known: Platforms, city: str, seed: int) -> pa.Table:
    """Return the rows of table `platform_duty`: of each platform in operation the duties that are looked at, most of them met.

    How it reports who sells on it is not looked at: its files tell (`derive.duties`).
    """
    rng = stream(seed, "platform_duty")
    duties = ("licence", "verification", "reporting", "fund", "green_channel", "dispute_rules")
    running = np.flatnonzero(np.isnat(known.closed))
    place = np.repeat(running, len(duties))
    odds = np.tile([0.96, 0.88, 0.92, 0.84, 0.9, 0.95], len(running)) - 0.05 * (known.quality[place] - 1)
    duty = np.tile(np.arange(len(duties)), len(running))
    is_met, checked = rng.random(len(place)) < odds, AS_OF - rng.integers(8, 175, len(place))
    is_licence = duty == duties.index(LICENCE)
    is_met[is_licence] = licence_shown(known, city, seed)[place[is_licence], -1]
    told = duty != duties.index(DUTY)
    return rows(platform_duty, {
        "platform_id": coded(place[told], known.ids),
        "duty": coded(duty[told], duties),
        "is_met": is_met[told],
        "checked_on": checked[told],
    })  # fmt: skip


_COPIED = ("platform_id", "name", "name_en", "district", "grade", "supply_mode", "format_tags")


def _days(entries: tuple[Entry, ...], name: str) -> Times:
    return np.array([entry[name] or "NaT" for entry in entries], "datetime64[D]")


def _numbers(words: list[str]) -> Ints:
    return np.array([int(word) for word in words])


def _goods_words(goods: str) -> str:
    names = {row["code"]: row["zh"] for row in code_table().to_pylist() if row["list_key"] == "category"}
    return "、".join(names[code] for code in goods.split(";"))


def _icp_number(district: str, number: int) -> str:
    return f"{_PROVINCES[district[:2]]}ICP备（虚构）{number:04d}号"


def _address(rng: np.random.Generator, district: str) -> str:
    road = _ROADS[rng.integers(len(_ROADS))]
    region = region_by_code(district)
    return f"{region_by_code(region['parent'])['name']}{region['name']}{road}{rng.integers(1, 990)}号"

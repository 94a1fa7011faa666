"""The connectors of a demo city: which platform exchanges what over which bridge 云桥, and how much in all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from data_access.demo.platforms import Platforms


@dataclass(frozen=True, slots=True)
class Traffic:
    """How much a city exchanges and over which bridges: (first day, day after the last, records) and bridge codes."""

    periods: tuple[tuple[str, str, int], ...]
    bridges: tuple[str, ...]


#: Published: 345,000 records in 2020 (rounded) and over 1.7 million from December 2015 to mid-2021.
HANGZHOU = Traffic(
    (
        ("2015-12-01", "2016-01-01", 6_200), ("2016-01-01", "2017-01-01", 238_040),
        ("2017-01-01", "2018-01-01", 282_310), ("2018-01-01", "2019-01-01", 315_260),
        ("2019-01-01", "2020-01-01", 335_680), ("2020-01-01", "2021-01-01", 345_120),
        ("2021-01-01", "2021-07-01", 184_390), ("2021-07-01", "2022-01-01", 189_700),
    ),
    ("red_shield",),
)  # fmt: skip
#: Nothing is published of Xianyang's exchange but that it runs over four bridges; the volumes are of our making.
XIANYANG = Traffic(
    (
        ("2018-01-01", "2019-01-01", 9_800), ("2019-01-01", "2020-01-01", 16_400),
        ("2020-01-01", "2021-01-01", 24_300), ("2021-01-01", "2022-01-01", 27_900),
    ),
    ("red_shield", "jingtong", "tianyan", "tianwang"),
)  # fmt: skip


class Kind(NamedTuple):
    """A type of data in one direction: its share of all records, and whether it is compared with the register."""

    data_type: str
    flow: str
    share: float
    is_compared: bool


KINDS = (
    Kind("registration", "to_platform", 0.16, is_compared=False),
    Kind("registration", "to_government", 0.07, is_compared=True),
    Kind("food_licence", "to_government", 0.08, is_compared=True),
    Kind("identity", "to_government", 0.22, is_compared=True),
    Kind("violation", "to_platform", 0.05, is_compared=False),
    Kind("request", "to_platform", 0.215, is_compared=False),
    Kind("answer", "to_government", 0.205, is_compared=False),
)
#: 天眼 reads the reviews of a platform for meals and sends what looks like a food problem.
REVIEWS = (
    Kind("review", "to_government", 0.9, is_compared=False),
    Kind("review_lead", "to_government", 0.04, is_compared=False),
)


class Cell(NamedTuple):
    """One connector of a platform for one kind of data."""

    platform: int
    bridge: str
    kind: Kind


def cells_of(known: Platforms, bridges: tuple[str, ...]) -> list[Cell]:
    """Return the connectors: those of the platforms that have a day since which they are on a bridge."""
    found = []
    for place, entry in enumerate(known.entries):
        if not entry["bridge_since"]:
            continue
        reviewed = "tianyan" in bridges and entry["mode"] == "o2o"
        own = _bridge_of(entry, bridges)
        found += [Cell(place, own, kind) for kind in KINDS]
        found += [Cell(place, "tianyan", kind) for kind in REVIEWS] if reviewed else []
    return found


def _bridge_of(entry: Mapping[str, str], bridges: tuple[str, ...]) -> str:
    """Return the bridge of a platform: meals and errands 天网, shops that sell their own 红盾京通, else the first."""
    if entry["mode"] == "o2o" and "tianwang" in bridges:
        return "tianwang"
    if entry["supply_mode"] != "third_party" and "jingtong" in bridges:
        return "jingtong"
    return bridges[0]


def bridge_names(known: Platforms, bridges: tuple[str, ...]) -> list[str]:
    """Return the bridge over which each platform is asked, whether or not it has joined yet."""
    return [_bridge_of(entry, bridges) for entry in known.entries]

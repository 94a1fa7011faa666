"""Rosters of invented platforms: the one that is written down for Hangzhou, and others made after its kinds."""

import csv
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

import numpy as np

from data_access.demo.arrays import Times
from data_access.demo.platforms import Entry
from data_access.demo.shares import apportion
from data_access.demo.window import MID_2021, stream
from data_access.domain.codes import region_by_code

_WRITTEN = Path(__file__).with_name("roster.csv")
#: The two syllables of an invented name, with how they are spelt in English.
_FIRST = {
    "栖": "Qi", "澜": "Lan", "砚": "Yan", "杉": "Shan", "缃": "Xiang", "霁": "Ji", "芷": "Zhi", "槿": "Jin", "汀": "Ting",
    "菱": "Ling", "梧": "Wu", "漪": "Yi", "瓯": "Ou", "笙": "Sheng", "箬": "Ruo", "荻": "Di", "蓼": "Liao", "葭": "Jia",
    "蕤": "Rui", "藜": "Li", "鹭": "Lu", "簌": "Su", "萤": "Ying", "筠": "Yun", "葳": "Wei",
}  # fmt: skip
_SECOND = {
    "禾": "he", "麦": "mai", "舟": "zhou", "朴": "pu", "陌": "mo", "谷": "gu", "坪": "ping", "渡": "du", "埠": "bu",
    "岭": "ling", "仓": "cang", "田": "tian", "栈": "zhan", "驿": "yi", "川": "chuan",
}  # fmt: skip
_NAMES = tuple((a + b, x + y) for a, x in _FIRST.items() for b, y in _SECOND.items())
#: The first of its launches, and how many of a roster are older than the window: some platform always operates.
_OLDEST, _YOUNGEST = np.datetime64("2005-03-01"), np.datetime64("2021-05-31")


@cache
def written_entries() -> tuple[Entry, ...]:
    """Return Hangzhou's roster, in the order of launch."""
    with _WRITTEN.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def invented(
    name: str,
    districts: Mapping[str, float],
    standing: int,
    *,
    closed: int = 0,
    many: Collection[str] = (),
    taken: Collection[str] = (),
    bridged: str | None = None,
) -> tuple[Entry, ...]:
    """Return a roster of `standing` platforms that operate from mid-2021 on and `closed` that ended before.

    The kinds are those of Hangzhou's roster, subclasses in `many` four times as often; `name` is that of the roster,
    `taken` are names of other rosters; of the platforms that are there by the day `bridged` the larger half joins the
    bridges then. Platforms are spread over `districts` by weight, exactly.
    """
    rng, n = stream(0, "roster", name), standing + closed
    kinds = [entry for entry in written_entries() if entry["grade"] != "super"]
    odds = np.array([4.0 if entry["subclass"] in many else 1.0 for entry in kinds])
    launched = np.sort(_launches(rng, n))
    closing = rng.choice(n // 2, closed, replace=False)  # of the older half: it operated for some years
    where = rng.permutation(np.repeat(list(districts), apportion(n, list(districts.values()))))
    ranks, used, entries = rng.permutation(n) + 1, set(taken), []
    for place in range(n):
        kind = kinds[int(rng.choice(len(kinds), p=odds / odds.sum()))]
        named = _named(rng, kind, str(where[place]), used)
        ended = str(_ending(rng, launched[place])) if place in closing else ""
        is_large = ranks[place] <= n // 2 and not ended
        joins = bridged if bridged and is_large and str(launched[place]) < bridged else ""
        own = {"platform_id": f"P{place + 1:03d}", "rank": str(ranks[place]), "district": str(where[place]),
               "grade": "large" if ranks[place] <= max(1, n // 25) else "small", "launched_on": str(launched[place]),
               "closed_on": ended, "canal_since": "", "bridge_since": joins}  # fmt: skip
        entries.append(kind | named | own)
    return tuple(entries)


def joined(largest: tuple[Entry, ...], *others: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return rosters as one, numbered anew in the order of launch; the others' platforms are small beside the first's."""
    behind = [
        entry | {"rank": str(len(largest) + 12 * int(entry["rank"]))} for roster in others for entry in roster
    ]
    entries = sorted((*largest, *behind), key=lambda entry: entry["launched_on"])
    return tuple(entry | {"platform_id": f"P{place:03d}"} for place, entry in enumerate(entries, 1))


def _launches(rng: np.random.Generator, n: int) -> Times:
    """Return days of launch, two thirds of them within the window and a few before all others."""
    span = float((_YOUNGEST - _OLDEST).astype(int))
    days = np.floor(rng.random(n) ** 0.7 * span).astype(np.int64)
    days[: max(3, n // 12)] = rng.integers(0, 900, max(3, n // 12))
    return _OLDEST + days


def _ending(rng: np.random.Generator, launched: np.datetime64) -> np.datetime64:
    """Return a day of closure between 2015 and mid-2021, and a year after the launch at least."""
    first = max(launched + 400, np.datetime64("2015-01-10"))
    return first + int(rng.integers(0, max(1, (MID_2021 - 20 - first).astype(int))))


def _named(rng: np.random.Generator, kind: Entry, district: str, used: set[str]) -> dict[str, str]:
    """Return a name that is not used yet, for a platform of this kind, and its operator's."""
    what, what_en = kind["name"][2:], kind["name_en"].partition(" ")[2]
    while True:
        word, word_en = _NAMES[int(rng.integers(len(_NAMES)))]
        if word + what not in used:
            break
    used.add(word + what)
    region = region_by_code(district)
    city = (
        region
        if region["level"] == "city" or region["parent"] == "500000"
        else region_by_code(region["parent"])
    )
    firm = kind["operator"][4:]
    return {
        "name": word + what,
        "name_en": f"{word_en} {what_en}",
        "operator": f"{city['name'][:2]}{word}{firm}",
    }

"""Zhejiang 330000: the province, its cities and their districts; calibrated to what is published of its systems.

The registers of shops and of negative entities stand with the cities.
"""

from collections.abc import Mapping
from functools import cache

from data_access.demo import goods, hangzhou, jinhua, standard
from data_access.demo.cases import Casework
from data_access.demo.parts import Profile
from data_access.demo.platforms import Entry
from data_access.demo.references import PROVINCIAL
from data_access.demo.rosters import invented, joined, written_entries
from data_access.demo.volumes import Volumes, yearly
from data_access.domain.codes import region_table

CITY = "330000"
#: The cities with the weight of what they handle; Hangzhou has almost all large platforms.
_CITIES = {
    "330100": 70, "330700": 7, "330200": 6.5, "330300": 4.5, "330400": 3, "331000": 2.5, "330600": 2.2, "330500": 1.8, "330800": 1,
    "331100": 0.9, "330900": 0.6,
}  # fmt: skip
#: Where the province's other platforms sit.
_OTHERS = {
    "330200": 70, "330300": 48, "330400": 34, "331000": 28, "330600": 24, "330500": 19, "330800": 11, "331100": 10, "330900": 7,
}  # fmt: skip


@cache
def _within(city: str) -> Mapping[str, float]:
    """Return the districts of a city with the weight of each; of those without a store of their own, as their codes go."""
    written: dict[str, Mapping[str, float]] = {
        hangzhou.PLACE.city: hangzhou.DISTRICTS,
        jinhua.CITY: jinhua.DISTRICTS,
    }
    codes = sorted(
        row["adcode"] for row in region_table().to_pylist() if row["parent"] == city and not row["valid_to"]
    )
    return written.get(city) or {code: 1 / place for place, code in enumerate(codes, 1)}


def _districts(cities: Mapping[str, float]) -> dict[str, float]:
    """Return the weights of cities as those of their districts."""
    parts = {city: _within(city) for city in cities}
    return {
        code: cities[city] * weight / sum(of.values())
        for city, of in parts.items()
        for code, weight in of.items()
    }


@cache
def roster() -> tuple[Entry, ...]:
    """Return the province's 415 platforms (published): Hangzhou's, Jinhua's, and those of the other nine cities."""
    # What is connected to Hangzhou's systems is for Hangzhou's store to say.
    moved = {"canal_since": "", "bridge_since": ""}
    of_hangzhou = tuple(entry | moved for entry in written_entries())
    taken = {entry["name"] for entry in (*of_hangzhou, *jinhua.roster())}
    standing = 415 - sum(not entry["closed_on"] for entry in (*of_hangzhou, *jinhua.roster()))
    others = invented(CITY, _districts(_OTHERS), standing, closed=20, taken=taken)
    return joined(of_hangzhou, jinhua.roster(), others)


PLACE = standard.place(CITY, _districts(_CITIES), roster, local_share=0.52)
#: Sales on the province's platforms in yuan: Hangzhou's are 96 in a hundred.
_VOLUMES = {
    2014: 2.41e12,
    2015: 3.12e12,
    2016: 3.89e12,
    2017: 4.85e12,
    2018: 5.95e12,
    2019: 7.16e12,
    2020: 8.43e12,
    2021: 9.08e12,
}
#: Complaints and reports of each year; 2016 is published, 2017 as over 200,000.
_ITEMS = Volumes(yearly({2014: 71_300, 2015: 112_400, 2016: 165_000, 2017: 221_600, 2018: 301_900, 2019: 380_700, 2020: 446_200,
                         2021: 497_500}))  # fmt: skip
#: Over 2,000 closed in the pilot from July to 19 October 2018 (published), most of them minor.
_CASEWORK = Casework((
    ("2014-01-01", "2015-01-01", 640, 410), ("2015-01-01", "2016-01-01", 1_090, 710), ("2016-01-01", "2017-01-01", 1_820, 1_210),
    ("2017-01-01", "2018-01-01", 2_900, 1_960), ("2018-01-01", "2018-07-01", 1_950, 1_240),
    ("2018-07-01", "2018-10-20", 4_350, 1_820), ("2018-10-20", "2019-01-01", 1_150, 690), ("2019-01-01", "2020-01-01", 6_700, 4_050),
    ("2020-01-01", "2021-01-01", 11_300, 4_730), ("2021-01-01", "2022-01-01", 11_900, 5_210),
))  # fmt: skip
#: Measures of platforms of each year; not published.
_ACTS = {2019: 11_600, 2020: 16_100, 2021: 21_700}

PROFILE = Profile(
    PLACE,
    (
        standard.references(PLACE, PROVINCIAL),
        standard.platforms(PLACE, rows=2_940),
        standard.transactions(PLACE, _VOLUMES, rows=142_000),
        standard.complaints(PLACE, _ITEMS),
        standard.cases(PLACE, _CASEWORK),
        *goods.parts(PLACE, goods.ZHEJIANG),
        standard.live(PLACE, rooms=34_000),
        standard.conduct(PLACE, _ACTS),
    ),
)

"""Jinhua 330700: the city of small goods, calibrated to what is published of its platform economy in 2020."""

from functools import cache

from data_access.demo import standard
from data_access.demo.cases import Casework
from data_access.demo.entities import Stock
from data_access.demo.parts import Profile
from data_access.demo.platforms import Entry
from data_access.demo.references import Published, of_year
from data_access.demo.register import spread
from data_access.demo.registers import Registers
from data_access.demo.rosters import invented, written_entries
from data_access.demo.volumes import Volumes, yearly

CITY = "330700"
#: The districts with the weight of the cases that they handle.
DISTRICTS = {
    "330782": 46, "330784": 13, "330702": 12, "330783": 10, "330703": 6, "330723": 5, "330781": 4, "330726": 3, "330727": 1,
}  # fmt: skip


@cache
def roster() -> tuple[Entry, ...]:
    """Return Jinhua's platforms: marketplaces, supply and live streaming above all."""
    taken = {entry["name"] for entry in written_entries()}
    return invented(CITY, DISTRICTS, 54, closed=6, many=("11", "12", "34"), taken=taken)


PLACE = standard.place(CITY, DISTRICTS, roster, local_share=0.58)
_SHOPS = 160_000
#: Sales on the city's own platforms in yuan; not published.
_VOLUMES = {
    2014: 2.1e10,
    2015: 3.0e10,
    2016: 4.2e10,
    2017: 5.7e10,
    2018: 7.6e10,
    2019: 9.8e10,
    2020: 1.19e11,
    2021: 1.37e11,
}
_ITEMS = Volumes(yearly({2014: 2_930, 2015: 4_410, 2016: 6_580, 2017: 9_240, 2018: 12_830, 2019: 16_870, 2020: 20_350,
                         2021: 23_120}))  # fmt: skip
_CASEWORK = Casework((
    ("2014-01-01", "2015-01-01", 36, 22), ("2015-01-01", "2016-01-01", 58, 36), ("2016-01-01", "2017-01-01", 94, 58),
    ("2017-01-01", "2018-01-01", 150, 96), ("2018-01-01", "2019-01-01", 218, 140), ("2019-01-01", "2020-01-01", 297, 182),
    ("2020-01-01", "2021-01-01", 402, 214), ("2021-01-01", "2022-01-01", 455, 236),
))  # fmt: skip
_ENTITIES = Stock(9_640, 3_100, DISTRICTS)
#: How many entities the city registers is not published.
_REGISTERS = Registers(spread(36_000, DISTRICTS, online=29_000, retail=22_400))

_LAUNCH = "《金华市电商平台信用监管系统上线》2021年3月"
FIGURES: tuple[Published, ...] = (
    of_year("online_retail", 2020, 3.5912e11, "CNY", _LAUNCH),
    of_year("cross_border_export", 2020, 4.743e10, "CNY", _LAUNCH),
    of_year("cross_border_share", 2020, 0.464, "ratio", _LAUNCH),
    of_year("parcels", 2020, 9.01e9, "parcels", _LAUNCH),
)
#: Measures of platforms of each year; not published.
_ACTS = {2019: 780, 2020: 1_120, 2021: 1_540}

PROFILE = Profile(
    PLACE,
    (
        standard.references(PLACE, FIGURES),
        standard.platforms(PLACE, rows=390),
        standard.shops(PLACE, _SHOPS),
        standard.transactions(PLACE, _VOLUMES, rows=24_400),
        standard.complaints(PLACE, _ITEMS),
        standard.cases(PLACE, _CASEWORK),
        standard.entities(PLACE, _ENTITIES, _REGISTERS),
        standard.live(PLACE, rooms=9_600),
        standard.conduct(PLACE, _ACTS),
        standard.credit(PLACE, rows=10_300),
        standard.platform_reports(PLACE, rows=400),
    ),
)

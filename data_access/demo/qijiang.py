"""Qijiang 500110: a district of Chongqing, calibrated to what is published of mid-2017 to mid-2021."""

from functools import cache

import numpy as np

from data_access.demo import standard
from data_access.demo.cases import Casework
from data_access.demo.entities import Stock
from data_access.demo.joint import joint_chunks
from data_access.demo.parts import Part, Profile
from data_access.demo.platforms import Entry
from data_access.demo.register import spread
from data_access.demo.registers import Registers
from data_access.demo.rosters import invented
from data_access.demo.volumes import Recovered, Volumes, yearly

CITY = "500110"
_DISTRICTS = {CITY: 1.0}


@cache
def roster() -> tuple[Entry, ...]:
    """Return the platforms and websites of Qijiang: 293 in operation (published), mostly shops for the region's food."""
    return invented(CITY, _DISTRICTS, 293, closed=14, many=("12", "13"))


PLACE = standard.place(CITY, _DISTRICTS, roster, local_share=0.72)
_SHOPS = 5_400
#: Sales on the district's own platforms in yuan; not published.
_VOLUMES = {
    2014: 1.1e8,
    2015: 1.9e8,
    2016: 3.3e8,
    2017: 5.6e8,
    2018: 8.9e8,
    2019: 1.3e9,
    2020: 1.8e9,
    2021: 2.1e9,
}
#: Over 10,000 complaints, and over a million yuan recovered, from June 2017 to June 2021 (published).
_ITEMS = Volumes(
    yearly(
        {2014: 920, 2015: 1_340, 2016: 1_930, 2017: 2_680, 2018: 3_460, 2019: 4_150, 2020: 4_720, 2021: 5_090}
    ),
    recovered=Recovered(np.datetime64("2017-06-01"), np.datetime64("2021-07-01"), 1_034_600),
)
#: 61 cases filed from June 2017 to June 2021 (published).
_CASEWORK = Casework((
    ("2014-01-01", "2017-06-01", 22, 9), ("2017-06-01", "2019-01-01", 51, 19), ("2019-01-01", "2020-01-01", 47, 17),
    ("2020-01-01", "2021-07-01", 71, 25), ("2021-07-01", "2022-01-01", 26, 9),
))  # fmt: skip
_ENTITIES = Stock(640, 210, _DISTRICTS)
#: 26 interviews and over 4,000 checks of websites from June 2017 to June 2021 (published); how many entities is not.
_REGISTERS = Registers(
    spread(2_900, _DISTRICTS, online=2_300, retail=1_750),
    interviews=(("2017-06-01", "2019-01-01", 8), ("2019-01-01", "2020-01-01", 7), ("2020-01-01", "2021-07-01", 11),
                ("2021-07-01", "2022-01-01", 4)),
    checks=(("2017-06-01", "2019-01-01", 1_370), ("2019-01-01", "2020-01-01", 1_020), ("2020-01-01", "2021-07-01", 1_745),
            ("2021-07-01", "2022-01-01", 590)),
)  # fmt: skip
#: Measures of platforms of each year; not published.
_ACTS = {2019: 60, 2020: 90, 2021: 140}

PROFILE = Profile(
    PLACE,
    (
        standard.references(PLACE, ()),
        standard.platforms(PLACE, rows=2_080),
        standard.shops(PLACE, _SHOPS),
        standard.transactions(PLACE, _VOLUMES, rows=95_600),
        standard.complaints(PLACE, _ITEMS),
        standard.cases(PLACE, _CASEWORK),
        standard.entities(PLACE, _ENTITIES, _REGISTERS),
        Part(lambda seed, _: joint_chunks(seed), fixed=120),
        standard.live(PLACE, rooms=240),
        standard.conduct(PLACE, _ACTS),
        standard.platform_reports(PLACE, rows=900),
    ),
)

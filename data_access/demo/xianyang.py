"""Xianyang 610400: most complaints are not about online purchases; calibrated to what is published of early 2021."""

from dataclasses import replace
from functools import cache

import numpy as np

from data_access.demo import connectors, networks, standard
from data_access.demo.cases import Casework
from data_access.demo.entities import Stock
from data_access.demo.parts import Part, Profile
from data_access.demo.platforms import Entry
from data_access.demo.register import spread
from data_access.demo.registers import Registers
from data_access.demo.reviews import trace_chunks, with_review_leads
from data_access.demo.rosters import invented
from data_access.demo.volumes import Recovered, Stretch, Volumes, yearly

CITY = "610400"
_DISTRICTS = {
    "610402": 27, "610404": 16, "610481": 11, "610422": 8, "610423": 7.5, "610425": 6.5, "610431": 6, "610424": 6, "610482": 4.5,
    "610403": 3, "610429": 2.5, "610426": 1.8, "610428": 1.6, "610430": 1.5,
}  # fmt: skip


@cache
def roster() -> tuple[Entry, ...]:
    """Return Xianyang's platforms: farm produce, supermarkets and deliveries above all."""
    return invented(CITY, _DISTRICTS, 27, closed=3, many=("12", "13", "23"), bridged="2018-01-02")


PLACE = standard.place(CITY, _DISTRICTS, roster, local_share=0.86)
_SHOPS = 14_000
#: Sales on the city's own platforms in yuan; not published.
_VOLUMES = {
    2014: 3.1e8,
    2015: 5.4e8,
    2016: 9.2e8,
    2017: 1.5e9,
    2018: 2.3e9,
    2019: 3.3e9,
    2020: 4.4e9,
    2021: 5.2e9,
}
_HALF_YEAR = (np.datetime64("2021-01-01"), np.datetime64("2021-07-01"))
#: Of the first half of 2021 are published: 5,245 complaints and reports, 879 about online purchases, all of them closed,
#: 926,800 yuan recovered.
_ITEMS = Volumes(
    (
        *yearly({2014: 1_870, 2015: 2_620, 2016: 3_710, 2017: 5_040, 2018: 6_690, 2019: 8_310, 2020: 9_420}),
        Stretch(*_HALF_YEAR, 5_245, online=879, prompt=True),
        Stretch(_HALF_YEAR[1], np.datetime64("2022-01-01"), 5_510),
    ),
    offline=0.835, unplaced=1.0, recovered=Recovered(*_HALF_YEAR, 926_800),
)  # fmt: skip
_CASEWORK = Casework((
    ("2014-01-01", "2016-01-01", 31, 17), ("2016-01-01", "2018-01-01", 62, 36), ("2018-01-01", "2020-01-01", 118, 66),
    ("2020-01-01", "2021-01-01", 84, 44), ("2021-01-01", "2022-01-01", 92, 47),
))  # fmt: skip
_ENTITIES = Stock(4_980, 1_620, _DISTRICTS)
#: 247,800 entities (published), of which no department's events are known.
_REGISTERS = Registers(spread(247_800, _DISTRICTS, online=21_300, retail=15_900))

_BRIDGES = standard.exchanges(PLACE, connectors.XIANYANG, rows=16_000)
_EXCHANGES = replace(
    _BRIDGES, chunks=lambda seed, scale: with_review_leads(PLACE, seed, _BRIDGES.chunks(seed, scale))
)
#: Measures of platforms of each year; not published.
_ACTS = {2019: 70, 2020: 110, 2021: 160}

PROFILE = Profile(
    PLACE,
    (
        standard.references(PLACE, ()),
        standard.platforms(PLACE, rows=195),
        standard.shops(PLACE, _SHOPS),
        standard.transactions(PLACE, _VOLUMES, rows=12_900),
        standard.complaints(PLACE, _ITEMS),
        standard.cases(PLACE, _CASEWORK),
        standard.entities(PLACE, _ENTITIES, _REGISTERS),
        _EXCHANGES,
        Part(lambda seed, scale: trace_chunks(PLACE, 820, seed, scale), scaled=820),
        standard.co_investigations(PLACE, networks.XIANYANG),
        standard.live(PLACE, rooms=160),
        standard.conduct(PLACE, _ACTS),
        standard.credit(PLACE, rows=5_150),
        standard.platform_reports(PLACE, rows=200),
    ),
)

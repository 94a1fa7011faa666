"""Changsha 430100: licences on display and one entity seen by all, calibrated to what is published up to mid-2021."""

from datetime import date
from functools import cache

from data_access.demo import standard
from data_access.demo.cases import Casework
from data_access.demo.entities import Stock
from data_access.demo.evidence import EvidenceTotals, evidence_chunks
from data_access.demo.parts import Part, Profile
from data_access.demo.platforms import Entry
from data_access.demo.references import Published
from data_access.demo.register import Register
from data_access.demo.registers import Registers
from data_access.demo.rosters import invented
from data_access.demo.volumes import Volumes, yearly

CITY = "430100"
_DISTRICTS = {
    "430104": 22, "430111": 20, "430105": 14, "430103": 12, "430102": 11, "430121": 10, "430112": 5, "430181": 3.5, "430182": 2.5,
}  # fmt: skip


@cache
def roster() -> tuple[Entry, ...]:
    """Return Changsha's platforms: group buying, video and specialised marketplaces above all."""
    return invented(CITY, _DISTRICTS, 34, closed=4, many=("13", "35", "12"))


PLACE = standard.place(CITY, _DISTRICTS, roster, local_share=0.52)
_SHOPS = 110_000
#: Sales on the city's own platforms in yuan; not published.
_VOLUMES = {
    2014: 4.0e9,
    2015: 6.6e9,
    2016: 1.1e10,
    2017: 1.8e10,
    2018: 2.9e10,
    2019: 4.3e10,
    2020: 5.9e10,
    2021: 6.8e10,
}
_ITEMS = Volumes(yearly({2014: 2_210, 2015: 3_380, 2016: 5_240, 2017: 7_910, 2018: 11_360, 2019: 15_210, 2020: 18_930,
                         2021: 21_450}))  # fmt: skip
_CASEWORK = Casework((
    ("2014-01-01", "2015-01-01", 21, 13), ("2015-01-01", "2016-01-01", 34, 21), ("2016-01-01", "2017-01-01", 55, 34),
    ("2017-01-01", "2018-01-01", 91, 58), ("2018-01-01", "2019-01-01", 142, 90), ("2019-01-01", "2020-01-01", 203, 124),
    ("2020-01-01", "2021-01-01", 281, 150), ("2021-01-01", "2022-01-01", 322, 170),
))  # fmt: skip
_ENTITIES = Stock(8_210, 2_700, _DISTRICTS)
#: Of its entities 180,000 are Yuhua's, which follows them across departments; 331,500 of all trade online, 248,500 of
#: these in retail (published). The other districts register what the city's systems meet.
_REGISTERS = Registers(Register(
    {"430104": 74_000, "430111": 180_000, "430105": 52_000, "430103": 47_000, "430102": 44_000, "430121": 38_000,
     "430112": 21_000, "430181": 17_000, "430182": 13_000},
    online=331_500, retail=248_500, followed=frozenset({"430111"}),
))  # fmt: skip
#: What its own tools captured of pages that show no licence; how much is not published.
_EVIDENCE = EvidenceTotals(0, 0, display=1_150)
_JOURNAL = "《市场监督管理》2021年第16/17期"
FIGURES = (Published("online_retail", date(2021, 1, 1), date(2021, 6, 30), 7.0194e10, "CNY", _JOURNAL),)
#: Measures of platforms of each year; not published.
_ACTS = {2019: 640, 2020: 930, 2021: 1_290}

PROFILE = Profile(
    PLACE,
    (
        standard.references(PLACE, FIGURES),
        standard.platforms(PLACE, rows=245),
        standard.shops(PLACE, _SHOPS),
        standard.transactions(PLACE, _VOLUMES, rows=14_000),
        standard.complaints(PLACE, _ITEMS),
        standard.cases(PLACE, _CASEWORK),
        standard.entities(PLACE, _ENTITIES, _REGISTERS),
        Part(lambda seed, scale: evidence_chunks(PLACE, _EVIDENCE, seed, scale), scaled=_EVIDENCE.total),
        standard.live(PLACE, rooms=1_800),
        standard.conduct(PLACE, _ACTS),
        standard.credit(PLACE, rows=7_000),
        standard.platform_reports(PLACE, rows=300),
    ),
)

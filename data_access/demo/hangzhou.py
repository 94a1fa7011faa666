"""Hangzhou 330100: the full-size city, calibrated to what is published of its systems up to mid-2021."""

from data_access.demo import connectors, goods, networks, standard
from data_access.demo.cases import Casework
from data_access.demo.entities import Stock
from data_access.demo.parts import Place, Profile
from data_access.demo.platforms import register
from data_access.demo.references import PROVINCIAL, of_year
from data_access.demo.register import spread
from data_access.demo.registers import Registers
from data_access.demo.rosters import written_entries
from data_access.demo.shops import COUNTRY
from data_access.demo.volumes import Volumes, yearly
from data_access.demo.window import CITY

#: The districts with the weight of the cases that they handle.
DISTRICTS = {
    "330110": 25, "330108": 15, "330106": 12, "330109": 11, "330102": 9, "330105": 9, "330113": 8, "330114": 4,
    "330111": 2.6, "330112": 2, "330182": 0.9, "330122": 0.9, "330127": 0.6,
}  # fmt: skip
#: Where operators are registered: Hangzhou's districts take about a third, the rest of the country the rest.
_OPERATORS = COUNTRY | {
    "330110": 7.6, "330109": 5.2, "330113": 4.3, "330102": 3.6, "330105": 3.2, "330106": 2.9, "330114": 1.7,
    "330108": 1.6, "330111": 1.1, "330112": 1.0, "330122": 0.6, "330182": 0.4, "330127": 0.3,
}  # fmt: skip
PLACE = Place(CITY, DISTRICTS, register(written_entries), _OPERATORS)

#: All shops that ever were: this many leave nine million in business on 2021-06-30.
SHOPS = 10_990_000
#: Transaction volume of each year in yuan: 3 trillion in 2015, over 8 trillion in 2020 (published), a path between.
_VOLUMES = {2014: 2.32e12, 2015: 3.0e12, 2016: 3.74e12, 2017: 4.66e12, 2018: 5.72e12, 2019: 6.88e12, 2020: 8.1e12,
            2021: 8.72e12}  # fmt: skip
#: Complaints and reports of each year; 2020 is published as 38.7 ten thousand.
_TOTALS = {2014: 60_240, 2015: 95_310, 2016: 141_870, 2017: 192_460, 2018: 262_150, 2019: 331_480, 2020: 387_026,
           2021: 431_900}  # fmt: skip
#: Of these, complaints that went to the platform first through the Red Flag Canal; 2020 is published.
_CANAL = {2016: 6_120, 2017: 14_230, 2018: 26_480, 2019: 42_350, 2020: 59_014, 2021: 66_700}
#: Complaints on the mediation platform; 2020 is published as 17.6 ten thousand.
_MEDIATION = {2014: 9_700, 2015: 21_400, 2016: 41_200, 2017: 67_800, 2018: 103_600, 2019: 142_300, 2020: 176_012,
              2021: 193_400}  # fmt: skip
VOLUMES = Volumes(yearly(_TOTALS, _CANAL, _MEDIATION))
#: From 2016 to mid-2021 the sources and cases filed are the published 15,873 and 7,901; 2020 has 6,000 sources, mostly
#: found by monitoring and put right without a case. Cases decided in 2020, the sum of fines and the orders to correct
#: are published too.
CASEWORK = Casework(
    (
        ("2014-01-01", "2015-01-01", 310, 205), ("2015-01-01", "2016-01-01", 560, 380),
        ("2016-01-01", "2017-01-01", 900, 620), ("2017-01-01", "2018-01-01", 1_450, 1_010),
        ("2018-01-01", "2019-01-01", 2_100, 1_500), ("2019-01-01", "2020-01-01", 2_923, 1_801),
        ("2020-01-01", "2021-01-01", 6_000, 1_735), ("2021-01-01", "2021-07-01", 2_500, 1_235),
        ("2021-07-01", "2022-01-01", 2_640, 1_190),
    ),
    decided_2020=1_690, fined=385_660_000, corrected=291,
)  # fmt: skip
#: Entities with an open spell on 2021-06-30: published as over 140,000.
ENTITIES = Stock(141_080, 46_000, {
    "330110": 19.5, "330109": 14, "330108": 11, "330113": 10.5, "330102": 10, "330105": 9.5, "330106": 9.5,
    "330114": 5, "330111": 3.8, "330112": 3.2, "330122": 1.7, "330182": 1.4, "330127": 0.9,
})  # fmt: skip
#: A modest register: those of the city's entities that its systems meet, all that ever stood on the negative list among
#: them. Interviews and checks beside casework.
REGISTERS = Registers(
    spread(300_000, ENTITIES.districts, online=232_000, retail=168_600, is_followed=True),
    {"platform": 1_400, "shop": 11_000, "complainant": 2_600},
    complainants=2_400,
    interviews=(("2016-01-01", "2018-01-01", 21), ("2018-01-01", "2020-01-01", 46), ("2020-01-01", "2021-01-01", 38),
                ("2021-01-01", "2022-01-01", 57)),
    checks=(("2016-01-01", "2018-01-01", 5_200), ("2018-01-01", "2020-01-01", 7_400), ("2020-01-01", "2021-01-01", 4_300),
            ("2021-01-01", "2022-01-01", 5_100)),
)  # fmt: skip

_PUBLISHED, _DEMO = "《市场监督管理》2021年第16/17期", "演示数据（插值）"
#: Residents' online consumption in yuan; 2015 and 2020 are published, the years between and after are not.
_CONSUMPTION = {2015: 111_910_000_000, 2016: 138_200_000_000, 2017: 170_700_000_000, 2018: 210_900_000_000,
                2019: 260_600_000_000, 2020: 321_970_000_000, 2021: 356_000_000_000}  # fmt: skip
#: Share of the nation's platform transactions; published only as over 60 % in 2020.
_NATIONAL = {2015: 0.534, 2016: 0.552, 2017: 0.571, 2018: 0.588, 2019: 0.601, 2020: 0.612, 2021: 0.617}
FIGURES = (
    *(of_year("gmv_national_share", year, share, "ratio", f"{_PUBLISHED}：60%以上；演示数据取值" if year == 2020 else _DEMO)
      for year, share in _NATIONAL.items()),
    *(of_year("online_consumption", year, float(value), "CNY", _PUBLISHED if year in {2015, 2020} else _DEMO)
      for year, value in _CONSUMPTION.items()),
    of_year("online_consumption_retail_share", 2020, 0.539, "ratio", _PUBLISHED),
    *PROVINCIAL,
)  # fmt: skip
_EVENTS = (
    ("2015-12-01", "co_investigation", "云桥上线", "Bridge opened", "co_investigation,exchange"),
    ("2021-01-01", "co_investigation", "口径待核实", "Counting to be verified", "co_investigation"),
    ("2021-04-09", "break", "杭州行政区划调整", "Hangzhou's districts redrawn", "districts"),
)
#: Measures of platforms of each year; not published.
_ACTS = {2019: 9_400, 2020: 13_200, 2021: 17_800}

PROFILE = Profile(
    PLACE,
    (
        standard.references(PLACE, FIGURES, _EVENTS),
        standard.platforms(PLACE, rows=1_000),
        standard.shops(PLACE, SHOPS),
        standard.transactions(PLACE, _VOLUMES, rows=53_600),
        standard.complaints(PLACE, VOLUMES),
        standard.cases(PLACE, CASEWORK),
        standard.entities(PLACE, ENTITIES, REGISTERS),
        standard.exchanges(PLACE, connectors.HANGZHOU, rows=75_900),
        standard.co_investigations(PLACE, networks.HANGZHOU),
        *goods.parts(PLACE, goods.HANGZHOU),
        standard.live(PLACE, rooms=26_000),
        standard.conduct(PLACE, _ACTS),
        standard.credit(PLACE, rows=21_700),
        standard.platform_reports(PLACE, rows=1_350),
    ),
)

"""What the demo city refers to: the data set itself, the days that explain its charts, and published figures."""

from datetime import date, timedelta

import pyarrow as pa

from data_access.demo.arrays import rows
from data_access.demo.seasons import SPRING_FESTIVAL
from data_access.demo.window import AS_OF, CITY, STARTS_ON, YEARS
from data_access.schema import annotation, dataset, reference_figure

_PUBLISHED = "《市场监督管理》2021年第16/17期"
_DEMO = "演示数据（插值）"
#: Residents' online consumption in yuan; 2015 and 2020 are published, the years between and after are not.
_CONSUMPTION = {2015: 111_910_000_000, 2016: 138_200_000_000, 2017: 170_700_000_000, 2018: 210_900_000_000,
                2019: 260_600_000_000, 2020: 321_970_000_000, 2021: 356_000_000_000}  # fmt: skip
#: Share of the nation's platform transactions; published only as over 60 % in 2020.
_NATIONAL = {2015: 0.534, 2016: 0.552, 2017: 0.571, 2018: 0.588, 2019: 0.601, 2020: 0.612, 2021: 0.617}
#: Figures of the whole province at the end of 2021 that are published and not derived from records.
PROVINCIAL: list[tuple[str, int, float, str, str]] = [
    (key, 2021, value, unit, "浙江省市场监管工作公开报道（全省）")
    for key, value, unit in (("ip_users", 58_000.0, "users"), ("ip_visits", 2_412_000.0, "visits"),
                             ("ip_departments", 16.0, "departments"), ("ip_systems", 48.0, "systems"))
]  # fmt: skip
_PROMOTIONS = (
    ("06-18", "618 大促", "618 sales"),
    ("11-11", "双11", "Double 11"),
    ("12-12", "双12", "Double 12"),
)
_EVENTS = (
    ("2019-01-01", "policy", "电子商务法施行", "E-commerce Law in force"),
    ("2015-12-01", "co_investigation", "云桥上线", "Bridge opened"),
    ("2021-01-01", "co_investigation", "口径待核实", "Counting to be verified"),
    ("2020-01-01", "policy", "总局令第20号施行", "SAMR Order 20 in force"),
    ("2020-01-23", "break", "新冠疫情", "COVID-19"),
    ("2021-04-09", "break", "杭州行政区划调整", "Hangzhou's districts redrawn"),
    ("2021-05-01", "policy", "网络交易监督管理办法施行", "Online Trading Measures in force"),
)


def dataset_rows() -> pa.Table:
    """Return the one row of table `dataset`."""
    columns = {
        "city": pa.array([CITY]),
        "name_zh": pa.array(["杭州市"]),
        "name_en": pa.array(["Hangzhou"]),
        "as_of": pa.array([AS_OF.item()]),
        "starts_on": pa.array([STARTS_ON.item()]),
        "is_synthetic": pa.array([True]),
    }
    return rows(dataset, columns)


def annotation_rows() -> pa.Table:
    """Return the rows of table `annotation`: promotions, Spring Festivals, breaks and policies."""
    found = [(date.fromisoformat(day), kind, zh, en) for day, kind, zh, en in _EVENTS]
    for year in YEARS:
        found += [(date.fromisoformat(f"{year}-{day}"), "promotion", zh, en) for day, zh, en in _PROMOTIONS]
        festival = SPRING_FESTIVAL[year]
        found.append((festival - timedelta(days=1), "festival", "除夕", "New Year's Eve"))
        found.append((festival, "festival", "春节", "Spring Festival"))
    columns = zip(*sorted(found), strict=True)
    return rows(annotation, dict(zip(("day", "kind", "zh", "en"), map(pa.array, columns), strict=True)))


def figure_rows() -> pa.Table:
    """Return the rows of table `reference_figure`; what is not published says so in its source."""
    found: list[tuple[str, int, float, str, str]] = []
    for year, share in _NATIONAL.items():
        found.append(
            (
                "gmv_national_share",
                year,
                share,
                "ratio",
                _DEMO if year != 2020 else f"{_PUBLISHED}：60%以上；演示数据取值",
            )
        )
    for year, value in _CONSUMPTION.items():
        found.append(
            ("online_consumption", year, float(value), "CNY", _PUBLISHED if year in (2015, 2020) else _DEMO)
        )
    found.append(("online_consumption_retail_share", 2020, 0.539, "ratio", _PUBLISHED))
    found += PROVINCIAL
    keys, years, values, units, sources = (list(column) for column in zip(*found, strict=True))
    columns = {
        "key": pa.array(keys),
        "region": pa.array([CITY] * len(found)),
        "from_day": pa.array([date(year, 1, 1) for year in years]),
        "to_day": pa.array([date(year, 12, 31) for year in years]),
        "value": pa.array(values),
        "unit": pa.array(units),
        "source": pa.array(sources),
    }
    return rows(reference_figure, columns)

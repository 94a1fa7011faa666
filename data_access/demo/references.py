"""What a demo city refers to: the data set itself, the days that explain its charts, and published figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa

from data_access.demo.arrays import rows
from data_access.demo.seasons import SPRING_FESTIVAL
from data_access.demo.window import AS_OF, STARTS_ON, YEARS
from data_access.domain.codes import region_by_code
from data_access.domain.currency import YUAN
from data_access.store.schema import annotation, dataset, reference_figure

_PROMOTIONS = (
    ("06-18", "618 大促", "618 sales"),
    ("11-11", "双11", "Double 11"),
    ("12-12", "双12", "Double 12"),
)
_EVENTS = (
    ("2019-01-01", "policy", "电子商务法施行", "E-commerce Law in force", "complaints,shops,platforms"),
    ("2020-01-01", "policy", "总局令第20号施行", "SAMR Order 20 in force", "complaints,mediation"),
    ("2020-01-23", "incident", "新冠疫情", "COVID-19", "complaints,shops,sales"),
    (
        "2021-05-01",
        "policy",
        "网络交易监督管理办法施行",
        "Online Trading Measures in force",
        "complaints,shops,platforms",
    ),
)


@dataclass(frozen=True, slots=True)
class Published:
    """A figure that is published and not counted from records; `source` says where, or that it is invented."""

    key: str
    from_day: date
    to_day: date
    value: float
    unit: str
    source: str


#: A day that explains charts: day, kind, Chinese and English words, and what it concerns.
Event = tuple[str, str, str, str, str]


def of_year(key: str, year: int, value: float, unit: str, source: str) -> Published:
    """Return a figure of a calendar year."""
    return Published(key, date(year, 1, 1), date(year, 12, 31), value, unit, source)


#: Figures of the whole province at the end of 2021 that are published and not derived from records.
PROVINCIAL = tuple(
    of_year(key, 2021, value, unit, "浙江省市场监管工作公开报道（全省）")
    for key, value, unit in (("ip_users", 58_000.0, "users"), ("ip_visits", 2_412_000.0, "visits"),
                             ("ip_departments", 16.0, "departments"), ("ip_systems", 48.0, "systems"))
)  # fmt: skip


def dataset_rows(city: str) -> pa.Table:
    """Return the one row of table `dataset`."""
    region = region_by_code(city)
    columns = {
        "city": pa.array([city]),
        "name_zh": pa.array([region["name"]]),
        "name_en": pa.array([region["name_en"]]),
        "as_of": pa.array([AS_OF.item()]),
        "starts_on": pa.array([STARTS_ON.item()]),
        "is_synthetic": pa.array([True]),
        "currency": pa.array([YUAN]),
    }
    return rows(dataset, columns)


def annotation_rows(events: Iterable[Event] = ()) -> pa.Table:
    """Return the rows of table `annotation`: promotions, Spring Festivals, breaks and policies, and the city's own events."""
    found = [(date.fromisoformat(day), *told) for day, *told in (*_EVENTS, *events)]
    for year in YEARS:
        found += [
            (date.fromisoformat(f"{year}-{day}"), "promotion", zh, en, "sales,complaints")
            for day, zh, en in _PROMOTIONS
        ]
        festival = SPRING_FESTIVAL[year]
        found.append((festival - timedelta(days=1), "festival", "除夕", "New Year's Eve", "sales,complaints"))
        found.append((festival, "festival", "春节", "Spring Festival", "sales,complaints"))
    columns = zip(*sorted(found), strict=True)
    return rows(
        annotation, dict(zip(("day", "kind", "zh", "en", "subjects"), map(pa.array, columns), strict=True))
    )


def figure_rows(city: str, figures: Iterable[Published]) -> pa.Table:
    """Return the rows of table `reference_figure`; what is not published says so in its source."""
    found = [
        {"key": f.key, "region": city, "from_day": f.from_day, "to_day": f.to_day, "value": f.value, "unit": f.unit,
         "source": f.source}
        for f in figures
    ]  # fmt: skip
    columns = {c.name: pa.array([row[c.name] for row in found]) for c in reference_figure.columns}
    return rows(reference_figure, columns)

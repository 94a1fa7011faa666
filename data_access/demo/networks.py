"""Who works with a demo city, and how much: the totals of its co-investigation 异地协查, published or of our making."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Network:
    """A city's network: how many requests in each period, with whom, over which bridges since when.

    `periods` are (first day, day after the last, requests), `rapid` the same of rapid disposals; `agreements` are
    (first day, day after the last, regions, agreements, accounts), each as counted from the beginning, and are not
    scaled. `incoming` is the share of requests that others send.
    """

    periods: tuple[tuple[str, str, int], ...]
    rapid: tuple[tuple[str, str, int], ...]
    agreements: tuple[tuple[str, str, int, int, int], ...]
    provinces: Mapping[str, float]
    incoming: float
    bridges: tuple[str, ...]
    online_since: str


#: Published: 12 a day in 2014 by hand, 73,901 in 2020 and 85,601 from then to mid-2021; 2,137 rapid disposals in 2020;
#: 217 regions at the end of 2020, 240 agreements and 520 accounts in mid-2021.
HANGZHOU = Network(
    (
        ("2014-01-01", "2015-01-01", 4_380), ("2015-01-01", "2016-01-01", 6_950),
        ("2016-01-01", "2017-01-01", 14_820), ("2017-01-01", "2018-01-01", 27_360),
        ("2018-01-01", "2019-01-01", 43_170), ("2019-01-01", "2020-01-01", 58_940),
        ("2020-01-01", "2021-01-01", 73_901), ("2021-01-01", "2021-07-01", 11_700),
        ("2021-07-01", "2022-01-01", 12_860),
    ),
    (
        ("2018-01-01", "2019-01-01", 820), ("2019-01-01", "2020-01-01", 1_490), ("2020-01-01", "2021-01-01", 2_137),
        ("2021-01-01", "2021-07-01", 610), ("2021-07-01", "2022-01-01", 690),
    ),
    (
        ("2014-06-01", "2021-01-01", 217, 229, 487), ("2021-01-01", "2021-07-01", 224, 240, 520),
        ("2021-07-01", "2022-01-01", 226, 246, 533),
    ),
    {
        "440000": 15, "320000": 11, "310000": 8.5, "110000": 7.5, "370000": 7, "350000": 6.5, "510000": 5, "420000": 5,
        "410000": 4.5, "430000": 4.2, "340000": 4, "130000": 3.6, "360000": 3, "500000": 2.6, "610000": 2.4,
        "210000": 2.2, "450000": 1.8, "120000": 1.7, "140000": 1.3, "230000": 1.2, "220000": 1, "530000": 0.9,
        "520000": 0.7, "460000": 0.5, "620000": 0.4,
    },
    0.78,
    ("red_shield",),
    "2015-12-01",
)  # fmt: skip
#: Nothing is published of Xianyang's requests but that they close in a loop over its bridges: of our making.
XIANYANG = Network(
    (
        ("2018-01-01", "2019-01-01", 640), ("2019-01-01", "2020-01-01", 1_180),
        ("2020-01-01", "2021-01-01", 1_760), ("2021-01-01", "2022-01-01", 1_920),
    ),
    (("2020-01-01", "2021-01-01", 66), ("2021-01-01", "2022-01-01", 84)),
    (("2018-01-01", "2021-01-01", 11, 12, 26), ("2021-01-01", "2022-01-01", 14, 15, 33)),
    {"330000": 38, "110000": 24, "440000": 12, "310000": 8, "320000": 6, "510000": 4, "410000": 4, "420000": 2},
    0.31,
    ("red_shield", "jingtong", "tianyan", "tianwang"),
    "2018-01-01",
)  # fmt: skip

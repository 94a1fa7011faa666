"""Rates beside counts: complaints and reports per million orders, per 1,000 shops and per 100 million of transaction volume."""

from dataclasses import dataclass

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Indicator, Per, indicator
from data_access.metrics.indicators.governance import (
    OF_ITEMS_ALONE,
    complaints,
    complaints_and_reports,
    complaints_per_million_orders,
    reports,
)
from data_access.metrics.indicators.overview import gmv, orders, shops_average
from data_access.metrics.indicators.units import PER_1K_SHOPS, PER_100M_VOLUME, PER_MILLION_ORDERS, Unit
from data_access.metrics.sources import ITEMS as SOURCE

#: The smallest number of items on which a rate is shown.
_LEAST = 30


@dataclass(frozen=True, slots=True, eq=False)
class _Below:
    """A denominator: its key and words, how much of it one counts by, and the filters that it and items mean differently."""

    key: str
    per: Text
    of: Indicator
    scale: int
    unit: Unit
    blind: tuple[str, ...]


_BELOW = (
    _Below(
        "million_orders", Text("百万单{}", "{} per million orders"), orders, 1_000_000, PER_MILLION_ORDERS,
        ("district", "category"),
    ),
    _Below("1k_shops", Text("千店{}", "{} per 1,000 shops"), shops_average, 1_000, PER_1K_SHOPS, ("district",)),
    _Below(
        "100m_volume", Text("每亿交易额{}", "{} per 100 million of volume"), gmv, 100_000_000, PER_100M_VOLUME,
        ("district", "category"),
    ),
)  # fmt: skip
#: What a count is told by, as the address names it, and the denominator of each.
_CHOICES = ("orders", "shops", "gmv")


def _rate(above: Indicator, below: _Below) -> Indicator:
    zh, en = above.title.zh, above.title.en
    return indicator(
        f"{above.key}_per_{below.key}",
        Text(below.per.zh.format(zh), below.per.en.format(en)),
        Text(
            f"期内{zh}与{below.of.title.zh}之比，按整月；问题、商品、渠道等只属于诉求的筛选只收窄分子。",
            f"{en} of the period over {below.of.title.en.lower()}, in whole months; filters that items alone have, as problem or "
            "goods, narrow the numerator alone.",
        ),
        Text(
            f"{zh} × {below.scale} ÷ {below.of.title.zh}",
            f"{en.lower()} × {below.scale:,} ÷ {below.of.title.en.lower()}",
        ),
        below.unit, SOURCE, "created", Per(above, below.of, below.scale, ignoring=OF_ITEMS_ALONE), good="down",
        min_n=_LEAST, blind=below.blind,
    )  # fmt: skip


def _rates_of(above: Indicator) -> dict[str, Indicator]:
    declared = {"complaints_per_million_orders": complaints_per_million_orders}
    return {
        choice: declared.get(f"{above.key}_per_{below.key}") or _rate(above, below)
        for choice, below in zip(_CHOICES, _BELOW, strict=True)
    }


#: The rates of each count that has some, by what it is told by.
RATES: dict[str, dict[str, Indicator]] = {
    one.key: _rates_of(one) for one in (complaints_and_reports, complaints, reports)
}


def rate_of(one: Indicator, per: str) -> Indicator | None:
    """Return the rate of a count by what it is told by (see `domain.filters.PER`), None where it has none."""
    return RATES.get(one.key, {}).get(per)

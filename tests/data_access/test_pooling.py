"""A number taken from its buckets is the one that is asked for by itself."""

from datetime import date
from itertools import product

import pytest

from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.metrics.indicators import INDICATORS, Indicator
from data_access.metrics.pooling import can_pool, pooled
from data_access.metrics.query import Question, answer, fetch, grain_of
from data_access.store.store import Store

BOTH = Period(date(2020, 1, 1), date(2021, 12, 31))
PERIODS = (
    BOTH,
    Period(date(2021, 1, 1), date(2021, 12, 31)),
    Period(date(2020, 1, 1), date(2020, 12, 31)),
    Period(date(2020, 4, 1), date(2021, 3, 31)),
)
FILTERS = ((), (("platform", ("P1",)),), (("class", ("20", "unknown")),), (("district", ("330110",)),))
POOLED = [one for one in INDICATORS.values() if can_pool(one, grain_of(one, "quarter"), BOTH)]


@pytest.mark.parametrize("indicator", POOLED, ids=lambda one: one.key)
def test_the_buckets_of_a_period_tell_its_number(indicator: Indicator, small_store: Store) -> None:
    grains = {grain_of(indicator, grain) for grain in ("month", "quarter")}
    known = [pairs for pairs in FILTERS if indicator.filters().issuperset(key for key, _ in pairs)]
    for grain, filters in product(grains, known):
        chosen = Selection(BOTH, filters=filters)
        question = Question(indicator, (grain,), chosen)
        buckets = answer(small_store.snapshot(), question, WHOLE_CITY).records()
        for period in PERIODS:
            if can_pool(indicator, grain, period) and (
                (found := pooled(indicator, buckets, grain, period)) is not None
            ):
                asked = fetch(small_store.snapshot(), indicator, (), chosen.during(period), WHOLE_CITY).iloc[
                    0
                ]
                assert found.value == pytest.approx(asked["value"], rel=1e-12, nan_ok=True)
                assert found.n == asked["n"]


def test_what_does_not_pool_is_asked_by_itself() -> None:
    year = PERIODS[1]
    assert can_pool(INDICATORS["complaints"], "month", year)
    assert can_pool(INDICATORS["negative_entities"], "quarter", year), "a stock is that of its last day"
    assert not can_pool(INDICATORS["handling_days_median"], "month", year)
    assert not can_pool(INDICATORS["shops_average"], "month", year), (
        "a mean over months is none of its months"
    )
    assert not can_pool(INDICATORS["complaints_per_10k_shops"], "month", year)
    assert not can_pool(INDICATORS["complaints"], "month", Period(date(2021, 1, 1), date(2021, 12, 30)))
    assert not can_pool(INDICATORS["complaints"], "quarter", Period(date(2021, 2, 1), date(2021, 12, 31)))

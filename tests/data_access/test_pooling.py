"""A number taken from its buckets is the one that is asked for by itself."""

from datetime import date
from math import nan

import pytest

from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.metrics.indicators import INDICATORS, Indicator
from data_access.metrics.plan import answer_all
from data_access.metrics.pooling import can_pool, pooled
from data_access.metrics.query import Answer, Question, grain_of
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store

BOTH = Period(date(2020, 1, 1), date(2021, 12, 31))
PERIODS = (
    BOTH,
    Period(date(2021, 1, 1), date(2021, 12, 31)),
    Period(date(2020, 1, 1), date(2020, 12, 31)),
    Period(date(2020, 4, 1), date(2021, 3, 31)),
)
GRAINS = ("month", "quarter")
#: A filter leaves buckets without rows, and tells no more of grains and periods.
FILTERS = ((), (("platform", ("P1",)),), (("class", ("20", "unknown")),), (("district", ("330110",)),))
OF_A_SOURCE: dict[str, list[Indicator]] = {}
for _one in INDICATORS.values():
    if can_pool(_one, grain_of(_one, "quarter"), BOTH):
        OF_A_SOURCE.setdefault(_one.source.key, []).append(_one)


@pytest.mark.parametrize("source", sorted(OF_A_SOURCE))
def test_the_buckets_of_a_period_tell_its_number(source: str, small_store: Store) -> None:
    """The numbers of a source are asked side by side; buckets apart, which they would be told by (metrics/telling.py)."""
    buckets = [
        Question(one, (grain,), Selection(BOTH, filters=filters))
        for one in OF_A_SOURCE[source]
        for filters in FILTERS
        for grain in sorted({grain_of(one, grain) for grain in (("month",) if filters else GRAINS)})
        if one.filters().issuperset(key for key, _ in filters)
    ]
    asked = [
        (one, period) for one in buckets for period in (PERIODS[:1] if one.selection.filters else PERIODS)
    ]
    with small_store.snapshot() as snapshot:
        parts = _answers(snapshot, buckets)
        wholes = _answers(snapshot, [_whole(one, period) for one, period in asked])
    compared = 0
    for question, period in asked:
        indicator, (grain,), _ = question
        if not can_pool(indicator, grain, period):
            continue
        found, ((value, n),) = (
            pooled(indicator, parts[question].records(), grain, period),
            wholes[_whole(question, period)].rows,
        )
        if found is not None:
            said = f"{indicator.key} by {grain} in {period} of {question.selection.filters}"
            assert found.value == pytest.approx(nan if value is None else value, rel=1e-12, nan_ok=True), said
            assert found.n == n, said
            compared += 1
    assert compared


def _whole(question: Question, period: Period) -> Question:
    return question._replace(by=(), selection=question.selection.during(period))


def _answers(snapshot: Snapshot, questions: list[Question]) -> dict[Question, Answer]:
    found: dict[Question, Answer] = {}
    for question, answered in answer_all(snapshot, questions, WHOLE_CITY):
        assert isinstance(answered, Answer), answered
        found[question] = answered
    return found


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

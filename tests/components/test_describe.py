"""Numbers in words: a change that rounds to nothing is none, whatever its sign."""

from datetime import date

import pytest

from components.words import describe
from data_access.domain.filters import Selection
from data_access.domain.periods import Horizon
from data_access.metrics.indicators import bridges, governance
from data_access.metrics.indicators.units import ITEMS, RATIO, Unit


@pytest.mark.parametrize(("now", "before", "said", "good"), [
    (0.9968, 0.9970, "+0.0个百分点", "neutral"),
    (0.9970, 0.9968, "+0.0个百分点", "neutral"),
    (0.953, 0.961, "-0.8个百分点", "bad"),
    (0.961, 0.953, "+0.8个百分点", "good"),
])  # fmt: skip
def test_a_change_of_a_rate_is_said_in_points_and_coloured_only_where_it_can_be_seen(
    now: float, before: float, said: str, good: str
) -> None:
    rate = bridges.exchange_success_rate
    assert describe.change(now, before, rate.unit, "zh") == said
    assert describe.goodness(now, before, rate) == good


def test_a_change_of_an_amount_is_said_in_per_cent_and_from_nothing_it_is_not_said() -> None:
    unit = governance.complaints_and_reports.unit
    assert describe.change(1001, 1000, unit, "en") == "+0.1%"
    assert describe.change(5, 0, unit, "en") == describe.MISSING
    assert describe.moved_by(float("nan"), 1, unit) is None


@pytest.mark.parametrize(
    ("value", "said"), [(0.0, "0.0"), (0.0412, "0.041"), (-0.0412, "-0.041"), (1e-17, "0.0"), (0.96, "1.0")]
)
def test_what_is_not_nothing_is_not_told_as_nothing(value: float, said: str) -> None:
    unit = governance.complaints_per_million_orders.unit
    assert describe.exact(value, unit) == said
    assert describe.say(unit, "zh")(value) == said
    assert describe.say(RATIO, "zh")(value / 100) == f"{said}%"


@pytest.mark.parametrize("unit", [RATIO, ITEMS])
def test_what_rounds_to_nothing_has_no_sign(unit: Unit) -> None:
    assert not describe.say(unit, "zh")(-0.0000001).startswith("-")
    assert not describe.exact(-0.0, unit).startswith("-")


@pytest.mark.parametrize(
    ("plural", "said"),
    [
        ("1 bridges", "1 bridge"),
        ("1 agencies", "1 agency"),
        ("1 batches", "1 batch"),
        ("1 working days left", "1 working day left"),
        ("Attention: 34 of 110 (1 points)", "Attention: 34 of 110 (1 point)"),
        ("21 bridges", "21 bridges"),
        ("3.1 days", "3.1 days"),
        ("1.0 days", "1.0 days"),
        ("2021-12-1 days", "2021-12-1 days"),
        ("1 per 10k shops", "1 per 10k shops"),
        ("1 CNY", "1 CNY"),
        ("1座", "1座"),
    ],
)
def test_one_of_a_kind_is_told_in_the_singular(plural: str, said: str) -> None:
    assert describe.counted(plural) == said


@pytest.mark.parametrize("asked", [{"from": "2022-03-01", "to": "2022-04-30"}, {"period": "2022"}])
def test_a_period_beyond_the_data_is_told_with_the_day_on_which_they_end(asked: dict[str, str]) -> None:
    _, problems = Selection.from_query(asked, Horizon(date(2014, 1, 1), date(2021, 12, 31)))
    assert "2021-12-31为止" in describe.troubles(problems, "zh")
    assert "end on 2021-12-31" in describe.troubles(problems, "en")

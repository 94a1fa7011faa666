"""Periods: presets, comparisons that compare like with like, and buckets that tile."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.domain.dimensions import GRAINS
from data_access.domain.errors import BadValue
from data_access.domain.periods import (
    COMPARISONS,
    PRESETS,
    Horizon,
    Period,
    around,
    bucket,
    buckets,
    compared,
    grain_for,
    preset,
    shift_months,
)

HORIZON = Horizon(date(2014, 1, 1), date(2021, 12, 31))
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))
periods = st.tuples(days, days).map(lambda pair: Period(min(pair), max(pair)))
months = st.integers(1900 * 12, 2190 * 12)


def month_start(index: int) -> date:
    return date(index // 12, index % 12 + 1, 1)


@st.composite
def whole_months(draw: st.DrawFn) -> Period:
    first = draw(months)
    return Period(month_start(first), month_start(first + draw(st.integers(1, 40))) - timedelta(days=1))


@pytest.mark.parametrize(
    ("key", "start", "end"),
    [
        ("year", "2021-01-01", "2021-08-30"),
        ("quarter", "2021-07-01", "2021-08-30"),
        ("month", "2021-08-01", "2021-08-30"),
        ("last30", "2021-08-01", "2021-08-30"),
        ("last12", "2020-08-31", "2021-08-30"),
        ("last24", "2019-08-31", "2021-08-30"),
        ("all", "2014-01-01", "2021-08-30"),
        ("2020", "2020-01-01", "2020-12-31"),
        ("2020Q4", "2020-10-01", "2020-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
    ],
)
def test_a_preset_names_these_days(key: str, start: str, end: str) -> None:
    horizon = Horizon(date(2014, 1, 1), date(2021, 8, 30))
    assert preset(key, horizon) == Period(date.fromisoformat(start), date.fromisoformat(end))


def test_twelve_months_up_to_a_last_day_are_twelve_whole_months() -> None:
    assert preset("last12", Horizon(date(2014, 1, 1), date(2021, 2, 28))) == Period(
        date(2020, 3, 1), date(2021, 2, 28)
    )


@pytest.mark.parametrize(
    "key", ["", "0000", "9999", "2020-13", "2020-00", "2020Q5", "2020Q0", "20200", "yesterday", "2020-1"]
)
def test_a_period_that_is_none_is_named(key: str) -> None:
    with pytest.raises(BadValue, match="period"):
        preset(key, HORIZON)


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(BadValue, match="2021-01-02"):
        Period(date(2021, 1, 2), date(2021, 1, 1))


@pytest.mark.parametrize(
    ("period", "compare", "expected"),
    [
        (("2021-01-01", "2021-12-31"), "yoy", ("2020-01-01", "2020-12-31")),
        (("2021-01-01", "2021-12-31"), "prev", ("2020-01-01", "2020-12-31")),
        (("2021-03-01", "2021-03-31"), "prev", ("2021-02-01", "2021-02-28")),
        (("2020-02-01", "2020-02-29"), "yoy", ("2019-02-01", "2019-02-28")),
        (("2021-02-01", "2021-02-28"), "yoy", ("2020-02-01", "2020-02-29")),
        (("2021-01-01", "2021-08-15"), "yoy", ("2020-01-01", "2020-08-15")),
        (("2021-08-01", "2021-08-15"), "prev", ("2021-07-17", "2021-07-31")),
        (("2021-11-11", "2021-11-11"), "prev", ("2021-11-10", "2021-11-10")),
        (("2020-02-29", "2020-02-29"), "yoy", ("2019-02-28", "2019-02-28")),
    ],
)
def test_a_period_is_compared_with_these_days(
    period: tuple[str, str], compare: str, expected: tuple[str, str]
) -> None:
    asked, wanted = (Period(*map(date.fromisoformat, pair)) for pair in (period, expected))
    assert compared(asked, compare) == wanted


def test_no_comparison_is_none() -> None:
    assert compared(Period(date(2021, 1, 1), date(2021, 1, 2)), "none") is None


@given(whole_months(), st.sampled_from(["yoy", "prev"]))
def test_whole_months_are_compared_with_as_many_whole_months(period: Period, compare: str) -> None:
    def number_of_months(found: Period) -> int:
        assert found.start.day == 1
        assert found.after.day == 1
        return (found.after.year - found.start.year) * 12 + found.after.month - found.start.month

    earlier = compared(period, compare)
    assert earlier is not None
    assert number_of_months(earlier) == number_of_months(period)
    assert compare == "yoy" or earlier.after == period.start


@given(periods, st.sampled_from(list(COMPARISONS)))
def test_any_period_can_be_compared_with_an_earlier_one(period: Period, compare: str) -> None:
    earlier = compared(period, compare)
    if compare == "none":
        assert earlier is None
        return
    assert earlier is not None
    assert earlier.start < period.start
    assert earlier.end < period.end
    assert compare == "yoy" or (earlier.after == period.start)


@given(periods.filter(lambda period: period.days < 4000), st.sampled_from(GRAINS))
def test_buckets_tile_the_period_and_each_is_whole(period: Period, grain: str) -> None:
    found = buckets(period, grain)
    assert found[0].start <= period.start <= found[0].end
    assert found[-1].start <= period.end <= found[-1].end
    assert all(one.after == following.start for one, following in pairwise(found))
    assert all(bucket(one.start, grain) == one == bucket(one.end, grain) for one in found)


@given(periods, days, days)
def test_a_period_is_cut_to_what_the_store_knows(period: Period, one: date, other: date) -> None:
    horizon = Horizon(min(one, other), max(one, other))
    cut = horizon.clip(period)
    assert horizon.starts_on <= cut.start <= cut.end <= horizon.as_of
    assert horizon.clip(cut) == cut
    overlaps = period.start <= horizon.as_of and period.end >= horizon.starts_on
    assert not overlaps or cut == Period(max(period.start, horizon.starts_on), min(period.end, horizon.as_of))


@given(days, days)
def test_every_preset_lies_within_what_the_store_knows_once_it_is_cut(one: date, other: date) -> None:
    horizon = Horizon(min(one, other), max(one, other))
    for key in PRESETS:
        assert horizon.clip(preset(key, horizon)).end == horizon.as_of


@given(days, st.integers(-600, 600))
def test_a_shifted_day_is_so_many_months_away_and_a_last_day_stays_one(day: date, by: int) -> None:
    found = shift_months(day, by)
    assert (found.year - day.year) * 12 + found.month - day.month == by
    was_last, is_last = ((one + timedelta(days=1)).day == 1 for one in (day, found))
    assert is_last or (not was_last and found.day == day.day)


@given(periods)
def test_a_trend_has_a_readable_number_of_points(period: Period) -> None:
    grain = grain_for(period)
    assert grain in GRAINS
    assert grain == "quarter" or len(buckets(period, grain)) <= 64


@pytest.mark.parametrize(
    ("start", "end", "grain", "first", "last"),
    [
        ("2021-03-09", "2021-03-09", "day", "2021-03-01", "2021-03-31"),
        ("2021-03-08", "2021-03-14", "week", "2020-12-28", "2021-04-04"),
        ("2021-03-01", "2021-03-31", "month", "2021-01-01", "2021-12-31"),
        ("2021-04-01", "2021-06-30", "quarter", "2021-01-01", "2021-12-31"),
        ("2020-01-01", "2020-12-31", "year", "2014-01-01", "2021-12-31"),
    ],
)
def test_a_bucket_is_looked_at_beside_these(start: str, end: str, grain: str, first: str, last: str) -> None:
    whole = Period(date.fromisoformat(start), date.fromisoformat(end))
    assert around(whole, grain, HORIZON) == Period(date.fromisoformat(first), date.fromisoformat(last))
    shorter = Period(whole.start, whole.end - timedelta(days=1)) if whole.days > 1 else None
    assert shorter is None or around(shorter, grain, HORIZON) is None


@given(days, st.sampled_from(GRAINS), days, days)
def test_what_a_bucket_is_looked_at_beside_holds_it_and_is_known(
    day: date, grain: str, one: date, other: date
) -> None:
    horizon = Horizon(min(one, other), max(one, other))
    period = horizon.clip(bucket(day, grain))
    found = around(period, grain, horizon)
    assert found is None or (found.start <= period.start and period.end <= found.end)
    assert found is None or horizon.clip(found) == found
    assert found or horizon.clip(bucket(period.start, grain)) != period

"""Deadlines: worked examples, the law's versions, and a second count day by day."""

import csv
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as some
from sqlalchemy import select

from data_access.derive import calendar, deadlines
from data_access.derive.deadlines import due, due_array, rule_version
from data_access.derive.limits import STEPS
from data_access.domain.errors import BadValue, UnknownName
from data_access.domain.working_days import CSV, OutsideCalendar, working_days
from data_access.store.schema import working_day
from data_access.store.store import Store

FIRST, LAST = date(2010, 1, 1), date(2027, 12, 31)
with CSV.open(encoding="utf-8", newline="") as file:
    CALENDAR = {date.fromisoformat(row["date"]): row for row in csv.DictReader(file)}

dates = some.dates(FIRST, LAST)
starts = some.dates(FIRST, date(2027, 6, 30))


def works(day: date) -> bool:
    return CALENDAR[day]["is_workday"] == "1"


def add_day_by_day(start: date, n: int) -> date:
    day = start
    while n:
        day += timedelta(days=1)
        n -= works(day)
    return day


def between_day_by_day(a: date, b: date) -> int:
    if b < a:
        return -between_day_by_day(b, a)
    return sum(works(a + timedelta(days=i)) for i in range(1, (b - a).days + 1))


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2021, 9, 30), 7, date(2021, 10, 15)),  # over National Day, with a make-up Saturday
        (date(2020, 9, 28), 45, date(2020, 12, 7)),
        (date(2020, 1, 23), 1, date(2020, 2, 3)),  # Spring Festival of 2020, which was lengthened
        (date(2021, 12, 31), 0, date(2021, 12, 31)),
        (date(2022, 1, 1), 1, date(2022, 1, 4)),  # received on a holiday
    ],
)
def test_working_days_are_counted_from_the_day_after_receipt(start: date, n: int, end: date) -> None:
    assert working_days().add(start, n) == end


@given(starts, some.integers(0, 60))
def test_adding_agrees_with_a_walk_day_by_day(start: date, n: int) -> None:
    assert working_days().add(start, n) == add_day_by_day(start, n)


@given(dates, some.integers(-400, 400))
def test_between_agrees_with_a_walk_day_by_day(a: date, days: int) -> None:
    b = min(max(a + timedelta(days=days), FIRST), LAST)
    assert working_days().between(a, b) == between_day_by_day(a, b)


@given(some.lists(some.tuples(some.none() | starts, some.integers(0, 60)), min_size=1))
def test_arrays_agree_with_single_dates_and_keep_what_is_missing(rows: list[tuple[date | None, int]]) -> None:
    received = np.array([start for start, _ in rows], "datetime64[us]") + np.timedelta64(15, "h")
    ends = working_days().add_array(received, np.array([n for _, n in rows]))
    expected = [None if start is None else working_days().add(start, n) for start, n in rows]
    assert ends.tolist() == expected
    passed = working_days().between_array(received, ends)
    assert [None if np.isnan(days) else int(days) for days in passed] == [
        None if start is None else n for start, n in rows
    ]


def test_an_array_of_nothing_but_missing_dates_stays_missing() -> None:
    missing = np.array(["NaT", "NaT"], "datetime64[ns]")
    assert np.isnat(working_days().add_array(missing, 7)).all()
    assert np.isnat(due_array("mediation", missing)).all()
    assert np.isnan(working_days().between_array(missing, missing)).all()
    assert working_days().add_array(missing[:0], 7).size == 0


@pytest.mark.parametrize("outside", [FIRST - timedelta(days=1), LAST + timedelta(days=1)])
def test_a_date_outside_the_calendar_is_an_error_that_names_it(outside: date) -> None:
    with pytest.raises(OutsideCalendar, match=str(outside)):
        working_days().add(outside, 7)
    with pytest.raises(OutsideCalendar, match=str(outside)):
        working_days().between(date(2020, 1, 1), outside)


def test_a_deadline_beyond_the_calendar_names_the_date_it_follows_from() -> None:
    received = np.array(["2021-01-04", "NaT", "2027-12-28"], "datetime64[D]")
    with pytest.raises(OutsideCalendar, match="follows from 2027-12-28"):
        working_days().add_array(received, 7)


def test_a_negative_number_of_days_is_refused() -> None:
    with pytest.raises(BadValue, match="-1"):
        working_days().add(date(2021, 1, 4), -1)


def test_the_calendar_holds_every_day_once_and_says_where_it_is_from() -> None:
    every_day = [FIRST + timedelta(days=i) for i in range((LAST - FIRST).days + 1)]
    assert list(CALENDAR) == every_day
    for day, row in CALENDAR.items():
        if row["source"] == "weekday rule, no notice yet":
            assert works(day) == (day.weekday() < 5)
        else:
            assert row["source"].startswith("State Council notice via chinesecalendar ")


def test_the_working_days_of_past_years_are_those_of_the_notices() -> None:
    counted = {year: sum(works(day) for day in CALENDAR if day.year == year) for year in range(2020, 2027)}
    assert counted == {2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248}


@pytest.mark.parametrize(
    ("step", "start", "end", "version"),
    [
        ("acceptance", date(2021, 9, 30), date(2021, 10, 15), "acceptance-7wd"),
        ("mediation", date(2020, 9, 28), date(2020, 12, 7), "mediation-45wd"),
        ("mediation", date(2026, 4, 14), date(2026, 6, 18), "mediation-45wd"),
        ("mediation", date(2026, 4, 15), date(2026, 6, 14), "mediation-60d"),
        ("verification", date(2021, 3, 1), date(2021, 3, 22), "verification-15wd"),
        ("verification_extended", date(2021, 3, 1), date(2021, 4, 13), "verification-15+15wd"),
        ("decision", date(2021, 3, 1), date(2021, 5, 30), "decision-90d"),
        ("publicity", date(2021, 3, 1), date(2021, 3, 29), "publicity-20wd"),
        ("rule_notice_major", date(2026, 1, 31), date(2026, 1, 24), "rule-major-7d"),
        ("rule_notice_major", date(2026, 2, 16), date(2026, 2, 1), "rule-major-15d-116"),
    ],
)
def test_a_step_is_due_by_the_rule_in_force_when_it_starts(
    step: str, start: date, end: date, version: str
) -> None:
    assert due(step, start) == end
    assert rule_version(step, start) == version


def test_an_array_over_a_change_of_law_takes_each_rule_where_it_holds() -> None:
    accepted = np.array(["2026-04-14T23:59", "2026-04-15T00:00", "NaT"], "datetime64[s]")
    assert due_array("mediation", accepted).tolist() == [date(2026, 6, 18), date(2026, 6, 14), None]


@pytest.mark.parametrize("step", sorted({rule.step for rule in deadlines.RULES}))
def test_the_versions_of_a_rule_follow_each_other_without_gap_or_overlap(step: str) -> None:
    known = deadlines.versions(step)
    assert (known[0].since, known[-1].until) == (date.min, date.max)
    for older, newer in pairwise(known):
        assert older.until + timedelta(days=1) == newer.since


def test_every_rule_has_a_version_of_its_own_and_names_its_law() -> None:
    assert len({rule.version for rule in deadlines.RULES}) == len(deadlines.RULES)
    assert all(rule.law.zh and rule.law.en and rule.article and rule.limit > 0 for rule in deadlines.RULES)


def test_every_step_has_its_words_and_a_rule_and_no_other_has() -> None:
    assert set(STEPS) == {rule.step for rule in deadlines.RULES}
    assert all(words.zh and words.en for pair in STEPS.values() for words in pair)


def before_day_by_day(end: date, n: int) -> date:
    """The latest day after which so many working days pass up to an end, by walking back."""
    day = end
    while between_day_by_day(day, end) < n:
        day -= timedelta(days=1)
    return day


def due_day_by_day(step: str, start: date) -> date:
    """A second count: the rule is looked up in the list, working days are walked, months are those of pandas."""
    (rule,) = [r for r in deadlines.RULES if r.step == step and r.since <= start <= r.until]
    if rule.unit == "working_days":
        return add_day_by_day(start, rule.limit)
    if rule.unit == "working_days_before":
        return before_day_by_day(start, rule.limit)
    if rule.unit == "days_before":
        return start - timedelta(days=rule.limit)
    if rule.unit == "days":
        return start + timedelta(days=rule.limit)
    later = pd.Timestamp(start) + pd.DateOffset(months=rule.limit)
    return (later + pd.offsets.MonthEnd(0) if rule.unit == "month_ends" else later).date()


@example("hearing_notice", date(2022, 1, 1))  # of working days before, which chance seldom comes upon
@example("hearing_notice", date(2021, 10, 8))
@given(some.sampled_from(sorted(STEPS)), some.dates(FIRST, date(2027, 6, 1)))
def test_every_limit_agrees_with_a_second_count(step: str, start: date) -> None:
    assert due(step, start) == due_day_by_day(step, start)


@pytest.mark.parametrize(
    ("step", "start", "end"),
    [
        ("termination_notice", date(2021, 9, 30), date(2021, 10, 15)),
        ("reporter_notice", date(2021, 4, 30), date(2021, 5, 11)),  # over Labour Day, with a make-up Saturday
        ("service", date(2021, 4, 30), date(2021, 5, 7)),  # calendar days do not care for holidays
        ("service", date(2021, 9, 30), date(2021, 10, 15)),  # since July 2021 they are working days
        ("case_review", date(2021, 9, 30), date(2021, 10, 20)),
        ("defence", date(2021, 4, 30), date(2021, 5, 3)),
        ("defence", date(2021, 9, 30), date(2021, 10, 13)),  # over the holidays, with a make-up Saturday
        ("closure", date(2021, 9, 30), date(2021, 10, 27)),
        ("decision_extended", date(2021, 3, 1), date(2021, 6, 29)),
        ("publicity_push", date(2021, 3, 1), date(2021, 3, 15)),
        ("council_acceptance", date(2021, 3, 1), date(2021, 3, 8)),
        (
            "odr",
            date(2021, 2, 10),
            date(2021, 3, 2),
        ),  # over Spring Festival to the 17th, with a make-up Saturday on the 20th
        ("counter_notice", date(2021, 3, 1), date(2021, 3, 16)),
        ("identity_report", date(2020, 12, 31), date(2021, 1, 31)),
        ("identity_report", date(2021, 6, 30), date(2021, 7, 31)),
        ("tax_report", date(2025, 9, 30), date(2025, 10, 31)),
        ("tax_report", date(2026, 3, 31), date(2026, 4, 30)),
        (
            "seller_verification",
            date(2021, 8, 31),
            date(2022, 2, 28),
        ),  # no 31st of February: the last of the month
        ("publicity_end_minor", date(2021, 11, 30), date(2022, 2, 28)),
        ("data_retention", date(2020, 2, 29), date(2023, 2, 28)),
    ],
)
def test_other_limits_end_on_the_day_counted_by_hand(step: str, start: date, end: date) -> None:
    assert due(step, start) == end


def test_limits_in_months_keep_what_is_missing() -> None:
    begun = np.array(["2021-08-31", "NaT"], "datetime64[s]")
    assert due_array("seller_verification", begun).tolist() == [date(2022, 2, 28), None]


def test_the_calendar_stands_in_the_store_day_by_day(tmp_path: Path) -> None:
    store = Store(str(tmp_path), threads=1)
    with store.draft(from_current=False) as draft:
        assert (
            calendar.derive(draft) == calendar.derive(draft) == len(CALENDAR)
        )  # a second time changes nothing
    rows = store.snapshot().frame(select(working_day).order_by(working_day.c.day))
    store.close()
    number = 0
    assert len(rows) == len(CALENDAR)
    for row, (day, known) in zip(rows.to_dict("records"), CALENDAR.items(), strict=True):
        number += works(day)
        assert (row["day"].date(), row["is_working"], row["number"]) == (day, works(day), number)
        assert ("" if pd.isna(row["holiday"]) else row["holiday"], row["source"]) == (
            known["holiday_zh"],
            known["source"],
        )


def test_an_unknown_step_is_an_error_that_offers_the_near_one() -> None:
    with pytest.raises(UnknownName, match="did you mean acceptance"):
        due("acceptence", date(2021, 1, 4))

"""Signals: each rule against a count by hand, and what it must not say."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from math import sqrt
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest

from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.metrics.indicators import INDICATORS, Indicator
from data_access.metrics.indicators.governance import complaints_and_reports
from data_access.metrics.labels import labels
from data_access.metrics.query import fetch
from data_access.metrics.signals import ACROSS, Signal, page_of, signals, windows
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.small_city import AS_OF, BINJIANG, ROWS, XIHU, YUHANG, Row

YEAR = Selection(Period(date(2021, 1, 1), AS_OF))
#: Days of the four weeks up to the last day, and of the same weeks a year of 52 weeks before.
NOW, BEFORE = (date(2021, 12, 4), AS_OF), (date(2020, 12, 5), date(2021, 1, 1))
COLUMN = {"platform": "platform_id", "problem": "problem", "goods": "goods", "district": "handling_district"}


def _more(
    count: int, first: date, platform: str, problem: str, goods: str, district: str, start: int, **dates: date
) -> list[Row]:
    """Return so many items over four weeks from a day, none of them closed."""
    empty = dict.fromkeys(ROWS["complaint_report"][0])
    return [
        empty | {
            "item_id": f"M{start + place}", "kind": "complaint", "platform_id": platform, "problem": problem, "goods": goods,
            "handling_district": district, "channel": "phone", "route": "mediation", "is_online": True, "is_named": True,
            "registered_at": datetime.combine(first + timedelta(days=place % 28), datetime.min.time()),
            "rule_version": "mediation-45wd",
        } | dates
        for place in range(count)
    ]  # fmt: skip


ITEMS: list[Row] = [
    *ROWS["complaint_report"],
    *_more(120, NOW[0], "P1", "quality", "apparel", YUHANG, 0),  # from 40 to 120: a surge
    *_more(40, BEFORE[0], "P1", "quality", "apparel", YUHANG, 1000),
    *_more(60, NOW[0], "P2", "after_sales", "general_food", BINJIANG, 2000, close_due=date(2021, 12, 20)),
    *_more(
        45, BEFORE[0], "P2", "after_sales", "general_food", BINJIANG, 3000
    ),  # a third more, and no more than chance
    *_more(90, NOW[0], "P4", "fake", "cosmetics", XIHU, 4000, close_due=AS_OF),
    *_more(12, BEFORE[0], "P4", "fake", "cosmetics", XIHU, 5000),  # a multiple, of too few
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store(str(tmp_path_factory.mktemp("signals")), threads=1)
    fill(store, ROWS | {"complaint_report": ITEMS})
    yield store
    store.close()


def found(store: Store, selection: Selection = YEAR) -> list[Signal]:
    def ask(indicator: Indicator, by: tuple[str, ...], selection: Selection) -> pd.DataFrame:
        return fetch(store.snapshot(), indicator, by, selection, WHOLE_CITY)

    return signals(ask, selection, labels(store.snapshot()))


def of_rule(signals: list[Signal], rule: str) -> list[Signal]:
    return [signal for signal in signals if signal.rule == rule]


def registered(days: tuple[date, date]) -> list[Row]:
    return [row for row in ITEMS if days[0] <= row["registered_at"].date() <= days[1]]


def test_the_windows_are_four_weeks_and_the_same_weekdays_a_year_before() -> None:
    now, before = windows(YEAR)
    assert (now.period.start, now.period.end) == NOW
    assert (before.period.start, before.period.end) == BEFORE
    assert now.period.start.weekday() == before.period.start.weekday()


def test_overdue_items_are_told_by_district_the_most_first_as_counted_by_hand(store: Store) -> None:
    late = Counter(
        row["handling_district"]
        for row in ITEMS
        if row["close_due"]
        and row["close_due"] <= AS_OF
        and row["closed_at"] is None
        and row["handling_district"]
    )
    told = of_rule(found(store), "overdue")
    assert [(signal.member, signal.value, signal.n) for signal in told] == [
        (("district", district), count, count) for district, count in late.most_common(3)
    ]
    assert told[0].selection == YEAR.narrowed("district", XIHU)


def test_a_surge_is_what_a_plain_count_finds_to_have_risen_by_more_than_chance(store: Store) -> None:
    expected: dict[tuple[str, str], tuple[int, int]] = {}
    for key in ACROSS:
        now, before = (Counter(row[COLUMN[key]] for row in registered(days)) for days in (NOW, BEFORE))
        for member, count in now.items():
            earlier = before[member]
            large = count >= 1.25 * earlier and count - earlier > 3 * sqrt(count + earlier)
            if member and min(count, earlier) >= 30 and large:
                expected[key, member] = (count, earlier)
    told = {signal.member: (signal.value, signal.before) for signal in of_rule(found(store), "surge")}
    assert told == expected
    assert ("platform", "P1") in expected
    assert not {("platform", "P2"), ("platform", "P4")} & set(expected)


def test_a_missed_target_is_told_with_its_number_and_n_the_farthest_first(store: Store) -> None:
    told = of_rule(found(store), "missed")
    assert told
    gaps = []
    for signal in told:
        answer = fetch(store.snapshot(), signal.indicator, (), YEAR, WHOLE_CITY).iloc[0]
        assert (signal.value, signal.n) == (answer.value, answer.n)
        target = signal.indicator.target
        assert target
        assert signal.value < target if signal.indicator.good == "up" else signal.value > target
        assert signal.n >= max(1, signal.indicator.min_n)
        gaps.append(abs(signal.value / target - 1))
    assert gaps == sorted(gaps, reverse=True)
    due = [row for row in ITEMS if row["close_due"] and YEAR.period.start <= row["close_due"] <= AS_OF]
    in_time = [row for row in due if row["closed_at"] and row["closed_at"].date() <= row["close_due"]]
    closure = next(signal for signal in told if signal.indicator.key == "closure_on_time")
    assert (closure.value, closure.n) == (pytest.approx(len(in_time) / len(due)), len(due))


def test_too_few_and_targets_that_are_met_say_nothing(small_store: Store) -> None:
    told = found(small_store)
    assert of_rule(told, "surge") == []
    few, met = set(), set()
    for key, indicator in INDICATORS.items():
        answer = fetch(small_store.snapshot(), indicator, (), YEAR, WHOLE_CITY).iloc[0]
        if indicator.target and answer.n < indicator.min_n:
            few.add(key)
        elif indicator.target and answer.value == indicator.target:
            met.add(key)
    assert few, "the small city has ratios of too few"
    assert not (few | met) & {signal.indicator.key for signal in of_rule(told, "missed")}


def test_no_change_is_told_where_the_data_begin_within_the_weeks_to_compare_with(store: Store) -> None:
    first_year = Selection(Period(date(2020, 1, 1), date(2020, 12, 31)))
    assert of_rule(found(store, first_year), "surge") == []


def test_filters_narrow_the_signals(store: Store) -> None:
    told = found(store, YEAR.narrowed("district", YUHANG))
    assert {signal.member for signal in of_rule(told, "overdue")} <= {("district", YUHANG)}
    assert ("platform", "P1") in {signal.member for signal in of_rule(told, "surge")}
    assert all(signal.selection.values("district") == (YUHANG,) for signal in told)


def test_a_signal_links_to_the_page_that_shows_it_under_its_own_selection(store: Store) -> None:
    horizon = labels(store.snapshot()).dataset.horizon
    for signal in found(store, YEAR.narrowed("class", "10")):
        address = urlsplit(signal.href)
        read, problems = Selection.from_query(dict(parse_qsl(address.query)), horizon)
        assert problems == []
        assert read.period == signal.selection.period
        if signal.rule == "surge":  # it opens by week, against the days that it was compared with
            before = read.before()
            assert (read.grain, before and before.period) == ("week", signal.against)
        if signal.member and signal.member[0] == "platform":
            assert address.path == f"/platform/{signal.member[1]}"
            assert read.filters == signal.selection.without("platform").filters
        else:
            assert address.path == page_of(signal.indicator)
            assert read.filters == signal.selection.filters
    assert page_of(INDICATORS["canal_days"]) == "/systems/red_flag_canal"
    assert page_of(INDICATORS["licence_rate"]) == "/"
    assert page_of(complaints_and_reports) == "/governance"


def test_a_store_that_records_nothing_of_it_gives_no_signal(tmp_path: Any) -> None:
    bare = Store(str(tmp_path), threads=1)
    fill(bare, {key: ROWS[key] for key in ("dataset", "code", "region")})
    assert found(bare) == []
    bare.close()

"""Every indicator is computed a second time in plain Python over rows that one can count by hand."""

from datetime import date, timedelta
from math import isnan
from typing import Any

import pytest

from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.query import fetch, grain_of
from data_access.store.store import Store
from tests.oracle import bridges, casework, credit, numbers, products
from tests.oracle.numbers import Filters, Oracle

YEAR = Period(date(2021, 1, 1), date(2021, 12, 31))
CUT = Period(date(2020, 7, 10), date(2021, 2, 20))
ALL = Period(date(2020, 1, 1), date(2021, 12, 31))
#: A year, a part that begins and ends within months, and all days; with and without filters.
QUESTIONS: tuple[tuple[Period, Filters], ...] = (
    (YEAR, {}),
    (CUT, {"platform": {"P1"}}),
    (ALL, {"district": {"330110", "unknown"}}),
    (YEAR, {"class": {"unknown", "20"}}),
    (CUT, {"problem": {"fake"}, "kind": {"complaint"}}),
)

#: The second computations of each subject; a line a module.
SUBJECTS = (numbers, bridges, products, credit, casework)
ORACLES: dict[str, Oracle] = {key: oracle for subject in SUBJECTS for key, oracle in subject.ORACLES.items()}


def test_every_indicator_has_a_second_computation_and_no_other_has() -> None:
    assert set(ORACLES) == set(INDICATORS)


@pytest.mark.parametrize("key", sorted(INDICATORS))
def test_the_splits_of_an_indicator_are_those_that_its_rows_have(key: str) -> None:
    assert INDICATORS[key].splits() == ORACLES[key].splits()


def _ours(store: Store, key: str, by: str | None, period: Period, filters: Filters) -> dict[Any, Any]:
    selection = Selection(period, filters=tuple(sorted((k, tuple(sorted(v))) for k, v in filters.items())))
    frame = fetch(store.snapshot(), INDICATORS[key], (by,) if by else (), selection, WHOLE_CITY)
    members = [None] * len(frame) if by is None else [m.date() if by == "month" else m for m in frame[by]]
    assert len(set(members)) == len(members), "a member stands twice"
    return {
        m: (None if isnan(v) else v, n) for m, v, n in zip(members, frame["value"], frame["n"], strict=True)
    }


def _counted(key: str, period: Period) -> tuple[date, date]:
    """The days that a question about these days is about."""
    start, end = period.start, period.end
    if any(key in subject.KEPT_BY_YEAR for subject in SUBJECTS):
        return date(start.year, 1, 1), date(end.year, 12, 31)
    if any(key in subject.KEPT_BY_MONTH for subject in SUBJECTS):
        while (end + timedelta(days=1)).day != 1:
            end += timedelta(days=1)
        return start.replace(day=1), end
    return start, end


def _has_month(key: str) -> bool:
    return key != "duties_met" and grain_of(INDICATORS[key], "month") == "month"


@pytest.mark.parametrize("key", sorted(INDICATORS))
def test_an_indicator_is_what_one_counts_by_hand(key: str, small_store: Store) -> None:
    oracle = ORACLES[key]
    months = ["month"] if _has_month(key) else []
    for place, (period, filters) in enumerate(QUESTIONS):
        splits = oracle.splits() if place < 2 else oracle.splits() & {"platform", "problem"}
        for by in (None, *sorted(splits), *months):
            expected = oracle.answer(by, _counted(key, period), filters)
            found = _ours(small_store, key, by, period, filters)
            question = f"{key} by {by} in {period.start}..{period.end} of {filters}"
            assert set(found) == set(expected), question
            for member, (value, n) in expected.items():
                wanted = None if value is None else pytest.approx(value, rel=1e-9)
                assert found[member] == (wanted, n), f"{question}: {member}"

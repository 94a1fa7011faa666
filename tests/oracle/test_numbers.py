"""Every indicator is computed a second time in plain Python over rows that one can count by hand."""

from datetime import date, timedelta
from math import isnan
from typing import Any

import pytest
from sqlalchemy import Column

from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.indicators.measures import Measure
from data_access.metrics.plan import answer_all
from data_access.metrics.query import Answer, Question, grain_of, honoured
from data_access.store.store import Store
from tests.oracle import (
    bridges,
    casework,
    catering,
    conduct,
    credit,
    joint,
    live,
    local,
    numbers,
    platform_reports,
    products,
)
from tests.oracle.numbers import Filters, Oracle
from tests.shared import swept

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
SUBJECTS = (
    numbers,
    bridges,
    products,
    credit,
    casework,
    catering,
    joint,
    local,
    platform_reports,
    conduct,
    live,
)
ORACLES: dict[str, Oracle] = {key: oracle for subject in SUBJECTS for key, oracle in subject.ORACLES.items()}
OF_A_SOURCE: dict[str, list[str]] = {}
for _key, _one in sorted(INDICATORS.items()):
    OF_A_SOURCE.setdefault(_one.source.table.name, []).append(_key)


def test_every_indicator_has_a_second_computation_and_no_other_has() -> None:
    assert set(ORACLES) == set(INDICATORS)


@swept("key", sorted(INDICATORS))
def test_the_splits_of_an_indicator_are_those_that_its_rows_have(key: str) -> None:
    assert INDICATORS[key].splits() == ORACLES[key].splits()


def _ours(answer: Answer | Exception, by: str | None, *, framed: bool) -> dict[Any, Any]:
    """Return the value and n of each member, as a frame has them or as rows have them, which charts read."""
    assert isinstance(answer, Answer), answer
    rows = answer.frame().to_dict("records") if framed else answer.records()
    members = [None if by is None else row[by].date() if by == "month" else row[by] for row in rows]
    assert len(set(members)) == len(members), "a member stands twice"
    told = ((None if row["value"] is None or isnan(row["value"]) else row["value"], row["n"]) for row in rows)
    return dict(zip(members, told, strict=True))


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


def _is_a_column(key: str, by: str) -> bool:
    """Say whether a split is a column of the rows that are counted, which is the same whatever rows are chosen and however."""
    indicator = INDICATORS[key]
    found = indicator.source.dimensions.get(by)
    is_own = isinstance(found, Column) and found.table is indicator.source.table
    return is_own and isinstance(indicator.value, Measure)


#: By what the questions after the cut are split, one by each dimension that counts a row more than once or joins it to its platform.
_OF_A_FEW = {2: ("problem", "month"), 3: ("platform",), 4: ("problem", "month")}


def _splits(key: str, place: int) -> list[str | None]:
    """Return what is asked of an indicator: all splits of a year, of a cut those that are joined or reckoned, and else a few.

    What rows a filter leaves is the same part of all of them.
    """
    splits = ORACLES[key].splits() | ({"month"} if _has_month(key) else set())
    if place in _OF_A_FEW:
        return [None, *sorted(splits & set(_OF_A_FEW[place]))]
    few = {"platform", "problem", "month"}
    return [None, *sorted(by for by in splits if place == 0 or by in few or not _is_a_column(key, by))]


@pytest.mark.parametrize("place", range(len(QUESTIONS)))
@pytest.mark.parametrize("source", sorted(OF_A_SOURCE))
def test_indicators_are_what_one_counts_by_hand(source: str, place: int, small_store: Store) -> None:
    """Asked as a board asks: the numbers of one source together, so that what is planned is what is checked."""
    period, filters = QUESTIONS[place]
    chosen = Selection(period, filters=tuple(sorted((k, tuple(sorted(v))) for k, v in filters.items())))
    asked = {
        Question(INDICATORS[key], (by,) if by else (), honoured(INDICATORS[key], chosen)): (key, by)
        for key in OF_A_SOURCE[source]
        for by in _splits(key, place)
    }
    with small_store.snapshot() as snapshot:
        answers = dict(answer_all(snapshot, asked, WHOLE_CITY))
    assert answers.keys() == asked.keys()
    for question, (key, by) in asked.items():
        expected = ORACLES[key].answer(by, _counted(key, period), filters)
        found = _ours(answers[question], by, framed=place == 0 and by in {None, "platform", "month"})
        said = f"{key} by {by} in {period.start}..{period.end} of {filters}"
        assert set(found) == set(expected), said
        for member, (value, n) in expected.items():
            wanted = None if value is None else pytest.approx(value, rel=1e-9)
            assert found[member] == (wanted, n), f"{said}: {member}"

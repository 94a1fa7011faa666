"""Questions that are planned together get the answers that each gets by itself, and nobody waits for what is not wanted."""

import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from sqlalchemy import Executable, func, select

from data_access.domain.access import WHOLE_CITY, Scope
from data_access.domain.dimensions import GRAINS
from data_access.domain.errors import Abandoned, QueryTooSlow
from data_access.domain.filters import Selection
from data_access.domain.periods import Horizon, Period
from data_access.metrics import plan
from data_access.metrics.indicators import INDICATORS, Indicator
from data_access.metrics.plan import answer_all, planned
from data_access.metrics.query import (
    ANSWERS,
    UNKNOWN,
    Answer,
    Answers,
    Question,
    answer,
    fetch,
    grain_of,
    honoured,
)
from data_access.metrics.regions import regions
from data_access.metrics.sources import Timeless
from data_access.store.patience import Patience
from data_access.store.store import Store
from tests.data_access.small_city import ROWS

DATASET = ROWS["dataset"][0]
HORIZON = Horizon(DATASET["starts_on"], DATASET["as_of"])  # type: ignore[arg-type]
#: What the whole city is told in one plan is counted by hand in tests/oracle.
QUERIES = (
    {"from": "2021-02-10", "to": "2021-11-05", "district": "330110", "class": f"10,{UNKNOWN}"},
    {"period": "year", "platform": "P1", "kind": "complaint"},
)
SCOPES = (Scope(frozenset({"330110"})), Scope(frozenset({"330110", "330108"})))
ENDLESS = select(func.count().label("n")).select_from(func.range(10**12).table_valued("i"))


@pytest.fixture
def store(small_city: Path, tmp_path: Path) -> Iterator[Store]:
    made = Store(str(copytree(small_city, tmp_path / "store")), threads=1)
    yield made
    made.close()


def chosen(query: dict[str, str]) -> Selection:
    selection, problems = Selection.from_query(query, HORIZON)
    assert not problems
    return selection


def splits(indicator: Indicator) -> Iterator[tuple[str, ...]]:
    yield ()
    yield from ((key,) for key in sorted(indicator.splits())[:2])


def by_time(indicator: Indicator) -> Iterator[tuple[str, ...]]:
    """Yield the coarsest grain that an indicator has: what all are asked by, whatever their splits."""
    yield from ((grain,) for grain in time_of(indicator)[-1:])


@pytest.mark.parametrize(
    ("query", "scope", "each"),
    [(QUERIES[0], SCOPES[0], splits), (QUERIES[1], SCOPES[1], by_time)],
    ids=("class by its splits", "platform over time"),
)
def test_planned_answers_are_those_of_each_question_by_itself(
    store: Store,
    query: dict[str, str],
    scope: Scope,
    each: Callable[[Indicator], Iterator[tuple[str, ...]]],
) -> None:
    """What rows a question is about, one reader's or another's, both ways of asking have from `Chosen`."""
    selection = chosen(query)
    own = [Question(one, by, honoured(one, selection)) for one in INDICATORS.values() for by in each(one)]
    # Those that are alone in their statement are asked as by themselves.
    asked = [
        question for statement in planned(own) if len(statement.told) > 1 for question, _ in statement.told
    ]
    assert len(asked) > len(own) / 4
    with store.snapshot() as snapshot:
        answers = dict(answer_all(snapshot, asked, scope))
        assert answers.keys() == set(asked)
        ANSWERS.forget()
        for question in asked:
            single = answer(snapshot, question, scope)
            found = answers[question]
            assert isinstance(found, Answer), (question.indicator.key, question.by, found)
            assert found.rows == single.rows, (question.indicator.key, question.by)


def test_measures_over_the_same_rows_are_one_statement_and_each_is_asked_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = ("complaints_and_reports", "complaints", "first_handling_rate", "online_share")
    asked = [Question(INDICATORS[key], ("month",), chosen({"period": "all"})) for key in keys]
    own = [one._replace(selection=honoured(one.indicator, one.selection)) for one in asked]
    assert [len(statement.asked) for statement in planned(own)] == [4]
    with store.snapshot() as snapshot:
        list(answer_all(snapshot, [*asked, *asked], WHOLE_CITY))
        monkeypatch.setattr(type(snapshot), "rows", None)  # whoever asks again fails
        assert all(isinstance(found, Answer) for _, found in answer_all(snapshot, asked, WHOLE_CITY))
        fetch(snapshot, *asked[0], WHOLE_CITY)


def test_what_cannot_be_asked_fails_by_itself(store: Store) -> None:
    wrong = Question(INDICATORS["complaints"], ("nothing",), chosen({}))
    right = Question(INDICATORS["complaints"], ("month",), chosen({}))
    with store.snapshot() as snapshot:
        answers = dict(answer_all(snapshot, [wrong, right], WHOLE_CITY))
    assert isinstance(answers[wrong], Exception)
    assert isinstance(answers[right], Answer)


def endless(monkeypatch: pytest.MonkeyPatch) -> Question:
    """Make every statement of the plan endless, and return a question that is new to this store."""
    monkeypatch.setattr(plan, "compile_query", lambda *_: ENDLESS)
    return Question(INDICATORS["complaints"], ("month",), chosen({}))


def test_work_that_nobody_waits_for_is_stopped_at_once_and_another_reader_gets_the_answer(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = endless(monkeypatch)
    with store.snapshot() as snapshot, store.snapshot() as other:
        stopped: list[float] = []
        threading.Timer(0.3, lambda: (stopped.append(time.monotonic()), snapshot.abandon())).start()
        ((_, found),) = answer_all(snapshot, [question], WHOLE_CITY)
        assert isinstance(found, Abandoned)
        assert time.monotonic() - stopped[0] < 2  # it is 0.01 s; a busy machine may need longer
        with pytest.raises(Abandoned):
            snapshot.rows(ENDLESS)
        assert len(fetch(other, *question, WHOLE_CITY))


def test_a_reader_who_leaves_stops_what_runs_for_him_without_a_word(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    question, gone = endless(monkeypatch), threading.Event()
    with store.snapshot(Patience(is_gone=gone.is_set)) as snapshot:
        threading.Timer(0.3, gone.set).start()
        ((_, found),) = answer_all(snapshot, [question], WHOLE_CITY)
    assert isinstance(found, Abandoned)


def test_a_request_has_one_time_for_all_that_it_asks(store: Store) -> None:
    with store.snapshot(Patience(seconds=0.3)) as snapshot:
        with pytest.raises(QueryTooSlow, match=r"request was stopped after 0\.3 seconds"):
            snapshot.rows(ENDLESS)
        with pytest.raises(QueryTooSlow):  # the next is not even begun
            snapshot.rows(select(func.count()))
    assert store.snapshot().rows(select(func.count())) == [(1,)]


def test_what_has_not_begun_when_nobody_takes_it_is_given_up(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Any] = []
    go = threading.Event()

    def slow(_: Any, statement: Executable) -> list[Any]:
        begun.append(statement)
        if len(begun) > 1:
            go.wait(10)
        return []

    with store.snapshot() as snapshot:
        regions(snapshot)  # what every question asks first is answered
        monkeypatch.setattr(type(snapshot), "rows", slow)
        asked = [
            Question(INDICATORS["complaints"], (key,), chosen({}))
            for key in sorted(INDICATORS["complaints"].splits())
        ]
        answers = answer_all(snapshot, asked, WHOLE_CITY)
        next(answers)
        answers.close()  # type: ignore[attr-defined]
        go.set()
        plan._workers().submit(int).result()  # whatever was to begin before this has begun
    assert len(begun) < len(asked)
    monkeypatch.undo()
    with store.snapshot() as snapshot:  # and whoever asks later is answered
        assert all(isinstance(found, Answer) for _, found in answer_all(snapshot, asked, WHOLE_CITY))


def test_answers_are_kept_up_to_their_bytes() -> None:
    kept = Answers(most_bytes=40_000)
    some = Answer((), tuple((number / 7, number) for number in range(200)))
    for number in range(20):
        kept.claim(number)
        kept.give(number, some)
        assert kept.bytes <= 40_000
    assert not kept.claim(19)[1]
    assert kept.claim(0)[1]
    kept.claim("large")
    kept.give("large", Answer((), tuple((number / 7, number) for number in range(4_000))))
    assert kept.claim("large")[1]


def test_answers_weigh_no_more_than_they_say_and_come_back_as_they_were() -> None:
    kept = Answers(most_bytes=10_000_000)
    tracemalloc.start()
    try:
        for number in range(300):
            rows = [(f"P{place:03}", date(2021, 1, 1 + number % 28), place / 7, place) for place in range(83)]
            kept.claim(number)
            kept.give(number, Answer(("platform", "day"), (*rows, ("P999", date(2021, 2, 1), None, 0))))
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(rows) == 83
    assert held < kept.bytes < 2_000_000
    answer = kept.kept(299)
    assert answer
    assert answer.by == ("platform", "day")
    assert answer.rows == (*rows, ("P999", date(2021, 2, 1), None, 0))


def test_what_longer_periods_and_finer_splits_tell_is_not_asked() -> None:
    two_years, year = chosen({"from": "2020-01-01", "to": "2021-12-31"}), chosen({"period": "2021"})
    wanted = [
        ("complaints", ("month",), year),  # of the same rows as the next, over a part of its months
        ("complaints_and_reports", ("month",), two_years),
        ("handling_days_median", ("month",), year),  # no months of it are told by others
        ("handling_days", ("month",), two_years),
        ("complaints_and_reports", (), year),
        ("complaints_and_reports", ("problem",), year),
        ("complaints_and_reports", ("problem", "platform"), year),
        ("complaints_and_reports", ("route",), year),
        ("closure_rate", (), year),  # a rate is no sum
    ]
    questions = [Question(INDICATORS[key], by, honoured(INDICATORS[key], one)) for key, by, one in wanted]
    statements = planned(questions)
    assert sorted(sorted(one.indicator.key for one, _ in statement.told) for statement in statements) == [
        ["closure_rate"],
        ["complaints", "complaints_and_reports"],
        ["complaints_and_reports"],
        ["complaints_and_reports"] * 3,
        ["handling_days"],
        ["handling_days_median"],
    ]
    assert {one for statement in statements for one, _ in statement.told} == set(questions)


def test_what_is_told_by_others_is_what_is_asked_by_itself(store: Store) -> None:
    years = chosen({"from": "2020-01-01", "to": "2021-12-31", "class": "10,unknown"})
    part = years.during(Period(date(2021, 4, 1), date(2021, 9, 30)))
    asked = [
        Question(one, by, honoured(one, selection))
        for one in INDICATORS.values()
        for selection, by in [*product((years, part), [by_month(one)]), *product([years], pairs(one))]
    ]
    told = [pair for statement in planned(asked) for pair in statement.told if pair[0] != pair[1]]
    assert len(told) > 100
    with store.snapshot() as snapshot:
        found = dict(answer_all(snapshot, asked, WHOLE_CITY))
        ANSWERS.forget()
        for question, _ in told:
            answered = found[question]
            assert isinstance(answered, Answer)
            assert answered.rows == answer(snapshot, question, WHOLE_CITY).rows, question


def time_of(indicator: Indicator) -> tuple[str, ...]:
    if isinstance(indicator.source.cohorts[indicator.cohort], Timeless):
        return ()
    return tuple(grain for grain in GRAINS if grain_of(indicator, grain) == grain)


def by_month(indicator: Indicator) -> tuple[str, ...]:
    return ("month",) if "month" in time_of(indicator) else ()


def pairs(indicator: Indicator) -> list[tuple[str, ...]]:
    """Return two splits of a sum together, which tell each of them; none where there are no two."""
    found = tuple(sorted(indicator.splits())[:2])
    return [found, found[:1], found[1:]] if indicator.additive and len(found) == 2 else []

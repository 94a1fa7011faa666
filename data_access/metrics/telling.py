"""What an answer tells of other questions: a longer period of its months, a finer split of its sums. It is not asked again."""

from collections.abc import Collection, Iterable
from typing import Any

from data_access.domain.dimensions import GRAINS
from data_access.domain.periods import Period, is_whole
from data_access.metrics.indicators.measures import Measure
from data_access.metrics.query import Question
from data_access.metrics.sources import Flow

#: What the engine answers: codes (or the first day of a bucket), value and n.
Rows = list[tuple[Any, ...]]


def tellers(questions: Collection[Question]) -> dict[Question, Question]:
    """Return for each question the one whose rows tell its own: itself, if no other does.

    Those that are told by a longer period may be told by a question that nobody asked: what counts the same rows by the
    same months over that period is asked in the same statement.
    """
    longest = _longest(questions)
    wide = {question: _widened(question, longest) for question in questions}
    asked = set(wide.values())
    finer = {question: _finer(question, asked) for question in asked}
    return {question: _last(finer, asked_as) for question, asked_as in wide.items()}


def told(rows: Rows, teller: Question, question: Question) -> Rows:
    """Return the rows of a question from those of its teller."""
    period = question.selection.period
    if teller.selection.period != period:
        place = next(place for place, key in enumerate(teller.by) if key in GRAINS)
        rows = [row for row in rows if period.start <= row[place] <= period.end]
    return rows if teller.by == question.by else _summed(rows, teller, question)


def _longest(questions: Iterable[Question]) -> dict[Any, Period]:
    """Return the longest period over which the same rows are counted by the same buckets."""
    found: dict[Any, Period] = {}
    for question in questions:
        if _can_be_cut(question):
            period, key = question.selection.period, _counted(question)
            found[key] = max(found.get(key, period), period, key=lambda one: one.days)
    return found


def _widened(question: Question, longest: dict[Any, Period]) -> Question:
    if not _can_be_cut(question):
        return question
    period, own = longest[_counted(question)], question.selection.period
    holds = period.start <= own.start and own.end <= period.end
    return question._replace(selection=question.selection.during(period)) if holds else question


def _counted(question: Question) -> Any:
    indicator, by, selection = question
    return indicator.source.key, indicator.cohort, by, selection.filters


def _can_be_cut(question: Question) -> bool:
    """Say whether buckets of a longer period are those of the question: whole ones of a flow; a quantile of more rows costs."""
    indicator, by, selection = question
    grain = next((key for key in by if key in GRAINS), None)
    is_pooled = isinstance(indicator.value, Measure) and indicator.value.pools is not None
    is_flow = isinstance(indicator.source.cohorts[indicator.cohort], Flow)
    return bool(grain and is_pooled and is_flow and is_whole(selection.period, grain))


def _finer(question: Question, asked: Collection[Question]) -> Question:
    """Return the question with the fewest dimensions more whose members add up to those of this one."""
    indicator, by, selection = question
    if not indicator.additive:
        return question
    others = [
        other
        for other in asked
        if other.indicator is indicator
        and other.selection == selection
        and set(by) < set(other.by)
        and not any(key in GRAINS for key in set(other.by) - set(by))
    ]
    return min(others, key=lambda other: (len(other.by), other.by), default=question)


def _last(finer: dict[Question, Question], question: Question) -> Question:
    while finer[question] is not question:
        question = finer[question]
    return question


def _summed(rows: Rows, teller: Question, question: Question) -> Rows:
    """Return the sums of rows over the dimensions that a question has not."""
    places = [teller.by.index(key) for key in question.by]
    groups: dict[tuple[Any, ...], tuple[Any, int]] = {} if places else {(): (None, 0)}
    for row in rows:
        key = tuple(row[place] for place in places)
        value, n = groups.get(key, (None, 0))
        more = row[-2]
        groups[key] = (more if value is None else value if more is None else value + more, n + (row[-1] or 0))
    measure = question.indicator.value
    if isinstance(measure, Measure) and measure.value is measure.n:  # of a count none is 0
        groups = {key: (value or 0, n) for key, (value, n) in groups.items()}
    return [(*key, *numbers) for key, numbers in groups.items()]

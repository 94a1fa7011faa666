"""Questions that are asked together are planned together: one statement for measures over the same rows, side by side.

The plan fills the one cache that `fetch` reads, so that each question is asked once, whoever asks and however.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from data_access.domain.access import Scope
from data_access.domain.errors import Abandoned
from data_access.metrics.answering import Answer
from data_access.metrics.indicators.measures import Measure
from data_access.metrics.query import (
    ANSWERS,
    Question,
    answer,
    answer_key,
    placed,
)
from data_access.metrics.statements import compile_query, compile_together, way_of
from data_access.metrics.telling import Rows, tellers, told
from data_access.store.snapshots import Snapshot

#: Statements that run at the same time for all readers of a process; the engine shares its own threads among them.
AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Statement:
    """What one statement asks, and the questions that it answers, each with the one asked whose rows tell it."""

    asked: tuple[Question, ...]
    told: tuple[tuple[Question, Question], ...]


@cache
def _workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="questions")


def rest() -> None:
    """End the threads of this process when they are done; they begin again where something is asked."""
    _workers().shutdown()
    _workers.cache_clear()


def answer_all(
    snapshot: Snapshot, questions: Iterable[Question], scope: Scope
) -> Iterator[tuple[Question, Answer | Exception]]:
    """Yield each question with its answer as `answer` gives it, or with what it raises, as they are ready.

    What has not begun when the caller stops taking them is not begun any more.
    """
    asked: dict[Any, list[Question]] = {}
    futures: dict[Future[Answer], Any] = {}
    mine: dict[Any, Question] = {}
    for question in questions:
        own = placed(snapshot, question)
        key = answer_key(snapshot, own, scope)
        if key not in asked:
            future, is_mine = ANSWERS.claim(key)
            futures[future] = key
            if is_mine:
                mine[key] = own
        asked.setdefault(key, []).append(question)
    jobs = _begun(snapshot, mine, scope)
    try:
        for future in as_completed(futures):
            for question in asked[futures[future]]:
                yield question, _result(future, snapshot, question, scope)
    finally:
        for job in jobs:
            job.cancel()


def together(snapshot: Snapshot, questions: Sequence[Question], scope: Scope) -> list[pd.DataFrame]:
    """Return the answers of questions in their order, as `fetch` gives them; raises what answering the first that failed did."""
    found: dict[Question, pd.DataFrame] = {}
    for question, answered in answer_all(snapshot, questions, scope):
        if isinstance(answered, Exception):
            raise answered
        found[question] = answered.frame()
    return [found[question] for question in questions]


def _result(
    future: Future[Answer], snapshot: Snapshot, question: Question, scope: Scope
) -> Answer | Exception:
    try:
        return future.result().under(question.by)
    except Abandoned:  # perhaps by another reader, who was to give it
        try:
            return answer(snapshot, question, scope)
        except Exception as error:  # noqa: BLE001  (it is raised by whoever asked)
            return error
    except Exception as error:  # noqa: BLE001  (as above)
        return error


def _begun(snapshot: Snapshot, mine: dict[Any, Question], scope: Scope) -> list[Future[None]]:
    """Give every statement of the plan to the workers; a job that is not begun in the end gives up its questions."""
    key_of = {question: key for key, question in mine.items()}

    def job(statement: Statement) -> Future[None]:
        keys = [key_of[question] for question, _ in statement.told]
        held = snapshot.again()

        def done(future: Future[None]) -> None:
            held.close()
            if future.cancelled():
                for key in keys:
                    ANSWERS.give(key, Abandoned("Nobody waits for the answer any more."))

        future = _workers().submit(_answer, held, statement, keys, scope)
        future.add_done_callback(done)
        return future

    return [job(statement) for statement in planned(list(mine.values()))]


def planned(questions: Sequence[Question]) -> list[Statement]:
    """Return the statements that answer questions, each with the questions that it answers; the largest come first."""
    teller_of = tellers(questions)
    kin: dict[Any, dict[Question, list[Question]]] = {}
    for question in questions:
        asked = teller_of[question]
        kin.setdefault(_kin(asked), {}).setdefault(asked, []).append(question)
    statements = [
        Statement(tuple(asked), tuple((one, teller) for teller, ones in asked.items() for one in ones))
        for asked in kin.values()
    ]
    return sorted(statements, key=lambda statement: len(statement.asked), reverse=True)


def _kin(question: Question) -> Any:
    """Return what questions have in common that one statement answers; one that must be asked alone has itself."""
    indicator, by, selection = question
    if not isinstance(indicator.value, Measure):
        return question
    way = way_of(indicator, by, selection)
    return question if way == "once" else (indicator.source.key, indicator.cohort, by, selection, way)


def _answer(snapshot: Snapshot, statement: Statement, keys: list[Any], scope: Scope) -> None:
    """Answer the questions of one statement and give each its answer, or all of them what went wrong."""
    try:
        answers = _answers(snapshot, statement, scope)
    except BaseException as error:  # noqa: BLE001  (whoever asked raises it; nobody may wait for ever)
        answers = [error] * len(keys)
    for key, found in zip(keys, answers, strict=True):
        ANSWERS.give(key, found)


def _answers(snapshot: Snapshot, statement: Statement, scope: Scope) -> list[Any]:
    asked = statement.asked
    indicator, by, selection = asked[0]
    if len(asked) == 1:
        rows_of = {asked[0]: snapshot.rows(compile_query(indicator, by, selection, scope))}
    else:
        indicators = [question.indicator for question in asked]
        rows = snapshot.rows(compile_together(indicators, by, selection, scope))
        rows_of = {question: _of(rows, len(by), place) for place, question in enumerate(asked)}
    return [
        Answer.of(question.by, told(rows_of[teller], teller, question)) for question, teller in statement.told
    ]


def _of(rows: Rows, keys: int, place: int) -> Rows:
    """Return the rows of one indicator among those of a statement: the members that it has by itself."""
    first = keys + 3 * place
    return [(*row[:keys], row[first], row[first + 1]) for row in rows if not keys or row[first + 2]]


__all__ = ["Question", "answer_all", "planned", "together"]

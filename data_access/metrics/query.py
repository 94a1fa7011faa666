"""Questions to the facts: the one road to their answers, `fetch`, and the one cache of them, bounded by bytes."""

from collections.abc import Callable, Sized
from math import prod
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import func, select

from data_access.domain.access import Scope
from data_access.domain.dimensions import DIMENSIONS, GRAINS
from data_access.domain.errors import Abandoned
from data_access.domain.filters import Selection
from data_access.domain.periods import buckets
from data_access.metrics.answering import Answer, Answers
from data_access.metrics.indicators.base import Indicator
from data_access.metrics.regions import DISTRICT, regions
from data_access.metrics.statements import (
    UNKNOWN,
    adds_months,
    can_split,
    compile_query,
    grain_of,
    honoured,
    unhonoured,
    whole,
)
from data_access.store.snapshots import Snapshot

#: What all answers that are kept may weigh, in bytes.
MOST_BYTES = 8 * 2**20


class Question(NamedTuple):
    """An indicator by dimensions under a selection."""

    indicator: Indicator
    by: tuple[str, ...]
    selection: Selection


ANSWERS = Answers(MOST_BYTES)


def fetch(
    snapshot: Snapshot, indicator: Indicator, by: tuple[str, ...], selection: Selection, scope: Scope
) -> pd.DataFrame:
    """Return a frame with a column of codes (or bucket starts) for each of `by`, then `value` (float) and `n` (int).

    Answers are kept under the version of the snapshot that gave them. Raises what compile_query and the store raise.
    """
    return answer(snapshot, Question(indicator, by, selection), scope).frame()


def answer(snapshot: Snapshot, question: Question, scope: Scope) -> Answer:
    """Return the same as plain rows."""
    asked = placed(snapshot, question)

    def computed() -> Answer:
        return Answer.of(asked.by, snapshot.rows(compile_query(*asked, scope)))

    return _kept(answer_key(snapshot, asked, scope), computed).under(question.by)


def answered(snapshot: Snapshot, question: Question, scope: Scope) -> Answer | None:
    """Return the answer of a question where it is kept, None where it would have to be asked."""
    found = ANSWERS.kept(answer_key(snapshot, placed(snapshot, question), scope))
    return found and found.under(question.by)


def most_rows(question: Question, members: Callable[[str], Sized]) -> int:
    """Return how many rows the answer of a question has at most: its buckets of time times the `members` that it is split by."""
    known = [key for key in question.by if key in DIMENSIONS]  # what is none is refused where it is asked
    period = question.selection.period
    return prod(len(buckets(period, key)) if key in GRAINS else len(members(key)) + 1 for key in known)


def size(snapshot: Snapshot, question: Question, scope: Scope) -> int:
    """Return how many rows the answer of a question has, which the engine counts; raises what `fetch` raises."""
    asked = compile_query(*placed(snapshot, question), scope).subquery()
    ((rows,),) = snapshot.rows(select(func.count()).select_from(asked))
    return int(rows)


def placed(snapshot: Snapshot, question: Question) -> Question:
    """Return a question as a statement answers it: what its indicator honours, regions at the level by which it is told."""
    own = honoured(question.indicator, question.selection)
    if not _names_regions(question.by, own):
        return question._replace(selection=own)
    held = regions(snapshot)
    return Question(question.indicator, held.told_by(question.by, own), held.all_of(own))


def _names_regions(by: tuple[str, ...], selection: Selection) -> bool:
    return DISTRICT in by or bool(selection.values(DISTRICT))


def answer_key(snapshot: Snapshot, asked: Question, scope: Scope) -> Any:
    """Return under what the answer of a question is kept; its selection is what the indicator honours."""
    return snapshot.key, asked.indicator.key, asked.by, asked.selection, scope


def _kept(key: Any, computed: Callable[[], Answer]) -> Answer:
    while True:
        future, is_mine = ANSWERS.claim(key)
        if is_mine:
            try:
                ANSWERS.give(key, computed())
            except BaseException as error:
                ANSWERS.give(key, error)
                raise
        try:
            return future.result()
        except Abandoned:  # by somebody else, who was to give it
            continue


def ranked(frame: pd.DataFrame, key: str = "code", *, ascending: bool = False) -> pd.DataFrame:
    """Return rows from the most to the least, or the other way; those without a member have no rank and stand last."""
    frame = frame.sort_values("value", ascending=ascending, kind="stable", ignore_index=True)
    if key not in frame:
        return frame
    return frame.sort_values(key, key=lambda codes: codes == UNKNOWN, kind="stable", ignore_index=True)


__all__ = [
    "ANSWERS",
    "UNKNOWN",
    "Answer",
    "Answers",
    "Question",
    "adds_months",
    "answer",
    "answer_key",
    "answered",
    "can_split",
    "compile_query",
    "fetch",
    "grain_of",
    "honoured",
    "most_rows",
    "placed",
    "ranked",
    "size",
    "unhonoured",
    "whole",
]

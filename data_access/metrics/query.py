"""Questions to the facts: the one road to their answers, `fetch`, and the one cache of them, bounded by bytes."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from cachetools import LRUCache

from data_access.domain.access import Scope
from data_access.domain.dimensions import GRAINS
from data_access.domain.errors import Abandoned
from data_access.domain.filters import Selection
from data_access.metrics.indicators.base import Indicator
from data_access.metrics.statements import (
    UNKNOWN,
    compile_query,
    grain_of,
    honoured,
    unhonoured,
    whole,
)
from data_access.store.snapshots import Snapshot

#: What all answers that are kept may weigh, in bytes.
MOST_BYTES = 64 * 2**20
#: What a frame weighs beside its rows.
_FRAME_BYTES = 4096


class Question(NamedTuple):
    """An indicator by dimensions under a selection."""

    indicator: Indicator
    by: tuple[str, ...]
    selection: Selection


class Answers:
    """Answers by question and version, those that were used last; each is computed by one who asks, for all who wait."""

    def __init__(self, most_bytes: int) -> None:
        self._lock = Lock()
        self._kept: LRUCache[Any, pd.DataFrame] = LRUCache(most_bytes, getsizeof=_weight)
        self._coming: dict[Any, Future[pd.DataFrame]] = {}

    def claim(self, key: Any) -> tuple[Future[pd.DataFrame], bool]:
        """Return the answer, there or coming, and whether the caller is the one who must give it."""
        with self._lock:
            if key in self._coming:
                return self._coming[key], False
            future: Future[pd.DataFrame] = Future()
            if (kept := self._kept.get(key)) is not None:
                future.set_result(kept)
                return future, False
            self._coming[key] = future
            return future, True

    def kept(self, key: Any) -> pd.DataFrame | None:
        """Return the answer where it is there, None where it is not or is still coming."""
        with self._lock:
            return self._kept.get(key)

    def give(self, key: Any, answer: pd.DataFrame | BaseException) -> None:
        """Give the answer that was claimed to all who wait for it, and keep it unless it is what went wrong."""
        with self._lock:
            future = self._coming.pop(key)
            if isinstance(answer, pd.DataFrame) and _weight(answer) <= self._kept.maxsize:
                self._kept[key] = answer
        if isinstance(answer, BaseException):
            future.set_exception(answer)
        else:
            future.set_result(answer)

    def forget(self) -> None:
        """Keep nothing of what was answered."""
        with self._lock:
            self._kept.clear()

    @property
    def bytes(self) -> int:
        """What is kept weighs so much."""
        return int(self._kept.currsize)


def _weight(answer: pd.DataFrame) -> int:
    return _FRAME_BYTES + int(answer.memory_usage(index=False).sum())


ANSWERS = Answers(MOST_BYTES)


def fetch(
    snapshot: Snapshot, indicator: Indicator, by: tuple[str, ...], selection: Selection, scope: Scope
) -> pd.DataFrame:
    """Return a frame with a column of codes (or bucket starts) for each of `by`, then `value` (float) and `n` (int).

    Answers are kept under the version of the snapshot that gave them. Raises what compile_query and the store raise.
    """
    asked = Question(indicator, by, honoured(indicator, selection))

    def answer() -> pd.DataFrame:
        return framed(by, snapshot.rows(compile_query(*asked, scope)))

    return _kept(answer_key(snapshot, asked, scope), answer).copy(deep=False)


def answered(snapshot: Snapshot, question: Question, scope: Scope) -> pd.DataFrame | None:
    """Return the answer of a question where it is kept, None where it would have to be asked."""
    own = question._replace(selection=honoured(question.indicator, question.selection))
    found = ANSWERS.kept(answer_key(snapshot, own, scope))
    return None if found is None else found.copy(deep=False)


def answer_key(snapshot: Snapshot, asked: Question, scope: Scope) -> Any:
    """Return under what the answer of a question is kept; its selection is what the indicator honours."""
    return snapshot.key, asked.indicator.key, asked.by, asked.selection, scope


def _kept(key: Any, answer: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    while True:
        future, is_mine = ANSWERS.claim(key)
        if is_mine:
            try:
                ANSWERS.give(key, answer())
            except BaseException as error:
                ANSWERS.give(key, error)
                raise
        try:
            return future.result()
        except Abandoned:  # by somebody else, who was to give it
            continue


def framed(by: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    """Return the frame of rows of codes, value and n, in the order of their codes."""
    told = sorted(
        ((tuple(UNKNOWN if code is None else code for code in codes), value, n) for *codes, value, n in rows),
        key=lambda row: row[0],
    )
    columns: dict[str, Any] = {
        key: _codes([codes[place] for codes, _, _ in told], key) for place, key in enumerate(by)
    }
    columns["value"] = np.array([value for _, value, _ in told], dtype="float64")
    columns["n"] = np.array([n or 0 for _, _, n in told], dtype="int64")
    return pd.DataFrame(columns)


def _codes(members: list[Any], key: str) -> Any:
    return pd.DatetimeIndex(members).as_unit("us") if key in GRAINS else pd.array(members, dtype="str")


def ranked(frame: pd.DataFrame, key: str = "code", *, ascending: bool = False) -> pd.DataFrame:
    """Return rows from the most to the least, or the other way; those without a member have no rank and stand last."""
    frame = frame.sort_values("value", ascending=ascending, kind="stable", ignore_index=True)
    if key not in frame:
        return frame
    return frame.sort_values(key, key=lambda codes: codes == UNKNOWN, kind="stable", ignore_index=True)


__all__ = [
    "ANSWERS",
    "UNKNOWN",
    "Answers",
    "Question",
    "answer_key",
    "answered",
    "compile_query",
    "fetch",
    "framed",
    "grain_of",
    "honoured",
    "ranked",
    "unhonoured",
    "whole",
]

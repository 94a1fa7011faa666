"""Answers: a few rows, which are kept packed; a frame is made of them for whoever wants one."""

import pickle
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Any, NamedTuple, Self

import numpy as np
import pandas as pd
from cachetools import LRUCache

from data_access.domain.dimensions import GRAINS
from data_access.metrics.narrowing import UNKNOWN

#: What the question of an answer that is kept weighs, in bytes.
_QUESTION_BYTES = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What a question was answered: a code or the first day of a bucket for each of `by`, then value and n.

    Rows are in the order of their codes; a value is a float, None where there is none.
    """

    by: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @classmethod
    def of(cls, by: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> Self:
        """Return the answer of rows of the store; what has no code is unknown."""
        told = [
            (*(UNKNOWN if code is None else code for code in codes), _number(value), int(n or 0))
            for *codes, value, n in rows
        ]
        return cls(by, tuple(sorted(told, key=lambda row: row[:-2])))

    def under(self, by: tuple[str, ...]) -> "Answer":
        """Return the same rows under the dimensions that were asked for."""
        return self if by == self.by else Answer(by, self.rows)

    def records(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries; days are moments."""
        names = (*self.by, "value", "n")
        found = [dict(zip(names, row, strict=True)) for row in self.rows]
        for key in self.by:
            if key in GRAINS:
                for row in found:
                    row[key] = _moment(row[key])
        return found

    def frame(self) -> pd.DataFrame:
        """Return a column of codes (or bucket starts) for each of `by`, then `value` (float) and `n` (int)."""
        columns: dict[str, Any] = {
            key: _codes([row[place] for row in self.rows], key) for place, key in enumerate(self.by)
        }
        columns["value"] = np.array([row[-2] for row in self.rows], dtype="float64")
        columns["n"] = np.array([row[-1] for row in self.rows], dtype="int64")
        return pd.DataFrame(columns)


class _Packed(NamedTuple):
    """An answer as it is kept: its rows as tuples, texts and numbers of their own would weigh six times as much."""

    by: tuple[str, ...]
    rows: bytes

    @classmethod
    def of(cls, answer: Answer) -> Self:
        return cls(answer.by, pickle.dumps(answer.rows, pickle.HIGHEST_PROTOCOL))

    @property
    def answer(self) -> Answer:
        return Answer(self.by, pickle.loads(self.rows))  # noqa: S301  (of this very process)

    @property
    def weight(self) -> int:
        """About how many bytes it holds, with its question."""
        return _QUESTION_BYTES + len(self.rows)


def _number(value: Any) -> float | None:
    if value is None:
        return None
    number = float(value)
    return None if number != number else number  # noqa: PLR0124  (what is no number)


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _codes(members: list[Any], key: str) -> Any:
    return pd.DatetimeIndex(members).as_unit("us") if key in GRAINS else pd.array(members, dtype="str")


class Answers:
    """Answers by question and version, those that were used last; each is computed by one who asks, for all who wait."""

    def __init__(self, most_bytes: int) -> None:
        self._lock = Lock()
        self._kept: LRUCache[Any, _Packed] = LRUCache(most_bytes, getsizeof=lambda packed: packed.weight)
        self._coming: dict[Any, Future[Answer]] = {}

    def claim(self, key: Any) -> tuple[Future[Answer], bool]:
        """Return the answer, there or coming, and whether the caller is the one who must give it."""
        with self._lock:
            if key in self._coming:
                return self._coming[key], False
            future: Future[Answer] = Future()
            if (kept := self._kept.get(key)) is not None:
                future.set_result(kept.answer)
                return future, False
            self._coming[key] = future
            return future, True

    def kept(self, key: Any) -> Answer | None:
        """Return the answer where it is there, None where it is not or is still coming."""
        with self._lock:
            kept = self._kept.get(key)
        return kept and kept.answer

    def give(self, key: Any, answer: Answer | BaseException) -> None:
        """Give the answer that was claimed to all who wait for it, and keep it unless it is what went wrong."""
        packed = _Packed.of(answer) if isinstance(answer, Answer) else None
        with self._lock:
            future = self._coming.pop(key)
            if packed and packed.weight <= self._kept.maxsize:
                self._kept[key] = packed
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

"""The id of a number: all that it takes to give the same number again, in one text that can be read, linked and typed."""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2s
from typing import Any, Self
from urllib.parse import quote, unquote

from data_access.domain.access import Scope
from data_access.domain.dimensions import GRAINS
from data_access.domain.errors import BadValue, CockpitError
from data_access.domain.filters import FILTERS, Selection
from data_access.domain.periods import Period
from data_access.domain.text import Text
from data_access.metrics.query import Question, honoured

#: Between the parts of an id, and what stands before its splits, its districts and its data version.
_BETWEEN, _BY, _WITHIN, _DATA = "~", "by", "within", "data"
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)\.(\d{4}-\d\d-\d\d)")


class BadNumberId(CockpitError):
    """A text that is no id of a number, or one that was mistyped; `words` say so in the reader's language."""

    words = Text(
        "这不是完整的取数编号：请检查有无漏字、错字，从导出文件或「这个数从哪来」整段复制。",
        "This is no whole id of a number: look for a letter that is missing or wrong, or copy all of it from the file "
        "or from “Where does this number come from”.",
    )

    def __init__(self) -> None:
        super().__init__(self.words("en"))


@dataclass(frozen=True, slots=True)
class NumberId:
    """An indicator by dimensions under a selection, as a reader of these districts (None: all) saw it in a version of the data.

    `members` are those of `by` that name one cell, days as ISO text; none where all cells are meant. `edition` is the version
    of the definition.
    """

    indicator: str
    edition: int
    by: tuple[str, ...]
    members: tuple[str, ...]
    period: Period
    filters: tuple[tuple[str, tuple[str, ...]], ...]
    districts: tuple[str, ...] | None
    version: str

    @classmethod
    def of(cls, question: Question, scope: Scope, version: str, members: tuple[str, ...] = ()) -> Self:
        """Return the id of an answer, or of the one cell of it that `members` name."""
        asked = honoured(question.indicator, question.selection)
        districts = None if scope.districts is None else tuple(sorted(scope.districts))
        return cls(
            question.indicator.key, question.indicator.version, question.by, members, asked.period,
            asked.filters, districts, version,
        )  # fmt: skip

    @classmethod
    def read(cls, text: str) -> Self:
        """Return what an id says; raises BadNumberId."""
        body, _, check = text.strip().rpartition(_BETWEEN)
        if not body or check != _check(body):
            raise BadNumberId
        try:
            return cls._read(body)
        except (ValueError, BadValue) as error:
            raise BadNumberId from error

    @classmethod
    def _read(cls, body: str) -> Self:
        indicator, edition, days, *rest = body.split(_BETWEEN)
        found = _DAYS.fullmatch(days)
        if found is None:
            raise BadNumberId
        told = {key: _values(text) for key, _, text in (part.partition("=") for part in rest)}
        by = [part.partition(":") for part in told.pop(_BY, ())]
        districts, (version,) = told.pop(_WITHIN, None), told.pop(_DATA)
        if told.keys() - FILTERS.keys():
            raise BadNumberId
        return cls(
            indicator, int(edition), tuple(_plain(key) for key, _, _ in by),
            tuple(_plain(member) for _, sign, member in by if sign),
            Period(*map(date.fromisoformat, found.groups())),
            tuple(sorted((key, tuple(map(_plain, values))) for key, values in told.items())),
            None if districts is None else tuple(map(_plain, districts)), _plain(version),
        )  # fmt: skip

    def cell(self, row: Mapping[Hashable, Any]) -> Self:
        """Return the id of one row of the answer."""
        return replace(self, members=tuple(member_of(key, row[key]) for key in self.by))

    @property
    def selection(self) -> Selection:
        """The days and filters."""
        return Selection(self.period, filters=self.filters)

    @property
    def scope(self) -> Scope:
        """The districts that its reader saw; no number is another one for who sees persons."""
        return Scope(None if self.districts is None else frozenset(self.districts))

    def __str__(self) -> str:
        """Return the text, of signs that an address holds as they are, with a check against mistyping at its end."""
        splits = [
            f"{_safe(key)}:{_safe(self.members[place])}" if self.members else _safe(key)
            for place, key in enumerate(self.by)
        ]
        body = _BETWEEN.join([
            self.indicator, str(self.edition), f"{self.period.start}.{self.period.end}",
            *(f"{key}={','.join(map(_safe, values))}" for key, values in self.filters),
            *([f"{_BY}={','.join(splits)}"] if splits else []),
            *([f"{_WITHIN}={','.join(map(_safe, self.districts))}"] if self.districts is not None else []),
            f"{_DATA}={_safe(self.version)}",
        ])  # fmt: skip
        return f"{body}{_BETWEEN}{_check(body)}"


def member_of(key: str, member: Any) -> str:
    """Return the member of a split as an id names it: a bucket of time by its first day."""
    return f"{member:%Y-%m-%d}" if key in GRAINS else str(member)


def _check(body: str) -> str:
    return blake2s(body.encode(), digest_size=4).hexdigest()


def _values(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


def _safe(text: str) -> str:
    """Return a text without the signs that mean something in an id or an address; a server would read %2F before we do."""
    return quote(text, safe="").replace(_BETWEEN, "%7E").replace("%", "!")


def _plain(text: str) -> str:
    return unquote(text.replace("!", "%"))

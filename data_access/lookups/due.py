"""What falls due: how many steps of each kind are past their limit or near it, and which they are, oldest first.

Today is the last day of the selection, and that day is over: what fell due on it and is not done counts as overdue, as in the
indicators of what is overdue.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

import pandas as pd
from sqlalchemy import Select, and_, or_, select, union_all

from data_access.domain.access import Scope
from data_access.domain.errors import BadValue, UnknownName
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.domain.text import Text
from data_access.domain.working_days import after as working_days_after
from data_access.domain.working_days import elapsed
from data_access.lookups.due_kinds import KINDS, TASK, TITLES, DueKind, law_of
from data_access.lookups.rows import LISTINGS
from data_access.metrics.indicators.base import Indicator
from data_access.metrics.indicators.measures import count
from data_access.metrics.indicators.units import ITEMS
from data_access.metrics.labels import labels
from data_access.metrics.plan import together
from data_access.metrics.query import Question, compile_query
from data_access.metrics.sources import sql_day
from data_access.metrics.sources.base import sql_literal
from data_access.store.engines import Day
from data_access.store.snapshots import Snapshot

When = Literal["overdue", "today", "3", "5", "10"]
#: What a reader may choose of time, beside a single day.
WHENS: Mapping[When, Text] = {
    "overdue": Text("已超期", "Overdue"),
    "today": Text("当日到期", "Due that day"),
    "3": Text("3个工作日内", "Within 3 working days"),
    "5": Text("5个工作日内", "Within 5 working days"),
    "10": Text("10个工作日内", "Within 10 working days"),
}
#: No limit of anybody lies before it.
EVER = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Of what falls due a reader may choose one kind, and a time: one of `WHENS`, or a day; all of both where nothing is chosen."""

    kind: str = ""
    when: When | date | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        """Read the keys `due` and `when` of an address; raises UnknownName and BadValue."""
        kind, when = query.get("due", ""), query.get("when", "")
        if kind and kind not in TITLES:
            raise UnknownName("kind of what falls due", kind, TITLES)
        if not when or when in WHENS:
            return cls(kind, when or None)  # type: ignore[arg-type]
        try:
            return cls(kind, date.fromisoformat(when))
        except ValueError:
            raise BadValue("when", when, f"one of {', '.join(WHENS)}, or a day as 2021-06-30") from None

    def to_query(self) -> dict[str, str]:
        """Return the keys of an address that ask the same again."""
        return {key: str(value) for key, value in (("due", self.kind), ("when", self.when)) if value}

    def kinds(self) -> list[DueKind]:
        """Return the kinds of facts that are asked for; tasks are none."""
        return [kind for kind in KINDS.values() if self.kind in {"", kind.key}]

    def holds(self, due_on: date, today: date) -> bool:
        """Whether a limit lies in the time that is asked for."""
        period = span(self.when, today)
        return period.start <= due_on <= period.end


def span(when: When | date | None, today: date) -> Period:
    """Return the days in which a limit lies that was chosen; without a choice all up to five working days ahead.

    What falls due on a day off belongs to the working days before it: nobody works between them.
    """
    match when:
        case None:
            return Period(EVER, _last(today, 5))
        case "overdue":
            return Period(EVER, today)
        case "today":
            return Period(today, today)
        case date():
            return Period(when, when)
    return Period(today + timedelta(days=1), _last(today, int(when)))


def _last(today: date, days: int) -> date:
    """Return the day before the working day after so many."""
    return working_days_after(today, days + 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many steps of one kind fall due on one day in one district."""

    kind: str
    district: str
    due_on: date
    n: int


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """All that falls due up to ten working days ahead of `today`, and the kinds of which the store records nothing."""

    today: date
    tallies: tuple[Tally, ...]
    unrecorded: tuple[DueKind, ...] = field(default=())

    def number(self, when: When | date | None, kind: str = "", district: str | None = None) -> int:
        """Return how many fall due in a time, of one kind or all, in one district or all."""
        period = span(when, self.today)
        return sum(
            one.n
            for one in self.tallies
            if period.start <= one.due_on <= period.end
            and kind in {"", one.kind}
            and district in {None, one.district}
        )

    def districts(self) -> list[str]:
        """Return the districts that something falls due in, those with most overdue first."""
        found = dict.fromkeys(one.district for one in self.tallies)
        return sorted(
            found,
            key=lambda one: (-self.number("overdue", district=one), -self.number("5", district=one), one),
        )

    def kinds(self) -> list[str]:
        """Return the kinds that the store records, in their order."""
        missing = {kind.key for kind in self.unrecorded}
        return [key for key in KINDS if key not in missing]


def counts(snapshot: Snapshot, selection: Selection, scope: Scope) -> Counts:
    """Return what falls due within a selection and a reader's scope, up to ten working days past the selection's last day."""
    known, today = labels(snapshot).recorded, selection.period.end
    kinds = [kind for kind in KINDS.values() if kind.is_recorded(known)]
    ahead = selection.during(Period(EVER, _last(today, 10)))
    asked = [Question(waiting(kind, today), ("district", "day"), ahead) for kind in kinds]
    tallies = [
        Tally(kind.key, str(row["district"]), row["day"].date(), int(row["n"]))
        for kind, frame in zip(kinds, together(snapshot, asked, scope), strict=True)
        for row in frame.to_dict("records")
    ]
    missing = tuple(kind for kind in KINDS.values() if kind not in kinds)
    return Counts(today, tuple(tallies), missing)


def waiting(kind: DueKind, today: date) -> Indicator:
    """Return the number of steps of a kind that are not done at the end of a day, by the day on which they fall due."""
    after = sql_day(today + timedelta(days=1))
    begun = or_(kind.due < after, kind.begun.is_(None), kind.begun < after)
    conditions = [one for one in (kind.where, kind.waits(after), begun) if one is not None]
    return Indicator(
        f"due_{kind.key}_{today}", kind.title, kind.title, kind.title, ITEMS, kind.source, kind.cohort, count(),
        where=and_(*conditions),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DueRow:
    """One step that falls due: its kind, the number of its record and the list that has it, whose it is, and by which rule.

    `left` are the working days that are left, negative the calendar days that it is overdue.
    """

    kind: str
    listing: str
    record: str
    platform: str | None
    district: str | None
    begun: date | None
    due_on: date
    left: int
    law: Text
    href: str
    handler: str | None = None


def listed(
    snapshot: Snapshot, selection: Selection, scope: Scope, asked: Asked, most: int | None = None
) -> Iterator[DueRow]:
    """Yield what falls due within a selection and a scope as it was asked for, the oldest limit first, `most` or all."""
    known, today = labels(snapshot).recorded, selection.period.end
    kinds = [kind for kind in asked.kinds() if kind.is_recorded(known)]
    if not kinds:
        return
    period = span(asked.when, today)
    every = union_all(*(_selected(kind, selection.during(period), today, scope) for kind in kinds)).subquery()
    ordered = select(every).order_by(every.c.due_on, every.c.kind, every.c.record).limit(most)
    for row in snapshot.rows(ordered):
        kind = KINDS[row[0]]
        begun, due_on = _day(row[4]), _day(row[5])
        assert due_on is not None
        yield DueRow(kind.key, kind.source.key, row[1], row[2], row[3], begun, due_on, days_left(today, due_on),
                     law_of(kind, begun, due_on), record_path(kind.source.key, row[1]))  # fmt: skip


def days_left(today: date, due_on: date) -> int:
    """Return the working days left to a limit, negative the calendar days past it; a day that is over leaves none."""
    return (due_on - today).days if due_on < today else elapsed(today, due_on)


def record_path(listing: str, record: str) -> str:
    """Return the address of the page of a record."""
    return f"/record/{listing}/{record}"


def _selected(kind: DueKind, selection: Selection, today: date, scope: Scope) -> Select[Any]:
    table = kind.source.table.c
    rows = compile_query(waiting(kind, today), (), selection, scope)  # the number's own rows and no others
    return rows.with_only_columns(
        sql_literal(kind.key).label("kind"),
        table[LISTINGS[kind.source.key].columns[0]].label("record"),
        table["platform_id"].label("platform"),
        kind.source.dimensions["district"].label("district"),  # type: ignore[union-attr]  (no such split moves)
        Day(kind.begun).label("begun"),
        Day(kind.due).label("due_on"),
    )


def _day(value: Any) -> date | None:
    return None if value is None else pd.Timestamp(value).date()


__all__ = [
    "EVER", "KINDS", "TASK", "TITLES", "WHENS", "Asked", "Counts", "DueRow", "Tally", "counts", "days_left", "listed",
    "record_path", "span", "waiting",
]  # fmt: skip

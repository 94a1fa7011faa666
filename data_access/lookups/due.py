"""What falls due: how many steps of each kind are past their limit or near it, and which they are, oldest first.

Today is the last day of the selection, and that day is over: what fell due on it and is not done counts as overdue, as in the
indicators of what is overdue.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import pandas as pd
from sqlalchemy import Select, and_, or_, select, union_all

from data_access.domain.access import Scope, masked
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.domain.text import Text
from data_access.lookups.due_kinds import KINDS, NOTHING, TASK, TITLES, DueKind, is_asked, law_of
from data_access.lookups.due_times import EVER, WHENS, Asked, days_left, last_day, span
from data_access.lookups.listings import LISTINGS
from data_access.metrics.coverage import Recorded
from data_access.metrics.indicators.base import Indicator
from data_access.metrics.indicators.measures import count
from data_access.metrics.indicators.units import ITEMS
from data_access.metrics.labels import labels
from data_access.metrics.plan import together
from data_access.metrics.query import Question, compile_query
from data_access.metrics.regions import DISTRICT, regions
from data_access.metrics.sources import Column, sql_day
from data_access.metrics.sources.base import sql_literal
from data_access.store.engines import Day
from data_access.store.snapshots import Snapshot

#: Filters that what no district has, and tasks, can be of no part of.
OF_FACTS = ("district", "platform", "class", "mode", "grade")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many steps of one kind fall due on one day in one district, or at one office where no district has them."""

    kind: str
    district: str | None
    due_on: date
    n: int
    office: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """All that falls due up to ten working days ahead of `today`, and the kinds of which the store records nothing.

    Of all kinds, or `among` those of one name.
    """

    today: date
    tallies: tuple[Tally, ...]
    unrecorded: tuple[DueKind, ...] = field(default=())
    among: str = ""

    def number(
        self, when: str | date | None, kind: str = "", district: str | None = None, office: str | None = None
    ) -> int:
        """Return how many fall due in a time, of one kind or all, in one district or all, at one office or all."""
        period = span(when, self.today)
        return sum(
            one.n
            for one in self.tallies
            if period.start <= one.due_on <= period.end
            and is_asked(one.kind, kind)
            and district in {None, one.district}
            and office in {None, one.office}
        )

    def districts(self) -> list[str]:
        """Return the districts that something falls due in, those with most overdue first."""
        found = dict.fromkeys(one.district for one in self.tallies if one.district)
        return sorted(
            found,
            key=lambda one: (-self.number("overdue", district=one), -self.number("5", district=one), one),
        )

    def offices(self) -> list[str]:
        """Return the offices that something falls due at, beside districts, those with most overdue first."""
        found = dict.fromkeys(one.office for one in self.tallies if one.office)
        return sorted(found, key=lambda one: (-self.number("overdue", office=one), one))

    def kinds(self) -> list[str]:
        """Return the kinds that the store records, in their order."""
        missing = {kind.key for kind in self.unrecorded}
        return [key for key in KINDS if key not in missing and is_asked(key, self.among)]


def counts(snapshot: Snapshot, selection: Selection, scope: Scope, among: str = "") -> Counts:
    """Return what falls due within a selection and a reader's scope, up to ten working days past the selection's last day.

    Of all kinds, or `among` those that are asked for together.
    """
    known, today = labels(snapshot).recorded, selection.period.end
    asked_for = [kind for kind in KINDS.values() if is_asked(kind.key, among)]
    missing = tuple(kind for kind in asked_for if not kind.is_recorded(known))
    kinds = [kind for kind in asked_for if kind not in missing and _is_of(kind, selection)]
    ahead = selection.during(Period(EVER, last_day(today, 10)))
    asked = [Question(waiting(kind, today), (*kind.told_by, "day"), ahead) for kind in kinds]
    tallies = [
        Tally(kind.key, row.get(DISTRICT), row["day"].date(), int(row["n"]), row.get(kind.office))
        for kind, frame in zip(kinds, together(snapshot, asked, scope), strict=True)
        for row in frame.to_dict("records")
    ]
    return Counts(today, tuple(tallies), missing, among)


def _is_of(kind: DueKind, selection: Selection) -> bool:
    """Whether a kind can be of what is chosen: what districts do not have has no place in a choice of some of them."""
    return DISTRICT in kind.told_by or not any(selection.values(key) for key in OF_FACTS)


def waiting(kind: DueKind, today: date) -> Indicator:
    """Return the number of steps of a kind that are not done at the end of a day, by the day on which they fall due."""
    after = sql_day(today + timedelta(days=1))
    begun = or_(kind.due < after, kind.begun.is_(None), kind.begun < after)
    conditions = [one for one in (kind.where, kind.waits(after), begun) if one is not None]
    return Indicator(
        f"due_{kind.key}_{today}", kind.title, kind.title, kind.title, ITEMS, kind.source, kind.cohort, count(),
        where=and_(*conditions),
    )  # fmt: skip


@lru_cache(maxsize=256)
def counted(kind: str, when: str | date | None, selection: Selection) -> Question:
    """Return the question that counts the steps of a kind in a time, by district or office, at the end of a selection."""
    today, found = selection.period.end, KINDS[kind]
    return Question(waiting(found, today), found.told_by, selection.during(span(when, today)))


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
    office: str | None = None


def listed(
    snapshot: Snapshot, selection: Selection, scope: Scope, asked: Asked, most: int | None = None
) -> Iterator[DueRow]:
    """Yield what falls due within a selection and a scope as it was asked for, the oldest limit first, `most` or all."""
    known, today = labels(snapshot).recorded, selection.period.end
    kinds = [kind for kind in asked.kinds() if kind.is_recorded(known) and _is_of(kind, selection)]
    if not kinds:
        return
    chosen = regions(snapshot).all_of(selection.during(span(asked.when, today)))
    own = {kind.key: chosen.narrowed(kind.office, asked.office) if asked.office else chosen for kind in kinds}
    selects = (_selected(kind, own[kind.key], today, scope, _handler(kind, known)) for kind in kinds)
    every = union_all(*selects).subquery()
    ordered = select(every).order_by(every.c.due_on, every.c.kind, every.c.record).limit(most)
    for row in snapshot.rows(ordered):
        kind = KINDS[row[0]]
        begun, due_on = _day(row[4]), _day(row[5])
        assert due_on is not None
        yield DueRow(kind.key, kind.source.key, row[1], row[2], row[3], begun, due_on, days_left(today, due_on),
                     law_of(kind, begun, due_on), record_path(kind.source.key, row[1]),
                     _named(row[6], scope), row[7])  # fmt: skip


def record_path(listing: str, record: str) -> str:
    """Return the address of the page of a record."""
    # A slash would end the part of a path even where it is written as %2F: servers read that before they look for parts.
    written = quote(record.replace("%", "%25").replace("/", "%2F"), safe="~")
    return f"/record/{listing}/{written}"


def _handler(kind: DueKind, known: Recorded) -> Column:
    """Return the person who has a record, nobody where the store keeps none."""
    found = kind.source.table.c.get("handler")
    return found if found is not None and found in known else NOTHING


def _named(handler: str | None, scope: Scope) -> str | None:
    """Return a person as a reader may see him."""
    return handler if handler is None or scope.sees_persons else masked(handler, "name")


def _selected(kind: DueKind, selection: Selection, today: date, scope: Scope, handler: Column) -> Select[Any]:
    table = kind.source.table.c
    # The number's own rows and no others, joined to what knows who has them.
    rows = compile_query(waiting(kind, today), kind.told_by, selection, scope).group_by(None)
    return rows.with_only_columns(
        sql_literal(kind.key).label("kind"),
        table[LISTINGS[kind.source.key].columns[0]].label("record"),
        kind.platform.label("platform"),
        kind.district.label("district"),
        Day(kind.begun).label("begun"),
        Day(kind.due).label("due_on"),
        handler.label("handler"),
        kind.has_office.label("office"),
    )


def _day(value: Any) -> date | None:
    return None if value is None else pd.Timestamp(value).date()


__all__ = [
    "EVER", "KINDS", "OF_FACTS", "TASK", "TITLES", "WHENS", "Asked", "Counts", "DueRow", "Tally", "counted", "counts", "days_left",
    "is_asked", "listed", "record_path", "span", "waiting",
]  # fmt: skip

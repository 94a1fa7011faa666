"""The times that a reader looks ahead at what falls due: overdue, that day, within so many working days, or one day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from data_access.domain.errors import BadValue, UnknownName
from data_access.domain.periods import Period
from data_access.domain.text import Text
from data_access.domain.working_days import after as working_days_after
from data_access.domain.working_days import elapsed
from data_access.lookups.due_kinds import KINDS, TITLES, DueKind

#: What a reader may choose of time, beside a single day.
WHENS: Mapping[str, Text] = {
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
    when: str | date | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        """Read the keys `due` and `when` of an address; raises UnknownName and BadValue."""
        kind, when = query.get("due", ""), query.get("when", "")
        if kind and kind not in TITLES:
            raise UnknownName("kind of what falls due", kind, TITLES)
        if not when or when in WHENS:
            return cls(kind, when or None)
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


def span(when: str | date | None, today: date) -> Period:
    """Return the days in which a limit lies that was chosen; without a choice all up to five working days ahead.

    What falls due on a day off belongs to the working days before it: nobody works between them.
    """
    match when:
        case None:
            return Period(EVER, last_day(today, 5))
        case "overdue":
            return Period(EVER, today)
        case "today":
            return Period(today, today)
        case date():
            return Period(when, when)
    return Period(today + timedelta(days=1), last_day(today, int(when)))


def last_day(today: date, days: int) -> date:
    """Return the day before the working day after so many."""
    return working_days_after(today, days + 1) - timedelta(days=1)


def days_left(today: date, due_on: date) -> int:
    """Return the working days left to a limit, negative the calendar days past it; a day that is over leaves none."""
    return (due_on - today).days if due_on < today else elapsed(today, due_on)

"""The times that a reader looks ahead at what falls due: overdue, that day, within so many working days, or one day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from data_access.domain.codes import codes
from data_access.domain.errors import BadValue, UnknownName
from data_access.domain.periods import Period
from data_access.domain.text import Text
from data_access.domain.working_days import after as working_days_after
from data_access.domain.working_days import elapsed
from data_access.lookups.due_kinds import KINDS, TITLES, DueKind, is_asked
from data_access.metrics.labels import Labels

#: What a reader may choose of time, beside a single day.
WHENS: Mapping[str, Text] = {
    "overdue": Text("已超期", "Overdue"),
    "today": Text("当日到期", "Due that day"),
    "3": Text("3个工作日内", "Within 3 working days"),
    "5": Text("5个工作日内", "Within 5 working days"),
    "10": Text("10个工作日内", "Within 10 working days"),
}
#: The keys of an address, and the list of codes of those offices that districts do not have.
KEYS, OFFICES = ("due", "when", "office"), "joint_department"
#: No limit of anybody lies before it.
EVER = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Of what falls due a reader may choose one kind, and a time: one of `WHENS`, or a day; all of both where nothing is chosen.

    `office` is one of the departments of the joint meeting, of which what it has to do is asked alone.
    """

    kind: str = ""
    when: str | date | None = None
    office: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        """Read the keys `due`, `when` and `office` of an address; raises UnknownName and BadValue."""
        kind, when, office = (query.get(key, "") for key in KEYS)
        if kind and kind not in TITLES:
            raise UnknownName("kind of what falls due", kind, TITLES)
        if office and office not in (known := codes(OFFICES)):
            raise UnknownName("office", office, known)
        if not when or when in WHENS:
            return cls(kind, when or None, office)
        try:
            return cls(kind, date.fromisoformat(when), office)
        except ValueError:
            raise BadValue("when", when, f"one of {', '.join(WHENS)}, or a day as 2021-06-30") from None

    def to_query(self) -> dict[str, str]:
        """Return the keys of an address that ask the same again."""
        return {
            key: str(value)
            for key, value in zip(KEYS, (self.kind, self.when, self.office), strict=True)
            if value
        }

    def kinds(self) -> list[DueKind]:
        """Return the kinds of facts that are asked for; tasks are none."""
        of_kind = [kind for kind in KINDS.values() if is_asked(kind.key, self.kind)]
        return [kind for kind in of_kind if kind.office == OFFICES] if self.office else of_kind

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


def office_names(known: Labels, office: str) -> frozenset[str]:
    """Return what an office is called, whichever language; nothing for none."""
    found = known.lists.get(OFFICES, {}).get(office)
    return frozenset({found.title("zh"), found.title("en")}) if found else frozenset()

"""What auditors look up: lines of the audit by time, act and person, and the results of its checks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from data_access.state.chain import Line
from data_access.state.database import State
from data_access.state.tables import audit

_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Sought:
    """Which lines: of days from `since` up to and with `until`, of one action, by one person; None and empty: all."""

    since: date | None = None
    until: date | None = None
    action: str = ""
    who: str = ""

    def to_query(self) -> dict[str, str]:
        """Return what was asked for, as an address has it."""
        days = {
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
        }
        return {key: value for key, value in {**days, "act": self.action, "who": self.who}.items() if value}

    def of(self, query: Select[Any]) -> Select[Any]:
        """Return a query narrowed to these lines; moments are ISO texts, whose days stand in the order of time."""
        day = func.substr(audit.c.at, 1, 10)
        if self.since:
            query = query.where(day >= self.since.isoformat())
        if self.until:
            query = query.where(day <= self.until.isoformat())
        if self.action:
            query = query.where(audit.c.action == self.action)
        if self.who:
            query = query.where(audit.c.who == self.who)
        return query


@dataclass(frozen=True, slots=True)
class Found:
    """The latest lines of those sought, newest first, and how many there are in all."""

    lines: tuple[Line, ...]
    total: int


def latest(state: State, sought: Sought, most: int) -> Found:
    """Return the latest lines; raises StateUnusable."""
    with state.begin() as connection:
        total = connection.execute(sought.of(select(func.count()).select_from(audit))).scalar_one()
        newest = sought.of(select(audit)).order_by(audit.c.id.desc()).limit(most)
        lines = tuple(dict(row._mapping) for row in connection.execute(newest))  # noqa: SLF001  (SQLAlchemy's public name)
    return Found(lines, total)


def counted(state: State, sought: Sought) -> tuple[int, int]:
    """Return how many lines there are of those sought, and the number of the last; raises StateUnusable."""
    with state.begin() as connection:
        query = select(func.count(), func.coalesce(func.max(audit.c.id), 0)).select_from(audit)
        total, end = connection.execute(sought.of(query)).one()
        return total, end


def each(state: State, sought: Sought, end: int) -> Iterator[Line]:
    """Yield all lines sought up to one's number, oldest first, some at a time; raises StateUnusable."""
    after = 0
    while True:
        part = (
            sought.of(select(audit))
            .where(audit.c.id > after, audit.c.id <= end)
            .order_by(audit.c.id)
            .limit(_ROWS)
        )
        with state.begin() as connection:
            rows = [dict(row._mapping) for row in connection.execute(part)]  # noqa: SLF001
        yield from rows
        if len(rows) < _ROWS:
            return
        after = rows[-1]["id"]


def choices(state: State) -> tuple[list[str], list[str]]:
    """Return the actions and the persons that the audit knows; raises StateUnusable."""
    with state.begin() as connection:
        actions = connection.execute(select(audit.c.action).distinct().order_by(audit.c.action)).scalars()
        persons = connection.execute(select(audit.c.who).distinct().order_by(audit.c.who)).scalars()
        return list(actions), list(persons)

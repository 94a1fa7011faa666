"""The daily check of the audit: of all servers one makes it, and its result is kept for auditors."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from data_access.domain.errors import StateUnusable
from data_access.domain.text import Text
from data_access.state.audit import verify
from data_access.state.chain import AuditBroken
from data_access.state.database import State
from data_access.state.tables import audit_check

log = logging.getLogger(__name__)
#: Whoever has not ended a check by then has fallen over; another one makes it.
_LOST = timedelta(hours=1)
#: Auditors are told that no check was made when the last one is older.
_STALE = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Check:
    """What a check found: `problem` is None where `lines` lines held; without an end it is still being made."""

    begun_at: datetime
    ended_at: datetime | None
    lines: int
    problem: Text | None

    def is_stale(self, now: datetime) -> bool:
        """Return whether another one should have been made since."""
        return now - self.begun_at > _STALE


def last_check(state: State) -> Check | None:
    """Return the latest check that has ended, else the one that is being made, None before the first; raises StateUnusable."""
    latest = select(audit_check).order_by(audit_check.c.ended_at.is_(None), audit_check.c.day.desc()).limit(1)
    with state.begin() as connection:
        row: Row[Any] | None = connection.execute(latest).one_or_none()
    if row is None:
        return None
    return Check(row.begun_at, row.ended_at, row.lines, Text(**row.problem) if row.problem else None)


def check_daily(state: State, now: datetime) -> None:
    """Hold the audit once a day, keep the result, and warn in the log where it is broken; raises StateUnusable."""
    if not _claimed(state, now):
        return
    lines, problem = 0, None
    try:
        lines = verify(state).lines
    except AuditBroken as broken:
        log.critical("the daily check of the audit failed: %s", broken)
        problem = broken.problem
    except StateUnusable as unusable:
        log.critical("the daily check of the audit failed: %s", unusable)
        problem = unusable.words
    kept = {"zh": problem.zh, "en": problem.en} if problem else None
    with state.begin() as connection:
        ended = update(audit_check).where(audit_check.c.day == now.date())
        connection.execute(ended.values(ended_at=datetime.now(), lines=lines, problem=kept))


def _claimed(state: State, now: datetime) -> bool:
    """Return whether the check of a day is ours to make: nobody began it, or whoever did has fallen over."""
    begun = {"begun_at": now, "ended_at": None, "lines": 0, "problem": None}
    lost = update(audit_check).where(
        audit_check.c.day == now.date(),
        audit_check.c.ended_at.is_(None),
        audit_check.c.begun_at < now - _LOST,
    )
    with state.begin() as connection:
        found = connection.execute(select(audit_check.c.day).where(audit_check.c.day == now.date())).first()
        if found:
            return connection.execute(lost.values(begun_at=now)).rowcount == 1
    try:
        with state.begin() as connection:
            connection.execute(insert(audit_check).values(day=now.date(), **begun))
    except IntegrityError:  # another server was quicker
        return False
    return True

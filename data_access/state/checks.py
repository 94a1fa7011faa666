"""The daily check of the audit: of all servers one makes it, and its result is kept for auditors, under the seal as well."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from data_access.domain.access import COCKPIT
from data_access.domain.errors import StateUnusable
from data_access.domain.text import Text
from data_access.state.audit import hold_row, verify
from data_access.state.chain import CHECKED, AuditBroken, Entry
from data_access.state.database import State
from data_access.state.sealed_rows import check_digest, check_reference
from data_access.state.tables import audit, audit_check

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
    """Return the latest check that has ended, else the one that is being made, None before the first; raises StateUnusable.

    One that is not what was sealed has that as its problem.
    """
    latest = select(audit_check).order_by(audit_check.c.ended_at.is_(None), audit_check.c.day.desc()).limit(1)
    with state.begin() as connection:
        row: Row[Any] | None = connection.execute(latest).one_or_none()
        if row is None:
            return None
        problem = Text(**row.problem) if row.problem else _unlike_its_seal(state, connection, row)
    return Check(row.begun_at, row.ended_at, row.lines, problem)


def _unlike_its_seal(state: State, connection: Connection, row: Row[Any]) -> Text | None:
    """Return in which way a good result is not what was sealed; the first results of all had no line."""
    is_sealed = connection.execute(select(audit.c.id).where(audit.c.action == CHECKED).limit(1)).first()
    if row.ended_at is None or not is_sealed:
        return None
    try:
        hold_row(state, connection, check_reference(row.day), check_digest(connection, row.day))
    except AuditBroken as broken:
        return broken.problem
    except StateUnusable as unusable:
        return unusable.words
    return None


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
    _keep(state, now.date(), lines, problem)


def _keep(state: State, day: date, lines: int, problem: Text | None) -> None:
    """Keep a result with the line that answers for it; an audit that is too broken to take a line has one without."""
    told = {"zh": problem.zh, "en": problem.en} if problem else None
    ended = update(audit_check).where(audit_check.c.day == day)
    ended = ended.values(ended_at=datetime.now(), lines=lines, problem=told)
    try:
        with state.acting() as writing:
            writing.connection.execute(ended)
            reference, digest = check_reference(day), check_digest(writing.connection, day)
            writing.enter(Entry(COCKPIT, CHECKED, "audit", "", lines, reference, digest))
    except StateUnusable:
        if problem is None:
            raise
        with state.begin() as connection:
            connection.execute(ended)


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

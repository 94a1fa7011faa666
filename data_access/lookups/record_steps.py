"""The steps of a record on its way, with the days of each against its limit: done in time or late, running, overdue."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

import pandas as pd
from sqlalchemy import Column, Date, DateTime, Table

from data_access.derive.deadlines import due as limit_of
from data_access.derive.limits import RULES, Rule, Unit
from data_access.domain.text import Text
from data_access.domain.working_days import OutsideCalendar, elapsed
from data_access.lookups.record_step_table import STEPS, Limit, Row, Step

#: What is somebody's right and no duty is used; or waived, once its time is over; or cut off by a decision before that.
Standing = Literal["done", "late", "running", "overdue", "used", "waived", "cut"]


#: Days that say until when something holds, or what it is about, and are no step of it.
_NO_STEPS = frozenset({"expires_on", "month_end", "day", "period_from", "period_to"})


@dataclass(frozen=True, slots=True)
class Stage:
    """A step as it stands: when it was done, its last day in time, and how far it is past or before that.

    `days` are working days: by which it was late or is overdue, or that are left. `used` of `allowed` are told in `unit`, from
    the beginning of the limit; `is_extended` where more is allowed than the rule gives. What nobody knows is None.
    """

    title: Text
    done_at: datetime | None
    due: date | None = None
    due_title: Text | None = None
    standing: Standing = "done"
    days: int = 0
    used: int | None = None
    allowed: int | None = None
    unit: Unit = "days"
    rule: Rule | None = None
    is_extended: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_at is None


def stages(listing: str, table: Table, row: Row, on: date) -> tuple[Stage, ...]:
    """Return the steps of a record as they stand at the end of a day: those done by their time, then those to be done."""
    steps = STEPS.get(listing) or _moments(table)
    last = next((step for step in steps if step.ends_for(row)), steps[-1] if steps else None)
    has_ended = listing not in STEPS or last is None or _filled(row, last.moments) is not None
    found = [
        stage
        for step in steps
        if (stage := _stage(table, step, row, on, has_ended=has_ended, is_last=step is last))
    ]
    done = sorted((one.done_at, place) for place, one in enumerate(found) if one.done_at)
    waiting = [one for one in found if one.is_open]
    return (*(found[place] for _, place in done), *sorted(waiting, key=lambda one: one.due or date.max))


def is_moment(column: Column[Any]) -> bool:
    """Return whether a column says when something was done, or is due: what the steps of a record tell."""
    return isinstance(column.type, Date | DateTime) and column.name not in _NO_STEPS


def _moments(table: Table) -> tuple[Step, ...]:
    names = [column.name for column in table.columns if is_moment(column)]
    return tuple(Step((name,)) for name in names if not name.endswith("due"))


def _filled(row: Row, names: tuple[str, ...]) -> str | None:
    return next((name for name in names if name in row and not pd.isna(row[name])), None)


def _stage(table: Table, step: Step, row: Row, on: date, *, has_ended: bool, is_last: bool) -> Stage | None:
    done = _filled(row, step.moments)
    limit = next((one for one in step.limits if _holds(one, row)), None)
    if done is None and (not (limit or is_last) or (has_ended and not step.is_owed)):
        return None
    title: Text = table.c[done or step.moments[0]].info["label"]
    at = pd.Timestamp(row[done]).to_pydatetime() if done else None
    if limit is None:
        return Stage(title, at, standing="done" if done else "running")
    due = pd.Timestamp(row[limit.due]).date()
    return _measured(Stage(title, at, due, table.c[limit.due].info["label"]), limit, row, on)


def _holds(limit: Limit, row: Row) -> bool:
    if limit.due not in row or pd.isna(row[limit.due]):
        return False
    return limit.where is None or row[limit.where[0]] == limit.where[1]


def _measured(stage: Stage, limit: Limit, row: Row, on: date) -> Stage:
    """Return a stage with its days against a limit."""
    begun = _filled(row, limit.since)
    start = pd.Timestamp(row[begun]).date() if begun else None
    return measured(stage, limit.step, start, on)


def measured(stage: Stage, step: str, start: date | None, on: date) -> Stage:
    """Return a stage that has a limit with its days against it, by the rule of a step that was in force when it began."""
    assert stage.due is not None
    end = stage.done_at.date() if stage.done_at else on
    is_late = end > stage.due
    standing: Standing = (
        ("late" if stage.done_at else "overdue") if is_late else "done" if stage.done_at else "running"
    )
    days = elapsed(stage.due, end) if is_late else 0 if stage.done_at else elapsed(end, stage.due)
    told = replace(stage, standing=standing, days=days)
    if start is None:
        return told
    rule = next((one for one in RULES if one.step == step and one.since <= start <= one.until), None)
    if rule and rule.unit in (
        "days_before",
        "working_days_before",
    ):  # counted back from what it leads to: no days of it are used
        return replace(told, rule=rule)
    unit: Unit = "working_days" if rule and rule.unit == "working_days" else "days"
    return replace(
        told,
        used=_passed(start, end, unit),
        allowed=_passed(start, stage.due, unit),
        unit=unit,
        rule=rule,
        is_extended=_is_extended(rule, start, stage.due),
    )


def _passed(start: date, end: date, unit: Unit) -> int:
    return elapsed(start, end) if unit == "working_days" else max((end - start).days, 0)


def _is_extended(rule: Rule | None, start: date, due: date) -> bool:
    if rule is None:
        return False
    try:
        return due > limit_of(rule.step, start)
    except OutsideCalendar:
        return False

"""Time limits of loaded items, cases, and what platforms owe, filled in where the source brought none and its mapping asks for them."""

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    String,
    and_,
    cast,
    column,
    func,
    or_,
    select,
    table,
    update,
)

from data_access.derive.deadlines import due_array, rule_version
from data_access.domain.working_days import OutsideCalendar
from data_access.store.drafts import Draft
from data_access.store.schema import complaint_report, enforcement_case, platform_report, platform_rule

_item, _case, _report, _version = complaint_report.c, enforcement_case.c, platform_report.c, platform_rule.c

#: Which step each limit belongs to, the moment from which it runs, and the rows that have it.
#: A complaint runs from its receipt, or from the platform's return (先行处置 ends with it); a report from receipt.
_LIMITS: tuple[tuple[Column[Any], str, ColumnElement[Any], ColumnElement[bool]], ...] = (
    (_item.accept_due, "acceptance", func.coalesce(_item.returned_at, _item.registered_at),
     and_(_item.kind == "complaint", or_(_item.platform_received_at.is_(None), _item.returned_at.is_not(None)))),
    (_item.close_due, "mediation", _item.accepted_at, _item.kind == "complaint"),
    (_item.accept_due, "verification", _item.registered_at, _item.kind == "report"),
    (_item.close_due, "verification", _item.registered_at, _item.kind == "report"),
    (_case.verify_due, "verification", _case.source_at, _case.source_at.is_not(None)),
    (_case.decision_due, "decision", _case.filed_at, _case.filed_at.is_not(None)),
    (_case.hearing_notice_due, "hearing_notice", _case.hearing_on, _case.hearing_on.is_not(None)),
    (_case.publish_due, "publicity", _case.decided_at, _case.decided_at.is_not(None)),
    (_report.due, "identity_report", _report.period_to, _report.kind == "identity"),
    (_report.due, "tax_report", _report.period_to, _report.kind == "tax"),
    (_version.notice_due, "rule_notice", _version.effective_on, and_(_version.is_revision, _version.is_major.is_not(True))),
    (_version.notice_due, "rule_notice_major", _version.effective_on, and_(_version.is_revision, _version.is_major)),
    (_version.keep_due, "rule_history", _version.replaced_on, _version.replaced_on.is_not(None)),
)  # fmt: skip


def fill(draft: Draft) -> int:
    """Fill empty time limits by the rule in force on the day each began, and return how many were.

    A day outside the working-day calendar gives no limit: it stays empty. Legal sources: derive/deadlines.
    """
    filled = 0
    for target, step, begins, applies in _LIMITS:
        day = cast(begins, Date)
        wanted = and_(applies, target.is_(None), begins.is_not(None))
        with draft.engine.connect() as connection:
            days = list(connection.execute(select(day).where(wanted).distinct()).scalars())
        limits = _limits(days, step)
        if not limits.num_rows:
            continue
        draft.connection.register("limits", limits)
        known = table("limits", column("begun", Date), column("due", Date), column("version", String))
        values: dict[Any, Any] = {target.name: known.c.due}
        if (version := target.table.c.get("rule_version")) is not None:
            values["rule_version"] = func.coalesce(version, known.c.version)
        statement = update(target.table).values(values).where(wanted, day == known.c.begun)
        with draft.engine.begin() as connection:
            filled += int(connection.execute(statement).rowcount)
        draft.connection.unregister("limits")
    return filled


def _limits(days: list[date], step: str) -> pa.Table:
    """Return the last day in time for each day on which a step may begin, within the calendar."""
    begun = [day for day in days if _in_calendar(day, step)]
    due = due_array(step, np.array(begun, "datetime64[D]")).tolist() if begun else []
    versions = [rule_version(step, day) for day in begun]
    return pa.table({
        "begun": pa.array(begun, pa.date32()), "due": pa.array(due, pa.date32()),
        "version": pa.array(versions, pa.string()),
    })  # fmt: skip


def _in_calendar(day: date, step: str) -> bool:
    try:
        due_array(step, np.array([day], "datetime64[D]"))
    except OutsideCalendar:
        return False
    return True

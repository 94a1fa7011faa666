"""When things are due: the day on which a step is last in time, by the rule in force when it began."""

from datetime import date

import numpy as np

from data_access.derive.limits import RULES, Rule
from data_access.domain.errors import UnknownName
from data_access.domain.working_days import Dates, Days, working_days


def versions(step: str) -> tuple[Rule, ...]:
    """Return the versions of a step's time limit. Raises UnknownName."""
    found = tuple(rule for rule in RULES if rule.step == step)
    if not found:
        raise UnknownName("step with a time limit", step, {rule.step for rule in RULES})
    return found


def rule_version(step: str, start: date) -> str:
    """Return the version of the rule in force for a step that starts on `start`. Raises UnknownName."""
    return next(rule.version for rule in versions(step) if rule.since <= start <= rule.until)


def due(step: str, start: date) -> date:
    """Return the last day on which a step that starts on `start` is in time.

    Raises UnknownName, OutsideCalendar.
    """
    last: date = due_array(step, np.array([start], "datetime64[D]"))[0].item()
    return last


def due_array(step: str, starts: Dates) -> Days:
    """Return `due` of many starts as datetime64[D]; NaT stays NaT. Raises UnknownName, OutsideCalendar."""
    days = starts.astype("datetime64[D]")
    last = np.full(days.shape, np.datetime64("NaT"), "datetime64[D]")
    for rule in versions(step):
        held = (days >= np.datetime64(rule.since)) & (days <= np.datetime64(rule.until))
        match rule.unit:
            case "working_days":
                last[held] = working_days().add_array(days[held], rule.limit)
            case "days":
                last[held] = days[held] + rule.limit
            case "days_before":
                last[held] = days[held] - rule.limit
            case "working_days_before":
                last[held] = working_days().before_array(days[held], rule.limit)
            case "months":
                last[held] = _months_later(days[held], rule.limit)
            case "month_ends":
                last[held] = (days[held].astype("datetime64[M]") + rule.limit + 1).astype("datetime64[D]") - 1
    return last


def _months_later(days: Days, months: int) -> Days:
    """Return the same day so many months later, or the last of the month where it has no such day (民法典 art. 202)."""
    first = days.astype("datetime64[M]")
    after = first + months
    length = ((after + 1).astype("datetime64[D]") - after.astype("datetime64[D]")).astype(np.int64)
    day = (days - first.astype("datetime64[D]")).astype(np.int64)
    later: Days = after.astype("datetime64[D]") + np.minimum(day, length - 1)
    return later


__all__ = ["RULES", "Rule", "due", "due_array", "rule_version", "versions"]

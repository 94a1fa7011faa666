"""When things are due: the State Council's working days, and the time limits of the law by version."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data_access.errors import BadValue, CockpitError, UnknownName
from data_access.text import Text

CSV = Path(__file__).parents[1] / "calendars" / "working_days.csv"

Days = npt.NDArray[np.datetime64]
Dates = npt.NDArray[Any]  # datetime64 of any unit; the time of day is cut off


class OutsideCalendar(CockpitError):
    """A date, or the deadline that follows from it, lies outside the working-day calendar."""

    def __init__(self, what: str, first: object, last: object) -> None:
        super().__init__(
            f"{what} is outside the working-day calendar, which runs from {first} to {last}. "
            "Check the date, or extend the calendar with docs/calendars/build.py."
        )


class WorkingDays:
    """The working days among consecutive days, for counting time limits: day 0 is the day of receipt.

    Weekends that make up for a holiday are working days, weekdays off for a holiday are not
    (行政处罚法 art. 85: 工作日不含法定节假日).
    """

    def __init__(self, first: date, is_workday: npt.NDArray[np.bool_]) -> None:
        """Take one flag per calendar day from `first` on."""
        self._first = np.datetime64(first, "D")
        self._days: Days = self._first + np.flatnonzero(is_workday)
        # Working days up to and including each calendar day.
        self._until: npt.NDArray[np.int64] = np.cumsum(is_workday, dtype=np.int64)
        self._last = self._first + len(is_workday) - 1

    def add(self, start: date, n: int) -> date:
        """Return the n-th working day after `start`; n = 0 gives `start`. Raises OutsideCalendar."""
        last: date = self.add_array(np.array([start], "datetime64[D]"), n)[0].item()
        return last

    def between(self, a: date, b: date) -> int:
        """Return the working days after `a` up to and including `b`, negative when b < a.

        Raises OutsideCalendar.
        """
        return int(
            self._count(np.array([b], "datetime64[D]"))[0] - self._count(np.array([a], "datetime64[D]"))[0]
        )

    def add_array(self, starts: Dates, n: int | npt.NDArray[np.integer[Any]]) -> Days:
        """Return the n-th working day after each start as datetime64[D]; NaT stays NaT.

        `n` is one number or one per start. Raises OutsideCalendar, and BadValue for a negative n.
        """
        days = starts.astype("datetime64[D]")
        steps = np.broadcast_to(np.asarray(n), days.shape)
        known = ~np.isnat(days)
        ends = days.copy()
        moved = known & (steps > 0)
        if (known & (steps < 0)).any():
            raise BadValue("n", str(steps.min()), "0 or more days")
        place = self._count(days[known])[moved[known]] + steps[moved] - 1
        if place.size and place.max() >= len(self._days):
            late = days[moved][place.argmax()]
            raise OutsideCalendar(f"The deadline that follows from {late}", self._first, self._last)
        ends[moved] = self._days[place]
        return ends

    def between_array(self, a: Dates, b: Dates) -> npt.NDArray[np.float64]:
        """Return the working days after each `a` up to and including `b`; NaN where either is NaT.

        Raises OutsideCalendar.
        """
        first, second = a.astype("datetime64[D]"), b.astype("datetime64[D]")
        known = ~(np.isnat(first) | np.isnat(second))
        passed = np.full(first.shape, np.nan)
        passed[known] = self._count(second[known]) - self._count(first[known])
        return passed

    def _count(self, days: Days) -> npt.NDArray[np.int64]:
        if days.size and (days.min() < self._first or days.max() > self._last):
            odd = days.min() if days.min() < self._first else days.max()
            raise OutsideCalendar(str(odd), self._first, self._last)
        return self._until[(days - self._first).astype(np.int64)]


@cache
def working_days() -> WorkingDays:
    """Return the calendar from 2010 to 2027, by notice of the State Council where there is one."""
    frame = pd.read_csv(CSV, usecols=["date", "is_workday"])
    return WorkingDays(date.fromisoformat(frame["date"].iloc[0]), frame["is_workday"].to_numpy(dtype=bool))


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of a time limit: `days` working or calendar days, for steps begun in since…until.

    The oldest version that we keep has no `since`: it also measures what began before its law was in force.
    """

    version: str
    step: str
    days: int
    working: bool
    law: Text
    article: str
    since: date = date.min
    until: date = date.max


_CONSUMER_LAW = Text("消费者权益保护法", "Consumer Protection Law")
_ORDER_20 = Text(
    "市场监督管理投诉举报处理暂行办法（总局令第20号）",
    "Interim Measures on Complaints and Reports (SAMR Order 20)",
)
_ORDER_121 = Text(
    "市场监督管理投诉举报处理办法（总局令第121号）", "Measures on Complaints and Reports (SAMR Order 121)"
)
_PROCEDURE = Text("市场监督管理行政处罚程序规定", "Provisions on Administrative Penalty Procedures")
_PENALTY_LAW = Text("行政处罚法", "Administrative Penalty Law")
_PUBLICITY = Text(
    "市场监督管理行政处罚信息公示规定（总局令第45号）", "Provisions on Publishing Penalties (SAMR Order 45)"
)

# A limit counts: acceptance from receipt, mediation from acceptance, verification from receipt
# or finding (…_extended: with approval), decision from filing the case, publicity from the decision.
RULES: tuple[Rule, ...] = (
    Rule("acceptance-7wd", "acceptance", 7, True, _CONSUMER_LAW, "46"),
    Rule("mediation-45wd", "mediation", 45, True, _ORDER_20, "21(5)", until=date(2026, 4, 14)),
    Rule("mediation-60d", "mediation", 60, False, _ORDER_121, "23(5)", since=date(2026, 4, 15)),
    Rule("verification-15wd", "verification", 15, True, _PROCEDURE, "18"),
    Rule("verification-15+15wd", "verification_extended", 30, True, _PROCEDURE, "18"),
    Rule("decision-90d", "decision", 90, False, _PENALTY_LAW, "60"),
    Rule("publicity-20wd", "publicity", 20, True, _PUBLICITY, "9"),
)


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
        if rule.working:
            last[held] = working_days().add_array(days[held], rule.days)
        else:
            last[held] = days[held] + rule.days
    return last

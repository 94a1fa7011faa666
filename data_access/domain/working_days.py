"""The working days of the State Council, from 2010 to 2027: for counting time limits, daily averages and deliveries."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data_access.domain.errors import BadValue, CockpitError

CSV = Path(__file__).parent / "calendars" / "working_days.csv"

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

    def inside(self, first: date, last: date) -> int:
        """Return the working days from `first` to `last`, both included. Raises OutsideCalendar."""
        return self.between(first, last) + int(np.isin(np.datetime64(first, "D"), self._days))

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

    def before_array(self, ends: Dates, n: int | npt.NDArray[np.integer[Any]]) -> Days:
        """Return for each end the latest day after which `n` working days, one or more, pass by it, as datetime64[D].

        `n` is one number or one per end; NaT stays NaT. Raises OutsideCalendar.
        """
        days = ends.astype("datetime64[D]")
        known = ~np.isnat(days)
        found = days.copy()
        place = self._count(days[known]) - np.broadcast_to(np.asarray(n), days.shape)[known]
        if place.size and place.min() < 0:
            early = days[known][place.argmin()]
            raise OutsideCalendar(f"The day that is working days before {early}", self._first, self._last)
        found[known] = self._days[place] - 1
        return found

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


def elapsed(a: date, b: date) -> int:
    """Return the working days after `a` up to and including `b`, 0 when b < a; beyond the calendar Monday to Friday."""
    try:
        return max(working_days().between(a, b), 0)
    except OutsideCalendar:
        return sum(date.fromordinal(day).weekday() < 5 for day in range(a.toordinal() + 1, b.toordinal() + 1))


def after(start: date, n: int) -> date:
    """Return the n-th working day after `start`, one or more; beyond the calendar Monday to Friday."""
    try:
        return working_days().add(start, n)
    except OutsideCalendar:
        day = start
        while n:
            day += timedelta(days=1)
            n -= day.weekday() < 5
        return day

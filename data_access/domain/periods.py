"""Periods: presets, comparison periods, and buckets that are not over yet."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from data_access.domain.errors import BadValue
from data_access.domain.text import Text

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` to `end`, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """Raise BadValue for a period that ends before it starts."""
        if self.end < self.start:
            raise BadValue("to", self.end.isoformat(), f"a day not before {self.start.isoformat()}")

    @property
    def after(self) -> date:
        """The first day after the period: what happened before it happened by the end of `end`."""
        return self.end + _ONE_DAY

    @property
    def days(self) -> int:
        """The number of days, both ends included."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Horizon:
    """The first and last day that the store knows; periods are cut to it."""

    starts_on: date
    as_of: date

    def clip(self, period: Period) -> Period:
        """Return the part of `period` that the store can know, or its last day where nothing overlaps."""
        end = min(max(period.end, self.starts_on), self.as_of)
        return Period(min(max(period.start, self.starts_on), end), end)


PRESETS: dict[str, Text] = {
    "year": Text("本年", "This year"),
    "last12": Text("近12个月", "Last 12 months"),
    "last24": Text("近24个月", "Last 24 months"),
    "quarter": Text("本季", "This quarter"),
    "month": Text("本月", "This month"),
    "last30": Text("近30天", "Last 30 days"),
    "all": Text("全部", "All"),
}
COMPARISONS: dict[str, Text] = {
    "yoy": Text("较去年同期", "vs same period last year"),
    "prev": Text("较上期", "vs previous period"),
    "none": Text("不对比", "No comparison"),
}
_CALENDAR = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})|Q(?P<quarter>[1-4]))?")


def preset(key: str, horizon: Horizon) -> Period:
    """Return the period that a preset or `2020`, `2020Q3`, `2020-06` names; raises BadValue for anything else."""
    end = horizon.as_of
    match key:
        case "year":
            return Period(end.replace(month=1, day=1), end)
        case "quarter":
            return Period(_bucket_start(end, "quarter"), end)
        case "month":
            return Period(end.replace(day=1), end)
        case "last30":
            return Period(end - timedelta(days=29), end)
        case "last12" | "last24":
            return Period(shift_months(end, -int(key[4:])) + _ONE_DAY, end)
        case "all":
            return Period(horizon.starts_on, end)
    found = _CALENDAR.fullmatch(key)
    if not found or not 1900 < int(found["year"]) < 2200 or not 1 <= int(found["month"] or 1) <= 12:
        raise BadValue(
            "period", key, f"one of {', '.join(PRESETS)}, a year (2020), quarter (2020Q3) or month (2020-06)"
        )
    year = int(found["year"])
    if found["month"]:
        return bucket(date(year, int(found["month"]), 1), "month")
    if found["quarter"]:
        return bucket(date(year, int(found["quarter"]) * 3, 1), "quarter")
    return bucket(date(year, 1, 1), "year")


def shift_months(day: date, months: int) -> date:
    """Return the day `months` later or earlier; a month's last day stays a last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))


def compared(period: Period, compare: str) -> Period | None:
    """Return the period to compare with: a year earlier, or the adjacent one of the same length (DOMAIN 同比, 环比).

    Whole months are compared with as many whole months.
    """
    if compare == "yoy":
        return Period(shift_months(period.start, -12) if period.start.day > 1 else _first(period.start, -12),
                      shift_months(period.end, -12))  # fmt: skip
    if compare != "prev":
        return None
    if period.start.day == 1 and period.after.day == 1:
        months = (period.after.year - period.start.year) * 12 + period.after.month - period.start.month
        return Period(_first(period.start, -months), period.start - _ONE_DAY)
    return Period(period.start - timedelta(days=period.days), period.start - _ONE_DAY)


def weeks_before(period: Period, compare: str) -> Period | None:
    """Return as many weeks to compare with: 52 weeks earlier, or just before, each on the same weekdays."""
    back = {"yoy": timedelta(weeks=52), "prev": timedelta(days=period.days)}.get(compare)
    return None if back is None else Period(period.start - back, period.end - back)


def _first(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _bucket_start(day: date, grain: str) -> date:
    match grain:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day.replace(month=1, day=1)


@lru_cache(4096)
def bucket(day: date, grain: str) -> Period:
    """Return the whole bucket (day, week, month, quarter, year) in which `day` lies; a page asks two thousand times, for few days."""
    start = _bucket_start(day, grain)
    step = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}[grain]
    following = _bucket_start(start + timedelta(days=step), grain)
    return Period(start, following - _ONE_DAY)


def buckets(period: Period, grain: str) -> list[Period]:
    """Return the buckets that `period` touches, in order, each whole."""
    found = [bucket(period.start, grain)]
    while found[-1].end < period.end:
        found.append(bucket(found[-1].after, grain))
    return found


def is_whole(period: Period, grain: str) -> bool:
    """Say whether a period begins and ends with buckets, so that they make it up."""
    return bucket(period.start, grain).start == period.start and bucket(period.end, grain).end == period.end


#: Beside which buckets one is looked at.
_AROUND = {"day": "month", "week": "quarter", "month": "year", "quarter": "year"}


def around(period: Period, grain: str, horizon: Horizon) -> Period | None:
    """Return the days of all buckets beside which a period that is one of them is looked at; None for any other period.

    They are those of its month for a day, of its quarter for a week, of its year for a month or a quarter, and for a year
    all, as far as the data go.
    """
    if horizon.clip(bucket(period.start, grain)) != period:
        return None
    if grain == "year":
        return Period(horizon.starts_on, horizon.as_of)
    whole = bucket(period.start, _AROUND[grain])
    return horizon.clip(Period(bucket(whole.start, grain).start, bucket(whole.end, grain).end))


def grain_for(period: Period) -> str:
    """Return the grain at which a trend over `period` has a readable number of points."""
    limits = (("day", 45), ("week", 200), ("month", 1900))
    return next((grain for grain, days in limits if period.days <= days), "quarter")

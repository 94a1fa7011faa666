"""The calendar of demand: weekdays, Spring Festival, promotions and their waves of complaints, the pandemic."""

from datetime import date

import numpy as np

from data_access.demo.arrays import Floats, Times
from data_access.demo.window import MONTHS, year_days

#: First day of the lunar new year 春节.
SPRING_FESTIVAL: dict[int, date] = {
    2014: date(2014, 1, 31), 2015: date(2015, 2, 19), 2016: date(2016, 2, 8), 2017: date(2017, 1, 28),
    2018: date(2018, 2, 16), 2019: date(2019, 2, 5), 2020: date(2020, 1, 25), 2021: date(2021, 2, 12),
}  # fmt: skip
#: Promotions by month and day, with the height of the wave of complaints that follows.
PROMOTIONS: tuple[tuple[str, float], ...] = (("06-18", 0.75), ("11-11", 1.15), ("12-12", 0.6))
_WEEKDAYS = np.array([1.16, 1.14, 1.1, 1.07, 1.03, 0.78, 0.72])
# Spring Festival moves between January and February; these two months are set by its date.
_MONTHS = np.array([0.9, 0.78, 0.96, 0.93, 0.98, 1.18, 0.95, 0.93, 0.98, 1.03, 1.5, 1.18])


def days_after(days: Times, day: object) -> Floats:
    """Return how many days each of `days` lies after `day`."""
    return (days - np.datetime64(str(day), "D")).astype(float)


def complaint_weights(year: int) -> Floats:
    """Return the relative demand of each day of a year for complaints and reports."""
    days = year_days(year)
    weights = _WEEKDAYS[(days.astype(np.int64) + 3) % 7] * (1 + 0.08 * np.arange(len(days)) / 365)
    for month_day, height in PROMOTIONS:
        weights *= 1 + height * _wave(days_after(days, f"{year}-{month_day}"))
    weights *= 1 + 0.6 * _wave(days_after(days, f"{year - 1}-12-12"))
    festival = days_after(days, SPRING_FESTIVAL[year])
    weights *= 1 - 0.72 * np.exp(-(((festival - 2) / 6.5) ** 2))
    if year == 2020:  # shops shut, then undelivered masks and refused refunds
        weights *= np.interp(
            days_after(days, "2020-01-23"), [0, 3, 20, 32, 50, 80], [1, 0.75, 0.8, 1.3, 1.35, 1]
        )
    return weights


def month_weights() -> Floats:
    """Return the relative demand of each month of the window for sales."""
    weights = np.tile(_MONTHS, len(MONTHS) // 12)
    for place, (year, festival) in enumerate(SPRING_FESTIVAL.items()):
        january, february = 12 * place, 12 * place + 1
        early = np.clip((date(year, 2, 10) - festival).days / 25, -0.4, 0.7)
        weights[january] -= 0.16 * early
        weights[february] += 0.16 * early
    pandemic = list(MONTHS).index(np.datetime64("2020-02"))
    weights[pandemic] *= 0.86
    return weights


def opening_weights(days: Times) -> Floats:
    """Return how much more shops open on each day: before the promotions more, around Spring Festival fewer."""
    weights = np.ones(len(days))
    for year, festival in SPRING_FESTIVAL.items():
        weights *= 1 - 0.65 * np.exp(-((days_after(days, festival) / 11) ** 2))
        weights *= 1 + 0.45 * np.exp(-((days_after(days, f"{year}-03-15") / 20) ** 2))
        weights *= 1 + 0.35 * np.exp(-((days_after(days, f"{year}-09-20") / 25) ** 2))
    return weights


def _wave(after: Floats) -> Floats:
    """Return a wave that rises within days of a promotion and fades over three weeks."""
    late = np.clip(after, 0, None)
    return np.where(after < 0, 0, (late / 9) * np.exp(1 - late / 9))

"""The life of complaints and reports from registration to closure, by the time limits in force."""

from dataclasses import dataclass, fields

import numpy as np

from data_access.demo.arrays import NO_DAY, NO_TIME, Flags, Floats, Ints, Times
from data_access.demo.shares import Counts, pick
from data_access.demo.window import LAST_SECOND
from data_access.domain.codes import codes
from data_access.domain.working_days import working_days

#: Mean days that a platform takes over a complaint in the Red Flag Canal, by year of registration.
CANAL_DAYS = {2016: 15.3, 2017: 12.4, 2018: 10.1, 2019: 8.3, 2020: 6.95, 2021: 6.5}
_ACCEPTANCE = [14, 22, 24, 17, 11, 7, 5]  # decided after one to seven working days
_REFUSALS = [0.34, 0.12, 0.2, 0.03, 0.26, 0.05]  # R1 to R6 of Order 20; R7 came later


@dataclass
class Life:
    """The times of some items, one place each; NaT where a step has not been reached, -1 for no code."""

    platform_received_at: Times
    settled_at: Times
    returned_at: Times
    accept_due: Times
    accepted_at: Times
    refused_at: Times
    refuse_reason: Ints
    close_due: Times
    mediation_started_at: Times
    closed_at: Times
    result: Ints

    @classmethod
    def blank(cls, n: int) -> "Life":
        """Return `n` items that have only been registered."""
        times, days, codes_ = np.full(n, NO_TIME), np.full(n, NO_DAY), np.full(n, -1)
        of = {"accept_due": days, "close_due": days, "refuse_reason": codes_, "result": codes_}
        return cls(*(of.get(f.name, times).copy() for f in fields(cls)))

    def is_timely(self) -> tuple[Flags, Flags]:
        """Return whether each item was answered by `accept_due`, and where that is not known yet (NULL)."""
        answered = np.where(np.isnat(self.accepted_at), self.refused_at, self.accepted_at).astype(
            "datetime64[D]"
        )
        overdue = np.isnat(answered) & (self.accept_due < LAST_SECOND.astype("datetime64[D]"))
        return answered <= self.accept_due, np.isnat(answered) & ~overdue

    def put(self, where: Ints, other: "Life") -> None:
        """Write the items of `other` to the places `where`."""
        for f in fields(self):
            getattr(self, f.name)[where] = getattr(other, f.name)


def complaint_life(
    rng: np.random.Generator, registered: Times, in_canal: Flags, slowness: Floats, year: int, lateness: float
) -> Life:
    """Return the life of complaints registered in `year`; those `in_canal` go to the platform first."""
    life = Life.blank(len(registered))
    handed = np.where(in_canal, NO_TIME, registered)
    if in_canal.any():
        sent = _first_handling(rng, registered[in_canal], slowness[in_canal], year)
        for times, found in zip(
            (life.platform_received_at, life.settled_at, life.returned_at), sent, strict=True
        ):
            times[in_canal] = found
        handed = np.where(in_canal, life.returned_at, handed)
    _decision(rng, life, handed, slowness, lateness)
    _mediation(rng, life, slowness, year, lateness)
    settled = ~np.isnat(life.settled_at)
    life.closed_at = np.where(settled, life.settled_at, life.closed_at)
    life.result = np.where(settled, codes("result").index("settled"), life.result)
    return life


def report_life(
    rng: np.random.Generator, registered: Times, slowness: Floats, extended: Flags, lateness: float
) -> Life:
    """Return the life of reports: verified and decided within 15 working days, or 30 where extended.

    Acceptance stands for the decision after verification, so both limits are the same.
    """
    n, life = len(registered), Life.blank(len(registered))
    limit = np.where(extended, 30, 15)
    steps = np.where(extended, rng.integers(16, 31, n), np.clip(np.rint(rng.gamma(3, 2.7, n)), 1, 15))
    late = rng.random(n) < 0.7 * lateness * slowness
    steps = np.where(late, limit + 1 + np.rint(rng.exponential(14, n)), steps).astype(np.int64)
    decided = _until_now(_office_hours(rng, working_days().add_array(registered, steps)))
    life.accept_due = life.close_due = working_days().add_array(registered, limit)
    life.accepted_at = decided
    life.closed_at = _until_now(decided + rng.integers(300, 5_400, n))
    ends = [codes("result").index(code) for code in ("not_filed", "corrected", "withdrawn", "filed")]
    life.result = np.where(
        np.isnat(life.closed_at), -1, np.array(ends)[pick(rng, [0.78, 0.185, 0.02, 0.015], n)]
    )
    return life


def _first_handling(
    rng: np.random.Generator, registered: Times, slowness: Floats, year: int
) -> tuple[Times, Times, Times]:
    """Return when the platform got each complaint, and settled or returned it; the year's mean days are as published."""
    n = len(registered)
    received = registered + np.rint(rng.gamma(1.5, 7_200, n)).astype(np.int64)
    through = (registered - np.datetime64(f"{year}-01-01", "s")).astype(float) / 3.15e7
    path = np.interp(year + through, [y + 0.5 for y in CANAL_DAYS], list(CANAL_DAYS.values()))
    days = path * slowness * np.clip(rng.lognormal(0, 0.55, n), 0.1, 6)
    days *= CANAL_DAYS[year] / days.mean()
    finished = _until_now(received + np.rint(days * 86_400).astype(np.int64))
    settles = rng.random(n) < np.clip(0.92 - 0.12 * slowness, 0.5, 0.95)
    return _until_now(received), np.where(settles, finished, NO_TIME), np.where(settles, NO_TIME, finished)


def _decision(rng: np.random.Generator, life: Life, handed: Times, slowness: Floats, lateness: float) -> None:
    """Accept or refuse within seven working days of receipt, or of the platform's return."""
    n = len(handed)
    late = rng.random(n) < 0.45 * lateness * slowness
    steps = 1 + pick(rng, _ACCEPTANCE, n)
    steps = np.where(late, 8 + np.rint(rng.exponential(7, n)), steps).astype(np.int64)
    decided = _until_now(_office_hours(rng, working_days().add_array(handed, steps)))
    refused = rng.random(n) < 0.24
    life.accept_due = working_days().add_array(handed, 7)
    life.accepted_at = np.where(refused, NO_TIME, decided)
    life.refused_at = np.where(refused, decided, NO_TIME)
    told = ~np.isnat(life.refused_at)
    life.refuse_reason = np.where(told, pick(rng, _REFUSALS, n), -1)
    life.closed_at = life.refused_at.copy()
    life.result = np.where(told, codes("result").index("refused"), -1)


def _mediation(rng: np.random.Generator, life: Life, slowness: Floats, year: int, lateness: float) -> None:
    """Mediate what was accepted, and close it within 45 working days but for a few."""
    n, accepted = len(slowness), life.accepted_at
    late = rng.random(n) < lateness * slowness
    steps = np.clip(np.rint(rng.gamma(2.2, 7.5 * slowness**0.5, n)), 1, 45)
    steps = np.where(late, 46 + np.rint(rng.exponential(48, n)), steps).astype(np.int64)
    closed = _office_hours(rng, working_days().add_array(accepted, steps))
    waited = np.where(np.isnat(accepted), 0, (closed - accepted).astype(float)) * rng.uniform(0.05, 0.5, n)
    life.close_due = working_days().add_array(accepted, 45)
    life.mediation_started_at = _until_now(accepted + np.minimum(waited, 12 * 86_400).astype(np.int64))
    closed = _until_now(closed)
    success = np.clip(np.interp(year, [2014, 2020], [0.78, 0.745]) - 0.1 * (slowness - 1), 0.4, 0.9)
    drawn = rng.random(n)
    ends = [codes("result").index(code) for code in ("mediated", "withdrawn", "mediation_failed")]
    result = np.where(drawn < success, ends[0], np.where(drawn > 0.965, ends[1], ends[2]))
    done = ~np.isnat(closed)
    life.closed_at = np.where(done, closed, life.closed_at)
    life.result = np.where(done, result, life.result)


def lateness_of(year: int) -> float:
    """Return how often the limit is missed in a year; it falls over time."""
    return float(np.interp(year, [2014, 2017, 2020, 2021], [0.034, 0.029, 0.019, 0.021]))


def _office_hours(rng: np.random.Generator, days: Times) -> Times:
    """Return a time between 9:00 and 17:30 on each day."""
    seconds: Counts = rng.integers(32_400, 63_000, len(days))
    return days.astype("datetime64[s]") + seconds


def _until_now(times: Times) -> Times:
    """Return the times with those after the as-of day taken out: they have not happened yet."""
    return np.where(times > LAST_SECOND, NO_TIME, times)

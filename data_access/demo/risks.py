"""What follows a test: who disputes its result and has it tested again, and how grave a risk is judged to be."""

import numpy as np

from data_access.demo.arrays import NO_TIME, Flags, Ints, Times
from data_access.demo.moments import in_office, later, so_far
from data_access.demo.parts import Place
from data_access.demo.shares import pick
from data_access.demo.window import stream

#: How grave what fails on safety is, and what fails on other items: serious, high, medium, low.
_LEVELS = {True: (0.18, 0.47, 0.3, 0.05), False: (0.0, 0.08, 0.44, 0.48)}


def retests(place: Place, tested: Times, disputed: Flags, seed: int) -> tuple[Times, Times]:
    """Return when a retest of each disputed batch was asked for and done; within fifteen days of the result, as announced."""
    rng = stream(seed, "retests", place.city)
    asked = in_office(rng, tested.astype("datetime64[D]") + rng.integers(1, 15, len(disputed)))
    asked = so_far(asked, disputed)
    return asked, so_far(in_office(rng, later(rng, asked, 4, 3.2).astype("datetime64[D]") + 1), disputed)


def judgements(
    place: Place, is_risk: Flags, tested: Times, issued: Times, safety: Flags, seed: int
) -> tuple[Times, Ints]:
    """Return when each risk was judged, before any order to take it down (`issued`), and its level; NaT and -1 where it was not."""
    rng, n = stream(seed, "judgements", place.city), len(safety)
    before = tested + (rng.random(n) * (issued - tested).astype(np.int64)).astype(np.int64)
    alone = in_office(rng, later(rng, tested, 2, 1.5).astype("datetime64[D]") + 1)
    judged = np.where(np.isnat(issued), alone, before)
    judged = np.where(is_risk & (rng.random(n) < 0.985), so_far(judged), NO_TIME)
    level = np.where(safety, pick(rng, _LEVELS[True], n), pick(rng, _LEVELS[False], n))
    return judged, np.where(np.isnat(judged), -1, level)

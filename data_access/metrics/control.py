"""Control limits of a number over time: what it varies by itself, so that a signal can be told from noise.

The chart is Shewhart's for individual values (XmR, GB/T 17989.2 / ISO 7870-2): the centre is the mean, and the limits lie
2.66 mean moving ranges from it, which is three standard deviations as estimated from one value to the next (3 / 1.128). A mean
over months has a different number of items in each, so that neither their spread nor their count gives the limits as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from statistics import fmean

#: Three over d2 for ranges of two values.
FACTOR = 3 / 1.128
#: Fewer values than this give no limits worth drawing.
FEWEST = 8


@dataclass(frozen=True, slots=True)
class Limits:
    """The centre line and the lower and upper limit; the lower one is never below zero: days and counts are not.

    Nor is the upper one above the most that there can be.
    """

    centre: float
    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Say whether a value lies within the limits."""
        return self.low <= value <= self.high


def limits(values: Sequence[float], most: float = inf) -> Limits | None:
    """Return the limits of values in the order of time, of which none can be above `most`; None where there are fewer than `FEWEST`."""
    if len(values) < FEWEST:
        return None
    centre = fmean(values)
    reach = FACTOR * fmean(abs(after - before) for before, after in pairwise(values))
    return Limits(centre, max(0.0, centre - reach), min(most, centre + reach))

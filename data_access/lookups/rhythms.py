"""How often a source delivers, when its next delivery is expected, and for how long it has not been here."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

import pandas as pd

from data_access.domain.working_days import after, elapsed

#: From so many gaps between the days up to which it delivered, its own history says how often a source delivers.
_LEAST_GAPS = 3


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A delivery every `days` working days, as the mapping states it or as the source has kept it; when the next is `expected`."""

    days: int
    is_stated: bool
    expected: date

    def overdue(self, today: date) -> int:
        """Return for how many working days the next delivery has not been here; 0 until the expected day is over."""
        return max(elapsed(self.expected, today), 0) if today > self.expected else 0


def rhythm(deliveries: pd.DataFrame) -> Rhythm | None:
    """Return the rhythm of a source, None where it states none and has delivered too seldom to show one.

    `deliveries` are its own, newest first, with as_of, loaded_at and rhythm_days. A delivery that states no rhythm, as a
    correction may, leaves the source the one that it had. A stated rhythm counts from the day up to which the last delivery
    is; one that was observed from the day when it came, since nobody said how late that is.
    """
    dated = deliveries.dropna(subset=["as_of"])
    if dated.empty:
        return None
    last = dated.iloc[0]
    stated = deliveries["rhythm_days"].dropna()
    if not stated.empty:
        days = int(stated.iloc[0])
        return Rhythm(days, True, after(_day(last["as_of"]), days))
    gaps = [elapsed(a, b) for a, b in pairwise(sorted({_day(one) for one in dated["as_of"]}))]
    if len(gaps) < _LEAST_GAPS:
        return None
    days = max(1, round(median(gaps)))
    return Rhythm(days, False, after(_day(last["loaded_at"]), days))


def _day(moment: object) -> date:
    return pd.Timestamp(str(moment)).date()

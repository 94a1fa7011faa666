"""How many complaints and reports a city has, and which way they take."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from data_access.demo.shares import scaled

#: Reports, and the small routes beside administrative handling.
REPORTS, COUNCIL, ODR = 0.35, 0.016, 0.023


@dataclass(frozen=True, slots=True)
class Stretch:
    """What comes in during a year, or during a part of one of which figures are published.

    Of `total` complaints and reports from `start` until before `end`, `canal` complaints go to the platform first and
    `mediation` to the mediation platform; exactly `online` are about online purchases (None: the city's usual share).
    All of a `prompt` stretch is done within the time limits.
    """

    start: np.datetime64
    end: np.datetime64
    total: int
    canal: int = 0
    mediation: int = 0
    online: int | None = None
    prompt: bool = False

    @property
    def year(self) -> int:
        """The calendar year in which it lies."""
        return int(str(self.start)[:4])


@dataclass(frozen=True, slots=True)
class Recovered:
    """The sum in yuan that is published as recovered in what was closed from `start` until before `end`."""

    start: np.datetime64
    end: np.datetime64
    yuan: int


@dataclass(frozen=True, slots=True)
class Volumes:
    """The stretches of a city in order, and what is usual there.

    `offline` is the share of complaints not about online purchases, `unplaced` the share of these that no platform of the
    city has to do with.
    """

    stretches: tuple[Stretch, ...]
    offline: float = 0.07
    unplaced: float = 0.35
    recovered: Recovered | None = None

    @property
    def total(self) -> int:
        """All complaints and reports at full scale."""
        return sum(stretch.total for stretch in self.stretches)

    @property
    def mediation(self) -> int:
        """Of these, complaints on the mediation platform."""
        return sum(stretch.mediation for stretch in self.stretches)


def yearly(
    totals: Mapping[int, int],
    canal: Mapping[int, int] | None = None,
    mediation: Mapping[int, int] | None = None,
) -> tuple[Stretch, ...]:
    """Return a stretch for each calendar year."""
    return tuple(
        Stretch(
            np.datetime64(f"{year}-01-01"), np.datetime64(f"{year + 1}-01-01"), total,
            (canal or {}).get(year, 0), (mediation or {}).get(year, 0),
        )
        for year, total in totals.items()
    )  # fmt: skip


def route_counts(stretch: Stretch, scale: float) -> dict[str, int]:
    """Return how many complaints take each route, and under `report` how many reports there are."""
    total = scaled(stretch.total, scale)
    counts = {
        "report": round(total * REPORTS),
        "red_flag_canal": round(stretch.canal * scale),
        "mediation": round(stretch.mediation * scale),
        "consumer_council": round(total * COUNCIL),
        "odr": round(total * ODR) if stretch.year >= 2018 else 0,
    }
    return counts | {"administrative": max(0, total - sum(counts.values()))}

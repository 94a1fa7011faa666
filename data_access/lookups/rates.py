"""Complaints per million orders with what they are made of, so that whoever doubts the rate can add it up: city, classes, platforms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.lookups.attention import Asks
from data_access.metrics.coverage import unrecorded
from data_access.metrics.indicators import Indicator
from data_access.metrics.indicators.governance import complaints, complaints_per_million_orders
from data_access.metrics.indicators.overview import orders
from data_access.metrics.labels import Labels
from data_access.metrics.query import UNKNOWN, Question, whole

RATE = complaints_per_million_orders
Level = Literal["city", "class", "platform"]
#: The split that tells each level.
_BY: Mapping[Level, tuple[str, ...]] = {"city": (), "class": ("class",), "platform": ("platform",)}
Numbers = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class RateRow:
    """The rate of the city, a class or a platform: `above` complaints over `below` orders, now and in the period compared with.

    `of_class` is the class of a platform. A pair is None where nothing was compared, and orders are 0 where none are known.
    """

    level: Level
    code: str
    of_class: str
    now: tuple[float, float]
    before: tuple[float, float] | None = None


def rate(pair: tuple[float, float] | None) -> float | None:
    """Return complaints per million orders; None where there are no orders or too few complaints to tell."""
    if pair is None or not pair[1] > 0 or pair[0] < RATE.min_n:
        return None
    return pair[0] / pair[1] * 1e6


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """The city, then each class followed by its platforms; the selections counted, which are of whole months: now and compared."""

    times: tuple[Selection, ...]
    rows: tuple[RateRow, ...]

    @property
    def period(self) -> Period:
        """The days counted."""
        return self.times[0].period

    @property
    def against(self) -> Period | None:
        """The days compared with, None where there are none."""
        return self.times[1].period if len(self.times) > 1 else None

    def behind(self, row: RateRow) -> list[tuple[Question, tuple[str, ...]]]:
        """Return what asks each number of a row again, with the member that it is of: complaints, orders and rate, now and compared."""
        by = _BY[row.level]
        members = (row.code,) if by else ()
        return [
            (Question(one, by, time), members) for time in self.times for one in (complaints, orders, RATE)
        ]


def _times(selection: Selection, known: Labels) -> list[Selection]:
    """Return the days of a selection and those that it is compared with, in the whole months in which orders are kept.

    District and category narrow complaints or orders alone, and are left out as the rate leaves them out.
    """
    now = selection.without(*(key for key, _ in selection.filters if key not in RATE.filters()))
    before = now.before()
    is_known = before is not None and before.period.start >= known.dataset.horizon.starts_on
    times = [now, before] if is_known and before is not None else [now]
    return [one.during(whole(RATE, one.period)) for one in times]


def rate_questions(selection: Selection, known: Labels) -> list[Question]:
    """Return what the rates ask, to be asked together; nothing where the store does not record it."""
    if unrecorded(RATE, (), known.recorded):
        return []
    return [
        Question(one, by, time)
        for time in _times(selection, known)
        for by in _BY.values()
        for one in (complaints, orders)
    ]


def rates(ask: Asks, selection: Selection, known: Labels, classes: Mapping[str, str]) -> Rates:
    """Return the rates under a selection; `classes` are those of the platforms."""
    times = tuple(_times(selection, known))
    if unrecorded(RATE, (), known.recorded):
        return Rates(times, ())
    told = [{level: _pairs(ask, by, time) for level, by in _BY.items()} for time in times]
    return Rates(times, tuple(_rows(told, classes)))


def _rows(told: list[dict[Level, Numbers]], classes: Mapping[str, str]) -> Iterator[RateRow]:
    def row(level: Level, code: str, of_class: str) -> RateRow:
        now, *before = (one[level].get(code, (0.0, 0.0)) for one in told)
        return RateRow(level, code, of_class, now, before[0] if before else None)

    def order(level: Level) -> list[str]:
        """Return the members of a level in either time, those with most complaints now first."""
        codes = {code for one in told for code in one[level]}
        return sorted(codes, key=lambda one: (one == UNKNOWN, -told[0][level].get(one, (0.0, 0.0))[0], one))

    platforms = order("platform")
    yield row("city", "", "")
    for of_class in order("class"):
        yield row("class", of_class, of_class)
        yield from (
            row("platform", code, of_class) for code in platforms if classes.get(code, UNKNOWN) == of_class
        )


def _pairs(ask: Asks, by: tuple[str, ...], selection: Selection) -> Numbers:
    """Return complaints and orders of each member."""
    above, below = (_values(ask, one, by, selection) for one in (complaints, orders))
    return {key: (above.get(key, 0.0), below.get(key, 0.0)) for key in {*above, *below}}


def _values(ask: Asks, indicator: Indicator, by: tuple[str, ...], selection: Selection) -> dict[str, float]:
    frame = ask(indicator, by, selection)
    keys = frame[by[0]] if by else [""] * len(frame)
    return {str(key): float(value) for key, value in zip(keys, frame["value"].fillna(0.0), strict=True)}

"""Signals: what in the numbers of now asks for attention, found by rules and each named by its own indicator.

A signal says which indicator, under which selection, has which value on which n, and where a reader sees it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from math import isnan, sqrt
from typing import Literal
from urllib.parse import quote, urlencode

import pandas as pd

from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.domain.systems import SYSTEMS
from data_access.domain.text import Text
from data_access.metrics.coverage import unrecorded
from data_access.metrics.events import breaks_between
from data_access.metrics.indicators import INDICATORS, Indicator
from data_access.metrics.indicators.governance import complaints_and_reports, overdue
from data_access.metrics.labels import Labels
from data_access.metrics.maturity import immature_from
from data_access.metrics.query import UNKNOWN
from data_access.metrics.sources.base import Flow

#: How a rule asks: a frame with a column for each dimension, then `value` and `n`.
Asks = Callable[[Indicator, tuple[str, ...], Selection], pd.DataFrame]
Rule = Literal["overdue", "surge", "missed"]

#: A change is looked for over four whole weeks, so that every weekday counts as often in both.
WINDOW_DAYS = 28
#: Fewer items than this on either side say nothing about a change.
LEAST = 30
#: A change is large from this share on, and where it is more than three standard deviations of two counts by chance.
LARGE, DEVIATIONS = 0.25, 3.0
#: How many signals of each rule are told in a line; of surges of the members of one dimension, how many.
MOST: dict[Rule, int] = {"overdue": 3, "surge": 4, "missed": 5}
MOST_OF_ONE = 2
#: Where a change is looked for.
ACROSS = ("platform", "problem", "goods", "district")
#: The rule of a surge, for those who read of one.
SURGE_RULE = Text(
    f"突增：最后{WINDOW_DAYS // 7}周较对比的{WINDOW_DAYS // 7}周多{LARGE:.0%}以上，相差超过两数标准差的{DEVIATIONS:g}倍，且两者均不少于{LEAST}件。",
    f"A surge: the last {WINDOW_DAYS // 7} weeks have {LARGE:.0%} more than those compared with, by more than {DEVIATIONS:g} "
    f"standard deviations of the two counts, and both have {LEAST} items or more.",
)
_AT, _FROM_TO = Text("截至{end}", "at the end of {end}"), Text("{start}至{end}", "{start} to {end}")


@dataclass(frozen=True, slots=True, eq=False)
class Signal:
    """One thing that asks for attention.

    `selection` is the one under which `indicator` has `value` on `n`; `member` is the dimension and code that it is
    narrowed to, `before` the value of the days `against` which it was compared, `path` the page that shows it.
    """

    rule: Rule
    indicator: Indicator
    selection: Selection
    value: float
    n: int
    path: str
    member: tuple[str, str] | None = None
    before: float | None = None
    against: Period | None = None

    def days(self, lang: str) -> str:
        """Return the days that it speaks of: of a stock the day at whose end it was counted."""
        period = self.selection.period
        is_flow = isinstance(self.indicator.source.cohorts[self.indicator.cohort], Flow)
        return (_FROM_TO if is_flow else _AT)(lang).format(start=period.start, end=period.end)

    def days_before(self, lang: str) -> str:
        """Return the days that it was compared with, nothing where it was not."""
        return _FROM_TO(lang).format(start=self.against.start, end=self.against.end) if self.against else ""

    @property
    def href(self) -> str:
        """The address of the card that shows it, narrowed as the signal is."""
        shown = self.selection.without("platform") if self.path.startswith("/platform/") else self.selection
        card = (
            f"{self.indicator.key}-trend" if self.rule == "surge" else self.indicator.key
        )  # a rise is seen over time
        return f"{self.path}?{urlencode(shown.to_query() | {'card': card}, safe=',')}"


def signals(ask: Asks, selection: Selection, known: Labels) -> list[Signal]:
    """Return the signals of a selection that are told in a line, the gravest rule first."""
    found = all_signals(ask, selection, known)
    surges = [signal for signal in found if signal.rule == "surge"]
    told = [one for one in surges if one in _of_one(surges, one)[:MOST_OF_ONE]]
    by_rule = {rule: [signal for signal in found if signal.rule == rule] for rule in MOST} | {"surge": told}
    return [signal for rule, most in MOST.items() for signal in by_rule[rule][:most]]


def _of_one(found: list[Signal], like: Signal) -> list[Signal]:
    """Return the signals about members of the same dimension."""
    return [one for one in found if one.member and like.member and one.member[0] == like.member[0]]


def all_signals(ask: Asks, selection: Selection, known: Labels) -> list[Signal]:
    """Return every signal of a selection, the gravest rule first; what the store does not record gives none."""
    return [
        *_overdue(ask, selection, known),
        *_surges(ask, selection, known),
        *_missed(ask, selection, known),
    ]


def page_of(indicator: Indicator) -> str:
    """Return the page that shows an indicator: that of its system, else its cockpit."""
    system = SYSTEMS.get(indicator.system)
    if system:
        return system.path
    return "/" if indicator.system == "overview" else "/governance"


def _overdue(ask: Asks, selection: Selection, known: Labels) -> list[Signal]:
    """Return the districts with most items past their limit and still open."""
    if unrecorded(overdue, ("district",), known.recorded):
        return []
    frame = ask(overdue, ("district",), selection)
    frame = frame[(frame["district"] != UNKNOWN) & (frame["value"] > 0)]
    return [
        Signal("overdue", overdue, selection.narrowed("district", row["district"]), float(row["value"]),
               int(row["n"]), page_of(overdue), ("district", row["district"]))
        for row in frame.sort_values("value", ascending=False, kind="stable").to_dict("records")
    ]  # fmt: skip


def _surges(ask: Asks, selection: Selection, known: Labels) -> list[Signal]:
    """Return where complaints and reports rose by more than chance, against the reader's comparison (default: last year)."""
    found: list[tuple[float, Signal]] = []
    if not compares(selection, known):
        return []
    now, before = windows(selection)
    for key in ACROSS:
        if not unrecorded(complaints_and_reports, (key,), known.recorded):
            found += _risen(ask, now, before, key)
    found.sort(key=lambda pair: -pair[0])
    return [signal for _, signal in found]


def windows(selection: Selection) -> tuple[Selection, Selection]:
    """Return the last four weeks of a selection and those to compare with: just before, or a year of weeks earlier."""
    end = selection.period.end
    window = selection.during(Period(end - timedelta(days=WINDOW_DAYS - 1), end))
    now = replace(window, grain="week", compare="prev" if selection.compare == "prev" else "yoy")
    before = now.before()
    assert before is not None  # one of the two is compared with
    return now, before


def compares(selection: Selection, known: Labels) -> bool:
    """Whether the store knows the days that a surge would be compared with, and what would rise, counted alike."""
    (now, before), items = windows(selection), complaints_and_reports
    is_known = before.period.start >= known.dataset.horizon.starts_on
    is_alike = not breaks_between(items, now.period, before.period, known)
    return is_known and is_alike and not unrecorded(items, (), known.recorded)


def _risen(ask: Asks, now: Selection, before: Selection, key: str) -> Iterator[tuple[float, Signal]]:
    """Yield the members of a dimension that rose, with how many standard deviations they did."""
    frame = ask(complaints_and_reports, (key,), now).merge(
        ask(complaints_and_reports, (key,), before), on=key, suffixes=("", "_before")
    )
    for row in frame[frame[key] != UNKNOWN].to_dict("records"):
        value, earlier = float(row["value"]), float(row["value_before"])
        deviations = (value - earlier) / sqrt(value + earlier) if value + earlier else 0.0
        enough = min(row["n"], row["n_before"]) >= LEAST
        if enough and value >= earlier * (1 + LARGE) and deviations > DEVIATIONS:
            path = (
                "/platform/" + quote(str(row[key])) if key == "platform" else page_of(complaints_and_reports)
            )
            yield deviations, Signal("surge", complaints_and_reports, now.narrowed(key, row[key]), value,
                                     int(row["n"]), path, (key, row[key]), earlier, before.period)  # fmt: skip


def _missed(ask: Asks, selection: Selection, known: Labels) -> list[Signal]:
    """Return the indicators that miss their target, the farthest first; a target of none at all is another rule's."""
    found = [
        (
            abs(value / (indicator.target or 1) - 1),
            Signal("missed", indicator, aged, value, n, page_of(indicator)),
        )
        for indicator, aged, value, n in judged(ask, selection, known)
        if _misses(indicator, value)
    ]
    found.sort(key=lambda pair: -pair[0])
    return [signal for _, signal in found]


def judged(
    ask: Asks, selection: Selection, known: Labels
) -> Iterator[tuple[Indicator, Selection, float, int]]:
    """Yield the indicators with a target that stand on enough to be held against it: the selection, the value and its n."""
    for indicator in INDICATORS.values():
        if not indicator.target or unrecorded(indicator, (), known.recorded):
            continue
        aged = _old_enough(indicator, as_shown(indicator, selection), known)
        if aged is None:
            continue
        row = ask(indicator, (), aged).iloc[0]
        value, n = float(row.value), int(row.n)
        if not isnan(value) and n >= max(1, indicator.min_n):
            yield indicator, aged, value, n


def as_shown(indicator: Indicator, selection: Selection) -> Selection:
    """Return a selection as the page of an indicator's system narrows it, as far as the indicator can be narrowed."""
    system = SYSTEMS.get(indicator.system)
    for key, value in system.narrow if system else ():
        if key in indicator.filters():
            selection = selection.narrowed(key, value)
    return selection


def _old_enough(indicator: Indicator, selection: Selection, known: Labels) -> Selection | None:
    """Return the part of a selection whose rows can have met a target by now, None where there is none.

    What is due has had its time; elsewhere rows that are too young to have told miss nothing.
    """
    since = immature_from(indicator, known.dataset.horizon.as_of)
    period = selection.period
    if since is None or indicator.is_due or period.end < since:
        return selection
    return selection.during(Period(period.start, since - timedelta(days=1))) if period.start < since else None


def _misses(indicator: Indicator, value: float) -> bool:
    """Whether a value is on the wrong side of its target, as far as a reader can see in the decimals shown."""
    unit, target = indicator.unit, indicator.target or 0.0
    shown, aim = round(value * unit.scale, unit.decimals), round(target * unit.scale, unit.decimals)
    return shown < aim if indicator.good == "up" else shown > aim


__all__ = [
    "SURGE_RULE",
    "Asks",
    "Signal",
    "all_signals",
    "as_shown",
    "compares",
    "judged",
    "page_of",
    "signals",
    "windows",
]

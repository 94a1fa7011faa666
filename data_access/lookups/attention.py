"""Which platforms need attention, and why: every sign of each with its number, what it is held against, its points and its n."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import sqrt
from typing import Protocol

import pandas as pd

from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.lookups.attention_questions import READ, base_of, days_of, questions, signs_read
from data_access.lookups.attention_rule import (
    COLOUR_POINTS,
    LEAST,
    RULE,
    SIGNS,
    Key,
    Ranked,
    Reason,
    points_of,
)
from data_access.lookups.credit import Grade
from data_access.metrics.coverage import unrecorded
from data_access.metrics.indicators import Indicator
from data_access.metrics.indicators.credit import credit_deduction_items, credit_deductions
from data_access.metrics.indicators.governance import (
    complaints,
    complaints_and_reports,
    open_items,
    overdue,
)
from data_access.metrics.indicators.overview import orders, platforms
from data_access.metrics.intervals import with_interval
from data_access.metrics.labels import Labels
from data_access.metrics.query import UNKNOWN
from data_access.metrics.signals import DEVIATIONS, windows


class Asks(Protocol):
    """How the numbers are asked: a frame with a column for each dimension, then `value` and `n`."""

    def __call__(self, indicator: Indicator, by: tuple[str, ...], selection: Selection) -> pd.DataFrame:
        """Answer an indicator by dimensions under a selection."""


def attention(
    ask: Asks, selection: Selection, known: Labels, grades: Mapping[str, Grade], classes: Mapping[str, str]
) -> list[Ranked]:
    """Return all platforms that operate at the end of a period, those that need attention most first.

    `grades` are their credit, `classes` the class of each. A reader's filters are not applied: whoever shows the list leaves
    out what they leave out, and each keeps its place among all.
    """
    base = base_of(selection)
    here = sorted(set(ask(platforms, ("platform",), base)["platform"]) - {UNKNOWN})
    number = _numbers(ask(complaints, ("platform",), base))
    found: dict[str, list[Reason]] = {one: [] for one in here}
    for one in here:
        if reason := _credit(grades.get(one)):
            found[one].append(reason)
    for sign, _ in signs_read(selection, known):
        for one, reason in _reasons(sign, ask, base, classes, here):
            found[one].append(reason)
    _tell_deductions(ask, base, known, found)
    order = sorted(
        here, key=lambda one: (-sum(it.points for it in found[one]), -number.get(one, (0, 0))[1], one)
    )
    return [
        Ranked(
            one,
            place,
            len(here),
            sum(it.points for it in found[one]),
            number.get(one, (0, 0))[1],
            tuple(found[one]),
        )
        for place, one in enumerate(order, 1)
    ]


def _numbers(frame: pd.DataFrame) -> dict[str, tuple[float, int]]:
    return {
        str(key): (float(value), int(n))
        for key, value, n in zip(frame["platform"], frame["value"], frame["n"], strict=True)
    }


def _credit(grade: Grade | None) -> Reason | None:
    if grade is None:
        return None
    points = max(COLOUR_POINTS.get(grade.colour, 0), COLOUR_POINTS["red"] if grade.veto else 0)
    return Reason("credit", points, 0, grade.score, colour=grade.colour, veto=grade.veto or "")


def _tell_deductions(ask: Asks, base: Selection, known: Labels, found: dict[str, list[Reason]]) -> None:
    """Put beside each grade how many deductions stand behind it, and the heaviest rule."""
    if unrecorded(credit_deductions, (), known.recorded):
        return
    counted = _numbers(ask(credit_deduction_items, ("platform",), base))
    frame = ask(credit_deductions, ("platform", "credit_rule"), base).sort_values(
        ["value", "credit_rule"], ascending=[False, True]
    )
    heaviest = frame.drop_duplicates("platform")
    names = zip(heaviest["platform"], heaviest["credit_rule"], heaviest["value"], strict=True)
    rules = {str(platform): (str(rule), float(points)) for platform, rule, points in names}
    for platform, reasons in found.items():
        if reasons and reasons[0].sign == "credit":
            reasons[0] = replace(reasons[0], n=counted.get(platform, (0, 0))[1], rule=rules.get(platform))


def _reasons(
    sign: Key, ask: Asks, base: Selection, classes: Mapping[str, str], here: list[str]
) -> Iterator[tuple[str, Reason]]:
    """Yield a sign of each platform."""
    match sign:
        case "rate":
            yield from _rates(ask, base, classes, here)
        case "surge":
            now, before = windows(base)
            later, earlier = (
                _numbers(ask(complaints_and_reports, ("platform",), one)) for one in (now, before)
            )
            for one in here:
                yield one, _surge(later.get(one, (0.0, 0))[0], earlier.get(one, (0.0, 0))[0], before.period)
        case "overdue":
            above, below = (_numbers(ask(each, ("platform",), base)) for each in (overdue, open_items))
            pairs = {one: (above.get(one, (0.0, 0))[0], below.get(one, (0.0, 0))[0]) for one in here}
            yield from _of_shares(sign, pairs, _share(_total(above), _total(below)))
        case _:
            (indicator,) = READ[sign]
            own = _numbers(ask(indicator, ("platform",), base))
            pairs = {
                one: (float(round(value * n)), float(n)) if n else (0.0, 0.0)
                for one in here
                for value, n in [own.get(one, (0.0, 0))]
            }
            yield from _of_shares(sign, pairs, float(ask(indicator, (), base)["value"].iloc[0]))


def _rates(
    ask: Asks, base: Selection, classes: Mapping[str, str], here: list[str]
) -> Iterator[tuple[str, Reason]]:
    """Yield the rate of each platform against that of all others of its class together; one alone is held against nobody."""
    above, below = (_numbers(ask(one, ("platform",), days_of(one, base))) for one in (complaints, orders))
    sums: dict[str, list[float]] = {}
    for key in set(above) | set(below):
        of_class = sums.setdefault(classes.get(key, ""), [0.0, 0.0])
        of_class[0] += above.get(key, (0.0, 0))[0]
        of_class[1] += below.get(key, (0.0, 0))[0]
    for one in here:
        part, of = above.get(one, (0.0, 0))[0], below.get(one, (0.0, 0))[0]
        others = sums.get(classes.get(one, ""), [0.0, 0.0])
        rest = (others[0] - part, others[1] - of)
        reference = _share(*rest) * 1e6 if one in classes and rest[0] >= LEAST else float("nan")
        value = _share(part, of) * 1e6
        yield (
            one,
            Reason(
                "rate",
                points_of("rate", value, reference) if part >= LEAST else 0,
                int(part),
                value,
                reference,
                (part, of),
            ),
        )


def _surge(now: float, before: float, days: Period) -> Reason:
    """Return a rise, which counts where it is more than chance, as in the signals."""
    is_beyond = now - before > DEVIATIONS * sqrt(now + before)
    n = int(min(now, before))
    points = points_of("surge", now, before) if n >= LEAST and is_beyond else 0
    return Reason("surge", points, n, now, before, days=days)


def _of_shares(
    sign: Key, pairs: Mapping[str, tuple[float, float]], city: float
) -> Iterator[tuple[str, Reason]]:
    """Yield a share of each platform, which counts where its interval lies above that of the city; `pairs` are part and whole."""
    shares = pd.DataFrame(
        {"value": [_share(*pair) for pair in pairs.values()], "n": [int(of) for _, of in pairs.values()]}
    )
    lows = with_interval(shares)["low"]
    for (one, parts), value, n, low in zip(pairs.items(), shares["value"], shares["n"], lows, strict=True):
        points = points_of(sign, value, city) if n >= LEAST and low > city else 0
        yield one, Reason(sign, points, int(n), float(value), city, parts)


def _share(part: float, of: float) -> float:
    return part / of if of > 0 else float("nan")


def _total(numbers: Mapping[str, tuple[float, int]]) -> float:
    return sum(value for value, _ in numbers.values())


__all__ = [
    "COLOUR_POINTS", "LEAST", "RULE", "SIGNS", "Ranked", "Reason", "attention", "base_of", "questions",
]  # fmt: skip

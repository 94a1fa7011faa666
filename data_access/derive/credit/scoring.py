"""From facts to a score: what each fact takes or gives under the rules, capped, and the grade that follows. Pure."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import floor

from data_access.domain.credit_rules import CLASSES, COLOURS, Rule, Rules


@dataclass(frozen=True, slots=True)
class Fact:
    """Something about a platform that a rule may judge: an event of a day, or a rate at the day of assessment.

    `ref` names the event (a case, a report year), `until` is the day on which it ceased to be so, `measured` and its
    `reference` (a quantile of the others of its class) are numbers, `n` the observations behind them.
    """

    kind: str
    ref: str
    day: date
    measured: float = 1.0
    reference: float | None = None
    n: int = 1
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an assessment: `points` by the rule, and `counted` of them within the cap and after objections."""

    rule: str
    fact: Fact
    points: float
    counted: float
    expires_on: date
    objection: str | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """The result of a month: score 0–100, colour, class, the rule that overrode them if any, and every line."""

    score: float
    colour: str
    credit_class: str
    veto: str | None
    items: tuple[Item, ...]


#: The state of an objection to a deduction, by the key of its rule and its event.
Objections = Mapping[tuple[str, str], str]


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def assess(facts: Iterable[Fact], rules: Rules, on: date, objections: Objections) -> Assessment:
    """Judge the facts that stand on the day `on`; an objection that was upheld takes the points away."""
    lines = [
        (rule, fact, points)
        for fact in sorted(facts, key=lambda fact: (fact.day, fact.kind, fact.ref))
        for rule in rules.rules
        if rule.fact == fact.kind and (points := _points(rule, fact)) is not None and fact.day <= on < _expiry(rule, fact, on)
    ]  # fmt: skip
    used: dict[str, float] = defaultdict(float)
    items, veto = [], None
    for rule, fact, points in lines:
        objection = objections.get((rule.key, fact.ref))
        counted = 0.0 if objection == "upheld" else points
        if rule.group:
            left = rules.caps[rule.group] - abs(used[rule.group])
            counted = max(counted, -left) if counted < 0 else min(counted, left)
            used[rule.group] += counted
        if rule.veto and objection != "upheld":
            veto = rule.key
        items.append(Item(rule.key, fact, points, counted, _expiry(rule, fact, on), objection))
    score = min(100.0, max(0.0, rules.base + sum(item.counted for item in items)))
    if veto:
        return Assessment(score, COLOURS[-1], CLASSES[-1], veto, tuple(items))
    return Assessment(
        score,
        _grade(score, rules.colours, COLOURS),
        _grade(score, rules.classes, CLASSES),
        None,
        tuple(items),
    )


def _points(rule: Rule, fact: Fact) -> float | None:
    """Return what a rule gives for a fact, None where it does not hold."""
    if fact.n < rule.least or not rule.low <= fact.measured < rule.high:
        return None
    if rule.step is None:
        return rule.points
    if not fact.reference or fact.measured <= fact.reference:
        return None
    if not rule.step:
        return rule.points
    steps = floor((fact.measured / fact.reference - 1) / rule.step + 1e-9)
    return rule.points * steps if steps else None


def _expiry(rule: Rule, fact: Fact, on: date) -> date:
    """Return the first day on which a fact no longer counts: an event's own, or the day of the next assessment."""
    ends = months_later(fact.day, rule.months) if rule.months else next_month_end(on)
    return min(ends, fact.until) if fact.until else ends


def next_month_end(day: date) -> date:
    """Return the last day of the month after."""
    first = months_later(day.replace(day=1), 1)
    return first.replace(day=monthrange(first.year, first.month)[1])


def _grade(score: float, limits: Mapping[str, float], grades: tuple[str, ...]) -> str:
    return next((grade for grade in grades[:-1] if score >= limits[grade]), grades[-1])

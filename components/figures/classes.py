"""Which values of a map, a heat, a calendar or a treemap share a colour: the one place that decides, and says it in words."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import floor, log10
from statistics import median
from typing import Any

from components.figures.marks import Say
from components.words.theme import Style

#: More colours of one hue than these are not told apart.
MOST = 6
#: So few values have a colour each even where each stands but once.
FEW = 3
#: The largest is so many times the middle one where a few hold most: equal steps would put all others into one class.
_HEAVY = 4.0
#: Round numbers of a decade, and of how many decades each has them, from the finest steps to the coarsest.
_STEPS = (((1, 2, 5), 1), ((1, 3), 1), *(((1,), every) for every in range(1, 60)))


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of some values from the lowest: each begins at its limit, the first below all; `words` say what is in each."""

    limits: tuple[float, ...] = ()
    words: tuple[str, ...] = ()

    def of(self, value: float) -> int:
        """Return the class of a value, 0 the lowest; a value on a limit belongs to the class that begins there."""
        return bisect_right(self.limits, value)

    def ramp(self, style: Style) -> list[str]:
        """Return the colour of each class, spread over the ramp of quantities where classes are few."""
        last, count = len(style.quantity) - 1, len(self.limits)
        return [style.quantity[round(i * last / count) if count else last // 2] for i in range(count + 1)]

    @property
    def as_meta(self) -> dict[str, Any]:
        """What the layout of a figure keeps of them, for files that shade cells and tell the key in words."""
        return {"limits": list(self.limits), "words": list(self.words)}


def classes(values: Iterable[float], say: Say) -> Classes:
    """Return at most `MOST` classes of values (any order, none missing) that `say` turns into what the reader sees.

    What is said alike is one value to the reader. As many values as there are colours have one each where some stand more than
    once, and where they are so few that no step lies between: else the key would be the cells over again. More are put together
    by size, between round numbers: in equal steps, and where a few hold most in equal ratios, with zero in a class of its own.
    """
    first: dict[str, float] = {}  # the lowest value of those that are said alike
    known = sorted(value + 0.0 for value in values)  # no minus before a zero
    for value in known:
        first.setdefault(say(value), value)
    if len(first) <= (MOST if len(first) < len(known) else FEW):
        return Classes(tuple(first.values())[1:], tuple(first))
    distinct = list(first.values())
    limits = _by_ratio(distinct) if _is_heavy(distinct) else _by_step(distinct, say)
    # A value that is said like a limit stands on it, though a fraction of it may be missing.
    standing = {say(limit): min(limit, first.get(say(limit), limit)) for limit in limits}
    begun = [limit for limit in sorted(standing.values()) if limit > distinct[0]]
    return _worded(_filled(begun, distinct), distinct, say)


def colour_scale(colours: Sequence[str]) -> list[list[Any]]:
    """A plotly colour scale of equal flat steps."""
    count = len(colours)
    return [[(i + end) / count, colour] for i, colour in enumerate(colours) for end in (0, 1)]


def _worded(limits: list[float], distinct: list[float], say: Say) -> Classes:
    """Name each class by where it begins, the lowest by where it ends, or zero where it holds nothing else.

    What is more than zero begins right above it, at whatever round number its colour does: no size is left out.
    """
    above = [f"≥{say(limit)}" for limit in limits]
    if {say(value) for value in distinct if value < limits[0]} != {say(0.0)}:
        return Classes(tuple(limits), (f"<{say(limits[0])}", *above))
    return Classes(tuple(limits), (say(0.0), f">{say(0.0)}", *above[1:]))


def _filled(limits: list[float], distinct: list[float]) -> list[float]:
    """Return the limits at which a class begins that has a value, where there are no more values than colours."""
    if len(distinct) > MOST:
        return limits
    held = {bisect_right(limits, value) for value in distinct}
    return [limit for place, limit in enumerate(limits, 1) if place in held]


def _is_heavy(distinct: list[float]) -> bool:
    sizes = [abs(value) for value in distinct if value]
    return max(sizes) >= _HEAVY * median(sizes)


def _by_step(distinct: list[float], say: Say) -> list[float]:
    """The multiples above the lowest value of the finest round step that are not too many."""
    low, high = distinct[0], distinct[-1]
    is_whole = all(value == round(value) for value in distinct) and say(0.5) in (say(0.0), say(1.0))
    power = 10.0 ** floor(log10((high - low) / MOST))
    steps = (digit * power for digit in (1, 2, 2.5, 3, 5, 10, 20))
    return next(
        found
        for step in steps
        if not is_whole or step == round(step)
        if len(found := _multiples(step, low, high)) < MOST
    )


def _multiples(step: float, low: float, high: float) -> list[float]:
    """The multiples of a step above `low` up to `high`, without the dust of binary fractions."""
    found = (round(place * step, 12) for place in range(floor(low / step), floor(high / step) + 2))
    return [limit for limit in found if low < limit <= high]


def _by_ratio(distinct: list[float]) -> list[float]:
    """The limits of the finest steps that are not too many; sizes below zero are classed as those above it."""
    return next(found for digits, every in _STEPS if len(found := _signed(distinct, digits, every)) < MOST)


def _signed(distinct: list[float], digits: tuple[int, ...], every: int) -> list[float]:
    above = [value for value in distinct if value > 0]
    below = [-value for value in reversed(distinct) if value < 0]
    limits = [-mark for mark in _marks(below, digits, every) if below[0] < mark < below[-1]]
    if below and len(below) < len(distinct):
        limits.append(0.0)
    from_none = 0.0 in distinct  # which is less than any size
    return limits + [mark for mark in _marks(above, digits, every) if from_none or mark > above[0]]


def _marks(sizes: list[float], digits: tuple[int, ...], every: int) -> list[float]:
    """The round numbers from the last that is not above the smallest size to the last that is not above the largest."""
    if not sizes:
        return []
    found = list(_round_numbers(sizes[0], sizes[-1], digits, every))
    start = max((place for place, mark in enumerate(found) if mark <= sizes[0]), default=0)
    return found[start:]


def _round_numbers(low: float, high: float, digits: tuple[int, ...], every: int) -> Iterator[float]:
    power = floor(log10(low) / every) * every
    while 10.0**power <= high:
        yield from (mark for digit in digits if (mark := digit * 10.0**power) <= high)
        power += every

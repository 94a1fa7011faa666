"""A figure in words: numbers as readers say them, changes, and sentences that stand for a chart."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from data_access.domain.errors import BadValue, BeyondData, CockpitError, UnknownName
from data_access.domain.periods import Period
from data_access.domain.text import Text
from data_access.metrics.indicators.base import Indicator
from data_access.metrics.indicators.units import RATIO, Unit

Say = Callable[[float | None], str]
MISSING = "—"
_STEPS = {
    "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
    "en": ((1e12, "tn"), (1e9, "bn"), (1e6, "M"), (1e3, "k")),
}
#: A 1 that is no part of a larger number or day, and the plural that it counts.
_ONE = re.compile(r"(?P<of>(?<![\d.,:/–−-])1 (?:working )?)(?P<stem>[a-z]{2,}?)(?P<end>ies|ches|(?<!s)s)\b")
_SINGULAR = {"ies": "y", "ches": "ch"}
_FROM_TO = Text("{0.start}至{0.end}", "{0.start} to {0.end}")
_POINTS = Text("个百分点", " pp")
_NO_SUCH = Text("没有「{1}」这个筛选项", "there is no {0} {1!r}")
_NO_VALUE = Text("{0} 不能取「{1}」", "{0} cannot be {1!r}")
_NO_DATA = Text(
    "{0}没有数据：数据从{1}起，到{2}为止", "there are no data of {0}: they begin on {1} and end on {2}"
)
_ALT = Text("{title}：{rows}。", "{title}: {rows}.")


def is_missing(value: float | None) -> bool:
    """Whether there is no number to say."""
    return value is None or math.isnan(value)


def short(value: float | None, lang: str, decimals: int = 0) -> str:
    """Return a number as readers say it: 900.1万, 8.1万亿; 9.0M, 8.1tn. A missing one is a dash."""
    if value is None or is_missing(value):
        return MISSING
    for step, word in _STEPS["en" if lang == "en" else "zh"]:
        if abs(value) >= max(step, 1e4):  # four figures are read as easily as 2.4k
            return f"{_three_figures(value / step)}{word}"
    return _fixed(value, decimals)


def _fixed(number: float, decimals: int) -> str:
    """Return a number with so many decimals, or up to three more where it would else look like none: 0.04 and not 0.0."""
    if number and decimals and not round(number, decimals) and round(number, decimals + 3):
        decimals = min(decimals + 3, 1 - math.floor(math.log10(abs(number))))
    return f"{number:z,.{decimals}f}"  # what rounds to nothing has no sign


def _three_figures(number: float) -> str:
    """Return about three significant figures: enough for one glance; the exact value is on hover and in exports."""
    places = 0 if abs(number) >= 1000 else 1 if abs(number) >= 100 else 2
    text = f"{number:,.{places}f}"
    return text.rstrip("0").rstrip(".") if places else text


def exact(value: float | None, unit: Unit) -> str:
    """Return the number whole, with thousands separators, for hover, tables and exports."""
    if value is None or is_missing(value):
        return MISSING
    return _fixed(value * unit.scale, unit.decimals)


def say(unit: Unit, lang: str) -> Say:
    """Return the function that turns a stored value of this unit into what the reader sees."""

    def words(value: float | None) -> str:
        if value is None or is_missing(value):
            return MISSING
        return (
            f"{_fixed(value * 100, 1)}%" if unit is RATIO else short(value * unit.scale, lang, unit.decimals)
        )

    return words


def with_unit(value: float | None, unit: Unit, lang: str) -> str:
    """Return a number and its unit: 8.72万亿元, 8.72tn CNY."""
    if unit is RATIO:
        return say(unit, lang)(value)
    said = say(unit, lang)(value)
    return f"{said}{Text('', ' ')(lang)}{unit_beside(said, unit, lang)}"


def counted(words: str) -> str:
    """Return English words in which what stands in the plural behind a 1 is in the singular: 1 day late, and not 1 days late."""
    return _ONE.sub(lambda found: found["of"] + found["stem"] + _SINGULAR.get(found["end"], ""), words)


def unit_beside(said: str, unit: Unit, lang: str) -> str:
    """Return the name of a unit as it stands behind a number in words."""
    return counted(f"{said} {unit.title(lang)}").removeprefix(f"{said} ")


def change(now: float, before: float | None, unit: Unit, lang: str) -> str:
    """Return the change against a comparison: per cent for amounts, percentage points for ratios."""
    moved = moved_by(now, before, unit)
    if moved is None:
        return MISSING
    return f"{moved:+.1f}{_POINTS(lang) if unit is RATIO else '%'}"


def moved_by(now: float, before: float | None, unit: Unit) -> float | None:
    """Return the change as it is said, to one digit; what rounds to nothing has not changed. None where there is none."""
    if before is None or is_missing(before) or is_missing(now):
        return None
    if unit is not RATIO and before == 0:
        return None
    moved = (now - before) * 100 if unit is RATIO else (now / before - 1) * 100
    return round(moved, 1) + 0.0  # no minus before a zero


def goodness(now: float, before: float | None, indicator: Indicator) -> str:
    """Return good, bad or neutral: colour shows goodness, never direction."""
    if before is None or is_missing(before) or is_missing(now) or indicator.good is None or now == before:
        return "neutral"
    if moved_by(now, before, indicator.unit) == 0:
        return "neutral"
    return "good" if (now > before) == (indicator.good == "up") else "bad"


def troubles(problems: Sequence[CockpitError], lang: str, most: int = 3) -> str:
    """Return what could not be read of an address, for readers; values that a reader could not have meant are cut."""
    reasons = []
    for problem in problems[:most]:
        if isinstance(problem, UnknownName):
            reasons.append(_NO_SUCH(lang).format(problem.kind, problem.name[:40]))
        elif isinstance(problem, BeyondData):
            reasons.append(_NO_DATA(lang).format(problem.value, problem.first, problem.last))
        elif isinstance(problem, BadValue):
            reasons.append(_NO_VALUE(lang).format(problem.key, problem.value[:40]))
        else:
            reasons.append(str(problem))
    more = len(problems) - most
    return Text("；", "; ")(lang).join([*reasons, f"+{more}"] if more > 0 else reasons)


def days(period: Period, lang: str) -> str:
    """Return the first and the last day of a period: beside a number of another window a number has to say its own."""
    return _FROM_TO(lang).format(period)


def sentence(title: str, rows: Sequence[Mapping[str, Any]], words: Say, lang: str, most: int = 5) -> str:
    """Return the alt text of a chart: its title and its first rows that have a value (`label`, `value`)."""
    known = [row for row in rows if row["value"] is not None]
    values_in_words = [
        " ".join(filter(None, (str(row["label"]), words(row["value"]), row.get("sign"))))
        for row in known[:most]
    ]
    return _ALT(lang).format(title=title, rows=Text("、", ", ")(lang).join(values_in_words) or MISSING)

"""The credit rules by version: readable files, one for each day on which the rules changed."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from data_access.domain.errors import BadFile

FOLDER = Path(__file__).parent
#: Colours and classes from good to bad; the last of each is for what reaches no limit, and for a veto.
COLOURS, CLASSES = ("blue", "yellow", "red"), ("A", "B", "C", "D")


@dataclass(frozen=True, slots=True)
class Rule:
    """What one kind of fact gives or takes.

    It holds for what was measured in [low, high), on at least `least` observations. With `step` it is given for each whole
    step by which the measure lies above its reference (0: once, for any excess). `group` shares one cap, `months` is how long
    an event counts (0: until the next assessment), `veto` leads to the worst grade whatever the score.
    """

    key: str
    fact: str
    points: float
    group: str = ""
    low: float = float("-inf")
    high: float = float("inf")
    step: float | None = None
    least: int = 0
    months: int = 0
    veto: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """How many of a class are inspected: the ratio aimed at, and the limits that it must keep."""

    low: float
    high: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Rules:
    """One version of the rules, in force from `valid_from` until the next begins."""

    version: str
    valid_from: date
    base: float
    lookback_months: int
    objection_days: int
    colours: Mapping[str, float]
    classes: Mapping[str, float]
    caps: Mapping[str, float]
    rules: tuple[Rule, ...]
    seed: int
    months: tuple[int, ...]
    bands: Mapping[str, Band]


@cache
def versions(folder: Path = FOLDER) -> tuple[Rules, ...]:
    """Return every version of the rules, oldest first. Raises BadFile for one that is not whole."""
    found = sorted((_read(path) for path in folder.glob("*.toml")), key=lambda rules: rules.valid_from)
    if not found:
        raise BadFile(f"There are no credit rules in {folder}; a version is a TOML file there.")
    return tuple(found)


def in_force(day: date) -> Rules | None:
    """Return the rules in force on a day, None before the first version."""
    return next((rules for rules in reversed(versions()) if rules.valid_from <= day), None)


def _read(path: Path) -> Rules:
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        inspection = given["inspection"]
        rules = Rules(
            str(given["version"]), given["valid_from"], given["base"], given["lookback_months"], given["objection_days"],
            given["colours"], given["classes"], given["caps"], tuple(Rule(**entry) for entry in given["rule"]),
            inspection["seed"], tuple(inspection["months"]), {key: Band(**inspection[key]) for key in CLASSES},
        )  # fmt: skip
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise BadFile(f"The credit rules in {path} cannot be read: {error!r}.") from error
    _check(path, rules)
    return rules


def _check(path: Path, rules: Rules) -> None:
    """Raise BadFile for rules that contradict themselves."""
    wrong: list[Any] = [rule.key for rule in rules.rules if rule.group and rule.group not in rules.caps]
    wrong += [key for key, band in rules.bands.items() if not 0 <= band.low <= band.ratio <= band.high <= 1]
    wrong += [key for key in ("blue", "yellow") if key not in rules.colours]
    wrong += [key for key in CLASSES[:-1] if key not in rules.classes]
    keys = [rule.key for rule in rules.rules]
    wrong += sorted({key for key in keys if keys.count(key) > 1})
    if wrong:
        raise BadFile(
            f"The credit rules in {path} contradict themselves at {', '.join(wrong)}: a group needs a cap, a ratio lies within "
            "its limits, every grade has one, and a rule stands once."
        )

"""Cases that were decided of the same violation: what was imposed there, and which of them are nearest to a case."""

from dataclasses import dataclass
from datetime import date
from math import log10
from statistics import median
from typing import Any

import pandas as pd
from sqlalchemy import and_

from data_access.lookups.readable import as_kept
from data_access.lookups.record_links import Reading, every
from data_access.metrics.sources import SOURCES
from data_access.store.schema import enforcement_case, platform

#: So many of the nearest are listed; below so many cases no middle is told.
NEAREST, FEWEST = 8, 5
#: So many of the latest decisions are looked through for the nearest: a pattern of years ago is no guide.
_LATEST = 3_000
_FLAGS = ("is_minor", "is_first", "is_corrected")
_case = enforcement_case.c


@dataclass(frozen=True, slots=True)
class Near:
    """A decided case like another: what was imposed, whether its platform is of the same class, and which factors are alike."""

    key: str
    decided: date
    outcome: str
    imposed: float
    is_same_class: bool
    alike: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Similar:
    """The decided cases of the same violation: how many, how many of them with a fine or confiscation, its middle and range.

    `middle`, `low` and `high` are None below FEWEST cases with one; of the same class of platform `in_class` are as many.
    """

    violation: str
    decided: int
    n: int
    middle: float | None
    low: float | None
    high: float | None
    in_class: int
    nearest: tuple[Near, ...]


def similar_cases(reading: Reading, row: dict[Any, Any]) -> Similar:
    """Return the decided cases of the violation of a case (its row), of the latest as many as are looked through.

    Near is what has the same class of platform and the same factors, and goods of about the same value; each tells as much as
    an amount ten times as large. Of two that are as near the later stands first.
    """
    violation = reading.words(row, _case.violation)
    if pd.isna(row["violation"]):
        return Similar(violation, 0, 0, None, None, None, 0, ())
    frame, classes = _decided(reading, row), _classes(reading)
    own_class = classes.get(row["platform_id"])
    frame["imposed"] = frame["fine"].astype(float).fillna(0) + frame["confiscated"].astype(float).fillna(0)
    same = (
        frame["platform_id"].map(classes) == own_class
        if own_class
        else pd.Series(data=False, index=frame.index)
    )
    sums = frame.loc[frame["imposed"] > 0, "imposed"].tolist()
    is_enough = len(sums) >= FEWEST
    near = sorted(
        zip(frame.to_dict("records"), same.tolist(), strict=True),
        key=lambda one: (_distance(row, one[0], is_same_class=one[1]), -one[0]["decided_at"].value),
    )
    return Similar(
        violation,
        len(frame),
        len(sums),
        median(sums) if is_enough else None,
        min(sums) if is_enough else None,
        max(sums) if is_enough else None,
        int(same.sum()),
        tuple(_near(reading, row, other, is_same_class=alike) for other, alike in near[:NEAREST]),
    )


def _decided(reading: Reading, row: dict[Any, Any]) -> pd.DataFrame:
    names = ("case_id", "platform_id", "decided_at", "outcome", "fine", "confiscated", "goods_value", *_FLAGS)
    columns = as_kept([_case[name] for name in names], reading.names)
    holds = and_(
        _case.violation == row["violation"], _case.decided_at.is_not(None), _case.case_id != row["case_id"]
    )
    asked = every(SOURCES["cases"], holds, reading.scope).with_only_columns(*columns)
    return reading.snapshot.frame(asked.order_by(_case.decided_at.desc(), _case.case_id).limit(_LATEST))


def _classes(reading: Reading) -> dict[str, str]:
    """Return the class of each platform that a reader may see."""
    asked = every(SOURCES["platforms"], platform.c.class_l1.is_not(None), reading.scope)
    return dict(reading.snapshot.rows(asked.with_only_columns(platform.c.platform_id, platform.c.class_l1)))


def _distance(row: dict[Any, Any], other: dict[Any, Any], *, is_same_class: bool) -> float:
    unlike = sum(not _is_alike(row, other, name) for name in _FLAGS)
    return (not is_same_class) + unlike + _apart(row["goods_value"], other["goods_value"])


def _is_alike(row: dict[Any, Any], other: dict[Any, Any], name: str) -> bool:
    """Whether a factor is recorded of both and the same: what nobody recorded is like nothing."""
    return not pd.isna(row[name]) and not pd.isna(other[name]) and bool(row[name]) == bool(other[name])


def _apart(one: Any, other: Any) -> float:
    """Return how many powers of ten lie between two amounts, one at most; as many where either is not recorded."""
    if pd.isna(one) or pd.isna(other) or float(one) <= 0 or float(other) <= 0:
        return 1.0
    return min(abs(log10(float(one) / float(other))), 1.0)


def _near(reading: Reading, row: dict[Any, Any], other: dict[Any, Any], *, is_same_class: bool) -> Near:
    alike = tuple(_case[name].info["label"](reading.lang) for name in _FLAGS if _is_alike(row, other, name))
    return Near(
        other["case_id"],
        other["decided_at"].date(),
        reading.words(other, _case.outcome),
        other["imposed"],
        is_same_class,
        alike,
    )

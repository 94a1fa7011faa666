"""The credit of platforms for their readers: the grade each has, and every deduction behind it."""

from dataclasses import dataclass
from datetime import date
from threading import Condition
from typing import Any

import pandas as pd
from cachetools import LRUCache, cached
from sqlalchemy import func, select

from data_access.domain.access import Scope
from data_access.domain.text import Text
from data_access.lookups.record_targets import Target, target_of
from data_access.metrics.labels import Labels
from data_access.store.schema import credit_item, credit_score, platform
from data_access.store.snapshots import Snapshot

#: Stands beside a score that counts for nothing: whatever it is, the platform is red.
OVERRIDDEN = Text("一票否决", "overridden")


@dataclass(frozen=True, slots=True)
class Grade:
    """The score of a platform at a month end, its colour and class, and the version of the rules."""

    month_end: date
    score: float
    colour: str
    credit_class: str
    veto: str | None
    rule_version: str

    def said(self, names: Labels, lang: str) -> str:
        """Return the grade in words: colour, class and score, and the veto that overrides it."""
        said = f"{names.name('colour', self.colour, lang)} {self.credit_class} · {self.score:g}"
        return f"{said} · {OVERRIDDEN(lang)}" if self.veto else said


@dataclass(frozen=True, slots=True)
class Deduction:
    """One line behind a score: the rule, its event and day, what it counts, when it expires, and any objection to it.

    `target` is the record that the event is, None for a sum.
    """

    rule: str
    event_ref: str
    event_day: date
    expires_on: date
    points: float
    counted: float
    measured: float | None
    reference: float | None
    objection: str | None
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Deductions:
    """The grade of one platform and every line behind it, the heaviest first."""

    grade: Grade
    lines: tuple[Deduction, ...]


@cached(LRUCache(maxsize=32), key=lambda snapshot, on: (snapshot.key, on), condition=Condition())
def grades(snapshot: Snapshot, on: date) -> dict[str, Grade]:
    """Return the grade of each platform at the last month end up to a day."""
    c = credit_score.c
    last = select(func.max(c.month_end)).where(c.month_end <= on).scalar_subquery()
    frame = snapshot.frame(select(credit_score).where(c.month_end == last))
    return {str(row["platform_id"]): _grade(row) for row in frame.to_dict("records")}


def vetoes(snapshot: Snapshot, on: date) -> dict[str, str]:
    """Return the platforms whose score a veto overrides at the last month end up to a day, each with the rule behind it."""
    return {key: grade.veto for key, grade in grades(snapshot, on).items() if grade.veto}


def _grade(row: dict[Any, Any]) -> Grade:
    return Grade(
        pd.Timestamp(row["month_end"]).date(), float(row["score"]), row["colour"], row["credit_class"],
        _known(row["veto"]), row["rule_version"],
    )  # fmt: skip


def deductions(snapshot: Snapshot, platform_id: str, on: date, scope: Scope) -> Deductions | None:
    """Return what is behind a platform's grade at the last month end up to a day, None where it has none or is out of scope."""
    grade = grades(snapshot, on).get(platform_id)
    if grade is None or not _is_seen(snapshot, platform_id, scope):
        return None
    c = credit_item.c
    frame = snapshot.frame(
        select(credit_item)
        .where(c.platform_id == platform_id, c.month_end == grade.month_end)
        .order_by(c.counted, c.points, c.event_day, c.item_id)
    )
    lines = tuple(
        Deduction(row["rule"], row["event_ref"], pd.Timestamp(row["event_day"]).date(), pd.Timestamp(row["expires_on"]).date(),
                  float(row["points"]), float(row["counted"]), _number(row["measured"]), _number(row["reference"]),
                  _known(row["objection"]), target_of(row, c.event_ref))
        for row in frame.to_dict("records")
    )  # fmt: skip
    return Deductions(grade, lines)


def _is_seen(snapshot: Snapshot, platform_id: str, scope: Scope) -> bool:
    if scope.districts is None:
        return True
    found = snapshot.frame(select(platform.c.district).where(platform.c.platform_id == platform_id))
    return not found.empty and found.iloc[0, 0] in scope.districts


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _known(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)

"""The file of one case: every stage from report to closure with its days against the limit in force, and what is paid."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd

from data_access.derive.deadlines import due as limit_of
from data_access.domain.access import Scope
from data_access.domain.text import Text
from data_access.domain.working_days import OutsideCalendar
from data_access.lookups.hearings import Hearing, hearing_of
from data_access.lookups.record_links import Reading, every
from data_access.lookups.record_steps import Stage, measured
from data_access.lookups.records import Fact, row_of
from data_access.lookups.similar_cases import Similar, similar_cases
from data_access.metrics.labels import labels
from data_access.metrics.sources import SOURCES
from data_access.store.schema import case_stage, enforcement_case
from data_access.store.schema.columns import title_of
from data_access.store.snapshots import Snapshot

#: The way of a case from report to closure; a case leaves it by a side exit, and not every case has proof or a hearing.
PATH = (
    "SRC", "VERI", "FILE", "INV", "PROOF", "REVW", "NOTE", "HEAR", "DEC", "SERV", "EXEC", "PUB", "CLOSE",
)  # fmt: skip
#: What weighs in a decision 裁量因素: 行政处罚法 arts. 32 and 33.
FACTORS = ("is_minor", "is_first", "is_corrected", "goods_value")


@dataclass(frozen=True, slots=True)
class StageLimit:
    """Until when a stage is in time: the step of `derive.limits`, what begins the limit, and what ends it.

    `since` and `done` are stages, whose entry counts, or columns of the case; the first of them in time holds. `due` is the column
    of the case that holds the last day, where the office keeps it. `is_right` where it is a right of the respondent and no duty
    of the office, which nobody keeps late.
    """

    step: str
    since: tuple[str, ...]
    done: tuple[str, ...]
    due: str = ""
    is_right: bool = False


_ENDS = ("TRANS", "CORR", "NOPEN", "REVOK", "CLOSE")
LIMITS: Mapping[str, StageLimit] = {
    "VERI": StageLimit("verification", ("SRC",), ("FILE", *_ENDS), "verify_due"),
    "REVW": StageLimit("case_review", ("REVW",), ("NOTE", "HEAR", "DEC", *_ENDS)),
    "HEAR": StageLimit("defence", ("NOTE",), ("HEAR",), is_right=True),
    "DEC": StageLimit("decision", ("FILE",), ("DEC", *_ENDS), "decision_due"),
    "SERV": StageLimit("service", ("DEC",), ("SERV",)),
    "EXEC": StageLimit("payment", ("SERV",), ("paid_at",), "payment_due"),
    "PUB": StageLimit("publicity", ("DEC",), ("PUB",), "publish_due"),
    "CLOSE": StageLimit("closure", ("paid_at", "NOPEN", "TRANS"), ("CLOSE",)),
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One stage of a case: when it was entered and left (None: not, or not yet), its calendar days, and its limit.

    A stage that the case has not come to has no days; `is_passed_by` where it will not come to it any more.
    """

    code: str
    title: str
    entered: datetime | None
    left: datetime | None
    days: int | None
    is_online: bool | None
    limit: Stage | None
    is_passed_by: bool = False


@dataclass(frozen=True, slots=True)
class Payment:
    """What was imposed and paid, in the currency of the data set; `owed` is None where nothing says what was paid."""

    imposed: Decimal
    paid: Decimal | None
    due: date | None
    paid_at: datetime | None

    @property
    def owed(self) -> Decimal | None:
        """What is still to be paid."""
        return None if self.paid is None else max(self.imposed - self.paid, Decimal(0))


@dataclass(frozen=True, slots=True, eq=False)
class CaseFile:
    """The file of a case: its stages in their order, the hearing, what weighs in the decision, the payment, and cases like it."""

    key: str
    visits: tuple[Visit, ...]
    hearing: Hearing | None
    factors: tuple[Fact, ...]
    payment: Payment | None
    similar: Similar

    @property
    def reached(self) -> frozenset[str]:
        """The stages that the case has come to."""
        return frozenset(one.code for one in self.visits if one.entered)


def case_file(snapshot: Snapshot, key: str, scope: Scope, lang: str) -> CaseFile:
    """Return the file of a case as a reader may see it. Raises NoSuchRecord."""
    row = row_of(snapshot, "cases", key, scope)
    reading = Reading(snapshot, labels(snapshot), scope, lang)
    return CaseFile(
        key,
        _visits(reading, key, row),
        hearing_of(row, reading.names.dataset.horizon.as_of),
        tuple(_factors(reading, row)),
        _payment(row),
        similar_cases(reading, row),
    )


def stage_rows_of(reading: Reading, key: str) -> pd.DataFrame:
    """Return the stages that a case came to, in the order of their entry."""
    c = case_stage.c
    columns = (c.stage, c.entered_at, c.left_at, c.is_online)
    asked = every(SOURCES["stages"], c.case_id == key, reading.scope).with_only_columns(*columns)
    return reading.snapshot.frame(asked.order_by(c.entered_at))


def _visits(reading: Reading, key: str, row: dict[Any, Any]) -> tuple[Visit, ...]:
    frame = stage_rows_of(reading, key)
    if frame.empty:
        return ()
    rows = frame.to_dict("records")
    entered = {one["stage"]: one["entered_at"].to_pydatetime() for one in rows}
    on = reading.names.dataset.horizon.as_of
    has_ended = not pd.isna(row["closed_at"]) or "CLOSE" in entered
    come_to = [_visit(reading, one, entered, row, on) for one in rows]
    place = {code: at for at, code in enumerate(PATH)}
    last = max((place[code] for code in entered if code in place), default=0)
    to_come = []
    for code in PATH:
        if code not in entered:
            is_over = has_ended and not (code in LIMITS and LIMITS[code].is_right)
            limit = None if is_over else limit_of_stage(code, entered, row, on)
            is_passed_by = has_ended or place[code] < last
            to_come.append(Visit(code, _title(reading, code), None, None, None, None, limit, is_passed_by))
    skipped = [one for one in to_come if place[one.code] < last]
    return tuple(
        sorted(
            [*come_to, *to_come],
            key=lambda one: (one not in skipped and one.entered is None, _order(one, place, entered)),
        )
    )


def _order(one: Visit, place: Mapping[str, int], entered: Mapping[str, datetime]) -> tuple[float, int]:
    """Return where a stage stands: those come to by their time, one that was passed by after what comes before it on the way."""
    own = place.get(one.code, len(place))
    if one.entered:
        return one.entered.timestamp(), own
    before = [at.timestamp() for code, at in entered.items() if place.get(code, len(place)) < own]
    return max(before, default=0.0), own


def _visit(
    reading: Reading, one: dict[Any, Any], entered: Mapping[str, datetime], row: dict[Any, Any], on: date
) -> Visit:
    code, at = one["stage"], one["entered_at"].to_pydatetime()
    left = None if pd.isna(one["left_at"]) else one["left_at"].to_pydatetime()
    online = None if pd.isna(one["is_online"]) else bool(one["is_online"])
    days = ((left.date() if left else on) - at.date()).days
    return Visit(code, _title(reading, code), at, left, days, online, limit_of_stage(code, entered, row, on))


def _title(reading: Reading, code: str) -> str:
    known = reading.names.lists.get("stage", {})
    return known[code].title(reading.lang) if code in known else code


def limit_of_stage(
    code: str, entered: Mapping[str, datetime], row: Mapping[str, Any], on: date
) -> Stage | None:
    """Return the limit of a stage as it stands, None for a stage without one, or whose limit has not begun."""
    limit = LIMITS.get(code)
    begun = _first(limit.since, entered, row) if limit else None
    if limit is None or begun is None:
        return None
    start, done = begun.date(), _first(limit.done, entered, row)
    if done and done < begun:
        return None  # it was over before what the limit runs from
    kept = row.get(limit.due)
    if limit.due and limit.due != "verify_due" and pd.isna(kept):
        return None  # where the office keeps the limit, there is none: nothing is to be paid or published
    try:
        due = limit_of(limit.step, start) if not limit.due or pd.isna(kept) else pd.Timestamp(kept).date()
    except OutsideCalendar:
        return None
    title: Text = enforcement_case.c[limit.due].info["label"] if limit.due else Text("期限", "Limit")
    told = measured(Stage(title, done, due, title), limit.step, start, on)
    return _of_right(told, entered) if limit.is_right else told


def _of_right(told: Stage, entered: Mapping[str, datetime]) -> Stage:
    """Return how a right of the respondent stands: a hearing comes later than it was asked for, that it was is all that is known."""
    decided = entered.get("DEC")
    assert told.due is not None
    if told.done_at:
        return replace(told, standing="used", days=0, used=None)
    if decided and decided.date() <= told.due:
        return replace(told, standing="cut", days=0, used=None)
    return told if told.standing == "running" else replace(told, standing="waived", days=0, used=None)


def _first(
    names: tuple[str, ...], entered: Mapping[str, datetime], row: Mapping[str, Any]
) -> datetime | None:
    """Return the first moment of some stages and columns of a case, None where there is none."""
    moments = [entered.get(name) or row.get(name) for name in names]
    found = [pd.Timestamp(one).to_pydatetime() for one in moments if one is not None and not pd.isna(one)]
    return min(found, default=None)


def _factors(reading: Reading, row: dict[Any, Any]) -> list[Fact]:
    """Return what weighs in the decision; what is not recorded says so by its empty words."""
    columns = [enforcement_case.c[name] for name in FACTORS]
    currency = reading.names.dataset.currency
    return [Fact(title_of(one, currency)(reading.lang), reading.words(row, one)) for one in columns]


def _payment(row: dict[Any, Any]) -> Payment | None:
    imposed = sum((_amount(row[name]) or Decimal(0) for name in ("fine", "confiscated")), Decimal(0))
    if not imposed or pd.isna(row["decided_at"]):
        return None
    due, at = row["payment_due"], row["paid_at"]
    return Payment(
        imposed,
        _amount(row["paid"]),
        None if pd.isna(due) else pd.Timestamp(due).date(),
        None if pd.isna(at) else pd.Timestamp(at).to_pydatetime(),
    )


def _amount(value: Any) -> Decimal | None:
    return None if pd.isna(value) else Decimal(str(value)).quantize(Decimal("0.01"))

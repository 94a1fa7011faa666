"""The hearing of a case: when it was asked for, told and held, and whether it was told in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from data_access.derive.deadlines import due as limit_of
from data_access.domain.working_days import OutsideCalendar
from data_access.lookups.record_steps import Stage, measured
from data_access.store.schema import enforcement_case


@dataclass(frozen=True, slots=True)
class Hearing:
    """A hearing 听证 (行政处罚法 arts. 63, 64): when it was asked for and told, and its day, which may be one to come.

    `notice` holds the notice against its limit, None where the day is not set; `is_held` is whether the day is over.
    """

    asked_at: datetime | None
    notified_at: datetime | None
    on: date | None
    is_held: bool
    notice: Stage | None


def hearing_of(row: Mapping[str, Any], on: date) -> Hearing | None:
    """Return the hearing of a case as it stands at the end of a day, None where nothing of one is recorded."""
    asked, told, held = (
        None if pd.isna(value := row.get(name)) else pd.Timestamp(value).to_pydatetime()
        for name in ("hearing_asked_at", "hearing_notified_at", "hearing_on")
    )
    if asked is None and told is None and held is None:
        return None
    if held is None:
        return Hearing(asked, told, None, is_held=False, notice=None)
    day, kept = held.date(), row.get("hearing_notice_due")
    title = enforcement_case.c.hearing_notified_at.info["label"]
    try:
        due = limit_of("hearing_notice", day) if pd.isna(kept) else pd.Timestamp(kept).date()
        notice = measured(Stage(title, told, due, title), "hearing_notice", day, on)
    except OutsideCalendar:
        notice = None
    return Hearing(asked, told, day, is_held=day <= on, notice=notice)

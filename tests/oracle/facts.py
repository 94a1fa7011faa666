"""The rows of the small city with their splits, in plain Python: nothing here uses the code under test."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from tests.data_access.small_city import ROWS
from tests.data_access.small_systems import SUBJECTS

Row = dict[str, Any]
Days = tuple[date, date]  # first and last day, both included

_PLATFORMS = {row["platform_id"]: row for row in ROWS["platform"]}
_CASES = {row["case_id"]: row for row in ROWS["enforcement_case"]}
_ITEMS = {row["item_id"]: row for row in ROWS["complaint_report"]}
_OF_PLATFORM = {"class": "class_l1", "subclass": "class_l2", "mode": "txn_mode", "supply_mode": "supply_mode",
                "grade": "grade"}  # fmt: skip

#: The column of each split of each table; what a platform knows is looked up there.
_COLUMNS: dict[str, dict[str, Any]] = {
    "platform": {"district": "district", "platform": "platform_id"},
    "platform_duty": {"platform": "platform_id", "duty": "duty"},
    "shop_month": {"district": "operator_region", "platform": "platform_id", "category": "category",
                   "operator_type": "operator_type"},
    "transaction_month": {"platform": "platform_id", "category": "category"},
    "complaint_report": {"district": "handling_district", "platform": "platform_id", "kind": "kind",
                         "problem": "problem", "goods": "goods", "channel": "channel", "route": "route",
                         "violation": "violation", "result": "result", "refuse_reason": "refuse_reason"},
    "enforcement_case": {"district": "district", "platform": "platform_id", "violation": "violation",
                         "source": "source", "outcome": "outcome", "stage": "stage"},
    "negative_entity": {"district": "district", "platform": "platform_id", "reason": "reason", "level": "level"},
    "reference_figure": {},
    "shop": {"district": "operator_region", "platform": "platform_id", "category": "category", "operator_type": "operator_type"},
}  # fmt: skip
_COLUMNS["case_stage"] = _COLUMNS["enforcement_case"]
_COLUMNS["complaint_problem"] = _COLUMNS["complaint_report"]
_DISTRICT_OF_PLATFORM = {"platform_duty", "transaction_month"}
_LOOKED_UP: dict[str, tuple[str, str]] = {}
for subject in SUBJECTS:
    _COLUMNS |= subject.COLUMNS
    _DISTRICT_OF_PLATFORM |= subject.OF_PLATFORM
    _LOOKED_UP |= getattr(subject, "LOOKED_UP", {})


def day(moment: date | datetime | None) -> date | None:
    """Return the day of a day or moment."""
    return moment.date() if isinstance(moment, datetime) else moment


@cache
def rows(table: str) -> list[Row]:
    """Return the rows of a table; a stage stands with what its case knows, a problem with its item."""
    if table == "case_stage":
        return [_CASES[row["case_id"]] | row for row in ROWS[table]]
    if table == "complaint_problem":
        return [_ITEMS[row["item_id"]] | row for row in ROWS[table]]
    if table in _LOOKED_UP:
        return _with_the_other(table, *_LOOKED_UP[table])
    return ROWS[table]


def _with_the_other(table: str, key: str, other: str) -> list[Row]:
    """Return rows beside the columns of the row of another table that they name, empty where there is none."""
    named = {row[key]: {f"{other}.{name}": value for name, value in row.items()} for row in ROWS[other]}
    empty = dict.fromkeys(f"{other}.{name}" for name in ROWS[other][0])
    return [empty | named.get(row[key], {}) | row for row in ROWS[table]]


def splits(table: str) -> frozenset[str]:
    """Return the dimensions that a row of the table has."""
    columns = _COLUMNS[table]
    of_the_platform = {"district"} if table in _DISTRICT_OF_PLATFORM else set()
    return (
        frozenset(columns)
        | of_the_platform
        | (frozenset(_OF_PLATFORM) if "platform" in columns else frozenset())
    )


def member(table: str, row: Row, dimension: str, end: date) -> str:
    """Return where a row stands in a split at the end of the day `end`."""
    if dimension == "age":
        return _age((end - (row["close_due"] if "close_due" in row else row["decision_due"])).days)
    if dimension == "waiting":  # the day of the source is the first
        return _age((end - row["source_at"].date()).days + 1)
    platform = _PLATFORMS.get(row.get("platform_id"), {})
    if dimension in _COLUMNS[table]:
        column = _COLUMNS[table][dimension]
        value = column(row) if callable(column) else row[column]
    elif dimension == "mode" and table == "transaction_month":
        value = row["mode"]
    elif dimension == "district":
        value = platform.get("district")
    else:
        value = platform.get(_OF_PLATFORM[dimension])
    return "unknown" if value is None else str(value)


def _age(days: int) -> str:
    for code, limit in (("a07", 7), ("b15", 15), ("c30", 30), ("d90", 90)):
        if days <= limit:
            return code
    return "e90"


def last_month_end(end: date) -> date:
    """Return the last month end up to a day."""
    return (end + timedelta(days=1)).replace(day=1) - timedelta(days=1)


def months(period: Days) -> list[Days]:
    """Return the months of a period, its first and last one cut where the period is."""
    found, (start, end) = [], period
    while start <= end:
        following = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
        found.append((start, min(end, following - timedelta(days=1))))
        start = following
    return found


Belongs = Callable[[Row, Days], bool]


def during(*names: str) -> Belongs:
    """Rows whose moment (the first of these columns that has one) lies in the period."""

    def belongs(row: Row, period: Days) -> bool:
        found = next((row[name] for name in names if row[name] is not None), None)
        at = day(found)
        return at is not None and period[0] <= at <= period[1]

    return belongs


def standing(begun: str, ended: str) -> Belongs:
    """Rows begun by the end of the period and not ended by then."""

    def belongs(row: Row, period: Days) -> bool:
        first, last = day(row[begun]), day(row[ended])
        return first is not None and first <= period[1] and (last is None or last > period[1])

    return belongs


def at_month_end(row: Row, period: Days) -> bool:
    """Rows of the last month end up to the end of the period."""
    return bool(row["month_end"] == last_month_end(period[1]))


def always(row: Row, period: Days) -> bool:  # noqa: ARG001  (a checklist has no time)
    """Rows without time."""
    return True

"""Files of platforms and their answers to co-investigation a second time, row by row."""

from typing import Any

from tests.oracle.facts import Row, day, during, standing
from tests.oracle.numbers import Direct, Number, both, count, has, no_later, share

_due = during("due")


def _files(number: Any = count, **other: Any) -> Direct:
    return Direct("platform_report", _due, number, **other)


def _in_time(row: Row) -> bool:
    return no_later(row["handed_in_at"], row["due"])


def _is_late(row: Row) -> bool:
    handed_in = day(row["handed_in_at"])
    return handed_in is not None and row["due"] is not None and handed_in > row["due"]


def _days_late(chosen: list[Row]) -> Number:
    took = [(row["handed_in_at"].date() - row["due"]).days for row in chosen]
    return (sum(took) / len(took) if took else None), len(took)


def _complete(chosen: list[Row]) -> Number:
    due = sum(row["rows_due"] for row in chosen)
    return (sum(row["rows_complete"] for row in chosen) / due if due else None), len(chosen)


def _is_short(row: Row) -> bool:
    return row["rows_complete"] is not None and row["rows_complete"] < row["rows_due"]


def _from_elsewhere(row: Row) -> bool:
    return (
        row["direction"] == "in" and row["platform_id"] is not None and row["kind"] not in {None, "transfer"}
    )


def _asked(where: Any, *blind: str) -> Direct:
    return Direct("co_investigation", _due, count, where=where, blind=frozenset(blind))


ORACLES: dict[str, Direct] = {
    "reports_due": _files(),
    "reports_on_time": _files(share(_in_time)),
    "reports_late": _files(where=lambda row: not _in_time(row)),
    "report_days_late": Direct("platform_report", during("handed_in_at"), _days_late, where=_is_late),
    "reports_overdue": Direct("platform_report", standing("due", "handed_in_at"), count),
    "report_completeness": _files(_complete, where=has("rows_complete")),
    "reports_short": _files(where=_is_short),
    "reports_returned": Direct("platform_report", standing("returned_at", "corrected_at"), count),
    "co_answers_due": _asked(_from_elsewhere, "direction"),
    "co_answers_late": _asked(
        both(_from_elsewhere, lambda row: not no_later(row["feedback_at"], row["due"])), "direction"
    ),
    "co_answers_short": _asked(
        both(_from_elsewhere, lambda row: row["result"] == "partly"), "direction", "co_result"
    ),
}
KEPT_BY_MONTH: set[str] = set()
KEPT_BY_YEAR: set[str] = set()

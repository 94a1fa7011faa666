"""The joint meeting, notices of credit and what was not shown or handed in, a second time, row by row."""

from collections.abc import Callable

from tests.oracle.facts import Days, Row, during, standing
from tests.oracle.numbers import Direct, Oracle, count, has, share


def _on_time(row: Row) -> bool:
    return row["done_on"] is not None and row["due_on"] is not None and row["done_on"] <= row["due_on"]


def _lacks(name: str) -> Callable[[Row], bool]:
    return lambda row: row.get(name) is None


def _not_all_shown(row: Row) -> bool:
    return not (row["licence_shown"] and row["permit_shown"] and row["rules_shown"])


_open, _yet_to_show = standing("opened_on", "closed_on"), standing("opened_on", "licence_shown_from")


def _unlit(row: Row, period: Days) -> bool:
    return _open(row, period) and _yet_to_show(row, period)


_sent = during("sent_on")
ORACLES: dict[str, Oracle] = {
    "joint_members": Direct("joint_member", standing("joined_on", "left_on"), count),
    "joint_meetings": Direct("joint_meeting", during("held_on"), count),
    "decisions_made": Direct("meeting_decision", during("decided_on"), count),
    "decisions_on_time": Direct("meeting_decision", during("due_on"), share(_on_time)),
    "decisions_open": Direct("meeting_decision", standing("decided_on", "done_on"), count),
    "credit_notices": Direct("credit_notice", _sent, count),
    "notices_received": Direct("credit_notice", _sent, share(has("received_on"))),
    "marks_displayed": Direct("credit_notice", _sent, share(has("displayed_on"))),
    "annual_reports_missing": Direct("annual_report", during("due_on"), count, where=_lacks("reported_on")),
    "patrols_wanting": Direct("licence_check", during("checked_on"), count, where=_not_all_shown),
    "shops_without_licence": Direct("shop", _unlit, count),
    "entity_complaints": Direct("complaint_report", during("registered_at"), count, where=lambda r: r.get("entity_id") is not None),
    "entity_cases": Direct("enforcement_case", during("source_at"), count, where=lambda r: r.get("entity_id") is not None),
    "entity_shops": Direct("shop", standing("opened_on", "closed_on"), count, where=lambda r: r.get("entity_id") is not None),
}  # fmt: skip
KEPT_BY_MONTH: set[str] = set()
KEPT_BY_YEAR: set[str] = set()

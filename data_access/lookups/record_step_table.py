"""Which steps the records of each list go through, as data: the moments of each, its limit in law, and with which a record ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Limit:
    """What a step must keep to: the column of its last day, and the rule of the law by which that was set.

    `since` are the columns of its beginning, of which the first that is filled holds; without a rule (`step` of
    `derive.limits`) whoever asked has set the day. `where` is a column and the code that it must have for this limit.
    """

    due: str
    step: str = ""
    since: tuple[str, ...] = ()
    where: tuple[str, str | bool] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step: the columns of its moment, of which one is filled. One that is `owed` is waited for after the end too.

    A record `ends` with it though steps may follow, always or where a column has a code (None: where nothing stands in it).
    """

    moments: tuple[str, ...]
    limits: tuple[Limit, ...] = ()
    is_owed: bool = False
    ends: bool | tuple[str, bool | None] = False

    def ends_for(self, row: Row) -> bool:
        """Whether nobody waits for anything after it."""
        if isinstance(self.ends, bool):
            return self.ends
        column, code = self.ends
        found = row.get(column)
        return code is None if pd.isna(found) else bool(found == code)


def _step(
    *at: str,
    limits: tuple[Limit, ...] = (),
    is_owed: bool = False,
    ends: bool | tuple[str, bool | None] = False,
) -> Step:
    return Step(at, limits, is_owed, ends)


_RECEIPT = ("returned_at", "registered_at")
#: The steps of each list in their order; the last is its end. A list that is not here has the moments of its columns.
#: Legal sources of the limits: `derive.limits`; those of item and case are filled in by `derive.item_deadlines`.
STEPS: Mapping[str, tuple[Step, ...]] = {
    "items": (
        _step("registered_at"), _step("platform_received_at"), _step("settled_at"), _step("returned_at"),
        _step("accepted_at", "refused_at", limits=(
            Limit("accept_due", "acceptance", _RECEIPT, ("kind", "complaint")),
            Limit("accept_due", "verification", ("registered_at",), ("kind", "report")))),
        _step("mediation_started_at"),
        _step("closed_at", limits=(
            Limit("close_due", "mediation", ("accepted_at",), ("kind", "complaint")),
            Limit("close_due", "verification", ("registered_at",), ("kind", "report")))),
    ),
    "cases": (
        _step("source_at"), _step("verified_at", limits=(Limit("verify_due", "verification", ("source_at",)),)),
        _step("filed_at"), _step("hearing_asked_at"),
        _step("hearing_notified_at", limits=(Limit("hearing_notice_due", "hearing_notice", ("hearing_on",)),)), _step("hearing_on"),
        _step("decided_at", limits=(Limit("decision_due", "decision", ("filed_at",)),)),
        _step("published_at", limits=(Limit("publish_due", "publicity", ("decided_at",)),), is_owed=True),
        _step("closed_at"),
    ),
    "leads": (
        _step("detected_at"), _step("reviewed_at", ends=("is_confirmed", False)), _step("dispatched_at"), _step("verified_at"),
        _step("feedback_at", limits=(Limit("feedback_due", since=("dispatched_at",)),)),
    ),
    "requests": (
        _step("sent_at"), _step("received_at"), _step("feedback_at", limits=(Limit("due", since=("sent_at",)),)),
    ),
    "sampling": (
        _step("bought_at"), _step("tested_at", ends=("is_unqualified", False)), _step("retest_asked_at"), _step("retested_at"), _step("judged_at"),
        _step("case_at"), _step("taken_down_at"), _step("rechecked_at"),
        _step("followed_up_at", limits=(Limit("follow_up_due", since=("tested_at",)),)),
    ),
    "takedowns": (
        _step("issued_at"), _step("done_at", limits=(Limit("due_at", since=("issued_at",)),), ends=True),
        _step("rechecked_at"),
        _step("relisted_at"),
    ),
    "mismatches": (_step("found_at"), _step("settled_at")),
    "notices": (_step("sent_at"), _step("answered_at", limits=(Limit("due", since=("sent_at",)),))),
    "platform_reports": (
        _step("returned_at"), _step("corrected_at"),
        _step("handed_in_at", limits=(
            Limit("due", "identity_report", ("period_to",), ("kind", "identity")),
            Limit("due", "tax_report", ("period_to",), ("kind", "tax")))),
    ),
    "disputes": (
        _step("notice_at"), _step("action_at"), _step("counter_at"), _step("forwarded_at"), _step("accepted_at"),
        _step("restored_at", limits=(Limit("restore_due", "counter_notice", ("forwarded_at",)),)), _step("closed_at"),
    ),
    "interviews": (
        _step("interviewed_at"), _step("rectified_at", limits=(Limit("rectify_due", since=("interviewed_at",)),)),
    ),
    "kitchen_anomalies": (_step("detected_at"), _step("notified_at"), _step("disposed_at")),
    "live_checks": (_step("checked_at", ends=("violation", None)), _step("corrected_on")),
    "rule_versions": (
        _step("consulted_on"), _step("consulted_until"), _step("published_on", limits=(
            Limit("notice_due", "rule_notice_major", ("effective_on",), ("is_major", True)),
            Limit("notice_due", "rule_notice", ("effective_on",))), is_owed=True),
        _step("effective_on"),
    ),
    "moderation_acts": (_step("decided_at", ends=True), _step("told_at"), _step("published_on"), _step("lifted_at")),
    "moderation_appeals": (
        _step("filed_at"), _step("answered_at", limits=(Limit("answer_due", since=("filed_at",)),)),
    ),
    "meeting_decisions": (
        _step("decided_on"), _step("done_on", limits=(Limit("due_on", since=("decided_on",)),)),
    ),
    "annual_reports": (_step("reported_on", limits=(Limit("due_on"),)),),
    "credit_notices": (_step("displayed_on"), _step("sent_on"), _step("received_on")),
    "review_leads": (_step("mined_at"), _step("sent_at"), _step("checked_at")),
    "mediations": (_step("opened_at"), _step("next_session_at"), _step("closed_at")),
    "triggers": (_step("fired_at"), _step("acted_at")),
    "inspections": (_step("drawn_on"), _step("checked_on")),
    "credit_objections": (_step("filed_on"), _step("decided_on")),
}  # fmt: skip

"""Sampling, leads, catering, disputes and evidence a second time, the stupid way."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tests.data_access.small_systems.products import CHECKS
from tests.oracle.facts import Belongs, Days, Row, at_month_end, day, during, standing
from tests.oracle.numbers import (
    Direct,
    Filters,
    Number,
    Ratio,
    both,
    count,
    days,
    figure,
    has,
    highest,
    no_later,
    quotient,
    share,
    total,
)


@dataclass(frozen=True)
class OnTheYear:
    """A number over the same number of the year before, less one; n is the smaller of both."""

    of: Direct

    def splits(self) -> frozenset[str]:
        return self.of.splits()

    def answer(self, by: str | None, period: Days, filters: Filters) -> dict[Any, Number]:
        now = self.of.answer(by, period, filters)
        before = self.of.answer(by, (_a_year_before(period[0]), _a_year_before(period[1])), filters)
        found = {}
        for key, (value, n) in now.items():
            earlier = _a_year_before(key) if by == "month" else key
            if earlier in before:
                base, m = before[earlier]
                found[key] = ((value / base - 1 if value is not None and base else None), min(n, m))
        return found


def _a_year_before(on: date) -> date:
    """The same day of the year before; the last of a month is the last of that month."""
    if (on + timedelta(days=1)).day == 1:
        return _a_year_before(on + timedelta(days=1)) - timedelta(days=1)
    return on.replace(year=on.year - 1)


def equals(name: str, value: Any) -> Callable[[Row], bool]:
    return lambda row: bool(row[name] == value)


def different(name: str) -> Callable[[list[Row]], Number]:
    def number(chosen: list[Row]) -> Number:
        found = len({row[name] for row in chosen})
        return found, found

    return number


def in_time(done: str, due: str) -> Callable[[Row], bool]:
    """Done at all, and no later than a moment or the end of a day."""

    def holds(row: Row) -> bool:
        if row[done] is None:
            return False
        return (
            bool(row[done] <= row[due]) if isinstance(row[due], datetime) else no_later(row[done], row[due])
        )

    return holds


def _has_all(*names: str) -> Callable[[Row], bool]:
    return lambda row: all(row[name] is not None for name in names)


def _outcome(row: Row, period: Days) -> bool:
    at = day(row["tested_at"] or row["bought_at"])
    return at is not None and period[0] <= at <= period[1]


def _batches(moment: str | Belongs, number: Callable[[list[Row]], Number] = count, **other: Any) -> Direct:
    return Direct("sampling", during(moment) if isinstance(moment, str) else moment, number, **other)


def _orders(moment: str, number: Callable[[list[Row]], Number] = count, **other: Any) -> Direct:
    return Direct("takedown", during(moment), number, **other)


def _leads(moment: str, number: Callable[[list[Row]], Number] = count, **other: Any) -> Direct:
    return Direct("risk_lead", during(moment), number, **other)


def _models(belongs: Belongs, number: Callable[[list[Row]], Number] = count) -> Direct:
    return Direct("monitor_model", belongs, number)


def _kitchens(belongs: Belongs, number: Callable[[list[Row]], Number]) -> Direct:
    return Direct("kitchen_month", belongs, number)


def _disputes(moment: str, number: Callable[[list[Row]], Number] = count, **other: Any) -> Direct:
    return Direct("ip_dispute", during(moment), number, **other)


def _evidence(number: Callable[[list[Row]], Number]) -> Direct:
    return Direct("evidence", during("captured_at"), number)


def _published(key: str) -> Direct:
    return Direct("reference_figure", during("to_day"), highest, where=figure(key))


_HOLDS = {row["evidence_id"]: row["verified_ok"] for row in CHECKS}


def _broken(chosen: list[Row]) -> Number:
    found = sum(not _HOLDS[row["evidence_id"]] for row in chosen)
    return found, found


_fails, _supervised, _risk = (
    equals("is_unqualified", True),
    equals("kind", "supervised"),
    equals("kind", "risk"),
)
_BATCH = frozenset({"test_item", "untested_reason", "risk_level"})
_SOURCE, _END = frozenset({"takedown_source"}), frozenset({"disposition"})
_dispatched = both(equals("is_confirmed", True), has("dispatched_at"))
_used = standing("adopted_on", "retired_on")
_violations = Direct("rider_month", during("month_end"), total("violations"))
_deliveries = Direct("rider_month", during("month_end"), total("orders"))
_cycle = _disputes("closed_at", days(lambda row: row["closed_at"], "accepted_at"))

ORACLES = {
    "sampling_batches": _batches("bought_at", where=_supervised),
    "risk_batches": _batches("bought_at", where=_risk),
    "tested_batches": _batches("tested_at"),
    "unqualified_batches": _batches("tested_at", where=_fails),
    "unqualified_rate": _batches("tested_at", share(_fails), blind=_BATCH),
    "problem_share": _batches(
        _outcome, share(lambda row: _fails(row) or row["untested_reason"] is not None),
        where=has("tested_at", "untested_reason"), blind=_BATCH,
    ),
    "untested_batches": _batches("bought_at", where=has("untested_reason")),
    "safety_share": _batches("tested_at", share(equals("is_safety", True)), where=_fails),
    "follow_up_rate": _batches("follow_up_due", share(has("followed_up_at"))),
    "sampling_cases": _batches("case_at"),
    "batches_taken_down": _batches("tested_at", where=both(_fails, has("taken_down_at"))),
    "bought_tested": _batches("bought_at", where=both(_supervised, has("tested_at"))),
    "bought_failed": _batches("bought_at", where=both(_supervised, has("tested_at"), _fails)),
    "bought_filed": _batches("bought_at", where=both(_supervised, has("tested_at"), _fails, has("case_at"))),
    "retests_asked": _batches("retest_asked_at"),
    "retests_open": _batches(standing("retest_asked_at", "retested_at")),
    "retest_passed_rate": _batches("retested_at", share(equals("retest", "overturned"))),
    "retest_days": _batches("retested_at", days(lambda row: row["retested_at"], "retest_asked_at")),
    "risks_judged": _batches("judged_at"),
    "judging_days": _batches("judged_at", days(lambda row: row["judged_at"], "tested_at")),
    "risks_unjudged": _batches(
        standing("tested_at", "judged_at"), where=both(_risk, _fails), blind=frozenset({"risk_level"})
    ),
    "risk_failed": _batches("bought_at", where=both(_risk, _fails)),
    "risk_judged": _batches("bought_at", where=both(_risk, _fails, has("judged_at"))),
    "risk_disposed": _batches("bought_at", where=both(_risk, _fails, _has_all("judged_at", "taken_down_at"))),
    "risk_rechecked": _batches(
        "bought_at", where=both(_risk, _fails, _has_all("judged_at", "taken_down_at", "rechecked_at"))
    ),
    "takedowns_rechecked": _orders("rechecked_at"),
    "relisting_rate": _orders("rechecked_at", share(has("relisted_at"))),
    "relistings": _orders("relisted_at"),
    "leads_unfounded": _leads("verified_at", where=equals("disposition", "unfounded"), blind=_END),
    "leads_reviewed": _leads("reviewed_at"),
    "model_revisions": Direct("model_revision", during("revised_at"), count),
    "leads_behind_revisions": Direct("model_revision", during("revised_at"), total("leads")),
    "takedown_orders": _orders("issued_at"),
    "listings_down": _orders("done_at", total("listings")),
    "takedown_on_time": _orders("due_at", share(in_time("done_at", "due_at"))),
    "monitored_platforms": Direct("monitoring_month", at_month_end, total("platforms")),
    "monitored_listings": Direct("monitoring_month", at_month_end, total("listings")),
    "violation_types": _models(_used, different("lead_type")),
    "models_in_use": _models(_used),
    "models_developed": _models(during("developed_on")),
    "model_adoption_rate": _models(during("developed_on"), share(has("adopted_on"))),
    "risks_found": _leads("detected_at"),
    "risks_confirmed": _leads("detected_at", where=equals("is_confirmed", True)),
    "leads_dispatched": _leads("detected_at", where=_dispatched),
    "leads_verified": _leads("detected_at", where=both(_dispatched, has("disposition"))),
    "risks_disposed": _leads(
        "detected_at", where=lambda row: row["disposition"] in {"filed", "corrected", "taken_down", "transferred"}
    ),
    "leads_fed_back": _leads("detected_at", where=both(_dispatched, has("disposition"), has("feedback_at"))),
    "leads_filed": _leads("verified_at", where=equals("disposition", "filed"), blind=_END),
    "shops_rectified": _leads("verified_at", where=equals("disposition", "corrected"), blind=_END),
    "listings_taken_down": _orders("done_at", total("listings"), where=equals("source", "fair_online"), blind=_SOURCE),
    "closed_loop_rate": _leads("feedback_due", share(has("disposition"))),
    "feedback_on_time": _leads("feedback_due", share(in_time("feedback_at", "feedback_due")), blind=frozenset({"lead_feedback"})),
    "review_precision": _leads("reviewed_at", share(equals("is_confirmed", True)), blind=frozenset({"lead_review"})),
    "unfounded_rate": _leads("verified_at", share(equals("disposition", "unfounded")), blind=_END),
    "lead_filing_rate": _leads("dispatched_at", share(equals("disposition", "filed")), blind=_END),
    "reverse_leads": _leads("detected_at", where=equals("is_reverse", True)),
    "kitchens": _kitchens(at_month_end, total("connected")),
    "kitchen_coverage": _kitchens(at_month_end, quotient("connected", "merchants")),
    "video_online_rate": _kitchens(during("month_end"), quotient("online_minutes", "open_minutes")),
    "seal_rate": _kitchens(during("month_end"), quotient("sealed_orders", "checked_orders")),
    "kitchen_anomalies": _kitchens(during("month_end"), total("anomalies")),
    "kitchen_visits": _kitchens(during("month_end"), total("visits")),
    "rider_violations": _violations,
    "delivery_orders": _deliveries,
    "violations_per_10k_orders": Ratio(_violations, _deliveries, 10_000),
    "rider_violations_change": OnTheYear(_violations),
    "ip_disputes": _disputes("accepted_at"),
    "ip_across": _disputes("accepted_at", where=equals("is_cross_province", True)),
    "ip_across_share": _disputes("accepted_at", share(equals("is_cross_province", True))),
    "ip_cycle_days": _cycle,
    "ip_cycle_change": OnTheYear(_cycle),
    "notice_hours_median": _disputes("notice_at", days(lambda row: row["action_at"], "notice_at", 0.5)),
    "notice_hours_p90": _disputes("notice_at", days(lambda row: row["action_at"], "notice_at", 0.9)),
    "counter_notice_rate": _disputes("notice_at", share(has("counter_at")), where=has("action_at")),
    "reinstatement_on_time": _disputes("restore_due", share(in_time("restored_at", "restore_due"))),
    "ip_users": _published("ip_users"),
    "ip_visits": _published("ip_visits"),
    "ip_departments": _published("ip_departments"),
    "ip_systems": _published("ip_systems"),
    "evidence_kept": _evidence(count),
    "evidence_verified_rate": _evidence(share(lambda row: _HOLDS[row["evidence_id"]])),
    "evidence_broken": _evidence(_broken),
}  # fmt: skip

KEPT_BY_MONTH = {
    "video_online_rate", "seal_rate", "kitchen_anomalies", "kitchen_visits", "rider_violations", "delivery_orders",
    "violations_per_10k_orders", "rider_violations_change",
}  # fmt: skip
KEPT_BY_YEAR = {"ip_users", "ip_visits", "ip_departments", "ip_systems"}

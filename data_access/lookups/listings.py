"""How each source shows its rows: which columns, in which order, and which of them may be searched."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column

from data_access.store.schema import complaint_report, enforcement_case


@dataclass(frozen=True, slots=True)
class Listing:
    """How a source shows its rows: the cohort by which they belong to a period, and the columns that may be seen.

    The first column is the key; rows are sorted by `newest`, latest first, unless the reader asks otherwise; where it
    `rises`, the least is first: deductions are negative. `searched` are columns whose text a reader may search; never
    one of a person. `beside` are columns of the one record that each row is a part of, which `part_of` names the list of:
    a row opens that record.
    """

    cohort: str
    newest: str
    columns: tuple[str, ...]
    searched: tuple[str, ...] = ()
    rises: bool = False
    beside: tuple[Column[Any], ...] = ()
    part_of: str = ""


_item, _case = complaint_report.c, enforcement_case.c

LISTINGS: Mapping[str, Listing] = {
    "items": Listing("created", "registered_at", (
        "item_id", "kind", "platform_id", "shop_id", "entity_id", "handling_district", "problem", "goods", "channel",
        "route", "violation",
        "registered_at", "platform_received_at", "settled_at", "returned_at", "accept_due", "accepted_at", "refused_at",
        "refuse_reason", "close_due", "mediation_started_at", "closed_at", "result", "satisfaction", "amount_disputed",
        "amount_recovered", "case_id", "handler", "complainant_name", "complainant_phone")),
    "cases": Listing("source", "source_at", (
        "case_id", "source", "source_id", "platform_id", "shop_id", "entity_id", "district", "violation", "source_at",
        "filed_at", "hearing_asked_at", "hearing_notice_due", "hearing_notified_at", "hearing_on", "decision_due",
        "decided_at", "publish_due", "published_at", "closed_at", "stage", "outcome", "fine", "confiscated", "paid",
        "payment_due", "paid_at", "is_minor", "is_first", "is_corrected", "goods_value", "handler", "respondent_name")),
    "stages": Listing("entered", "entered_at", ("case_id", "stage", "entered_at", "left_at", "is_online"), beside=(
        _case.platform_id, _case.district, _case.handler, _case.violation, _case.source, _case.filed_at, _case.decision_due,
        _case.decided_at, _case.outcome, _case.respondent_name), part_of="cases"),
    "item_problems": Listing("created", "item_id", ("item_id", "problem"), beside=(
        _item.kind, _item.platform_id, _item.shop_id, _item.handling_district, _item.handler, _item.goods, _item.registered_at,
        _item.close_due, _item.closed_at, _item.result), part_of="items"),
    "negatives": Listing("created", "listed_at", (
        "spell_id", "entity_id", "entity_name", "platform_id", "district", "reason", "level", "listed_at",
        "delisted_at")),
    "mediations": Listing("created", "opened_at", (
        "mediation_id", "item_id", "mediator_id", "kind", "mode", "platform_id", "district", "opened_at", "next_session_at",
        "rounds", "is_attended", "closed_at", "result", "amount", "is_fulfilled", "is_confirmed", "rating")),
    "mediators": Listing("as_of", "since", (
        "mediator_id", "kind", "name", "organisation", "district", "since", "until")),
    "triggers": Listing("created", "fired_at", (
        "trigger_id", "rule", "register", "entity_id", "shop_id", "platform_id", "district", "fired_at", "action", "acted_at",
        "outcome")),
    "entity_register": Listing("as_of", "established_on", (
        "entity_id", "name", "principal_name", "address", "kind", "district", "platform_id", "state", "established_on", "ended_on",
        "is_online", "is_retail", "is_abnormal", "is_serious", "credit_class"), ("entity_id", "name")),
    "interviews": Listing("created", "interviewed_at", (
        "interview_id", "platform_id", "entity_id", "trigger_id", "district", "topic", "is_joint", "interviewed_at",
        "rectify_due",
        "rectified_at")),
    "site_checks": Listing("created", "checked_at", (
        "check_id", "site", "platform_id", "district", "checked_at", "finding", "is_joint", "corrected_at")),
    "shop_register": Listing("as_of", "opened_on", (
        "shop_id", "name", "platform_id", "entity_id", "operator_name", "category", "operator_region", "operator_type", "opened_on", "closed_on",
        "licence_shown_from", "verified_from", "verified_to")),
    "moves": Listing("created", "closed_on", (
        "shop_id", "platform_id", "operator_region", "closed_on", "cause", "cause_id", "caused_at", "reason", "score", "open_platform_id",
        "open_shop_id", "open_shops", "subject_id")),
    "exchanges": Listing("created", "day", (
        "day", "bridge", "platform_id", "data_type", "flow", "records", "complete", "matched", "mismatched", "calls",
        "succeeded", "latency_ms")),
    "mismatches": Listing("found", "found_at", (
        "mismatch_id", "kind", "platform_id", "shop_id", "entity_id", "district", "found_at", "settled_at", "outcome", "handler",
        "bridge")),
    "notices": Listing("sent", "sent_at", (
        "notice_id", "violation", "platform_id", "shop_id", "entity_id", "district", "sent_at", "due", "answered_at", "answer",
        "handler", "bridge")),
    "requests": Listing("created", "sent_at", (
        "request_id", "direction", "kind", "item_id", "case_id", "entity_id", "province", "region", "account_id", "district",
        "platform_id", "bridge", "sent_at", "received_at", "due", "feedback_at", "result", "handler", "is_rapid")),
    "agreements": Listing("as_of", "signed_on", (
        "agreement_no", "region", "name", "province", "signed_on", "ended_on", "accounts")),
    "accounts": Listing("as_of", "last_used_at", (
        "account_id", "agreement_no", "name", "province", "opened_on", "closed_on", "last_used_at")),
    "platforms": Listing("as_of", "launched_on", (
        "platform_id", "name", "operator_name", "uscc", "district", "class_l1", "class_l2", "grade", "txn_mode",
        "supply_mode", "main_goods", "launched_on", "closed_on", "canal_since", "is_odr", "licence_shown")),
    "duties": Listing("as_of", "checked_on", ("platform_id", "duty", "is_met", "checked_on")),
    "sampling": Listing("bought", "bought_at", (
        "batch_id", "kind", "platform_id", "shop_id", "entity_id", "district", "goods", "bought_at", "tested_at",
        "untested_reason",
        "is_unqualified", "failed_item", "is_safety", "risk_level", "judged_at", "retest_asked_at", "retested_at", "retest", "follow_up_due",
        "followed_up_at", "case_at", "case_id", "taken_down_at", "rechecked_at")),
    "takedowns": Listing("created", "issued_at", (
        "order_id", "source", "source_id", "platform_id", "shop_id", "district", "issued_at", "due_at", "done_at",
        "rechecked_at", "relisted_at",
        "batches", "listings")),
    "leads": Listing("detected", "detected_at", (
        "lead_id", "lead_type", "model_id", "item_id", "platform_id", "shop_id", "entity_id", "district", "detected_at",
        "reviewed_at", "is_confirmed",
        "dispatched_at", "feedback_due", "verified_at", "disposition", "feedback_at", "case_id", "handler", "is_reverse")),
    "models": Listing("developed", "developed_on", (
        "model_id", "name", "lead_type", "developed_on", "adopted_on", "retired_on"), ("model_id", "name")),
    "revisions": Listing("revised", "revised_at", (
        "revision_id", "model_id", "lead_type", "ground", "leads", "revised_at", "standard")),
    "catering_merchants": Listing("as_of", "joined_on", (
        "merchant_id", "name", "entity_id", "platform_id", "district", "joined_on", "left_on", "permit_no", "permit_until",
        "permit_checked_on", "permit_result", "kitchen_since"), ("merchant_id", "name", "permit_no")),
    "kitchen_anomalies": Listing("detected", "detected_at", (
        "anomaly_id", "kind", "merchant_id", "platform_id", "district", "detected_at", "notified_at", "disposed_at",
        "disposal")),
    "live_rooms": Listing("as_of", "opened_on", (
        "room_id", "title", "kind", "platform_id", "entity_id", "host_id", "agency_id", "district", "opened_on", "closed_on",
        "verified_on", "verify_due"), ("room_id", "title")),
    "live_hosts": Listing("as_of", "since", ("host_id", "name", "agency_id", "platform_id", "since", "ended")),
    "live_agencies": Listing("as_of", "since", (
        "agency_id", "name", "entity_id", "district", "since", "ended"), ("agency_id", "name")),
    "live_checks": Listing("checked", "checked_at", (
        "check_id", "violation", "room_id", "host_id", "agency_id", "platform_id", "district", "source", "item_id", "checked_at",
        "outcome", "corrected_on", "host_repeats", "agency_repeats")),
    "rule_versions": Listing("effective", "effective_on", (
        "version_id", "title", "platform_id", "kind", "version_no", "is_revision", "is_major", "consulted_on", "consulted_until",
        "published_on", "notice_due", "effective_on", "replaced_on", "keep_due", "is_readable", "read_on",
        "district"), ("version_id", "title")),
    "moderation_acts": Listing("decided", "decided_at", (
        "act_id", "measure", "violation", "found_by", "platform_id", "shop_id", "entity_id", "district", "decided_at", "told_at",
        "published_on", "lifted_at")),
    "moderation_appeals": Listing("filed", "filed_at", (
        "appeal_id", "act_id", "platform_id", "district", "filed_at", "answer_due", "answered_at", "result")),
    "disputes": Listing("accepted", "accepted_at", (
        "dispute_id", "right_type", "ip_route", "platform_id", "shop_id", "entity_id", "org_id", "district", "notice_at", "action_at",
        "counter_at",
        "forwarded_at", "is_sued", "restore_due", "restored_at", "accepted_at", "closed_at", "result", "is_cross_province")),
    "evidence": Listing("captured", "captured_at", (
        "evidence_id", "seq", "kind", "subject", "subject_id", "platform_id", "district", "captured_at", "tool", "size",
        "sha256", "prev_hash", "block_hash")),
    "credit_scores": Listing("as_of", "credit_class", (
        "score_id", "month_end", "platform_id", "score", "colour", "credit_class", "colour_before", "veto", "rule_version")),
    "credit_items": Listing("as_of", "counted", (
        "item_id", "platform_id", "rule", "counted", "points", "event_ref", "event_day", "expires_on", "measured", "reference",
        "objection", "rule_version"), rises=True),
    "credit_objections": Listing("filed", "filed_on", (
        "objection_id", "platform_id", "rule", "event_ref", "filed_on", "decided_on", "outcome")),
    "credit_notices": Listing("sent", "sent_on", (
        "notice_id", "platform_id", "month_end", "colour", "displayed_on", "sent_on", "received_on")),
    "joint_members": Listing("as_of", "joined_on", ("department", "is_lead", "joined_on", "left_on", "duty")),
    "joint_meetings": Listing("held", "held_on", ("meeting_id", "held_on", "topic", "attended", "minutes")),
    "meeting_decisions": Listing("decided", "decided_on", (
        "decision_id", "meeting_id", "department", "content", "decided_on", "due_on", "done_on", "outcome_note")),
    "platform_reports": Listing("due", "due", (
        "report_id", "platform_id", "kind", "period_from", "period_to", "due", "handed_in_at", "rows_due", "rows_in",
        "rows_complete", "returned_at", "corrected_at", "contact_name")),
    "annual_reports": Listing("due", "due_on", (
        "platform_id", "year", "due_on", "reported_on", "is_mismatched", "shops_due", "shops_reported", "shops_mismatched")),
    "entity_events": Listing("created", "at", ("event_id", "entity_id", "department", "kind", "at")),
    "ip_organisations": Listing("as_of", "since", ("org_id", "name", "kind", "district", "since", "ended"), ("name",)),
    "ip_rulings": Listing("entered", "entered_at", (
        "stage_id", "dispute_id", "stage", "platform_id", "district", "entered_at")),
    "review_leads": Listing("mined", "mined_at", (
        "lead_id", "word", "platform_id", "district", "mined_at", "sent_at", "checked_at", "result", "exempt_matter")),
    "trace_codes": Listing("as_of", "issued_on", (
        "code_id", "seller", "entity_id", "district", "goods", "issued_on", "ended_on", "scans"), ("code_id", "seller")),
    "online_sites": Listing("as_of", "opened_on", (
        "site_id", "kind", "name", "address", "platform_id", "district", "opened_on", "closed_on", "icp_no",
        "licence_shown"), ("name", "address")),
    "inspection_draws": Listing("drawn", "drawn_on", (
        "draw_id", "plan_id", "platform_id", "credit_class", "ticket", "is_drawn", "seed", "rule_version", "drawn_on")),
    "inspections": Listing("drawn", "drawn_on", (
        "inspection_id", "plan_id", "platform_id", "credit_class", "drawn_on", "checked_on", "is_found", "violation",
        "published_on")),
    "licence_checks": Listing("checked", "checked_on", (
        "check_id", "platform_id", "checked_on", "licence_shown", "permit_shown", "rules_shown", "shops_checked",
        "shops_shown")),
}  # fmt: skip

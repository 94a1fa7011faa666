"""How often each source of a demo city delivers: what is filed by the hour every day, registers each month, figures each year."""

_DAY, _WEEK, _MONTH, _YEAR = 1, 5, 21, 248
#: Working days between two deliveries, by table; lists of codes and regions come when they change.
RHYTHMS: dict[str, int] = {
    "complaint_report": _DAY, "mediation": _DAY, "data_exchange": _DAY, "co_investigation": _DAY, "risk_lead": _DAY,
    "trigger_event": _DAY, "evidence": _DAY,
    "enforcement_case": _WEEK, "case_stage": _WEEK, "negative_entity": _WEEK, "reverse_complainant": _WEEK,
    "entity_event": _WEEK, "interview": _WEEK, "site_check": _WEEK, "sampling": _WEEK, "takedown": _WEEK, "ip_dispute": _WEEK,
    "credit_objection": _WEEK, "credit_notice": _MONTH, "meeting_decision": _WEEK, "review_lead": _DAY, "trace_code": _MONTH,
    "online_site": _MONTH, "platform_rule": _MONTH, "live_agency": _MONTH, "live_host": _MONTH, "live_room": _MONTH, "live_check": _WEEK, "moderation_act": _WEEK, "moderation_appeal": _WEEK, "ip_organisation": _MONTH, "ip_ruling_stage": _WEEK,
    "joint_member": _YEAR, "joint_meeting": _MONTH, "inspection": _WEEK,
    "platform": _MONTH, "platform_duty": _MONTH, "shop": _MONTH, "transaction_month": _MONTH, "entity": _MONTH,
    "mediator": _MONTH, "identity_check": _MONTH, "partner_region": _MONTH, "partner_account": _MONTH, "monitor_model": _MONTH,
    "monitoring_month": _MONTH, "kitchen_month": _MONTH, "catering_merchant": _MONTH, "kitchen_anomaly": _DAY, "rider_month": _MONTH,
    "licence_check": _MONTH,
    "goods_search": _MONTH,
    "platform_report": _MONTH, "annual_report": _YEAR, "reference_figure": _YEAR,
}  # fmt: skip

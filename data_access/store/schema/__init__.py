"""The tables of the store, one module per subject; `metadata` holds them all."""

from data_access.store.schema.bridges import (
    data_exchange,
    identity_check,
    identity_mismatch,
    violation_notice,
)
from data_access.store.schema.calendar import working_day
from data_access.store.schema.cases import case_stage, enforcement_case
from data_access.store.schema.catering import catering_merchant, kitchen_anomaly, kitchen_month, rider_month
from data_access.store.schema.co_investigation import (
    co_investigation,
    partner_account,
    partner_region,
)
from data_access.store.schema.columns import metadata
from data_access.store.schema.complaints import (
    CHILDREN,
    complaint_problem,
    complaint_repeat,
    complaint_report,
)
from data_access.store.schema.credit import (
    annual_report,
    credit_item,
    credit_notice,
    credit_objection,
    credit_score,
    goods_search,
    inspection,
    inspection_draw,
    licence_check,
)
from data_access.store.schema.disputes import ip_dispute, ip_organisation, ip_ruling_stage
from data_access.store.schema.entities import negative_entity
from data_access.store.schema.evidence import evidence, evidence_check
from data_access.store.schema.leads import (
    model_revision,
    monitor_model,
    monitoring_month,
    risk_lead,
)
from data_access.store.schema.live import live_agency, live_check, live_host, live_room
from data_access.store.schema.mediations import mediation, mediator
from data_access.store.schema.moderation import moderation_act, moderation_appeal
from data_access.store.schema.platform_reports import platform_report
from data_access.store.schema.platform_rules import platform_rule
from data_access.store.schema.platforms import online_site, platform, platform_duty
from data_access.store.schema.references import (
    annotation,
    code,
    dataset,
    load_batch,
    quality_check,
    reference_figure,
    region,
)
from data_access.store.schema.register import entity, entity_event
from data_access.store.schema.reviews import review_lead, trace_code
from data_access.store.schema.sampling import sampling, takedown
from data_access.store.schema.shops import shop, shop_month
from data_access.store.schema.subjects import shop_move, subject_member
from data_access.store.schema.supervision import (
    interview,
    joint_meeting,
    joint_member,
    meeting_decision,
    reverse_complainant,
    site_check,
    trigger_event,
)
from data_access.store.schema.transactions import transaction_month

#: Tables that a load fills, in the order in which references need them.
LOADED = (
    dataset, code, region, annotation, reference_figure, platform, platform_duty, online_site, platform_rule, shop, transaction_month,
    complaint_report, complaint_problem, mediator, mediation, enforcement_case, case_stage, negative_entity, entity, entity_event,
    trigger_event, reverse_complainant, interview, site_check,
    joint_member, joint_meeting, meeting_decision, data_exchange, identity_check, identity_mismatch, violation_notice,
    review_lead, trace_code, partner_region, partner_account,
    co_investigation, sampling, takedown, monitor_model, model_revision, monitoring_month, risk_lead, kitchen_month,
    catering_merchant, kitchen_anomaly, rider_month,
    ip_organisation, ip_dispute, ip_ruling_stage, evidence, live_agency, live_host, live_room, live_check,
    moderation_act, moderation_appeal, annual_report, licence_check, goods_search,
    platform_report, credit_objection, credit_notice, inspection,
)  # fmt: skip
#: Tables computed from others after each load (see data_access/derive).
DERIVED = (
    shop_month, complaint_repeat, evidence_check, credit_score, credit_item, inspection_draw, quality_check, working_day,
    subject_member, shop_move,
)  # fmt: skip

__all__ = [
    "CHILDREN", "DERIVED", "LOADED", "annotation", "annual_report", "case_stage", "catering_merchant",
    "co_investigation", "code", "complaint_problem", "complaint_repeat", "complaint_report", "credit_item",
    "credit_notice", "credit_objection", "credit_score", "data_exchange", "dataset", "enforcement_case", "entity",
    "entity_event", "evidence", "evidence_check", "goods_search", "identity_check", "identity_mismatch",
    "inspection", "inspection_draw", "interview", "ip_dispute", "ip_organisation", "ip_ruling_stage",
    "joint_meeting", "joint_member", "kitchen_anomaly", "kitchen_month", "licence_check", "live_agency", "live_check",
    "live_host", "live_room", "load_batch", "mediation",
    "mediator", "meeting_decision", "metadata", "model_revision", "moderation_act", "moderation_appeal", "monitor_model",
    "monitoring_month", "negative_entity", "online_site", "partner_account", "partner_region", "platform", "platform_duty",
    "platform_report", "platform_rule",
    "quality_check", "reference_figure", "region", "reverse_complainant", "review_lead", "rider_month", "risk_lead",
    "sampling", "shop", "shop_month", "shop_move", "site_check", "subject_member", "takedown", "trace_code",
    "transaction_month", "trigger_event", "violation_notice", "working_day",
]  # fmt: skip

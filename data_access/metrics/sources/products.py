"""The sources of goods and leads: sampling, takedowns, monitoring, intellectual property, evidence."""

from sqlalchemy import String, case, cast, func

from data_access.domain.text import Text
from data_access.metrics.sources.base import (
    PLATFORM_SPLITS,
    Flow,
    Join,
    MonthEnd,
    Source,
    Stock,
    platform_of,
    sql_literal,
)
from data_access.store.engines import Day
from data_access.store.schema import (
    evidence,
    evidence_check,
    ip_dispute,
    model_revision,
    monitor_model,
    monitoring_month,
    risk_lead,
    sampling,
    takedown,
)

_batch, _order, _lead, _model = sampling.c, takedown.c, risk_lead.c, monitor_model.c
_dispute, _piece = ip_dispute.c, evidence.c

SAMPLING = Source(
    "sampling",
    Text("网络抽检批次", "Batches sampled online"),
    sampling,
    {"bought": Flow(_batch.bought_at), "tested": Flow(_batch.tested_at),
     "outcome": Flow(func.coalesce(_batch.tested_at, _batch.bought_at)),
     "follow_up_due": Flow(_batch.follow_up_due), "case": Flow(_batch.case_at),
     "retest_asked": Flow(_batch.retest_asked_at), "retested": Flow(_batch.retested_at), "judged": Flow(_batch.judged_at),
     "retest_open": Stock(_batch.retest_asked_at, _batch.retested_at, needs_end=True),
     "unjudged": Stock(_batch.tested_at, _batch.judged_at, needs_end=True)},
    {"district": _batch.district, "platform": _batch.platform_id, "goods": _batch.goods, "sampling_kind": _batch.kind,
     "test_item": _batch.failed_item, "untested_reason": _batch.untested_reason, "risk_level": _batch.risk_level, **PLATFORM_SPLITS},
    platform_of(_batch.platform_id),
)  # fmt: skip
TAKEDOWNS = Source(
    "takedowns",
    Text("下架指令", "Takedown orders"),
    takedown,
    {"created": Flow(_order.issued_at), "due": Flow(_order.due_at), "done": Flow(_order.done_at),
     "rechecked": Flow(_order.rechecked_at), "relisted": Flow(_order.relisted_at)},
    {"district": _order.district, "platform": _order.platform_id, "takedown_source": _order.source, **PLATFORM_SPLITS},
    platform_of(_order.platform_id),
)  # fmt: skip
MODELS = Source(
    "models",
    Text("监测模型", "Monitoring models"),
    monitor_model,
    {"developed": Flow(_model.developed_on), "in_use": Stock(_model.adopted_on, _model.retired_on)},
    {"lead_type": _model.lead_type},
    public=True,
)
_revision = model_revision.c
REVISIONS = Source(
    "revisions",
    Text("模型标准修订", "Revisions of models"),
    model_revision,
    {"revised": Flow(_revision.revised_at)},
    {"lead_type": _revision.lead_type, "model": _revision.model_id, "revision_ground": _revision.ground},
    public=True,
)
MONITORING = Source(
    "monitoring",
    Text("监测覆盖月报", "Monthly coverage"),
    monitoring_month,
    {"as_of": MonthEnd(monitoring_month.c.month_end)},
    {"district": monitoring_month.c.district},
)

#: The state of a lead at each step, NULL where it has not come that far.
_REVIEW = case(
    (_lead.reviewed_at.is_(None), sql_literal("pending")),
    (_lead.is_confirmed, sql_literal("confirmed")),
    else_=sql_literal("false"),
)
_DISPATCH = case(
    (_lead.dispatched_at.is_not(None), sql_literal("dispatched")),
    (_lead.is_confirmed, sql_literal("waiting")),
)
FED_BACK_IN_TIME = Day(_lead.feedback_at) <= _lead.feedback_due
_FEEDBACK = case(
    (_lead.feedback_at.is_(None), cast(None, String)),
    (FED_BACK_IN_TIME, sql_literal("on_time")),
    else_=sql_literal("late"),
)
LEADS = Source(
    "leads",
    Text("风险线索", "Risk leads"),
    risk_lead,
    {"detected": Flow(_lead.detected_at), "reviewed": Flow(_lead.reviewed_at),
     "dispatched": Flow(_lead.dispatched_at), "due": Flow(_lead.feedback_due), "verified": Flow(_lead.verified_at),
     "fed_back": Flow(_lead.feedback_at)},
    {"district": _lead.district, "platform": _lead.platform_id, "lead_type": _lead.lead_type, "model": _lead.model_id, "lead_review": _REVIEW,
     "lead_dispatch": _DISPATCH, "disposition": _lead.disposition, "lead_feedback": _FEEDBACK, **PLATFORM_SPLITS},
    platform_of(_lead.platform_id),
)  # fmt: skip
DISPUTES = Source(
    "disputes",
    Text("知识产权纠纷", "Disputes about intellectual property"),
    ip_dispute,
    {"accepted": Flow(_dispute.accepted_at), "noticed": Flow(_dispute.notice_at),
     "restore_due": Flow(_dispute.restore_due), "closed": Flow(_dispute.closed_at)},
    {"district": _dispute.district, "platform": _dispute.platform_id, "right_type": _dispute.right_type,
     "ip_route": _dispute.ip_route, "ip_result": _dispute.result, **PLATFORM_SPLITS},
    platform_of(_dispute.platform_id),
)  # fmt: skip
EVIDENCE = Source(
    "evidence",
    Text("电子证据", "Electronic evidence"),
    evidence,
    {"captured": Flow(_piece.captured_at)},
    {"district": _piece.district, "platform": _piece.platform_id, "evidence_kind": _piece.kind,
     "evidence_subject": _piece.subject, **PLATFORM_SPLITS},
    (Join(evidence_check, evidence_check.c.evidence_id == _piece.evidence_id), *platform_of(_piece.platform_id)),
)  # fmt: skip

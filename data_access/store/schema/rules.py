"""Rules that every row must keep, as predicates that mark the rows which break them.

A load rejects rows that break a rule; the demo city is tested to break none. A NULL on either side breaks nothing.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, and_, or_

from data_access.domain.text import Text
from data_access.store.schema.bridges import data_exchange, identity_check
from data_access.store.schema.cases import case_stage, enforcement_case
from data_access.store.schema.catering import kitchen_month
from data_access.store.schema.co_investigation import co_investigation, partner_region
from data_access.store.schema.complaints import complaint_report
from data_access.store.schema.credit import (
    annual_report,
    credit_objection,
    goods_search,
    inspection,
    licence_check,
)
from data_access.store.schema.disputes import ip_dispute
from data_access.store.schema.entities import negative_entity
from data_access.store.schema.leads import monitor_model, risk_lead
from data_access.store.schema.mediations import mediation
from data_access.store.schema.platforms import platform
from data_access.store.schema.register import entity
from data_access.store.schema.sampling import sampling, takedown
from data_access.store.schema.shops import shop
from data_access.store.schema.supervision import (
    interview,
    reverse_complainant,
    site_check,
    trigger_event,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One integrity rule of a table: `broken` is true for a row that breaks it."""

    key: str
    table: Table
    broken: ColumnElement[bool]
    says: Text


_item, _case, _shop = complaint_report.c, enforcement_case.c, shop.c
_exchange, _check, _request = data_exchange.c, identity_check.c, co_investigation.c
_batch, _order, _lead, _dispute = sampling.c, takedown.c, risk_lead.c, ip_dispute.c

RULES: tuple[Rule, ...] = (
    Rule("accepted_after_registered", complaint_report, _item.accepted_at < _item.registered_at,
         Text("受理早于登记", "accepted before it was registered")),
    Rule("refused_after_registered", complaint_report, _item.refused_at < _item.registered_at,
         Text("不予受理早于登记", "refused before it was registered")),
    Rule("accepted_xor_refused", complaint_report,
         and_(_item.accepted_at.is_not(None), _item.refused_at.is_not(None)),
         Text("既受理又不予受理", "both accepted and refused")),
    Rule("mediation_after_acceptance", complaint_report, _item.mediation_started_at < _item.accepted_at,
         Text("调解早于受理", "mediation began before acceptance")),
    Rule("closed_last", complaint_report,
         or_(_item.closed_at < _item.registered_at, _item.closed_at < _item.accepted_at,
             _item.closed_at < _item.mediation_started_at, _item.closed_at < _item.refused_at),
         Text("办结早于前序环节", "closed before an earlier step")),
    Rule("closed_with_result", complaint_report,
         and_(_item.closed_at.is_not(None), _item.result.is_(None)),
         Text("已办结但无结果", "closed without a result")),
    Rule("settled_after_sent", complaint_report,
         or_(_item.settled_at < _item.platform_received_at, _item.returned_at < _item.platform_received_at),
         Text("平台和解或退回早于转送", "settled or returned before it was sent to the platform")),
    Rule("settled_xor_returned", complaint_report,
         and_(_item.settled_at.is_not(None), _item.returned_at.is_not(None)),
         Text("既和解又退回", "both settled and returned by the platform")),
    # 消费者权益保护法 art. 55: at most the price back and three times the price, or 500 yuan where that is less.
    Rule("recovered_within_law", complaint_report,
         and_(_item.amount_recovered > _item.amount_disputed * 4, _item.amount_recovered > 500),
         Text("挽回金额超过退一赔三", "recovered more than refund plus triple damages")),
    Rule("filed_after_source", enforcement_case, _case.filed_at < _case.source_at,
         Text("立案早于案源", "filed before its source was registered")),
    Rule("decided_after_filed", enforcement_case, _case.decided_at < _case.filed_at,
         Text("决定早于立案", "decided before it was filed")),
    Rule("published_after_decided", enforcement_case, _case.published_at < _case.decided_at,
         Text("公示早于决定", "published before it was decided")),
    Rule("case_closed_last", enforcement_case,
         or_(_case.closed_at < _case.decided_at, _case.closed_at < _case.filed_at, _case.closed_at < _case.source_at),
         Text("结案早于前序环节", "closed before an earlier step")),
    Rule("stage_left_after_entered", case_stage, case_stage.c.left_at < case_stage.c.entered_at,
         Text("离开环节早于进入", "left a stage before entering it")),
    Rule("delisted_after_listed", negative_entity, negative_entity.c.delisted_at < negative_entity.c.listed_at,
         Text("移出早于列入", "removed before it was listed")),
    Rule("mediation_closed_after_opened", mediation, mediation.c.closed_at < mediation.c.opened_at,
         Text("办结早于进入平台", "closed before it was opened")),
    Rule("mediation_closed_with_result", mediation,
         and_(mediation.c.closed_at.is_not(None), mediation.c.result.is_(None)),
         Text("已办结但无结果", "closed without a result")),
    Rule("fulfilled_only_if_agreed", mediation,
         and_(or_(mediation.c.is_fulfilled.is_(True), mediation.c.is_confirmed.is_(True)), mediation.c.result != "mediated"),
         Text("未达成协议却已履行或确认", "fulfilled or confirmed without an agreement")),
    Rule("acted_after_fired", trigger_event, trigger_event.c.acted_at < trigger_event.c.fired_at,
         Text("响应早于触发", "acted before it fired")),
    Rule("removed_with_exit", reverse_complainant,
         or_(and_(reverse_complainant.c.status == "removed", reverse_complainant.c.exit_at.is_(None)),
             and_(reverse_complainant.c.status != "removed", reverse_complainant.c.exit_at.is_not(None))),
         Text("移出状态与移出时间不符", "removed without a time of removal, or the reverse")),
    # 已认定 needs a human: the tag of a machine alone never confirms anybody.
    Rule("confirmed_by_review", reverse_complainant,
         and_(reverse_complainant.c.status == "confirmed", reverse_complainant.c.reviewed_at.is_(None)),
         Text("未经复核即认定", "confirmed without a review")),
    Rule("entity_ended_after_established", entity, entity.c.ended_on < entity.c.established_on,
         Text("注销早于成立", "ended before it was established")),
    Rule("rectified_after_interview", interview, interview.c.rectified_at < interview.c.interviewed_at,
         Text("整改早于约谈", "rectified before the interview")),
    Rule("corrected_after_check", site_check, site_check.c.corrected_at < site_check.c.checked_at,
         Text("改正早于检查", "corrected before the check")),
    Rule("shop_closed_after_opened", shop, _shop.closed_on < _shop.opened_on,
         Text("关店早于开店", "closed before it opened")),
    Rule("succeeded_within_calls", data_exchange, _exchange.succeeded > _exchange.calls,
         Text("成功次数多于调用次数", "more calls succeeded than were made")),
    Rule("compared_within_records", data_exchange,
         or_(_exchange.complete > _exchange.records, _exchange.matched + _exchange.mismatched > _exchange.records),
         Text("齐全或比对记录多于交换记录", "more records complete or compared than exchanged")),
    Rule("checks_add_up", identity_check,
         _check.submitted != _check.matched + _check.mismatched + _check.not_found,
         Text("核验结果之和不等于提交数", "the answers to identity checks do not add up to those submitted")),
    Rule("request_steps_in_order", co_investigation,
         or_(_request.received_at < _request.sent_at, _request.feedback_at < _request.sent_at,
             _request.feedback_at < _request.received_at),
         Text("接收或反馈早于前序环节", "received or answered before an earlier step")),
    Rule("answered_with_result", co_investigation,
         and_(_request.feedback_at.is_not(None), _request.result.is_(None)),
         Text("已反馈但无结果", "answered without a result")),
    Rule("agreement_ended_after_signed", partner_region, partner_region.c.ended_on < partner_region.c.signed_on,
         Text("协议终止早于签署", "ended before it was signed")),
    Rule("platform_closed_after_launched", platform, platform.c.closed_on < platform.c.launched_on,
         Text("停运早于上线", "closed before it was launched")),
    Rule("tested_xor_reason", sampling, and_(_batch.tested_at.is_not(None), _batch.untested_reason.is_not(None)),
         Text("已检验却有未检验原因", "tested, yet with a reason for not being tested")),
    Rule("batch_steps_in_order", sampling,
         or_(_batch.tested_at < _batch.bought_at, _batch.followed_up_at < _batch.tested_at, _batch.case_at < _batch.tested_at),
         Text("检验或后处理早于前序环节", "tested or followed up before an earlier step")),
    Rule("failed_item_of_unqualified", sampling, and_(_batch.failed_item.is_not(None), _batch.is_unqualified.is_(False)),
         Text("合格批次有不合格项目", "a failed item of a batch that passed")),
    Rule("takedown_after_order", takedown, or_(_order.done_at < _order.issued_at, _order.due_at < _order.issued_at),
         Text("下架早于指令", "taken down before it was ordered")),
    Rule("model_adopted_after_developed", monitor_model, monitor_model.c.adopted_on < monitor_model.c.developed_on,
         Text("采纳早于研发", "adopted before it was developed")),
    Rule("lead_steps_in_order", risk_lead,
         or_(_lead.reviewed_at < _lead.detected_at, _lead.dispatched_at < _lead.reviewed_at,
             _lead.verified_at < _lead.dispatched_at, _lead.feedback_at < _lead.verified_at),
         Text("线索环节早于前序环节", "a step of a lead before an earlier one")),
    Rule("disposition_after_verification", risk_lead, and_(_lead.disposition.is_not(None), _lead.verified_at.is_(None)),
         Text("未核查即有处置结果", "disposed of without verification")),
    Rule("kitchens_among_merchants", kitchen_month,
         or_(kitchen_month.c.connected > kitchen_month.c.merchants,
             kitchen_month.c.online_minutes > kitchen_month.c.open_minutes,
             kitchen_month.c.sealed_orders > kitchen_month.c.checked_orders),
         Text("部分大于整体", "a part larger than its whole")),
    Rule("dispute_steps_in_order", ip_dispute,
         or_(_dispute.action_at < _dispute.notice_at, _dispute.counter_at < _dispute.action_at,
             _dispute.forwarded_at < _dispute.counter_at, _dispute.restored_at < _dispute.forwarded_at,
             _dispute.closed_at < _dispute.accepted_at),
         Text("纠纷环节早于前序环节", "a step of a dispute before an earlier one")),
    Rule("reported_shops_within_due", annual_report,
         or_(annual_report.c.shops_reported > annual_report.c.shops_due,
             annual_report.c.shops_mismatched > annual_report.c.shops_reported),
         Text("已报或不符网店多于应报或已报", "more shops reported than due, or mismatched than reported")),
    Rule("shown_within_checked", licence_check, licence_check.c.shops_shown > licence_check.c.shops_checked,
         Text("亮照网店多于巡查网店", "more shops show their licence than were checked")),
    Rule("hits_within_searched", goods_search,
         or_(goods_search.c.hits > goods_search.c.searched, goods_search.c.kept > goods_search.c.hits),
         Text("命中多于搜索或固证多于命中", "more hits than searched, or more kept than hit")),
    Rule("checked_after_drawn", inspection,
         or_(inspection.c.checked_on < inspection.c.drawn_on, inspection.c.published_on < inspection.c.checked_on),
         Text("检查早于抽取或公示早于检查", "checked before it was drawn, or published before it was checked")),
    Rule("objection_decided_after_filed", credit_objection,
         or_(credit_objection.c.decided_on < credit_objection.c.filed_on,
             and_(credit_objection.c.decided_on.is_not(None), credit_objection.c.outcome.is_(None))),
         Text("异议处理早于提出或缺结果", "an objection decided before it was filed, or without an outcome")),
)  # fmt: skip

"""Rules that every row must keep, as predicates that mark the rows which break them.

A load leaves out what a rule calls doubtful, or rejects the row; the demo city is tested to break none. A NULL on either
side breaks nothing.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Date, Table, and_, cast, func, or_

from data_access.domain.currency import YUAN
from data_access.domain.text import Text
from data_access.store.schema.bridges import (
    data_exchange,
    identity_check,
    identity_mismatch,
    violation_notice,
)
from data_access.store.schema.cases import case_stage, enforcement_case
from data_access.store.schema.catering import catering_merchant, kitchen_anomaly, kitchen_month
from data_access.store.schema.co_investigation import (
    co_investigation,
    partner_account,
    partner_region,
)
from data_access.store.schema.complaints import complaint_report
from data_access.store.schema.credit import (
    annual_report,
    credit_notice,
    credit_objection,
    goods_search,
    inspection,
    licence_check,
)
from data_access.store.schema.disputes import ip_dispute, ip_organisation
from data_access.store.schema.entities import negative_entity
from data_access.store.schema.leads import monitor_model, risk_lead
from data_access.store.schema.mediations import mediation
from data_access.store.schema.platforms import online_site, platform
from data_access.store.schema.references import SUBJECTS, annotation
from data_access.store.schema.register import entity
from data_access.store.schema.reviews import review_lead, trace_code
from data_access.store.schema.sampling import sampling, takedown
from data_access.store.schema.shops import shop
from data_access.store.schema.supervision import (
    interview,
    meeting_decision,
    reverse_complainant,
    site_check,
    trigger_event,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One integrity rule of a table: `broken` is true for a row that breaks it.

    `drops` are the columns whose values a load leaves out of such a row, as doubtful; where there are none, the row is
    rejected. Where nobody can tell which of several steps is wrong, none of them is kept. A rule whose limit is an amount
    holds for data sets in its `currency` alone.
    """

    key: str
    table: Table
    broken: ColumnElement[bool]
    says: Text
    drops: tuple[str, ...] = ()
    currency: str | None = None

    def holds_in(self, currency: str) -> bool:
        """Whether it holds for data whose money is in a currency (ISO 4217)."""
        return self.currency in (None, currency)


def _before(later: ColumnElement[Any], earlier: ColumnElement[Any]) -> ColumnElement[bool]:
    """Say that a step came before the one that it follows; a day without hours is compared as a day."""
    if isinstance(later.type, Date):
        return later < earlier
    day = cast(later, Date)
    return and_(later < earlier, or_(day < cast(earlier, Date), later != day))


#: What is left of the subjects of an annotated day without those that are known.
_left_over: ColumnElement[Any] = annotation.c.subjects
for _word in (*SUBJECTS, ",", " "):
    _left_over = func.replace(_left_over, _word, "")
_item, _case, _shop = complaint_report.c, enforcement_case.c, shop.c
_exchange, _check, _request = data_exchange.c, identity_check.c, co_investigation.c
_mismatch, _notice = identity_mismatch.c, violation_notice.c
_batch, _order, _lead, _dispute = sampling.c, takedown.c, risk_lead.c, ip_dispute.c
_review, _merchant, _anomaly = review_lead.c, catering_merchant.c, kitchen_anomaly.c

RULES: tuple[Rule, ...] = (
    Rule("accepted_after_registered", complaint_report, _before(_item.accepted_at, _item.registered_at),
         Text("受理早于登记", "accepted before it was registered"),
         drops=("accepted_at",)),
    Rule("refused_after_registered", complaint_report, _before(_item.refused_at, _item.registered_at),
         Text("不予受理早于登记", "refused before it was registered"),
         drops=("refused_at",)),
    Rule("accepted_xor_refused", complaint_report,
         and_(_item.accepted_at.is_not(None), _item.refused_at.is_not(None)),
         Text("既受理又不予受理", "both accepted and refused"),
         drops=("accepted_at", "refused_at")),
    Rule("mediation_after_acceptance", complaint_report, _before(_item.mediation_started_at, _item.accepted_at),
         Text("调解早于受理", "mediation began before acceptance"),
         drops=("mediation_started_at",)),
    Rule("closed_last", complaint_report,
         or_(_before(_item.closed_at, _item.registered_at), _before(_item.closed_at, _item.accepted_at),
             _before(_item.closed_at, _item.mediation_started_at), _before(_item.closed_at, _item.refused_at)),
         Text("办结早于前序环节", "closed before an earlier step"),
         drops=("closed_at",)),
    Rule("closed_with_result", complaint_report,
         and_(_item.closed_at.is_not(None), _item.result.is_(None)),
         Text("已办结但无结果", "closed without a result"),
         drops=("closed_at",)),
    Rule("settled_after_sent", complaint_report,
         or_(_before(_item.settled_at, _item.platform_received_at),
             _before(_item.returned_at, _item.platform_received_at)),
         Text("平台和解或退回早于转送", "settled or returned before it was sent to the platform"),
         drops=("settled_at", "returned_at")),
    Rule("settled_xor_returned", complaint_report,
         and_(_item.settled_at.is_not(None), _item.returned_at.is_not(None)),
         Text("既和解又退回", "both settled and returned by the platform"),
         drops=("settled_at", "returned_at")),
    # 消费者权益保护法 art. 55: at most the price back and three times the price, or 500 yuan where that is less.
    Rule("recovered_within_law", complaint_report,
         and_(_item.amount_recovered > _item.amount_disputed * 4, _item.amount_recovered > 500),
         Text("挽回金额超过退一赔三", "recovered more than refund plus triple damages"),
         drops=("amount_recovered",), currency=YUAN),
    Rule("filed_after_source", enforcement_case, _before(_case.filed_at, _case.source_at),
         Text("立案早于案源", "filed before its source was registered"),
         drops=("filed_at",)),
    Rule("decided_after_filed", enforcement_case, _before(_case.decided_at, _case.filed_at),
         Text("决定早于立案", "decided before it was filed"),
         drops=("decided_at",)),
    Rule("published_after_decided", enforcement_case, _before(_case.published_at, _case.decided_at),
         Text("公示早于决定", "published before it was decided"),
         drops=("published_at",)),
    Rule("case_closed_last", enforcement_case,
         or_(_before(_case.closed_at, _case.decided_at), _before(_case.closed_at, _case.filed_at),
             _before(_case.closed_at, _case.source_at)),
         Text("结案早于前序环节", "closed before an earlier step"),
         drops=("closed_at",)),
    Rule("paid_after_decided", enforcement_case, _before(_case.paid_at, _case.decided_at),
         Text("缴清早于决定", "paid in full before it was decided"),
         drops=("paid_at",)),
    Rule("paid_in_full", enforcement_case,
         and_(_case.paid_at.is_not(None),
              func.coalesce(_case.paid, 0) < func.coalesce(_case.fine, 0) + func.coalesce(_case.confiscated, 0)),
         Text("有缴清时间但未缴足", "a time of full payment, but less was paid than is due"),
         drops=("paid_at",)),
    Rule("stage_left_after_entered", case_stage, _before(case_stage.c.left_at, case_stage.c.entered_at),
         Text("离开环节早于进入", "left a stage before entering it"),
         drops=("left_at",)),
    Rule("delisted_after_listed", negative_entity, _before(negative_entity.c.delisted_at, negative_entity.c.listed_at),
         Text("移出早于列入", "removed before it was listed")),
    Rule("mediation_closed_after_opened", mediation, _before(mediation.c.closed_at, mediation.c.opened_at),
         Text("办结早于进入平台", "closed before it was opened"),
         drops=("closed_at",)),
    Rule("session_after_opened", mediation, _before(mediation.c.next_session_at, mediation.c.opened_at),
         Text("排期早于进入平台", "a session set for before it was opened"),
         drops=("next_session_at",)),
    Rule("mediation_closed_with_result", mediation,
         and_(mediation.c.closed_at.is_not(None), mediation.c.result.is_(None)),
         Text("已办结但无结果", "closed without a result"),
         drops=("closed_at",)),
    Rule("fulfilled_only_if_agreed", mediation,
         and_(or_(mediation.c.is_fulfilled.is_(True), mediation.c.is_confirmed.is_(True)), mediation.c.result != "mediated"),
         Text("未达成协议却已履行或确认", "fulfilled or confirmed without an agreement"),
         drops=("is_fulfilled", "is_confirmed")),
    Rule("acted_after_fired", trigger_event, _before(trigger_event.c.acted_at, trigger_event.c.fired_at),
         Text("响应早于触发", "acted before it fired"),
         drops=("acted_at",)),
    Rule("removed_with_exit", reverse_complainant,
         or_(and_(reverse_complainant.c.status == "removed", reverse_complainant.c.exit_at.is_(None)),
             and_(reverse_complainant.c.status != "removed", reverse_complainant.c.exit_at.is_not(None))),
         Text("移出状态与移出时间不符", "removed without a time of removal, or the reverse")),
    # 已认定 needs a human: the tag of a machine alone never confirms anybody.
    Rule("confirmed_by_review", reverse_complainant,
         and_(reverse_complainant.c.status == "confirmed", reverse_complainant.c.reviewed_at.is_(None)),
         Text("未经复核即认定", "confirmed without a review")),
    Rule("entity_ended_after_established", entity, _before(entity.c.ended_on, entity.c.established_on),
         Text("注销早于成立", "ended before it was established"),
         drops=("ended_on",)),
    Rule("rectified_after_interview", interview, _before(interview.c.rectified_at, interview.c.interviewed_at),
         Text("整改早于约谈", "rectified before the interview"),
         drops=("rectified_at",)),
    Rule("corrected_after_check", site_check, _before(site_check.c.corrected_at, site_check.c.checked_at),
         Text("改正早于检查", "corrected before the check"),
         drops=("corrected_at",)),
    Rule("shop_closed_after_opened", shop, _before(_shop.closed_on, _shop.opened_on),
         Text("关店早于开店", "closed before it opened"),
         drops=("closed_on",)),
    Rule("succeeded_within_calls", data_exchange, _exchange.succeeded > _exchange.calls,
         Text("成功次数多于调用次数", "more calls succeeded than were made")),
    Rule("compared_within_records", data_exchange,
         or_(_exchange.complete > _exchange.records, _exchange.matched + _exchange.mismatched > _exchange.records),
         Text("齐全或比对记录多于交换记录", "more records complete or compared than exchanged")),
    Rule("checks_add_up", identity_check,
         _check.submitted != _check.matched + _check.mismatched + _check.not_found,
         Text("核验结果之和不等于提交数", "the answers to identity checks do not add up to those submitted")),
    Rule("mismatch_settled_after_found", identity_mismatch,
         or_(_before(_mismatch.settled_at, _mismatch.found_at),
             and_(_mismatch.settled_at.is_not(None), _mismatch.outcome.is_(None))),
         Text("主体不符处理早于发现或缺结果", "a mismatch settled before it was found, or without an outcome"),
         drops=("settled_at", "outcome")),
    Rule("notice_answered_after_sent", violation_notice,
         or_(_before(_notice.answered_at, _notice.sent_at),
             and_(_notice.answered_at.is_not(None), _notice.answer.is_(None))),
         Text("通报答复早于发出或缺内容", "a notice answered before it was sent, or without an answer"),
         drops=("answered_at", "answer")),
    Rule("request_steps_in_order", co_investigation,
         or_(_before(_request.received_at, _request.sent_at), _before(_request.feedback_at, _request.sent_at),
             _before(_request.feedback_at, _request.received_at)),
         Text("接收或反馈早于前序环节", "received or answered before an earlier step"),
         drops=("received_at", "feedback_at")),
    Rule("answered_with_result", co_investigation,
         and_(_request.feedback_at.is_not(None), _request.result.is_(None)),
         Text("已反馈但无结果", "answered without a result"),
         drops=("feedback_at",)),
    Rule("agreement_ended_after_signed", partner_region, _before(partner_region.c.ended_on, partner_region.c.signed_on),
         Text("协议终止早于签署", "ended before it was signed"),
         drops=("ended_on",)),
    Rule("account_closed_after_opened", partner_account,
         or_(_before(partner_account.c.closed_on, partner_account.c.opened_on),
             _before(partner_account.c.last_used_at, partner_account.c.opened_on)),
         Text("账号停用或使用早于开通", "an account closed or used before it was opened"),
         drops=("closed_on", "last_used_at")),
    Rule("platform_closed_after_launched", platform, _before(platform.c.closed_on, platform.c.launched_on),
         Text("停运早于上线", "closed before it was launched"),
         drops=("closed_on",)),
    Rule("tested_xor_reason", sampling, and_(_batch.tested_at.is_not(None), _batch.untested_reason.is_not(None)),
         Text("已检验却有未检验原因", "tested, yet with a reason for not being tested"),
         drops=("untested_reason",)),
    Rule("batch_steps_in_order", sampling,
         or_(_before(_batch.tested_at, _batch.bought_at), _before(_batch.followed_up_at, _batch.tested_at),
             _before(_batch.case_at, _batch.tested_at)),
         Text("检验或后处理早于前序环节", "tested or followed up before an earlier step"),
         drops=("tested_at", "followed_up_at", "case_at")),
    Rule("retest_in_order", sampling,
         or_(_before(_batch.retest_asked_at, _batch.tested_at), _before(_batch.retested_at, _batch.retest_asked_at),
             and_(_batch.retested_at.is_not(None), _batch.retest.is_(None))),
         Text("复检早于检验或提出，或缺结果", "a retest before the test or before it was asked for, or without a result"),
         drops=("retest_asked_at", "retested_at", "retest")),
    Rule("judged_and_rechecked_in_order", sampling,
         or_(_before(_batch.judged_at, _batch.tested_at), _before(_batch.rechecked_at, _batch.taken_down_at),
             and_(_batch.judged_at.is_not(None), _batch.risk_level.is_(None))),
         Text("研判早于检验、复查早于下架，或缺风险等级", "judged before it was tested, checked again before it was taken down, or without a level"),
         drops=("judged_at", "risk_level", "rechecked_at")),
    Rule("failed_item_of_unqualified", sampling, and_(_batch.failed_item.is_not(None), _batch.is_unqualified.is_(False)),
         Text("合格批次有不合格项目", "a failed item of a batch that passed"),
         drops=("failed_item",)),
    Rule("takedown_after_order", takedown,
         or_(_before(_order.done_at, _order.issued_at), _before(_order.due_at, _order.issued_at)),
         Text("下架早于指令", "taken down before it was ordered"),
         drops=("done_at",)),
    Rule("relisted_after_takedown", takedown,
         or_(_before(_order.rechecked_at, _order.done_at), _before(_order.relisted_at, _order.done_at)),
         Text("复查或重新上架早于下架", "checked again, or on sale again, before it was taken down"),
         drops=("rechecked_at", "relisted_at")),
    Rule("model_adopted_after_developed", monitor_model,
         _before(monitor_model.c.adopted_on, monitor_model.c.developed_on),
         Text("采纳早于研发", "adopted before it was developed"),
         drops=("adopted_on",)),
    Rule("lead_steps_in_order", risk_lead,
         or_(_before(_lead.reviewed_at, _lead.detected_at), _before(_lead.dispatched_at, _lead.reviewed_at),
             _before(_lead.verified_at, _lead.dispatched_at), _before(_lead.feedback_at, _lead.verified_at)),
         Text("线索环节早于前序环节", "a step of a lead before an earlier one"),
         drops=("reviewed_at", "dispatched_at", "verified_at", "feedback_at", "disposition")),
    Rule("disposition_after_verification", risk_lead, and_(_lead.disposition.is_not(None), _lead.verified_at.is_(None)),
         Text("未核查即有处置结果", "disposed of without verification"),
         drops=("disposition",)),
    Rule("kitchens_among_merchants", kitchen_month,
         or_(kitchen_month.c.connected > kitchen_month.c.merchants,
             kitchen_month.c.online_minutes > kitchen_month.c.open_minutes,
             kitchen_month.c.sealed_orders > kitchen_month.c.checked_orders),
         Text("部分大于整体", "a part larger than its whole")),
    Rule("merchant_dates_in_order", catering_merchant,
         or_(_before(_merchant.left_on, _merchant.joined_on), _before(_merchant.kitchen_since, _merchant.joined_on),
             and_(_merchant.permit_checked_on.is_not(None), _merchant.permit_result.is_(None))),
         Text("退网或接入早于入网，或已核验无结果", "left or in sight before it joined, or a permit checked without a result"),
         drops=("left_on", "kitchen_since", "permit_checked_on")),
    Rule("anomaly_steps_in_order", kitchen_anomaly,
         or_(_before(_anomaly.notified_at, _anomaly.detected_at), _before(_anomaly.disposed_at, _anomaly.detected_at),
             and_(_anomaly.disposed_at.is_not(None), _anomaly.disposal.is_(None))),
         Text("推送或处置早于识别，或处置无结果", "notified or disposed of before it was detected, or without a result"),
         drops=("notified_at", "disposed_at")),
    Rule("dispute_steps_in_order", ip_dispute,
         or_(_before(_dispute.action_at, _dispute.notice_at), _before(_dispute.counter_at, _dispute.action_at),
             _before(_dispute.forwarded_at, _dispute.counter_at), _before(_dispute.restored_at, _dispute.forwarded_at),
             _before(_dispute.closed_at, _dispute.accepted_at)),
         Text("纠纷环节早于前序环节", "a step of a dispute before an earlier one"),
         drops=("action_at", "counter_at", "forwarded_at", "restored_at", "closed_at")),
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
         or_(_before(inspection.c.checked_on, inspection.c.drawn_on),
             _before(inspection.c.published_on, inspection.c.checked_on)),
         Text("检查早于抽取或公示早于检查", "checked before it was drawn, or published before it was checked"),
         drops=("checked_on", "published_on")),
    Rule("objection_decided_after_filed", credit_objection,
         or_(_before(credit_objection.c.decided_on, credit_objection.c.filed_on),
             and_(credit_objection.c.decided_on.is_not(None), credit_objection.c.outcome.is_(None))),
         Text("异议处理早于提出或缺结果", "an objection decided before it was filed, or without an outcome"),
         drops=("decided_on",)),
    Rule("notice_after_assessment", credit_notice,
         or_(credit_notice.c.sent_on < credit_notice.c.month_end, credit_notice.c.received_on < credit_notice.c.sent_on),
         Text("告知早于评价或回执早于告知", "sent before the assessment, or received before it was sent"),
         drops=("received_on",)),
    Rule("decision_done_after_meeting", meeting_decision,
         or_(meeting_decision.c.done_on < meeting_decision.c.decided_on, meeting_decision.c.due_on < meeting_decision.c.decided_on),
         Text("完成或期限早于会议", "done or due before the meeting"),
         drops=("done_on", "due_on")),
    Rule("review_steps_in_order", review_lead,
         or_(_before(_review.sent_at, _review.mined_at), _before(_review.checked_at, _review.sent_at),
             and_(_review.checked_at.is_not(None), _review.result.is_(None)),
             and_(_review.exempt_matter.is_not(None), _review.result != "exempt")),
         Text("推送或核查早于前序环节，或结果不符", "sent or looked at before an earlier step, or a result that does not fit"),
         drops=("sent_at", "checked_at", "exempt_matter")),
    Rule("site_closed_after_opened", online_site, online_site.c.closed_on < online_site.c.opened_on,
         Text("下线早于上线", "closed before it opened"),
         drops=("closed_on",)),
    Rule("code_ended_after_issued", trace_code, trace_code.c.ended_on < trace_code.c.issued_on,
         Text("停用早于赋码", "ended before it was issued"),
         drops=("ended_on",)),
    Rule("organisation_ended_after_begun", ip_organisation, ip_organisation.c.ended < ip_organisation.c.since,
         Text("退出早于入驻", "left before it began"),
         drops=("ended",)),
    Rule("subjects_known", annotation, _left_over != "",
         Text("涉及的不是任何数据", "concerns what nobody counts"),
         drops=("subjects",)),
)  # fmt: skip

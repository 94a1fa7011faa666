"""Enforcement cases 案件 from source to closure, and the stages that each went through."""

from sqlalchemy import Boolean, Date, DateTime, Numeric, String, Table

from data_access.store.schema.columns import column, metadata

#: Of which table a case's source is a row; what an inspection found may have no number.
SOURCES = {
    "item": "complaint_report", "fair_online": "risk_lead", "sampling": "sampling", "transfer": "co_investigation",
    "inspection": "inspection",
}  # fmt: skip

enforcement_case = Table(
    "enforcement_case",
    metadata,
    column("case_id", String, "案件编号", "Case", key=True),
    column("source", String, "案源", "Source", required=True, codes="case_source"),
    column("source_id", String, "案源编号", "Number of the source", by="source", refers=SOURCES),
    column("platform_id", String, "平台编号", "Platform id", codes="platform"),
    column("district", String, "办案区县", "Handling district", codes="region"),
    column("shop_id", String, "网店编号", "Shop id", refers="shop"),
    column("entity_id", String, "当事人代码", "Respondent's code", refers="entity"),
    column("violation", String, "违法类型", "Violation", codes="violation"),
    column("source_at", DateTime, "案源登记", "Source registered", required=True),
    column("verify_due", Date, "核查期限", "Verification due"),
    column("verified_at", DateTime, "核查完成", "Verified"),
    column("filed_at", DateTime, "立案时间", "Filed"),
    # The day of the hearing may be one to come: the notice of it is due before.
    column("hearing_asked_at", DateTime, "要求听证时间", "Hearing asked for"),
    column("hearing_notice_due", Date, "听证通知期限", "Notice of the hearing due"),
    column("hearing_notified_at", DateTime, "听证通知时间", "Notice of the hearing"),
    column("hearing_on", Date, "听证日期", "Hearing on"),
    column("decision_due", Date, "处罚决定期限", "Decision due"),
    column("decided_at", DateTime, "处罚决定", "Decided"),
    column("publish_due", Date, "公示期限", "Publication due"),
    column("published_at", DateTime, "公示时间", "Published"),
    column("closed_at", DateTime, "结案时间", "Closed"),
    column("stage", String, "当前环节", "Current stage", required=True, codes="stage"),
    column("outcome", String, "处理结果", "Outcome", codes="outcome"),
    column("fine", Numeric(14, 2), "罚款", "Fine", low=0, is_money=True),
    column("confiscated", Numeric(14, 2), "没收", "Confiscated", low=0, is_money=True),
    column("paid", Numeric(14, 2), "已缴", "Paid", low=0, is_money=True),
    column("payment_due", Date, "缴款期限", "Payment due"),
    column("paid_at", DateTime, "缴清时间", "Paid in full"),
    column("is_minor", Boolean, "是否轻微", "Minor"),
    column("is_first", Boolean, "是否初次违法", "First offence"),
    column("is_corrected", Boolean, "是否及时改正", "Corrected in time"),
    column("goods_value", Numeric(14, 2), "货值金额", "Value of the goods", low=0, is_money=True),
    column("is_online", Boolean, "是否全程在线", "Fully online"),
    column("respondent_name", String, "当事人", "Respondent", mask="name"),
    column("handler", String, "承办人", "Handled by", mask="name"),
    column("rule_version", String, "时限规则版本", "Rule version"),
)

case_stage = Table(
    "case_stage",
    metadata,
    column("case_id", String, "案件编号", "Case", key=True, refers="enforcement_case"),
    column("stage", String, "环节", "Stage", key=True, codes="stage"),
    column("entered_at", DateTime, "进入时间", "Entered", required=True),
    column("left_at", DateTime, "离开时间", "Left"),
    column("is_online", Boolean, "是否在线", "Done online"),
)

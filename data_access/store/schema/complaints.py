"""Complaints 投诉 and reports 举报: one row per item with its life from registration to closure."""

from sqlalchemy import Boolean, Date, DateTime, Integer, Numeric, String, Table

from data_access.store.schema.columns import column, metadata

#: Times are Asia/Shanghai; `_due` days are inclusive limits computed from the rule in force (derive/deadlines).
complaint_report = Table(
    "complaint_report",
    metadata,
    column("item_id", String, "编号", "Item", key=True),
    column("kind", String, "诉求类型", "Kind", required=True, codes="kind"),
    column("platform_id", String, "平台编号", "Platform id", codes="platform"),
    column("handling_district", String, "办理区县", "Handling district", codes="region"),
    column("respondent_region", String, "被投诉人所在地", "Respondent's region", codes="region"),
    column("platform_region", String, "平台住所地", "Platform's domicile", codes="region"),
    column("problem", String, "问题类别", "Problem", codes="problem"),
    column("goods", String, "商品服务类别", "Goods or service", codes="goods"),
    column("channel", String, "渠道", "Channel", codes="channel"),
    column("route", String, "办理路径", "Route", codes="route"),
    column("violation", String, "违法类型", "Violation", codes="violation"),
    column("is_online", Boolean, "是否网购", "Online purchase"),
    column("is_named", Boolean, "是否实名", "Real-name"),
    column("shop_id", String, "被投诉网店编号", "Shop complained about", refers="shop"),
    column("entity_id", String, "被投诉主体代码", "Entity complained about", refers="entity"),
    column("registered_at", DateTime, "登记时间", "Registered", required=True),
    column("platform_received_at", DateTime, "转平台先行处置", "Sent to the platform"),
    column("settled_at", DateTime, "平台和解", "Settled by the platform"),
    column("returned_at", DateTime, "退回行政处理", "Returned by the platform"),
    column("accept_due", Date, "受理期限", "Acceptance due"),
    column("accepted_at", DateTime, "受理时间", "Accepted"),
    column("refused_at", DateTime, "不予受理时间", "Refused"),
    column("refuse_reason", String, "不予受理原因", "Ground of refusal", codes="refuse_reason"),
    column("close_due", Date, "办结期限", "Closure due"),
    column("mediation_started_at", DateTime, "调解开始", "Mediation started"),
    column("closed_at", DateTime, "办结时间", "Closed"),
    column("result", String, "办理结果", "Result", codes="result"),
    column("is_timely", Boolean, "按时答复", "Answered in time"),
    column("satisfaction", Integer, "满意度", "Satisfaction", low=1, high=5),
    column("amount_disputed", Numeric(14, 2), "争议金额", "Amount in dispute", low=0, is_money=True),
    column("amount_recovered", Numeric(14, 2), "挽回损失", "Recovered", low=0, is_money=True),
    column("complainant_name", String, "诉求人", "Complainant", mask="name"),
    column("complainant_phone", String, "联系电话", "Phone", mask="phone"),
    # A salted hash of who complains, made where the complaint is kept: it tells that one came again, and never who it is.
    column("complainant_hash", String, "诉求人标识(加盐哈希)", "Complainant (salted hash)", mask="hash"),
    column("case_id", String, "案件编号", "Case", refers="enforcement_case", came_of_it=True),
    column("handler", String, "承办人", "Handled by", mask="name"),
    column("rule_version", String, "时限规则版本", "Rule version"),
)

#: Each problem of items that name several: an item counts once under each, and once in all.
complaint_problem = Table(
    "complaint_problem",
    metadata,
    column("item_id", String, "编号", "Item", key=True, refers="complaint_report"),
    column("problem", String, "问题类别", "Problem", key=True, codes="problem"),
)

#: Derived: each complaint that a platform has settled or returned, where complainant and respondent are known, and when the
#: same complainant first complained of the same shop (of the same respondent, where no shop is named) again after that.
complaint_repeat = Table(
    "complaint_repeat",
    metadata,
    column("item_id", String, "编号", "Item", key=True, refers="complaint_report"),
    column("repeated_at", DateTime, "再次投诉时间", "Complained again"),
)

#: Where several values of one column of a table stand, one a row beside the key of the table.
CHILDREN = {("complaint_report", "problem"): complaint_problem}

"""Credit supervision: what is checked of platforms, the inspections drawn, and the score derived from it all."""

from sqlalchemy import Boolean, Date, Float, Integer, String, Table

from data_access.store.schema.columns import column, metadata

#: Of which table a line of credit names a row, by its rule; others are sums of a month. A platform has one annual report of a
#: year and one row of a duty, which the year and the duty name beside the platform.
EVENTS = {
    "report_missing": "annual_report", "report_late": "annual_report", "abnormal_list": "negative_entity",
    "serious_list": "negative_entity", "penalty_warning": "enforcement_case", "penalty_fine": "enforcement_case",
    "penalty_heavy": "enforcement_case", "licence": "licence_check", "reporting": "platform_duty", "takedown_late": "takedown",
}  # fmt: skip

#: Annual reports 年报 by platform and year; the shops are those on it whose operators must report (网站网店信息).
annual_report = Table(
    "annual_report",
    metadata,
    column("platform_id", String, "平台编号", "Platform id", key=True, codes="platform"),
    column("year", Integer, "报告年度", "Year reported on", key=True, low=2013),
    column("due_on", Date, "公示期限", "Due on", required=True),
    column("reported_on", Date, "公示日期", "Published on"),
    column("is_mismatched", Boolean, "网站信息不符", "Website entry differs"),
    column("shops_due", Integer, "应报网店", "Shops due", low=0),
    column("shops_reported", Integer, "已报网店", "Shops reported", low=0),
    column("shops_mismatched", Integer, "信息不符网店", "Shops whose entry differs", low=0),
)

#: Patrols of what is on display 亮照巡查: the platform itself, and the shops looked at on it.
licence_check = Table(
    "licence_check",
    metadata,
    column("check_id", String, "巡查编号", "Check", key=True),
    column("platform_id", String, "平台编号", "Platform id", required=True, codes="platform"),
    column("checked_on", Date, "巡查日期", "Checked on", required=True),
    column("licence_shown", Boolean, "亮照", "Licence shown"),
    column("permit_shown", Boolean, "亮证", "Permits shown"),
    column("rules_shown", Boolean, "亮规则", "Rules shown"),
    column("shops_checked", Integer, "巡查网店", "Shops checked", low=0),
    column("shops_shown", Integer, "亮照亮证网店", "Shops showing licence and permits", low=0),
)

#: Active search for goods 网络商品主动搜索: by platform, class of keywords and month (its first day).
goods_search = Table(
    "goods_search",
    metadata,
    column("month", Date, "月份", "Month", key=True),
    column("platform_id", String, "平台编号", "Platform id", key=True, codes="platform"),
    column("keyword", String, "关键词类别", "Class of keywords", key=True, codes="keyword"),
    column("searched", Integer, "搜索商品", "Listings searched", required=True, low=0),
    column("hits", Integer, "命中", "Hits", required=True, low=0),
    column("kept", Integer, "固证", "Hits kept as evidence", required=True, low=0),
)

#: What came of an inspection that was drawn (see `inspection_draw`): checked, found or not, published.
inspection = Table(
    "inspection",
    metadata,
    column("inspection_id", String, "抽查编号", "Inspection", key=True),
    column("plan_id", String, "抽查计划", "Plan", required=True),
    column("platform_id", String, "平台编号", "Platform id", required=True, codes="platform"),
    column("credit_class", String, "抽取时信用等级", "Class when drawn", codes="credit_class"),
    column("drawn_on", Date, "抽取日期", "Drawn on", required=True),
    column("checked_on", Date, "检查日期", "Checked on"),
    column("is_found", Boolean, "发现问题", "Problem found"),
    column("violation", String, "问题类型", "Kind of problem", codes="violation"),
    column("published_on", Date, "公示日期", "Published on"),
)

#: Objections 异议 to a deduction, named by its rule and its event.
credit_objection = Table(
    "credit_objection",
    metadata,
    column("objection_id", String, "异议编号", "Objection", key=True),
    column("platform_id", String, "平台编号", "Platform id", required=True, codes="platform"),
    column("rule", String, "扣分事项", "Rule", required=True, codes="credit_rule"),
    column("event_ref", String, "事件", "Event", by="rule", refers=EVENTS, required=True),
    column("filed_on", Date, "提出日期", "Filed on", required=True),
    column("decided_on", Date, "处理日期", "Decided on"),
    column("outcome", String, "处理结果", "Outcome", codes="objection"),
)

#: What a platform is told of its grade 告知, and the mark 信用标识 that stands with its licence (亮证亮照) since.
credit_notice = Table(
    "credit_notice",
    metadata,
    column("notice_id", String, "告知编号", "Notice of credit", key=True),
    column("platform_id", String, "平台编号", "Platform id", required=True, codes="platform"),
    column("month_end", Date, "评价月末", "Assessed at", required=True),
    column("colour", String, "告知信用色", "Colour told", required=True, codes="credit_colour"),
    column("displayed_on", Date, "标识亮照页展示日期", "Mark on the licence page since"),
    column("sent_on", Date, "告知日期", "Notice sent on", required=True),
    column("received_on", Date, "回执日期", "Receipt on"),
)

#: Derived: the score of each platform at each month end, with what it was the month before.
credit_score = Table(
    "credit_score",
    metadata,
    column("score_id", String, "评分编号", "Score id", key=True),
    column("month_end", Date, "月末", "Month end", required=True),
    column("platform_id", String, "平台编号", "Platform id", required=True, codes="platform"),
    column("score", Float, "信用分", "Score", required=True, low=0, high=100),
    column("colour", String, "信用色", "Colour", required=True, codes="credit_colour"),
    column("credit_class", String, "信用等级", "Class", required=True, codes="credit_class"),
    column("colour_before", String, "上月信用色", "Colour a month before", codes="credit_colour"),
    column("class_before", String, "上月信用等级", "Class a month before", codes="credit_class"),
    column("veto", String, "一票否决", "Overridden by", codes="credit_rule"),
    column("rule_version", String, "规则版本", "Rule version", required=True),
)

#: Derived: each deduction and bonus of an assessment. `counted` is what is left of `points` within caps and after objections.
credit_item = Table(
    "credit_item",
    metadata,
    column("item_id", String, "明细编号", "Item", key=True),
    column("month_end", Date, "月末", "Month end", required=True),
    column("platform_id", String, "平台编号", "Platform id", required=True, codes="platform"),
    column("rule", String, "事项", "Rule", required=True, codes="credit_rule"),
    column("points", Float, "规则分值", "Points by the rule", required=True),
    column("counted", Float, "计入分值", "Points counted", required=True),
    column("event_ref", String, "事件", "Event", by="rule", refers=EVENTS, required=True),
    column("event_day", Date, "发生日期", "Day of the event", required=True),
    column("expires_on", Date, "失效日期", "Expires on", required=True),
    column("measured", Float, "计量值", "Measured"),
    column("reference", Float, "对照值", "Reference"),
    column("objection", String, "异议", "Objection", codes="objection"),
    column("rule_version", String, "规则版本", "Rule version", required=True),
)

#: Derived once for each plan and kept: the lottery of an inspection plan, drawn or not, so that anyone can repeat it.
inspection_draw = Table(
    "inspection_draw",
    metadata,
    column("draw_id", String, "抽签编号", "Draw", key=True),
    column("plan_id", String, "抽查计划", "Plan", required=True),
    column("platform_id", String, "平台编号", "Platform id", required=True, codes="platform"),
    column("credit_class", String, "信用等级", "Class", required=True, codes="credit_class"),
    column("drawn_on", Date, "抽取日期", "Drawn on", required=True),
    column("seed", Integer, "随机种子", "Seed", required=True),
    column("ticket", String, "签号", "Ticket", required=True),
    column("is_drawn", Boolean, "抽中", "Drawn", required=True),
    column("in_band", Boolean, "比例合规", "Ratio within its limits", required=True),
    column("rule_version", String, "规则版本", "Rule version", required=True),
)

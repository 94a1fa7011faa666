"""What platforms do themselves about sellers who break rules 平台自行处置, and how appeals against it end.

Legal source: 电子商务法 art. 36 asks that measures be published without delay; 直播电商监督管理办法 (SAMR and CAC Order 117, in force
2026-02-01) art. 12 names the measures and asks for a way to appeal, art. 14 for a review and an answer without delay. Neither gives
a number of days: the limit of an answer is the one that the platform's own rules promise.
"""

from sqlalchemy import Date, DateTime, String, Table

from data_access.store.schema.columns import column, metadata

moderation_act = Table(
    "moderation_act",
    metadata,
    column("act_id", String, "处置编号", "Act of the platform", key=True),
    column("platform_id", String, "平台编号", "Platform id", required=True, codes="platform"),
    column("shop_id", String, "被处置店铺编号", "Shop concerned", refers="shop"),
    column("entity_id", String, "被处置主体代码", "Entity concerned", refers="entity"),
    column("district", String, "平台住所地区", "Domicile of the platform", codes="region"),
    column(
        "measure", String, "处置措施", "Measure of the platform", required=True, codes="moderation_measure"
    ),
    column("violation", String, "处置所涉违法类型", "Violation found by the platform", codes="violation"),
    column("found_by", String, "平台发现方式", "How the platform found it", codes="moderation_source"),
    column("decided_at", DateTime, "作出处置时间", "Measure decided", required=True),
    column("told_at", DateTime, "告知事实理由时间", "Grounds told to the seller"),
    column("published_on", Date, "处置公示日期", "Measure published on"),
    column("lifted_at", DateTime, "处置解除时间", "Measure lifted"),
)

#: One appeal against one act; an act may be appealed against more than once.
moderation_appeal = Table(
    "moderation_appeal",
    metadata,
    column("appeal_id", String, "申诉编号", "Appeal", key=True),
    column("act_id", String, "所诉处置编号", "Act appealed against", required=True, refers="moderation_act"),
    column("platform_id", String, "平台编号", "Platform id", required=True, codes="platform"),
    column("district", String, "平台住所地区", "Domicile of the platform", codes="region"),
    column("filed_at", DateTime, "申诉提出时间", "Appeal filed", required=True),
    column("answer_due", Date, "平台规则承诺答复期限", "Answer promised by"),
    column("answered_at", DateTime, "申诉答复时间", "Appeal answered"),
    column("result", String, "申诉结果", "Result of the appeal", codes="appeal_result"),
)

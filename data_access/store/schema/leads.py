"""What 浙江公平在线 watches: its models, how much it covers, and the leads it finds."""

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Integer, String, Table

from data_access.store.schema.columns import column, metadata

monitor_model = Table(
    "monitor_model",
    metadata,
    column("model_id", String, "模型编号", "Model", key=True),
    column("name", String, "模型名称", "Name of model"),
    column("lead_type", String, "监测类型", "Type", required=True, codes="lead_type"),
    column("developed_on", Date, "研发完成", "Developed", required=True),
    column("adopted_on", Date, "采纳日期", "Adopted"),
    column("retired_on", Date, "停用日期", "Retired"),
)

#: 标准修订: one change of a model's standard, and the leads that gave rise to it.
model_revision = Table(
    "model_revision",
    metadata,
    column("revision_id", String, "修订编号", "Revision", key=True),
    column("model_id", String, "模型编号", "Model", required=True, refers="monitor_model"),
    column("lead_type", String, "监测类型", "Type", codes="lead_type"),
    column("ground", String, "修订依据", "Ground", required=True, codes="revision_ground"),
    column("leads", Integer, "所据线索数", "Leads behind it", low=0),
    column("revised_at", DateTime, "修订时间", "Revised", required=True),
    column("standard", String, "标准版本", "Version of the standard"),
)

#: What is covered at a month end, by the region of the platform's operator.
monitoring_month = Table(
    "monitoring_month",
    metadata,
    column("month_end", Date, "月末", "Month end", key=True),
    column("district", String, "平台所在地区", "Region of the platforms", key=True, codes="region"),
    column("platforms", Integer, "监测平台数", "Platforms watched", required=True, low=0),
    column("listings", BigInteger, "监测商品数", "Listings watched", required=True, low=0),
)

#: One lead 线索, about one shop, from detection to feedback; what has not been reached is NULL.
risk_lead = Table(
    "risk_lead",
    metadata,
    column("lead_id", String, "线索编号", "Lead", key=True),
    column("model_id", String, "模型编号", "Model", refers="monitor_model"),
    column("item_id", String, "投诉举报编号", "Complaint or report", refers="complaint_report"),
    column("lead_type", String, "违法类型", "Type", required=True, codes="lead_type"),
    column("platform_id", String, "平台编号", "Platform id", codes="platform"),
    column("shop_id", String, "网店编号", "Shop id", refers="shop"),
    column("entity_id", String, "主体代码", "Entity", refers="entity"),
    column("district", String, "下发地区", "Region it is sent to", codes="region"),
    column("detected_at", DateTime, "发现时间", "Detected", required=True),
    column("reviewed_at", DateTime, "复核时间", "Reviewed"),
    column("is_confirmed", Boolean, "复核属实", "Confirmed by review"),
    column("dispatched_at", DateTime, "下发时间", "Dispatched"),
    column("feedback_due", Date, "反馈期限", "Feedback due"),
    column("verified_at", DateTime, "核查完成", "Verified"),
    column("disposition", String, "处置结果", "Disposition", codes="disposition"),
    column("feedback_at", DateTime, "反馈时间", "Fed back"),
    column("case_id", String, "案件编号", "Case", refers="enforcement_case", came_of_it=True),
    column("handler", String, "承办人", "Handled by", mask="name"),
    column("is_reverse", Boolean, "是否反向提供", "Supplied by the city", required=True),
)

"""Co-investigation 异地协查: with whom the city agreed to work, and each request that was sent or received."""

from sqlalchemy import Boolean, Date, DateTime, Integer, String, Table

from data_access.store.schema.columns import column, metadata

#: 协作地区: one row for each agreement with the authority of a region; a region may have signed more than one.
partner_region = Table(
    "partner_region",
    metadata,
    column("agreement_no", String, "协议编号", "Agreement", key=True),
    column("region", String, "协作地区代码", "Region code", required=True),
    column("name", String, "协作地区", "Region", required=True),
    column("province", String, "省份", "Province", required=True, codes="region"),
    column("signed_on", Date, "签署日期", "Signed on", required=True),
    column("ended_on", Date, "终止日期", "Ended on"),
    column("accounts", Integer, "开通账号数", "Accounts", required=True, low=0),
)

#: 协查账号: one row for each account of a partner; who uses it is not kept.
partner_account = Table(
    "partner_account",
    metadata,
    column("account_id", String, "账号编号", "Account", key=True),
    column("agreement_no", String, "协议编号", "Agreement", refers="partner_region"),
    column("name", String, "协作地区", "Region"),
    column("province", String, "省份", "Province", codes="region"),
    column("opened_on", Date, "开通日期", "Opened on", required=True),
    column("closed_on", Date, "停用日期", "Closed on"),
    column("last_used_at", DateTime, "最近使用", "Last used"),
)

#: One row for each request. `bridge` is empty where it went by hand; `due` is the last day of an answer in time.
co_investigation = Table(
    "co_investigation",
    metadata,
    column("request_id", String, "协查编号", "Request", key=True),
    column("direction", String, "协查方向", "Direction", required=True, codes="co_direction"),
    column("kind", String, "协查类型", "Kind", required=True, codes="co_kind"),
    column("item_id", String, "投诉举报编号", "Complaint or report", refers="complaint_report"),
    column("case_id", String, "案件编号", "Case", refers="enforcement_case"),
    column("entity_id", String, "被协查主体代码", "Entity asked about", refers="entity"),
    column("province", String, "对方省份", "Other province", codes="region"),
    column("region", String, "对方地区", "Other region"),
    column("account_id", String, "对方账号", "Account of the other side", refers="partner_account"),
    column("district", String, "本市承办区县", "District in charge", codes="region"),
    column("platform_id", String, "平台编号", "Platform id", codes="platform"),
    column("bridge", String, "云桥", "Bridge", codes="bridge"),
    column("sent_at", DateTime, "发出时间", "Sent", required=True),
    column("received_at", DateTime, "接收时间", "Received"),
    column("due", Date, "反馈期限", "Answer due"),
    column("feedback_at", DateTime, "反馈时间", "Answered"),
    column("result", String, "协查结果", "Result", codes="co_result"),
    column("handler", String, "承办人", "Handled by", mask="name"),
    column("is_rapid", Boolean, "是否快速处置", "Rapid disposal"),
)

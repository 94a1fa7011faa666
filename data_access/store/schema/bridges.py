"""Bridges 云桥 between government and platforms: what was exchanged each day, and whether sellers are who they say."""

from sqlalchemy import Date, DateTime, Float, Integer, String, Table

from data_access.store.schema.columns import column, metadata

#: One row for each day on which a platform exchanged a type of data in one direction over a bridge.
#: `matched` and `mismatched` are the records that were compared with the register: none where nothing is compared.
data_exchange = Table(
    "data_exchange",
    metadata,
    column("day", Date, "日期", "Day", key=True),
    column("bridge", String, "云桥", "Bridge", key=True, codes="bridge"),
    column("platform_id", String, "平台编号", "Platform id", key=True, codes="platform"),
    column("data_type", String, "数据类型", "Data type", key=True, codes="data_type"),
    column("flow", String, "数据流向", "Flow", key=True, codes="data_flow"),
    column("records", Integer, "交换记录数", "Records", required=True, low=0),
    column("complete", Integer, "必填项齐全记录数", "Complete records", required=True, low=0),
    column("matched", Integer, "比对一致", "Matched", low=0),
    column("mismatched", Integer, "比对不一致", "Mismatched", low=0),
    column("calls", Integer, "接口调用次数", "Calls", required=True, low=0),
    column("succeeded", Integer, "调用成功次数", "Calls that succeeded", required=True, low=0),
    column("latency_ms", Float, "平均响应毫秒", "Mean response (ms)", low=0),
)

#: 主体核验: what a platform submitted of its sellers in a month, and what the register answered.
identity_check = Table(
    "identity_check",
    metadata,
    column("month", Date, "月份", "Month", key=True),
    column("bridge", String, "云桥", "Bridge", key=True, codes="bridge"),
    column("platform_id", String, "平台编号", "Platform id", key=True, codes="platform"),
    column("submitted", Integer, "提交核验", "Submitted", required=True, low=0),
    column("matched", Integer, "核验一致", "Matched", required=True, low=0),
    column("mismatched", Integer, "核验不一致", "Mismatched", required=True, low=0),
    column("not_found", Integer, "查无登记", "Not in the register", required=True, low=0),
)

#: 主体不符: one seller whom the register does not know as the platform submitted him, until it is settled.
identity_mismatch = Table(
    "identity_mismatch",
    metadata,
    column("mismatch_id", String, "不符编号", "Mismatch", key=True),
    column("bridge", String, "云桥", "Bridge", required=True, codes="bridge"),
    column("platform_id", String, "平台编号", "Platform id", codes="platform"),
    column("shop_id", String, "网店编号", "Shop id", refers="shop"),
    column("entity_id", String, "报送的主体代码", "Code submitted", refers="entity"),
    column("district", String, "处理区县", "District in charge", codes="region"),
    column("kind", String, "不符类型", "Kind of mismatch", required=True, codes="mismatch_kind"),
    column("found_at", DateTime, "发现时间", "Found", required=True),
    column("settled_at", DateTime, "处理时间", "Settled"),
    column("outcome", String, "处理结果", "Outcome", codes="mismatch_outcome"),
    column("handler", String, "承办人", "Handled by", mask="name"),
)

#: 违法通报: the notice of one shop's violation to its platform, and the platform's answer; `due` is its last day in time.
violation_notice = Table(
    "violation_notice",
    metadata,
    column("notice_id", String, "通报编号", "Notice", key=True),
    column("bridge", String, "云桥", "Bridge", codes="bridge"),
    column("platform_id", String, "平台编号", "Platform id", codes="platform"),
    column("shop_id", String, "网店编号", "Shop id", refers="shop"),
    column("entity_id", String, "主体代码", "Entity", refers="entity"),
    column("district", String, "通报区县", "District that gives it", codes="region"),
    column("violation", String, "违法类型", "Violation", codes="violation"),
    column("sent_at", DateTime, "通报时间", "Sent", required=True),
    column("due", Date, "答复期限", "Answer due"),
    column("answered_at", DateTime, "答复时间", "Answered"),
    column("answer", String, "平台答复", "Answer", codes="notice_answer"),
    column("handler", String, "承办人", "Handled by", mask="name"),
)

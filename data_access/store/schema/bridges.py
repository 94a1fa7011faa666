"""Bridges 云桥 between government and platforms: what was exchanged each day, and whether sellers are who they say."""

from sqlalchemy import Date, Float, Integer, String, Table

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

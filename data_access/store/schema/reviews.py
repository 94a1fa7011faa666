"""咸阳: leads mined from reviews, looked at on the spot, and codes by which food is traced."""

from sqlalchemy import Date, DateTime, Integer, String, Table

from data_access.store.schema.columns import column, metadata

#: One lead from reviews 评价线索; where a minor matter was exempt from penalty (行政处罚法 art. 33), the entry of the list that applied.
review_lead = Table(
    "review_lead",
    metadata,
    column("lead_id", String, "评价线索编号", "Lead from reviews", key=True),
    column("platform_id", String, "平台编号", "Platform id", codes="platform"),
    column("district", String, "核查地区", "Region that looks into it", codes="region"),
    column("word", String, "评价涉及问题", "What the review says", required=True, codes="review_word"),
    column("mined_at", DateTime, "挖掘时间", "Mined", required=True),
    column("sent_at", DateTime, "推送核查时间", "Sent to be looked at"),
    column("checked_at", DateTime, "实地核查时间", "Looked at on the spot"),
    column("result", String, "核查结果", "Result of the look", codes="review_result"),
    column("exempt_matter", String, "适用免罚事项", "Exempt matter that applied", codes="exempt_matter"),
)

trace_code = Table(
    "trace_code",
    metadata,
    column("code_id", String, "追溯码", "Traceability code", key=True),
    column("seller", String, "追溯商户名称", "Seller of the traced goods", required=True),
    column("entity_id", String, "追溯主体代码", "Entity traced", refers="entity"),
    column("district", String, "追溯地区", "Region traced", codes="region"),
    column("goods", String, "追溯商品", "Goods traced", required=True),
    column("issued_on", Date, "赋码日期", "Code issued on", required=True),
    column("ended_on", Date, "停用日期", "Code ended on"),
    column("scans", Integer, "扫码次数", "Scans", low=0),
)

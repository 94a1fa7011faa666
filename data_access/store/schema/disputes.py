"""Disputes about intellectual property on platforms 电商知识产权纠纷, from notice to result."""

from sqlalchemy import Boolean, Date, DateTime, String, Table

from data_access.store.schema.columns import column, metadata

ip_dispute = Table(
    "ip_dispute",
    metadata,
    column("dispute_id", String, "纠纷编号", "Dispute", key=True),
    column("right_type", String, "权利类型", "Right", required=True, codes="right_type"),
    column("ip_route", String, "处理路径", "Route", required=True, codes="ip_route"),
    column("platform_id", String, "平台编号", "Platform id", codes="platform"),
    column("shop_id", String, "被投诉网店编号", "Shop complained about", refers="shop"),
    column("entity_id", String, "被投诉主体代码", "Entity complained about", refers="entity"),
    column("district", String, "受理地区", "Region", codes="region"),
    column("notice_at", DateTime, "权利人通知", "Notice"),
    column("action_at", DateTime, "平台采取措施", "Platform acted"),
    column("counter_at", DateTime, "不侵权声明", "Counter-notice"),
    column("forwarded_at", DateTime, "声明转送", "Counter-notice forwarded"),
    column("is_sued", Boolean, "是否投诉起诉", "Complaint or suit followed"),
    column("restore_due", Date, "终止措施期限", "Reinstatement due"),
    column("restored_at", DateTime, "终止措施", "Reinstated"),
    column("accepted_at", DateTime, "受理时间", "Accepted", required=True),
    column("closed_at", DateTime, "办结时间", "Closed"),
    column("result", String, "处理结果", "Result", codes="ip_result"),
    column("is_cross_province", Boolean, "是否跨省调度", "Across provinces", required=True),
)

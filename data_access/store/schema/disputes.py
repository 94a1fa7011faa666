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
    column("org_id", String, "承办机构编号", "Organisation in charge", refers="ip_organisation"),
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

#: Those who settle disputes: mediating bodies, arbitrators, and offices that rule on patents (专利法 art. 65).
ip_organisation = Table(
    "ip_organisation",
    metadata,
    column("org_id", String, "机构编号", "Organisation", key=True),
    column("name", String, "机构名称", "Name of the organisation", required=True),
    column("kind", String, "机构类型", "Kind of organisation", required=True, codes="ip_org_kind"),
    column("district", String, "机构地区", "Region of the organisation", codes="region"),
    column("since", Date, "入驻平台日期", "On the platform since", required=True),
    column("ended", Date, "退出平台日期", "On the platform until"),
)

#: The stages of an administrative ruling 行政裁决, a row for each that it has reached.
ip_ruling_stage = Table(
    "ip_ruling_stage",
    metadata,
    column("stage_id", String, "裁决环节编号", "Stage of a ruling", key=True),
    column("dispute_id", String, "纠纷编号", "Dispute", required=True, refers="ip_dispute"),
    column("platform_id", String, "平台编号", "Platform id", codes="platform"),
    column("district", String, "裁决地区", "Region of the ruling", codes="region"),
    column("stage", String, "裁决环节", "Stage", required=True, codes="ruling_stage"),
    column("entered_at", DateTime, "进入环节时间", "Entered the stage", required=True),
)

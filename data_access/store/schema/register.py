"""The register of market entities 市场主体, and what each department did with them."""

from sqlalchemy import Boolean, Date, DateTime, String, Table

from data_access.store.schema.columns import column, metadata

#: The name is a firm's or a shop's and public; the person behind it is not.
entity = Table(
    "entity",
    metadata,
    column("entity_id", String, "统一社会信用代码", "Credit code", key=True),
    column("name", String, "名称", "Name", required=True),
    column("principal_name", String, "负责人", "Principal", mask="name"),
    column("address", String, "住所", "Address"),
    column("contact_hash", String, "联系方式(散列)", "Contact (hashed)"),
    column("kind", String, "主体类型", "Kind", required=True, codes="entity_kind"),
    column("district", String, "登记区县", "District", codes="region"),
    column("platform_id", String, "经营平台", "Platform id", codes="platform"),
    column("state", String, "登记状态", "State", required=True, codes="entity_state"),
    column("established_on", Date, "成立日期", "Established", required=True),
    column("ended_on", Date, "注销或吊销日期", "Ended"),
    column("is_online", Boolean, "从事网络经营", "Trades online"),
    column("is_retail", Boolean, "从事网络零售", "Retails online"),
    column("is_abnormal", Boolean, "列入经营异常", "Listed as abnormal"),
    column("is_serious", Boolean, "列入严重违法", "Listed for serious violations"),
    column("credit_class", String, "信用风险分类", "Credit risk class", codes="entity_class"),
)

entity_event = Table(
    "entity_event",
    metadata,
    column("event_id", String, "事项编号", "Event", key=True),
    column("entity_id", String, "统一社会信用代码", "Credit code", required=True, refers="entity"),
    column("department", String, "部门", "Department", required=True, codes="department"),
    column("kind", String, "事项", "Kind", required=True, codes="entity_event_kind"),
    column("at", DateTime, "时间", "At", required=True),
)

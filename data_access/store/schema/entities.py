"""Negative entities 负面主体: one row for each spell that an entity stands on the list for one reason."""

from sqlalchemy import DateTime, String, Table

from data_access.store.schema.columns import column, metadata

negative_entity = Table(
    "negative_entity",
    metadata,
    column("spell_id", String, "记录编号", "Spell", key=True),
    column("entity_id", String, "主体代码", "Entity", required=True, refers="entity"),
    column("entity_name", String, "主体名称", "Entity name", mask="name"),
    column("platform_id", String, "平台编号", "Platform id", codes="platform"),
    column("district", String, "登记区县", "District", codes="region"),
    column("reason", String, "列入原因", "Reason", required=True, codes="reason"),
    column("level", String, "等级", "Level", codes="level"),
    column("listed_at", DateTime, "列入时间", "Listed", required=True),
    column("delisted_at", DateTime, "移出时间", "Removed"),
)

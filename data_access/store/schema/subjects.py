"""Subjects 主体归并: which entities and shops are one operator's, and which shops closed while he trades on elsewhere."""

from sqlalchemy import Date, DateTime, Float, Integer, String, Table

from data_access.store.schema.columns import column, metadata

#: Of which table a member of a subject is a row.
MEMBERS = {"entity": "entity", "shop": "shop"}

#: Derived: a row for each entity or shop that is one operator's with another; its `reason` is what ties it to the member `via`,
#: and the score is how much the two agree in what the reason names, from 0 to 1. The anchor, whose number the subject bears,
#: is tied to nobody.
subject_member = Table(
    "subject_member",
    metadata,
    column("subject_id", String, "归并主体", "Subject", required=True),
    column("member_kind", String, "成员类型", "Kind of member", key=True, codes="member_kind"),
    column("member_id", String, "成员编号", "Member", key=True, by="member_kind", refers=MEMBERS),
    column("reason", String, "归并依据", "Reason of the merge", required=True, codes="merge_reason"),
    column("score", Float, "一致程度", "Agreement", required=True, low=0, high=1),
    column("via_kind", String, "关联成员类型", "Kind of the member tied to", codes="member_kind"),
    column("via_id", String, "关联成员编号", "Member tied to", by="via_kind", refers=MEMBERS),
)

#: Derived: a row for each shop that closed within half a year of a measure against its operator there, and whose operator
#: has a shop open on another platform (见 derive/subjects/moves).
shop_move = Table(
    "shop_move",
    metadata,
    column("shop_id", String, "关闭网店", "Closed shop", key=True, refers="shop"),
    column("platform_id", String, "关闭所在平台", "Closed on", required=True, codes="platform"),
    column("operator_region", String, "经营者登记地", "Operator's region", codes="region"),
    column("closed_on", Date, "关店日期", "Closed on the day", required=True),
    column("cause", String, "关闭前措施", "Measure before", required=True, codes="move_cause"),
    column("cause_id", String, "措施编号", "Number of the measure", required=True, by="cause", refers={
        "penalty": "enforcement_case", "listed": "negative_entity", "takedown": "takedown"}),
    column("caused_at", DateTime, "措施时间", "Time of the measure", required=True),
    column("subject_id", String, "归并主体", "Subject", required=True),
    column("reason", String, "归并依据", "Reason of the merge", required=True, codes="merge_reason"),
    column("score", Float, "一致程度", "Agreement", required=True, low=0, high=1),
    column("open_platform_id", String, "在营所在平台", "Open on", required=True, codes="platform"),
    column("open_shop_id", String, "在营网店", "Open shop", required=True, refers="shop"),
    column("open_shops", Integer, "他平台在营网店数", "Shops open elsewhere", required=True, low=1),
)  # fmt: skip

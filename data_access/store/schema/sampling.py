"""Goods bought online and tested 网络抽检, and orders to platforms to take listings down 下架."""

from sqlalchemy import Boolean, Date, DateTime, Integer, String, Table

from data_access.store.schema.columns import column, metadata

#: One batch 批次: bought unseen, tested or not, followed up where it failed.
sampling = Table(
    "sampling",
    metadata,
    column("batch_id", String, "批次编号", "Batch", key=True),
    column("kind", String, "抽检类型", "Kind", required=True, codes="sampling_kind"),
    column("platform_id", String, "平台编号", "Platform id", codes="platform"),
    column("shop_id", String, "网店编号", "Shop id", refers="shop"),
    column("entity_id", String, "经营者代码", "Seller's code", refers="entity"),
    column("district", String, "组织区县", "Organising district", codes="region"),
    column("goods", String, "商品类别", "Goods", codes="goods"),
    column("bought_at", DateTime, "买样时间", "Bought", required=True),
    column("tested_at", DateTime, "检验完成", "Tested"),
    column("untested_reason", String, "未检验原因", "Why not tested", codes="untested_reason"),
    column("is_unqualified", Boolean, "是否不合格", "Unqualified"),
    column("failed_item", String, "不合格项目", "Failed item", codes="test_item"),
    column("is_safety", Boolean, "是否安全项目", "Safety item"),
    column("retest_asked_at", DateTime, "提出复检", "Retest asked for"),
    column("retested_at", DateTime, "复检完成", "Retested"),
    column("retest", String, "异议复检", "Retest", codes="retest"),
    column("risk_level", String, "风险等级", "Level of risk", codes="risk_level"),
    column("judged_at", DateTime, "研判完成", "Judged"),
    column("follow_up_due", Date, "后处理期限", "Follow-up due"),
    column("followed_up_at", DateTime, "后处理完成", "Followed up"),
    column("case_at", DateTime, "查处立案", "Case filed"),
    column("case_id", String, "案件编号", "Case", refers="enforcement_case", came_of_it=True),
    column("taken_down_at", DateTime, "按指令下架", "Taken down by order"),
    column("rechecked_at", DateTime, "处置后复查", "Checked again"),
)

#: Of which table that is a row which an order follows from.
ORDERED_FOR = {
    "sampling": "sampling", "fair_online": "risk_lead", "case": "enforcement_case", "ip": "ip_dispute",
}  # fmt: skip

#: One order to a platform, whatever it follows from.
takedown = Table(
    "takedown",
    metadata,
    column("order_id", String, "指令编号", "Order", key=True),
    column("source", String, "下架来源", "Source", required=True, codes="takedown_source"),
    column("source_id", String, "来源编号", "Number of the source", by="source", refers=ORDERED_FOR),
    column("platform_id", String, "平台编号", "Platform id", codes="platform"),
    column("shop_id", String, "网店编号", "Shop id", refers="shop"),
    column("district", String, "下达区县", "Ordering district", codes="region"),
    column("issued_at", DateTime, "下达时间", "Issued", required=True),
    column("due_at", DateTime, "下架期限", "Due", required=True),
    column("done_at", DateTime, "完成时间", "Done"),
    column("rechecked_at", DateTime, "复查时间", "Checked again"),
    column("relisted_at", DateTime, "发现重新上架", "Found on sale again"),
    column("batches", Integer, "批次数", "Batches", required=True, low=0),
    column("listings", Integer, "商品链接数", "Listings", required=True, low=0),
)

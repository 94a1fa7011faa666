"""Transactions 交易: what each platform sold, by category, mode and month."""

from sqlalchemy import BigInteger, Date, Numeric, String, Table

from data_access.store.schema.columns import column, metadata

#: Paid orders before refunds; `month` is the first day of the month.
transaction_month = Table(
    "transaction_month",
    metadata,
    column("month", Date, "月份", "Month", key=True),
    column("platform_id", String, "平台编号", "Platform id", key=True, codes="platform"),
    column("category", String, "经营类目", "Category", key=True, codes="category"),
    column("mode", String, "运营模式", "Operating mode", key=True, codes="mode"),
    column("gmv", Numeric(18, 2), "交易额", "Transaction volume", required=True, low=0, is_money=True),
    column("orders", BigInteger, "订单量", "Orders", required=True, low=0),
    column("refunds", Numeric(18, 2), "退款额", "Refunds", low=0, is_money=True),
)

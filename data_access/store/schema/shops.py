"""Shops 网店: the register, and the month-end stock derived from it."""

from sqlalchemy import Date, Integer, String, Table

from data_access.store.schema.columns import column, metadata

#: One row for each shop. Where the operator's code is not known, his name, address and a salted hash of his contact tell of
#: him (电子商务法 art. 27: a platform keeps identity, address and contact); a name may be a person's, and an address his
#: home: no list shows it. A shop shows its licence, or is verified, during one unbroken spell up to now or its end.
shop = Table(
    "shop",
    metadata,
    column("shop_id", String, "网店编号", "Shop id", key=True),
    column("platform_id", String, "平台编号", "Platform id", required=True, codes="platform"),
    column("name", String, "网店名称", "Shop"),
    column("entity_id", String, "经营者代码", "Operator's code", refers="entity"),
    column("operator_name", String, "经营者登记名称", "Operator's registered name", mask="name"),
    column("operator_address", String, "经营者地址", "Operator's address"),
    column("contact_hash", String, "联系方式(散列)", "Contact (hashed)"),
    column("category", String, "经营类目", "Category", codes="category"),
    column("operator_region", String, "经营者登记地", "Operator's region", codes="region"),
    column("operator_type", String, "主体类型", "Operator type", codes="operator_type"),
    column("opened_on", Date, "开店日期", "Opened on", required=True),
    column("closed_on", Date, "关店日期", "Closed on"),
    column("licence_shown_from", Date, "亮照起始", "Licence shown from"),
    column("verified_from", Date, "核验有效起始", "Verified from"),
    column("verified_to", Date, "核验失效日期", "Verification lapsed on"),
)

#: Derived: stock and flow at each month end. Stocks are never summed over months. What no shop tells is empty, not 0.
shop_month = Table(
    "shop_month",
    metadata,
    column("month_end", Date, "月末", "Month end", key=True),
    column("platform_id", String, "平台编号", "Platform id", key=True, codes="platform"),
    column("category", String, "经营类目", "Category", key=True, codes="category"),
    column("operator_region", String, "经营者登记地", "Operator's region", key=True, codes="region"),
    column("operator_type", String, "主体类型", "Operator type", key=True, codes="operator_type"),
    column("active", Integer, "在营网店", "Active shops", required=True, low=0),
    column("opened", Integer, "新开网店", "Opened", required=True, low=0),
    column("closed", Integer, "关闭网店", "Closed", low=0),
    column("licence_shown", Integer, "亮照网店", "Showing their licence", low=0),
    column("verified", Integer, "核验有效网店", "Verified", low=0),
)

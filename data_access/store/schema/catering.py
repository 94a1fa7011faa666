"""Online catering 浙江外卖在线: kitchens in sight and riders, by platform, region and month; no person is in it."""

from sqlalchemy import BigInteger, Date, Integer, String, Table

from data_access.store.schema.columns import column, metadata

kitchen_month = Table(
    "kitchen_month",
    metadata,
    column("month_end", Date, "月末", "Month end", key=True),
    column("district", String, "地区", "Region", key=True, codes="region"),
    column("platform_id", String, "平台编号", "Platform id", key=True, codes="platform"),
    column("merchants", Integer, "有订单商家", "Merchants with orders", required=True, low=0),
    column("connected", Integer, "接入阳光厨房", "Kitchens connected", required=True, low=0),
    column("open_minutes", BigInteger, "营业分钟", "Minutes open", required=True, low=0),
    column("online_minutes", BigInteger, "视频在线分钟", "Minutes of video", required=True, low=0),
    column("anomalies", Integer, "识别异常", "Anomalies detected", required=True, low=0),
    column("checked_orders", Integer, "抽查订单", "Orders checked", required=True, low=0),
    column("sealed_orders", Integer, "使用封签", "Sealed", required=True, low=0),
    column("visits", Integer, "访问人次", "Visits", required=True, low=0),
)

rider_month = Table(
    "rider_month",
    metadata,
    column("month_end", Date, "月末", "Month end", key=True),
    column("district", String, "地区", "Region", key=True, codes="region"),
    column("platform_id", String, "平台编号", "Platform id", key=True, codes="platform"),
    column("riders", Integer, "骑手数", "Riders", required=True, low=0),
    column("orders", BigInteger, "配送订单", "Orders delivered", required=True, low=0),
    column("violations", Integer, "交通违法", "Traffic violations", required=True, low=0),
)

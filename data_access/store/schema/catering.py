"""Online catering 浙江外卖在线: merchants, their kitchens in sight and riders; of riders there are sums alone, and no person."""

from sqlalchemy import BigInteger, Date, DateTime, Integer, String, Table

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

#: Merchants 入网餐饮商家, each on its main platform; platforms examine their permits (食品安全法 art. 62).
catering_merchant = Table(
    "catering_merchant",
    metadata,
    column("merchant_id", String, "商家编号", "Merchant", key=True),
    column("name", String, "商家名称", "Name of the merchant", required=True),
    column("entity_id", String, "经营者代码", "Operator", refers="entity"),
    column("platform_id", String, "主要平台编号", "Main platform", required=True, codes="platform"),
    column("district", String, "经营地区", "Region of the merchant", codes="region"),
    column("joined_on", Date, "入网日期", "Joined on", required=True),
    column("left_on", Date, "退网日期", "Left on"),
    column("permit_no", String, "食品经营许可证号", "Food permit"),
    column("permit_until", Date, "许可有效期至", "Permit valid until"),
    column("permit_checked_on", Date, "许可核验日期", "Permit checked on"),
    column("permit_result", String, "许可核验结果", "Result of the permit check", codes="permit_check"),
    column("kitchen_since", Date, "接入阳光厨房日期", "Kitchen in sight since"),
)

kitchen_anomaly = Table(
    "kitchen_anomaly",
    metadata,
    column("anomaly_id", String, "异常编号", "Anomaly", key=True),
    column("merchant_id", String, "商家编号", "Merchant", required=True, refers="catering_merchant"),
    column("platform_id", String, "平台编号", "Platform id", required=True, codes="platform"),
    column("district", String, "处置地区", "Region that disposes", codes="region"),
    column("kind", String, "异常类型", "Kind of anomaly", required=True, codes="kitchen_anomaly"),
    column("detected_at", DateTime, "识别时间", "Detected", required=True),
    column("notified_at", DateTime, "推送商家时间", "Merchant notified"),
    column("disposed_at", DateTime, "异常处置时间", "Anomaly disposed of"),
    column("disposal", String, "异常处置结果", "Disposal of the anomaly", codes="anomaly_disposal"),
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

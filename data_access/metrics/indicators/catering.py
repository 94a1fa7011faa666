"""浙江外卖在线: kitchens in sight, seals, and how riders ride."""

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Change, Per, indicator
from data_access.metrics.indicators.measures import quotient, total
from data_access.metrics.indicators.units import ITEMS, MERCHANTS, ORDERS, PER_10K_ORDERS, RATIO, VISITS
from data_access.metrics.sources import KITCHENS, RIDERS
from data_access.store.schema import kitchen_month, rider_month

_kitchen, _rider = kitchen_month.c, rider_month.c
_RULES = Text(
    "《浙江省电子商务条例》第十六条、第二十九条（2022-03-01起）",
    "Zhejiang E-commerce Regulations, art. 16 and 29, from 2022-03-01",
)

kitchens = indicator(
    "kitchens",
    Text("阳光厨房", "Kitchens in sight"),
    Text("期末接入实时视频的厨房数；同一商家在多个平台经营的，计在其主要平台。",
         "Kitchens with live video at the end of the period; one on several platforms is counted on its main one."),
    Text("期内最后一个月末的接入数", "connected at the last month end"),
    MERCHANTS, KITCHENS, "as_of", total(_kitchen.connected), good="up", system="takeaway_online", basis=_RULES,
)  # fmt: skip
kitchen_coverage = indicator(
    "kitchen_coverage",
    Text("阳光厨房接入率", "Kitchens covered"),
    Text("期末当月有订单的商家中已接入阳光厨房的比例；没有订单的商家不在分母中。",
         "Of the merchants with at least one order in the month, the share connected."),
    Text("接入 ÷ 有订单商家", "connected ÷ merchants with orders"),
    RATIO, KITCHENS, "as_of", quotient(_kitchen.connected, _kitchen.merchants), good="up", min_n=30, target=1.0,
    system="takeaway_online", basis=_RULES,
)  # fmt: skip
video_online_rate = indicator(
    "video_online_rate",
    Text("视频在线率", "Video online"),
    Text("期内营业时间中厨房视频在线的比例。", "Of the minutes that kitchens were open, the share with video online."),
    Text("在线分钟 ÷ 营业分钟", "minutes online ÷ minutes open"),
    RATIO, KITCHENS, "created", quotient(_kitchen.online_minutes, _kitchen.open_minutes), good="up", min_n=30,
    target=0.95, system="takeaway_online",
)  # fmt: skip
seal_rate = indicator(
    "seal_rate",
    Text("封签使用率", "Seals used"),
    Text("期内抽查的订单中使用外卖封签的比例。", "Of the orders checked, the share with a seal."),
    Text("使用封签 ÷ 抽查订单", "sealed ÷ checked"),
    RATIO, KITCHENS, "created", quotient(_kitchen.sealed_orders, _kitchen.checked_orders), good="up", min_n=30,
    target=1.0, system="takeaway_online", basis=_RULES,
)  # fmt: skip
kitchen_anomalies = indicator(
    "kitchen_anomalies",
    Text("识别异常", "Anomalies detected"),
    Text("期内智能识别出的厨房异常（未戴口罩、鼠患、陌生人等）。", "Anomalies that image analysis detected in kitchens."),
    Text("各月识别异常合计", "sum of anomalies"),
    ITEMS, KITCHENS, "created", total(_kitchen.anomalies), good="down", system="takeaway_online",
)  # fmt: skip
kitchen_visits = indicator(
    "kitchen_visits",
    Text("访问量", "Visits"),
    Text("期内查看阳光厨房的访问人次。", "Visits to kitchens in sight within the period."),
    Text("各月访问人次合计", "sum of visits"),
    VISITS, KITCHENS, "created", total(_kitchen.visits), good="up", system="takeaway_online",
)  # fmt: skip
rider_violations = indicator(
    "rider_violations",
    Text("骑手交通违法", "Traffic violations of riders"),
    Text("期内骑手交通违法起数；只有汇总，不含个人。", "Traffic violations of riders, in aggregate; no person is recorded."),
    Text("各月交通违法合计", "sum of violations"),
    ITEMS, RIDERS, "created", total(_rider.violations), good="down", system="takeaway_online",
)  # fmt: skip
delivery_orders = indicator(
    "delivery_orders",
    Text("配送订单", "Orders delivered"),
    Text("期内骑手配送的订单数。", "Orders that riders delivered within the period."),
    Text("各月配送订单合计", "sum of orders"),
    ORDERS, RIDERS, "created", total(_rider.orders), system="takeaway_online",
)  # fmt: skip
violations_per_10k_orders = indicator(
    "violations_per_10k_orders",
    Text("骑手万单违法", "Violations per 10k orders"),
    Text("每万单配送对应的骑手交通违法起数。", "Traffic violations of riders for every ten thousand orders delivered."),
    Text("交通违法 × 10,000 ÷ 配送订单", "violations × 10,000 ÷ orders"),
    PER_10K_ORDERS, RIDERS, "created", Per(rider_violations, delivery_orders, 10_000), good="down", min_n=30,
    system="takeaway_online",
)  # fmt: skip
rider_violations_change = indicator(
    "rider_violations_change",
    Text("骑手交通违法同比", "Violations vs a year before"),
    Text("期内骑手交通违法起数较上年同期的变化。", "Change of riders' traffic violations against the same months of the year before."),
    Text("本期 ÷ 上年同期 − 1", "now ÷ a year before − 1"),
    RATIO, RIDERS, "created", Change(rider_violations), good="down", min_n=30, system="takeaway_online",
)  # fmt: skip

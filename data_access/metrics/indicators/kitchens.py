"""浙江外卖在线: merchants and their permits, what befalls in kitchens and how it is disposed of, complaints for each order."""

from sqlalchemy import and_

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Maturity, Per, indicator
from data_access.metrics.indicators.catering import delivery_orders
from data_access.metrics.indicators.governance import is_complaint
from data_access.metrics.indicators.measures import count, mean_days, ratio
from data_access.metrics.indicators.units import DAYS, ITEMS, ITEMS_PER_10K_ORDERS, MERCHANTS, RATIO
from data_access.metrics.sources import DAY_AFTER, KITCHEN_ANOMALIES
from data_access.metrics.sources import ITEMS as COMPLAINTS
from data_access.metrics.sources import MERCHANTS as REGISTER
from data_access.store.schema import catering_merchant, complaint_report, kitchen_anomaly

_merchant, _anomaly = catering_merchant.c, kitchen_anomaly.c
SYSTEM = "takeaway_online"
_FOOD_62 = Text("《食品安全法》第六十二条", "Food Safety Law, art. 62")
_wanting = _merchant.permit_result.in_(("mismatched", "expired", "not_found"))

merchants_online = indicator(
    "merchants_online",
    Text("入网餐饮商家", "Catering merchants"),
    Text("期末在网的餐饮商家数；同一商家在多个平台经营的，计在其主要平台。",
         "Merchants on platforms at the end of the period; one on several is counted on its main one."),
    Text("期末在网的商家计数", "count standing at the end"),
    MERCHANTS, REGISTER, "as_of", count(), system=SYSTEM,
)  # fmt: skip
permit_checked_rate = indicator(
    "permit_checked_rate",
    Text("许可核验率", "Permits checked"),
    Text("期末在网商家中食品经营许可到期末已经核验的比例。",
         "Of the merchants standing at the end, the share whose food permit was checked by then."),
    Text("已核验 ÷ 在网商家", "checked ÷ merchants"),
    RATIO, REGISTER, "as_of", ratio(_merchant.permit_checked_on < DAY_AFTER), good="up", min_n=30, target=1.0, basis=_FOOD_62,
    system=SYSTEM, blind=("permit_check",),
)  # fmt: skip
permits_wanting = indicator(
    "permits_wanting",
    Text("许可核验不通过", "Permits that fail"),
    Text("期末在网商家中，到期末许可核验结果为信息不符、已过有效期或查无此证的商家数。",
         "Merchants standing at the end of whose permit a check by then found that it differs from the register, has expired, or is not there."),
    Text("核验不通过的在网商家计数", "count whose check failed"),
    MERCHANTS, REGISTER, "known_as_of", count(), where=_wanting, good="down", basis=_FOOD_62, system=SYSTEM,
)  # fmt: skip
anomalies_detected = indicator(
    "anomalies_detected",
    Text("厨房异常登记", "Anomalies on record"),
    Text("期内逐条登记的厨房异常；月报的识别异常另计。", "Anomalies recorded one by one within the period; the monthly sums are counted apart."),
    Text("按识别时间计数", "count by time detected"),
    ITEMS, KITCHEN_ANOMALIES, "detected", count(), good="down", system=SYSTEM,
)  # fmt: skip
anomalies_disposed_rate = indicator(
    "anomalies_disposed_rate",
    Text("异常处置率", "Anomalies disposed of"),
    Text("期内识别的厨房异常中已经处置的比例。", "Of the anomalies detected within the period, the share disposed of."),
    Text("已处置 ÷ 识别异常", "disposed of ÷ detected"),
    RATIO, KITCHEN_ANOMALIES, "detected", ratio(_anomaly.disposed_at.is_not(None)), good="up", min_n=30, target=1.0,
    system=SYSTEM, blind=("anomaly_disposal",), matures=Maturity(10, (_anomaly.disposed_at,)),
)  # fmt: skip
anomaly_days = indicator(
    "anomaly_days",
    Text("异常处置天数", "Days to dispose"),
    Text("期内处置的厨房异常从识别到处置的平均自然日。", "Mean calendar days from detection to disposal, by the day of disposal."),
    Text("Σ(处置 − 识别) ÷ 件数", "mean of disposed − detected"),
    DAYS, KITCHEN_ANOMALIES, "disposed", mean_days(_anomaly.detected_at, _anomaly.disposed_at), good="down", min_n=30,
    system=SYSTEM,
)  # fmt: skip
anomalies_open = indicator(
    "anomalies_open",
    Text("未处置异常", "Anomalies not disposed of"),
    Text("期末尚未处置的厨房异常。", "Anomalies that are not disposed of at the end of the period."),
    Text("期末未处置的异常计数", "count open at the end"),
    ITEMS, KITCHEN_ANOMALIES, "open", count(), good="down", system=SYSTEM,
)  # fmt: skip
anomalies_unfounded = indicator(
    "anomalies_unfounded",
    Text("异常误报率", "False alarms"),
    Text("期内处置的厨房异常中认定为误报的比例。", "Of the anomalies disposed of within the period, the share found to be false alarms."),
    Text("误报 ÷ 已处置", "false alarms ÷ disposed of"),
    RATIO, KITCHEN_ANOMALIES, "disposed", ratio(_anomaly.disposal == "unfounded"), good="down", min_n=30, system=SYSTEM,
    blind=("anomaly_disposal",),
)  # fmt: skip
meal_complaints = indicator(
    "meal_complaints",
    Text("餐饮投诉", "Complaints about meals"),
    Text("期内登记的、客体为餐饮和住宿的投诉。", "Complaints of the period about catering and lodging."),
    Text("按登记时间计数", "count by time of registration"),
    ITEMS, COMPLAINTS, "created", count(), where=and_(is_complaint, complaint_report.c.goods == "catering"), good="down",
    system=SYSTEM, blind=("goods", "kind"),
)  # fmt: skip
meal_complaints_per_10k_orders = indicator(
    "meal_complaints_per_10k_orders",
    Text("万单投诉", "Complaints per 10k orders"),
    Text("每万单配送对应的餐饮投诉件数；投诉含到店餐饮和住宿，统计类别不再细分。",
         "Complaints about catering for every ten thousand orders delivered; the code list has meals and lodging together."),
    Text("餐饮投诉 × 10,000 ÷ 配送订单", "complaints × 10,000 ÷ orders"),
    ITEMS_PER_10K_ORDERS, COMPLAINTS, "created", Per(meal_complaints, delivery_orders, 10_000), good="down", min_n=30,
    system=SYSTEM,
)  # fmt: skip

"""`/systems/takeaway_online` 浙江外卖在线: kitchens in sight, seals, and how riders ride."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Strip, section, system_page
from data_access.domain.text import Text
from data_access.metrics.indicators import catering as of
from data_access.metrics.indicators import kitchens as own

KEY = "takeaway_online"

# A line for each card.
# fmt: off
KEYS = (
    Card((of.kitchens,)),
    Card((of.kitchen_coverage,)),
    Card((of.video_online_rate,)),
    Card((of.seal_rate,)),
    Card((of.kitchen_visits,)),
    Card((of.violations_per_10k_orders,)),
    Card((of.rider_violations_change,)),
)
CHARTS = (
    Card((of.kitchens,), ("district",), "map", Text("按地区", "By region"), 5, 380),
    Card((of.kitchens,), (), "trend", Text("接入厨房数走势", "Kitchens connected over time"), 7, 380),
    Card((of.kitchen_coverage,), ("district",), "bars", Text("接入率最低的地区", "Lowest coverage"), 4, 380),
    Card((of.video_online_rate,), ("district",), "bars", Text("视频在线率最低的地区", "Lowest video online"), 4, 380),
    Card((of.seal_rate,), ("district",), "bars", Text("封签使用率最低的地区", "Lowest use of seals"), 4, 380),
    Card((of.kitchen_coverage, of.video_online_rate, of.seal_rate), (), "trend",
         Text("接入、在线与封签", "Coverage, video and seals over time"), 6, 280),
    Card((of.kitchen_visits,), (), "columns", Text("访问人次", "Visits by month"), 3, 280),
    Card((of.kitchen_anomalies,), (), "columns", Text("识别异常", "Anomalies by month"), 3, 280),
)
RIDERS = (
    Card((of.rider_violations,), (), "trend", Text("骑手交通违法走势", "Traffic violations over time"), 6, 300),
    Card((of.violations_per_10k_orders,), (), "trend", Text("万单违法走势", "Violations per 10k orders over time"), 6, 300),
    Card((of.violations_per_10k_orders,), ("district",), "bars", Text("万单违法按地区", "Per 10k orders, by region"), 4, 380),
    Card((of.violations_per_10k_orders,), ("platform",), "bars", Text("万单违法按平台", "Per 10k orders, by platform"), 4, 380),
    Card((of.rider_violations_change,), ("district",), "bars", Text("违法同比按地区", "Change on the year, by region"), 4, 380),
)
MERCHANTS = (
    Card((own.merchants_online,)),
    Card((own.permit_checked_rate,)),
    Card((own.permits_wanting,)),
)
MERCHANT_CHARTS = (
    Card((own.merchants_online,), ("permit_check",), "bars", Text("许可核验结果", "Results of permit checks"), 4, 300),
    Card((own.permits_wanting, own.merchants_online), ("platform",), "bars", Text("核验不通过，按平台", "Permits that fail, by platform"), 4, 300),
    Card((own.permits_wanting,), ("district",), "bars", Text("核验不通过，按地区", "Permits that fail, by region"), 4, 300),
)
ANOMALIES = (
    Card((own.anomalies_detected,)),
    Card((own.anomalies_disposed_rate,)),
    Card((own.anomaly_days,)),
    Card((own.anomalies_open,)),
    Card((own.anomalies_unfounded,)),
)
ANOMALY_CHARTS = (
    Card((own.anomalies_detected,), ("kitchen_anomaly", "anomaly_disposal"), "sankey",
         Text("什么异常，如何处置", "Which anomalies, how disposed of"), 8, 340),
    Card((own.anomalies_open, own.anomalies_detected), ("district",), "bars", Text("未处置最多的地区", "Most not disposed of"), 4, 340),
)
COMPLAINTS = (
    Card((own.meal_complaints,)),
    Card((own.meal_complaints_per_10k_orders,)),
    Card((of.delivery_orders,)),
)
# fmt: on

PAGE = system_page(
    KEY,
    section(None, Strip(KEYS), Grid(CHARTS)),
    section(
        Text("商家与许可核验", "Merchants and their permits"),
        Strip(MERCHANTS),
        Grid(MERCHANT_CHARTS),
        Block("rows-catering_merchants", is_tall=True),
    ),
    section(
        Text("厨房异常与处置", "Anomalies in kitchens and their disposal"),
        Strip(ANOMALIES),
        Grid(ANOMALY_CHARTS),
        Block("rows-kitchen_anomalies", is_tall=True),
    ),
    section(Text("餐饮投诉", "Complaints about meals"), Strip(COMPLAINTS)),
    section(Text("骑手", "Riders"), Grid(RIDERS)),
)
register_page(__name__, PAGE)

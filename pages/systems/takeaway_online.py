"""`/systems/takeaway_online` 浙江外卖在线: kitchens in sight, seals, and how riders ride."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Grid, Strip, section, system_page
from data_access.domain.text import Text
from data_access.metrics.indicators import catering as of

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
# fmt: on

PAGE = system_page(
    KEY,
    section(None, Strip(KEYS), Grid(CHARTS)),
    section(Text("骑手", "Riders"), Grid(RIDERS)),
)
register_page(__name__, PAGE)

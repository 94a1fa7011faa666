"""`/systems/cross_platform_bridge` 咸阳跨平台云桥: several bridges side by side, random inspection, leads from reviews."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Strip, section, system_page
from data_access.domain.text import Text
from data_access.metrics.indicators import bridges as of
from data_access.metrics.indicators import co_investigation as co
from data_access.metrics.indicators import credit, local

KEY = "cross_platform_bridge"

# A line for each card.
# fmt: off
KEYS = (
    Card((of.bridges_in_use,)),
    Card((of.platforms_on_bridge,)),
    Card((of.exchange_records,)),
    Card((of.exchange_success_rate,)),
    Card((of.reviews_read,)),
    Card((of.review_leads,)),
    Card((co.co_investigations,)),
    Card((co.co_online_share,)),
)
CHARTS = (
    Card((of.exchange_calls, of.exchange_success_rate, of.exchange_latency), ("bridge",), "connectors",
         Text("各云桥状态（期末前30天）", "State of each bridge (last 30 days)"), 5, 240),
    Card((of.exchange_records,), ("bridge", "data_type"), "heat", Text("各云桥交换什么", "What each bridge carries"), 7, 240),
    Card((of.exchange_calls, of.exchange_success_rate, of.exchange_latency), ("platform",), "connectors",
         Text("平台接口状态（期末前30天）", "State of each platform's connector (last 30 days)"), 6, 360),
    Card((of.exchange_records,), ("platform",), "pareto", Text("交换集中在哪些平台", "Which platforms exchange"), 6, 360),
    Card((of.exchange_records,), (), "calendar", Text("每日交换量日历", "Records exchanged each day"), 12, 232),
)
LEADS = (
    Card((of.review_leads,), (), "columns", Text("评价挖掘线索走势", "Leads mined from reviews over time"), 6, 280),
    Card((of.reviews_read, of.review_leads), ("platform",), "bars", Text("评价与线索来自哪些平台", "Which platforms they come from"), 6, 280),
)
RANDOM = (
    Card((credit.inspections_checked, credit.inspections_found), (), "funnel",
         Text("双随机：检查与发现", "Random inspection: carried out, found"), 4, 260),
    Card((credit.inspections_drawn, credit.hit_rate), ("class",), "bars", Text("抽查与命中率按平台类别", "Drawn, and hit rate, by class"), 4, 260),
    Card((credit.inspections_checked,), (), "columns", Text("每月完成检查", "Inspections each month"), 4, 260),
)
LOOP = (
    Card((co.co_investigations, co.co_backlog), ("bridge",), "bars", Text("协查经哪座桥", "Requests by bridge"), 4, 280),
    Card((co.co_days_p50, co.co_days_p10, co.co_days_p25, co.co_days_p75, co.co_days_p90), ("bridge",), "boxes",
         Text("协查周期按云桥", "Days to an answer by bridge"), 4, 280),
    Card((co.co_transfers_accepted, co.co_rapid_disposals), (), "trend", Text("移送接收与快速处置", "Transfers accepted and rapid disposals"), 4, 280),
    Card((of.identity_mismatch_rate, of.exchange_match_rate, of.exchange_completeness), ("bridge",), "bars", Text("数据质量按云桥", "Quality by bridge"), 6, 240),
    Card((of.identity_checks,), (), "trend", Text("主体核验走势", "Identity checks over time"), 6, 240),
)
CHECKED = (
    Card((local.review_leads_sent,)),
    Card((local.review_leads_checked,)),
    Card((local.review_leads_founded,)),
    Card((local.review_leads_exempt,)),
    Card((local.trace_codes,)),
)
CHECKED_CHARTS = (
    Card((local.review_leads_sent,), ("review_word", "review_result"), "sankey",
         Text("评价线索：说了什么，查出什么", "Leads: what reviews say, what was found"), 8, 300),
    Card((local.review_leads_exempt,), ("exempt_matter",), "bars", Text("适用了哪些免罚事项", "Which exempt matters applied"), 4, 300),
)
# fmt: on

PAGE = system_page(
    KEY,
    section(None, Strip(KEYS), Grid(CHARTS)),
    section(Text("评价挖掘线索", "Leads mined from reviews"), Grid(LEADS)),
    section(
        Text("线索核查与轻微免罚", "Leads looked at, and minor matters exempt"),
        Strip(CHECKED),
        Grid(CHECKED_CHARTS),
        Block("rows-review_leads", is_tall=True),
    ),
    section(Text("食品追溯码", "Traceability codes"), Block("rows-trace_codes", is_tall=True)),
    section(Text("双随机抽查", "Random inspection"), Grid(RANDOM)),
    section(Text("协查与核验闭环", "The loop of requests and checks"), Grid(LOOP)),
    section(Text("交换明细", "Exchanges"), Block("rows-exchanges", is_tall=True)),
)
register_page(__name__, PAGE)

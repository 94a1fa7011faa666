"""`/systems/red_shield_bridge` 红盾云桥: what is exchanged with platforms, whether its connectors work, who sellers are."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Strip, section, system_page
from data_access.domain.text import Text
from data_access.metrics.indicators import bridges as of
from data_access.metrics.indicators import co_investigation as co
from data_access.metrics.indicators import notices

KEY = "red_shield_bridge"

# A line for each card.
# fmt: off
KEYS = (
    Card((of.exchange_records,)),
    Card((of.exchange_records_per_day,)),
    Card((of.exchange_success_rate,)),
    Card((of.exchange_match_rate,)),
    Card((of.exchange_completeness,)),
    Card((of.identity_mismatch_rate,)),
    Card((co.co_investigations_per_day,)),
    Card((of.platforms_on_bridge,)),
)
WORK_KEYS = (
    Card((notices.mismatches_open,)),
    Card((notices.mismatch_days,)),
    Card((notices.notices_sent,)),
    Card((notices.notices_on_time,)),
    Card((notices.notice_days,)),
    Card((notices.notice_backlog,)),
    Card((notices.notices_overdue,)),
)
WORK = (
    Card((notices.mismatches_found,), ("mismatch_kind", "mismatch_outcome"), "heat", Text("不符类型与处理结果", "Kinds of mismatch and how they end"), 6, 300),
    Card((notices.mismatches_open, notices.mismatches_found), ("platform",), "bars", Text("哪些平台的主体不符", "On which platforms sellers do not match"), 6, 300),
    Card((notices.notices_sent,), ("violation",), "bars", Text("通报什么违法", "What platforms are notified of"), 4, 320),
    Card((notices.notice_days, notices.notice_days_p90, notices.notices_on_time), ("platform",), "league",
         Text("平台答复通报：天数与按期率", "How platforms answer notices: days, in time"), 8, 320),
    Card((notices.notice_backlog, notices.notices_overdue), (), "trend", Text("待答复与逾期未答复", "Without an answer, and past the limit"), 6, 280),
    Card((notices.notices_sent,), ("notice_answer",), "bars", Text("平台怎样答复", "What platforms answer"), 6, 280),
)
CHARTS = (
    Card((of.exchange_records,), (), "calendar", Text("每日交换量日历", "Records exchanged each day"), 12, 232),
    Card((of.exchange_calls, of.exchange_success_rate, of.exchange_latency), ("platform",), "connectors",
         Text("平台接口状态（期末前30天）", "State of each platform's connector (last 30 days)"), 6, 420),
    Card((of.exchange_records, of.exchange_calls), ("platform",), "pareto", Text("交换集中在哪些平台", "Which platforms exchange"), 6, 420),
    Card((of.exchange_records,), (), "trend", Text("交换量走势", "Records over time"), 6, 280),
    Card((of.exchange_records,), ("data_type", "flow"), "heat", Text("数据类型与流向", "Type of data and direction"), 3, 280),
    Card((of.exchange_records,), (), "years", Text("历年交换量", "Records by year"), 3, 280),
)
QUALITY = (
    Card((of.exchange_success_rate,), (), "control", Text("调用成功率控制图", "Success: control chart"), 6, 280),
    Card((of.exchange_latency,), (), "control", Text("响应时间控制图", "Response: control chart"), 6, 280),
    Card((of.exchange_match_rate, of.exchange_completeness), ("platform",), "bars", Text("一致率与完整率最低的平台", "Lowest match rates"), 4, 300),
    Card((of.exchange_match_rate, of.exchange_completeness), ("data_type",), "bars", Text("数据质量按类型", "Quality by type of data"), 4, 300),
    Card((of.exchange_latency,), ("platform",), "bars", Text("响应最慢的平台", "Slowest platforms"), 4, 300),
)
IDENTITY = (
    Card((of.identity_checks,), (), "columns", Text("每月主体核验", "Identity checks each month"), 4, 280),
    Card((of.identity_mismatch_rate,), (), "control", Text("核验不一致率控制图", "Mismatches: control chart"), 4, 280),
    Card((of.identity_mismatches, of.identity_mismatch_rate), ("platform",), "bars", Text("疑似冒用在哪些平台", "Where impersonation is suspected"), 4, 280),
)
ASKED = (
    Card((co.co_investigations,), (), "trend", Text("协查请求走势", "Requests over time"), 6, 300),
    Card((co.co_days_p50, co.co_days_p10, co.co_days_p25, co.co_days_p75, co.co_days_p90), ("platform",), "boxes",
         Text("协查周期按平台", "Days to answer by platform"), 6, 300),
)
# fmt: on

PAGE = system_page(
    KEY,
    section(None, Strip(KEYS), Grid(CHARTS)),
    section(Text("主体不符与违法通报", "Mismatches and notices of violations"), Strip(WORK_KEYS), Grid(WORK)),
    section(Text("主体不符清单", "Sellers that do not match"), Block("rows-mismatches", is_tall=True)),
    section(Text("违法通报明细", "Notices"), Block("rows-notices", is_tall=True)),
    section(Text("接口与数据质量", "Connectors and quality of data"), Grid(QUALITY)),
    section(Text("主体核验", "Identity checks"), Grid(IDENTITY)),
    section(Text("经云桥协查", "Requests over the bridge"), Grid(ASKED)),
    section(Text("交换明细", "Exchanges"), Block("rows-exchanges", is_tall=True)),
)
register_page(__name__, PAGE)

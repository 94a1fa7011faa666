"""`/systems/red_flag_canal` 红旗渠: what platforms settle themselves, how fast, and what they send back."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Strip, section, system_page
from data_access.domain.text import Text
from data_access.metrics.indicators import first_handling as of
from data_access.metrics.indicators import governance
from data_access.metrics.indicators import overview as platforms

KEY = "red_flag_canal"

# A line for each card.
# fmt: off
KEYS = (
    Card((of.canal_items,)),
    Card((of.canal_days,)),
    Card((of.canal_days_p50,)),
    Card((of.canal_days_p90,)),
    Card((of.canal_within_7,)),
    Card((of.settlement_rate,)),
    Card((of.canal_return_rate,)),
    Card((of.returned_share,)),
    Card((platforms.platforms_on_canal,)),
)
AGAIN_KEYS = (
    Card((of.canal_late,)),
    Card((of.canal_repeat_30,)),
    Card((of.canal_repeat_90,)),
    Card((of.canal_repeated,)),
)
CHARTS = (
    Card((of.canal_items,), (), "trend", Text("快速通道办理量走势", "Items on the fast channel over time"), 8, 320),
    Card((of.first_handled, of.sent_answered, of.sent_settled), (), "funnel",
         Text("转送、答复、和解（答复未和解的为退回）", "Sent, answered, settled; the others were returned"), 4, 320),
    Card((of.canal_days, of.canal_days_p90, of.canal_within_7), ("platform",), "league",
         Text("平台排名：平均天数对7日线", "Platforms ranked by mean days, against the 7-day line"), 7, 400),
    Card((of.canal_days_p50, of.canal_days_p10, of.canal_days_p25, of.canal_days_p75, of.canal_days_p90), ("platform",), "boxes",
         Text("各平台处置天数分布", "Days by platform"), 5, 400),
    Card((of.canal_days,), (), "control", Text("平均天数控制图与7日线", "Mean days and the 7-day line: control chart"), 6, 300),
    Card((of.canal_return_rate,), (), "control", Text("转行政率控制图", "Return rate: control chart"), 6, 300),
    Card((of.canal_days, of.canal_days_p50, of.canal_days_p90), (), "trend", Text("处置天数：平均、中位与P90", "Days: mean, median, P90"), 4, 300),
    Card((of.canal_items, of.canal_return_rate), ("platform",), "bars", Text("办理量与转行政率按平台", "Items and return rate by platform"), 4, 300),
    Card((of.canal_within_7, of.settlement_rate, governance.satisfaction), ("platform",), "bars", Text("哪些平台最低", "Lowest platforms"), 4, 300),
    Card((of.canal_items,), (), "years", Text("历年办理量", "Items by year"), 4, 280),
    Card((of.canal_items,), ("problem",), "bars", Text("问题类别", "By problem"), 4, 280),
    Card((of.canal_items,), ("goods",), "bars", Text("商品与服务", "By goods or service"), 4, 280),
)
AGAIN = (
    Card((of.canal_repeat_30, of.canal_repeat_90), (), "trend", Text("重复投诉率走势", "Complained again, over time"), 6, 300),
    Card((of.canal_repeat_30, of.canal_repeat_90), ("platform",), "league",
         Text("哪些平台办结后又被投诉", "After whose answers people come again"), 6, 300),
    Card((of.canal_late,), ("platform",), "bars", Text("逾期在办在哪些平台", "Where late items wait"), 6, 300),
    Card((of.canal_repeat_30,), ("problem",), "bars", Text("什么问题反复投诉", "What people complain of again"), 6, 300),
)
# fmt: on

PAGE = system_page(
    KEY,
    section(None, Strip(KEYS), Grid(CHARTS)),
    section(Text("逾期与重复投诉", "Late, and complained of again"), Strip(AGAIN_KEYS), Grid(AGAIN)),
    section(Text("明细", "Rows"), Block("rows-items", is_tall=True)),
)
register_page(__name__, PAGE)

"""`/systems/complaint_handling` 投诉举报办理: what is open, what is late or falls due, and what people complain of again."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Strip, section, system_page
from data_access.domain.text import Text
from data_access.metrics.indicators import first_handling as first
from data_access.metrics.indicators import governance as of

KEY = "complaint_handling"

# A line for each card.
# fmt: off
KEYS = (
    Card((of.open_items,)),
    Card((of.overdue,)),
    Card((of.acceptance_on_time,)),
    Card((of.verification_on_time,)),
    Card((of.closure_on_time,)),
    Card((first.first_answers_late,)),
    Card((of.complaints,)),
    Card((of.reports,)),
)
CHARTS = (
    Card((of.open_items, of.overdue), (), "trend", Text("在办与超期走势", "Open and overdue over time"), 6, 280),
    Card((of.overdue,), ("age",), "steps", Text("超期多久", "How long overdue"), 3, 280),
    Card((of.open_items,), ("kind",), "bars", Text("在办的投诉与举报", "Open, by kind"), 3, 280),
    Card((of.acceptance_on_time,), (), "control", Text("按时受理率控制图", "Acceptance on time: control chart"), 4, 280),
    Card((of.verification_on_time,), (), "control", Text("举报核查按时率控制图", "Verification on time: control chart"), 4, 280),
    Card((of.closure_on_time,), (), "control", Text("按期办结率控制图", "Closure on time: control chart"), 4, 280),
    Card((of.overdue, of.open_items), ("district",), "bars", Text("超期与在办在哪些区县", "Overdue and open by district"), 6, 340),
    Card((of.overdue, of.open_items), ("platform",), "bars", Text("超期与在办涉及哪些平台", "Overdue and open by platform"), 6, 340),
)
AGAIN_KEYS = (
    Card((first.complaints_repeat_30,)),
    Card((first.complaints_repeat_90,)),
    Card((first.complaints_repeated,)),
    Card((first.settlement_rate,)),
)
AGAIN = (
    Card((first.complaints_repeat_30, first.complaints_repeat_90), (), "trend", Text("重复投诉率走势", "Complained again, over time"), 6, 300),
    Card((first.complaints_repeat_30, first.complaints_repeat_90), ("platform",), "league",
         Text("哪些平台办结后又被投诉", "After whose answers people come again"), 6, 300),
    Card((first.complaints_repeated,), ("problem",), "bars", Text("什么问题反复投诉", "What people complain of again"), 6, 280),
    Card((first.complaints_repeated,), ("district",), "bars", Text("重复投诉在哪些区县", "Complained again, by district"), 6, 280),
)
# fmt: on

PAGE = system_page(
    KEY,
    section(None, Strip(KEYS), Block("items_due")),
    section(Text("在办与时限", "Open, and kept in time"), Grid(CHARTS)),
    section(Text("重复投诉", "Complained of again"), Strip(AGAIN_KEYS), Grid(AGAIN)),
    section(Text("明细", "Rows"), Block("rows-items", is_tall=True)),
)
register_page(__name__, PAGE)

"""`/systems/co_investigation` 异地协作网络: requests between the city and the provinces, how fast, under which agreements."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Strip, section, system_page
from data_access.domain.text import Text
from data_access.metrics.indicators import co_investigation as of

KEY = "co_investigation"

_BOX = (of.co_days_p50, of.co_days_p10, of.co_days_p25, of.co_days_p75, of.co_days_p90)
# A line for each card.
# fmt: off
KEYS = (
    Card((of.co_investigations,)),
    Card((of.co_investigations_per_day,)),
    Card((of.co_investigations,), (), "key", Text("外地来协查", "From other regions"), narrow=(("direction", "in"),), name="co_investigations-in"),
    Card((of.co_investigations,), (), "key", Text("本市发协查", "To other regions"), narrow=(("direction", "out"),), name="co_investigations-out"),
    Card((of.co_feedback_on_time,)),
    Card((of.co_days,)),
    Card((of.co_backlog,), (), "key", Text("期末待反馈（含此前发出）", "Unanswered, whenever sent")),
    Card((of.co_overdue,)),
    Card((of.co_rapid_disposals,)),
)
WHERE = (
    Card((of.co_investigations,), ("partner",), "flows", Text("与各省（区、市）的协查", "Requests with the provinces"), 5, 560),
    Card((of.co_investigations,), ("partner", "co_kind"), "heat", Text("省份与协查类型", "Provinces and kinds of request"), 4, 560),
    Card(_BOX, ("partner",), "boxes", Text("协查周期按省份", "Days to answer by province"), 3, 560),
)
WHEN = (
    Card((of.co_investigations,), (), "trend", Text("协查量走势", "Requests over time"), 6, 300),
    Card((of.co_investigations,), (), "calendar", Text("每日协查量日历", "Requests each day"), 6, 300),
    Card((of.co_investigations,), (), "years", Text("历年协查量", "Requests by year"), 4, 280),
    Card((of.co_investigations,), ("direction",), "shares", Text("来与往", "In and out"), 4, 280),
    Card((of.co_investigations,), ("platform",), "pareto", Text("涉及哪些平台", "Which platforms they concern"), 4, 280),
)
HOW = (
    Card((of.co_days,), (), "control", Text("协查周期控制图", "Days to answer: control chart"), 4, 280),
    Card((of.co_days, of.co_days_p50, of.co_days_p90), (), "trend", Text("协查周期：平均、中位与P90", "Days to answer: mean, median, P90"), 4, 280),
    Card((of.co_feedback_on_time,), (), "control", Text("3日反馈率控制图", "In 3 days: control chart"), 4, 280),
    Card(_BOX, ("co_kind",), "boxes", Text("协查周期按类型", "Days to answer by kind"), 4, 280),
    Card((of.co_feedback_on_time, of.co_backlog), ("partner",), "bars", Text("反馈最慢的省份", "Slowest provinces"), 4, 280),
    Card((of.co_investigations,), ("co_result",), "bars", Text("期内发出协查的结果", "Results of those sent in the period"), 4, 280),
)
WAITING = (
    Card((of.co_overdue, of.co_backlog), (), "trend", Text("待反馈与逾期未反馈", "Unanswered, and past the limit"), 4, 300),
    Card((of.co_overdue,), ("direction", "co_kind"), "heat", Text("逾期在哪些方向与类型", "Where requests are past their limit"), 3, 300),
    Card((of.co_days, of.co_days_p90, of.co_feedback_on_time), ("partner_region",), "league",
         Text("本市发出、反馈最慢的协作地区", "Slowest partners to answer the city's requests"), 5, 420, narrow=(("direction", "out"),)),
)
ACCOUNTS = (
    Card((of.co_accounts_active, of.co_accounts_open), (), "trend", Text("活跃与在用账号", "Active and open accounts"), 4, 300),
    Card((of.co_accounts_active, of.co_account_activity), ("partner",), "bars", Text("各省账号的活跃", "How active the accounts of each province are"), 8, 300),
)
NETWORK_KEYS = (
    Card((of.co_partner_provinces,)),
    Card((of.co_partner_regions,)),
    Card((of.co_agreements,)),
    Card((of.co_accounts,)),
    Card((of.co_accounts_active,)),
    Card((of.co_account_activity,)),
    Card((of.co_online_share,)),
    Card((of.co_transfers_accepted,)),
    Card((of.co_transfer_acceptance,)),
)
NETWORK = (
    Card((of.co_partner_regions, of.co_agreements, of.co_accounts), (), "trend", Text("地区、协议与账号", "Regions, agreements, accounts"), 4, 300),
    Card((of.co_agreements, of.co_accounts, of.co_partner_regions), ("partner",), "bars", Text("协议按省份", "Agreements by province"), 4, 300),
    Card((of.co_rapid_disposals, of.co_transfers_accepted), ("partner",), "bars", Text("快速处置与移送", "Rapid disposals and transfers"), 4, 300),
)
# fmt: on

PAGE = system_page(
    KEY,
    section(None, Strip(KEYS), Grid((*WHERE, *WHEN))),
    section(Text("反馈时效", "How fast they are answered"), Grid(HOW)),
    section(Text("逾期与慢的伙伴", "Past the limit, and slow partners"), Grid(WAITING)),
    section(Text("协作网络", "The network"), Strip(NETWORK_KEYS), Grid((*NETWORK, *ACCOUNTS))),
    section(Text("协查明细", "Requests"), Block("rows-requests", is_tall=True)),
    section(Text("协作协议", "Agreements"), Block("rows-agreements", is_tall=True)),
    section(Text("账号与使用", "Accounts and their use"), Block("rows-accounts", is_tall=True)),
)
register_page(__name__, PAGE)

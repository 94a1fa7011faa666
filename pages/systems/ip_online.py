"""`/systems/ip_online` 浙江知识产权在线: disputes on platforms, how fast they end, and whether notices are met."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Strip, section, system_page
from data_access.domain.text import Text
from data_access.metrics.indicators import disputes as of
from data_access.metrics.indicators import evidence, local

KEY = "ip_online"

# A line for each card.
# fmt: off
KEYS = (
    Card((of.ip_disputes,)),
    Card((of.ip_across,)),
    Card((of.ip_across_share,)),
    Card((of.ip_cycle_days,)),
    Card((of.ip_cycle_change,)),
    Card((of.notice_hours_median,)),
    Card((of.reinstatement_on_time,)),
    Card((of.counter_notice_rate,)),
)
CHARTS = (
    Card((of.ip_disputes, of.ip_across), (), "trend", Text("纠纷与跨省调度走势", "Disputes and those across provinces"), 8, 340),
    Card((of.ip_disputes, of.ip_cycle_days), ("district",), "map", Text("在哪里处理", "By region"), 4, 340),
    Card((of.ip_disputes,), ("right_type", "ip_route", "ip_result"), "sankey",
         Text("什么权利、走哪条路、结果如何", "Which right, which route, which result"), 8, 400),
    Card((of.ip_disputes,), ("platform",), "pareto", Text("集中在哪些平台", "Which platforms"), 4, 400),
    Card((of.notice_hours_median, of.notice_hours_p90), (), "trend", Text("通知到处置：中位与P90", "Notice to action: median and P90"), 4, 280),
    Card((of.ip_cycle_days,), (), "trend", Text("平均办案周期", "Mean cycle over time"), 4, 280),
    Card((of.ip_cycle_days, of.ip_across_share), ("ip_route",), "bars", Text("按路径", "By route"), 4, 280),
    Card((of.notice_hours_p90, of.notice_hours_median), ("platform",), "bars", Text("最慢的平台", "Slowest"), 4, 340),
    Card((of.reinstatement_on_time,), ("platform",), "bars", Text("终止措施合规最低的平台", "Lowest reinstatement in time"), 4, 340),
    Card((of.ip_across_share, of.counter_notice_rate), ("right_type",), "bars", Text("按权利类型", "By right"),
         4, 340),
)
PUBLISHED = (
    Card((of.ip_users,)),
    Card((of.ip_visits,)),
    Card((of.ip_departments,)),
    Card((of.ip_systems,)),
    Card((evidence.evidence_kept,)),
    Card((evidence.evidence_verified_rate,)),
)
RULINGS = (
    Card((local.ip_organisations,)),
    Card((local.rulings_made,)),
)
RULING_CHARTS = (
    Card((local.ruling_stages,), ("ruling_stage",), "steps", Text("行政裁决进到哪一步", "How far rulings have come"), 6, 260),
    Card((local.ip_organisations,), ("ip_org_kind",), "bars", Text("哪些机构", "Which organisations"), 6, 260),
)
# fmt: on

PAGE = system_page(
    KEY,
    section(None, Strip(KEYS), Grid(CHARTS)),
    section(Text("全省公开数字与证据链", "Published for the province; evidence"), Strip(PUBLISHED)),
    section(
        Text("行政裁决与处理机构", "Rulings, and who settles"),
        Strip(RULINGS),
        Grid(RULING_CHARTS),
        Block("rows-ip_rulings", is_tall=True),
        Block("rows-ip_organisations", is_tall=True),
    ),
    section(
        Text("逐件核验证据：点开一件看其存证校验", "Evidence: open a piece to see whether its block holds"),
        Block("rows-evidence", is_tall=True),
    ),
    section(Text("明细", "Rows"), Block("rows-disputes", is_tall=True)),
)
register_page(__name__, PAGE)

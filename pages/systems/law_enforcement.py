"""`/systems/law_enforcement` 市场监管互联网执法办案平台: every stage of a case, how long it takes and how much of it is online."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Strip, section, system_page
from data_access.domain.text import Text
from data_access.metrics.indicators import cases, fines, governance
from data_access.metrics.indicators import casework as of

KEY = "law_enforcement"

# A line for each card.
# fmt: off
KEYS = (
    Card((governance.complaints_and_reports,)),
    Card((of.cases_closed,)),
    Card((of.educated_share,)),
    Card((of.case_online_share,)),
    Card((of.served_online,)),
    Card((of.paid_online,)),
    Card((cases.penalties_paid,)),
    Card((cases.publication_on_time,)),
    Card((fines.penalties_unpaid,)),
)
CHARTS = (
    Card((cases.stages_entered,), ("stage",), "steps", Text("各环节办理件数", "Cases by stage entered"), 4, 420),
    Card((of.stage_days,), ("stage",), "steps", Text("各环节平均天数", "Mean days in each stage"), 4, 420),
    Card((of.stage_online_share,), ("stage",), "steps", Text("各环节在线率", "Share of each stage done online"), 4, 420),
    Card((of.case_online_share, of.served_online, of.paid_online), (), "trend",
         Text("全程在线、电子送达与在线缴款", "Online throughout, served and paid online"), 6, 280),
    Card((of.cases_closed,), (), "trend", Text("结案走势", "Cases closed over time"), 6, 280),
    Card((of.educated_share,), (), "trend", Text("轻微与教育整改占比", "Minor or put right"), 4, 280),
    Card((of.cases_closed,), ("outcome",), "bars", Text("办结方式", "How they ended"), 4, 280),
    Card((of.educated_share, of.cases_closed), ("violation",), "bars", Text("各违法类型的教育整改占比", "Minor or put right, by violation"), 4, 280),
    Card((cases.cases_decided,), ("violation", "outcome"), "heat", Text("同类违法如何处理", "How like is treated: violation and outcome"), 6, 380),
    Card((of.penalty_median, of.penalty_p10, of.penalty_p25, of.penalty_p75, of.penalty_p90), ("violation",), "boxes",
         Text("同类违法罚没多少：裁量的分布", "Spread of penalties for the same violation"), 6, 380),
    Card((fines.penalties_due, fines.penalties_received), (), "trend", Text("罚没款：到期与已缴", "Penalties due and received"), 6, 280),
    Card((fines.penalties_unpaid, cases.penalties_paid), ("district",), "bars", Text("逾期未缴与到位率，按区县", "Unpaid and share paid, by district"), 6, 280),
    Card((of.sources_open,), ("waiting",), "steps", Text("在办案源已办多久", "Under way, by days"), 4, 260),
    Card((of.case_online_share,), ("district",), "bars", Text("全程在线率最低的区县", "Lowest share online"), 4, 260),
    Card((of.cases_closed,), (), "years", Text("历年结案", "Cases closed by year"), 4, 260),
)
# fmt: on

PAGE = system_page(
    KEY,
    section(None, Strip(KEYS), Grid(CHARTS)),
    section(Text("明细", "Rows"), Block("to-claimants"), Block("rows-cases", is_tall=True)),
)
register_page(__name__, PAGE)

"""`/systems/online_casework` 监管宝: from source to decision, how fast, and what is still under way."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Strip, section, system_page
from data_access.domain.text import Text
from data_access.metrics.indicators import cases, fines
from data_access.metrics.indicators import casework as of

KEY = "online_casework"

# A line for each card.
# fmt: off
KEYS = (
    Card((cases.case_sources,)),
    Card((cases.cases_filed,)),
    Card((of.cases_corrected,)),
    Card((cases.penalties,)),
    Card((of.source_verification_on_time,)),
    Card((cases.decision_on_time,)),
    Card((of.sources_open,)),
    Card((of.cases_overdue,)),
    Card((cases.penalties_paid,)),
    Card((fines.penalties_unpaid,)),
)
CHARTS = (
    Card((cases.case_sources, cases.cases_filed, cases.cases_decided), (), "trend", Text("案源、立案与决定", "Sources, filed, decided"), 8, 320),
    Card((cases.case_sources, of.sources_verified, of.sources_filed, of.sources_decided), (), "funnel",
         Text("从案源到决定", "From source to decision"), 4, 320),
    Card((of.sources_open,), ("waiting",), "steps", Text("在办案源已办多久", "Under way, by days"), 6, 300),
    Card((cases.cases_open,), ("stage",), "steps", Text("在办案件停在哪里", "Open cases by stage"), 6, 300),
    Card((cases.case_days,), (), "control", Text("办案周期是否平稳", "Is the case duration steady"), 6, 300),
    Card((of.case_days_median, of.case_days_p10, of.case_days_p25, of.case_days_p75, of.case_days_p90), ("district",), "boxes",
         Text("办案周期的分布，按区县", "Spread of case duration by district"), 6, 300),
    Card((cases.case_sources,), ("source", "outcome"), "sankey", Text("案源去了哪里", "Where sources end"), 8, 380),
    Card((cases.cases_filed, cases.cases_decided), ("violation",), "bars", Text("违法类型", "Types of violation"), 4, 380),
    Card((cases.case_sources,), (), "years", Text("历年案源", "Sources by year"), 4, 260),
    Card((cases.cases_filed,), (), "years", Text("历年立案", "Cases filed by year"), 4, 260),
    Card((cases.penalties,), (), "years", Text("历年罚没款", "Fines and confiscations by year"), 4, 260),
    Card((cases.case_sources, cases.cases_filed), ("platform",), "pareto", Text("集中在哪些平台", "Which platforms"), 6, 300),
    Card((cases.case_sources, of.sources_open), ("district",), "bars", Text("区县办案量与在办", "By handling district"), 6, 300),
)
# fmt: on

PAGE = system_page(
    KEY,
    section(None, Strip(KEYS), Grid(CHARTS)),
    section(Text("明细", "Rows"), Block("to-claimants"), Block("rows-cases", is_tall=True)),
)
register_page(__name__, PAGE)

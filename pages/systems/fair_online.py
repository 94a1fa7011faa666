"""`/systems/fair_online` 浙江公平在线: what is watched and found, and whether each lead comes full circle."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Strip, section, system_page
from data_access.domain.text import Text
from data_access.metrics.indicators import evidence
from data_access.metrics.indicators import fair_online as of

KEY = "fair_online"

# A line for each card.
# fmt: off
KEYS = (
    Card((of.monitored_platforms,)),
    Card((of.monitored_listings,)),
    Card((of.risks_disposed,)),
    Card((of.leads_filed,)),
    Card((of.listings_taken_down,)),
    Card((of.shops_rectified,)),
    Card((of.closed_loop_rate,)),
    Card((of.review_precision,)),
)
CHARTS = (
    Card((of.risks_found,), ("lead_review", "lead_dispatch", "disposition", "lead_feedback"), "sankey",
         Text("线索去了哪里：发现、复核、下发、处置、反馈", "Where leads go: found, reviewed, dispatched, closed, fed back"), 8, 440),
    Card((of.risks_found, of.risks_confirmed, of.leads_dispatched, of.leads_verified, of.leads_fed_back), (), "funnel",
         Text("线索闭环", "How far leads come"), 4, 440),
)
TYPES = (
    Card((of.risks_found,), ("lead_type",), "bars",
         Text("各类发现的风险", "Risks found by type"), 4, 380),
    Card((of.review_precision, of.closed_loop_rate), ("lead_type",), "bars",
         Text("按监测类型", "By type"), 4, 380),
    Card((of.risks_disposed, of.closed_loop_rate), ("district",), "map", Text("各地处置", "By region"), 4, 380),
    Card((of.risks_found, of.risks_disposed), (), "trend", Text("发现与处置走势，按发现时间（近月仍在处置）", "Found and disposed of, by day found; recent ones go on"), 4, 280),
    Card((of.closed_loop_rate, of.feedback_on_time), (), "trend", Text("闭环处置率与反馈按期率", "Closure and feedback on time"), 4, 280),
    Card((of.closed_loop_rate, of.feedback_on_time), ("district",), "bars", Text("最低的地区", "Lowest regions"), 4, 280),
    Card((of.risks_found,), ("lead_type", "disposition"), "heat", Text("各类线索的核查处置结果（含查否）", "How leads of each type ended, unfounded ones too"), 8, 340),
    Card((of.risks_found,), ("platform",), "pareto", Text("集中在哪些平台", "Which platforms"), 4, 340),
)
MODEL_KEYS = (
    Card((of.violation_types,)),
    Card((of.models_in_use,)),
    Card((of.models_developed,)),
    Card((of.model_adoption_rate,)),
    Card((of.lead_filing_rate,)),
    Card((of.unfounded_rate,)),
    Card((of.feedback_on_time,)),
    Card((of.reverse_leads,)),
    Card((of.leads_unfounded,)),
    Card((of.model_revisions,)),
    Card((of.leads_behind_revisions,)),
)
MODELS = (
    Card((of.review_precision, of.leads_reviewed, of.unfounded_rate), ("model",), "league",
         Text("各模型：核实率、复核量与查否率", "Models: precision, leads reviewed, unfounded"), 7, 420),
    Card((of.leads_reviewed,), ("model", "lead_review"), "heat", Text("各模型的属实与误报", "Confirmed and false alarms of each model"), 5, 420),
    Card((of.model_revisions, of.leads_behind_revisions), (), "trend", Text("标准修订与所据线索", "Revisions, and the leads behind them"), 6, 280),
    Card((of.model_revisions,), ("revision_ground",), "bars", Text("为何修订标准", "Why standards are revised"), 6, 280),
)
EVIDENCE = (
    Card((evidence.evidence_kept,), (), "trend", Text("固定证据走势", "Evidence kept over time"), 4, 260),
    Card((evidence.evidence_verified_rate,), (), "trend", Text("证据链校验通过率", "Chain verified over time"), 4, 260),
    Card((evidence.evidence_kept, evidence.evidence_broken), ("evidence_kind",), "bars", Text("证据类型", "By kind"), 4, 260),
)
EVIDENCE_KEYS = (
    Card((evidence.evidence_kept,)),
    Card((evidence.evidence_verified_rate,)),
    Card((evidence.evidence_broken,)),
)
# fmt: on

PAGE = system_page(
    KEY,
    section(None, Strip(KEYS), Grid(CHARTS)),
    section(
        Text(
            "违法类型：12 类（其中 6 类见公开报道，其余为演示口径）",
            "Types of violation: 12, of which 6 are named in publications and 6 are the demo's",
        ),
        Grid(TYPES),
    ),
    section(Text("模型与反馈", "Models and feedback"), Strip(MODEL_KEYS), Grid(MODELS)),
    section(Text("标准修订明细", "Revisions"), Block("rows-revisions", is_tall=True)),
    section(Text("电子证据", "Electronic evidence"), Strip(EVIDENCE_KEYS), Grid(EVIDENCE)),
    section(Text("明细", "Rows"), Block("rows-leads", is_tall=True)),
)
register_page(__name__, PAGE)

"""治理舱 `/governance`: what people complain about, how it is handled, and what is enforced."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Page, Strip, section
from components.words import phrases
from data_access.domain.text import Text
from data_access.metrics.indicators import cases, entities, first_handling, problems
from data_access.metrics.indicators import governance as of

# A line for each card.
# fmt: off
KEYS = (
    Card((of.complaints_and_reports,)),
    Card((of.acceptance_on_time,)),
    Card((of.closure_on_time,)),
    Card((of.mediation_success,)),
    Card((of.overdue,)),
    Card((entities.negative_entities,)),
    Card((cases.cases_filed,)),
    Card((cases.penalties_paid,)),
)
WHERE = (
    Card((of.complaints_and_reports,), (), "trend", Text("投诉举报走势", "Complaints and reports over time"), 8, 360),
    Card((of.complaints_and_reports, of.overdue), ("district",), "map", Text("哪里在办理", "Where they are handled"), 4, 360),
)
HOW = (
    Card((of.complaints, of.complaints_accepted, of.complaints_closed, of.complaints_resolved), (),
         "funnel", Text("投诉办理漏斗", "From complaint to result"), 4, 300),
    Card((of.complaints_and_reports,), ("problem", "platform"), "heat", Text("哪些平台有哪些问题", "Which problems, which platforms"),
         5, 300),
    Card((of.overdue,), ("age",), "steps", Text("超期件已超多久", "Overdue, by days past the limit"), 3, 300),
)
WHAT = (
    Card((of.complaints_and_reports, problems.items_by_problem), ("problem",), "bars", Text("问题类别", "By problem"), 4, 300),
    Card((of.complaints_and_reports,), ("goods",), "bars", Text("商品与服务", "By goods or service"), 4, 300),
    Card((of.complaints_and_reports,), ("platform",), "pareto", Text("集中在哪些平台", "Which platforms"), 4, 300),
    Card((of.complaints, of.reports), (), "trend", Text("投诉与举报", "Complaints and reports apart"), 6, 260),
    Card((of.complaints_and_reports,), (), "years", Text("历年投诉举报", "Complaints and reports by year"), 6, 260),
    Card((of.complaints_and_reports,), ("kind",), "shares", Text("投诉与举报之比", "Complaints to reports"), 4, 260),
    Card((of.complaints_and_reports,), ("channel",), "bars", Text("来件渠道", "By channel"), 4, 260),
    Card((of.complaints_and_reports,), ("route",), "bars", Text("办理路径", "By route"), 4, 260),
)
RATE_KEYS = (Card((of.complaints_per_million_orders,)), Card((of.complaints_per_10k_shops,)))
RATES = (
    Card((of.complaints_per_million_orders, of.complaints_per_10k_shops), ("class",), "bars", Text("投诉率按平台类别", "Rates by class"), 6, 280),
    Card((of.complaints_per_million_orders, of.complaints_per_10k_shops), ("platform",), "bars", Text("投诉率最高的平台", "Highest rates"), 6, 280),
)
TIME_KEYS = (
    Card((of.handling_days,)),
    Card((first_handling.first_handling_rate,)),
    Card((of.answered_in_time,)),
    Card((of.verification_on_time,)),
    Card((of.acceptance_rate,)),
    Card((of.recovered,)),
    Card((of.satisfaction,)),
    Card((of.closure_rate,)),
    Card((of.online_items,)),
    Card((of.online_share,)),
)
TIME = (
    Card((of.handling_days, of.handling_days_median, of.handling_days_p90), (), "trend",
         Text("办理天数：平均、中位与P90", "Handling days: mean, median, P90"), 4, 280),
    Card((of.closure_on_time, of.acceptance_on_time), ("district",), "bars", Text("按期办结与受理，按辖区", "On time, by area"), 4, 280),
    Card((of.complaints_and_reports, of.overdue, of.open_items), ("district",), "bars", Text("各辖区办理量与超期", "By handling area"),
         4, 280),
    Card((first_handling.first_handled, first_handling.settled, first_handling.returned), (), "trend",
         Text("先行处置：转送、和解、退回", "First handling: sent, settled, returned"), 4, 260),
    Card((first_handling.first_handling_days,), (), "trend", Text("先行处置天数与7日线", "First handling, limit 7 days"), 4, 260),
    Card((first_handling.first_answers_late,), ("platform",), "bars", Text("先行处置逾期最多的平台", "First answers late, by platform"), 4, 260),
    Card((first_handling.canal_items,), ("platform",), "bars", Text("快速通道办理量", "Items on the fast channel"), 4, 260),
)
ENFORCED = (
    Card((cases.cases_filed, cases.cases_decided), ("violation",), "bars", Text("违法类型", "Types of violation"), 4, 320),
    Card((cases.stages_entered, cases.cases_open), ("stage",), "steps", Text("案件环节", "Cases by stage"), 4, 320),
    Card((cases.cases_filed, cases.cases_decided), (), "trend", Text("立案与决定", "Cases filed and decided"), 4, 320),
    Card((cases.cases_filed,), ("district",), "bars", Text("立案按辖区", "Cases filed by area"), 4, 280),
    Card((cases.case_sources, cases.cases_filed), ("source",), "bars", Text("案源", "Case sources"), 4, 280),
    Card((entities.negative_entities,), (), "trend", Text("负面主体存量", "Negative entities over time"), 4, 280),
    Card((entities.negatives_listed, entities.negatives_removed), (), "columns", Text("新列入与移出", "Listed and removed"), 4, 280),
    Card((entities.negative_entities, entities.negatives_listed), ("reason",), "bars", Text("列入原因", "Reasons for listing"), 4, 280),
    Card((entities.negative_entities,), ("district",), "bars", Text("负面主体按辖区", "Negative entities by area"), 4, 280),
)
CASE_KEYS = (
    Card((cases.decision_on_time,)),
    Card((cases.case_days,)),
    Card((cases.publication_on_time,)),
    Card((cases.penalties,)),
    Card((cases.filing_rate,)),
    Card((cases.minor_share,)),
)
# fmt: on

PAGE = Page(
    "/governance",
    Text("平台治理舱", "Governance"),
    (
        section(None, Strip(KEYS), Grid((*WHERE, *HOW))),
        section(Text("诉求构成", "What they are about"), Grid(WHAT)),
        section(Text("投诉率", "Rates"), Strip(RATE_KEYS), Grid(RATES), Block("rates")),
        section(Text("办理时效", "How fast they are handled"), Strip(TIME_KEYS), Grid(TIME)),
        section(
            Text("执法与负面主体", "Enforcement and negative entities"),
            Strip(CASE_KEYS),
            Grid(ENFORCED),
            Block("links-governance"),
        ),
        section(Text("明细", "Rows"), Block("rows-items", is_tall=True)),
    ),
    link=phrases.GOVERNANCE,
    order=2,
)
register_page(__name__, PAGE)

"""明细舱 `/platform/<id>`: the portrait of one platform."""

from components.frame.layouts import register_page
from components.model import paths
from components.model.card import Card
from components.model.page import Block, Grid, Page, Strip, section
from data_access.domain.text import Text
from data_access.metrics.indicators import (
    bridges,
    cases,
    credit,
    entities,
    fair_online,
    first_handling,
    interviews,
    mediation,
    registers,
    sampling,
)
from data_access.metrics.indicators import co_investigation as co
from data_access.metrics.indicators import governance as of
from data_access.metrics.indicators import overview as size

# A line for each card.
# fmt: off
KEYS = (
    Card((size.shops,)),
    Card((size.gmv,)),
    Card((size.gmv_share,)),
    Card((of.complaints_per_10k_shops,)),
    Card((of.complaints_per_million_orders,)),
    Card((first_handling.settlement_rate,)),
    Card((first_handling.first_handling_days,)),
    Card((cases.cases_filed,)),
    Card((entities.negative_entities,)),
)
PORTRAIT = (
    Card((size.shops,), (), "dots", Text("在同类中的位置", "Where it stands in its class"), 4, 360),
    Card((of.complaints_per_10k_shops,), (), "versus", Text("万店投诉：本平台与同类", "Complaints per 10k shops against its class"), 8, 360),
    Card((of.complaints_and_reports,), (), "trend", Text("投诉举报走势", "Complaints and reports over time"), 6, 280),
    Card((first_handling.first_handled, first_handling.settled, first_handling.returned), (), "trend",
         Text("先行处置：转送、和解、退回", "First handling: sent, settled, returned"), 6, 280),
    Card((first_handling.first_handling_days,), (), "trend", Text("先行处置天数与7日线", "First handling, limit 7 days"), 4, 280),
    Card((first_handling.first_answers_late,), (), "trend", Text("先行处置逾期率", "First answers late"), 4, 280),
    Card((first_handling.settlement_rate,), (), "trend", Text("先行处置和解率", "Settlement rate over time"), 4, 280),
    Card((of.problem_index,), ("problem",), "index", Text("问题结构对比全市", "Problem mix against the city"), 4, 280),
    Card((size.shops, size.gmv), ("category",), "bars", Text("主要经营商品", "Main goods"), 4, 280),
    Card((size.gmv,), (), "columns", Text("交易额走势", "Transaction volume over time"), 4, 280),
    Card((size.shops,), (), "trend", Text("网店数走势", "Shops over time"), 4, 280),
    Card((cases.cases_filed,), ("violation",), "bars", Text("案件违法类型", "Cases by violation"), 4, 260),
    Card((entities.negative_entities,), ("reason",), "bars", Text("平台内负面主体", "Negative entities on it"), 4, 260),
    Card((of.complaints,), ("goods",), "bars", Text("投诉的商品与服务", "What complaints are about"), 4, 260),
    Card((sampling.unqualified_rate,), ("goods",), "intervals", Text("抽检不合格率（95%区间）", "Sampling failure rate, 95% interval"), 4, 260),
    Card((fair_online.risks_disposed,), ("disposition",), "bars", Text("风险线索如何处置", "How its leads ended"), 4, 260),
    Card((sampling.takedown_orders, sampling.takedown_on_time), ("takedown_source",), "bars", Text("下架指令", "Takedown orders"), 4, 260),
    Card((co.co_days,), (), "versus", Text("协查周期：本平台与同类", "Days to answer against its class"), 4, 260),
    Card((co.co_investigations, co.co_rapid_disposals), ("co_kind",), "bars", Text("涉及本平台的协查", "Requests about it"), 4, 260),
    Card((bridges.exchange_records, bridges.exchange_completeness), ("data_type",), "bars", Text("云桥交换", "Exchange over the bridge"), 4, 260),
    Card((mediation.mediations, mediation.mediations_agreed), (), "trend", Text("调解与达成协议，按进入时间（近月仍在调解）", "Mediations and agreements by day of coming in; recent ones go on"), 4, 260),
    Card((registers.triggers,), ("trigger_rule",), "bars", Text("触发的监管规则", "Rules that it triggered"), 4, 260),
    Card((interviews.site_checks,), (), "years", Text("历年网站检查", "Site checks by year"), 4, 260),
    Card((of.complaints_and_reports,), (), "timeline", Text("大事记", "Timeline"), 12, 220),
)
CREDIT = (
    Card((credit.credit_score_mean,), (), "trend", Text("信用分走势", "Credit score over time"), 6, 240),
    Card((credit.credit_deductions,), ("credit_rule",), "bars", Text("因何扣分", "What points are lost for"), 6, 240),
)
# fmt: on

PAGE = Page(
    f"{paths.PLATFORM}/<platform_id>",
    Text("平台明细舱", "Platform"),
    (
        section(None, Block("identity"), Strip(KEYS), Grid(PORTRAIT)),
        section(Text("信用", "Credit"), Grid(CREDIT), Block("credit"), Block("links-platform")),
        section(Text("明细", "Rows"), Block("rows-items", is_tall=True)),
    ),
)
register_page(__name__, PAGE)

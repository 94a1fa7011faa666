"""`/systems/goods_quality_centre` 网络商品质量监测（杭州）中心: what is sampled online, what fails, what follows."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Strip, section, system_page
from data_access.domain.text import Text
from data_access.metrics.indicators import risks
from data_access.metrics.indicators import sampling as of

KEY = "goods_quality_centre"

# A line for each card.
# fmt: off
KEYS = (
    Card((of.sampling_batches,)),
    Card((of.unqualified_rate,)),
    Card((of.safety_share,)),
    Card((of.sampling_cases,)),
    Card((of.batches_taken_down,)),
    Card((of.follow_up_rate,)),
)
CHARTS = (
    Card((of.sampling_batches, of.tested_batches), (), "trend", Text("买样与检验", "Bought and tested over time"), 8, 320),
    Card((of.sampling_batches, of.bought_tested, of.bought_failed, of.bought_filed), (), "funnel",
         Text("从买样到立案（按买样时间）", "From purchase to case, by day bought"), 4, 320),
    Card((of.unqualified_rate,), ("goods",), "intervals", Text("哪类商品不合格多（95%区间）", "Failure rate by goods, 95% interval"), 6, 340),
    Card((of.unqualified_rate,), ("platform",), "intervals", Text("哪些平台不合格多（95%区间）", "Failure rate by platform, 95% interval"),
         6, 340),
    Card((of.unqualified_batches,), ("test_item",), "pareto", Text("不合格在哪些项目", "What they fail on"), 4, 320),
    Card((of.untested_batches,), ("untested_reason",), "bars", Text("为何未检验", "Why samples were not tested"), 4, 320),
    Card((of.sampling_batches, of.unqualified_rate), ("district",), "map", Text("按区县", "By district"), 4, 320),
    Card((of.unqualified_rate, of.problem_share), (), "trend", Text("不合格发现率与问题样品占比", "Failure rate and problem samples"), 6, 280),
    Card((of.sampling_batches,), (), "years", Text("历年抽检批次", "Batches by year"), 6, 280),
)
RETEST_KEYS = (
    Card((risks.retests_asked,)),
    Card((risks.retest_passed_rate,)),
    Card((risks.retest_days,)),
    Card((risks.retests_open,)),
)
RETESTS = (
    Card((risks.retests_asked,), (), "trend", Text("提出复检走势", "Retests asked for, over time"), 6, 280),
    Card((risks.retests_asked, risks.retest_passed_rate), ("goods",), "bars", Text("哪类商品提出复检、改判多少", "Which goods are tested again, and how many pass"), 6, 280),
)
APART = (
    Card((of.tested_batches, of.unqualified_batches), ("sampling_kind",), "bars", Text("两类检验与不合格批次", "Tested and failed, by kind"), 6, 240),
    Card((of.unqualified_rate,), ("sampling_kind",), "intervals", Text("两类不合格发现率（95%区间，不宜相比）", "Failure rate of each kind, 95% interval; not to be compared"), 6, 240),
)
# fmt: on

PAGE = system_page(
    KEY,
    section(None, Strip(KEYS), Grid(CHARTS)),
    section(Text("异议与复检", "Disputes and retests"), Strip(RETEST_KEYS), Grid(RETESTS)),
    section(Text("监督抽查与风险监测分列", "Supervised sampling and risk monitoring apart"), Grid(APART)),
    section(Text("明细", "Rows"), Block("rows-sampling", is_tall=True)),
)
register_page(__name__, PAGE)

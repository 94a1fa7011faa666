"""`/systems/risk_disposal_centre` 国家电子商务产品质量风险监测处置中心（杭州）: risks monitored, and what is taken down."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Strip, section, system_page
from data_access.domain.text import Text
from data_access.metrics.indicators import risks
from data_access.metrics.indicators import sampling as of

KEY = "risk_disposal_centre"

# A line for each card.
# fmt: off
KEYS = (
    Card((of.risk_batches,)),
    Card((of.unqualified_rate,)),
    Card((of.problem_share,)),
    Card((of.batches_taken_down,)),
    Card((of.listings_down,)),
    Card((of.takedown_on_time,)),
)
CHARTS = (
    Card((of.risk_batches,), (), "trend", Text("风险监测批次走势", "Batches monitored over time"), 8, 320),
    Card((of.takedown_orders, of.takedown_on_time), ("takedown_source",), "bars",
         Text("按来源", "By source"), 4, 320),
    Card((of.unqualified_rate,), ("goods",), "intervals", Text("哪类商品风险高（95%区间）", "Failure rate by goods, 95% interval"), 6, 340),
    Card((of.unqualified_rate,), ("platform",), "intervals", Text("哪些平台风险高（95%区间）", "Failure rate by platform, 95% interval"),
         6, 340),
    Card((of.unqualified_batches,), ("test_item",), "pareto", Text("风险在哪些项目", "What they fail on"), 4, 320),
    Card((of.takedown_on_time,), ("platform",), "bars", Text("下架最慢的平台", "Slowest to take down"), 4, 320),
    Card((of.risk_batches, of.unqualified_rate), ("district",), "map", Text("按区县", "By district"), 4, 320),
    Card((of.takedown_on_time,), (), "trend", Text("下架及时率走势", "Takedown on time"), 6, 280),
    Card((of.risk_batches,), (), "years", Text("历年风险监测批次", "Batches by year"), 6, 280),
)
WAY_KEYS = (
    Card((risks.risks_judged,)),
    Card((risks.judging_days,)),
    Card((risks.risks_unjudged,)),
    Card((risks.takedowns_rechecked,)),
    Card((risks.relisting_rate,)),
    Card((risks.relistings,)),
)
WAY = (
    Card((of.risk_batches, risks.risk_failed, risks.risk_judged, risks.risk_disposed, risks.risk_rechecked), (), "funnel",
         Text("从监测到复查（按买样时间）", "From monitoring to the second look, by day bought"), 4, 340),
    Card((risks.risks_judged,), ("goods", "risk_level"), "heat", Text("哪类商品什么等级", "Goods and levels of risk"), 8, 340),
    Card((risks.relisting_rate,), ("platform",), "intervals", Text("哪些平台下架后又上架（95%区间）", "Where goods come back on sale, 95% interval"), 6, 320),
    Card((risks.relistings,), ("takedown_source",), "bars", Text("重新上架的下架来源", "What orders came to nothing"), 6, 320),
)
# fmt: on

PAGE = system_page(
    KEY,
    section(None, Strip(KEYS), Grid(CHARTS)),
    section(Text("研判、处置与复查", "Judged, disposed of, checked again"), Strip(WAY_KEYS), Grid(WAY)),
    section(Text("风险批次", "Batches"), Block("rows-sampling", is_tall=True)),
    section(Text("下架指令", "Takedown orders"), Block("rows-takedowns", is_tall=True)),
)
register_page(__name__, PAGE)

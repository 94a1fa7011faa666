"""`/systems/credit_supervision` 金华电商平台信用监管系统: the state of credit, and the online economy that it watches."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Strip, section, system_page
from data_access.domain.text import Text
from data_access.metrics.indicators import credit as of
from data_access.metrics.indicators import credit_notices as told

KEY = "credit_supervision"

# A line for each card.
# fmt: off
KEYS = (
    Card((of.credit_platforms,)),
    Card((of.credit_colours,)),
    Card((of.credit_red,)),
    Card((of.hit_rate,)),
    Card((of.inspections_published,)),
)
MAP = (
    Card((of.credit_score_mean,), ("platform",), "points", Text("每个平台的地址与信用色", "Every platform by address and colour"), 8, 480),
    Card((of.credit_deductions,), ("credit_rule",), "bars", Text("因何扣分", "What points are lost for"), 4, 480),
)
CHARTS = (
    Card((of.credit_yellow, of.credit_red), (), "trend", Text("黄色与红色平台", "Yellow and red platforms"), 6, 280),
    Card((of.sampling_rate,), ("credit_class",), "steps", Text("抽查比例，按等级", "Sampling rate by class"), 3, 280),
    Card((of.hit_rate,), ("credit_class",), "steps", Text("命中率，按抽取时等级", "Hit rate by class when drawn"), 3, 280),
)
NOTICES = (
    Card((told.credit_notices,)),
    Card((told.notices_received,)),
    Card((told.marks_displayed,)),
    Card((of.objections_filed,)),
    Card((of.objections_upheld,)),
)
NOTICE_CHARTS = (
    Card((told.credit_notices,), ("colour",), "bars", Text("告知的信用色", "Colours told"), 4, 240),
    Card((told.notices_received, told.marks_displayed), ("class",), "bars", Text("回执与标识展示，按平台类别", "Receipts and marks, by class"), 8, 240),
)
ECONOMY = (
    Card((of.online_retail,)),
    Card((of.cross_border_export,)),
    Card((of.cross_border_share,)),
    Card((of.parcels,)),
)
# fmt: on

PAGE = system_page(
    KEY,
    section(None, Strip(KEYS), Grid((*MAP, *CHARTS))),
    section(
        Text("标识展示、告知与回执", "Marks on display, notices and receipts"),
        Strip(NOTICES),
        Grid(NOTICE_CHARTS),
        Block("rows-credit_notices", is_tall=True),
    ),
    section(Text("异议", "Objections"), Block("objections"), Block("rows-credit_objections", is_tall=True)),
    section(Text("网络经济规模（公开发布）", "The online economy, as published"), Strip(ECONOMY)),
    section(Text("抽查结果", "Results of inspections"), Block("rows-inspections", is_tall=True)),
)
register_page(__name__, PAGE)

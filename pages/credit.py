"""信用 `/credit`: the credit of every platform on the map, what moved it, who is inspected, and what is found."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Page, Strip, section
from components.words import phrases
from data_access.domain.text import Text
from data_access.metrics.indicators import credit as of

# A line for each card.
# fmt: off
KEYS = (
    Card((of.credit_platforms,)),
    Card((of.credit_score_mean,)),
    Card((of.credit_blue_share,)),
    Card((of.credit_yellow,)),
    Card((of.credit_red,)),
    Card((of.credit_downgrades,)),
    Card((of.credit_upgrades,)),
    Card((of.hit_rate,)),
)
WHERE = (
    Card((of.credit_score_mean,), ("platform",), "points", Text("每个平台的地址与信用色", "Every platform by address and colour"), 8, 540),
    Card((of.credit_score_mean,), ("platform",), "bars", Text("信用分最低的平台", "Lowest credit scores"), 4, 540),
)
WHY = (
    Card((of.credit_yellow, of.credit_red), (), "trend", Text("黄色与红色平台", "Yellow and red platforms"), 6, 280),
    Card((of.credit_platforms,), ("credit_class",), "steps", Text("信用等级", "By class"), 3, 280),
    Card((of.credit_platforms,), ("colour",), "shares", Text("红黄蓝", "By colour"), 3, 280),
    Card((of.credit_deductions, of.credit_deduction_items), ("credit_rule",), "bars", Text("因何扣分", "What points are lost for"), 6, 320),
    Card((of.credit_transitions,), ("colour_before", "colour"), "heat", Text("信用色迁移：上月→本月", "Colour, month to month"), 3, 320),
    Card((of.credit_transitions,), ("class_before", "credit_class"), "heat", Text("等级迁移：上月→本月", "Class, month to month"), 3, 320),
    Card((of.credit_deductions,), (), "trend", Text("在期扣分走势", "Points deducted over time"), 6, 280),
    Card((of.credit_score_mean,), ("district",), "bars", Text("平均信用分，按区县", "Mean score by district"), 3, 280),
    Card((of.credit_score_mean,), ("class",), "bars", Text("平均信用分，按类别", "Mean score by class of platform"), 3, 280),
)
CHECK_KEYS = (
    Card((of.inspections_drawn,)),
    Card((of.sampling_rate,)),
    Card((of.sampling_in_band,)),
    Card((of.inspections_checked,)),
    Card((of.inspections_found,)),
    Card((of.inspections_published,)),
)
CHECKS = (
    Card((of.sampling_rate,), ("credit_class",), "steps", Text("抽查比例，按等级", "Sampling rate by class"), 4, 260),
    Card((of.hit_rate,), ("credit_class",), "steps", Text("命中率，按抽取时等级", "Hit rate by class when drawn"), 4, 260),
    Card((of.inspections_found,), ("violation",), "bars", Text("发现的问题", "What was found"), 4, 260),
)
OBJECTIONS = (
    Card((of.credit_deductions,)),
    Card((of.credit_deduction_items,)),
    Card((of.objections_filed,)),
    Card((of.objections_upheld,)),
)
# fmt: on

PAGE = Page(
    "/credit",
    Text("信用", "Credit"),
    (
        section(None, Strip(KEYS), Grid((*WHERE, *WHY))),
        section(
            Text("差异化抽查", "Inspection by class"),
            Strip(CHECK_KEYS),
            Grid(CHECKS),
            Block("rows-inspection_draws", is_tall=True),
        ),
        section(
            Text("公示名单、扣分与异议", "Publicity list, deductions and objections"),
            Strip(OBJECTIONS),
            Block("rows-credit_scores", is_tall=True),
            Block("rows-credit_items", is_tall=True),
            Block("objections"),
            Block("rows-credit_objections", is_tall=True),
        ),
        section(Text("评分规则", "Rules"), Block("credit_rules")),
    ),
    link=phrases.CREDIT,
    order=5,
)
register_page(__name__, PAGE)

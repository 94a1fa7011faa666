"""`/systems/credit_supervision` 金华电商平台信用监管系统: the state of credit, and the online economy that it watches."""

from typing import Any

from dash import register_page
from dash.development.base_component import Component

from components.cards import sections
from components.cards.frames import cards
from components.frame import shell
from components.frame.systems import system_page
from components.model.card import Card
from data_access.domain.text import Text
from data_access.metrics.indicators import credit as of

KEY = "credit_supervision"
register_page(__name__, path=f"/systems/{KEY}", title="信用监管系统 · Credit supervision")

# A line for each card.
# fmt: off
KEYS = [
    Card((of.credit_platforms,)),
    Card((of.credit_colours,)),
    Card((of.credit_red,)),
    Card((of.hit_rate,)),
    Card((of.inspections_published,)),
]
MAP = [
    Card((of.credit_score_mean,), ("platform",), "points", Text("每个平台的地址与信用色", "Every platform by address and colour"), 8, 480),
    Card((of.credit_deductions,), ("credit_rule",), "bars", Text("因何扣分", "What points are lost for"), 4, 480),
]
CHARTS = [
    Card((of.credit_yellow, of.credit_red), (), "trend", Text("黄色与红色平台", "Yellow and red platforms"), 6, 280),
    Card((of.sampling_rate,), ("credit_class",), "steps", Text("抽查比例，按等级", "Sampling rate by class"), 3, 280),
    Card((of.hit_rate,), ("credit_class",), "steps", Text("命中率，按抽取时等级", "Hit rate by class when drawn"), 3, 280),
]
ECONOMY = [
    Card((of.online_retail,)),
    Card((of.cross_border_export,)),
    Card((of.cross_border_share,)),
    Card((of.parcels,)),
]
CARDS = [*KEYS, *MAP, *CHARTS, *ECONOMY]
# fmt: on


def layout(**query: Any) -> Component:
    """Return the page for a reader's address."""
    lang = shell.language(query)
    body = [
        shell.strip(cards(KEYS, lang)),
        shell.grid(cards([*MAP, *CHARTS], lang)),
        shell.section(Text("网络经济规模（公开发布）", "The online economy, as published"), lang),
        shell.strip(cards(ECONOMY, lang)),
        shell.section(Text("抽查结果", "Results of inspections"), lang),
        sections.placeholder("rows-inspections", tall=True),
    ]
    return system_page(KEY, body, query, CARDS)

"""`/systems/red_flag_canal` 红旗渠: what platforms settle themselves, how fast, and what they send back."""

from typing import Any

from dash import register_page
from dash.development.base_component import Component

from components import sections, shell
from components.cards import Card, cards
from components.systems import system_page
from data_access.indicators import first_handling as of
from data_access.indicators import overview as platforms
from data_access.text import Text

KEY = "red_flag_canal"
register_page(__name__, path=f"/systems/{KEY}", title="红旗渠 · Red Flag Canal")

# A line for each card.
# fmt: off
KEYS = [
    Card((of.canal_items,)),
    Card((of.canal_days,)),
    Card((of.settlement_rate,)),
    Card((platforms.platforms_on_canal,)),
    Card((of.returned,)),
]
CHARTS = [
    Card((of.canal_items,), (), "trend", Text("红旗渠办理量走势", "Items on the canal over time"), 8, 320),
    Card((of.first_handled, of.settled, of.returned), (), "funnel", Text("转送、和解与退回", "Sent, settled, returned"), 4, 320),
    Card((of.canal_items,), ("platform",), "bars", Text("办理量按平台", "Items by platform"), 4, 400),
    Card((of.canal_days,), ("platform",), "bars", Text("平均天数按平台", "Mean days by platform"), 4, 400),
    Card((of.settlement_rate,), ("platform",), "bars", Text("和解率最低的平台", "Lowest settlement rates"), 4, 400),
    Card((of.canal_days,), (), "trend", Text("平均天数与7日线", "Mean days against the 7-day line"), 6, 280),
    Card((of.settlement_rate,), (), "trend", Text("和解率走势", "Settlement rate over time"), 6, 280),
    Card((of.canal_items,), (), "years", Text("历年办理量", "Items by year"), 4, 280),
    Card((of.canal_items,), ("problem",), "bars", Text("问题类别", "By problem"), 4, 280),
    Card((of.canal_items,), ("goods",), "bars", Text("商品与服务", "By goods or service"), 4, 280),
]
CARDS = [*KEYS, *CHARTS]
# fmt: on


def layout(**query: Any) -> Component:
    """Return the page for a reader's address."""
    lang = shell.language(query)
    body = [
        shell.strip(cards(KEYS, lang)),
        shell.grid(cards(CHARTS, lang)),
        shell.section(Text("明细", "Rows"), lang),
        sections.placeholder("rows-items", tall=True),
    ]
    return system_page(KEY, body, query, CARDS, {"route": KEY})

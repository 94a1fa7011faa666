"""The page that peers were measured with, served beside all others: `python -m benchmarks.peers` at /bench.

Five key figures, a map and seven charts over two million complaints and nine million shops, as SPEED's table of peers says.
It stands in no navigation. `benchmarks.readers` asks it.
"""

import sys
from typing import Any

from dash import Dash

import app
from app import create_app
from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Grid, Page, Strip, section
from data_access.domain.text import Text
from data_access.metrics.indicators import first_handling as first
from data_access.metrics.indicators import governance as of
from data_access.metrics.indicators import overview

PATH = "/bench"
# fmt: off
KEYS = (
    Card((of.complaints_and_reports,)),
    Card((first.first_handling_rate,)),
    Card((of.handling_days_median,)),
    Card((overview.shops,)),
    Card((overview.platforms,)),
)
CHARTS = (
    Card((of.complaints_and_reports,), (), "trend", Text("投诉举报走势", "Items over time"), 8, 320),
    Card((of.complaints_and_reports,), ("district",), "map", Text("哪里在办理", "Items by district"), 4, 320),
    Card((of.complaints_and_reports,), ("problem",), "bars", Text("问题", "By problem"), 4, 300),
    Card((of.complaints_and_reports,), ("channel",), "bars", Text("渠道", "By channel"), 4, 300),
    Card((of.complaints_and_reports,), ("platform",), "bars", Text("平台", "By platform"), 4, 300),
    Card((of.complaints_and_reports,), ("problem", "district"), "heat", Text("问题与区县", "Problem by district"), 6, 320),
    Card((overview.shops,), ("category",), "bars", Text("网店类目", "Shops by category"), 3, 320),
    Card((overview.shops_opened,), (), "trend", Text("新开网店", "Openings"), 3, 320),
)
# fmt: on
PAGE = Page(PATH, Text("测量", "Bench"), (section(None, Strip(KEYS), Grid(CHARTS)),))


def enter() -> None:
    """Enter the page in the app that was made last, beside those of its own folder."""
    register_page(__name__, PAGE)


def _made(*given: Any, **named: Any) -> Dash:
    made = create_app(*given, **named)
    enter()
    return made


if __name__ == "__main__":
    app.create_app = _made
    sys.exit(app.main())

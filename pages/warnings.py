"""预警 `/warnings`: what in the numbers asks for attention, by which rule, and what is being done about it."""

from typing import Any

from dash import html, register_page
from dash.development.base_component import Component

from components.cards.frames import cards
from components.frame import shell
from components.model import ids
from components.model.card import Card
from data_access.domain.text import Text
from data_access.metrics.indicators import governance as of

register_page(__name__, path="/warnings", title="预警 · Warnings", order=7)

KEYS = [
    Card((of.complaints_and_reports,)),
    Card((of.overdue,)),
    Card((of.acceptance_on_time,)),
    Card((of.closure_on_time,)),
]
# A line for each card.
# fmt: off
CHARTS = [
    Card((of.complaints_and_reports,), (), "trend", Text("投诉举报走势", "Complaints and reports over time"), 8, 300),
    Card((of.overdue,), ("district",), "bars", Text("哪里超期", "Where they are overdue"), 4, 300),
]
# fmt: on


def layout(**query: Any) -> Component:
    """Return the page for a reader's address."""
    warnings = html.Div(
        html.Section(html.Div(className="skeleton"), className="card"),
        id=ids.WARNINGS,
        className="warnings",
        **{"data-section": "warnings", "data-state": "loading"},
    )
    lang = shell.language(query)
    body = [shell.strip(cards(KEYS, lang)), warnings, shell.grid(cards(CHARTS, lang))]
    return shell.page("/warnings", Text("预警", "Warnings"), body, query, [*KEYS, *CHARTS])

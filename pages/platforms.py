"""`/platforms`: all platforms, to search, sort and open."""

from typing import Any

from dash import register_page
from dash.development.base_component import Component

from components.cards import sections
from components.frame import shell
from components.model.card import Card
from data_access.domain.text import Text
from data_access.metrics.indicators import overview

register_page(__name__, path="/platforms", title="平台列表 · Platforms", order=3)

#: The list is narrowed as its count is.
CARDS = [Card((overview.platforms,))]


def layout(**query: Any) -> Component:
    """Return the list of platforms for a reader's address."""
    body = [sections.placeholder("platforms", tall=True)]
    return shell.page("/platforms", Text("平台", "Platforms"), body, query, CARDS)

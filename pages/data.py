"""`/data`: where the data come from and up to when."""

from typing import Any

from dash import register_page
from dash.development.base_component import Component

from components.cards import sections
from components.frame import shell
from data_access.domain.text import Text

register_page(__name__, path="/data", title="数据 · Data", order=6)


def layout(**query: Any) -> Component:
    """Return the page for a reader's address."""
    return shell.page("/data", Text("数据", "Data"), [sections.placeholder("data", tall=True)], query, [])

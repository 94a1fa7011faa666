"""`/definitions`: every indicator with its definition and legal basis, and every time limit of the law by version."""

from typing import Any

from dash import register_page
from dash.development.base_component import Component

from components.cards import sections
from components.cards.limits import time_limits, to_time_limits
from components.frame import shell
from data_access.domain.text import Text

register_page(__name__, path="/definitions", title="口径 · Definitions", order=5)


def layout(**query: Any) -> Component:
    """Return the definitions for a reader's address."""
    lang = shell.language(query)
    shown = [to_time_limits(lang), sections.definitions(lang), time_limits(lang)]
    return shell.page("/definitions", Text("口径", "Definitions"), shown, query, [])

"""`/definitions`: every indicator with its definition, formula, unit, source and legal basis."""

from typing import Any

from dash import register_page
from dash.development.base_component import Component

from components import sections, shell
from data_access.text import Text

register_page(__name__, path="/definitions", title="口径 · Definitions", order=5)


def layout(**query: Any) -> Component:
    """Return the definitions for a reader's address."""
    shown = [sections.definitions(shell.language(query))]
    return shell.page("/definitions", Text("口径", "Definitions"), shown, query, [])

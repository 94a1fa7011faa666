"""`/systems`: every supervision system behind the cockpits, with its state at a glance."""

from typing import Any

from dash import html, register_page
from dash.development.base_component import Component

from components.frame import shell, systems
from data_access.domain.text import Text

register_page(__name__, path="/systems", title="监管系统 · Systems", order=5)

CARDS = systems.overview_cards()


def layout(**query: Any) -> Component:
    """Return the systems for a reader's address."""
    body = [html.Div(systems.tiles(shell.language(query)), className="tiles")]
    return shell.page("/systems", Text("监管系统", "Systems"), body, query, CARDS)

"""What a reader sees at an address that is no page."""

from typing import Any

from dash import dcc, html, register_page
from dash.development.base_component import Component

from components.frame import shell
from components.words import phrases
from data_access.domain.text import Text

register_page(__name__)


def layout(**query: Any) -> Component:
    """Return the sentence and the way home."""
    lang = shell.language(query)
    words = [html.P(phrases.NO_SUCH_PAGE(lang)), dcc.Link(phrases.OVERVIEW(lang), href="/")]
    return shell.page(
        "", Text("没有这个页面", "No such page"), [html.Section(words, className="card")], query, []
    )

"""What the pages of supervision systems have in common: the heading, the overview of all, and links from other pages."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.cards.frames import cards
from components.frame import shell
from components.model import ids
from components.model.card import Card
from components.words import phrases
from data_access.domain.systems import SYSTEMS, System
from data_access.domain.text import Text
from data_access.metrics.indicators import INDICATORS

#: A provincial system is shown for the area that the store holds: a city has its part, the province the whole.
SHOWN = Text("所示为本数据集所辖地区", "shown for the area of this data set")
LEVELS = {"city": Text("市级系统", "City system"), "province": Text("省级系统", "Provincial system")}


def system_page(
    key: str,
    body: list[Component],
    query: dict[str, Any],
    shown: list[Card],
    fixed: dict[str, str] | None = None,
) -> Component:
    """Return the page of one system: what it is and whose, then `body`; `fixed` filters narrow all of it."""
    system = SYSTEMS[key]
    lang = shell.language(query)
    return shell.page(system.path, system.title, [_heading(system, lang), *body], query, shown, fixed)


def _heading(system: System, lang: str) -> Component:
    facts = [system.owner(lang), LEVELS[system.level](lang)]
    if system.level == "province":
        facts.append(SHOWN(lang))
    if system.since:
        facts.append(phrases.SINCE(lang).format(f"{system.since:%Y-%m}"))
    up = dcc.Link(phrases.SYSTEMS(lang), href="/systems", id=ids.part(ids.LINK, "/systems"), className="up")
    return html.Header(
        [
            html.H1([up, html.I(className="bi bi-chevron-right"), system.title(lang)]),
            html.P(system.does(lang)),
            html.P(" · ".join(facts), className="meta"),
        ],
        className="system-heading",
    )


def overview_cards() -> list[Card]:
    """Return the key figures that tell the state of all systems, in the order of their tiles."""
    return [card for system in SYSTEMS.values() for card in _state(system)]


def _state(system: System) -> list[Card]:
    return [Card((INDICATORS[key],)) for key in system.shown]


def tiles(lang: str) -> list[Component]:
    """Return a tile for each system that has a page: its name, what it is for, and its key figures."""
    return [
        html.Section(
            [
                html.Header([html.H3(_link(system, lang)), html.Span(LEVELS[system.level](lang), className="meta")]),
                html.P(system.does(lang), className="does"),
                html.Div(cards(_state(system), lang), className="figures"),
            ],
            className="card tile",
        )
        for system in SYSTEMS.values()
    ]  # fmt: skip


def links(page: str, lang: str) -> Component:
    """Return the links from a page (`governance`, `platform`) to the systems that stand behind its numbers."""
    behind = [system for system in SYSTEMS.values() if page in system.beside]
    return html.Nav(
        [html.Span(phrases.SYSTEMS_BEHIND(lang)), *(_link(system, lang) for system in behind)],
        className="systems-behind",
        **{"aria-label": phrases.SYSTEMS_BEHIND(lang)},
    )


def _link(system: System, lang: str) -> Component:
    return dcc.Link(system.title(lang), href=system.path, id=ids.part(ids.LINK, system.path))

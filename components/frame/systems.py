"""What the pages of supervision systems have in common: the heading, the tile of each, and links from other pages."""

from dash import html
from dash.development.base_component import Component

from components.cards.frames import cards
from components.model import paths
from components.model.card import Card
from components.words import phrases
from data_access.domain.systems import SYSTEMS, System
from data_access.domain.text import Text

#: A provincial system is shown for the area that the store holds: a city has its part, the province the whole.
SHOWN = Text("所示为本数据集所辖地区", "shown for the area of this data set")
LEVELS = {"city": Text("市级系统", "City system"), "province": Text("省级系统", "Provincial system")}


def heading(key: str, lang: str) -> Component:
    """Return what a system is called, what it does and whose it is."""
    system = SYSTEMS[key]
    facts = [system.owner(lang), LEVELS[system.level](lang)]
    if system.level == "province":
        facts.append(SHOWN(lang))
    if system.since:
        facts.append(phrases.SINCE(lang).format(f"{system.since:%Y-%m}"))
    up = html.A(phrases.SYSTEMS(lang), href=paths.SYSTEMS, **{"data-link": paths.SYSTEMS}, className="up")
    return html.Header(
        [
            html.H1([up, html.I(className="bi bi-chevron-right"), system.title(lang)]),
            html.P(system.does(lang)),
            html.P(" · ".join(facts), className="meta"),
        ],
        className="system-heading",
    )


def tile(key: str, shown: tuple[Card, ...], lang: str) -> Component:
    """Return the tile of a system that has a page: its name, what it is for, and its key figures."""
    system = SYSTEMS[key]
    return html.Section(
        [
            html.Header([html.H3(_link(system, lang)), html.Span(LEVELS[system.level](lang), className="meta")]),
            html.P(system.does(lang), className="does"),
            html.Div(cards(shown, lang), className="figures"),
        ],
        className="card tile",
    )  # fmt: skip


def links(page: str, lang: str) -> Component:
    """Return the links from a page (`governance`, `platform`) to the systems that stand behind its numbers."""
    behind = [system for system in SYSTEMS.values() if page in system.beside]
    return html.Nav(
        [html.Span(phrases.SYSTEMS_BEHIND(lang)), *(_link(system, lang) for system in behind)],
        className="systems-behind",
        **{"aria-label": phrases.SYSTEMS_BEHIND(lang)},
    )


def _link(system: System, lang: str) -> Component:
    return html.A(system.title(lang), href=system.path, **{"data-link": system.path})

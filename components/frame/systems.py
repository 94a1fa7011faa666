"""What the pages of supervision systems have in common: the heading, the tile of each, and links from other pages."""

from dash import html
from dash.development.base_component import Component

from components.cards.frames import cards
from components.cards.lacking import is_run
from components.model import paths
from components.model.card import Card
from components.words import phrases
from data_access.domain.systems import SYSTEMS, System
from data_access.domain.text import Text
from data_access.metrics.labels import Labels

#: A provincial system is shown for the area that the store holds: a city has its part, the province the whole.
SHOWN = Text("所示为本数据集所辖地区", "shown for the area of this data set")
LEVELS = {"city": Text("市级系统", "City system"), "province": Text("省级系统", "Provincial system")}


def heading(key: str, city: str, lang: str) -> Component:
    """Return what a city calls a system and what it does; whose it is and since when, where that is told of this city."""
    system = SYSTEMS[key]
    facts = [system.owner(lang), LEVELS[system.level](lang)] if system.is_at_home(city) else []
    if facts and system.level == "province":
        facts.append(SHOWN(lang))
    if facts and system.since:
        facts.append(phrases.SINCE(lang).format(f"{system.since:%Y-%m}"))
    up = html.A(phrases.SYSTEMS(lang), href=paths.SYSTEMS, **{"data-link": paths.SYSTEMS}, className="up")
    return html.Header(
        [
            html.H1([up, html.I(className="bi bi-chevron-right"), system.title(city)(lang)]),
            html.P(system.does(lang)),
            html.P(" · ".join(facts), className="meta", hidden=not facts),
        ],
        className="system-heading",
    )


def tile(key: str, shown: tuple[Card, ...], city: str, lang: str) -> Component:
    """Return the tile of a system that has a page: its name, what it is for, and its key figures."""
    system = SYSTEMS[key]
    level = LEVELS[system.level](lang) if system.is_at_home(city) else ""
    return html.Section(
        [
            html.Header([html.H3(_link(system, city, lang)), html.Span(level, className="meta")]),
            html.P(system.does(lang), className="does"),
            html.Div(cards(shown, lang), className="figures"),
        ],
        className="card tile",
    )  # fmt: skip


def links(page: str, known: Labels | None, lang: str) -> Component:
    """Return the links from a page (`governance`, `platform`) to the systems behind its numbers that the city runs, as far as it is known."""
    city = known.dataset.city if known else ""
    behind = [
        system
        for system in SYSTEMS.values()
        if page in system.beside and (known is None or is_run(system, known))
    ]
    return html.Nav(
        [html.Span(phrases.SYSTEMS_BEHIND(lang)), *(_link(system, city, lang) for system in behind)],
        className="systems-behind",
        **{"aria-label": phrases.SYSTEMS_BEHIND(lang)},
    )


def _link(system: System, city: str, lang: str) -> Component:
    return html.A(system.title(city)(lang), href=system.path, **{"data-link": system.path})

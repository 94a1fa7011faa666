"""From a page as a value to what Dash shows, and to the list of pages that exports, links and tests ask."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import dash
from dash import html
from dash.development.base_component import Component

from components.cards.frames import cards
from components.frame import blocks, shell
from components.frame.systems import heading, tile
from components.model.page import PAGES, Block, Grid, Page, Section, Strip, Tiles
from components.model.page import Part as PagePart

#: What Dash calls with what the path leaves open and what the address says.
Layout = Callable[..., Component]


def register_page(module: str, page: Page, layout: Layout | None = None) -> None:
    """Show a page where its path says; `layout` draws one that is not framed as the others are.

    Dash looks for pages in modules that have this word in them, so its name is that of Dash's own.
    """
    if page.path:
        PAGES[page.path] = page
    at = {"path_template" if page.keys else "path": page.path} if page.path else {}
    title = f"{page.title('zh')} · {page.title('en')}"
    dash.register_page(module, title=title, order=page.order, layout=layout or framed(page), **at)


def framed(page: Page) -> Layout:
    """Return the layout of a page in the frame of every page."""

    def layout(**asked: Any) -> Component:
        found = {key: str(asked.pop(key, "")) for key in page.keys}
        lang = shell.language(asked)
        body = [part for section in page.sections for part in _section(section, asked, lang)]
        head = [heading(page.system, lang)] if page.system else []
        return shell.page(page, page.at(found), page.fixed(found), [*head, *body], asked)

    return layout


def _section(section: Section, query: Mapping[str, Any], lang: str) -> Iterator[Component]:
    if section.heading:
        yield html.H2(section.heading(lang), className="section")
    for part in section.parts:
        yield from _part(part, query, lang)


def _part(part: PagePart, query: Mapping[str, Any], lang: str) -> list[Component]:
    match part:
        case Strip(shown):
            return [shell.strip(cards(shown, lang))]
        case Grid(shown):
            return [shell.grid(cards(shown, lang))]
        case Tiles(systems):
            return [html.Div([tile(key, shown, lang) for key, shown in systems], className="tiles")]
        case Block():
            return blocks.drawn(part, query, lang)

"""From a page as a value to what Dash shows, and to the list of pages that exports, links and tests ask."""

from collections.abc import Callable, Mapping
from typing import Any

import dash
from dash import html
from dash.development.base_component import Component

from components.cards import lacking
from components.cards.frames import cards
from components.cards.headlines import has_headline
from components.frame import blocks, shell
from components.frame.systems import heading, tile
from components.model.page import PAGES, Block, Grid, Page, Strip, Tiles
from components.model.page import Part as PagePart
from data_access.metrics.labels import Labels

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
    """Return the layout of a page for Dash: its own controls and grids, and empty places for all that the board tells."""

    def layout(**asked: Any) -> Component:
        found = {key: str(asked.pop(key, "")) for key in page.keys}
        asked = {key: value if isinstance(value, str) else ",".join(value) for key, value in asked.items()}
        told = shell.facts(page, page.at(found), page.fixed(found), asked)
        return shell.page(told, page, _body(page, told, asked, None, is_whole=False), controls=None)

    return layout


def whole(
    page: Page,
    path: str,
    fixed: dict[str, str],
    query: dict[str, Any],
    controls: list[Component],
    known: Labels | None = None,
) -> tuple[dict[str, Any], Component]:
    """Return what the browser must know of a page, and the page as it stands in the first document.

    What a store does not record at all, as far as it is `known`, is left out and named.
    """
    told = shell.facts(page, path, fixed, query, _city(known))
    if known:
        told["absent"] = lacking.names(lacking.absent(page, known))
    return told, shell.page(told, page, _body(page, told, query, known, is_whole=True), controls=controls)


def _body(
    page: Page, told: dict[str, Any], query: Mapping[str, Any], known: Labels | None, *, is_whole: bool
) -> list[Component]:
    """Return what stands on a page: what the board tells in places, between them what Dash draws."""
    lang, city = told["lang"], _city(known)
    left_out = lacking.absent(page, known) if known else ()
    said = [lacking.note(page, left_out, known, lang)] if known and left_out else []
    is_first = lacking.is_first(page, left_out)
    body: list[Component] = []
    board: list[Component] = []
    if has_headline(page.path):
        board.append(html.P(className="headline", **{"data-part": "headline"}))
    if page.system:
        board.append(heading(page.system, city, lang))
    board += said if is_first else []
    for section in (lacking.without(one, left_out) for one in page.sections):
        if section.heading:
            board.append(html.H2(section.heading(lang), className="section"))
        for part in section.parts:
            if isinstance(part, Block) and part.is_of_dash:
                body += [_place(len(body), board, is_whole=is_whole), *blocks.drawn(part, query, known, lang)]
                board = []
            else:
                board += _part(part, query, known, lang)
    board += [] if is_first else said
    return [*body, _place(len(body), board, is_whole=is_whole)]


def _place(number: int, board: list[Component], *, is_whole: bool) -> Component:
    return shell.place(f"board-{number}", board if is_whole else None, _ends(board))


def _ends(board: list[Component]) -> str:
    """Return the class by which a card after a place keeps its distance: a style sheet that looks into places is asked at each change."""
    if not board:
        return ""
    if isinstance(board[-1], html.H2):
        return "to-a-heading"
    classes = str(getattr(board[-1], "className", "")).split()
    return "to-a-card" if {"grid", "strip", "card"}.intersection(classes) else ""


def _city(known: Labels | None) -> str:
    return known.dataset.city if known else ""


def _part(part: PagePart, query: Mapping[str, Any], known: Labels | None, lang: str) -> list[Component]:
    match part:
        case Strip(shown):
            return [shell.strip(cards(shown, lang))]
        case Grid(shown):
            return [shell.grid(cards(shown, lang))]
        case Tiles(systems):
            return [
                html.Div([tile(key, shown, _city(known), lang) for key, shown in systems], className="tiles")
            ]
        case Block():
            return blocks.drawn(part, query, known, lang)

"""The frame of every page: brand, navigation, language, as-of badge, filter bar and the selection."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component
from flask import has_request_context, request

from components.cards.frames import export_words, menu_words
from components.frame.controls import loose_query, rules
from components.model import ids
from components.model.earlier import card_of
from components.model.page import PAGES, Page
from components.words import phrases
from data_access.domain.text import LANGS, Text
from data_access.state.audit import LETTERS


def language(query: dict[str, Any]) -> str:
    """Return the reader's language: the address, else the cookie, else Chinese."""
    chosen = str(query.get("lang") or (request.cookies.get("lang", "zh") if has_request_context() else "zh"))
    return chosen if chosen in LANGS else "zh"


def theme(query: dict[str, Any]) -> str:
    """Return the reader's mode: the address, else the cookie, else light."""
    chosen = str(
        query.get("theme") or (request.cookies.get("theme", "light") if has_request_context() else "light")
    )
    return "dark" if chosen == "dark" else "light"


def page(
    value: Page, path: str, fixed: dict[str, str], body: list[Component], query: dict[str, Any]
) -> Component:
    """Return a whole page at a path, with the filters that it fixes, around what stands on it."""
    lang = language(query)
    aimed = card_of(str(query.get("card", "")), value.cards)
    state = {
        "path": path,
        "fixed": fixed,
        "lang": lang,
        "theme": theme(query),
        "filters": value.offered(fixed),
        "title": value.title(lang),
        "card": aimed and aimed.name,
        "beside": list(value.beside),
        "menu": menu_words(lang),
        "exports": {**export_words(lang), "letters": LETTERS},
        "keys": phrases.KEYS_HELP(lang),
        "rules": rules(),
    }
    chosen = {key: told for key, told in query.items() if key not in value.beside}
    return html.Div(
        [
            dcc.Store(id=ids.SELECTION, data=loose_query(chosen)),
            dcc.Store(id=ids.PAGE, data=state),
            dcc.Store(id=ids.SINK),
            _header(path, lang, has_cards=value.counts),
            html.Div(
                [
                    html.Button(phrases.FILTERS(lang), className="open-filters", type="button"),
                    html.Div(className="controls", id=ids.BAR, hidden=not value.counts),
                    html.Div(className="state", id=ids.STATE),
                ],
                className="bar",
                hidden=not value.counts,
            ),
            html.Main([html.P(id=ids.HEADLINE, className="headline"), *body], id="main", className="page"),
        ],
        className="shell",
        lang="en" if lang == "en" else "zh-CN",
    )


def _header(path: str, lang: str, *, has_cards: bool) -> Component:
    links = [
        # The wall has a mode of its own, which is set as a document opens.
        (html.A if href == "/wall" else dcc.Link)(
            words(lang),
            href=href,
            id=ids.part(ids.LINK, href),
            className="on" if href == _section(path) else "",
        )
        for href, words in _navigation()
    ]
    other = "zh" if lang == "en" else "en"
    return html.Header(
        [
            dcc.Link(phrases.BRAND(lang), href="/", className="brand", id=ids.part(ids.LINK, "/home")),
            html.Nav(links, **{"aria-label": phrases.BRAND(lang)}),
            html.Span(className="badge-as-of", id=ids.AS_OF),
            html.Button(html.I(className="bi bi-download"), id="export-page", type="button", hidden=not has_cards,
                        title=phrases.EXPORT(lang), **{"aria-label": phrases.EXPORT(lang), "aria-haspopup": "dialog"}),
            html.Button("EN" if lang == "zh" else "中", id="switch-language", type="button", **{"data-lang": other}),
            html.Button(html.I(className="bi bi-circle-half"), id="switch-theme", type="button",
                        title=phrases.THEME_SWITCH(lang), **{"aria-label": phrases.THEME_SWITCH(lang)}),
        ],
        className="top",
    )  # fmt: skip


def _navigation() -> list[tuple[str, Text]]:
    """Return the pages that stand in the navigation, in their order."""
    listed = sorted(PAGES.values(), key=lambda one: one.order)
    return [(one.path, one.link) for one in listed if one.link]


def _section(path: str) -> str:
    """Return the link under which a page stands: a portrait under the list of platforms, a system under the systems."""
    inside = {"/platform": "/platforms", "/systems": "/systems"}
    return next((link for start, link in inside.items() if path.startswith(start)), path)


def grid(children: list[Component]) -> Component:
    """Return the 12-column grid of a page."""
    return html.Div(children, className="grid")


def strip(children: list[Component]) -> Component:
    """Return the row of key figures."""
    half = str(
        (len(children) + 1) // 2
    )  # where the row is too narrow for all, two rows of nearly equal length
    return html.Div(children, className="strip", style={"--half": half})

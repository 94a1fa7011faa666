"""The frame of every page: brand, navigation, language, as-of badge, filter bar and the selection."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component
from flask import has_request_context, request

from components.cards.frames import export_words, menu_words
from components.frame.controls import loose_query, rules
from components.model import ids
from components.model.card import Card
from components.model.earlier import card_of
from components.words import phrases
from data_access.domain.filters import FILTERS
from data_access.domain.text import LANGS, Text
from data_access.state.audit import LETTERS

_NAVIGATION = (
    ("/", phrases.OVERVIEW),
    ("/governance", phrases.GOVERNANCE),
    ("/platforms", phrases.PLATFORMS),
    ("/systems", phrases.SYSTEMS),
    ("/credit", phrases.CREDIT),
    ("/warnings", phrases.WARNINGS),
    ("/tasks", phrases.TASKS),
    ("/definitions", phrases.DEFINITIONS),
    ("/data", phrases.DATA),
    ("/wall", phrases.WALL),
)


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
    path: str,
    title: Text,
    body: list[Component],
    query: dict[str, Any],
    shown: list[Card],
    fixed: dict[str, str] | None = None,
) -> Component:
    """Return a whole page; `shown` are its cards, whose filters the bar offers, `fixed` filters come from the path."""
    lang = language(query)
    fixed = fixed or {}
    state = {
        "path": path,
        "fixed": fixed,
        "lang": lang,
        "theme": theme(query),
        "filters": offered(shown, fixed),
        "title": title(lang),
        "card": aimed.name if (aimed := card_of(str(query.get("card", "")), shown)) else None,
        "menu": menu_words(lang),
        "exports": {**export_words(lang), "letters": LETTERS},
        "keys": phrases.KEYS_HELP(lang),
        "rules": rules(),
    }
    return html.Div(
        [
            dcc.Store(id=ids.SELECTION, data=loose_query(query)),
            dcc.Store(id=ids.PAGE, data=state),
            dcc.Store(id=ids.SINK),
            _header(path, lang, has_cards=bool(shown)),
            html.Div(
                [
                    html.Button(phrases.FILTERS(lang), className="open-filters", type="button"),
                    html.Div(className="controls", id=ids.BAR, hidden=not shown),
                    html.Div(className="state", id=ids.STATE),
                ],
                className="bar",
                hidden=not shown,
            ),
            html.Main([html.P(id=ids.HEADLINE, className="headline"), *body], id="main", className="page"),
        ],
        className="shell",
        lang="en" if lang == "en" else "zh-CN",
    )


def offered(shown: list[Card], fixed: dict[str, str]) -> list[str]:
    """Return the filters that some of these cards can honour and that the path does not settle."""
    honoured = {key for card in shown for indicator in card.indicators for key in indicator.filters()}
    settled = {*fixed, *(_OF_ONE_PLATFORM if "platform" in fixed else ())}
    return [key for key in FILTERS if key in honoured and key not in settled]


#: What a single platform has one of: no filter on its portrait.
_OF_ONE_PLATFORM = ("class", "mode", "grade")


def _header(path: str, lang: str, *, has_cards: bool) -> Component:
    links = [
        # The wall has a mode of its own, which is set as a document opens.
        (html.A if href == "/wall" else dcc.Link)(
            words(lang),
            href=href,
            id=ids.part(ids.LINK, href),
            className="on" if href == _section(path) else "",
        )
        for href, words in _NAVIGATION
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


def section(title: Text, lang: str) -> Component:
    """Return the heading of a part of a page."""
    return html.H2(title(lang), className="section")

"""The frame of every page: brand, navigation, language, as-of badge, filter bar and the selection."""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component
from flask import has_request_context, request

from components.cards.frames import export_words, menu_words
from components.cards.grains import told_by
from components.frame import tours, who
from components.frame.controls import loose_query, rules
from components.model import ids, paths
from components.model.earlier import card_of
from components.model.page import PAGES, Page
from components.words import phrases
from data_access.domain.access import Reader, Right, reader_name
from data_access.domain.text import LANGS, Text
from data_access.metrics.indicators import INDICATORS
from data_access.state.audit import LETTERS

#: Pages of the navigation that those may open who read no facts.
_WITHOUT_FACTS: Mapping[str, Right] = {paths.DATA: "system"}


def language(query: dict[str, Any]) -> str:
    """Return the reader's language: the address, else the cookie, else English for a browser in English, else Chinese."""
    told = (
        query.get("lang"),
        *((request.cookies.get("lang"), _of_browser()) if has_request_context() else ()),
    )
    chosen = next((str(one) for one in told if one), "zh")
    return chosen if chosen in LANGS else "zh"


def _of_browser() -> str:
    """Return what the browser would rather read than anything else, as `en`; empty where it does not say."""
    return (request.accept_languages.best or "").partition("-")[0].lower()


def theme(query: dict[str, Any]) -> str:
    """Return the reader's mode: the address, else the cookie, else light."""
    chosen = str(
        query.get("theme") or (request.cookies.get("theme", "light") if has_request_context() else "light")
    )
    return "dark" if chosen == "dark" else "light"


def _base() -> str:
    """Return the path under which the cockpit stands at its host, empty where it has the host for itself."""
    return request.script_root if has_request_context() else ""


def facts(
    value: Page, path: str, fixed: dict[str, str], query: dict[str, Any], city: str = ""
) -> dict[str, Any]:
    """Return what the browser must know of a page of a city: it is written in the document, and Dash's callbacks ask it."""
    lang = language(query)
    aimed = card_of(str(query.get("card", "")), value.cards)
    beside = (*value.beside, *value.listed_by)
    return {
        "path": path,
        "paths": {name: f"{_base()}{one}" for name, one in paths.FOR_BROWSER.items()},
        "fixed": fixed,
        "selection": loose_query({key: told for key, told in query.items() if key not in beside}),
        "lang": lang,
        "theme": theme(query),
        "filters": told_by(value, fixed),
        "title": _title(value, fixed, city, lang),
        "card": aimed and aimed.name,
        "beside": list(beside),
        "listed": {key: str(query[key]) for key in value.listed_by if key in query},
        "menu": menu_words(lang, who.current()),
        "exports": {**export_words(lang, who.current()), "letters": LETTERS},
        "keys": phrases.KEYS_HELP(lang),
        **(
            {}
            if value.path == paths.WALL
            else {"tour": tours.told(value.path, phrases.KEYS_HELP(lang), lang)}
        ),
        "rules": rules(),
        "words": {"failed": phrases.CUT_OFF(lang), "nothingFound": phrases.NOTHING_FOUND(lang)},
        "keepsLast": False,
    }


def _title(value: Page, fixed: dict[str, str], city: str, lang: str) -> str:
    """Return what a page is called in tabs and lists of what was kept: a list by its number, a record by its key."""
    named = value.named(city)(lang)
    if listed := INDICATORS.get(fixed.get("indicator", "")):
        return f"{listed.title(lang)} · {named}"
    return f"{paths.record_key(fixed['record'])} · {named}" if "record" in fixed else named


def place(name: str, content: Any, ends: str = "") -> Component:
    """Return a place of the first document, which the browser moves over into Dash's, where it is empty; `ends` are classes that say how what stands there ends."""
    return html.Div(content, className=f"place {ends}".rstrip(), **{"data-place": name})


def page(
    told: dict[str, Any], value: Page, body: list[Component], *, controls: list[Component] | None
) -> Component:
    """Return a page around what stands on it: in the first document whole, with `controls` as they look, else empty for Dash."""
    is_whole, lang = controls is not None, told["lang"]
    state = html.Div(className="state", **{"data-part": "state"})

    def named(key: str, name: str) -> dict[str, str]:
        return {} if is_whole else {key: name}  # of two elements of one name Dash's is meant

    stores = [
        dcc.Store(id=ids.SELECTION, data=told["selection"]),
        dcc.Store(id=ids.PAGE, data=told),
        dcc.Store(id=ids.SINK),
    ]
    return html.Div(
        [
            *([] if is_whole else stores),
            place(
                "top",
                _header(told["path"], lang, who.current(), has_cards=bool(value.cards or value.lists))
                if is_whole
                else None,
            ),
            html.Div(
                [
                    html.Button(phrases.FILTERS(lang), className="open-filters", type="button"),
                    html.Div(
                        controls,
                        className="controls",
                        hidden=not value.counts,
                        **named("id", ids.BAR),
                    ),
                    place("state", state if is_whole else None),
                ],
                className="bar",
                hidden=not value.counts,
            ),
            html.Main(body, className="page", **named("id", "main")),
        ],
        className="shell",
        lang="en" if lang == "en" else "zh-CN",
    )


def _header(path: str, lang: str, reader: Reader, *, has_cards: bool) -> Component:
    links = [
        html.A(
            words(lang), href=href, className="on" if href == _section(path) else "", **{"data-link": href}
        )
        for href, words in _navigation(reader)
    ]
    other = "zh" if lang == "en" else "en"
    return html.Header(
        [
            html.A(phrases.BRAND(lang), href="/", className="brand", **{"data-link": "/"}),
            html.Nav(links, **{"aria-label": phrases.BRAND(lang)}),
            html.Span(className="badge-as-of", **{"data-part": "as-of"}),  # what comes later pushes nothing aside
            _search(lang),
            html.Button(html.I(className="bi bi-download"), id="export-page", type="button", hidden=not (has_cards and {"export", "freeze"} & reader.rights),
                        title=phrases.EXPORT(lang), **{"aria-label": phrases.EXPORT(lang), "aria-haspopup": "dialog"}),
            html.Button(html.I(className="bi bi-question-circle"), id="help", type="button", title=tours.HELP(lang),
                        **{"aria-label": tours.HELP(lang), "aria-haspopup": "dialog"}),
            html.Button("EN" if lang == "zh" else "中", id="switch-language", type="button", **{"data-lang": other}),
            html.Button(html.I(className="bi bi-circle-half"), id="switch-theme", type="button",
                        title=phrases.THEME_SWITCH(lang), **{"aria-label": phrases.THEME_SWITCH(lang)}),
            _account(reader, lang),
        ],
        className="top",
    )  # fmt: skip


def _search(lang: str) -> Component:
    """Return where the browser makes the box in which a reader looks for anything (`assets/cockpit/search.js`)."""
    return html.Div(
        html.I(className="bi bi-search"),
        className="search",
        role="search",
        **{"data-words": phrases.FIND(lang), "data-longest": str(phrases.FIND_LONGEST)},
    )


def _account(reader: Reader, lang: str) -> Component:
    """Return who reads, and the way to his account."""
    name = reader.shown or reader_name(reader.name, lang)
    words = f"{phrases.ACCOUNT(lang)}{phrases.COLON(lang)}{name}"
    shown = [html.I(className="bi bi-person"), html.Span(name)]
    return html.A(
        shown, href=f"{_base()}{paths.ACCOUNT}", className="account", title=words, **{"aria-label": words}
    )


def _navigation(reader: Reader) -> list[tuple[str, Text]]:
    """Return the pages that stand in the navigation, in their order; who reads no facts is led to none that he may not open."""
    listed = sorted(PAGES.values(), key=lambda one: one.order)
    is_open = {path for path, right in _WITHOUT_FACTS.items() if reader.may(right)}
    return [
        (one.path, one.link) for one in listed if one.link and (reader.may("read") or one.path in is_open)
    ]


def _section(path: str) -> str:
    """Return the link under which a page stands: a portrait under the list of platforms, a system under the systems."""
    inside = {paths.PLATFORM: paths.PLATFORMS, paths.SYSTEMS: paths.SYSTEMS}
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

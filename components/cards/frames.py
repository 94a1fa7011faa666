"""Cards: one number or chart with its title, definition, menu and states; pages are lists of them."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components.charts import KINDS
from components.model.card import Card, Narrow
from components.words import phrases
from data_access.domain.access import LOCAL, Reader, Right
from data_access.domain.codes import code_titles
from data_access.domain.dimensions import DIMENSIONS
from data_access.domain.filters import FILTERS
from data_access.domain.text import Text
from data_access.lookups.rows import is_listed
from data_access.metrics.indicators import Indicator


def cards(specs: Iterable[Card], lang: str) -> list[Component]:
    """Return the frames of cards, empty: what stands in them is told line by line (`components/board/`)."""
    return [_frame(one, lang) for one in specs]


@lru_cache(maxsize=2048)
def _frame(spec: Card, lang: str) -> Component:
    """Return the frame of a card, made once: no reader has another, and nobody changes it."""
    return key_frame(spec, lang) if spec.is_key else chart_frame(spec, lang)


def key_frame(spec: Card, lang: str) -> Component:
    """Return the frame of a key figure, which keeps room for what always stands under its number."""
    body = "key-body noted" if spec.main.out_of else "key-body"
    return html.Section(
        [html.Header([_title(spec, lang), definition(spec, lang)]), html.Div(className=body)],
        className="card key",
        **spec.marks,
    )


def _title(spec: Card, lang: str) -> Component:
    """Return the title, which a pointer shows whole where a narrow card cuts it."""
    words = spec.heading(lang)
    return html.H3(words, title=words)


def chart_frame(spec: Card, lang: str) -> Component:
    """Return the frame of a chart, which keeps its room before anything is drawn."""
    switch = _switch(spec, lang)
    return html.Section(
        [
            html.Header(
                [
                    _title(spec, lang),
                    definition(spec, lang),
                    html.Span(className="meta"),
                    *switch,
                    _menu(lang),
                ],
                className="switched" if switch else "",
            ),
            *([html.Div(className="path")] if KINDS[spec.chart].is_drilled else []),
            plot(f"{spec.height}px"),
            html.Footer(),
        ],
        className="card chart",
        style={"gridColumn": f"span {spec.span}"},
        **marks(spec),
    )


def plot(height: str | None = None) -> Component:
    """Return where a chart is drawn, and what stands there instead of it."""
    drawn = html.Div(className="plot", style={"height": height} if height else None)
    return html.Div([drawn, html.Div(className="aside")], className="body")


def marks(spec: Card) -> dict[str, str]:
    """Return the attributes by which the browser knows the frame of a chart and what a click on it means."""
    return spec.marks | KINDS[spec.chart].marks | _listed(spec)


def _listed(spec: Card) -> dict[str, str]:
    """Return which of its numbers stand on rows that a list shows, and what those are narrowed by as the card is."""
    keys = [one.key for one in spec.indicators if is_listed(one.key)]
    if not keys or any(key not in FILTERS for key, _ in spec.narrow):
        return {}
    switched = {"data-switched": ""} if KINDS[spec.chart].is_switched else {}
    narrow = {"data-narrow": urlencode(spec.narrow)} if spec.narrow else {}
    return {"data-listed": ",".join(keys), **switched, **narrow}


def definition(spec: Card, lang: str) -> Component:
    """Return the ⓘ whose tip says what the numbers mean, how they are computed and on what basis; pictures carry `data-means`.

    The tip itself is made by the browser when it is asked for: a page holds fifty, and each element costs time.
    """
    together = (spec.main,) if KINDS[spec.chart].is_switched else spec.indicators
    told = _told(together, lang, spec.narrow)
    return html.Button(
        className="bi bi-info-circle info", type="button", **told, **{"aria-label": told["data-tip"]}
    )


def _told(indicators: tuple[Indicator, ...], lang: str, narrow: Narrow) -> dict[str, str]:
    """Return what an element carries for tips and for pictures."""
    return {
        "data-tip": explained(indicators, lang, narrow),
        "data-means": means(indicators, lang, narrow),
    }


def means(indicators: tuple[Indicator, ...], lang: str, narrow: Narrow = ()) -> str:
    """Return what a card counts where it is narrowed, then what its numbers mean, those that mean the same on one line."""
    lines = [f"{phrases.ONLY(lang)}  {narrowed(key, value)(lang)}" for key, value in narrow]
    names: dict[Text, list[str]] = {}
    for one in indicators:
        name = one.title if len(indicators) > 1 else phrases.DEFINITION
        names.setdefault(one.definition, []).append(name(lang))
    lines += [f"{phrases.AND(lang).join(of)}  {definition(lang)}" for definition, of in names.items()]
    return "\n".join(lines)


def explained(indicators: tuple[Indicator, ...], lang: str, narrow: Narrow = ()) -> str:
    """Return what the numbers of a card mean; of a single one its formula and basis too, of all their sources: a line each."""
    lines: list[tuple[Text, Text]] = []
    if len(indicators) == 1:
        (one,) = indicators
        lines += [(phrases.FORMULA, one.formula), *([(phrases.BASIS, one.basis)] if one.basis else [])]
    lines += [(phrases.SOURCE, title) for title in dict.fromkeys(one.source.title for one in indicators)]
    return "\n".join(
        [means(indicators, lang, narrow), *(f"{name(lang)}  {words(lang)}" for name, words in lines)]
    )


def narrowed(key: str, value: str) -> Text:
    """Return a filter that always holds for a card: which dimension, which member."""
    of = DIMENSIONS[key]
    member = code_titles(of.codes).get(value, Text(value, value))
    return Text(f"{of.title('zh')}＝{member('zh')}", f"{of.title('en')}: {member('en')}")


def _switch(spec: Card, lang: str) -> list[Component]:
    """Return the words by which a reader chooses among the indicators of a card that shows one at a time."""
    if not KINDS[spec.chart].is_switched or len(spec.indicators) == 1:
        return []
    words = [
        html.Button(
            one.title(lang),
            type="button",
            className="on" if place == 0 else "",
            **{"data-which": str(place)},
            **_told((one,), lang, spec.narrow),
        )
        for place, one in enumerate(spec.indicators)
    ]
    return [html.Span(words, className="switch")]


#: The right that an entry of a card's menu asks for; the server asks for it too.
_NEEDS: dict[str, Right] = {
    "png": "export", "svg": "export", "copy": "export", "csv": "export", "xlsx": "export", "task": "tasks",
}  # fmt: skip


def menu_words(lang: str, reader: Reader = LOCAL) -> list[dict[str, Any]]:
    """Return the entries of every card's menu that a reader may use, which the browser opens; pictures come in several sizes."""
    entries = (
        ("png", phrases.PICTURE_PNG, "bi-image"),
        ("svg", phrases.PICTURE_SVG, "bi-filetype-svg"),
        ("copy", phrases.COPY_PICTURE, "bi-clipboard"),
        ("csv", phrases.DATA_CSV, "bi-filetype-csv"),
        ("xlsx", phrases.DATA_XLSX, "bi-file-earmark-spreadsheet"),
        ("link", phrases.LINK, "bi-link-45deg"),
        ("task", phrases.TASK, "bi-flag"),
        ("rows", phrases.ROWS_BEHIND, "bi-list-ul"),
        ("origin", phrases.ORIGIN, "bi-diagram-2"),
        ("table", phrases.AS_TABLE, "bi-table"),
        ("full", phrases.FULL_SCREEN, "bi-arrows-fullscreen"),
    )
    sizes = [{"size": size, "words": words(lang)} for size, words in phrases.SIZES.items()]
    return [
        {"act": act, "words": words(lang), "icon": icon, "sizes": sizes if act in {"png", "svg"} else []}
        for act, words, icon in entries
        if act not in _NEEDS or reader.may(_NEEDS[act])
    ]


def export_words(lang: str, reader: Reader = LOCAL) -> dict[str, Any]:
    """Return the words of the panel that exports a page as far as a reader may, which the browser opens."""
    may = {kind: reader.may("freeze" if kind == "frozen" else "export") for kind in phrases.EXPORTS}
    kinds = [{"kind": kind, "words": words(lang)} for kind, words in phrases.EXPORTS.items() if may[kind]]
    return {"kinds": kinds, **{key: words(lang) for key, words in phrases.EXPORT_WORDS.items()}}


def _menu(lang: str) -> Component:
    return html.Button(
        className="bi bi-three-dots menu",
        type="button",
        **{"aria-label": phrases.MENU(lang), "aria-haspopup": "menu"},
    )

"""Which platforms need attention on the screen: each with its place, its points and its reasons, every one a link."""

from urllib.parse import quote, urlencode

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components.cards.attention_words import (
    PLACE,
    few_words,
    in_one_line,
    led_by,
    none_in_words,
    reason_words,
)
from components.cards.states import as_note
from components.model import paths
from components.model.context import CardContext
from components.words import describe
from components.words.unnarrowed import attention_notes
from data_access.domain.filters import Selection
from data_access.domain.text import Text
from data_access.lookups.attention import RULE, Ranked, Reason
from data_access.metrics.indicators.overview import platforms
from data_access.metrics.labels import Labels
from data_access.metrics.query import UNKNOWN

TITLE = Text("哪些平台需要关注", "Which platforms need attention")
HEADS = (
    Text("名次", "Place"),
    Text("平台", "Platform"),
    Text("关注分", "Points"),
    Text("原因（点开看依据）", "Reasons, each a link"),
)
_ALL = Text("全部 {} 家", "All {}")
_SHOWN = Text("前 {} 家，共 {} 家有关注分", "the first {} of {} with points")
_POINTS = Text("{}分", "{} pt")
#: The card of a portrait that stands behind a sign.
_CARDS = {
    "credit": "credit_deductions-credit_rule-bars", "rate": "complaints_per_million_orders", "surge": "complaints_and_reports-trend",
    "late": "first_answers_late-trend", "samples": "unqualified_rate-goods-intervals",
}  # fmt: skip
#: How many stand on a page that shows other things too.
MOST = {"/": 5, "/warnings": 10}


def reason_href(platform: str, reason: Reason, selection: Selection) -> str:
    """Return the address of what stands behind a reason."""
    if reason.sign == "overdue":
        return f"{paths.DUE}?{urlencode({'platform': platform, 'when': 'overdue'})}#list"
    query = selection.without("platform").to_query() | {"card": _CARDS[reason.sign]}
    return f"{paths.PLATFORM}/{quote(platform)}?{urlencode(query, safe=',')}"


def attention_block(reader: CardContext) -> list[Component]:
    """Return the list of those that need attention within what a reader chose: the first of them, and the way to all."""
    lang = reader.lang
    chosen, shown, said = shown_of(reader)
    body: Component = html.P(none_in_words(chosen, lang), className="message")
    if shown:
        heads = html.Thead(html.Tr([html.Th(head(lang), scope="col") for head in HEADS]))
        rows = [_row(one, reader) for one in shown]
        body = html.Div(html.Table([heads, html.Tbody(rows)], className="ranked"), className="scroll")
    files = attention_files(reader.selection, lang)
    every = html.A(
        _ALL(lang).format(len(chosen)),
        href=paths.PLATFORMS,
        className="file",
        **{"data-link": paths.PLATFORMS},
    )
    return [
        html.Header([html.H3(TITLE(lang)), html.Span(said, className="meta"), every, *files]),
        html.P(RULE(lang), className="means"),
        *as_note(*attention_notes(reader.selection, reader.labels, lang)),
        body,
    ]


def shown_of(reader: CardContext) -> tuple[list[Ranked], list[Ranked], str]:
    """Return the platforms that a reader chose, those of them that a page shows, and how many these are in words, if any."""
    chosen = kept(reader.ask.attention(reader.selection), reader)
    with_points = [one for one in chosen if one.points]
    shown = with_points[: MOST.get(reader.page["path"], len(with_points))]
    said = _SHOWN(reader.lang).format(len(shown), len(with_points)) if with_points else ""
    return chosen, shown, said


def attention_files(selection: Selection, lang: str) -> list[Component]:
    """Return the links to the whole ranking as files."""
    query = urlencode(selection.to_query() | {"lang": lang}, safe=",")
    return [
        html.A(form.upper(), href=f"/api/attention.{form}?{query}", className="file")
        for form in ("csv", "xlsx")
    ]


def kept(found: list[Ranked], reader: CardContext) -> list[Ranked]:
    """Return those platforms that a reader's filters leave, each with its place among all."""
    frame = reader.ask(platforms, ("platform",), reader.selection)
    here = set(frame["platform"]) - {UNKNOWN}
    return [one for one in found if one.platform in here]


def _row(one: Ranked, reader: CardContext) -> Component:
    lang, names = reader.lang, reader.labels
    reasons = [
        html.Li([html.A(reason_words(reason, names, lang), href=reason_href(one.platform, reason, reader.selection)),
                 html.Small(f" {_POINTS(lang).format(reason.points)}")],
                **{"data-sign": reason.sign, "data-points": str(reason.points), "data-n": str(reason.n)})
        for reason in one.telling
    ]  # fmt: skip
    few = few_words(one, lang)
    name = html.A(names.name("platform", one.platform, lang), href=f"{paths.PLATFORM}/{quote(one.platform)}")
    cells = [
        html.Td(f"{one.rank}/{one.of}", className="n"), html.Td(name), html.Td(str(one.points), className="n points"),
        html.Td([html.Ul(reasons), *([html.Small(few, className="few")] if few else [])]),
    ]  # fmt: skip
    return html.Tr(
        cells, **{"data-platform": one.platform, "data-rank": str(one.rank), "data-points": str(one.points)}
    )


def place_of(one: Ranked, selection: Selection, names: Labels, lang: str) -> Component:
    """Return where one platform stands and why, for its portrait."""
    said = describe.counted(PLACE(lang).format(rank=one.rank, of=one.of, points=one.points))
    parts: list[object] = [
        html.I(className="bi bi-flag"),
        html.A(said, href=paths.PLATFORMS, **{"data-link": paths.PLATFORMS}),
    ]
    parts.append(led_by(one)(lang))
    for place, reason in enumerate(one.telling):
        parts += [Text("；", "; ")(lang)] if place else []
        parts.append(
            html.A(reason_words(reason, names, lang), href=reason_href(one.platform, reason, selection))
        )
    if few := few_words(one, lang):
        parts.append(html.Small(f" {few}"))
    return html.P(parts, className="attention-place", **{"data-rank": str(one.rank), "data-of": str(one.of)})


def with_attention(frame: pd.DataFrame, found: list[Ranked], names: Labels, lang: str) -> pd.DataFrame:
    """Return a list of platforms by `id` with its columns attention, points and why, those that need most attention first."""
    ranked = {one.platform: one for one in found}
    own = [ranked.get(key) for key in frame["id"]]
    told = frame.assign(
        attention=[one.rank if one else float("nan") for one in own],
        points=[one.points if one else float("nan") for one in own],
        why=[in_one_line(one, names, lang) if one else "" for one in own],
    )
    return told.sort_values("attention", kind="stable", na_position="last", ignore_index=True)

"""What stands around the numbers: messages for empty and failed cards, feet, tables, the as-of badge."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components.cards.table_columns import columns_of
from components.charts import KINDS, ChartResult
from components.model.card import Card
from components.words import describe, phrases
from data_access.domain.text import Text
from data_access.metrics.indicators import UNITS, Indicator
from data_access.metrics.labels import Dataset

#: Days after which data are old whose source states no rhythm: nothing that is watched is delivered less often than monthly.
_OLD = 31


def message(words: str, icon: str) -> Component:
    """Return a sentence that stands where a chart would."""
    sign = [html.I(className=f"bi {icon}")] if icon else []
    return html.Div([*sign, html.P(words)], className="message", role="status")


def frame_notes(notes: list[str]) -> Component:
    """Return the notes that concern the whole page."""
    return html.Div([html.P(note) for note in notes], className="notes", role="status")


def as_note(*notes: str) -> list[Component]:
    """Return what a reader must know of a block, each note as a line; nothing where there is none."""
    return [html.P(one, className="note") for one in notes if one]


def as_of_badge(dataset: Dataset, late: list[Text], lang: str, *, has_rhythm: bool) -> list[Component]:
    """Return the city, the as-of day, and that data are invented.

    The day is amber where sources are late by their rhythm, which are named, or where the data are old and nobody said how
    often they come: what is not stated cannot be late, but it can be told how old it is.
    """
    told: list[Component] = [html.Span(dataset.title(lang), className="city")]
    if dataset.is_synthetic:
        told.append(html.Span(phrases.SYNTHETIC(lang), className="synthetic"))
    age = (dataset.today() - dataset.horizon.as_of).days
    day = f"{phrases.AS_OF(lang)} {dataset.horizon.as_of:%Y-%m-%d}"
    words = ""
    if late:
        names = phrases.AND(lang).join(title(lang) for title in late)
        words = phrases.LATE_SOURCES(lang).format(names, age)
    elif age > _OLD and not has_rhythm:
        words = phrases.OLD_DATA(lang).format(age)
    told.append(html.Span(day, className="as-of late" if words else "as-of"))
    return [*told, *([html.Span(words, className="late")] if words else [])]


def foot(
    indicator: Indicator,
    dataset: Dataset,
    notes: list[str],
    lang: str,
    origins: Sequence[tuple[str, str]] = (),
) -> list[Component]:
    """Return source, definition version and as-of time, before them what the reader must know and the ways to `origins`.

    Those are the title and the address of where each number comes from.
    """
    source = (
        f"{phrases.SOURCE(lang)} {indicator.source.title(lang)} · {phrases.VERSION(lang)} {indicator.version}"
    )
    as_of = f"{phrases.AS_OF(lang)} {dataset.horizon.as_of:%Y-%m-%d}"
    return [
        *(html.Span(note, className="note") for note in notes),
        html.Span([*_ways(origins, lang), f"{source} · {as_of}"], className="source"),
    ]


def _ways(origins: Sequence[tuple[str, str]], lang: str) -> list[Any]:
    words = phrases.ORIGIN(lang)
    if len(origins) == 1:
        return [html.A(words, href=origins[0][1], className="origin"), " · "]
    links: list[Any] = []
    for title, href in origins:
        links += [
            phrases.AND(lang) if links else f"{words}{phrases.COLON(lang)}",
            html.A(title, href=href, className="origin"),
        ]
    return [*links, " · "] if links else []


def table(
    spec: Card, drawn: ChartResult, lang: str, link: Callable[[Mapping[Any, Any]], str] = lambda _: ""
) -> Component:
    """Return the numbers of a chart as a table, whole, each in its own unit; over time with those of the comparison.

    `link` gives the address of the rows behind a line, empty where there is none.
    """
    frame, columns = columns_of(spec, drawn, lang)
    # A reader needs no codes, and of measures in several units the words alone.
    is_said = KINDS[spec.chart].measured_in == "words"
    shown = [one for one in columns if one.name != "code" and not (one.name in {"value", "unit"} and is_said)]
    rows = [
        html.Tr([_cell(row[one.name], one.shape, link(row) if one.name == "value" else "") for one in shown])
        for row in frame.to_dict("records")
    ]
    heads = html.Tr([html.Th(one.title) for one in shown])
    return html.Div(html.Table([html.Thead(heads), html.Tbody(rows)]), className="table")


def _cell(value: Any, shape: str, href: str = "") -> Component:
    """Return one cell of a table; `shape` is that of its column, `href` leads to the rows behind its number."""
    if pd.isna(value):
        return html.Td("—")
    if shape in {"text", "told"}:
        return html.Td(str(value))
    if shape == "day":
        return html.Td(f"{value:%Y-%m-%d}")
    words = f"{int(value):,}" if shape == "n" else describe.exact(value, UNITS[shape])
    return html.Td(html.A(words, href=href) if href else words, className="n")

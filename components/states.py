"""What stands around the numbers: messages for empty and failed cards, feet, tables, the as-of badge."""

from dash import html
from dash.development.base_component import Component

from components import describe, phrases
from components.cards import Card
from components.charts import Drawn
from data_access.indicators import Indicator
from data_access.labels import Dataset
from data_access.text import Text


def message(words: str, icon: str) -> Component:
    """Return a sentence that stands where a chart would."""
    sign = [html.I(className=f"bi bi-{icon}")] if icon else []
    return html.Div([*sign, html.P(words)], className="message", role="status")


def frame_notes(notes: list[str]) -> Component:
    """Return the notes that concern the whole page."""
    return html.Div([html.P(note) for note in notes], className="notes", role="status")


def as_of_badge(dataset: Dataset, late: list[Text], lang: str) -> list[Component]:
    """Return the city, the as-of day (amber with the names of sources that are late), and that data are invented."""
    told: list[Component] = [html.Span(dataset.title(lang), className="city")]
    if dataset.is_synthetic:
        told.append(html.Span(phrases.SYNTHETIC(lang), className="synthetic"))
    day = f"{phrases.AS_OF(lang)} {dataset.horizon.as_of:%Y-%m-%d}"
    told.append(html.Span(day, className="as-of late" if late else "as-of"))
    if late:
        names = phrases.AND(lang).join(title(lang) for title in late)
        told.append(html.Span(phrases.LATE_SOURCES(lang).format(names), className="late"))
    return told


def foot(indicator: Indicator, dataset: Dataset, notes: list[str], lang: str) -> list[Component]:
    """Return source, definition version and as-of time, and before them what the reader must know."""
    source = (
        f"{phrases.SOURCE(lang)} {indicator.source.title(lang)} · {phrases.VERSION(lang)} {indicator.version}"
    )
    as_of = f"{phrases.AS_OF(lang)} {dataset.horizon.as_of:%Y-%m-%d}"
    return [
        *(html.Span(note, className="note") for note in notes),
        html.Span(f"{source} · {as_of}", className="source"),
    ]


def table(spec: Card, drawn: Drawn, lang: str) -> Component:
    """Return the numbers of a chart as a table, whole; over time with those of the comparison period."""
    unit, frame = spec.main.unit, drawn.frame
    words = {"series": phrases.SERIES, "label": phrases.ITEM}
    numbers = {"value": unit.title, "previous": phrases.EARLIER}
    heads = [key for key in words if key in frame]
    shown = [key for key in numbers if key in frame]
    ranked = frame if "period" in frame else frame.sort_values("value", ascending=False)
    rows = [
        html.Tr(
            [
                *(html.Td(str(row[key])) for key in heads),
                *(html.Td(describe.exact(row[key], unit), className="n") for key in shown),
                html.Td(f"{int(row.get('n', 0) or 0):,}", className="n"),
            ]
        )
        for row in ranked.to_dict("records")
    ]
    titles = [*(words[key](lang) for key in heads), *(numbers[key](lang) for key in shown), "n"]
    return html.Div(
        html.Table([html.Thead(html.Tr([html.Th(title) for title in titles])), html.Tbody(rows)]),
        className="table",
    )

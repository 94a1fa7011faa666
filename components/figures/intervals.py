"""Shares of samples as sorted bars, each with the interval within which the true share may lie."""

from collections.abc import Sequence
from typing import Any

from components.figures import marks
from components.figures.labels import escape, names_of_rows, widest
from components.figures.marks import Row, Say
from components.figures.plain_values import Figure, figure
from components.words.theme import Style

NAME_ROOM = 116


def intervals(
    rows: Sequence[Row],
    *,
    style: Style,
    say: Say,
    selected: frozenset[str] = frozenset(),
    top: int = 10,
    interval: str = "95%区间",
    height: int = 0,
) -> Figure:
    """The `top` rows of code, label, value, low, high, n with a value, largest first, and any selected row.

    The value and its interval stand in words beside each bar. In a chart of so many pixels of `height` names take two lines only
    where rows have room for them.
    """
    known = [row for row in marks.by_value(marks.rows(rows)) if row["value"] is not None]
    shown = [row for index, row in enumerate(known) if index < top or row["code"] in selected]
    codes = [row["code"] for row in shown]
    names = names_of_rows([str(row["label"]) for row in shown], NAME_ROOM, max(height - 24, 0))
    value_texts = [escape(marks.said(row, say)) for row in shown]
    spans = [f"{escape(say(row['low']))}–{escape(say(row['high']))}" for row in shown]
    wide, edge = widest(spans) + 16, widest(value_texts) + 12
    head = {"xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "bottom"}
    layout = marks.layout(
        style,
        widest(names) + 14,
        edge + wide,
        20 if shown else 4,
        4,
        xaxis=marks.bare_axis(0, max((row["high"] for row in shown), default=1.0) or 1.0),
        yaxis=marks.name_axis(names, codes, style),
        bargap=0.42,
        annotations=[
            *marks.column(value_texts, [style.ink] * len(value_texts), edge - 2),
            *marks.column(spans, [style.muted] * len(spans), edge + wide - 2),
            *([marks.note(interval, 1, 1, style.muted, xshift=edge + wide - 2, **head)] if shown else []),
        ],
    )
    said = [f"{interval} {span}" for span in spans]
    return figure([_bars(shown, said, selected, style, say)], layout)


def _bars(
    shown: Sequence[dict[str, Any]], said: Sequence[str], selected: frozenset[str], style: Style, say: Say
) -> dict[str, Any]:
    """Return the bars with their intervals, and what is said of each under the mouse."""
    codes = [row["code"] for row in shown]
    return {
        "type": "bar",
        "orientation": "h",
        "x": [row["value"] for row in shown],
        "y": codes,
        "customdata": [[code] for code in codes],
        "marker": {
            "color": [marks.tone(code, style) for code in codes],
            "opacity": marks.opacities(codes, selected),
            "cornerradius": 3,
        },
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [row["high"] - row["value"] for row in shown],
            "arrayminus": [row["value"] - row["low"] for row in shown],
            "color": style.ink,
            "thickness": 1.2,
            "width": 4,
        },
        "hovertext": [marks.hover(row, say, words) for row, words in zip(shown, said, strict=True)],
        "hoverinfo": "text",
    }

"""Sorted horizontal bars with direct labels, for names, buckets and stages."""

from collections.abc import Sequence
from typing import Any, Literal

from components.figures import marks
from components.figures.labels import TWO_LINES, escape, fitted, widest
from components.figures.marks import Row, Say
from components.figures.plain_values import Figure, figure
from components.words.theme import Style

NAME_ROOM = 148


#: One bar or two are as thick as if there were so many, and stand on top: alone they would fill the card.
_LEAST = 4


def bars(
    rows: Sequence[Row],
    *,
    style: Style,
    say: Say,
    selected: frozenset[str] = frozenset(),
    top: int = 10,
    other: str | None = "其他",
    order: Literal["value", "given"] = "value",
    height: int = 0,
) -> Figure:
    """One bar for each row (code, label, value, optional n), on a plot of this height in pixels.

    The first `top` members, and any selected one, have their own bar; the rest is summed under the word `other`,
    or left out when it is None, as it must be for ratios. What has no member stands last. `order="given"` keeps every row where it stands.
    """
    shown = marks.rows(rows)
    if order == "value":
        shown = _head_and_rest(marks.by_value(shown), selected, top, other)
    codes = [row["code"] for row in shown]
    pitch = (height - 8) / max(len(shown), _LEAST) if height else TWO_LINES
    names = [fitted(str(row["label"]), NAME_ROOM, pitch) for row in shown]
    values = [row["value"] for row in shown]
    value_texts = [marks.said(row, say) for row in shown]
    known = [value for value in values if value is not None]
    low, high = min([*known, 0.0]), max([*known, 0.0])
    if low < 0:  # the label of a bar to the left of zero stands left of it, clear of the names
        low -= 0.25 * (high - low)
    elif high == 0:
        high = 1.0
    bar = {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": codes,
        "customdata": [[code] for code in codes],
        "marker": {
            "color": [marks.tone(code, style) for code in codes],
            "opacity": marks.opacities(codes, selected),
            "cornerradius": 3,
        },
        "text": [
            escape(text) if value is not None else "" for text, value in zip(value_texts, values, strict=True)
        ],
        "textposition": "outside",
        "textfont": {"color": style.ink},
        "cliponaxis": False,
        "hovertext": [marks.hover(row, say) for row in shown],
        "hoverinfo": "text",
    }
    missing = [
        marks.note(escape(text), 0, index, style.muted, xanchor="left", xshift=4)
        for index, (text, value) in enumerate(zip(value_texts, values, strict=True))
        if value is None
    ]
    right = widest(value_texts) + 10
    left = widest(names) + 14
    layout = marks.layout(
        style,
        left,
        right,
        4,
        4,
        xaxis=marks.bare_axis(low, high),
        yaxis=marks.name_axis(names, codes, style) | {"range": [max(len(codes), _LEAST) - 0.5, -0.5]},
        bargap=0.32,
        annotations=missing,
    )
    return figure([bar], layout)


def _head_and_rest(
    ranked: list[dict[str, Any]], selected: frozenset[str], top: int, other: str | None
) -> list[dict[str, Any]]:
    ranked, nameless = marks.apart(ranked)
    head = [row for index, row in enumerate(ranked) if index < top or row["code"] in selected]
    kept = {row["code"] for row in head}
    rest = [row["value"] for row in ranked if row["code"] not in kept and row["value"] is not None]
    if other is None or not rest:
        return [*head, *nameless]
    return [*head, {"code": marks.OTHER, "label": other, "value": sum(rest)}, *nameless]

"""A number over time between its control limits: what lies outside is a signal, the rest is noise."""

from collections.abc import Sequence
from typing import Any

from components.figures import marks
from components.figures.ends import full_width
from components.figures.labels import escape, widest
from components.figures.marks import Row, Say
from components.figures.plain_values import Figure, figure
from components.figures.scales import Grain, Lang, ticks, time_axis
from components.words.theme import Style, see_through


def control(
    rows: Sequence[Row],
    *,
    style: Style,
    say: Say,
    words: tuple[str, str, str, str],
    selected: frozenset[str] = frozenset(),
    grain: Grain = "month",
    lang: Lang = "zh",
    target: tuple[float, str] | None = None,
) -> Figure:
    """Rows of period, value, complete, outside (true beyond a limit), and centre, low, high, the same in each row.

    `words` name the centre, the lower limit, the upper limit and a point outside. Without limits (NaN) only the line
    stands. Points outside are diamonds with a ring and say so on hover.
    """
    points = marks.timed(rows)
    levels = _levels(points, words, say, style)
    values = [point["value"] for point in points if point["value"] is not None]
    drawn = [*values, *(value for _, value, _, _ in levels), *([target[0]] if target else [])]
    yaxis, left = _axis(min(drawn, default=0.0), max(drawn, default=1.0), say)
    shapes = [marks.level(value, colour, dash=dash) for _, value, colour, dash in levels]
    notes = [
        marks.note(escape(text), 1, value, colour, xref="paper", xanchor="left", xshift=6)
        for text, value, colour, _ in levels
    ]
    if target:
        shapes.append(marks.level(target[0], style.watch, dash="dot"))
        place = {
            "xref": "paper",
            "xanchor": "left",
            "yanchor": "bottom",
            "bgcolor": see_through(style.surface, 0.8),
        }
        notes.append(marks.note(escape(f"{target[1]} {say(target[0])}"), 0, target[0], style.watch, **place))
    right = widest([text for text, *_ in levels], 11) + 14 if levels else 14
    periods = [point["period"] for point in points]
    layout = marks.layout(
        style, left, right, 12, 36, xaxis=full_width(time_axis(periods, grain, lang), periods), yaxis=yaxis, shapes=shapes,
        annotations=notes, meta={"grain": grain},
    )  # fmt: skip
    return figure(_traces(points, words[3], say, style, selected), layout)


def _axis(low: float, high: float, say: Say) -> tuple[dict[str, Any], float]:
    """A value axis about the limits, not from zero: what matters is how far a point lies from them."""
    pad = (high - low or abs(high) or 1.0) * 0.12
    found = ticks(low - pad, high + pad)
    texts = [say(tick) for tick in found]
    return {"range": [low - pad, high + pad], "tickvals": found, "ticktext": texts}, widest(texts, 11) + 12


def _levels(
    points: list[dict[str, Any]], words: tuple[str, str, str, str], say: Say, style: Style
) -> list[tuple[str, float, str, str]]:
    """Each line that stands: its text, where, in what colour and dashed how."""
    if not points:
        return []
    kinds = (("centre", words[0], style.muted, "solid"), ("low", words[1], style.other, "dash"),
             ("high", words[2], style.other, "dash"))  # fmt: skip
    found = [(word, marks.number(points[0][key]), colour, dash) for key, word, colour, dash in kinds]
    return [
        (f"{word} {say(value)}", value, colour, dash)
        for word, value, colour, dash in found
        if value is not None
    ]


def _traces(
    points: list[dict[str, Any]], outside: str, say: Say, style: Style, selected: frozenset[str]
) -> list[dict[str, Any]]:
    def drawn(some: list[dict[str, Any]], word: str = "", **more: Any) -> dict[str, Any]:
        texts = [escape(" ".join(filter(None, (say(point["value"]), word)))) for point in some]
        return {
            "type": "scatter", "x": [point["period"] for point in some], "y": [point["value"] for point in some],
            "customdata": [[point["code"]] for point in some], "hoverinfo": "x+text", "hovertext": texts,
        } | more  # fmt: skip

    inside = [point for point in points if not point["outside"]]
    beyond = [point for point in points if point["outside"]]
    opacity = marks.opacities([point["code"] for point in inside], selected)
    dots = {"color": style.accent, "size": 6, "opacity": opacity}
    ring = {
        "color": style.bad,
        "size": 11,
        "symbol": "diamond-open",
        "line": {"width": 2.5, "color": style.bad},
    }
    line = {"color": style.accent, "width": 1.5}
    return [
        drawn(points, mode="lines", line=line, hoverinfo="skip"),
        drawn(inside, mode="markers", marker=dots),
        drawn(beyond, outside, mode="markers", marker=ring),
    ]

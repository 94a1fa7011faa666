"""How long things take: for each member the middle half as a box, the middle four fifths as a line."""

from collections.abc import Sequence
from typing import Any

from components.figures import marks
from components.figures.labels import escape, shorten, widest
from components.figures.marks import Row, Say
from components.figures.plain_values import Figure, figure
from components.words.theme import Style

NAME_ROOM = 132


def boxes(
    rows: Sequence[Row],
    *,
    style: Style,
    say: Say,
    selected: frozenset[str] = frozenset(),
    target: tuple[float, str] | None = None,
    key: str = "",
) -> Figure:
    """Rows of code, label, p10, p25, value (the median), p75, p90 and n, from slow to fast.

    `key` says below the axis what is what.

    The line runs from P10 to P90, the box from P25 to P75; the median is written beside it. Rows without a median are
    left out: too few to say.
    """
    shown = [row for row in marks.by_value(marks.rows(rows)) if row["value"] is not None]
    codes = [row["code"] for row in shown]
    names = [escape(shorten(str(row["label"]), NAME_ROOM)) for row in shown]
    value_texts = [say(row["value"]) for row in shown]
    faded = marks.opacities(codes, selected)
    texts = [_hover(row, say) for row in shown]
    common = {"y": codes, "customdata": [[code] for code in codes], "hoverinfo": "text", "hovertext": texts}
    spans = [
        common
        | {
            "type": "bar", "orientation": "h", "base": [row[low] for row in shown],
            "x": [row[high] - row[low] for row in shown], "width": wide * min(1.0, len(shown) / 4),
            "marker": {"color": colour, "opacity": faded, "cornerradius": 2},
        }
        for low, high, wide, colour in (("p10", "p90", 0.1, style.other), ("p25", "p75", 0.5, style.quantity[2]))
    ]  # fmt: skip
    median = common | {
        "type": "scatter", "mode": "markers", "x": [row["value"] for row in shown],
        "marker": {"symbol": "line-ns", "size": 14, "opacity": faded, "line": {"color": style.ink, "width": 2.5}},
    }  # fmt: skip
    furthest = max([*(row["p90"] for row in shown), target[0] if target else 0.0], default=1.0)
    notes = marks.column(
        [escape(text) for text in value_texts], [style.ink] * len(codes), widest(value_texts) + 8
    )
    shapes = []
    if target:
        shapes.append(marks.upright(target[0], style.watch, dash="dot"))
        words = escape(f"{target[1]} {say(target[0])}")
        notes.append(marks.note(words, target[0], 1, style.watch, yref="paper", yanchor="bottom"))
    if key:
        place = {"xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "top", "yshift": -22}
        notes.append(
            marks.note(escape(key), 1, 0, style.muted, font={"color": style.muted, "size": 10}, **place)
        )
    layout = marks.layout(
        style, widest(names) + 14, widest(value_texts) + 14, 20 if target else 6, 40 if key else 24, barmode="overlay", shapes=shapes,
        annotations=notes, yaxis=marks.name_axis(names, codes, style),
        xaxis={"range": [0, furthest * 1.02], "nticks": 6, "showgrid": True},
    )  # fmt: skip
    return figure([*spans, median], layout)


def _hover(row: dict[str, Any], say: Say) -> str:
    quantiles = " · ".join(
        f"P{key[1:]} {say(row[key])}" if key != "value" else f"P50 {say(row['value'])}"
        for key in ("p10", "p25", "value", "p75", "p90")
    )
    return marks.hover({"label": row["label"], "value": row["value"], "n": row.get("n")}, say, quantiles)

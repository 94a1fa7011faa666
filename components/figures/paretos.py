"""Who makes up the most: sorted bars and, beside them on the same rows, the cumulative share."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from components.figures import marks
from components.figures.labels import TWO_LINES, escape, fitted, widest
from components.figures.marks import Row, Say
from components.figures.plain_values import Figure, figure
from components.figures.remainders import WORDS, Words, head_and_rest, is_dwarfing, named
from components.words.theme import Style

NAME_ROOM = 120


def pareto(
    rows: Sequence[Row],
    *,
    style: Style,
    say: Say,
    say_share: Say,
    selected: frozenset[str] = frozenset(),
    top: int = 8,
    rest: str = "其余 {count} 家",
    cumulative: str = "累计占比",
    height: int = 0,
    words: Words = WORDS["zh"],
) -> Figure:
    """Rows of code, label, value; the tail beyond `top` is one row that says how many it holds (`rest`).

    What has no member stands below it. A tail that dwarfs all is said in words. `height` is that of the plot in pixels.

    Shares (0-1) are of all values known; `say_share` says them. The two panels share their rows, not an axis.
    """
    ranked = [row for row in marks.by_value(marks.rows(rows)) if row["value"] is not None]
    head = head_and_rest(ranked, selected, top, rest)
    total = sum(row["value"] for row in ranked)
    codes = [row["code"] for row in head]
    values = [row["value"] for row in head]
    shares = [part / total for part in accumulate(values)] if total else [0.0] * len(head)
    drawn = [None if is_dwarfing(row, head) else row["value"] for row in head]
    value_texts = ["" if value is None else say(value) for value in drawn]
    pitch = (height - 24) / max(len(head), 1) if height else TWO_LINES
    room = NAME_ROOM if pitch < TWO_LINES else 2 * NAME_ROOM
    names = [fitted(named(row, head, say, words, room), NAME_ROOM, pitch) for row in head]
    opacity = marks.opacities(codes, selected)
    texts = [
        marks.hover(row, say, f"{cumulative} {say_share(share)}")
        for row, share in zip(head, shares, strict=True)
    ]
    common: dict[str, Any] = {"y": codes, "customdata": [[code] for code in codes], "hovertext": texts}
    common |= {"hoverinfo": "text", "cliponaxis": False}
    traces = [
        common | _bars(codes, drawn, value_texts, opacity, style),
        common | _line(shares, opacity, say_share, style),
    ]
    label_width = widest(value_texts)
    # The longest bar ends where its own label still fits beside it on the narrowest card.
    reach = max((value for value in drawn if value is not None), default=1.0) * (1 + label_width / 90) or 1.0
    corner = {"xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "bottom"}
    layout = marks.layout(
        style,
        widest(names) + 14,
        10,
        20,
        4,
        xaxis={"visible": False, "range": [0, reach], "domain": [0, 0.64]},
        xaxis2={"visible": False, "range": [0, 1.02], "domain": [0.7, 1], "fixedrange": True},
        yaxis=marks.name_axis(names, codes, style),
        bargap=0.32,
        annotations=[marks.note(cumulative, 1, 1, style.muted, **corner)],
    )
    return figure(traces, layout)


def _bars(
    codes: list[str], values: list[float | None], value_texts: list[str], opacity: list[float], style: Style
) -> dict[str, Any]:
    colours = [marks.tone(code, style) for code in codes]
    return {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "text": [escape(text) for text in value_texts],
        "textposition": "outside",
        "textfont": {"color": style.ink},
        "marker": {"color": colours, "opacity": opacity, "cornerradius": 3},
    }


def _line(shares: list[float], opacity: list[float], say_share: Say, style: Style) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers+text",
        "x": shares,
        "xaxis": "x2",
        "text": [escape(say_share(share)) for share in shares],
        "textposition": ["middle right" if share < 0.5 else "middle left" for share in shares],
        "textfont": {"color": style.muted, "size": 11},
        "line": {"color": style.other, "width": 1},
        "marker": {"color": style.muted, "size": 6, "opacity": opacity},
    }

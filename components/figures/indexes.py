"""How far each part lies above or below the common measure, which is 100."""

from collections.abc import Sequence
from typing import Any

from components.figures import marks
from components.figures.labels import escape, shorten, widest
from components.figures.marks import Row, Say
from components.figures.plain_values import Figure, figure
from components.words.theme import Style

BASE = 100.0
NAME_ROOM = 132


def index_bars(
    rows: Sequence[Row],
    *,
    style: Style,
    say: Say,
    say_share: Say,
    selected: frozenset[str] = frozenset(),
    top: int = 10,
    base: str = "全市 = 100",
    own_share: str = "本平台占比",
    base_share: str = "全市占比",
) -> Figure:
    """Bars from 100 for rows of code, label, value (the index); optional share and base_share (0-1) on hover.

    What lies above is told from what lies below by its side and a quieter colour: neither is better, as shares of a whole
    only grow at the cost of each other.
    """
    shown = marks.by_value(marks.rows(rows))[:top]
    codes = [row["code"] for row in shown]
    values = [row["value"] for row in shown]
    names = [escape(shorten(str(row["label"]), NAME_ROOM)) for row in shown]
    value_texts = [escape(say(value)) for value in values]
    more = [_shares(row, say_share, {"share": own_share, "base_share": base_share}) for row in shown]
    bar = {
        "type": "bar",
        "orientation": "h",
        "base": BASE,
        "x": [None if value is None else value - BASE for value in values],
        "y": codes,
        "customdata": [[code] for code in codes],
        "hovertext": [marks.hover(row, say, *lines) for row, lines in zip(shown, more, strict=True)],
        "hoverinfo": "text",
        "marker": {
            "color": [style.accent if (value or 0) > BASE else style.other for value in values],
            "opacity": marks.opacities(codes, selected),
            "cornerradius": 3,
        },
    }
    known = [value for value in values if value is not None]
    low, high = min([*known, BASE]), max([*known, BASE])
    pad = (high - low) * 0.04 or 1.0
    right = widest(value_texts) + 10
    inks = [style.muted if value is None else style.ink for value in values]
    notes = marks.column(value_texts, inks, right)
    notes.append(marks.note(base, BASE, 1, style.muted, yref="paper", yanchor="bottom"))
    layout = marks.layout(
        style,
        widest(names) + 14,
        right + 4,
        20,
        4,
        xaxis=marks.bare_axis(low - pad, high + pad),
        yaxis=marks.name_axis(names, codes, style),
        bargap=0.36,
        annotations=notes,
        shapes=[marks.upright(BASE, style.muted)],
    )
    return figure([bar], layout)


def _shares(row: dict[str, Any], say_share: Say, words: dict[str, str]) -> list[str]:
    return [f"{word} {say_share(marks.number(row[key]))}" for key, word in words.items() if key in row]

"""A board of rows and columns of words, with a sign and a word for the state of each row."""

from collections.abc import Mapping, Sequence
from typing import Any

from components.figures import marks
from components.figures.headings import head_axis, two_lines
from components.figures.labels import escape, names_of_rows, widest
from components.figures.marks import Row, Say
from components.figures.plain_values import Figure, figure
from components.words.theme import CLEAR, Style

NAME_ROOM = 148
#: The room of sign and word, beyond that of a column.
_SIGN = 1.1
#: Columns beyond this many are told in smaller type: on a telephone they would meet.
_ROOMY = 3
#: The sign and the tone of each state: shape and word say what the colour says.
SIGNS = {
    "good": ("circle", "good"), "met": ("circle", "good"), "watch": ("triangle-up", "watch"),
    "missed": ("triangle-up", "watch"), "bad": ("x", "bad"), "few": ("circle-open", "muted"), "": ("circle-open", "muted"),
}  # fmt: skip


def board(
    rows: Sequence[Row],
    *,
    style: Style,
    say: Say,
    columns: Sequence[tuple[str, str]],
    states: Mapping[str, str],
    selected: frozenset[str] = frozenset(),
    height: int = 0,
) -> Figure:
    """Rows of code, label, value, state (one of `SIGNS`) and one column of words for each of `columns`.

    `columns` are (column of the rows, head); `states` gives the word of each state. Rows stay in their order.
    In a chart of so many pixels of `height` names take two lines only where rows have room for them.
    """
    shown = marks.rows(rows)
    codes = [row["code"] for row in shown]
    heads = [two_lines(head) for _, head in columns]
    top = 36 if any("<br>" in head for head in heads) else 22
    names = names_of_rows([str(row["label"]) for row in shown], NAME_ROOM, max(height - top - 4, 0))
    common = {
        "type": "scatter",
        "y": codes,
        "customdata": [[code] for code in codes],
        "hoverinfo": "text",
        "hovertext": [_hover(row, columns, states, say) for row in shown],
        "cliponaxis": False,
    }
    inks = [getattr(style, SIGNS[row["state"]][1]) for row in shown]
    faded = marks.opacities(codes, selected)
    signs = common | {
        "mode": "markers+text",
        "x": [0] * len(shown),
        "text": [f" {escape(states[row['state']])}" for row in shown],
        "textposition": "middle right",
        "textfont": {"color": inks, "size": 11},
        "marker": {
            "symbol": [SIGNS[row["state"]][0] for row in shown], "color": inks, "size": 9, "opacity": faded,
        },
    }  # fmt: skip
    cells = [
        _cells(common, [row[key] for row in shown], index, style, 12 if len(columns) <= _ROOMY else 11)
        for index, (key, _) in enumerate(columns, start=1)
    ]
    places = [index + _SIGN for index in range(1, len(columns) + 1)]
    above = head_axis(places, heads, slanted=False, style=style) | {
        "type": "linear", "range": [-0.1, len(columns) + _SIGN + 0.5], "zeroline": False, "fixedrange": True, "ticks": "",
    }  # fmt: skip
    layout = marks.layout(
        style, widest(names) + 14, 8, top, 4, xaxis=above,
        yaxis=marks.name_axis(names, codes, style), shapes=[_line(index, style) for index in range(1, len(shown))],
    )  # fmt: skip
    return figure([signs, *cells], layout)


def _cells(
    common: dict[str, Any], words: Sequence[Any], place: int, style: Style, size: int
) -> dict[str, Any]:
    """Return a column of words in type of this size."""
    return common | {
        "mode": "markers+text",
        "x": [place + _SIGN] * len(words),
        "text": [escape(str(word)) for word in words],
        "textfont": {"color": style.ink, "size": size},
        # A marker that is not seen takes the click: text alone takes none.
        "marker": {"color": CLEAR, "size": 18},
    }


def _line(index: int, style: Style) -> dict[str, Any]:
    return marks.level(index - 0.5, style.line)


def _hover(
    row: dict[str, Any], columns: Sequence[tuple[str, str]], states: Mapping[str, str], say: Say
) -> str:
    lines = [f"{head} {row[key]}" for key, head in columns]
    return marks.hover(
        {"label": row["label"], "value": row["value"], "n": row.get("n")}, say, states[row["state"]], *lines
    )

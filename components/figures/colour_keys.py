"""Keys for charts whose marks cannot carry their own names, and of the classes that colours stand for."""

from typing import Any

from components.figures import marks
from components.figures.classes import Classes
from components.figures.events import TELEPHONE
from components.figures.labels import escape
from components.figures.labels import width as words_width
from components.figures.marks import Say
from components.words.theme import CLEAR, Style, readable_on


def key(style: Style) -> dict[str, Any]:
    """A legend in one line on top, for the few charts whose marks cannot carry their names."""
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "font": {"color": style.muted, "size": 11},
        "itemclick": False,
        "itemdoubleclick": False,
        "bgcolor": CLEAR,
    }


#: Pixels of a key of classes: its type, what a box has beside its words, and what a line of boxes is higher than its type.
SMALL, _BESIDE, _AIR = 10, 10, 9


def class_key(
    found: Classes,
    style: Style,
    say: Say,
    left: float,
    *,
    has_blank: bool = False,
    width: float = TELEPHONE,
    size: int = SMALL,
) -> tuple[list[dict[str, Any]], int]:
    """Boxes in the colours of the classes with their words, as annotations below the plot, and the pixels that they need there.

    They begin `left` pixels left of the plot and take as many lines as they need on a card of `width`: the same figure is drawn
    on a telephone. `has_blank` adds a box for what has no value.
    """
    boxes = list(zip(found.words, found.ramp(style), strict=True)) if found.words else []
    boxes += [(say(None), style.no_data)] if has_blank else []
    notes: list[dict[str, Any]] = []
    across, down = 0.0, 0
    for words, fill in boxes:
        wide = words_width(words, size) + _BESIDE
        if across + wide > width:
            across, down = 0.0, down + 1
        place = {
            "xref": "paper",
            "yref": "paper",
            "xanchor": "left",
            "yanchor": "top",
            "borderpad": 1,
            "borderwidth": 1,
        }
        notes.append(
            marks.note(escape(words), 0, 0, readable_on(fill, style), xshift=across - left, yshift=-4 - (size + _AIR) * down,
                       width=wide - 4, bgcolor=fill, bordercolor=style.line,
                       font={"color": readable_on(fill, style), "size": size}, **place)
        )  # fmt: skip
        across += wide
    return notes, (size + _AIR) * (down + 1) + 4 if boxes else 0

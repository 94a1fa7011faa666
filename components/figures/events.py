"""Events on a time axis: thin verticals with a small word, in trends and columns."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from components.figures import marks
from components.figures.labels import escape, width
from components.theme import Style

Event = tuple[date | str, str]
# What the axis and the labels at line ends take of a card's width, in pixels.
AXES = 100


def event_marks(
    events: Sequence[Event], periods: Sequence[pd.Timestamp], style: Style, room: float
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Shapes and annotations of the events within the periods; one whose word would cover another is left out.

    `room` is the width of the plot in pixels.
    """
    if not periods:
        return [], []
    first, last = min(periods), max(periods)
    span = max((last - first).days, 1)
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    free = -1.0
    for when, word in sorted((pd.Timestamp(when), word) for when, word in events):
        if not first <= when <= last + pd.Timedelta(days=span / max(len(set(periods)) - 1, 1)):
            continue
        centre = (when - first).days / span * room
        half = width(word, 10) / 2
        if centre - half < free:
            continue
        free = centre + half + 4
        shapes.append(marks.upright(when, style.other, dash="dot"))
        font = {"color": style.muted, "size": 10}
        notes.append(
            marks.note(escape(word), when, 1, style.muted, yref="paper", yanchor="bottom", font=font)
        )
    return shapes, notes

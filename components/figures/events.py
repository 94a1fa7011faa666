"""Events on a time axis: thin verticals with a small word, in trends and columns."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from components.figures import marks
from components.figures.labels import escape, width
from components.figures.scales import Day, moment
from components.words.theme import Style

Event = tuple[Day, str]
# The width of a chart on a telephone, and of a low one at the side of a square wall, in pixels.
TELEPHONE, SIDE = 334, 241
# Words that would meet on a telephone stand on lines above each other; a chart lower than this has no room for them.
LINES, LINE, LOW = 3, 12, 200


def event_marks(
    events: Sequence[Event], periods: Sequence[datetime], style: Style, available: float, height: float
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Shapes and annotations of the events within the periods; one whose word would cover another is left out.

    `available` is the width of the plot in pixels: that where the chart is `narrowest`; `height` that of the chart.
    """
    if not periods:
        return [], []
    first, last = min(periods), max(periods)
    span = max((last - first).days, 1)
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    free = [float("-inf")] * (LINES if height >= LOW else 1)
    for when, word in sorted((moment(when), word) for when, word in events):
        if not first <= when <= last + timedelta(days=span / max(len(set(periods)) - 1, 1)):
            continue
        centre = (when - first).days / span * available
        half = width(word, 11) / 2  # a little more than its type takes: some fonts are wider
        # A word at the edge reaches inwards: there is no more card beyond it.
        side = "left" if centre < half else "right" if centre + half > available else "center"
        begins = {"left": centre, "center": centre - half, "right": centre - 2 * half}[side]
        line = next((line for line in range(len(free)) if begins >= free[line]), None)
        if line is None or 2 * half > available:
            continue
        free[line] = begins + 2 * half + 4
        shapes.append(marks.upright(when, style.other, dash="dot"))
        font = {"color": style.muted, "size": 10}
        notes.append(
            marks.note(
                escape(word),
                when,
                1,
                style.muted,
                yref="paper",
                yanchor="bottom",
                xanchor=side,
                yshift=line * LINE,
                font=font,
            )
        )
    return shapes, notes


def narrowest(width: float, height: float) -> float:
    """The width at which a chart has the least room across: the same figure is drawn there too."""
    return min(width, TELEPHONE if height >= LOW else SIDE)


def head_room(notes: Sequence[dict[str, Any]], without: int) -> int:
    """The margin on top, in pixels, that the words of events need, or what is enough where there are none."""
    shifts = [note["yshift"] for note in notes if "yshift" in note and note.get("yref") == "paper"]
    return 20 + max(shifts) if shifts else without

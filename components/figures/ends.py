"""Names and last values at the ends of lines, instead of a legend."""

from datetime import datetime
from typing import Any

from components.figures import marks
from components.figures.labels import escape, halves, shorten, widest, width
from components.figures.marks import Say
from components.words.theme import Style

# Labels keep this share of the axis apart, and at least so many pixels on a plot lower than 160.
APART, LINE = 0.095, 15
# Pixels that a name has beside its value, and on a line of its own.
NAME_ROOM, WIDEST = 66, 100

Series = tuple[str, list[dict[str, Any]]]


def end_labels(
    groups: list[Series],
    colours: list[str],
    style: Style,
    say: Say,
    *,
    unfinished: str,
    selected: frozenset[str] = frozenset(),
    span: list[float],
    plot: float = 160,
    most: float = WIDEST,
) -> tuple[list[dict[str, Any]], float]:
    """Labels at the line ends of a plot of this height, pushed apart, and the right margin that they need.

    A name takes at most so many pixels of a line. They say the values of the buckets that are `selected`, where some are.
    """
    ends: list[tuple[float, str, str]] = []
    for (name, points), colour in zip(groups, colours, strict=False):
        last = next((p for p in reversed(points) if p["value"] is not None), None)
        if last is None:
            continue
        told = next((point for point in points if point["code"] in selected), last)
        words = _named(name, min(most, WIDEST)) + (
            "" if told["value"] is None else escape(say(told["value"]))
        )
        late = (
            "" if told.get("complete", True) or name else f"<br>{escape(told.get('unfinished', unfinished))}"
        )
        ends.append((last["value"], words + late, colour if name else ""))
    ends.sort(key=lambda end: end[0])
    pixel = (span[1] - span[0]) / plot
    places = _apart(
        [value for value, _, _ in ends],
        [_tall(text, plot) * (span[1] - span[0]) for _, text, _ in ends],
        # Above the plot there is room for half a line.
        [span[1] - LINE * text.count("<br>") / 2 * pixel for _, text, _ in ends],
    )
    notes = [
        marks.note(_dot(colour) + text, 1, y, style.ink, xref="paper", xanchor="left", xshift=4, align="left")
        for y, (_, text, colour) in zip(places, ends, strict=True)
    ]
    return notes, widest([text for _, text, _ in ends], 11) + (24 if len(groups) > 1 else 12)


def _named(name: str, most: float) -> str:
    """A name before its value; a longer one stands above it, the longest on two lines."""
    if width(name, 11) <= NAME_ROOM:
        return f"{escape(name)} " if name else ""
    if width(name, 11) <= most:
        return f"{escape(name)}<br>"
    return "<br>".join(escape(shorten(part, most, 11)) for part in halves(name, 11) if part) + " "


def _tall(text: str, plot: float) -> float:
    """The share of the axis that a label needs."""
    lines = text.count("<br>") + 1
    return max(APART, LINE * lines / plot)


def _apart(values: list[float], heights: list[float], ceilings: list[float]) -> list[float]:
    """Where labels of these heights stand beside rising values: pushed up where they would meet, each down to its own ceiling."""
    places: list[float] = []
    for place, value in enumerate(values):
        gap = (heights[place - 1] + heights[place]) / 2
        places.append(max(value, places[-1] + gap) if places else value)
    ceiling = float("inf")
    for place in range(len(places) - 1, -1, -1):
        places[place] = min(places[place], ceilings[place], ceiling)
        if place:
            ceiling = places[place] - (heights[place - 1] + heights[place]) / 2
    return places


def _dot(colour: str) -> str:
    """The line's colour beside its name; the name itself stays in ink, readable in both modes."""
    return f'<span style="color:{colour}">●</span> ' if colour else ""


def full_width(axis: dict[str, Any], periods: list[datetime]) -> dict[str, Any]:
    """The axis from the first bucket to the last, so that line ends stand beside their labels."""
    if len(set(periods)) < 2:
        return axis
    pad = (max(periods) - min(periods)) * 0.015
    return axis | {"range": [min(periods) - pad, max(periods) + pad]}

"""Names and last values at the ends of lines, instead of a legend."""

from itertools import pairwise
from typing import Any

import pandas as pd

from components.figures import marks
from components.figures.labels import escape, shorten, widest, width
from components.figures.marks import Say
from components.theme import Style

# Labels keep this share of the axis apart, and at least so many pixels on a plot lower than 160.
APART, LINE = 0.095, 15
# Pixels for a line of a name.
_ROOM = 66

Series = tuple[str, list[dict[str, Any]]]


def end_labels(
    groups: list[Series],
    colours: list[str],
    style: Style,
    say: Say,
    *,
    unfinished: str,
    span: list[float],
    plot: float = 160,
) -> tuple[list[dict[str, Any]], float]:
    """Labels at the line ends of a plot of this height, pushed apart, and the right margin that they need."""
    gap = max(APART, LINE / plot) * (span[1] - span[0])
    ends: list[tuple[float, str, str]] = []
    for (name, points), colour in zip(groups, colours, strict=False):
        last = next((p for p in reversed(points) if p["value"] is not None), None)
        if last is None:
            continue
        words = f"{_broken(name)} {escape(say(last['value']))}" if name else escape(say(last["value"]))
        late = "" if last.get("complete", True) or name else f"<br>{escape(unfinished)}"
        ends.append((last["value"], words + late, colour if name else ""))
    ends.sort(key=lambda end: end[0])
    lines = [text.count("<br>") + 1 for _, text, _ in ends]
    gaps = [gap * (above + below) / 2 for below, above in pairwise(lines)]
    places: list[float] = []
    for i, (value, _, _) in enumerate(ends):
        places.append(max(value, places[-1] + gaps[i - 1]) if places else value)
    ceiling = span[1]
    for i in range(len(places) - 1, -1, -1):
        places[i] = min(places[i], ceiling)
        ceiling = places[i] - (gaps[i - 1] if i else 0)
    notes = [
        marks.note(_dot(colour) + text, 1, y, style.ink, xref="paper", xanchor="left", xshift=4, align="left")
        for y, (_, text, colour) in zip(places, ends, strict=True)
    ]
    return notes, widest([text for _, text, _ in ends], 11) + (24 if len(groups) > 1 else 12)


def _broken(name: str) -> str:
    """A name on one line, or on two where it is longer and has a gap to break at."""
    if width(name, 11) <= _ROOM or " " not in name:
        return escape(shorten(name, _ROOM, 11))
    gaps = [place for place, letter in enumerate(name) if letter == " "]
    half = min(gaps, key=lambda place: abs(2 * place - len(name)))
    return "<br>".join(escape(shorten(part, _ROOM, 11)) for part in (name[:half], name[half + 1 :]))


def _dot(colour: str) -> str:
    """The line's colour beside its name; the name itself stays in ink, readable in both modes."""
    return f'<span style="color:{colour}">●</span> ' if colour else ""


def full_width(axis: dict[str, Any], periods: list[pd.Timestamp]) -> dict[str, Any]:
    """The axis from the first bucket to the last, so that line ends stand beside their labels."""
    if len(set(periods)) < 2:
        return axis
    pad = (max(periods) - min(periods)) * 0.015
    return axis | {"range": [min(periods) - pad, max(periods) + pad]}

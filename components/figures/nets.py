"""The sum of what stands above and below zero, as a line over columns."""

from datetime import datetime
from typing import Any

from components.figures.labels import escape
from components.figures.marks import Say
from components.words.theme import FADED, Style


def net_line(
    word: str, points: list[dict[str, Any]], style: Style, say: Say, selected: frozenset[str]
) -> dict[str, Any]:
    """A line through the sums of all series, bucket by bucket, named by `word`."""
    totals = dict(sorted(_totals(points).items()))
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escape(word),
        "x": list(totals),
        "y": list(totals.values()),
        "customdata": [[f"{when:%Y-%m-%d}"] for when in totals],
        "opacity": FADED if selected else 1.0,
        "line": {"color": style.ink, "width": 1.5},
        "marker": {"color": style.ink, "size": 4},
        "hovertext": [escape(f"{word} {say(value)}") for value in totals.values()],
        "hoverinfo": "x+text",
    }


def stacked(points: list[dict[str, Any]]) -> list[float]:
    """The heights that the columns reach above and below zero, bucket by bucket."""
    up = _totals([row for row in points if (row["value"] or 0) > 0])
    down = _totals([row for row in points if (row["value"] or 0) < 0])
    return [*up.values(), *down.values()]


def _totals(points: list[dict[str, Any]]) -> dict[datetime, float]:
    totals: dict[datetime, float] = {}
    for row in points:
        if row["value"] is not None:
            totals[row["period"]] = totals.get(row["period"], 0.0) + row["value"]
    return totals

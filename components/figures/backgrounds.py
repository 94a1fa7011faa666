"""What lies behind the one line of a trend: a band and the comparison period."""

from typing import Any

from components.figures import marks
from components.figures.marks import Say
from components.words.theme import Style


def background(points: list[dict[str, Any]], style: Style, say: Say, previous: str) -> list[dict[str, Any]]:
    """Traces of `low`-`high` and of `previous`, as far as the points have them."""
    traces: list[dict[str, Any]] = []
    when = [p["period"] for p in points]
    codes = [[p["code"]] for p in points]
    quiet = {"type": "scatter", "mode": "lines", "x": when, "customdata": codes, "hoverinfo": "skip"}
    if points and "low" in points[0] and "high" in points[0]:
        none = {"width": 0}
        traces.append(quiet | {"y": [marks.number(p["low"]) for p in points], "line": none})
        fill = {"fill": "tonexty", "fillcolor": style.line}
        traces.append(quiet | {"y": [marks.number(p["high"]) for p in points], "line": none} | fill)
    if points and "previous" in points[0]:
        values = [marks.number(p["previous"]) for p in points]
        texts = [f"{previous} {say(value)}" for value in values]
        line = {"color": style.other, "width": 1.25}
        traces.append(quiet | {"y": values, "line": line, "hoverinfo": "x+text", "hovertext": texts})
    return traces

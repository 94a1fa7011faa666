"""Keys for the few charts whose marks cannot carry their own names."""

from typing import Any

from components.figures.labels import escape
from components.figures.marks import Say
from components.words.theme import CLEAR, Style


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


def class_limits(edges: list[float], ramp: list[str], say: Say, style: Style) -> dict[str, Any]:
    """A narrow stepped bar with the class limits between its steps."""
    if not edges:
        return {}
    bar = {
        "x": 0,
        "xanchor": "left",
        "xpad": 2,
        "y": 1,
        "yanchor": "top",
        "ypad": 4,
        "lenmode": "pixels",
        "len": 17 * len(ramp) + 8,
        "thicknessmode": "pixels",
        "thickness": 8,
        "outlinewidth": 0,
        "tickvals": [i + 0.5 for i in range(len(edges))],
        "ticktext": [escape(say(edge)) for edge in edges],
        "tickfont": {"color": style.muted, "size": 10},
        "ticks": "",
    }
    return {"showscale": True, "colorbar": bar}

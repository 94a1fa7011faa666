"""Source and review number below a map, which must be read whole on a card of any width."""

from typing import Any

from components.figures import marks
from components.figures.labels import escape, width
from components.words.theme import Style

_SIZE, _LINE = 10, 13


def caption(text: str, style: Style, available: float, under: int = 0) -> tuple[list[dict[str, Any]], int]:
    """Return the caption as annotations, on two lines where it is longer than `available` pixels, and the margin it needs.

    It stands `under` pixels below the map, where a key is between them.
    """
    if not text:
        return [], 2 + under
    words = text.split(" ")
    lines = [text]
    if width(text, _SIZE) > available and len(words) > 1:
        half = min(range(1, len(words)), key=lambda place: abs(len(" ".join(words[:place])) - len(text) / 2))
        lines = [" ".join(words[:half]), " ".join(words[half:])]
    place = {"xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "top", "yshift": -1 - under}
    font = {"color": style.muted, "size": _SIZE}
    broken = "<br>".join(escape(line) for line in lines)
    return [
        marks.note(broken, 1, 0, style.muted, font=font, align="right", **place)
    ], under + 3 + _LINE * len(lines)

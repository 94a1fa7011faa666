"""Names over columns that never cover each other."""

from collections.abc import Sequence
from typing import Any

from components.figures.labels import escape, halves, shorten, widest, width
from components.words.theme import Style

# Cards are mostly wider than they are reckoned.
LENIENT = 1.2


def heads(labels: list[str], pitch: float) -> tuple[list[str], bool]:
    """Column heads on one line or two where they fit, else slanted and cut."""
    if widest(labels, 11) + 6 <= pitch:
        return [escape(label) for label in labels], False
    broken = [two_lines(label, pitch - 4) for label in labels]
    if widest(broken, 11) + 4 <= pitch * LENIENT:  # the browser slants what meets after all
        return broken, False
    return [escape(shorten(label, 70, 11)) for label in labels], True


def head_axis(
    across: Sequence[str | float], names: list[str], *, slanted: bool, style: Style
) -> dict[str, Any]:
    """The axis on top that carries the heads, slanted when they had to be cut."""
    return {
        "type": "category",
        "side": "top",
        "tickvals": list(across),
        "ticktext": names,
        "tickangle": -45 if slanted else None,
        # On a telephone, where they would meet, the browser slants them and makes room.
        "autotickangles": [0, -90 if any("<br>" in name for name in names) else -45],
        "automargin": True,
        "tickfont": {"color": style.muted, "size": 11},
        "showgrid": False,
    }


def two_lines(label: str, available: float = 50) -> str:
    """A head that is wider than `available` pixels on two lines: at the space nearest its middle, a Chinese one anywhere."""
    if width(label, 11) <= available:
        return escape(label)
    return "<br>".join(escape(part) for part in halves(label, 11) if part)

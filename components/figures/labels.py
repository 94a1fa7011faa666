"""How long a text is on the screen, and how to make it fit."""

from html import escape as escape_html

ELLIPSIS = "…"


def width(text: str, size: float = 12) -> float:
    """Pixels of the text's longest line, near enough: Chinese characters are square, others about half."""
    return max(sum(1.0 if ord(c) > 0x2E7F else 0.58 for c in line) for line in text.split("<br>")) * size


def shorten(text: str, room: float, size: float = 12) -> str:
    """The text cut with an ellipsis so that it takes at most `room` pixels."""
    if width(text, size) <= room:
        return text
    while text and width(text + ELLIPSIS, size) > room:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def escape(text: str) -> str:
    """The text with the characters that plotly would read as markup made harmless."""
    return escape_html(text, quote=False)


def widest(texts: list[str], size: float = 12) -> float:
    """Pixels of the widest of the texts."""
    return max((width(text, size) for text in texts), default=0.0)

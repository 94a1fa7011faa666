"""How long a text is on the screen, and how to make it fit."""

import re
from html import escape as escape_html

ELLIPSIS = "…"
# The type of a name on two lines, in pixels.
SMALL = 10
# Rows of fewer pixels have no room for two such lines.
TWO_LINES = 26
_TAG = re.compile(r"</?(?:span|b)\b[^>]*>")


def width(text: str, size: float = 12) -> float:
    """Pixels of the text's longest line, near enough: Chinese characters are square, capitals less, others about half."""
    return max(sum(map(_share, line)) for line in _TAG.sub("", text).split("<br>")) * size


def _share(letter: str) -> float:
    return 1.0 if ord(letter) > 0x2E7F else 0.7 if letter.isupper() else 0.58


def shorten(text: str, available: float, size: float = 12) -> str:
    """The text cut with an ellipsis so that it takes at most `available` pixels."""
    if width(text, size) <= available:
        return text
    while text and width(text + ELLIPSIS, size) > available:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def halves(text: str, size: float = 12) -> tuple[str, str]:
    """A text in two parts of much the same length: at a space, a Chinese one anywhere; what cannot be parted stays whole."""
    places = [place for place, sign in enumerate(text) if sign == " " or (place and ord(sign) > 0x2E7F)]
    if not places:
        return text, ""
    middle = min(places, key=lambda place: abs(width(text[:place], size) - width(text[place:], size)))
    return text[:middle], text[middle:].lstrip()


def fitted(name: str, available: float, pitch: float = TWO_LINES) -> str:
    """A name beside its row of `pitch` pixels, escaped: smaller, and on two lines where the row has room, before it is cut."""
    if width(name) <= available:
        return escape(name)
    is_low = pitch < TWO_LINES
    if is_low and width(name, SMALL) > available:
        return escape(shorten(name, available))
    parts = [escape(shorten(part, available, SMALL)) for part in ([name] if is_low else halves(name)) if part]
    return f'<span style="font-size:{SMALL}px">{"<br>".join(parts)}</span>'


def names_of_rows(names: list[str], available: float, height: float) -> list[str]:
    """Names beside rows that share a height in pixels, 0 where that is not known, each as `fitted`."""
    pitch = height / len(names) if height and names else TWO_LINES
    return [fitted(name, available, pitch) for name in names]


def escape(text: str) -> str:
    """The text with the characters that plotly would read as markup made harmless."""
    return escape_html(text, quote=False)


def widest(texts: list[str], size: float = 12) -> float:
    """Pixels of the widest of the texts."""
    return max((width(text, size) for text in texts), default=0.0)

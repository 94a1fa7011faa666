"""What the browser is told of a page, a line each: plain values, in which all that is shown is HTML or a figure."""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from components.board.markup import html_of
from components.cards import drawing
from components.cards.states import message
from components.model.card import Card
from components.model.context import CardContext

Line = dict[str, Any]
#: The last line: without it a telling was cut off.
END: Line = {"end": True}
#: How hard lines are squeezed: figures shrink to a tenth at any level, and each level costs time.
_LEVEL = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """How a reader looks at one card: which indicator of its switch, and whether as a table."""

    which: int = 0
    is_table: bool = False


def card_line(card: Card, context: CardContext, choice: Choice) -> Line:
    """Return what stands on a card: of a key figure its content, of a chart its figure and what stands around it."""
    if card.is_key:
        content, state = drawing.key(card, context)
        return {"card": card.name, "key": html_of(content), "state": state}
    return _chart_line(card, drawing.chart(card, context, choice.which, is_table=choice.is_table))


def said_line(card: Card, words: str, state: str) -> Line:
    """Return a card that says a sentence."""
    if card.is_key:
        return {"card": card.name, "key": html_of(message(words, "")), "state": state}
    return _chart_line(card, drawing.sentence_answer(words, "bi-database-slash", state))


def _chart_line(card: Card, found: drawing.ChartAnswer) -> Line:
    return {
        "card": card.name,
        "figure": found.figure,
        "aside": html_of(found.aside),
        "meta": html_of(found.meta),
        "foot": html_of(found.foot),
        "path": html_of(found.path),
        "state": found.state,
        "view": found.view,
        "alt": found.alt,
    }


def parts_line(parts: Mapping[str, Any]) -> Line:
    """Return what stands around the cards: the sentence of the page, chips and notes, the as-of day."""
    return {"parts": {name: html_of(content) for name, content in parts.items()}}


def encoded(line: Line) -> bytes:
    """Return a line as it travels; raises ValueError for a NaN that slips through, since that is no JSON."""
    return json.dumps(line, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode() + b"\n"


def packed(lines: Iterable[Line]) -> Iterator[bytes]:
    """Yield lines compressed (gzip), each whole as soon as it is there."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    for line in lines:
        yield packer.compress(encoded(line)) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()

"""Earlier addresses of cards, in links that people keep, in tasks and in frozen pages: the only place that reads them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from components.model.card import Card, Narrow

#: Between the parts of an earlier text, and between those of a part: `keys~by~chart~narrow~span~height`.
_BETWEEN, _WITHIN = "~", "+"


@dataclass(frozen=True, slots=True)
class _Earlier:
    """What an earlier text says of a card, but for its width and height, which say nothing of what it shows."""

    keys: tuple[str, ...]
    by: tuple[str, ...]
    chart: str
    narrow: Narrow


def card_of(text: str, cards: Iterable[Card]) -> Card | None:
    """Return the card that an address names: by its name, as cards were named earlier, or by an indicator that it shows."""
    return _first(text, cards, (_is_named, _was_named, _is_of, _shows))


def same_card(text: str, cards: Iterable[Card]) -> Card | None:
    """Return the card that was kept under a name, or under the text by which it was known earlier, where it is still there."""
    return _first(text, cards, (_is_named, _was_named))


def _first(text: str, cards: Iterable[Card], ways: Iterable[Callable[[Card, str], bool]]) -> Card | None:
    own = tuple(cards)
    return next((card for is_meant in ways for card in own if is_meant(card, text)), None)


def _is_named(card: Card, text: str) -> bool:
    return card.name == text


def _was_named(card: Card, text: str) -> bool:
    return _earlier(text) == _Earlier(_keys(card), card.by, card.chart, card.narrow)


def _is_of(card: Card, text: str) -> bool:
    return card.main.key == text


def _shows(card: Card, text: str) -> bool:
    return text in _keys(card)


def _keys(card: Card) -> tuple[str, ...]:
    return tuple(one.key for one in card.indicators)


def _earlier(text: str) -> _Earlier | None:
    parts = text.split(_BETWEEN)
    if len(parts) != 6:
        return None
    keys, by, chart, narrow = (tuple(filter(None, part.split(_WITHIN))) for part in parts[:4])
    pairs = (pair.partition("=") for pair in narrow)
    return _Earlier(keys, by, "".join(chart), tuple((key, value) for key, _, value in pairs))

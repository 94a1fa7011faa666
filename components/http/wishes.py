"""What a browser wishes to take away, read strictly: the first thing that is wrong with it is raised."""

from collections.abc import Mapping
from typing import Any

from components.model.page import page_at
from data_access.domain.errors import BadValue
from data_access.domain.text import LANGS, Lang
from data_access.exports.reports import Asked

#: What a line of the audit has room for.
_LONGEST_PATH, _MOST_ROWS = 300, 2**31 - 1


def read(told: Mapping[str, Any]) -> Asked:
    """Return a wish as far as it can be read; raises BadValue."""
    lang, path, query = language(told), told.get("path", "/"), told.get("query") or {}
    choices, card = told.get("choices") or {}, told.get("card")
    if not isinstance(path, str) or not path.startswith("/"):
        raise BadValue("path", str(path), "the path of a page")
    page, _ = page_at(path)
    if len(path) > _LONGEST_PATH:
        raise BadValue("path", path, f"a path of at most {_LONGEST_PATH} signs")
    if not isinstance(query, dict) or not all(isinstance(value, str) for value in query.values()):
        raise BadValue("query", str(query)[:80], "an object of texts")
    if not isinstance(choices, dict) or not all(_is_count(value, 99) for value in choices.values()):
        raise BadValue("choices", f"{choices!r:.80}", "an object of places on cards' switches, from 0 to 99")
    if card is not None and not isinstance(card, str):
        raise BadValue("card", f"{card!r:.80}", "the name of a card")
    if card is not None:
        page.card(card)
    return Asked(path, query, lang, choices, card)


def rows(told: Mapping[str, Any]) -> int:
    """Return how many rows a browser says that it took; raises BadValue."""
    found = told.get("rows", 0)
    if not _is_count(found, _MOST_ROWS):
        raise BadValue("rows", f"{found!r:.80}", f"a whole number from 0 to {_MOST_ROWS}")
    return int(found)


def _is_count(value: Any, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def language(told: Mapping[str, Any]) -> Lang:
    """Return the language of a wish; raises BadValue."""
    lang = told.get("lang", "zh")
    if lang not in LANGS:
        raise BadValue("lang", str(lang), " or ".join(LANGS))
    return "en" if lang == "en" else "zh"

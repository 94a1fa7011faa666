"""A sentence of a brief: words, with figures in the places that the words name."""

import re

from data_access.brief.figures import Figure
from data_access.domain.text import Text

#: Words, and figures that lead to where they are shown.
Sentence = tuple[str | Figure, ...]


def sentence(words: Text, lang: str, **pieces: Figure | str | None) -> Sentence | None:
    """Return words with what was given in the places that they name in braces; None where one of them is missing."""
    said: list[str | Figure] = []
    for place, piece in enumerate(re.split(r"\{(\w+)\}", words(lang))):
        if place % 2 == 0:
            said += [piece] if piece else []
        elif (given := pieces[piece]) is None:
            return None
        else:
            said.append(given)
    return tuple(said)

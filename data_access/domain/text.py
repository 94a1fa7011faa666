"""Words in both languages of the product."""

from dataclasses import dataclass
from typing import Literal, get_args

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)


@dataclass(frozen=True, slots=True)
class Text:
    """A text for readers in Chinese and English; leaving a language out is a TypeError."""

    zh: str
    en: str

    def __call__(self, lang: str) -> str:
        """Return the words in `lang`; anything but English is Chinese."""
        return self.en if lang == "en" else self.zh

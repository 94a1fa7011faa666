"""The words of a PDF as people read them."""

import io
import unicodedata
from functools import lru_cache

from pypdf import PdfReader

#: Chromium names a shape that a character shares with a radical by the radical; most fold back by NFKC, these do not.
_RADICALS = str.maketrans("戶⻓⻔⻚⻋⻅⻛⻢⻝⻥⻄⻩⻘⻉⻰⻬⻮⻆", "户长门页车见风马食鱼西黄青贝龙齐齿角")


def folded(text: str) -> str:
    """Return a text without spaces and in one spelling of each character."""
    plain = unicodedata.normalize("NFKC", text).translate(_RADICALS)
    return "".join(plain.split())


@lru_cache(maxsize=4)  # reading one takes a second
def pages_of(file: bytes) -> list[str]:
    """Return the words of each page."""
    return [folded(page.extract_text()) for page in PdfReader(io.BytesIO(file)).pages]


def lowest_words(file: bytes, margin: float) -> list[float]:
    """Return for each page how far down its words reach above the foot, as a share of its height."""
    found = []
    for page in PdfReader(io.BytesIO(file)).pages:
        height, down = float(page.mediabox.height), [0.0]

        def met(text: str, cm: list[float], tm: list[float], _font: object, _size: float) -> None:
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            if text.strip() and y > margin:
                down.append(1 - y / height)  # noqa: B023

        page.extract_text(visitor_text=met)
        found.append(max(down))
    return found

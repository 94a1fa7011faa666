"""The words of a PDF as people read them, and what else stands on its pages."""

import unicodedata
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache

import pypdfium2
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

#: Chromium names a shape that a character shares with a radical by the radical; most fold back by NFKC, these do not. A hyphen
#: at the end of a line is told as a sign that is none.
_RADICALS = str.maketrans(
    "戶⻓⻔⻚⻋⻅⻛⻢⻝⻥⻄⻩⻘⻉⻰⻬⻮⻆⻨\ufffe", "户长门页车见风马食鱼西黄青贝龙齐齿角麦-"
)


def folded(text: str) -> str:
    """Return a text without spaces and in one spelling of each character."""
    plain = unicodedata.normalize("NFKC", text).translate(_RADICALS)
    return "".join(plain.split())


def _pages(file: bytes) -> Iterator[pypdfium2.PdfPage]:
    with closing(pypdfium2.PdfDocument(file)) as document:
        yield from document


@lru_cache(maxsize=4)
def pages_of(file: bytes) -> list[str]:
    """Return the words of each page."""
    return [folded(page.get_textpage().get_text_range()) for page in _pages(file)]


def lowest_words(file: bytes, margin: float) -> list[float]:
    """Return for each page how far down its words reach above the foot, as a share of its height."""
    found = []
    for page in _pages(file):
        text = page.get_textpage()
        feet = (text.get_rect(place)[1] for place in range(text.count_rects()))
        found.append(
            1 - min((foot for foot in feet if foot > margin), default=page.get_height()) / page.get_height()
        )
    return found


def images_in(file: bytes) -> list[int]:
    """Return how many bytes each picture of pixels has."""
    return [
        len(one.get_data()) for page in _pages(file) for one in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE])
    ]


def size_of(file: bytes) -> tuple[int, int]:
    """Return the width and the height of the first page in points."""
    (width, height), *_ = [page.get_size() for page in _pages(file)]
    return round(width), round(height)

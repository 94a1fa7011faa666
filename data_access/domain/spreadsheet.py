"""What a spreadsheet must not take for more than it is."""

import re

from data_access.domain.text import Text

#: The last column of every table that leaves as CSV: who took it under which id.
WATERMARK = Text("水印", "Watermark")
#: What is said of whatever leaves with personal fields as they were recorded.
UNMASKED = Text("含未脱敏个人信息", "personal fields unmasked")
_UNMASKED_FOR = Text("{mark}：{unmasked}，取得人 {who}", "{mark}: {unmasked}, taken by {who}")
# What a spreadsheet reads as the start of a formula (OWASP: CSV injection), full-width signs as in Chinese and Japanese
# editions too, and what no XML may hold.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def watermark_title(lang: str, unmasked_for: str = "") -> str:
    """Return how the column of the watermark is called: where persons are unmasked it says so, and for whom, in the first line."""
    if not unmasked_for:
        return WATERMARK(lang)
    return _UNMASKED_FOR(lang).format(mark=WATERMARK(lang), unmasked=UNMASKED(lang), who=unmasked_for)


def printed(value: str) -> str:
    """Return a text without the control characters that no cell and no XML can hold."""
    return _UNPRINTABLE.sub("", value)


def harmless(value: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    clean = printed(value)
    return f"'{clean}" if clean.startswith(_FORMULA) else clean

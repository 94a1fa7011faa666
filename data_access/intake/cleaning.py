"""Text of a source as it is meant: without signs that nobody sees, and without words that only say that nothing is known."""

import re
from collections.abc import Iterable

from sqlalchemy import Boolean, ColumnElement, String, case, func, null

#: Words for one unknown, in lower case, with the errors of spreadsheets; a mapping adds its own under `unknown_words`.
UNKNOWN_WORDS = (
    "unknown", "unspecified", "not specified", "not available", "not provided", "no data", "n/a", "na", "nan", "none", "null",
    "#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#num!", "#null!", "#spill!", "#calc!", "#getting_data",
    "-", "--", "—", "/", "不详", "未知", "不明", "未填", "未填写", "未注明", "无数据",
)  # fmt: skip
#: A number as spreadsheets write one of more digits than they show: from twelve on.
_CUT_SHORT = r"[-+]?[1-9](\.\d+)?[eE]\+?(1[1-9]|[2-9]\d|\d{3})"
#: Zero-width spaces and joiners, marks of direction, soft hyphens: two texts that differ by them look alike.
_UNSEEN = r"[\x{00AD}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{2064}\x{FEFF}]"
#: Spaces of other widths and control characters, which no XML bears and which end lines in labels.
_BLANKS = r"\x{0000}-\x{001F}\x{007F}-\x{00A0}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}"


def clean(text: ColumnElement[str]) -> ColumnElement[str]:
    """Return a text trimmed, with plain spaces and without signs that nobody sees; empty text is no value."""
    seen = func.regexp_replace(text, _UNSEEN, "", "g", type_=String)
    spaced = func.regexp_replace(seen, f"[ {_BLANKS}]+", " ", "g", type_=String)
    is_odd = func.regexp_matches(text, f"{_UNSEEN}|[{_BLANKS}]")  # looking is cheaper than replacing
    return func.nullif(func.trim(case((is_odd, spaced), else_=text)), "", type_=String)


def known(text: ColumnElement[str], words: Iterable[str]) -> ColumnElement[str]:
    """Return a text, NULL where it is one of the words for the unknown, in whatever case."""
    pattern = f"(?i)(?:{'|'.join(map(re.escape, sorted(words)))})"
    return case((func.regexp_full_match(text, pattern), null()), else_=text)


def is_cut_short(text: ColumnElement[str]) -> ColumnElement[bool]:
    """Say whether a text that names something is a number as `3.30106E+17`, whose other digits a spreadsheet cut off."""
    return func.regexp_full_match(text, _CUT_SHORT, type_=Boolean)

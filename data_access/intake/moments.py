"""Days and moments in text, as ISO has them or as a mapping spells them; those with a zone in the time of the city."""

from typing import Any

from sqlalchemy import ColumnElement, DateTime, and_, case, cast, func, try_cast
from sqlalchemy.types import TypeEngine

#: A time with Z or an offset behind it; the lengths are those of ISO texts without one, which most are.
_ZONED, _PLAIN_LENGTHS = r".*\d\d:\d\d(:\d\d(\.\d+)?)? *(Z|z|[+-]\d\d(:?\d\d)?)", (10, 16, 19)
#: The same in the only spelling that the engine reads: seconds said, nothing before the offset, a colon in it.
_SPELLINGS = (
    (r" +(Z|z|[+-]\d\d(:?\d\d)?)$", r"\1"),
    (r"([T ]\d\d:\d\d)(Z|z|[+-]\d\d(:?\d\d)?)$", r"\1:00\2"),
    (r"([+-]\d\d)(\d\d)$", r"\1:\2"),
)


def moment(
    text: ColumnElement[str], kind: TypeEngine[Any], formats: tuple[str, ...], zone: str
) -> ColumnElement[Any]:
    """Return the day or moment that a text says, NULL where it cannot be read; `zone` is that of the city."""
    if formats:
        return cast(_spelled(text, formats, zone), kind)
    may_have_zone = func.length(text).not_in(_PLAIN_LENGTHS)
    has_zone = and_(may_have_zone, func.regexp_full_match(text, _ZONED))
    return case((has_zone, cast(_with_zone(text, zone), kind)), else_=try_cast(text, kind))


def _with_zone(text: ColumnElement[str], zone: str) -> ColumnElement[Any]:
    for found, spelled in _SPELLINGS:
        text = func.regexp_replace(text, found, spelled)
    return _local(try_cast(func.upper(text), DateTime(timezone=True)), zone)


def _spelled(text: ColumnElement[str], formats: tuple[str, ...], zone: str) -> ColumnElement[Any]:
    """Return the moment by the first spelling that fits; a Z at the end of one is a zone, and no letter."""
    zoned = tuple(form for form in formats if form.endswith("Z") or "%z" in form)
    plain = tuple(form for form in formats if form not in zoned)
    read: list[ColumnElement[Any]] = []
    if plain:
        read.append(func.try_strptime(text, func.list_value(*plain), type_=DateTime))
    if zoned:
        offsets = [form if form.endswith("%Z") or "%z" in form else f"{form[:-1]}%z" for form in zoned]
        offset = func.regexp_replace(text, "[Zz]$", "+00:00")
        read.append(_local(func.try_strptime(offset, func.list_value(*offsets)), zone))
    return func.coalesce(*read, type_=DateTime)


def _local(instant: ColumnElement[Any], zone: str) -> ColumnElement[Any]:
    return func.timezone(zone, instant, type_=DateTime)

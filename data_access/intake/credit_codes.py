"""Unified social credit codes 统一社会信用代码: their two check characters, judged in the engine."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, func, or_

# GB 32100-2015: no I, O, S, V, Z. GB 11714-1997 for the organisation code at places 9 to 17.
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SHAPE = f"[{_ALPHABET}]{{18}}"


def is_wrong(code: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return the predicate of codes that are not 18 characters of the alphabet with both check characters right."""
    whole = (31 - _sum(code, _ALPHABET, 1, _WEIGHTS) % 31) % 31
    organisation = (11 - _sum(code, _ORGANISATION, 9, _ORGANISATION_WEIGHTS) % 11) % 11
    return and_(
        code.is_not(None),
        or_(
            ~func.regexp_full_match(code, _SHAPE),
            _place(code, _ALPHABET, 18) != whole,
            func.strpos("0123456789X", func.substr(code, 17, 1), type_=Integer) - 1 != organisation,
        ),
    )


def _sum(code: ColumnElement[Any], alphabet: str, start: int, weights: tuple[int, ...]) -> ColumnElement[int]:
    total = _place(code, alphabet, start) * weights[0]
    for number, weight in enumerate(weights[1:], start=start + 1):
        total += _place(code, alphabet, number) * weight
    return total


def _place(code: ColumnElement[Any], alphabet: str, number: int) -> ColumnElement[int]:
    return func.strpos(alphabet, func.substr(code, number, 1), type_=Integer) - 1

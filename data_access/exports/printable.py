"""Texts that documents can hold: XML, of which Office's files are made, has no control characters."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from data_access.domain.spreadsheet import printed

_Kept = TypeVar("_Kept")


def printable(value: _Kept) -> _Kept:
    """Return a value, a dataclass or a tuple with all that is in it, its texts without what no document can hold."""
    return cast("_Kept", _cleaned(value))


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return printed(value)
    if isinstance(value, tuple):
        return tuple(map(_cleaned, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _cleaned(getattr(value, field.name)) for field in fields(value)})
    return value

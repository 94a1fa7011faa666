"""Values of the store as readers see them: codes in words, truth as yes or no, persons masked."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
from sqlalchemy import Boolean, Column, ColumnElement, cast, null

from data_access.domain.access import Scope, masked
from data_access.domain.text import Text
from data_access.metrics.labels import Labels
from data_access.store.schema.columns import title_of

_YES_NO = {True: Text("是", "yes"), False: Text("否", "no")}


def readable(values: pd.Series, column: Column[Any], names: Labels, scope: Scope, lang: str) -> pd.Series:
    """Return a column as a reader may see it: codes in words, persons masked, truth as yes or no."""
    if (how := column.info["mask"]) and not scope.sees_persons:
        return values.map(lambda value: masked(None if pd.isna(value) else str(value), how)).astype(object)
    known = names.lists.get(column.info["codes"] or "", {})
    if known:
        return values.map(lambda code: known[code].title(lang) if code in known else code).astype(object)
    if isinstance(column.type, Boolean):
        return values.map(lambda value: None if pd.isna(value) else _YES_NO[bool(value)](lang)).astype(object)
    return values


def as_kept(columns: Iterable[Column[Any]], names: Labels) -> list[ColumnElement[Any]]:
    """Return columns as a snapshot has them: one of an earlier version lacks those that came later, which come empty then."""
    # What nothing is recorded in is empty in either.
    return [c if is_kept(c, names) else cast(null(), c.type).label(c.name) for c in columns]


def is_kept(column: Column[Any], names: Labels) -> bool:
    """Return whether a snapshot holds anything in a column."""
    return column in names.recorded or not column.nullable


def said(value: Any, column: Column[Any], names: Labels, scope: Scope, lang: str) -> str:
    """Return one value as a reader may see it, in words; empty for one that is not recorded."""
    if pd.isna(value):
        return ""
    (shown,) = readable(pd.Series([value], dtype=object), column, names, scope, lang)
    if isinstance(shown, pd.Timestamp):
        return f"{shown:%Y-%m-%d}" if shown == shown.normalize() else f"{shown:%Y-%m-%d %H:%M}"
    return f"{shown:,.2f}" if column.info["is_money"] else str(shown)


def titles(columns: list[Column[Any]], names: Labels, lang: str) -> dict[str, str]:
    """Return what stands over each column."""
    return {column.name: title_of(column, names.dataset.currency)(lang) for column in columns}

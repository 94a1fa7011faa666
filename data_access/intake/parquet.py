"""Parquet files into the staging tables: what has a type of its target's kind keeps it, all else becomes text."""

from pathlib import Path
from typing import Any

import duckdb
from duckdb import CaseExpression, ColumnExpression, ConstantExpression, Expression, FunctionExpression
from sqlalchemy import BigInteger, Boolean, Date, DateTime, Float, Integer, Numeric

from data_access.domain.errors import BadFile
from data_access.intake.mapping import Mapping
from data_access.intake.sniffing import check_columns, looked_at, places
from data_access.intake.staging import INCOMING, Staged
from data_access.intake.texts import Write
from data_access.store.drafts import Draft

_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
_DAYS = ("DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
_APPROXIMATE = ("DOUBLE", "FLOAT")
_NUMBERS = (*_WHOLE, *_APPROXIMATE, "DECIMAL")
#: Types of Parquet columns that a target's type takes without a loss.
_KINDS: dict[type[Any], tuple[str, ...]] = {
    Date: _DAYS, DateTime: _DAYS, Boolean: ("BOOLEAN",), Integer: _WHOLE, BigInteger: _WHOLE, Numeric: _NUMBERS,
    Float: _NUMBERS,
}  # fmt: skip
_ZONED = "TIMESTAMP WITH TIME ZONE"
#: From here on a number of the type may stand for its neighbour: 53 and 24 bits.
_EXACT = {"DOUBLE": 2**53, "FLOAT": 2**24}


def stage_parquet(draft: Draft, path: Path, mapping: Mapping, write: Write) -> Staged:
    """Read a Parquet file, through `write`; times with a zone become those of the city. Raises BadFile."""
    try:
        relation = draft.connection.read_parquet(str(path), file_row_number=True)
    except duckdb.Error as error:
        raise BadFile(f"{path} cannot be read as Parquet: {error}. Export it anew.") from error
    columns = tuple(name for name in relation.columns if name != "file_row_number")
    check_columns(str(path), columns, mapping.wanted)
    types = dict(zip(relation.columns, map(str, relation.types), strict=True))
    zoned = [name for name in mapping.wanted if types[name] == _ZONED]
    native = _native({**types, **dict.fromkeys(zoned, "TIMESTAMP")}, mapping)
    _check_exact(path, relation, {name: types[name] for name in mapping.wanted if name not in native})
    values = {name: _value(name, types[name], mapping.source.time_zone) for name in columns}
    as_text = [_text(values[name], types[name]).alias(name) for name in columns if name not in native]
    as_they_are = [values[name].alias(name) for name in native]
    relation.select(*as_text, *as_they_are, ColumnExpression("file_row_number")).create_view(
        INCOMING, replace=True
    )
    write(columns, native)
    note = f"times with a zone are kept as those of {mapping.source.time_zone}: {', '.join(zoned)}"
    return Staged(str(path), columns, notes=(note,) if zoned else ())


def some_rows(path: Path, count: int) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the columns of a file, its first rows and some from places further on, so many in all. Raises BadFile."""
    try:
        relation = duckdb.read_parquet(str(path), file_row_number=True)
        total = (relation.count("*").fetchone() or (0,))[0]
    except duckdb.Error as error:
        raise BadFile(f"{path} cannot be read as Parquet: {error}. Export it anew.") from error
    first, each = looked_at(count)
    number = ColumnExpression("file_row_number")
    is_wanted = number < ConstantExpression(first if total > count else count)
    for start in places(total) if total > count else []:
        is_wanted |= number.between(ConstantExpression(start), ConstantExpression(start + each - 1))
    columns = [name for name in relation.columns if name != "file_row_number"]
    found = relation.filter(is_wanted).sort(number).select(*[ColumnExpression(name) for name in columns])
    return columns, found.fetchall()


def _native(types: dict[str, str], mapping: Mapping) -> frozenset[str]:
    """Return the columns that need not become text first, as each of their targets is of their kind already."""
    if mapping.split is not None or mapping.group is not None:
        return frozenset()
    uses: dict[str, list[bool]] = {}
    for name, rule in mapping.columns.items():
        kind = _KINDS.get(type(mapping.table.c[name].type), ())
        for source in rule.columns:
            is_same = types[source].split("(")[0] in kind
            uses.setdefault(source, []).append(is_same and rule.is_plain)
    return frozenset(name for name, same in uses.items() if all(same))


def _check_exact(path: Path, relation: duckdb.DuckDBPyRelation, types: dict[str, str]) -> None:
    """Raise BadFile where a column of texts, as ids are, comes as numbers too large for their type to tell apart."""
    for name, kind in types.items():
        if kind in _EXACT:
            largest = relation.aggregate([FunctionExpression("max", _value(name, kind))]).fetchone()
            if largest and largest[0] is not None and largest[0] >= _EXACT[kind]:
                raise BadFile(
                    f"{path}: the column {name!r} holds numbers of which {kind} keeps no more than "
                    f"{len(str(_EXACT[kind])) - 1} digits; store ids as text and export it anew."
                )


def _value(name: str, kind: str, zone: str = "") -> Expression:
    """Return a column with the city's time in place of a zone's, and nothing in place of NaN."""
    value = ColumnExpression(name)
    if kind == _ZONED:
        return FunctionExpression("timezone", ConstantExpression(zone), value)
    if kind in _APPROXIMATE:
        return CaseExpression(~FunctionExpression("isnan", value), value)
    return value


def _text(value: Expression, kind: str) -> Expression:
    """Return a value as text, whole numbers as such whatever their type."""
    text = value.cast("VARCHAR")
    if kind not in _APPROXIMATE and not kind.startswith("DECIMAL"):
        return text
    whole = FunctionExpression("trunc", value)
    return CaseExpression(value == whole, whole.cast("HUGEINT").cast("VARCHAR")).otherwise(text)

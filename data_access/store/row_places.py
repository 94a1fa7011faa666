"""Rows of a list by their places in its table: DuckDB sorts numbers within its memory, where whole rows would not fit.

It needs what it sorts at once or in parts of a folder, and of rows of forty columns even the parts go beyond 64 MB; so the places are
sorted alone, and the rows are fetched by them, some thousands at a time.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Select, Table, bindparam, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Place(FunctionElement[int]):
    """The place of a row in its table, told by any column of it."""

    name, type, inherit_cache = "place", BigInteger(), True


@compiles(_Place, "duckdb")
def _spelt(element: _Place, compiler: SQLCompiler, **_: Any) -> str:
    (column,) = element.clauses
    return f"{compiler.preparer.format_table(column.table)}.rowid"


def _place(table: Table) -> _Place:
    return _Place(next(iter(table.c)))


def places(statement: Select[Any], table: Table) -> Select[Any]:
    """Return the places of the rows of a statement, each of which is of one row of `table`, in its order."""
    return statement.with_only_columns(_place(table).label("place"))


def at(statement: Select[Any], table: Table, found: Sequence[int]) -> Select[Any]:
    """Return the rows of a statement at some of its places, in its order."""
    wanted = select(func.unnest(bindparam(None, found, ARRAY(BigInteger))))
    return statement.limit(None).offset(None).where(_place(table).in_(wanted))

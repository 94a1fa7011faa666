"""DuckDB's spelling."""

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from data_access.store.engines import (
    Bucket,
    DaysBetween,
    Number,
    OneOf,
    Quantile,
    Total,
    code_type,
    operands,
)

#: The number of a day in its month or year, from 1: the day less it is the first, at half the cost of `date_trunc`.
_PLACES = {"month": "day", "year": "dayofyear"}


@compiles(Bucket, "duckdb")
def bucket(element: Bucket, compiler: SQLCompiler, **kw: Any) -> str:
    """`date_trunc` gives a timestamp for timestamps: cast, so that both answer a date."""
    column = compiler.process(operands(element)[0], **kw)
    if element.grain == "day":
        return f"CAST({column} AS DATE)"
    if place := _PLACES.get(element.grain):
        return f"(CAST({column} AS DATE) - CAST({place}({column}) - 1 AS INTEGER))"
    return f"CAST(date_trunc('{element.grain}', {column}) AS DATE)"


@compiles(DaysBetween, "duckdb")
def days_between(element: DaysBetween, compiler: SQLCompiler, **kw: Any) -> str:
    """`epoch` keeps fractions of a day."""
    first, second = (compiler.process(operand, **kw) for operand in operands(element))
    return f"((epoch({second}) - epoch({first})) / 86400.0)"


@compiles(Quantile, "duckdb")
def quantile(element: Quantile, compiler: SQLCompiler, **kw: Any) -> str:
    """`quantile_cont` interpolates."""
    share, number = (compiler.process(operand, **kw) for operand in operands(element))
    return f"quantile_cont({number}, {share})"


@compiles(Number, "duckdb")
def number(element: Number, compiler: SQLCompiler, **kw: Any) -> str:
    """A double has eight bytes."""
    return f"CAST({compiler.process(operands(element)[0], **kw)} AS DOUBLE)"


@compiles(Total, "duckdb")
def total(element: Total, compiler: SQLCompiler, **kw: Any) -> str:
    """`sum` of no rows is NULL."""
    return f"sum({compiler.process(operands(element)[0], **kw)})"


@compiles(OneOf, "duckdb")
def is_one_of(element: OneOf, compiler: SQLCompiler, **kw: Any) -> str:
    """A text beside an ENUM would make the whole column text: each is told as a code, NULL where no row holds it."""
    column, *texts = (compiler.process(operand, **kw) for operand in operands(element))
    if (name := code_type(element.codes)) in getattr(compiler.dialect, "code_types", ()):
        texts = [f"TRY_CAST({text} AS {name})" for text in texts]
    return f"({column} IN ({', '.join(texts)}))"

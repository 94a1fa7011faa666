"""PostgreSQL's spelling."""

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from data_access.store.engines import (
    Bucket,
    CountIf,
    DaysBetween,
    EachOf,
    Holds,
    Number,
    OneOf,
    Quantile,
    Total,
    operands,
)


@compiles(Bucket, "postgresql")
def bucket(element: Bucket, compiler: SQLCompiler, **kw: Any) -> str:
    """`date_trunc` gives a timestamp: cast to a date."""
    column = compiler.process(operands(element)[0], **kw)
    if element.grain == "day":
        return f"CAST({column} AS DATE)"
    return f"CAST(date_trunc('{element.grain}', {column}) AS DATE)"


@compiles(EachOf, "postgresql")
def each_of(element: EachOf, compiler: SQLCompiler, **kw: Any) -> str:
    """A list that is laid out in rows."""
    days = ", ".join(compiler.process(operand, **kw) for operand in operands(element))
    return f"unnest(ARRAY[{days}])"


@compiles(CountIf, "postgresql")
def count_if(element: CountIf, compiler: SQLCompiler, **kw: Any) -> str:
    """A filter of the count."""
    return f"count(*) FILTER (WHERE {compiler.process(operands(element)[0], **kw)})"


@compiles(DaysBetween, "postgresql")
def days_between(element: DaysBetween, compiler: SQLCompiler, **kw: Any) -> str:
    """The difference of two dates is a number there, of two timestamps an interval: cast to have one answer."""
    first, second = (compiler.process(operand, **kw) for operand in operands(element))
    return f"(EXTRACT(EPOCH FROM (CAST({second} AS TIMESTAMP) - CAST({first} AS TIMESTAMP))) / 86400.0)"


@compiles(Quantile, "postgresql")
def quantile(element: Quantile, compiler: SQLCompiler, **kw: Any) -> str:
    """`percentile_cont` is an ordered-set aggregate."""
    share, number = (compiler.process(operand, **kw) for operand in operands(element))
    return f"percentile_cont({share}) WITHIN GROUP (ORDER BY {number})"


@compiles(Number, "postgresql")
def number(element: Number, compiler: SQLCompiler, **kw: Any) -> str:
    """A double has eight bytes."""
    return f"CAST({compiler.process(operands(element)[0], **kw)} AS DOUBLE PRECISION)"


@compiles(Holds, "postgresql")
def holds(element: Holds, compiler: SQLCompiler, **kw: Any) -> str:
    """A place from 1, or 0."""
    text, held = (compiler.process(operand, **kw) for operand in operands(element))
    return f"(strpos(lower({text}), lower({held})) > 0)"


@compiles(Total, "postgresql")
def total(element: Total, compiler: SQLCompiler, **kw: Any) -> str:
    """`sum` of no rows is NULL."""
    return f"sum({compiler.process(operands(element)[0], **kw)})"


@compiles(OneOf, "postgresql")
def is_one_of(element: OneOf, compiler: SQLCompiler, **kw: Any) -> str:
    """Texts beside texts."""
    column, *codes = (compiler.process(operand, **kw) for operand in operands(element))
    return f"({column} IN ({', '.join(codes)}))"

"""ClickHouse's spelling, for the dialect `clickhousedb` of clickhouse-connect."""

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

_START = {
    "day": "toDate32({})",
    "week": "toMonday({})",
    "month": "toStartOfMonth({})",
    "quarter": "toStartOfQuarter({})",
    "year": "toStartOfYear({})",
}


@compiles(Bucket, "clickhousedb")
def bucket(element: Bucket, compiler: SQLCompiler, **kw: Any) -> str:
    """One function for each grain; all answer a day, of any year, as the settings of `reading` have it."""
    return _START[element.grain].format(compiler.process(operands(element)[0], **kw))


@compiles(EachOf, "clickhousedb")
def each_of(element: EachOf, compiler: SQLCompiler, **kw: Any) -> str:
    """A list that is laid out in rows."""
    days = ", ".join(compiler.process(operand, **kw) for operand in operands(element))
    return f"arrayJoin([{days}])"


@compiles(CountIf, "clickhousedb")
def count_if(element: CountIf, compiler: SQLCompiler, **kw: Any) -> str:
    """A combinator of the count."""
    return f"countIf({compiler.process(operands(element)[0], **kw)})"


@compiles(DaysBetween, "clickhousedb")
def days_between(element: DaysBetween, compiler: SQLCompiler, **kw: Any) -> str:
    """`dateDiff` in seconds keeps fractions of a day."""
    first, second = (compiler.process(operand, **kw) for operand in operands(element))
    return f"(dateDiff('second', toDateTime64({first}, 0), toDateTime64({second}, 0)) / 86400.0)"


@compiles(Quantile, "clickhousedb")
def quantile(element: Quantile, compiler: SQLCompiler, **kw: Any) -> str:
    """`quantileExactInclusive` interpolates as the others do; its level is a parameter of the function."""
    share, number = (compiler.process(operand, **kw) for operand in operands(element))
    return f"quantileExactInclusive({share})({number})"


@compiles(Number, "clickhousedb")
def number(element: Number, compiler: SQLCompiler, **kw: Any) -> str:
    """`toFloat64` keeps NULL, where CAST refuses it."""
    return f"toFloat64({compiler.process(operands(element)[0], **kw)})"


@compiles(Holds, "clickhousedb")
def holds(element: Holds, compiler: SQLCompiler, **kw: Any) -> str:
    """`lower` knows the letters of ASCII alone; a pattern could not be told which of its signs are none."""
    text, held = (compiler.process(operand, **kw) for operand in operands(element))
    return f"(position(lowerUTF8({text}), lowerUTF8({held})) > 0)"


@compiles(Total, "clickhousedb")
def total(element: Total, compiler: SQLCompiler, **kw: Any) -> str:
    """`sum` of no rows would be 0."""
    return f"sumOrNull({compiler.process(operands(element)[0], **kw)})"


@compiles(OneOf, "clickhousedb")
def is_one_of(element: OneOf, compiler: SQLCompiler, **kw: Any) -> str:
    """Texts beside texts."""
    column, *codes = (compiler.process(operand, **kw) for operand in operands(element))
    return f"({column} IN ({', '.join(codes)}))"

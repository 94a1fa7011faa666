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
    Quantile,
    Total,
    spell,
    spelt,
)

_START = {
    "day": "toDate32({})",
    "week": "toMonday({})",
    "month": "toStartOfMonth({})",
    "quarter": "toStartOfQuarter({})",
    "year": "toStartOfYear({})",
}

spell("clickhousedb", {
    CountIf: "countIf({0})",
    # In seconds, which keeps fractions of a day.
    DaysBetween: "(dateDiff('second', toDateTime64({0}, 0), toDateTime64({1}, 0)) / 86400.0)",
    # It interpolates as the others do; its level is a parameter of the function.
    Quantile: "quantileExactInclusive({0})({1})",
    # It keeps NULL, where CAST refuses it.
    Number: "toFloat64({0})",
    # `lower` knows the letters of ASCII alone; a pattern could not be told which of its signs are none.
    Holds: "(position(lowerUTF8({0}), lowerUTF8({1})) > 0)",
    # `sum` of no rows would be 0.
    Total: "sumOrNull({0})",
})  # fmt: skip


@compiles(Bucket, "clickhousedb")
def bucket(element: Bucket, compiler: SQLCompiler, **kw: Any) -> str:
    """One function for each grain; all answer a day, of any year, as the settings of `reading` have it."""
    return _START[element.grain].format(*spelt(element, compiler, **kw))


@compiles(EachOf, "clickhousedb")
def each_of(element: EachOf, compiler: SQLCompiler, **kw: Any) -> str:
    """A list that is laid out in rows."""
    return f"arrayJoin([{', '.join(spelt(element, compiler, **kw))}])"

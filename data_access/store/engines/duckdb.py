"""DuckDB's spelling."""

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from data_access.store.engines import (
    BUCKETS,
    Bucket,
    BucketNumber,
    CountIf,
    DaysBetween,
    EachOf,
    FirstDay,
    Holds,
    Number,
    OneOf,
    Quantile,
    Total,
    code_type,
    operands,
)

#: The number of a day in its month or year, from 1: the day less it is the first, at half the cost of `date_trunc`.
_PLACES = {"month": "day", "year": "dayofyear"}


#: Microseconds of a day.
_DAY = "86400000000.0"


@compiles(Bucket, "duckdb")
def bucket(element: Bucket, compiler: SQLCompiler, **kw: Any) -> str:
    """`date_trunc` gives a timestamp for timestamps: cast, so that both answer a date."""
    column = compiler.process(operands(element)[0], **kw)
    if element.grain == "day":
        return f"CAST({column} AS DATE)"
    if place := _PLACES.get(element.grain):
        return f"(CAST({column} AS DATE) - CAST({place}({column}) - 1 AS INTEGER))"
    return f"CAST(date_trunc('{element.grain}', {column}) AS DATE)"


#: By numbers of a known range rows are grouped at half the cost of dates; a date is made of each group's alone.
_NUMBERS = {
    "month": "(year({0}) * 12 + month({0}) - 1)",
    "quarter": "(year({0}) * 4 + quarter({0}) - 1)",
    "year": "year({0})",
}
_FIRST_DAYS = {
    "month": "make_date({0} // 12, {0} % 12 + 1, 1)",
    "quarter": "make_date({0} // 4, {0} % 4 * 3 + 1, 1)",
    "year": "make_date({0}, 1, 1)",
}


@compiles(BucketNumber, "duckdb")
def bucket_number(element: BucketNumber, compiler: SQLCompiler, **kw: Any) -> str:
    """Days and weeks are numbered by their dates."""
    if element.grain in _NUMBERS:
        return _NUMBERS[element.grain].format(compiler.process(operands(element)[0], **kw))
    return compiler.process(BUCKETS[element.grain](operands(element)[0]), **kw)


@compiles(FirstDay, "duckdb")
def first_day(element: FirstDay, compiler: SQLCompiler, **kw: Any) -> str:
    """See bucket_number."""
    return _FIRST_DAYS.get(element.grain, "{0}").format(compiler.process(operands(element)[0], **kw))


@compiles(EachOf, "duckdb")
def each_of(element: EachOf, compiler: SQLCompiler, **kw: Any) -> str:
    """A list that is laid out in rows."""
    days = ", ".join(compiler.process(operand, **kw) for operand in operands(element))
    return f"unnest([{days}])"


@compiles(CountIf, "duckdb")
def count_if(element: CountIf, compiler: SQLCompiler, **kw: Any) -> str:
    """A function of its own costs half of `count` with a filter or a case; of conditions that are all NULL it makes NULL."""
    return f"coalesce(count_if({compiler.process(operands(element)[0], **kw)}), 0)"


@compiles(DaysBetween, "duckdb")
def days_between(element: DaysBetween, compiler: SQLCompiler, **kw: Any) -> str:
    """Microseconds keep fractions of a day."""
    return f"({_elapsed(element, compiler, **kw)} / {_DAY})"


def _elapsed(element: DaysBetween, compiler: SQLCompiler, **kw: Any) -> str:
    first, second = (compiler.process(operand, **kw) for operand in operands(element))
    return f"(epoch_us({second}) - epoch_us({first}))"


@compiles(Quantile, "duckdb")
def quantile(element: Quantile, compiler: SQLCompiler, **kw: Any) -> str:
    """`quantile_cont` interpolates; of elapsed days it sorts the microseconds, which takes two thirds of the time."""
    if isinstance(between := operands(element)[1], DaysBetween):
        share = compiler.process(operands(element)[0], **kw)
        return f"(quantile_cont({_elapsed(between, compiler, **kw)}, {share}) / {_DAY})"
    share, number = (compiler.process(operand, **kw) for operand in operands(element))
    return f"quantile_cont({number}, {share})"


@compiles(Number, "duckdb")
def number(element: Number, compiler: SQLCompiler, **kw: Any) -> str:
    """A double has eight bytes."""
    return f"CAST({compiler.process(operands(element)[0], **kw)} AS DOUBLE)"


@compiles(Holds, "duckdb")
def holds(element: Holds, compiler: SQLCompiler, **kw: Any) -> str:
    """A function of its own, to which a pattern would be turned."""
    text, held = (compiler.process(operand, **kw) for operand in operands(element))
    return f"contains(lower({text}), lower({held}))"


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

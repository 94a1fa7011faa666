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
    code_type,
    operands,
    spell,
    spelt,
)

#: The number of a day in its month or year, from 1: the day less it is the first, at half the cost of `date_trunc`.
_PLACES = {"month": "day", "year": "dayofyear"}
#: Microseconds of a day.
_DAY = "86400000000.0"

spell("duckdb", {
    # A function of its own costs half of `count` with a filter or a case; of conditions that are all NULL it makes NULL.
    CountIf: "coalesce(count_if({0}), 0)",
    Number: "CAST({0} AS DOUBLE)",
    # A function of its own, to which a pattern would be turned.
    Holds: "contains(lower({0}), lower({1}))",
})  # fmt: skip


@compiles(Bucket, "duckdb")
def bucket(element: Bucket, compiler: SQLCompiler, **kw: Any) -> str:
    """`date_trunc` gives a timestamp for timestamps: cast, so that both answer a date."""
    (column,) = spelt(element, compiler, **kw)
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
        return _NUMBERS[element.grain].format(*spelt(element, compiler, **kw))
    return compiler.process(BUCKETS[element.grain](operands(element)[0]), **kw)


@compiles(FirstDay, "duckdb")
def first_day(element: FirstDay, compiler: SQLCompiler, **kw: Any) -> str:
    """See bucket_number."""
    return _FIRST_DAYS.get(element.grain, "{0}").format(*spelt(element, compiler, **kw))


@compiles(EachOf, "duckdb")
def each_of(element: EachOf, compiler: SQLCompiler, **kw: Any) -> str:
    """A list that is laid out in rows."""
    return f"unnest([{', '.join(spelt(element, compiler, **kw))}])"


@compiles(DaysBetween, "duckdb")
def days_between(element: DaysBetween, compiler: SQLCompiler, **kw: Any) -> str:
    """Microseconds keep fractions of a day."""
    return f"({_elapsed(element, compiler, **kw)} / {_DAY})"


def _elapsed(element: DaysBetween, compiler: SQLCompiler, **kw: Any) -> str:
    first, second = spelt(element, compiler, **kw)
    return f"(epoch_us({second}) - epoch_us({first}))"


@compiles(Quantile, "duckdb")
def quantile(element: Quantile, compiler: SQLCompiler, **kw: Any) -> str:
    """`quantile_cont` interpolates; of elapsed days it sorts the microseconds, which takes two thirds of the time."""
    if isinstance(between := operands(element)[1], DaysBetween):
        share = compiler.process(operands(element)[0], **kw)
        return f"(quantile_cont({_elapsed(between, compiler, **kw)}, {share}) / {_DAY})"
    share, number = spelt(element, compiler, **kw)
    return f"quantile_cont({number}, {share})"


@compiles(OneOf, "duckdb")
def is_one_of(element: OneOf, compiler: SQLCompiler, **kw: Any) -> str:
    """A text beside an ENUM would make the whole column text: each is told as a code, NULL where no row holds it."""
    column, *texts = spelt(element, compiler, **kw)
    if (name := code_type(element.codes)) in getattr(compiler.dialect, "code_types", ()):
        texts = [f"TRY_CAST({text} AS {name})" for text in texts]
    return f"({column} IN ({', '.join(texts)}))"

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
    Quantile,
    spell,
    spelt,
)

spell("postgresql", {
    CountIf: "count(*) FILTER (WHERE {0})",
    # The difference of two dates is a number there, of two timestamps an interval: cast to have one answer.
    DaysBetween: "(EXTRACT(EPOCH FROM (CAST({1} AS TIMESTAMP) - CAST({0} AS TIMESTAMP))) / 86400.0)",
    Quantile: "percentile_cont({0}) WITHIN GROUP (ORDER BY {1})",
    Number: "CAST({0} AS DOUBLE PRECISION)",
    Holds: "(strpos(lower({0}), lower({1})) > 0)",
})  # fmt: skip


@compiles(Bucket, "postgresql")
def bucket(element: Bucket, compiler: SQLCompiler, **kw: Any) -> str:
    """`date_trunc` gives a timestamp: cast to a date."""
    (column,) = spelt(element, compiler, **kw)
    if element.grain == "day":
        return f"CAST({column} AS DATE)"
    return f"CAST(date_trunc('{element.grain}', {column}) AS DATE)"


@compiles(EachOf, "postgresql")
def each_of(element: EachOf, compiler: SQLCompiler, **kw: Any) -> str:
    """A list that is laid out in rows."""
    return f"unnest(ARRAY[{', '.join(spelt(element, compiler, **kw))}])"

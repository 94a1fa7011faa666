"""What differs from engine to engine, as a few SQL functions that each engine module spells in its own way."""

from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Date, Float, Integer, String, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class Bucket(FunctionElement[Any]):
    """The first day of the bucket (day, week, month …) in which a date or timestamp falls, as a date."""

    type = Date()
    inherit_cache = True
    grain = ""


class Day(Bucket):
    """The day itself."""

    name, grain, inherit_cache = "bucket_day", "day", True


class Week(Bucket):
    """The Monday of the ISO week."""

    name, grain, inherit_cache = "bucket_week", "week", True


class Month(Bucket):
    """The first day of the month."""

    name, grain, inherit_cache = "bucket_month", "month", True


class Quarter(Bucket):
    """The first day of the quarter."""

    name, grain, inherit_cache = "bucket_quarter", "quarter", True


class Year(Bucket):
    """The first of January."""

    name, grain, inherit_cache = "bucket_year", "year", True


BUCKETS: dict[str, type[Bucket]] = {kind.grain: kind for kind in (Day, Week, Month, Quarter, Year)}


class BucketNumber(FunctionElement[Any]):
    """A number of the bucket in which a date or timestamp falls, greater for a later one: rows are grouped fastest by it."""

    type = Integer()
    inherit_cache = True
    grain = ""


class FirstDay(FunctionElement[Any]):
    """The first day of a bucket by its number."""

    type = Date()
    inherit_cache = True
    grain = ""


def _of_each_grain(kind: type[Any]) -> dict[str, type[Any]]:
    return {
        grain: type(
            f"{kind.__name__}_{grain}",
            (kind,),
            {"grain": grain, "inherit_cache": True, "name": f"{kind.__name__}_{grain}"},
        )
        for grain in BUCKETS
    }


NUMBERS, FIRST_DAYS = _of_each_grain(BucketNumber), _of_each_grain(FirstDay)


class DaysBetween(FunctionElement[Any]):
    """Elapsed days from the first to the second moment, with fractions; NULL where either is NULL."""

    name, type, inherit_cache = "days_between", Float(), True


class Quantile(FunctionElement[Any]):
    """The interpolated quantile of a number: `Quantile(0.5, x)` with a literal share."""

    name, type, inherit_cache = "quantile", Float(), True


class Number(FunctionElement[Any]):
    """A number in double precision, so that a division is one of doubles everywhere; NULL stays NULL."""

    name, type, inherit_cache = "number", Float(), True


class CountIf(FunctionElement[int]):
    """How many rows a condition holds for."""

    name, type, inherit_cache = "count_if", Integer(), True


class EachOf(FunctionElement[Any]):
    """A row for each of some days, in a SELECT of its own."""

    name, type, inherit_cache = "each_of", Date(), True


class Holds(FunctionElement[bool]):
    """Whether a text holds another one, whatever the case of their letters: `Holds(column, "text")`."""

    name, type, inherit_cache = "holds", Boolean(), True


class Total(FunctionElement[Any]):
    """The sum of a number over the rows that have it; NULL where none has."""

    name, inherit_cache = "total", True

    def __init__(self, number: ColumnElement[Any]) -> None:
        self.type = number.type
        super().__init__(number)


class OneOf(FunctionElement[bool]):
    """Whether a column of codes holds one of some texts; see `one_of`."""

    name, type, inherit_cache = "one_of", Boolean(), True
    codes = ""


#: One for all texts: of each new type a dialect makes its own.
_TEXT = String()


@cache
def _one_of(key: str) -> type[OneOf]:
    return type(f"OneOf_{key}", (OneOf,), {"codes": key, "inherit_cache": True})


def one_of(column: ColumnElement[Any], texts: Sequence[str], key: str) -> OneOf:
    """Return whether a column holds one of some texts; `key` names the list of its codes."""
    return _one_of(key)(column, *(literal(text, _TEXT) for text in texts))


def code_type(key: str) -> str:
    """Return what the type of a list of codes is called in a store."""
    return f"code_{key}"


def operands(element: FunctionElement[Any]) -> list[ColumnElement[Any]]:
    """Return the arguments of a function element, for the engine modules."""
    return list(element.clauses)


def spelt(element: FunctionElement[Any], compiler: SQLCompiler, **kw: Any) -> list[str]:
    """Return the arguments of a function element as the engine of a compiler spells them."""
    return [compiler.process(operand, **kw) for operand in operands(element)]


def spell(dialect: str, spellings: Mapping[type[FunctionElement[Any]], str]) -> None:
    """Have a dialect spell functions as texts in which {0}, {1} … stand for their arguments, already spelt."""
    for kind, text in spellings.items():
        compiles(kind, dialect)(partial(_filled, text))


def _filled(text: str, element: FunctionElement[Any], compiler: SQLCompiler, **kw: Any) -> str:
    return text.format(*spelt(element, compiler, **kw))


# The engine modules register their spellings on import.
from data_access.store.engines import clickhouse, duckdb, postgresql  # noqa: E402  (they need the classes above)

__all__ = [
    "BUCKETS",
    "FIRST_DAYS",
    "NUMBERS",
    "Bucket",
    "BucketNumber",
    "CountIf",
    "Day",
    "DaysBetween",
    "EachOf",
    "FirstDay",
    "Holds",
    "Number",
    "OneOf",
    "Quantile",
    "Total",
    "clickhouse",
    "code_type",
    "duckdb",
    "one_of",
    "operands",
    "postgresql",
    "spell",
    "spelt",
]


@compiles(BucketNumber)
def _bucket_number(element: BucketNumber, compiler: SQLCompiler, **kw: Any) -> str:
    """Spell it as the first day, which numbers a bucket as well as anything; an engine may know a quicker number."""
    return compiler.process(BUCKETS[element.grain](operands(element)[0]), **kw)


@compiles(FirstDay)
def _first_day(element: FirstDay, compiler: SQLCompiler, **kw: Any) -> str:
    return compiler.process(operands(element)[0], **kw)


@compiles(Total)
def _total(element: Total, compiler: SQLCompiler, **kw: Any) -> str:
    """`sum` of no rows is NULL in the standard."""
    return _filled("sum({0})", element, compiler, **kw)


@compiles(OneOf)
def _is_one_of(element: OneOf, compiler: SQLCompiler, **kw: Any) -> str:
    """Texts beside texts."""
    column, *codes = spelt(element, compiler, **kw)
    return f"({column} IN ({', '.join(codes)}))"

"""The text of a source into the types of its table, in steps that each look at the one before."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Double,
    FromClause,
    Integer,
    Numeric,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    try_cast,
)
from sqlalchemy.types import Float, TypeEngine

from data_access.domain.codes import code_table
from data_access.intake.cleaning import clean, is_cut_short, known
from data_access.intake.mapping import Mapping, Rule
from data_access.intake.moments import moment
from data_access.store.schema import code

#: Suffix of the columns that hold text which its type or code list could not read, or whose digits are cut off.
UNREAD = "__unread"
_TRUE, _FALSE = ("true", "t", "yes", "y", "1", "是", "√"), ("false", "f", "no", "n", "0", "否", "×")
#: Commas stand between groups of three digits or the text is no number: "1.234,50" must not become 1.2345.
_GROUPED = r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?"


@dataclass(frozen=True, slots=True)
class _Reading:
    """One target column on its way: its rule, the words that stand for no value in it, and the zone of the city.

    A `cast` one is first read as it stands, as casts pass over spaces by themselves and cleaning only what they could not
    read saves a third of the time. A `native` one comes in a type of the target's kind.
    """

    target: Column[Any]
    rule: Rule
    words: frozenset[str]
    zone: str
    is_native: bool

    @property
    def name(self) -> str:
        return self.target.name

    @property
    def is_text(self) -> bool:
        return bool(self.target.info["codes"]) or isinstance(self.target.type, String)

    @property
    def is_cast(self) -> bool:
        is_lenient = not (self.is_text or self.rule.formats or isinstance(self.target.type, Boolean))
        return is_lenient and self.rule.is_plain

    def part(self, number: int) -> str:
        """Return what the text of its source column of a number is called between the steps."""
        return f"{self.name}__{number}"


def typed_rows(source: FromClause, mapping: Mapping) -> Select[Any]:
    """Return the SELECT of the target columns of a source in their types, with words in place of codes.

    Beside each column stands the text that could not be read; `source_row` is handed on.
    """
    readings = []
    for name, rule in mapping.columns.items():
        target = mapping.table.c[name]
        if not (rule.is_row_number or (rule.constant is not None and target.info["codes"])):
            words = mapping.unknown_words - {key.lower() for key, _ in rule.values} - _codes_of(target)
            is_native = rule.is_plain and not isinstance(source.c[rule.columns[0]].type, String)
            readings.append(_Reading(target, rule, words, mapping.source.time_zone, is_native))
    rows = source
    # In one step each expression would be written out wherever another looks at it: longer by magnitudes.
    for step in (_taken, _cleaned, _joined, _translated):
        rows = _select(rows, readings, step).subquery(step.__name__.strip("_"))
    return _select(_select(rows, readings, _read).subquery("read"), readings, _judged)


def _codes_of(target: Column[Any]) -> frozenset[str]:
    """Return the codes, in lower case, that a column may hold: "none" is what was found, where a list says so."""
    every = _every_code()
    return (
        frozenset[str]().union(*every.values())
        if target.table is code
        else every.get(target.info["codes"], frozenset())
    )


@cache
def _every_code() -> dict[str, frozenset[str]]:
    lists: dict[str, set[str]] = {}
    for row in code_table().to_pylist():
        lists.setdefault(row["list_key"], set()).add(row["code"].lower())
    return {key: frozenset(codes) for key, codes in lists.items()}


_Step = Callable[[_Reading, FromClause], Iterator[ColumnElement[Any]]]


def _select(rows: FromClause, readings: list[_Reading], step: _Step) -> Select[Any]:
    columns: list[ColumnElement[Any]] = [rows.c.source_row] if "source_row" in rows.c else []
    return select(*columns, *[column for one in readings for column in step(one, rows)]).select_from(rows)


def _taken(one: _Reading, rows: FromClause) -> Iterator[ColumnElement[Any]]:
    """Take the columns of the source, and cast what can be cast as it stands."""
    for number, name in enumerate(one.rule.columns):
        yield rows.c[name].label(one.part(number))
    if one.is_native:
        yield try_cast(rows.c[one.rule.columns[0]], one.target.type).label(one.name)
    elif one.is_cast:
        yield typed(rows.c[one.rule.columns[0]], one.target.type, (), one.zone).label(one.name)


def _cleaned(one: _Reading, rows: FromClause) -> Iterator[ColumnElement[Any]]:
    for number in range(len(one.rule.columns)):
        part = rows.c[one.part(number)]
        text: ColumnElement[str]
        if one.is_native:
            text = cast(part, String)
        elif one.is_cast:
            text = case((rows.c[one.name].is_(None), clean(part)))
        else:
            text = clean(part)
        yield text.label(one.part(number))
    yield from _value(one, rows)


def _joined(one: _Reading, rows: FromClause) -> Iterator[ColumnElement[Any]]:
    """Make one text of all columns, without words for the unknown."""
    parts = [known(rows.c[one.part(number)], one.words) for number in range(len(one.rule.columns))]
    if one.rule.constant is not None:
        text: ColumnElement[str] = literal(one.rule.constant, String)
    elif one.rule.is_hash:
        digest = func.md5(func.concat_ws("\x1f", *[func.coalesce(part, "") for part in parts]), type_=String)
        # Rows that differ in digits that were cut off would have the same digest.
        text = case(*[(is_cut_short(part), part) for part in parts], else_=digest)
    elif len(parts) > 1:
        text = func.nullif(func.concat_ws(one.rule.separator, *parts), "", type_=String)
    else:
        text = parts[0]
    yield text.label(one.part(0))
    yield from _value(one, rows)


def _translated(one: _Reading, rows: FromClause) -> Iterator[ColumnElement[Any]]:
    """Replace text by other text; a constant is what it is."""
    text: ColumnElement[str] = rows.c[one.part(0)]
    rule = one.rule
    if rule.constant is None and rule.values:
        other = text if rule.other is None else case((text.is_not(None), rule.other), else_=null())
        text = func.nullif(case(dict(rule.values), value=text, else_=other), "", type_=String)
    if rule.default is not None:
        text = func.coalesce(text, rule.default, type_=String)
    yield text.label(one.part(0))
    yield from _value(one, rows)


def _read(one: _Reading, rows: FromClause) -> Iterator[ColumnElement[Any]]:
    text = rows.c[one.part(0)]
    yield text
    if one.is_native:
        yield rows.c[one.name]
    elif not one.is_text:
        value = typed(text, one.target.type, one.rule.formats, one.zone)
        first = [rows.c[one.name]] if one.is_cast else []
        yield (
            func.coalesce(*first, value, type_=one.target.type).label(one.name)
            if first
            else value.label(one.name)
        )


def _judged(one: _Reading, rows: FromClause) -> Iterator[ColumnElement[Any]]:
    """Leave the text alone where it was read, or is what was asked for."""
    text = rows.c[one.part(0)]
    if one.is_text and not one.is_native:
        yield case((is_cut_short(text), null()), else_=text).label(one.name)
        yield case((is_cut_short(text), text)).label(one.name + UNREAD)
        return
    yield rows.c[one.name]
    yield case((rows.c[one.name].is_(None), text)).label(one.name + UNREAD)


def _value(one: _Reading, rows: FromClause) -> Iterator[ColumnElement[Any]]:
    """Hand on the value that a column has before its text was looked at."""
    if one.is_native or one.is_cast:
        yield rows.c[one.name]


def typed(
    text: ColumnElement[str], kind: TypeEngine[Any], formats: tuple[str, ...], zone: str
) -> ColumnElement[Any]:
    """Return the value of a text as a type, NULL where it cannot be read; `zone` is that of the city."""
    if isinstance(kind, Date | DateTime):
        return moment(text, kind, formats, zone)
    if isinstance(kind, Boolean):
        plain = func.lower(text)
        return case((plain.in_(_TRUE), literal(True)), (plain.in_(_FALSE), literal(False)), else_=null())
    if isinstance(kind, Integer):
        number = _number(text, Double())
        # "3.0" from a spreadsheet is a whole number, "3.6" is not to be rounded.
        return case((number == func.floor(number), try_cast(number, kind)), else_=null())
    if isinstance(kind, Numeric | Float):
        return _number(text, kind)
    return text


def _number(text: ColumnElement[str], kind: TypeEngine[Any]) -> ColumnElement[Any]:
    plain = try_cast(text, kind)
    # A lone sign is cast to zero, and nobody wrote a zero.
    is_sign = func.regexp_full_match(text, r"\s*[-+.]*\s*")
    grouped = and_(plain.is_(None), func.regexp_full_match(text, _GROUPED))
    return case((is_sign, null()), (grouped, try_cast(func.replace(text, ",", ""), kind)), else_=plain)

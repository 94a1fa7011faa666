"""A mapping laid over staged text: one SELECT with typed columns, and beside each the text that could not be read."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from sqlalchemy import (
    Boolean,
    Column,
    ColumnClause,
    ColumnElement,
    Date,
    DateTime,
    Double,
    FromClause,
    Integer,
    MetaData,
    Numeric,
    Select,
    String,
    Table,
    and_,
    case,
    cast,
    column,
    func,
    insert,
    literal,
    null,
    select,
    table,
    try_cast,
)
from sqlalchemy.types import Float, TypeEngine

from data_access.intake.mapping import Mapping, Rule
from data_access.intake.moments import moment
from data_access.intake.names import names_of
from data_access.intake.staging import TYPED
from data_access.store.drafts import Draft

#: Suffix of the columns that hold text which its type or code list could not read.
UNREAD = "__unread"
_TRUE, _FALSE = ("true", "t", "yes", "y", "1", "是", "√"), ("false", "f", "no", "n", "0", "否", "×")
#: Commas stand between groups of three digits or the text is no number: "1.234,50" must not become 1.2345.
_GROUPED = r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?"

#: New codes with their words, by code list.
Created = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Shaped:
    """The rows of a source as their table has them, as SELECTs over the table `typed`.

    `rows` has `row_no`, the target columns and the unread text beside them, `keys` the target's key columns alone;
    `count` is how many there are, `created` the codes that they bring, by code list.
    """

    rows: FromClause
    keys: FromClause
    count: int
    created: Created


def typed_rows(source: FromClause, mapping: Mapping) -> Select[Any]:
    """Return the SELECT of the target columns of a source in their types, with words in place of codes.

    Beside a column that is no text stands the text that could not be read; `source_row` is handed on.
    """
    columns: list[ColumnElement[Any]] = [source.c.source_row] if "source_row" in source.c else []
    for name, rule in mapping.columns.items():
        target = mapping.table.c[name]
        if rule.constant is not None and target.info["codes"]:
            continue
        if rule.is_plain and not isinstance(source.c[rule.columns[0]].type, String):
            columns += _cast(source.c[rule.columns[0]], target)
            continue
        text = _text(source, rule)
        if target.info["codes"] or isinstance(target.type, String):
            columns.append(text.label(name))
            continue
        # Casts pass over spaces by themselves; trimming only what they could not read saves a third of the time.
        is_cast = rule.is_plain and not rule.formats and not isinstance(target.type, Boolean)
        read = source.c[rule.columns[0]] if is_cast else text
        value = typed(read, target.type, rule.formats, mapping.source.time_zone)
        columns.append(value.label(name))
        columns.append(case((and_(value.is_(None), read.is_not(None)), text)).label(name + UNREAD))
    return select(*columns).select_from(source)


def _cast(given: ColumnElement[Any], target: Column[Any]) -> list[ColumnElement[Any]]:
    """Return the columns for values that come in a type of the target's kind: what is too large for it is unread."""
    value = try_cast(given, target.type)
    unread = case((and_(value.is_(None), given.is_not(None)), cast(given, String)))
    return [value.label(target.name), unread.label(target.name + UNREAD)]


def shape(draft: Draft, mapping: Mapping) -> Shaped:
    """Resolve the words in the table `typed` to codes; what stands for none is unread."""
    names = [name for name, rule in mapping.columns.items() if not _is_constant_code(mapping, name, rule)]
    source = table(TYPED, column("rowid"), *[column(n, mapping.table.c[n].type) for n in names], *[
        column(n + UNREAD, String) for n in names if _has_unread(mapping.table.c[n])
    ])  # fmt: skip
    joined: FromClause = source
    created: Created = {}
    columns: dict[str, list[ColumnElement[Any]]] = {}
    draft.progress.engine("looking up names")
    for name, rule in mapping.columns.items():
        list_key = mapping.table.c[name].info["codes"]
        if _is_constant_code(mapping, name, rule):
            word = rule.constant or ""
            with draft.engine.connect() as connection:
                found, new = names_of(connection, list_key).resolve([word], rule.unknown == "create")
            created.setdefault(list_key, {}).update(new)
            columns[name] = [literal(found.get(word), String).label(name)]
            if word not in found:
                columns[name].append(literal(word, String).label(name + UNREAD))
        elif list_key:
            lookup, new = _lookup(draft, source.c[name], list_key, rule)
            created.setdefault(list_key, {}).update(new)
            joined = joined.outerjoin(lookup, lookup.c.word == source.c[name])
            unread = case((lookup.c.code.is_(None), source.c[name]))
            columns[name] = [lookup.c.code.label(name), unread.label(name + UNREAD)]
        else:
            columns[name] = [source.c[n] for n in (name, name + UNREAD) if n in source.c]
    row_no = source.c.rowid.label("row_no")
    keys = {c.name for c in mapping.table.primary_key} & columns.keys()
    is_plain = not any(mapping.table.c[name].info["codes"] for name in keys)
    rows = select(row_no, *[part for parts in columns.values() for part in parts]).select_from(joined)
    key_rows = select(row_no, *[part for name in keys for part in columns[name]])
    key_rows = key_rows.select_from(source if is_plain else joined)
    with draft.engine.connect() as connection:
        count = int(connection.execute(select(func.count()).select_from(source)).scalar_one())
    return Shaped(rows.subquery("shaped"), key_rows.subquery("keyed"), count, created)


def _is_constant_code(mapping: Mapping, name: str, rule: Rule) -> bool:
    return rule.constant is not None and bool(mapping.table.c[name].info["codes"])


def _has_unread(target: Column[Any]) -> bool:
    return not target.info["codes"] and not isinstance(target.type, String)


def _text(source: FromClause, rule: Rule) -> ColumnElement[str]:
    """Return the text of a target column: trimmed, joined, translated; empty text is no value."""
    if rule.constant is not None:
        return literal(rule.constant, String)
    parts = [func.nullif(func.trim(source.c[name]), "", type_=String) for name in rule.columns]
    text = parts[0]
    if len(parts) > 1:
        text = func.nullif(func.concat_ws(rule.separator, *parts), "", type_=String)
    if rule.values:
        other = text if rule.other is None else case((text.is_not(None), rule.other), else_=null())
        return func.nullif(case(dict(rule.values), value=text, else_=other), "", type_=String)
    return text


def _lookup(
    draft: Draft, words: ColumnClause[str], list_key: str, rule: Rule
) -> tuple[Table, dict[str, str]]:
    """Write a small table word → code for the distinct words of one column that stand for something."""
    with draft.engine.connect() as connection:
        names = names_of(connection, list_key)
        found_ones = connection.execute(select(words).where(words.is_not(None)).distinct()).scalars()
        found, new = names.resolve(list(found_ones), rule.unknown == "create")
    # A table of the engine's own: of a registered one it does not know how small it is, and joins the wrong way.
    lookup = Table(
        f"lookup_{words.name}",
        MetaData(),
        Column("word", String),
        Column("code", String),
        prefixes=["TEMPORARY"],
    )
    with draft.engine.begin() as connection:
        lookup.drop(connection, checkfirst=True)
        lookup.create(connection)
    words_and_codes = pa.table(
        {"word": pa.array(found, pa.string()), "code": pa.array(found.values(), pa.string())}
    )
    draft.connection.register("found_words", words_and_codes)
    found_words = table("found_words", column("word"), column("code"))
    with draft.engine.begin() as connection:
        connection.execute(insert(lookup).from_select(["word", "code"], select(found_words)))
    draft.connection.unregister("found_words")
    return lookup, new


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
    grouped = and_(plain.is_(None), func.regexp_full_match(text, _GROUPED))
    return case((grouped, try_cast(func.replace(text, ",", ""), kind)), else_=plain)

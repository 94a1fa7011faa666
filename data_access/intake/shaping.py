"""Typed rows of a source with codes in place of words: one SELECT, and beside each code the word that stands for none."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa
from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    FromClause,
    Integer,
    String,
    and_,
    case,
    column,
    func,
    literal,
    select,
    table,
    union_all,
)

from data_access.intake.mapping import Mapping, Rule
from data_access.intake.names import names_of
from data_access.intake.reading import UNREAD
from data_access.intake.staging import TYPED, creation, staged_table, written
from data_access.store.drafts import Draft

#: New codes with their words, by code list.
Created = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Shaped:
    """The rows of a source as their table has them, as SELECTs over the table `typed`.

    `rows` has `row_no`, the target columns and the unread text beside them, `keys` the target's key columns alone;
    `count` is how many there are, `created` the codes that they bring, by code list, `notes` are sentences about their
    words.
    """

    rows: FromClause
    keys: FromClause
    count: int
    created: Created
    notes: tuple[str, ...] = ()


def shape(draft: Draft, mapping: Mapping, origin: str, skipped: tuple[int, ...] = ()) -> Shaped:
    """Resolve the words in the table `typed` to codes; what stands for none is unread.

    The `origin` stands before the numbers of its rows where they are the key, and those count rows that were `skipped`.
    """
    names = [name for name, rule in mapping.columns.items() if not _is_without_text(mapping, name, rule)]
    # A piece of a record has the key of its record.
    number = "source_row" if mapping.split is not None and mapping.split.into else "rowid"
    source: FromClause = table(
        TYPED,
        *[column(name, Integer) for name in dict.fromkeys(("rowid", number))],
        *[column(name, mapping.table.c[name].type) for name in names],
        *[column(name + UNREAD, String) for name in names],
    )
    if any(rule.is_row_number for rule in mapping.columns.values()):
        source = _numbered(draft, source, number, skipped)
    joined: FromClause = source
    created: Created = {}
    notes: list[str] = []
    columns: dict[str, list[ColumnElement[Any]]] = {}
    draft.progress.engine("looking up names")
    codes = {name: key for name in mapping.columns if (key := mapping.table.c[name].info["codes"])}
    with draft.engine.connect() as connection:
        known = {list_key: names_of(connection, list_key) for list_key in dict.fromkeys(codes.values())}
        words = _words(connection, source, [name for name in names if name in codes])
    looked_up: list[tuple[str, str, str]] = []
    for name, rule in mapping.columns.items():
        list_key = codes.get(name)
        if rule.is_row_number:
            key = func.concat(f"{origin}:", source.c.number, type_=String)
            columns[name] = [key.label(name)]
        elif list_key and rule.constant is not None:
            word = rule.constant
            found, new = known[list_key].resolve([word], rule.unknown == "create")
            created.setdefault(list_key, {}).update(new)
            columns[name] = [literal(found.get(word), String).label(name)]
            if word not in found:
                columns[name].append(literal(word, String).label(name + UNREAD))
        elif list_key:
            found, new = known[list_key].resolve(words[name], rule.unknown == "create")
            notes += [f"{name}: {said}" for said in known[list_key].moves(words[name])]
            created.setdefault(list_key, {}).update(new)
            looked_up += [(name, word, code) for word, code in found.items()]
            lookup = _LOOKUP.alias(f"lookup_{name}")
            joined = joined.outerjoin(lookup, and_(lookup.c.name == name, lookup.c.word == source.c[name]))
            unread = func.coalesce(source.c[name + UNREAD], case((lookup.c.code.is_(None), source.c[name])))
            columns[name] = [lookup.c.code.label(name), unread.label(name + UNREAD)]
        else:
            columns[name] = [source.c[name], source.c[name + UNREAD]]
    _write_lookup(draft, looked_up)
    row_no = source.c.rowid.label("row_no")
    keys = {c.name for c in mapping.table.primary_key} & columns.keys()
    is_plain = not any(mapping.table.c[name].info["codes"] for name in keys)
    rows = select(row_no, *[part for parts in columns.values() for part in parts]).select_from(joined)
    key_rows = select(row_no, *[part for name in keys for part in columns[name]])
    key_rows = key_rows.select_from(source if is_plain else joined)
    with draft.engine.connect() as connection:
        count = int(connection.execute(select(func.count()).select_from(source)).scalar_one())
    return Shaped(rows.subquery("shaped"), key_rows.subquery("keyed"), count, created, tuple(notes))


def _is_without_text(mapping: Mapping, name: str, rule: Rule) -> bool:
    """Say whether a column is not among the typed ones, as no text of the source is read for it."""
    return rule.is_row_number or _is_constant_code(mapping, name, rule)


def _is_constant_code(mapping: Mapping, name: str, rule: Rule) -> bool:
    return rule.constant is not None and bool(mapping.table.c[name].info["codes"])


def _numbered(draft: Draft, source: FromClause, place: str, skipped: tuple[int, ...]) -> FromClause:
    """Return the rows with the `number` that each has in its source, from 1 on, by their place among those that could be read.

    `skipped` says for each record that could not be, how many before it could.
    """
    if not skipped:
        return select(source, (source.c[place] + 1).label("number")).subquery("numbered")
    runs = {"first": [0, *skipped], "end": [*skipped, 2**31 - 1], "by": list(range(1, len(skipped) + 2))}
    draft.connection.register("skipped_rows", pa.table(runs))
    run = table("skipped_rows", *[column(name, Integer) for name in runs])
    place_of = source.c[place]
    joined = source.join(run, and_(place_of >= run.c.first, place_of < run.c.end))
    return select(source, (place_of + run.c.by).label("number")).select_from(joined).subquery("numbered")


def _words(connection: Connection, source: FromClause, names: list[str]) -> dict[str, list[str]]:
    """Return the distinct texts of some columns, asked together."""
    found: dict[str, list[str]] = {name: [] for name in names}
    each = [
        select(literal(name, String).label("name"), source.c[name].label("word"))
        .where(source.c[name].is_not(None))
        .distinct()
        for name in names
    ]
    for name, word in connection.execute(union_all(*each)).all() if each else ():
        found[name].append(word)
    return found


#: The code of each word that stands for one, by column.
_LOOKUP = staged_table("lookup", ("name", "word", "code"))


def _write_lookup(draft: Draft, rows: list[tuple[str, str, str]]) -> None:
    """Write the codes of words into a small table.

    It is the engine's own: of a registered one it does not know how small it is, and joins the wrong way.
    """
    columns = zip(*rows, strict=True) if rows else ((), (), ())
    given = {
        key: pa.array(column, pa.string()) for key, column in zip(_LOOKUP.c.keys(), columns, strict=True)
    }
    draft.connection.register("found_words", pa.table(given))
    written(draft, _lookup_of(draft.engine.dialect))
    draft.connection.unregister("found_words")


@cache
def _lookup_of(dialect: Dialect) -> str:
    return creation(_LOOKUP.name, select(staged_table("found_words", ("name", "word", "code"))), dialect)

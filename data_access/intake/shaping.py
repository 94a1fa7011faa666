"""Typed rows of a source with codes in place of words: one SELECT, and beside each code the word that stands for none."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa
from sqlalchemy import (
    ColumnElement,
    Dialect,
    FromClause,
    Integer,
    String,
    TableClause,
    and_,
    case,
    column,
    func,
    literal,
    select,
    table,
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
    for name, rule in mapping.columns.items():
        list_key = mapping.table.c[name].info["codes"]
        if rule.is_row_number:
            key = func.concat(f"{origin}:", source.c.number, type_=String)
            columns[name] = [key.label(name)]
        elif _is_constant_code(mapping, name, rule):
            word = rule.constant or ""
            with draft.engine.connect() as connection:
                found, new = names_of(connection, list_key).resolve([word], rule.unknown == "create")
            created.setdefault(list_key, {}).update(new)
            columns[name] = [literal(found.get(word), String).label(name)]
            if word not in found:
                columns[name].append(literal(word, String).label(name + UNREAD))
        elif list_key:
            lookup, new, moves = _lookup(draft, name, source.c[name], list_key, rule)
            notes += [f"{name}: {said}" for said in moves]
            created.setdefault(list_key, {}).update(new)
            joined = joined.outerjoin(lookup, lookup.c.word == source.c[name])
            unread = func.coalesce(source.c[name + UNREAD], case((lookup.c.code.is_(None), source.c[name])))
            columns[name] = [lookup.c.code.label(name), unread.label(name + UNREAD)]
        else:
            columns[name] = [source.c[name], source.c[name + UNREAD]]
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


def _lookup(
    draft: Draft, name: str, words: ColumnElement[str], list_key: str, rule: Rule
) -> tuple[TableClause, dict[str, str], list[str]]:
    """Write a small table word → code for the distinct words of one column that stand for something.

    Returns it with the new codes, and sentences about words that stand for codes no longer in force.
    """
    with draft.engine.connect() as connection:
        names = names_of(connection, list_key)
        distinct = connection.execute(select(words).where(words.is_not(None)).distinct()).scalars().all()
        found, new = names.resolve(list(distinct), rule.unknown == "create")
    words_and_codes = pa.table(
        {"word": pa.array(found, pa.string()), "code": pa.array(found.values(), pa.string())}
    )
    draft.connection.register("found_words", words_and_codes)
    # A table of the engine's own: of a registered one it does not know how small it is, and joins the wrong way.
    lookup = staged_table(f"lookup_{name}", ("word", "code"))
    written(draft, _lookup_of(lookup.name, draft.engine.dialect))
    draft.connection.unregister("found_words")
    return lookup, new, names.moves(list(distinct))


@cache
def _lookup_of(name: str, dialect: Dialect) -> str:
    return creation(name, select(staged_table("found_words", ("word", "code"))), dialect)

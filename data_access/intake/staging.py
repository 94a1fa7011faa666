"""Staged sources: the text of a file or query in a temporary table, with the way back to its rows and lines."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    Connection,
    Dialect,
    FromClause,
    MetaData,
    Select,
    String,
    Table,
    TableClause,
    and_,
    case,
    column,
    func,
    null,
    or_,
    select,
    table,
)
from sqlalchemy.schema import DropTable

from data_access.intake.cleaning import clean, known
from data_access.intake.disagreements import Compared, Difference, differences
from data_access.intake.mapping import Group, Split
from data_access.intake.report import Place
from data_access.store.drafts import Draft

#: The engine's view of a file; records kept as text, where they have to be; and rows with the types of their table.
INCOMING, STAGED, TYPED = "incoming", "staged", "typed"


_PART = 10_000


@dataclass(frozen=True, slots=True)
class Malformed:
    """A record that could not even be split into columns."""

    row: int
    line: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Staged:
    """The records of one source, numbered from 0 in its order, and the way back to their text.

    `is_kept` says that their text is in the temporary table `staged`; otherwise it is read again where it is
    needed: from `text`, whose lines can be told, or from the view. `bad` gives for each line of `text` on which a
    malformed record starts whether it counts as a row. `numbers` are the rows of a spreadsheet, where empty ones
    were left out, `sheets` the first record of each of its sheets, where several were read. `items` is the table of rows that were split or grouped from the records, whose `source_row`
    leads back, `differences` are the texts that its rows did not get. `skipped` says for each malformed record, in the order
    of the source, how many records before it are not.
    """

    origin: str
    columns: tuple[str, ...]
    is_kept: bool = False
    malformed: tuple[Malformed, ...] = ()
    text: Path | None = None
    delimiter: str = ","
    header_lines: int = 1
    bad: tuple[tuple[int, bool], ...] = ()
    numbers: Sequence[int] = ()
    sheets: tuple[tuple[int, str], ...] = ()
    items: str | None = None
    item_columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    skipped: tuple[int, ...] = ()

    def records(self) -> FromClause:
        """Return the records as kept or viewed, for SELECTs; a viewed Parquet file has `file_row_number`."""
        if self.is_kept:
            return staged_table(STAGED, self.columns, column("rowid"))
        return staged_table(INCOMING, self.columns, column("file_row_number"))

    def source(self) -> FromClause:
        """Return what the mapping is laid over: the records, or the rows made of them."""
        if self.items is None:
            return self.records()
        return staged_table(self.items, self.item_columns, column("rowid"), column("source_row"))

    def places(self, numbers: list[int], connection: Connection) -> dict[int, Place]:
        """Return where records stand in the source, and their text."""
        if self.text is not None and not self.is_kept:
            return _scan(self, set(numbers))
        lines = _scan(self, set(numbers)) if self.text is not None else {}
        records = self.records()
        number = records.c.rowid if self.is_kept else records.c.file_row_number
        found: dict[int, Place] = {}
        for start in range(0, len(numbers), _PART):
            part = numbers[start : start + _PART]
            for row in connection.execute(
                select(number, *[records.c[n] for n in self.columns]).where(number.in_(part))
            ):
                line = self.numbers[row[0]] if self.numbers else row[0] + 2
                at = lines.get(row[0])
                sheet = next((name for start, name in reversed(self.sheets) if start <= row[0]), "")
                found[row[0]] = Place(at.row if at else line, at.line if at else line, tuple(row[1:]), sheet)
        return found


def staged_table(name: str, columns: tuple[str, ...], *others: ColumnClause[Any]) -> TableClause:
    """Return a staging table or view for SELECTs: columns of text, and others."""
    return table(name, *others, *[column(name, String) for name in columns])


def materialise(draft: Draft, name: str, statement: Select[Any]) -> int:
    """Write a SELECT into a new temporary table and return its rows; raises duckdb.Error."""
    return written(draft, creation(name, statement, draft.engine.dialect))


def creation(name: str, statement: Select[Any], dialect: Dialect) -> str:
    """Return the text that writes a SELECT into a new temporary table, in the place of one of its name."""
    made = str(statement.into(name, temporary=True).compile(dialect=dialect))
    return f"{_dropped(name, dialect)};{made}"


@cache
def _dropped(name: str, dialect: Dialect) -> str:
    return str(DropTable(Table(name, MetaData()), if_exists=True).compile(dialect=dialect))


def written(draft: Draft, creation: str) -> int:
    """Write a temporary table and return its rows; raises duckdb.Error.

    The engine is told without SQLAlchemy's driver between, which would look through the whole text for words.
    """
    ((rows,),) = draft.connection.execute(creation).fetchall()
    return int(rows)


def records_of(text: Path, header_lines: int, delimiter: str) -> Iterator[tuple[int, str, list[str]]]:
    """Yield for each record its line, the text of that line, and its values where it has quotes; empty lines are none."""
    with text.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        list(islice(file, header_lines))
        line = header_lines
        for content in file:
            start = line = line + 1
            record: list[str] = []
            if '"' in content:
                reader = csv.reader(chain([content], file), delimiter=delimiter)
                record = next(reader)
                line += reader.line_num - 1
            if content not in ("\n", "\r\n", "\r"):
                yield start, content, record


def _scan(staged: Staged, wanted: set[int]) -> dict[int, Place]:
    """Read the text once more, as only rejected rows need their lines; lines without quotes are only counted."""
    places: dict[int, Place] = {}
    assert staged.text is not None
    bad, rowid, row = dict(staged.bad), 0, 1
    for line, content, record in records_of(staged.text, staged.header_lines, staged.delimiter):
        row += bad.get(line, True)
        if line in bad:
            continue
        if rowid in wanted:
            values = record or next(csv.reader([content], delimiter=staged.delimiter))
            places[rowid] = Place(row, line, tuple(values))
            if len(places) == len(wanted):
                break
        rowid += 1
    return places


def split(draft: Draft, staged: Staged, asked: Split) -> Staged:
    """Make one row of each piece of a column's text: one record into several rows; nothing between separators is no piece."""
    source, sign = staged.source(), re.escape(asked.separator)
    text = func.regexp_replace(
        func.coalesce(clean(source.c[asked.column]), ""), rf"({sign}\s*)+", asked.separator, "g"
    )
    text = func.regexp_replace(text, rf"^\s*{sign}|{sign}\s*$", "", "g")
    pieces = func.unnest(func.string_split(text, asked.separator))
    columns = [(pieces if name == asked.column else source.c[name]).label(name) for name in staged.columns]
    split_up = select(source.c.rowid.label("source_row"), *columns)
    if asked.into is not None:  # a row that names nothing has no row among what is named
        every = split_up.subquery("every")
        split_up = select(every).where(every.c[asked.column] != "")
    return _items(draft, staged, "split_rows", split_up, staged.columns)


def group(
    draft: Draft, staged: Staged, asked: Group, wanted: tuple[str, ...], words: frozenset[str]
) -> Staged:
    """Make one row of all records with the same key: of each column the first text in the order of the file.

    `spread` makes columns of steps: `时间:受理` is the first text of `时间` among records whose step is 受理.
    A record without a key, or with one of the `words` for the unknown, stays a row of its own, to be rejected.
    """
    source = staged.source()
    keys = [known(clean(source.c[name]), words) for name in asked.by]
    order = source.c.rowid if staged.items is None else source.c.source_row
    alone = case((or_(*[key.is_(None) for key in keys]), source.c.rowid), else_=null())
    columns: list[ColumnElement[Any]] = [
        func.any_value(key).label(name) for name, key in zip(asked.by, keys, strict=True)
    ]
    spread = [name for name in wanted if asked.step_of(name)]
    others = [name for name in dict.fromkeys([*staged.columns, *spread]) if name not in asked.by]
    compared: list[Compared] = []
    for name in others:
        step = asked.step_of(name)
        plain = source.c[step[0] if step else name]
        is_given: ColumnElement[bool] = clean(plain).is_not(None)
        if step:
            is_given = and_(is_given, clean(source.c[asked.spread or ""]) == step[1])
        columns.append(func.arg_min(plain, source.c.rowid).filter(is_given).label(name))
        if name in wanted:
            compared.append(Compared(name, source, plain, is_given))
    first = func.min(order).label("source_row")
    marks = [one.differs() for one in compared]
    grouped = select(first, *columns, *marks).group_by(*keys, alone).order_by(first)
    made = _items(draft, staged, "grouped_rows", grouped, (*asked.by, *others))
    with draft.engine.connect() as connection:
        return replace(
            made, differences=tuple(differences(connection, order, made.items or "", asked.by, compared))
        )


def _items(
    draft: Draft, staged: Staged, name: str, statement: Select[Any], columns: tuple[str, ...]
) -> Staged:
    count = materialise(draft, name, statement)
    note = f"the rows of the source are {count:,} rows of the table"
    return replace(staged, items=name, item_columns=columns, notes=(*staged.notes, note))

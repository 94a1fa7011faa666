"""Sources into the staging table of text, one row for each record, in the order of the source."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow as pa
from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Float,
    Integer,
    Numeric,
    column,
    create_engine,
    insert,
    select,
)
from sqlalchemy.exc import SQLAlchemyError

from data_access.domain.errors import BadFile
from data_access.intake.mapping import Mapping, SourceOptions
from data_access.intake.reading import typed_rows
from data_access.intake.sniffing import check_columns, distinct, first_records
from data_access.intake.staging import (
    INCOMING,
    STAGED,
    TYPED,
    Staged,
    group,
    materialise,
    split,
    staged_table,
)
from data_access.intake.texts import Write, stage_text
from data_access.store.drafts import Draft

_BATCH = 20_000
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
_DAYS = ("DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
_NUMBERS = (*_WHOLE, "DOUBLE", "FLOAT", "DECIMAL")
#: Types of Parquet columns that a target's type takes without a loss.
_KINDS: dict[type[Any], tuple[str, ...]] = {
    Date: _DAYS, DateTime: _DAYS, Boolean: ("BOOLEAN",), Integer: _WHOLE, BigInteger: _WHOLE, Numeric: _NUMBERS,
    Float: _NUMBERS,
}  # fmt: skip
Cells = list[str | None]


def stage(draft: Draft, path: Path, mapping: Mapping) -> Staged:
    """Read a CSV, XLSX or Parquet file into the table `typed` as a mapping says; raises BadFile."""
    if not path.is_file():
        raise BadFile(f"There is no file {path}.")
    keeps = mapping.split is not None or mapping.group is not None

    def write(columns: tuple[str, ...], native: frozenset[str] = frozenset()) -> None:
        """Read a file once: its text where rows are to be made of it first, otherwise straight into types."""
        draft.progress.engine("reading", path.stat().st_size, "B")
        if keeps:
            materialise(draft, STAGED, select(staged_table(INCOMING, columns)))
        else:
            texts = tuple(name for name in columns if name not in native)
            source = staged_table(INCOMING, texts, *[column(name) for name in native])
            materialise(draft, TYPED, typed_rows(source, mapping))

    match path.suffix.lower():
        case ".xlsx":
            return _typed(draft, _stage_xlsx(draft, path, mapping.wanted, mapping.source), mapping)
        case ".parquet":
            staged = _stage_parquet(draft, path, mapping, write)
        case _:
            staged = stage_text(draft, path, mapping.wanted, mapping.source, write)
    return _typed(draft, replace(staged, is_kept=True), mapping) if keeps else staged


def stage_query(draft: Draft, url: str, query: str, mapping: Mapping) -> Staged:
    """Read the rows of a query in any database that SQLAlchemy can reach, in batches; raises BadFile."""
    try:
        engine = create_engine(url)
        with engine.connect().execution_options(stream_results=True, max_row_buffer=_BATCH) as connection:
            found = connection.exec_driver_sql(query)
            columns = distinct(list(found.keys()))
            check_columns("The query", columns, mapping.wanted)
            draft.progress.counted("reading")
            _keep_rows(draft, columns, ([_cell(value) for value in row] for row in found))
            place = engine.url.render_as_string(hide_password=True)
    except (SQLAlchemyError, ImportError) as error:
        reason = str(getattr(error, "orig", None) or error)
        raise BadFile(
            f"The query cannot be read from its URL: {reason}. Correct --from-url or --query."
        ) from error
    return _typed(draft, Staged(place, columns, is_kept=True), mapping)


def first_rows(path: Path, count: int = 1000) -> list[list[str]]:
    """Return the first rows of a file as text, its header among them, for a look at what it holds. Raises BadFile."""
    if not path.is_file():
        raise BadFile(f"There is no file {path}.")
    match path.suffix.lower():
        case ".xlsx":
            sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0]
            rows = islice(sheet.iter_rows(values_only=True), count)
            return [[_cell(value) or "" for value in row] for row in rows]
        case ".parquet":
            found = duckdb.read_parquet(str(path)).limit(count)
            return [list(found.columns), *([_cell(value) or "" for value in row] for row in found.fetchall())]
        case _:
            return first_records(path, count)


def _typed(draft: Draft, staged: Staged, mapping: Mapping) -> Staged:
    """Make the rows of the table out of text that is kept."""
    draft.progress.engine("converting")
    if mapping.split is not None:
        staged = split(draft, staged, mapping.split)
    if mapping.group is not None:
        staged = group(draft, staged, mapping.group, mapping.named)
    materialise(draft, TYPED, typed_rows(staged.source(), mapping))
    return staged


def _stage_parquet(draft: Draft, path: Path, mapping: Mapping, write: Write) -> Staged:
    try:
        relation = draft.connection.read_parquet(str(path), file_row_number=True)
    except duckdb.Error as error:
        raise BadFile(f"{path} cannot be read as Parquet: {error}. Export it anew.") from error
    columns = tuple(name for name in relation.columns if name != "file_row_number")
    check_columns(str(path), columns, mapping.wanted)
    native = _native(dict(zip(relation.columns, map(str, relation.types), strict=True)), mapping)
    as_text = [
        duckdb.ColumnExpression(name).cast("VARCHAR").alias(name) for name in columns if name not in native
    ]
    as_they_are = [duckdb.ColumnExpression(name) for name in (*native, "file_row_number")]
    relation.select(*as_text, *as_they_are).create_view(INCOMING, replace=True)
    write(columns, native)
    return Staged(str(path), columns)


def _native(types: dict[str, str], mapping: Mapping) -> frozenset[str]:
    """Return the columns that need not become text first, as each of their targets is of their kind already."""
    if mapping.split is not None or mapping.group is not None:
        return frozenset()
    uses: dict[str, list[bool]] = {}
    for name, rule in mapping.columns.items():
        kind = _KINDS.get(type(mapping.table.c[name].type), ())
        for source in rule.columns:
            is_same = types[source].split("(")[0].split(" ")[0] in kind
            uses.setdefault(source, []).append(is_same and rule.is_plain and not rule.formats)
    return frozenset(name for name, same in uses.items() if all(same))


def _stage_xlsx(draft: Draft, path: Path, wanted: tuple[str, ...], options: SourceOptions) -> Staged:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises zip, XML and key errors alike for a broken file
        raise BadFile(f"{path} cannot be read as XLSX: {error}. Save it anew in the spreadsheet.") from error
    if options.sheet is not None and options.sheet not in book.sheetnames:
        raise BadFile(f"{path} has no sheet {options.sheet!r}; it has {', '.join(book.sheetnames)}.")
    sheet = book[options.sheet] if options.sheet else book[book.sheetnames[0]]
    rows = ([_cell(value) for value in row] for row in sheet.iter_rows(values_only=True))
    numbered = enumerate(rows, start=1)
    header = _sheet_header(str(path), numbered, wanted, options)
    numbers = array("I")
    # A sheet may say how many rows it has, and does not have to.
    draft.progress.counted("reading", sheet.max_row)
    _keep_rows(draft, header, _filled(numbered, numbers))
    return Staged(str(path), header, is_kept=True, numbers=numbers)


def _filled(rows: Iterable[tuple[int, Cells]], numbers: "array[int]") -> Iterator[Cells]:
    """Yield the rows that hold anything, and note which they are."""
    for number, row in rows:
        if any(row):
            numbers.append(number)
            yield row


def _keep_rows(draft: Draft, columns: tuple[str, ...], rows: Iterable[Cells]) -> None:
    """Write rows of text into the staging table batch by batch, cut or filled to the width of its columns."""
    schema = pa.schema([(name, pa.string()) for name in columns])
    batch, kept = staged_table("batch", columns), staged_table(STAGED, columns)
    draft.connection.register("batch", schema.empty_table())
    materialise(draft, STAGED, select(batch))
    rows = iter(rows)
    while part := list(islice(rows, _BATCH)):
        cells = [[*row[: len(columns)], *[None] * (len(columns) - len(row))] for row in part]
        arrays = [pa.array(values, pa.string()) for values in zip(*cells, strict=True)]
        draft.connection.register("batch", pa.Table.from_arrays(arrays, schema=schema))
        with draft.engine.begin() as connection:
            connection.execute(insert(kept).from_select(list(columns), select(batch)))
        draft.progress.advance(len(part))
    draft.connection.unregister("batch")


def _sheet_header(
    name: str, rows: Iterator[tuple[int, Cells]], wanted: tuple[str, ...], options: SourceOptions
) -> tuple[str, ...]:
    first: tuple[str, ...] = ()
    for number, row in islice(rows, 50):
        if options.header_row not in (None, number):
            continue
        names = distinct([(cell or "").strip() for cell in row])
        if set(wanted) <= set(names):
            return names
        if len(set(wanted) & set(names)) > len(set(wanted) & set(first)) or not first:
            first = names
    check_columns(name, first, wanted)
    raise BadFile(f"{name} has no header row.")


def _cell(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime | date):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)

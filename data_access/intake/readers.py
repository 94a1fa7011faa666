"""Sources into the staging table of text, one row for each record, in the order of the source."""

from collections.abc import Iterable
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import column, create_engine, select
from sqlalchemy.exc import SQLAlchemyError

from data_access.domain.errors import BadFile
from data_access.intake.batches import BATCH, Cells, keep_rows, text_of
from data_access.intake.mapping import Mapping, SourceOptions
from data_access.intake.parquet import some_rows, stage_parquet
from data_access.intake.reading import typed_rows
from data_access.intake.sniffing import check_columns, distinct, first_records
from data_access.intake.spreadsheets import SUFFIXES, cell_text, first_sheet, spreadsheet, stage_sheets
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
from data_access.intake.texts import stage_text
from data_access.store.drafts import Draft

#: From here on a number in floating point may stand for its neighbour.
_EXACT = 2**53
#: How a value that has a type of its own, as days in spreadsheets have, is spelled as text.
_ISO = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f")


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

    suffix = path.suffix.lower()
    if suffix in SUFFIXES and (sheets := spreadsheet(path, mapping.source.encoding)):
        return _typed(draft, stage_sheets(draft, path, sheets, mapping), _reading_iso(mapping))
    if suffix == ".parquet":
        mapping = _reading_iso(mapping)
        staged = stage_parquet(draft, path, mapping, write)
    else:
        staged = stage_text(draft, path, mapping.wanted, mapping.source, write)
    return _typed(draft, replace(staged, is_kept=True), mapping) if keeps else staged


def stage_query(draft: Draft, url: str, query: str, mapping: Mapping) -> Staged:
    """Read the rows of a query in any database that SQLAlchemy can reach, in batches; raises BadFile."""
    try:
        engine = create_engine(url)
        with engine.connect().execution_options(stream_results=True, max_row_buffer=BATCH) as connection:
            found = connection.exec_driver_sql(query)
            columns = distinct(list(found.keys()))
            check_columns("The query", columns, mapping.wanted)
            draft.progress.counted("reading")
            zone = ZoneInfo(mapping.source.time_zone)
            keep_rows(draft, columns, (_texts(row, columns, zone) for row in found))
            place = engine.url.render_as_string(hide_password=True)
    except (SQLAlchemyError, ImportError) as error:
        reason = str(getattr(error, "orig", None) or error)
        raise BadFile(
            f"The query cannot be read from its URL: {reason}. Correct --from-url or --query."
        ) from error
    return _typed(draft, Staged(place, columns, is_kept=True), _reading_iso(mapping))


def _texts(row: Iterable[Any], columns: tuple[str, ...], zone: ZoneInfo) -> Cells:
    """Return a row of a query as text; raises BadFile where an id is a number too large for its type to be exact."""
    texts = []
    for column_name, value in zip(columns, row, strict=True):
        if isinstance(value, float) and _EXACT <= abs(value) < inf:
            raise BadFile(
                f"The query: the column {column_name!r} holds a number, {value:.0f}, of which its type keeps no more than "
                "15 digits; cast ids to text in --query."
            )
        texts.append(text_of(value, zone))
    return texts


def first_rows(path: Path, count: int = 1000) -> list[list[str]]:
    """Return rows of a file as text, its header and first ones among them, for a look at what it holds. Raises BadFile."""
    if not path.is_file():
        raise BadFile(f"There is no file {path}.")
    if path.suffix.lower() in SUFFIXES and (sheets := spreadsheet(path)):
        return [[cell_text(value) or "" for value in row] for row in first_sheet(sheets).look(count)]
    if path.suffix.lower() == ".parquet":
        columns, rows = some_rows(path, count)
        zone = ZoneInfo(SourceOptions().time_zone)
        return [columns, *([text_of(value, zone) or "" for value in row] for row in rows)]
    return first_records(path, count)


def _typed(draft: Draft, staged: Staged, mapping: Mapping) -> Staged:
    """Make the rows of the table out of text that is kept."""
    draft.progress.engine("converting")
    if mapping.split is not None:
        staged = split(draft, staged, mapping.split)
    if mapping.group is not None:
        staged = group(draft, staged, mapping.group, mapping.named, mapping.unknown_words)
    materialise(draft, TYPED, typed_rows(staged.source(), mapping))
    return staged


def _reading_iso(mapping: Mapping) -> Mapping:
    """Let days be read as ISO has them too, whatever else a mapping lists: what has a type needs no format."""
    rules = {
        name: replace(rule, formats=(*rule.formats, *_ISO)) if rule.formats else rule
        for name, rule in mapping.columns.items()
    }
    return replace(mapping, columns=rules)

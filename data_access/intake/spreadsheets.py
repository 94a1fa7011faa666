"""Spreadsheets into the staging table: which of their sheets are read, and what their cells stand for."""

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from json import dumps
from pathlib import Path

from sqlalchemy import Date, DateTime

from data_access.domain.errors import BadFile
from data_access.intake.batches import Cells, keep_rows, text_of
from data_access.intake.html_tables import tables_of
from data_access.intake.mapping import Mapping, SourceOptions
from data_access.intake.report import as_csv
from data_access.intake.sheets import Head, Merge, Missing, Sheet, Value, head_of
from data_access.intake.staging import Malformed, Staged
from data_access.intake.xlsx import sheets_of
from data_access.store.drafts import Draft

#: What files of a spreadsheet are called; what one is, its first bytes say.
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".htm", ".html")
_ZIP, _OLE, _XML_2003 = b"PK", b"\xd0\xcf\x11\xe0", b"urn:schemas-microsoft-com:office:spreadsheet"
#: The least whole number of 16 digits, of which Excel keeps 15.
_TOO_LONG = 10**15
#: A bare number in a column of days counts them; of five digits it is a day between 1927 and 2173.
_SERIALS = (10_000, 100_000)
_LOST = {
    "long": "a number has more than 15 digits, of which Excel keeps 15; store ids as text in the spreadsheet and save it anew",
    "formula": "a formula stands in the file without its value; open it in the spreadsheet and save it",
}


def spreadsheet(path: Path, encoding: str | None = None) -> list[Sheet] | None:
    """Return the sheets of a file, None where it is text under the name of a spreadsheet; raises BadFile."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(_ZIP):
        return sheets_of(path)
    if head.startswith(_OLE):
        raise BadFile(
            f"{path} is a workbook of Excel 97-2003 or locked with a password; save it as XLSX without one, or as CSV."
        )
    if _XML_2003 in head:
        raise BadFile(f"{path} is XML of Excel 2003; save it as XLSX or CSV.")
    plain = head.replace(b"\0", b"").lower()
    if b"<html" in plain or b"<table" in plain:
        return tables_of(path, encoding)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        raise BadFile(f"{path} cannot be read as XLSX: it is no workbook. Save it anew in the spreadsheet.")
    return None


def first_sheet(sheets: list[Sheet]) -> Sheet:
    """Return the first sheet that a reader would look at: visible, and with something on it."""
    visible = [sheet for sheet in sheets if not sheet.why_not]
    return next((sheet for sheet in visible if not sheet.is_empty()), [*visible, *sheets][0])


def stage_sheets(draft: Draft, path: Path, sheets: list[Sheet], mapping: Mapping) -> Staged:
    """Read the sheets that the mapping names, else the first visible one with its columns; raises BadFile."""
    chosen = _chosen(path, sheets, mapping.wanted, mapping.source)
    columns = chosen[0][1].columns
    reading = _Reading(columns, mapping, is_one=len(chosen) == 1)
    lengths = [sheet.length for sheet, _ in chosen if sheet.length]
    draft.progress.counted("reading", sum(lengths) if len(lengths) == len(chosen) else None)
    keep_rows(draft, columns, (row for sheet, head in chosen for row in reading.rows(sheet, head)))
    notes = [
        _left(sheets, [sheet for sheet, _ in chosen]),
        *_double(chosen, mapping.wanted),
        *reading.notes(),
    ]
    return Staged(
        str(path), columns, is_kept=True, numbers=reading.numbers, malformed=tuple(reading.malformed),
        sheets=tuple(reading.starts) if len(chosen) > 1 else (), notes=tuple(note for note in notes if note),
        skipped=tuple(reading.skipped),
    )  # fmt: skip


def _chosen(
    path: Path, sheets: list[Sheet], wanted: tuple[str, ...], options: SourceOptions
) -> list[tuple[Sheet, Head]]:
    by_name = {sheet.name: sheet for sheet in sheets}
    for name in options.sheet:
        if name not in by_name:
            raise BadFile(f"{path} has no sheet {name!r}; it has {', '.join(by_name)}.")
    called = {
        sheet.name: f"{path}, sheet {sheet.name!r}," if len(sheets) > 1 else str(path) for sheet in sheets
    }
    if options.sheet:
        named = [by_name[name] for name in options.sheet]
        return [(sheet, head_of(called[sheet.name], sheet, wanted, options)) for sheet in named]
    visible = [sheet for sheet in sheets if not sheet.why_not]
    if not visible:
        raise BadFile(
            f"{path} has no visible sheet; it has {', '.join(by_name)}. Name the one that is meant as `sheet` under [source]."
        )
    refused: list[BadFile] = []
    for sheet in dict.fromkeys([first_sheet(sheets), *visible]):
        try:
            return [(sheet, head_of(called[sheet.name], sheet, wanted, options))]
        except BadFile as error:
            refused.append(error)
    raise refused[0]


def _left(sheets: list[Sheet], read: list[Sheet]) -> str:
    """Name the sheets that are not read, with why, and how they are."""
    left = [sheet for sheet in sheets if sheet not in read]
    if not left:
        return ""
    why = {sheet.name: sheet.why_not or ("empty" if sheet.is_empty() else "") for sheet in left}
    told = ", ".join(repr(name) + (f" ({reason})" if reason else "") for name, reason in why.items())
    more = [sheet.name for sheet in sheets if sheet in read or why[sheet.name] in ("", "hidden")]
    how = f"; to read them, let the mapping say `sheet = {dumps(more, ensure_ascii=False)}` under [source]"
    return (
        f"read was the sheet {', '.join(repr(sheet.name) for sheet in read)}, not read: {told}"
        f"{how if len(more) > len(read) else ''}"
    )


def _double(chosen: list[tuple[Sheet, Head]], wanted: tuple[str, ...]) -> Iterator[str]:
    """Yield, of each head on two rows, the row of each column that is wanted."""
    for sheet, head in chosen:
        rows = dict.fromkeys(sorted(head.rows))
        if len(rows) == 2:
            at = dict(zip(head.columns, head.rows, strict=True))
            told = [f"row {row}: {', '.join(name for name in wanted if at[name] == row)}" for row in rows]
            yield f"the head of {sheet.name!r} stands on two rows, {'; '.join(told)}"


@dataclass(slots=True)
class _Reading:
    """Rows of sheets as text, and what was met on the way; `columns` are those of the first sheet."""

    columns: tuple[str, ...]
    mapping: Mapping
    is_one: bool
    numbers: "array[int]" = field(default_factory=lambda: array("I"))
    starts: list[tuple[int, str]] = field(default_factory=list)
    malformed: list[Malformed] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    filled: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)

    def rows(self, sheet: Sheet, head: Head) -> Iterator[Cells]:
        """Yield the rows below the head that hold anything; those with a value that is lost are set aside."""
        self.starts.append((len(self.numbers), sheet.name))
        wanted, of_days = self.mapping.wanted, day_columns(self.mapping)
        at = {column: place for place, column in enumerate(head.columns)}
        places = [at.get(column, len(head.columns)) for column in self.columns]
        merged = _Merged(sheet.merges(), head.last)
        for number, values in sheet.rows():
            if number <= head.last or all(value is None or value == "" for value in values):
                continue
            self.filled.update(
                head.columns[place] for place in merged.fill(number, values, len(head.columns))
            )
            row = dict(
                zip(self.columns, [values[p] if p < len(values) else None for p in places], strict=True)
            )
            cells = [cell_text(value, sheet if column in of_days else None) for column, value in row.items()]
            lost = {column: why for column in wanted if (why := _why_lost(row[column]))}
            if lost:
                self._set_aside(sheet, number, lost, cells)
            else:
                self.errors.update(column for column in wanted if row[column] is Missing.ERROR)
                self.numbers.append(number)
                yield cells

    def _set_aside(self, sheet: Sheet, number: int, lost: dict[str, str], cells: Cells) -> None:
        column, why = next(iter(lost.items()))
        where = f"column {column!r}" if self.is_one else f"sheet {sheet.name!r}, column {column!r}"
        self.malformed.append(Malformed(number, number, f"{why} ({where})", as_csv(cells)))
        self.skipped.append(len(self.numbers))

    def notes(self) -> Iterator[str]:
        """Yield what the person who loads should know of the cells."""
        for column, count in self.filled.items():
            yield f"merged cells: {count:,} rows of {column!r} have the value of the first"
        for column, count in self.errors.items():
            yield f"{count:,} cells of {column!r} hold an error as #N/A instead of a value; they count as empty"


class _Merged:
    """Fills rows, given in order, from cells merged with those below; what spans columns stays in the first."""

    def __init__(self, merges: list[Merge], head: int) -> None:
        self._coming = sorted(
            ((top, bottom, left - 1) for left, top, _, bottom in merges if bottom > top > head), reverse=True
        )
        self._reaching: dict[int, tuple[int, Value]] = {}

    def fill(self, number: int, values: list[Value], width: int) -> Iterator[int]:
        """Put in what reaches down into a row, and yield the places."""
        for place, (bottom, value) in list(self._reaching.items()):
            if number > bottom:
                del self._reaching[place]
            elif value is not None and place < width:
                values += [None] * (place + 1 - len(values))
                values[place] = value
                yield place
        while self._coming and self._coming[-1][0] <= number:
            top, bottom, place = self._coming.pop()
            if top == number and place < len(values):
                self._reaching[place] = bottom, values[place]


def day_columns(mapping: Mapping) -> set[str]:
    """Return the source columns that hold days, by what becomes of them."""
    days = {name for target, rule in mapping.columns.items() for name in rule.columns
            if isinstance(mapping.table.c[target].type, Date | DateTime)}  # fmt: skip
    steps = {step[0] for name in days if mapping.group and (step := mapping.group.step_of(name))}
    return days | steps


def _why_lost(value: Value) -> str | None:
    if value is Missing.FORMULA:
        return _LOST["formula"]
    is_long = isinstance(value, int | float) and abs(value) >= _TOO_LONG
    return _LOST["long"] if is_long else None


def cell_text(value: Value, of_days: Sheet | None = None) -> str | None:
    """Return a cell as text; in a column of days a bare number counts them, and a whole day has no hours."""
    if isinstance(value, str):
        return value
    if isinstance(value, Missing):
        return None
    if of_days and of_days.day and isinstance(value, int | float) and _SERIALS[0] <= value < _SERIALS[1]:
        value = of_days.day(value)
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    return text_of(value)

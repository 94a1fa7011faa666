"""XLSX workbooks: one answer, or a report with a sheet for each card; a sheet of definitions is always the last."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from data_access.domain.errors import CockpitError
from data_access.domain.spreadsheet import UNMASKED, harmless
from data_access.domain.text import Text
from data_access.exports.answers import Answer, about, header, lines
from data_access.exports.printable import printable
from data_access.exports.reports import DATA, MEANING, Cell, Part, Report, Table, meanings
from data_access.exports.slide_tables import width_of
from data_access.lookups.rows import RowsStream
from data_access.metrics.indicators import UNITS

#: Rows that a workbook is made for; beyond, it takes longer than a reader waits.
MOST_ROWS = 100_000
_KEYS = Text("主要指标", "Key figures")
_FORMATS = {
    "ratio": "0.0%",
    "yuan": "#,##0.00",
    "money": "#,##0.00",
    "n": "#,##0",
    "day": "yyyy-mm-dd",
    "change": "+0.0;-0.0;0.0",
}
#: How wide columns are, in letters, and of how many rows; what is longer stands on several lines.
_NARROWEST, _WIDEST, _ROWS_SEEN = 10, 60, 500
#: What a sheet's name may not hold, and how long it may be.
_UNNAMEABLE, _LONGEST_NAME = re.compile(r"[\[\]:*?/\\']"), 31


class TooManyRows(CockpitError):
    """A file was asked for that would be too large."""

    def __init__(self, number: int, most: int, remedy: str) -> None:
        super().__init__(
            f"{number:,} rows are more than {most:,}, which is the most for such a file; {remedy}."
        )


def xlsx_bytes(answer: Answer, exported_at: datetime, export: str = "", mark: str = "") -> bytes:
    """Return the answer as a workbook: a sheet of data, and a sheet that says what the number means.

    Raises TooManyRows.
    """
    if len(answer.frame) > MOST_ROWS:
        raise TooManyRows(len(answer.frame), MOST_ROWS, "take the CSV, or ask by fewer dimensions")
    lang = answer.question.lang
    titles = header(answer)
    value_at = titles.index("n") - 1
    book = Workbook()
    sheet = book.active
    sheet.title = DATA(lang)
    _fill(sheet, titles, lines(answer), {value_at: answer.question.indicator.unit.key})
    _explain(book, Text("口径", "Definition")(lang), about(answer, exported_at, export, mark))
    _stamp(book, mark)
    return _saved(book)


def rows_xlsx(
    stream: RowsStream, lang: str, about: Iterable[tuple[str, str]], mark: str = "", unmasked_for: str = ""
) -> bytes:
    """Return rows as a workbook, as the list shows them, with a sheet that says what they are; persons stay as masked.

    Where they are not, the sheet says so first, and that they are `unmasked_for` somebody.

    Raises TooManyRows.
    """
    if stream.total > MOST_ROWS:
        raise TooManyRows(
            stream.total, MOST_ROWS, "take the CSV, or narrow the list by filters or a shorter period"
        )
    book = Workbook()
    book.active.title = DATA(lang)
    _fill(book.active, stream.titles.values(), map(_cells, _each(stream)), {})
    taken = [(UNMASKED(lang), unmasked_for)] if unmasked_for else []
    _explain(book, Text("口径", "Definition")(lang), [*taken, *about])
    _stamp(book, mark)
    return _saved(book)


def _each(stream: RowsStream) -> Iterator[tuple[Any, ...]]:
    for frame in stream.frames:
        yield from frame.itertuples(index=False)


def _cells(row: tuple[Any, ...]) -> list[Any]:
    """Return a row as a workbook keeps it: a moment without its parts of seconds, and nothing where nothing is recorded."""
    return [
        None if pd.isna(cell) else cell.to_pydatetime() if isinstance(cell, pd.Timestamp) else cell
        for cell in row
    ]


def report_xlsx(report: Report) -> bytes:
    """Return a report as a workbook: key figures on one sheet, a sheet for each other card, then the definitions.

    The export's id and maker stand at the foot of every printed page.
    """
    report = printable(report)
    book = Workbook()
    book.remove(book.active)
    keys = [part for part in report.parts if part.native == "key"]
    if keys:
        _fill_table(book.create_sheet(_KEYS(report.lang)), _together(keys))
    for part in report.parts:
        if part.native != "key":
            sheet = book.create_sheet(_sheet_name(part.title, book.sheetnames))
            _fill_table(sheet, part.table)
            if part.classes:
                sheet.cell(1, part.table.numbers()[0] + 1).comment = Comment(
                    part.class_key(report.lang), report.title
                )
    _explain(book, MEANING(report.lang), meanings(report))
    _stamp(book, report.watermark)
    for sheet in book:  # printed, each says of which page it is, and that it is invented
        sheet.oddHeader.left.text, sheet.oddHeader.right.text = (
            words.replace("&", "&&") for words in (f"{report.title} · {report.selection}", report.notice)
        )
    return _saved(book)


def tables_xlsx(
    tables: Mapping[str, Table], meanings: Iterable[tuple[str, str]], lang: str, mark: str = ""
) -> bytes:
    """Return tables as a workbook: a sheet for each, named by its key, then one that says what they mean. Raises TooManyRows."""
    book = Workbook()
    book.remove(book.active)
    for name, table in tables.items():
        if len(table.rows) > MOST_ROWS:
            raise TooManyRows(len(table.rows), MOST_ROWS, "take the CSV, or narrow the list")
        _fill_table(book.create_sheet(_sheet_name(name, book.sheetnames)), table)
    _explain(book, MEANING(lang), meanings)
    _stamp(book, mark)
    return _saved(book)


def _stamp(book: Workbook, mark: str) -> None:
    """Write the watermark at the foot of every printed page, and into the properties of the file."""
    book.properties.description = mark
    for sheet in book:
        sheet.oddFooter.center.text = mark.replace("&", "&&")


def _together(keys: list[Part]) -> Table:
    """Return key figures, each a table of one row, as one table; their unit stands in words."""
    first = keys[0].table
    return Table(first.titles, first.shapes, tuple(row for part in keys for row in part.table.rows))


def _fill_table(sheet: Worksheet, table: Table) -> None:
    days = {place for place, shape in enumerate(table.shapes) if shape == "day"}
    rows = ([_day(cell) if place in days else cell for place, cell in enumerate(row)] for row in table.rows)
    _fill(sheet, table.titles, rows, dict(enumerate(table.shapes)))
    if "unit" not in table.shapes:
        return
    unit_at = table.shapes.index("unit")  # rows of several units: each says its own
    for number, row in enumerate(table.rows, start=2):
        for place, shape in enumerate(table.shapes):
            if shape == "mixed":
                sheet.cell(number, place + 1).number_format = _mixed(row[place], row[unit_at])


def _day(cell: Cell) -> date | Cell:
    """Return a day as a workbook sorts and filters it; what is none stays as it is."""
    try:
        return date.fromisoformat(str(cell))
    except ValueError:
        return cell


def _mixed(cell: Cell, unit: Cell) -> str:
    """Return how a number is written whose unit stands beside it."""
    if unit == "%":
        return "0.0%"
    return "#,##0.0" if isinstance(cell, float) else "#,##0"


def _fill(
    sheet: Worksheet, titles: Iterable[str], rows: Iterable[Iterable[Any]], shapes: dict[int, str]
) -> None:
    heads = [harmless(title) for title in titles]
    sheet.append(heads)
    formats = {place: words for place, shape in shapes.items() if (words := _format(shape))}
    widths = [max(_NARROWEST, width_of(title) // 2 + 3) for title in heads]
    for number, row in enumerate(rows, start=2):
        cells = [harmless(cell) if isinstance(cell, str) else cell for cell in row]
        sheet.append(cells)
        for place, words in formats.items():
            sheet.cell(number, place + 1).number_format = words
        if number < _ROWS_SEEN:
            widths = [max(own, _width(cell)) for own, cell in zip(widths, cells, strict=True)]
    _dress(sheet, [min(_WIDEST, own) for own in widths])


def _format(shape: str) -> str:
    """Return how numbers of a shape are written, whole and with the digits of their unit; nothing for words."""
    if shape in _FORMATS or shape not in UNITS:
        return _FORMATS.get(shape, "")
    decimals = UNITS[shape].decimals
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"


def _width(cell: Any) -> int:
    """Return how many letters a cell takes: a number is written with its separators and two digits at most."""
    if isinstance(cell, int | float):
        return len(f"{cell:,.2f}") + 1
    return width_of(str(cell)) + 2 if cell is not None else 0


def _explain(book: Workbook, name: str, pairs: Iterable[tuple[str, ...]]) -> None:
    sheet = book.create_sheet(name)
    for title, words in pairs:
        sheet.append([harmless(title), harmless(words)])
    _dress(sheet, [18, 90])
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=True)


def _sheet_name(title: str, taken: list[str]) -> str:
    """Return a name that Excel takes: short, without its own signs, and not there yet."""
    plain = _UNNAMEABLE.sub(" ", title).strip() or "1"
    plain = plain if len(plain) <= _LONGEST_NAME else f"{plain[: _LONGEST_NAME - 1].rstrip()}…"
    name, number = plain, 1
    while name.casefold() in {one.casefold() for one in taken}:
        number += 1
        ending = f" ({number})"
        name = plain[: _LONGEST_NAME - len(ending)] + ending
    return name


def _dress(sheet: Worksheet, widths: list[int]) -> None:
    """Make the first row bold, keep it in sight and on each printed page, and give the columns a readable width."""
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(vertical="top", wrap_text=True)
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
        if width == _WIDEST:
            for cell in sheet[get_column_letter(place)]:
                cell.alignment = Alignment(vertical="top", wrap_text=True)


def _saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()

"""Workbooks as openpyxl reads them, and what it passes over in silence: merged cells, errors, formulas without a value."""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO, Any

import openpyxl
from openpyxl.chartsheet import Chartsheet
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser

from data_access.domain.errors import BadFile
from data_access.intake.sheets import Merge, Missing, Sheet, Value
from data_access.intake.sniffing import LARGE, PART, looked_at, places

_END_OF_ROWS = re.compile(rb"</(?:\w+:)?sheetData>")
_ROWS = re.compile(rb"<((?:\w+:)?)sheetData[^>]*>")
_ROW, _END_OF_ROW = re.compile(rb"<(?:\w+:)?row[\s>]"), re.compile(rb"</(?:\w+:)?row>")
_MERGE = re.compile(rb'mergeCell\s[^>]*?ref="([A-Z0-9:]+)"')
_BLOCK = 1 << 20


def sheets_of(path: Path) -> list[Sheet]:
    """Return the sheets of a workbook in their order, charts among them; raises BadFile."""
    try:
        book = openpyxl.load_workbook(path.open("rb"), read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises zip, XML and key errors alike for a broken file
        raise BadFile(f"{path} cannot be read as XLSX: {error}. Save it anew in the spreadsheet.") from error
    return [_sheet(book, book[name]) for name in book.sheetnames]


def _sheet(book: Any, sheet: Any) -> Sheet:
    if isinstance(sheet, Chartsheet):
        return Sheet(sheet.title, lambda: iter(()), why_not="a chart")
    return Sheet(
        sheet.title,
        lambda: _rows(book, sheet),
        lambda: _merges(sheet._get_source()),  # noqa: SLF001  (a sheet that is only read does not tell them)
        why_not="" if sheet.sheet_state == "visible" else "hidden",
        # WPS and others write A1 for any size.
        length=sheet.max_row if sheet.max_row and sheet.max_row > 1 else None,
        day=lambda number: from_excel(number, book.epoch),
        some=lambda count: _rows(book, sheet, count),
    )


class _Cells(WorkSheetParser):  # type: ignore[misc]  # the library has no types
    """Cells with what stands there in place of a value; `of_percent` are the styles that show a number as a percentage."""

    of_percent: frozenset[int] = frozenset()

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        value = cell["value"]
        if cell["data_type"] == "e":
            cell["value"] = Missing.ERROR
        elif cell["data_type"] == "n" and cell["style_id"] in self.of_percent and value is not None:
            # Who reads 35% there did not mean 0.35 of a currency.
            cell["value"] = f"{value * 100:.12g}%"
        elif isinstance(value, str) and "_x" in value:
            # XML has no carriage return of its own: Excel writes _x000D_.
            cell["value"] = unescape(value).replace("\r\n", "\n").replace("\r", "\n").strip()
        elif value is None and _is_formula(element):
            cell["value"] = Missing.FORMULA
        return cell


def _is_formula(element: Any) -> bool:
    """Say whether a cell without a value has a formula; one whose value is the empty text has no value and says so."""
    is_empty_text = element.get("t") == "str" and element.find(VALUE_TAG) is not None
    return element.find(FORMULA_TAG) is not None and not is_empty_text


def _rows(book: Any, sheet: Any, count: int | None = None) -> Iterator[tuple[int, list[Value]]]:
    """Yield all rows that the file holds, or so many of them: how large a sheet says it is counts for nothing."""
    with sheet._get_source() as source:  # noqa: SLF001  (here and below: what the library's own reader does)
        size = book._archive.getinfo(sheet._worksheet_path).file_size  # noqa: SLF001
        parser = _Cells(
            source if count is None or size <= LARGE else _excerpt(source, size, count),
            sheet._shared_strings,  # noqa: SLF001
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001
        )
        parser.of_percent = _of_percent(book)
        for number, cells in parser.parse():
            row: list[Value] = [None] * max((cell["column"] for cell in cells), default=0)
            for cell in cells:
                row[cell["column"] - 1] = cell["value"]
            yield number, row


def _excerpt(source: IO[bytes], size: int, count: int) -> IO[bytes]:
    """Return the XML of a sheet of so many bytes with its first rows and some from places further on alone."""
    first, each = looked_at(count)
    head = source.read(LARGE)
    start = _ROWS.search(head)
    if start is None:
        return BytesIO(head + source.read())
    parts = [head[: start.end()], _whole_rows(head[start.end() :], first)]
    for place in (place for place in places(size) if place >= LARGE):
        source.seek(place)
        parts.append(_whole_rows(source.read(PART), each))
    prefix = start[1]
    return BytesIO(b"".join([*parts, b"</%bsheetData></%bworksheet>" % (prefix, prefix)]))


def _whole_rows(text: bytes, count: int) -> bytes:
    """Return at most so many rows that a part of a sheet's XML holds from their first to their last sign."""
    start = _ROW.search(text)
    ends = [end.end() for end in islice(_END_OF_ROW.finditer(text, start.start()), count)] if start else []
    return text[start.start() : ends[-1]] if start and ends else b""


def _of_percent(book: Any) -> frozenset[int]:
    """Return the styles of a book whose numbers are shown as percentages."""
    styles = enumerate(book._cell_styles)  # noqa: SLF001
    return frozenset(place for place, style in styles if "%" in _format(book, style.numFmtId))


def _format(book: Any, number: int) -> str:
    own = number - BUILTIN_FORMATS_MAX_SIZE
    if own < 0:
        return str(BUILTIN_FORMATS.get(number, ""))
    return str(book._number_formats[own]) if own < len(book._number_formats) else ""  # noqa: SLF001


def _merges(source: IO[bytes]) -> list[Merge]:
    """Return the merged cells of a sheet, which its XML tells behind the rows."""
    tail, is_behind = b"", False
    with source:
        while block := source.read(_BLOCK):
            tail += block
            if not is_behind:
                end = _END_OF_ROWS.search(tail)
                is_behind = end is not None
                tail = tail[end.end() :] if end else tail[-64:]
    return [range_boundaries(found.decode()) for found in _MERGE.findall(tail)]

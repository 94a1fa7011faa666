"""Tables of HTML as sheets: what many systems export under the name of a spreadsheet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path

from data_access.domain.errors import BadFile
from data_access.intake.sheets import Merge, Sheet, Value
from data_access.intake.sniffing import encoding_of, looked_at, places


def tables_of(path: Path, encoding: str | None) -> list[Sheet]:
    """Return the tables of an HTML file in their order, named by their number; raises BadFile."""
    reader = _Reader()
    reader.feed(path.read_text(encoding=encoding_of(path, encoding)))
    reader.close()
    if not reader.tables:
        raise BadFile(f"{path} is a page of HTML without a table; save it as XLSX or CSV.")
    return [_sheet(f"table {number}", table) for number, table in enumerate(reader.tables, start=1)]


@dataclass(slots=True)
class _Table:
    """Rows of a table as they are read; `taken` are the cells that earlier rows reach down into, by row and column."""

    rows: list[list[Value]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)

    def add(self, text: str, down: int, across: int) -> None:
        """Put a cell into the last row, at the first place that is free."""
        row, number = self.rows[-1], len(self.rows)
        while (number, len(row)) in self.taken:
            row.append(None)
        first = len(row)
        row += [text or None, *[None] * (across - 1)]
        self.taken |= {
            (number + below, first + beside) for below in range(1, down) for beside in range(across)
        }
        if down > 1 or across > 1:
            self.merges.append((first + 1, number, first + across, number + down - 1))


def _sheet(name: str, table: _Table) -> Sheet:
    return Sheet(
        name,
        lambda: ((number, [*row]) for number, row in enumerate(table.rows, start=1)),
        lambda: table.merges,
        length=len(table.rows),
        some=lambda count: _some(table.rows, count),
    )


def _some(rows: list[list[Value]], count: int) -> Iterator[tuple[int, list[Value]]]:
    first, each = looked_at(count)
    starts = places(len(rows)) if len(rows) > count else []
    found = (
        chain(range(first), *(range(start, start + each) for start in starts)) if starts else range(len(rows))
    )
    return ((place + 1, [*rows[place]]) for place in dict.fromkeys(found))


class _Reader(HTMLParser):
    """Collects the tables of a page, those within others too; end tags may be missing as HTML allows."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._cell: tuple[int, int] | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("table", "tr", "td", "th"):
            self._end_cell()
        match tag:
            case "table":
                self._open.append(_Table())
                self.tables.append(self._open[-1])
            case "tr" if self._open:
                self._open[-1].rows.append([])
            case "td" | "th" if self._open and self._open[-1].rows:
                given = dict(attrs)
                self._cell = _span(given.get("rowspan"), 5_000), _span(given.get("colspan"), 200)
            case "br":
                self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("table", "tr", "td", "th"):
            self._end_cell()
        if tag == "table" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._text.append(re.sub(r"\s+", " ", data))

    def _end_cell(self) -> None:
        if self._cell is not None and self._open:
            lines = "".join(self._text).split("\n")
            self._open[-1].add("\n".join(line.strip() for line in lines).strip(), *self._cell)
        self._cell, self._text = None, []


def _span(text: str | None, most: int) -> int:
    """Return over how many cells one reaches; what is no number is one."""
    return min(max(int(text), 1), most) if text and text.isdecimal() else 1

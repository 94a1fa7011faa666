"""A look at a file that takes no longer for a large one: its header, and some of its rows."""

from dataclasses import dataclass
from pathlib import Path

from data_access.domain.errors import BadFile
from data_access.intake.readers import first_rows
from data_access.intake.sniffing import distinct

#: So many rows are looked at, and the header is among so many first ones.
_LOOKED_AT, _HEADS = 2000, 50


@dataclass(frozen=True, slots=True)
class Sample:
    """Some rows of a file; `values` has for each of its `columns` the texts that are not empty, without outer spaces."""

    columns: tuple[str, ...]
    values: tuple[list[str], ...]
    rows: int


def sample_of(path: Path) -> Sample:
    """Look at rows of a file; raises BadFile where there are none."""
    rows = [[cell.strip() for cell in row] for row in first_rows(path, _LOOKED_AT)]
    if not any(any(row) for row in rows):
        raise BadFile(f"{path} is empty; there is nothing to map.")
    header = _header(rows[:_HEADS])
    columns, body = distinct(rows[header]), [row for row in rows[header + 1 :] if any(row)]
    values = tuple(
        [row[place] for row in body if place < len(row) and row[place]] for place in range(len(columns))
    )
    return Sample(columns, values, len(body))


def _header(rows: list[list[str]]) -> int:
    """Return the place of the header: the first of the rows that have most different texts, none of them a number."""
    names = [
        0 if any(cell.replace(".", "", 1).isdigit() for cell in row) else len(set(filter(None, row)))
        for row in rows
    ]
    return names.index(max(names))

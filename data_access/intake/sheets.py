"""Sheets of a spreadsheet as rows of values, whatever kind of file it is, and the head that names their columns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from itertools import islice, pairwise, zip_longest

from data_access.domain.errors import BadFile
from data_access.intake.mapping import SourceOptions
from data_access.intake.sniffing import check_columns, distinct

#: So many rows are looked at for the head.
_LOOKED_AT = 50


class Missing(Enum):
    """What stands in a cell in place of a value."""

    #: `#N/A`, `#DIV/0!` and the like: a formula found nothing, so that there is no value.
    ERROR = "error"
    #: A formula whose value the file does not hold: there is one, and only the spreadsheet can tell it.
    FORMULA = "formula"


Value = str | bool | int | float | datetime | date | time | timedelta | Missing | None
#: First column, first row, last column and last row of merged cells; the first of both is 1.
Merge = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows` yields number and values of each row anew, `merges` the merged cells.

    `why_not` says why a reader would not look at it ("hidden", "a chart"), empty for the others. `length` is how many
    rows it says that it has, `day` the day and time that a bare number of it stands for. `some` yields the first of so
    many rows and others from places further on, without reading all, where all are too many to be read for a look.
    """

    name: str
    rows: Callable[[], Iterator[tuple[int, list[Value]]]]
    merges: Callable[[], list[Merge]] = list
    why_not: str = ""
    length: int | None = None
    day: Callable[[float], datetime] | None = None
    some: Callable[[int], Iterator[tuple[int, list[Value]]]] | None = None

    def look(self, count: int) -> list[list[Value]]:
        """Return so many rows: the first, and of a large sheet, which may be sorted, some from places further on."""
        return [row for _, row in islice(self.some(count) if self.some else self.rows(), count)]

    def is_empty(self) -> bool:
        """Say whether nothing stands in it."""
        return not any(value not in (None, "") for _, row in self.rows() for value in row)


@dataclass(frozen=True, slots=True)
class Head:
    """The names of the columns of a sheet, and the row that each stands on: one for all, or two that follow each other."""

    columns: tuple[str, ...]
    rows: tuple[int, ...]

    @property
    def last(self) -> int:
        """The row above the first with data."""
        return max(self.rows)


def head_of(name: str, sheet: Sheet, wanted: tuple[str, ...], options: SourceOptions) -> Head:
    """Find the head among the first rows: the first row, else the first two rows together, that name all `wanted` columns.

    Of two rows the lower names a column, and the upper where nothing stands below. `name` is how errors call the
    sheet. Raises BadFile, naming the row of each column that stands elsewhere.
    """
    looked_at = [
        (number, [str(value).strip() if value is not None else "" for value in row])
        for number, row in islice(sheet.rows(), _LOOKED_AT)
        if options.header_row is None or abs(number - options.header_row) <= 1
    ]
    single = [
        Head(distinct(names), (number,) * len(names))
        for number, names in looked_at
        if names and options.header_row in (None, number)
    ]
    if not single:
        raise BadFile(f"{name} has no header row; an empty one cannot be loaded.")
    heads = [*single, *(_double(one, other) for one, other in pairwise(looked_at) if other[0] == one[0] + 1)]
    best = max(heads, key=lambda head: len(set(wanted) & set(head.columns)))
    if not set(wanted) <= set(best.columns):
        _check_rows(name, single, wanted)
        where = "" if best in single else f" on rows {min(best.rows)} and {best.last}"
        check_columns(f"{name}{where}", best.columns, wanted)
    return best


def _double(above: tuple[int, list[str]], below: tuple[int, list[str]]) -> Head:
    """Return the head that two rows make together."""
    pairs = list(zip_longest(above[1], below[1], fillvalue=""))
    names = distinct([lower or upper for upper, lower in pairs])
    return Head(names, tuple(above[0] if upper and not lower else below[0] for upper, lower in pairs))


def _check_rows(name: str, heads: list[Head], wanted: tuple[str, ...]) -> None:
    """Raise BadFile where every column is there, though neither in one row nor in two."""
    where = {column: head.last for head in reversed(heads) for column in head.columns if column in wanted}
    if set(where) == set(wanted):
        told = ", ".join(f"{column!r} on row {where[column]}" for column in wanted)
        raise BadFile(f"{name} names its columns on several rows: {told}; write the head on one row.")

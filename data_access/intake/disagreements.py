"""Records of one grouped item that do not agree: the first text is kept, and each other one is named."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    String,
    and_,
    column,
    func,
    literal,
    select,
    table,
)

from data_access.intake.cleaning import clean
from data_access.intake.report import Place, RejectsFile, as_csv


@dataclass(frozen=True, slots=True)
class Difference:
    """A text of a record that its item did not get: `kept` is the one of an earlier record, `item` its key."""

    record: int
    column: str
    item: str
    kept: str
    other: str

    def says(self, *, is_personal: bool) -> str:
        """Return what a report says of it; a personal text stands in the row alone."""
        texts = "its text is not the one" if is_personal else f"'{self.other}' is not '{self.kept}'"
        return (
            f"not used: column '{self.column}': {texts}, which an earlier row of the same item ({self.item}) has and "
            "which was kept; correct the one that is wrong"
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """A column of the records that one of the items is made of: its texts, and which records give it."""

    name: str
    records: FromClause
    text: ColumnElement[str]
    is_given: ColumnElement[bool]

    @property
    def mark(self) -> str:
        """What the table of items calls the answer to `differs`."""
        return f"{self.name}__differs"

    def differs(self) -> ColumnElement[bool]:
        """Return for a group of records whether they do not agree."""
        given = clean(self.text)
        return (func.min(given).filter(self.is_given) != func.max(given).filter(self.is_given)).label(
            self.mark
        )


def differences(
    connection: Connection,
    record: ColumnElement[int],
    items: str,
    by: tuple[str, ...],
    compared: list[Compared],
) -> Iterator[Difference]:
    """Yield every text that an item did not get, in the order of the columns and of the file."""
    for one in compared:
        names = dict.fromkeys((*by, one.name, one.mark))
        made = table(items, *[column(name) for name in names])
        same = [clean(one.records.c[name]) == made.c[name] for name in by]
        kept, other = clean(made.c[one.name]), clean(one.text)
        key = func.concat_ws(", ", *[func.concat(f"{name} ", made.c[name], type_=String) for name in by])
        statement = (
            select(record, literal(one.name), key, kept, other)
            .select_from(one.records.join(made, and_(*same)))
            .where(made.c[one.mark], one.is_given, kept != other)
            .order_by(record)
        )
        for row in connection.execute(statement):
            yield Difference(*row)


def write_down(
    found: Iterable[Difference],
    where: Mapping[int, Place],
    rejects: RejectsFile,
    target: str,
    personal: Collection[str],
) -> tuple[str, ...]:
    """Write each difference into the rejects file of a target table; returns a sentence for each column, with an example.

    The texts of `personal` columns stand in no sentence.
    """
    notes = []
    for name, ones in groupby(found, attrgetter("column")):
        listed, is_personal = list(ones), name.split(":")[0] in personal or name in personal
        for one in listed:
            place, reason = where[one.record], one.says(is_personal=is_personal)
            rejects.write(target, place.row, place.line, reason, as_csv(place.values))
        first, items = listed[0], len({one.item for one in listed})
        texts = "" if is_personal else f": '{first.kept}' was kept and '{first.other}' not used"
        notes.append(
            f"column '{name}': the rows of {items:,} item{'s' * (items > 1)} do not agree, the first text was kept; as in "
            f"row {where[first.record].row} ({first.item}){texts}"
        )
    return tuple(notes)

"""What is different between a page as it was kept and as it is now."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isclose

from data_access.exports.reports import Cell, Part, Report


@dataclass(frozen=True, slots=True)
class Difference:
    """One number that is not what it was; None where there was or is none."""

    name: str
    then: Cell
    now: Cell


def differences(then: Report, now: Report) -> dict[int, list[Difference]]:
    """Return the differences of each part of `then`, by its place; a part that is gone differs in all its numbers.

    A part is the same as another of its key, the name of its card, wherever on the page it stands.
    """
    current = {part.key: part for part in now.parts}
    return {place: list(_of(part, current.get(part.key))) for place, part in enumerate(then.parts)}


def _of(then: Part, now: Part | None) -> Iterator[Difference]:
    before, after = _numbers(then), _numbers(now) if now else {}
    for name in {**before, **after}:
        if not _is_same(before.get(name), after.get(name)):
            yield Difference(name, before.get(name), after.get(name))


def _is_same(then: Cell, now: Cell) -> bool:
    """Whether two cells say the same: the order in which fractions are added moves their last digits."""
    if isinstance(then, float) and isinstance(now, float):
        return isclose(then, now, rel_tol=1e-9)
    return then == now


def _numbers(part: Part) -> dict[str, Cell]:
    """Return the numbers of a part under the words that name each: its row and, where there are several, its column.

    Of a part that holds none these are its words.
    """
    table, found = part.table, {}
    columns = table.numbers() or [place for place in range(len(table.titles)) if place not in table.marks]
    for row in table.rows:
        marks = " · ".join(str(row[place]) for place in table.marks if row[place] is not None)
        for place in columns:
            found[marks if len(columns) == 1 else f"{marks} · {table.titles[place]}"] = row[place]
    return found

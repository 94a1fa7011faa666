"""What platforms owe as a table for files: a row for each platform with every number of the board, and its id."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from data_access.domain.text import Text
from data_access.exports.answers import NUMBER_ID, NumberIds
from data_access.exports.reports import Cell, Table
from data_access.metrics.labels import Labels
from data_access.metrics.query import Question

_PLATFORM, _ID = Text("平台", "Platform"), Text("平台编号", "Platform id")


class Counted(NamedTuple):
    """One number of a platform, None where it is not recorded, with the question and the members that give it again."""

    value: int | None
    question: Question
    members: tuple[str, ...]


def duty_table(
    heads: Sequence[str],
    rows: Iterable[tuple[str, Sequence[Counted]]],
    names: Labels,
    lang: str,
    ids: NumberIds,
) -> Table:
    """Return the board as a table: under `heads` the numbers of each platform in the order given, then their ids."""
    titles = (_PLATFORM(lang), _ID(lang), *heads, *(f"{NUMBER_ID(lang)} {head}" for head in heads))
    told: list[tuple[Cell, ...]] = [
        (
            names.name("platform", platform, lang), platform, *(one.value for one in numbers),
            *(ids(one.question, one.members) if one.value is not None else None for one in numbers),
        )
        for platform, numbers in rows
    ]  # fmt: skip
    shapes = ("text", "text", *("n" for _ in heads), *("text" for _ in heads))
    return Table(titles, shapes, tuple(told), marks=(0,))

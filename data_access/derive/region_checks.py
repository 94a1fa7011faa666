"""Where the rows of a table happened: within the city, elsewhere, or nobody knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, func, literal, select, union_all

from data_access.store.schema import dataset, region


@dataclass(frozen=True, slots=True)
class Regions:
    """The codes of regions: those within the city at any depth, and all that are known."""

    inside: frozenset[str]
    known: frozenset[str]


def regions_of(connection: Connection) -> Regions:
    """Return the regions of a store; regions that are each other's parents end there."""
    rows = connection.execute(select(region.c.adcode, region.c.parent))
    parents = {row.adcode: row.parent for row in rows}
    found = {code for code in connection.execute(select(dataset.c.city)).scalars() if code in parents}
    while more := {code for code, parent in parents.items() if parent in found} - found:
        found |= more
    return Regions(frozenset(found), frozenset(parents))


@dataclass(frozen=True, slots=True)
class Parts:
    """The rows of a table by where they happened: within the city, elsewhere, or nobody knows."""

    inside: int
    elsewhere: int
    unknown: int


def parts_of(connection: Connection, columns: Sequence[Column[Any]], regions: Regions) -> list[Parts]:
    """Count the rows of a table by the places that each of these columns gives; a code that is not known is in no part."""
    counts = [
        select(literal(place).label("place"), column.label("code"), func.count().label("n")).group_by(column)
        for place, column in enumerate(columns)
    ]
    found = [[0, 0, 0] for _ in columns]
    for place, code_, n in connection.execute(union_all(*counts)) if counts else ():
        if code_ is None:
            found[place][2] += n
        elif code_ in regions.known:
            found[place][code_ not in regions.inside] += n
    return [Parts(*numbers) for numbers in found]

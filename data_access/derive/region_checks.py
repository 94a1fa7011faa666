"""Which codes the rows of a table have, and where they happened: within the city, elsewhere, or nobody knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, CompoundSelect, Connection, Table, func, literal, select, union_all

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


def codes_of(connection: Connection, table: Table) -> dict[Column[Any], dict[str | None, int]]:
    """Return for each column of codes of a table how many rows have each code, None among them: codes are few."""
    columns = _coded(table)
    found: dict[Column[Any], dict[str | None, int]] = {column: {} for column in columns}
    if columns:
        for place, own, n in connection.execute(_counted(table)).all():
            found[columns[place]][own] = n
    return found


def _coded(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if column.info["codes"]]


@cache
def _counted(table: Table) -> CompoundSelect[int, str, int]:
    return union_all(
        *(
            select(literal(place).label("place"), column.label("code"), func.count().label("n")).group_by(
                column
            )
            for place, column in enumerate(_coded(table))
        )
    )


def parts_of(codes: Mapping[str | None, int], regions: Regions) -> Parts:
    """Add up rows by their regions; a code that is not known is in no part."""
    inside = elsewhere = unknown = 0
    for own, n in codes.items():
        if own is None:
            unknown += n
        elif own in regions.inside:
            inside += n
        elif own in regions.known:
            elsewhere += n
    return Parts(inside, elsewhere, unknown)

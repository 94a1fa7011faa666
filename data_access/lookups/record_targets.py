"""Where a record is found, and which record a value of a row names: read from the references that the columns declare."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import Column, Table

from data_access.lookups.listings import LISTINGS
from data_access.metrics.coverage import Recorded
from data_access.metrics.sources import SOURCES
from data_access.store.schema import entity
from data_access.store.schema.columns import metadata
from data_access.store.schema.links import Link, references

#: The list that shows the rows of each table.
LIST_OF = {SOURCES[key].table.name: key for key in LISTINGS}
#: Between the parts of the key of a record whose table takes several columns to tell it from others.
BETWEEN = "~"


class Target(NamedTuple):
    """Where a record is found: its list and its key."""

    listing: str
    key: str


def target_of(row: Mapping[Any, Any], column: Column[Any]) -> Target | None:
    """Return the record that a value names, None where it names none that has a page.

    What takes several columns to be told from others, such as the annual report of a platform, is named by the value beside
    those that both rows have.
    """
    if pd.isna(row[column.name]):
        return None
    table = column.table
    assert isinstance(table, Table)
    for link in references(table):
        if link.column is column and is_meant(link, row) and link.target.name in LIST_OF:
            return Target(LIST_OF[link.target.name], str(row[column.name]))
    by = column.info["by"]
    named = column.info["refers"].get(row[by]) if by else None
    if named in LIST_OF and len(keys := metadata.tables[named].primary_key) > 1:
        return Target(LIST_OF[named], BETWEEN.join(str(row.get(key.name, row[column.name])) for key in keys))
    return None


def targets(
    frame: pd.DataFrame, columns: Sequence[Column[Any]], known: Recorded
) -> dict[str, tuple[Target | None, ...]]:
    """Return which record each value of a list names, by column, as far as the store has the register that would know it.

    An entity has a page without a register too: it is told by the records of it.
    """
    rows = frame.to_dict("records")
    return {one.name: tuple(target_of(row, one) for row in rows) for one in naming(columns, known)}


def naming(columns: Sequence[Column[Any]], known: Recorded) -> list[Column[Any]]:
    """Return those columns of a list whose values name records, as far as above."""
    found = []
    for column in columns:
        assert isinstance(column.table, Table)
        named = {link.target for link in references(column.table) if link.column is column}
        named |= {metadata.tables[name] for name in column.info["refers"].values()}
        if any(one in known or one is entity for one in named):
            found.append(column)
    return found


def is_meant(link: Link, row: Mapping[Any, Any]) -> bool:
    """Return whether a reference is the one that a row means, where that depends on a code of the row."""
    by = link.column.info["by"]
    return by is None or link.column.info["refers"].get(row[by]) == link.target.name

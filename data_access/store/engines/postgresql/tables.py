"""How PostgreSQL keeps the partitions of tables, and what stands for those of a table that has none."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    MetaData,
    String,
    Table,
    and_,
    cast,
    false,
    literal_column,
    null,
    select,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

from data_access.store.catalogue import Partition, Place
from data_access.store.partitions import CLOCKS, REST, bounds, is_optional
from data_access.store.schema import co_investigation, complaint_report, entity_event, mediation, shop

#: A partition with fewer rows is read as fast without an index.
_INDEXED = 10_000
#: What long lists are ordered by, the newest first and then by the key: the index gives the first page without a sort.
_NEWEST = {
    complaint_report: complaint_report.c.registered_at,
    mediation: mediation.c.opened_at,
    co_investigation: co_investigation.c.sent_at,
    shop: shop.c.opened_on,
}
#: By what rows are found, where it is not the first column of their key; nobody asks for one shop.
_FOUND_BY: dict[Table, Column[Any] | None] = {entity_event: entity_event.c.entity_id, shop: None}


def physical(place: Place, of: Table, partition: Partition) -> Table:
    """Return the physical table of a partition; of a period, with the proof that its rows are of no other."""
    columns = [Column(one.name, _collated(one), nullable=is_optional(one)) for one in of.columns]
    held = Table(partition.name, MetaData(schema=place.schema), *columns)
    if partition.period not in ("", REST):
        first, after = bounds(partition.period)
        clock = held.c[CLOCKS[of].name]
        held.append_constraint(
            CheckConstraint(and_(clock >= literal_column(f"'{first}'"), clock < literal_column(f"'{after}'")))
        )
    return held


def indexes(held: Table, of: Table, partition: Partition) -> Iterator[Index]:
    """Yield the indexes of a large partition: to find rows by, to list the newest, and to leave aside what lies in other months."""
    if partition.rows < _INDEXED:
        return
    first, clock = next(iter(of.primary_key)), CLOCKS.get(of)
    found_by = _FOUND_BY.get(of, first)
    if found_by is not None and found_by is not clock:
        yield Index(None, held.c[found_by.name])
    if (newest := _NEWEST.get(of)) is not None:
        yield Index(None, held.c[newest.name].desc().nulls_last(), held.c[first.name])
    elif clock is not None:
        yield Index(None, held.c[clock.name], postgresql_using="brin")


@cache
def nothing(of: Table) -> str:
    """Return the SELECT that stands for a table without partitions: its columns, and no row."""
    empty = select(*(cast(null(), _collated(one)).label(one.name) for one in of.columns)).where(false())
    return str(empty.compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]


def _collated(column: Column[Any]) -> TypeEngine[Any]:
    """Return the type of a column; texts are ordered by their bytes."""
    return String(collation="C") if isinstance(column.type, String) else column.type

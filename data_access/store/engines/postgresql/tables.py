"""How PostgreSQL keeps the partitions of tables, and what stands for those of a table that has none."""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    DateTime,
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
#: Of what a page shows one: few of the rows are about it, or nearly all, and then the planner reads them in their order.
_PORTRAYED = "platform_id"
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
    """Yield the indexes of a large partition: to find rows by, to list the newest, and to leave aside what other times have."""
    if partition.rows < _INDEXED:
        return
    first, clock, newest = next(iter(of.primary_key)), CLOCKS.get(of), _NEWEST.get(of)
    found_by = (_FOUND_BY.get(of, first), of.c.get(_PORTRAYED))
    for name in dict.fromkeys(one.name for one in found_by if one is not None and one is not clock):
        yield _index(held.c[name])
    if newest is not None:
        yield _index(held.c[newest.name], held.c[newest.name].desc().nulls_last(), held.c[first.name])
    for moment in of.columns if clock is not None else ():
        if isinstance(moment.type, Date | DateTime) and moment is not newest:
            yield _index(held.c[moment.name], postgresql_using="brin")


def _index(of: Column[Any], *by: ColumnElement[Any], **how: Any) -> Index:
    """Return an index under a name of its own: one with the table's in it is cut off by the server, and two become alike."""
    of_table = sha256(str(of.table).encode()).hexdigest()[:16]
    return Index(f"{of.name}_{of_table}", *(by or (of,)), **how)


@cache
def nothing(of: Table) -> str:
    """Return the SELECT that stands for a table without partitions: its columns, and no row."""
    empty = select(*(cast(null(), _collated(one)).label(one.name) for one in of.columns)).where(false())
    return str(empty.compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]


def _collated(column: Column[Any]) -> TypeEngine[Any]:
    """Return the type of a column; texts are ordered by their bytes."""
    return String(collation="C") if isinstance(column.type, String) else column.type

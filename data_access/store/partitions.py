"""How the rows of a draft are cut into partitions for a server, told apart by a digest, and handed on as Arrow batches."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pyarrow as pa
from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Float, Integer, Numeric, Table

from data_access.store.catalogue import Partition
from data_access.store.drafts import Draft
from data_access.store.schema import (
    DERIVED,
    case_stage,
    co_investigation,
    complaint_report,
    data_exchange,
    entity_event,
    mediation,
    metadata,
    shop_month,
    transaction_month,
)

#: Tables of events that grow with time, and the moment by whose month their rows are kept together.
CLOCKS: dict[Table, Column[Any]] = {
    shop_month: shop_month.c.month_end,
    transaction_month: transaction_month.c.month,
    complaint_report: complaint_report.c.registered_at,
    mediation: mediation.c.opened_at,
    case_stage: case_stage.c.entered_at,
    entity_event: entity_event.c.at,
    data_exchange: data_exchange.c.day,
    co_investigation: co_investigation.c.sent_at,
}
#: A table with fewer rows is one partition.
LEAST_ROWS = 50_000
#: Stands for the month of rows that have no moment.
REST = "rest"
#: Rows of a batch.
BATCH = 100_000
_TYPES = (
    (Boolean, pa.bool_()), (DateTime, pa.timestamp("us")), (Date, pa.date32()), (BigInteger, pa.int64()),
    (Integer, pa.int32()), (Float, pa.float64()),
)  # fmt: skip


def clock_of(table: Table) -> Column[Any] | None:
    """Return the column by whose month a table is partitioned once it is large, None for one that stays whole."""
    return CLOCKS.get(table)


def is_optional(column: Column[Any]) -> bool:
    """Say whether a column may be empty: derived tables keep unknown values in their keys."""
    return bool(column.nullable) or (column.primary_key and column.table in DERIVED)


def month_bounds(month: str) -> tuple[date, date]:
    """Return the first day of a month (`202106`), and of the next."""
    year, number = int(month[:4]), int(month[4:])
    return date(year, number, 1), date(year + number // 12, number % 12 + 1, 1)


def arrow_schema(table: Table, names: Iterable[str]) -> pa.Schema:
    """Return the columns of these names as Arrow types them."""
    return pa.schema([(name, _arrow(table.c[name])) for name in names])


def _arrow(column: Column[Any]) -> pa.DataType:
    kind = column.type
    if isinstance(kind, Numeric) and not isinstance(kind, Float):
        return pa.decimal128(kind.precision or 18, kind.scale or 0)
    return next((arrow for own, arrow in _TYPES if isinstance(kind, own)), pa.string())


def partitions_of(draft: Draft, version: str) -> Iterator[Partition]:
    """Yield what the tables of a draft are cut into, each with a digest that is the same for the same rows in any order."""
    for table in metadata.sorted_tables:
        hashed = ", ".join(f'"{one.name}"' for one in table.columns)
        is_large = draft.connection.execute(f'SELECT count(*) >= {LEAST_ROWS} FROM "{table.name}"').fetchall()  # noqa: S608  (a table of ours)
        month = _month(table) if is_large == [(True,)] else "''"
        counted = f'SELECT {month}, count(*), sum(hash({hashed})) FROM "{table.name}" GROUP BY 1 ORDER BY 1'  # noqa: S608  (as above)
        for of, rows, digest in draft.connection.execute(counted).fetchall():
            yield Partition(table.name, of, version, rows, f"{digest:x}")


def _month(table: Table) -> str:
    """Return the SQL of the month in which a row belongs; of a table that stays whole, none."""
    clock = clock_of(table)
    return "''" if clock is None else f"coalesce(strftime(\"{clock.name}\", '%Y%m'), '{REST}')"


def batches_of(draft: Draft, partition: Partition) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a partition in the order of its moments, columns as the table's, codes as texts."""
    table = metadata.tables[partition.table]
    names = ", ".join(f'"{one.name}"' for one in table.columns)
    clock = clock_of(table)
    which = f"WHERE {_month(table)} = '{partition.month}'" if partition.month else ""
    order = "" if clock is None else f'ORDER BY "{clock.name}"'
    statement = f'SELECT {names} FROM "{table.name}" {which} {order}'  # noqa: S608  (names of ours)
    yield from draft.connection.cursor().execute(statement).to_arrow_reader(BATCH)


def forget(draft: Draft, partition: Partition) -> None:
    """Take the rows of a partition out of a draft."""
    which = (
        f"WHERE {_month(metadata.tables[partition.table])} = '{partition.month}'" if partition.month else ""
    )
    draft.connection.execute(f'DELETE FROM "{partition.table}" {which}')  # noqa: S608  (names of ours)

"""How the rows of a DuckDB file are cut into partitions for a server, told apart by a digest, and handed on as Arrow batches."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection
from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Float, Integer, Numeric, Table

from data_access.store.catalogue import Partition
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

#: Tables of events that grow with time, and the moment by which their rows are kept together.
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
#: A table of events is cut into years from so many rows on, and into months from so many in each: a question opens every
#: partition of a table before it leaves most of them aside, and what is sent in a second is not worth cutting.
OF_YEARS, OF_MONTHS = 200_000, 500_000
#: Stands for the period of rows that have no moment.
REST = "rest"
#: Rows of a batch.
BATCH = 100_000
_TYPES = (
    (Boolean, pa.bool_()), (DateTime, pa.timestamp("us")), (Date, pa.date32()), (BigInteger, pa.int64()),
    (Integer, pa.int32()), (Float, pa.float64()),
)  # fmt: skip


def is_optional(column: Column[Any]) -> bool:
    """Say whether a column may be empty: derived tables keep unknown values in their keys."""
    return bool(column.nullable) or (column.primary_key and column.table in DERIVED)


def bounds(period: str) -> tuple[date, date]:
    """Return the first day of a year (`2021`) or month (`202106`), and the first after it."""
    year, month = int(period[:4]), int(period[4:] or 1)
    after = date(year + 1, 1, 1) if month == 12 or not period[4:] else date(year, month + 1, 1)
    return date(year, month, 1), after


def arrow_schema(table: Table, names: Iterable[str]) -> pa.Schema:
    """Return the columns of these names as Arrow types them."""
    return pa.schema([(name, _arrow(table.c[name])) for name in names])


def _arrow(column: Column[Any]) -> pa.DataType:
    kind = column.type
    if isinstance(kind, Numeric) and not isinstance(kind, Float):
        return pa.decimal128(kind.precision or 18, kind.scale or 0)
    return next((arrow for own, arrow in _TYPES if isinstance(kind, own)), pa.string())


def partitions_of(file: DuckDBPyConnection, version: str) -> Iterator[Partition]:
    """Yield what the tables of a file are cut into, each with a digest that is the same for the same rows in any order."""
    # One statement tells which tables have rows: to look at each takes longer than all else of a small load.
    first = (f"(SELECT '{name}' FROM \"{name}\" LIMIT 1)" for name in metadata.tables)  # noqa: S608  (names of ours)
    filled = {name for (name,) in file.execute(" UNION ALL ".join(first)).fetchall()}
    for table in metadata.sorted_tables:
        if table.name not in filled:
            continue
        statement = (
            f'SELECT {_periods(file, table)}, {tallied(table)} FROM "{table.name}" GROUP BY 1 ORDER BY 1'  # noqa: S608  (names of ours)
        )
        for of, rows, digest in file.execute(statement).fetchall():
            yield Partition(table.name, of, version, rows, f"{digest:x}")


def tallied(table: Table) -> str:
    """Return the SQL that counts rows of a table and sums a hash of each, which is the same in any order and in any parts."""
    hashed = ", ".join(f'"{one.name}"' for one in table.columns)
    return f"count(*), coalesce(sum(hash({hashed})), 0)"


def tally_of(file: DuckDBPyConnection, partition: Partition) -> tuple[int, str]:
    """Return how many rows of a partition a file has, and their digest."""
    counted = tallied(metadata.tables[partition.table])
    statement = f'SELECT {counted} FROM "{partition.table}" {_which(partition)}'  # noqa: S608  (as above)
    ((rows, digest),) = file.execute(statement).fetchall()
    return rows, f"{digest:x}"


def _periods(file: DuckDBPyConnection, table: Table) -> str:
    """Return the SQL of the period in which a row belongs, by the size of its table."""
    if table not in CLOCKS:
        return "''"
    counted = f'SELECT count(*), count(DISTINCT {_period(table, 6)}) FROM "{table.name}"'  # noqa: S608  (as above)
    ((rows, months),) = file.execute(counted).fetchall()
    if rows < OF_YEARS:
        return "''"
    return _period(table, 6 if rows / months >= OF_MONTHS else 4)


def _period(table: Table, length: int) -> str:
    """Return the SQL of the year of a row, in four signs, or of its month, in six."""
    clock, kind = CLOCKS[table].name, "%Y%m" if length == 6 else "%Y"
    return f"coalesce(strftime(\"{clock}\", '{kind}'), '{REST}')"


def _which(partition: Partition) -> str:
    """Return the condition that the rows of a partition meet among those of its table; `rest` reads as a year does."""
    if not partition.period:
        return ""
    table = metadata.tables[partition.table]
    return f"WHERE {_period(table, len(partition.period))} = '{partition.period}'"


def batches_of(file: DuckDBPyConnection, partition: Partition) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a partition in the order of its moments, columns as the table's, codes as texts."""
    table = metadata.tables[partition.table]
    names = ", ".join(f'"{one.name}"' for one in table.columns)
    order = f'ORDER BY "{CLOCKS[table].name}"' if table in CLOCKS else ""
    statement = f'SELECT {names} FROM "{table.name}" {_which(partition)} {order}'  # noqa: S608  (as above)
    yield from file.cursor().execute(statement).to_arrow_reader(BATCH)


def completed(table: Table, batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return a batch with all columns of a table in its types; those that rows of an earlier version lack are empty."""
    schema = arrow_schema(table, [one.name for one in table.columns])
    held = set(batch.schema.names)
    columns = [
        batch.column(one.name).cast(one.type) if one.name in held else pa.nulls(batch.num_rows, one.type)
        for one in schema
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def forget(file: DuckDBPyConnection, partition: Partition) -> None:
    """Take the rows of a partition out of a file."""
    file.execute(f'DELETE FROM "{partition.table}" {_which(partition)}')  # noqa: S608  (as above)


def forget_others(file: DuckDBPyConnection, table: Table, kept: Iterable[Partition]) -> None:
    """Take the rows of a table out of a file that are of no partition of `kept`, which are all cut alike."""
    periods = [one.period for one in kept]
    if "" in periods:
        return
    listed = ", ".join(f"'{one}'" for one in periods)
    others = f"WHERE {_period(table, max(map(len, periods)))} NOT IN ({listed})" if periods else ""
    file.execute(f'DELETE FROM "{table.name}" {others}')  # noqa: S608  (as above)

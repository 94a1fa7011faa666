"""How ClickHouse keeps the tables of the schema: types, codecs, order keys, and on a cluster shards and copies."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from clickhouse_connect.driver.binding import format_str, quote_identifier
from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Float, Integer, Numeric, String, Table

from data_access.store.partitions import CLOCKS, is_optional
from data_access.store.schema import metadata

#: By which column the rows of a table are spread over the shards of a cluster; a table that is not named here is small and
#: stands whole on every node. Tables that are joined are spread by what joins them, so that no join crosses shards.
SHARDED = {
    "shop": "shop_id",
    "shop_month": "platform_id",
    "complaint_report": "item_id",
    "complaint_problem": "item_id",
    "mediation": "item_id",
    "enforcement_case": "case_id",
    "case_stage": "case_id",
    "entity": "entity_id",
    "entity_event": "entity_id",
    "negative_entity": "entity_id",
    "risk_lead": "lead_id",
    "evidence": "evidence_id",
    "evidence_check": "evidence_id",
}
#: Signs of a period that is a month.
_MONTH = 6


def type_of(column: Column[Any]) -> str:
    """Return the type of a column with its codec.

    Days reach from 1900 to 2299 and moments keep their microseconds, as in the other engines; codes are numbers of a list.
    """
    held, codec = _held(column)
    held = f"Nullable({held})" if is_optional(column) else held
    return f"LowCardinality({held})" if column.info.get("codes") else f"{held} CODEC({codec})"


def _held(column: Column[Any]) -> tuple[str, str]:
    match column.type:
        case String():
            return "String", "ZSTD"
        case Boolean():
            return "Bool", "ZSTD"
        case BigInteger():
            return "Int64", "T64, ZSTD"
        case Integer():
            return "Int32", "T64, ZSTD"
        case Float():
            return "Float64", "ZSTD"
        case Numeric(precision=int(digits), scale=int(places)):
            return f"Decimal({digits}, {places})", "ZSTD"
        case DateTime():
            return "DateTime64(6, 'UTC')", "GCD, ZSTD"
        case Date():
            return "Date32", "T64, ZSTD"
    raise TypeError(f"{column} has a type that ClickHouse is not told of: {column.type!r}")


def order_of(table: Table) -> list[str]:
    """Return by which columns the rows of a table lie in order: the first time that each has, then its key.

    Questions name days: of rows in this order the engine reads those days alone.
    """
    times = [one.name for one in table.c if not is_optional(one) and isinstance(one.type, Date | DateTime)]
    keys = [one.name for one in table.primary_key if not is_optional(one)]
    return list(dict.fromkeys([*times[:1], *keys]))


def create(
    table: Table, database: str, cluster: str | None = None, *, period: str = "", if_not_exists: bool = False
) -> Iterator[str]:
    """Yield the statements that create a table: one, or on a cluster one on each node, and where it is spread one over all.

    `period` is one of those whose rows are kept apart: a year, a month, or empty where none are. The paths of replicas follow from the macros {shard} and {replica}, which
    every node of a cluster has.
    """
    order = ", ".join(map(quote_identifier, order_of(table)))
    name = local(table.name, cluster)
    yield (
        f"CREATE TABLE {'IF NOT EXISTS ' if if_not_exists else ''}{place(database, name)}{on_cluster(cluster)} ({_columns(table)}) "
        f"ENGINE = {_engine(database, name, cluster, is_spread=name != table.name)}"
        f"{_partitioned(table, period)} ORDER BY ({order})"
    )
    if cluster and name != table.name:
        target = ", ".join(map(format_str, (cluster, database, name)))
        yield (
            f"CREATE TABLE {place(database, table.name)}{on_cluster(cluster)} AS {place(database, name)} "
            f"ENGINE = Distributed({target}, cityHash64({quote_identifier(SHARDED[table.name])}))"
        )


def create_empty(table: Table, database: str, cluster: str | None = None) -> str:
    """Return the statement that creates a table of a snapshot which has no rows of it: nothing on disk stands for it.

    Most tables of a small city are such, and one that could be filled takes ten times as long to make, and to drop.
    """
    return (
        f"CREATE TABLE {place(database, table.name)}{on_cluster(cluster)} ({_columns(table)}) ENGINE = Null"
    )


@cache
def _columns(table: Table) -> str:
    return ", ".join(f"{quote_identifier(one.name)} {type_of(one)}" for one in table.c)


def create_database(database: str, cluster: str | None = None) -> str:
    """Return the statement that makes a database where there is none."""
    return f"CREATE DATABASE IF NOT EXISTS {quote_identifier(database)}{on_cluster(cluster)}"


def create_all(database: str, cluster: str | None = None) -> Iterator[str]:
    """Yield the statements that create a database with all tables of the schema, those of events cut into months."""
    yield create_database(database, cluster)
    for table in metadata.sorted_tables:
        yield from create(table, database, cluster, period="202106" if table in CLOCKS else "")


def everywhere(database: str, cluster: str | None, filled: Iterable[str]) -> Iterator[str]:
    """Yield the statements that wait until every replica of a cluster has all rows of the tables that are `filled`.

    The pointer must not come before them.
    """
    if cluster:
        for name in filled:
            yield f"SYSTEM SYNC REPLICA{on_cluster(cluster)} {place(database, local(name, cluster))}"


def local(name: str, cluster: str | None) -> str:
    """Return what the table that holds the rows of a table is called on each node."""
    return f"{name}_local" if cluster and name in SHARDED else name


def on_cluster(cluster: str | None) -> str:
    """Return the clause by which every node of a cluster does the same."""
    return f" ON CLUSTER {quote_identifier(cluster)}" if cluster else ""


def place(database: str, name: str) -> str:
    """Return a table as SQL names it."""
    return f"{quote_identifier(database)}.{quote_identifier(name)}"


def _partitioned(table: Table, period: str) -> str:
    """Return the clause that keeps years or months apart; a row without a moment is of the year 0."""
    if not period:
        return ""
    clock = CLOCKS[table]
    of = f"{'toYYYYMM' if len(period) == _MONTH else 'toYear'}({quote_identifier(clock.name)})"
    return f" PARTITION BY {f'ifNull({of}, 0)' if is_optional(clock) else of}"


def _engine(database: str, name: str, cluster: str | None, *, is_spread: bool) -> str:
    if cluster is None:
        return "MergeTree"
    shard, replica = ("{shard}", "{replica}") if is_spread else ("all", "{shard}-{replica}")
    return f"ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{name}', '{replica}')"

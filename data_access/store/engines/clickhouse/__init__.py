"""ClickHouse, through the dialect `clickhousedb` of clickhouse-connect: its spelling, settings, tables and snapshots."""

from data_access.store.engines.clickhouse import spelling

__all__ = ["spelling"]

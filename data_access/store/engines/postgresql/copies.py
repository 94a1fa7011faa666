"""How PostgreSQL copies the rows of a partition out: as text, which is parsed block by block."""

import io
from collections.abc import Iterable, Iterator
from typing import Any

import psycopg
import pyarrow as pa
from psycopg import sql
from pyarrow import csv
from sqlalchemy import Connection, Table, inspect

from data_access.store.catalogue import Partition, Place
from data_access.store.partitions import arrow_schema

#: Bytes of text that are parsed at a time.
_BLOCK = 1 << 22


def copied_out(
    connection: Connection, place: Place, table: Table, partition: Partition
) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a partition as batches of the columns that it has."""
    kept = {one["name"] for one in inspect(connection).get_columns(partition.name, place.schema)}
    names = [one.name for one in table.columns if one.name in kept]
    statement = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT (FORMAT csv)").format(
        listed(names), named(place, partition)
    )
    with driver_of(connection).cursor() as cursor, cursor.copy(statement) as copy:
        yield from csv.open_csv(
            io.BufferedReader(_Copied(iter(copy)), _BLOCK),
            csv.ReadOptions(column_names=names, block_size=_BLOCK, use_threads=False),
            csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
            csv.ConvertOptions(
                column_types=arrow_schema(table, names),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                true_values=["t"],
                false_values=["f"],
            ),
        )


def driver_of(connection: Connection) -> "psycopg.Connection[object]":
    """Return the driver's own connection below one of SQLAlchemy."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


def named(place: Place, partition: Partition) -> sql.Identifier:
    """Return the table of a partition as SQL names it."""
    return sql.Identifier(place.schema, partition.name)


def listed(names: Iterable[str]) -> sql.Composed:
    """Return columns as SQL lists them."""
    return sql.SQL(", ").join(map(sql.Identifier, names))


class _Copied(io.RawIOBase):
    """What a server copies out, as a file that is read once."""

    def __init__(self, blocks: Iterator[bytes | bytearray | memoryview]) -> None:
        self._blocks, self._left = blocks, memoryview(b"")

    def readable(self) -> bool:
        """It is read."""
        return True

    def readinto(self, target: Any) -> int:
        """Fill what is given as far as one block goes."""
        if not self._left:
            self._left = memoryview(next(self._blocks, b""))
        into = memoryview(target)
        count = min(len(into), len(self._left))
        into[:count], self._left = self._left[:count], self._left[count:]
        return count

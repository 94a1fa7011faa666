"""What the snapshots of a place on ClickHouse hold, and how the rows of a partition are read from one that has it."""

from collections.abc import Iterator

import pyarrow as pa
from clickhouse_connect.driver.binding import quote_identifier
from sqlalchemy import Connection, Table, func, select

from data_access.store import catalogue
from data_access.store.catalogue import Partition, Place
from data_access.store.engines.clickhouse.clients import client_of
from data_access.store.engines.clickhouse.tables import place as named
from data_access.store.partitions import REST, arrow_schema


class Kept:
    """The databases of a place, as its catalogue names them when this is made."""

    def __init__(self, connection: Connection, place: Place) -> None:
        self._client, self._place = client_of(connection), place
        self._made: dict[str, dict[str, dict[str, str]]] = {}
        self._cuts: dict[str, dict[str, str]] = {}
        cells = catalogue.partition.c
        which = (cells.table_name, cells.period, cells.version)
        known = connection.execute(select(*which, func.max(cells.snapshot_id)).group_by(*which))
        #: A snapshot that has each partition that was published or kept.
        self._keepers = {(name, period, version): keeper for name, period, version, keeper in known}

    def database(self, partition: Partition) -> str:
        """Return a database that has a partition: one that was published, or the one that is being written."""
        known = self._keepers.get((partition.table, partition.period, partition.version), partition.version)
        return self._place.of_snapshot(known)

    def columns(self, database: str) -> dict[str, dict[str, str]]:
        """Return the columns of the tables of a snapshot with their types."""
        if database not in self._made:
            asked = "SELECT table, name, type FROM system.columns WHERE database = %(of)s"
            found: dict[str, dict[str, str]] = {}
            for table, name, kind in self._client.query(asked, {"of": database}).result_rows:
                found.setdefault(table, {})[name] = kind
            self._made[database] = found
        return self._made[database]

    def cuts(self, database: str) -> dict[str, str]:
        """Return by what the rows of each table of a snapshot are kept apart, as the engine says it."""
        if database not in self._cuts:
            asked = "SELECT name, partition_key FROM system.tables WHERE database = %(of)s"
            self._cuts[database] = dict(self._client.query(asked, {"of": database}).result_rows)
        return self._cuts[database]

    def changed(self, database: str) -> None:
        """Look anew what a database has: a table was made."""
        self._made.pop(database, None)
        self._cuts.pop(database, None)

    def read(self, table: Table, partition: Partition) -> Iterator[pa.RecordBatch]:
        """Stream the rows of a partition as batches of the columns that it has."""
        database = self.database(partition)
        kept = self.columns(database)[table.name]
        names = [one.name for one in table.columns if one.name in kept]
        listed = ", ".join(map(quote_identifier, names))
        asked = f"SELECT {listed} FROM {named(database, table.name)} WHERE _partition_id = %(id)s"  # noqa: S608  (names of ours)
        schema = arrow_schema(table, names)
        with self._client.query_arrow_stream(asked, {"id": id_of(partition)}, use_strings=True) as stream:
            for part in stream:
                yield from (
                    (part if isinstance(part, pa.Table) else pa.Table.from_batches([part]))
                    .cast(schema)
                    .to_batches()
                )


def id_of(partition: Partition) -> str:
    """Return what ClickHouse calls the part of a table that holds a partition."""
    return "0" if partition.period == REST else partition.period or "all"

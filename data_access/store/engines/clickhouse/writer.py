"""How ClickHouse is written: a snapshot is a database of real tables, and one row of the catalogue puts it in use.

What a snapshot shares with an earlier one is taken over by hard links, period by period; what is new is sent as Arrow. Nobody
sees a database before the pointer names it, so that all tables change at once, and nothing of it is changed afterwards.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
from clickhouse_connect.driver.binding import quote_identifier
from sqlalchemy import Connection, Table

from data_access.domain.errors import CockpitError, StoreBusy
from data_access.store import catalogue
from data_access.store.catalogue import Partition, Place, Published
from data_access.store.engines.clickhouse.clients import client_of
from data_access.store.engines.clickhouse.kept import Kept, id_of
from data_access.store.engines.clickhouse.tables import (
    create,
    create_database,
    create_empty,
    everywhere,
    local,
    on_cluster,
    place,
)
from data_access.store.engines.clickhouse.turns import Turn
from data_access.store.row_counts import row_counts
from data_access.store.schema import metadata

#: A block that is sent again after a lost connection is not one that was there; a cluster has it when it says so.
_SENT = {"insert_deduplicate": "0", "distributed_foreground_insert": "1"}


class ClickHouseWriter:
    """One load."""

    def __init__(self, connection: Connection, own: Place, cluster: str | None, turn: Turn) -> None:
        self.connection, self._place, self._cluster, self._turn = connection, own, cluster, turn
        self._client = client_of(connection)
        self._made: set[tuple[str, str]] = set()
        self._kept = Kept(connection, own)

    def read(self, table: Table, partition: Partition) -> Iterator[pa.RecordBatch]:
        """Stream the rows from a snapshot that has them."""
        return self._kept.read(table, partition)

    def write(self, table: Table, partition: Partition, batches: Iterable[pa.RecordBatch]) -> None:
        """Send the rows into the table of the database that will be the snapshot."""
        database = self._make(table, partition.version, partition)
        for batch in batches:
            self._client.insert_arrow(
                place(database, table.name), pa.Table.from_batches([batch]), settings=_SENT
            )

    def keep(self, own: str, partition: Partition) -> None:
        """Enter a partition, which lets the next writer spare the database that has it."""
        self._insert(catalogue.partition, [[own, *(getattr(partition, key) for key in _PARTITION)]])

    def size(self, partitions: Iterable[Partition]) -> int:
        """Return the bytes of the parts that hold them on this node, which snapshots share."""
        asked = (
            "SELECT database, table, partition_id, sum(bytes_on_disk) FROM system.parts "
            "WHERE active AND startsWith(database, %(own)s) GROUP BY ALL"
        )
        rows = self._client.query(asked, {"own": self._place.schema}).result_rows
        bytes_of = {tuple(key): size for *key, size in rows}
        return sum(
            bytes_of.get((self._kept.database(one), local(one.table, self._cluster), id_of(one)), 0)
            for one in partitions
        )

    def publish(self, new: Published) -> None:
        """Take over what the snapshot shares with others, look whether all is there, and move the pointer."""
        filled = {
            part.table: part for part in reversed(new.partitions)
        }  # one of each: its first, not the rest
        for table in metadata.sorted_tables:
            self._make(table, new.id, filled.get(table.name))
        for part in new.partitions:
            if part.version != new.id:
                self._take_over(metadata.tables[part.table], part, new.id)
        self._count(new, filled)
        for statement in everywhere(self._place.of_snapshot(new.id), self._cluster, filled):
            self._client.command(statement)
        self._enter(new)
        self._point_to(new.id, new.holder)

    def restore(self, snapshot_id: str, holder: str) -> None:
        """Move the pointer back."""
        self._point_to(snapshot_id, holder)

    def _make(self, table: Table, snapshot_id: str, partition: Partition | None) -> str:
        """Make the table of a snapshot where it is not made yet, for rows cut as `partition` is; return its database."""
        database = self._place.of_snapshot(snapshot_id)
        if (snapshot_id, table.name) not in self._made:
            if snapshot_id not in {made for made, _ in self._made}:
                self._client.command(create_database(database, self._cluster))
            if partition:
                for statement in create(table, database, self._cluster, period=partition.period):
                    self._client.command(statement)
            else:
                self._client.command(create_empty(table, database, self._cluster))
            self._made.add((snapshot_id, table.name))
            self._kept.changed(database)
        return database

    def _take_over(self, table: Table, partition: Partition, snapshot_id: str) -> None:
        """Link the files of a partition of an earlier snapshot; where its table was another, copy the rows."""
        source, target = self._kept.database(partition), self._place.of_snapshot(snapshot_id)
        name = local(table.name, self._cluster)
        kept = self._kept.columns(source)[table.name]
        is_alike = kept == self._kept.columns(target)[table.name]
        if is_alike and self._kept.cuts(source)[name] == self._kept.cuts(target)[name]:
            # Of a table that stands whole on every node one does it for all.
            where = on_cluster(self._cluster) if name != table.name else ""
            linked = f"ATTACH PARTITION ID '{id_of(partition)}' FROM {place(source, name)}"
            self._client.command(f"ALTER TABLE {place(target, name)}{where} {linked}")
            return
        names = ", ".join(quote_identifier(one.name) for one in table.columns if one.name in kept)
        rows = f"SELECT {names} FROM {place(source, table.name)} WHERE _partition_id = %(id)s"  # noqa: S608  (as above)
        into = f"INSERT INTO {place(target, table.name)} ({names})"
        self._client.command(f"{into} {rows}", {"id": id_of(partition)}, settings=_SENT)

    def _count(self, new: Published, filled: Iterable[str]) -> None:
        """Look whether each table has the rows that were sent; raises CockpitError."""
        tables = [metadata.tables[name] for name in filled]
        if not tables:
            return
        counted = row_counts(tables)
        there = self.connection.execution_options(schema_translate_map=self._place.translated(new.id))
        for name, rows in there.execute(counted):
            wanted = sum(part.rows for part in new.of(name))
            if rows != wanted:
                raise CockpitError(
                    f"Of the {wanted:,} rows of {name} the server has {rows:,}; nothing was published, load again."
                )

    def _enter(self, new: Published) -> None:
        batch_id, origin = new.last_batch or (None, None)
        row = [new.id, new.holder, new.size, "\n".join(new.providers), batch_id, origin]
        self._insert(
            catalogue.partition,
            [[new.id, *(getattr(one, key) for key in _PARTITION)] for one in new.partitions],
        )
        self._insert(catalogue.snapshot, [row])

    def _insert(self, table: Table, rows: list[list[Any]]) -> None:
        if rows:
            names = [one.name for one in table.columns]
            self._client.insert(
                table.name, rows, column_names=names, database=self._place.schema, settings=_SENT
            )

    def _point_to(self, snapshot_id: str, holder: str) -> None:
        """Move the pointer in one statement, which does nothing once another has taken the turn away; raises StoreBusy."""
        pointing = place(self._place.schema, catalogue.pointing.name)
        row = f"SELECT now64(6), %(id)s, %(holder)s FROM {self._turn.table} WHERE token = %(token)s LIMIT 1"  # noqa: S608  (as above)
        given = {"id": snapshot_id, "holder": holder, "token": self._turn.token}
        if self._turn.is_mine(self._client):
            self._client.command(f"INSERT INTO {pointing} (at, snapshot_id, holder) {row}", given)
        if catalogue.current(self.connection) != snapshot_id:
            raise StoreBusy(
                f"Another process took over the turn to write {self._place.schema}, for this one gave no sign of life; "
                "the data in use is as it was. Load again."
            )


#: The fields of a partition in the order of the columns of its table, after the snapshot's id.
_PARTITION = ("table", "period", "version", "rows", "digest")

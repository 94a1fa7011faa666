"""How PostgreSQL is written: one transaction for a whole load, from the lock to the pointer.

Partitions are logged tables: an unlogged one is empty after a crash, and a city without complaints would look as if it had
none. Texts are collated as bytes, as the other engines order them.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256

import pyarrow as pa
from psycopg import sql
from pyarrow import csv
from sqlalchemy import (
    BigInteger,
    Connection,
    Engine,
    Table,
    cast,
    column,
    delete,
    func,
    literal,
    select,
    table,
)
from sqlalchemy.schema import CreateSchema, DropSchema, DropTable

from data_access.domain.errors import StoreBusy
from data_access.store import catalogue
from data_access.store.catalogue import Partition, Place, Published
from data_access.store.engines.postgresql.copies import copied_out, driver_of, listed, named
from data_access.store.engines.postgresql.tables import indexes, nothing, physical
from data_access.store.schema import metadata

#: A load waits for its own draft longer than a session may idle; a machine that vanishes must not keep the lock.
_LOADING = {
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "lock_timeout": "30s",
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "60s",
    "datestyle": "ISO",
}
_LOCKS = table(
    "pg_locks",
    *map(column, ("pid", "locktype", "classid", "objid", "objsubid", "granted")),
    schema="pg_catalog",
)
_SESSIONS = table("pg_stat_activity", column("pid"), column("application_name"), schema="pg_catalog")


class Loads:
    """What is written to one place."""

    def __init__(self, engine: Engine, place: Place) -> None:
        self._engine = engine.execution_options(schema_translate_map=place.translated())
        self._place = place

    @contextmanager
    def writing(self, holder: str) -> Iterator["PostgresWriter"]:
        """Begin the transaction of a load; its lock goes with it, however it ends."""
        with self._engine.connect() as connection:
            writer = PostgresWriter(connection, self._place, holder)
            writer.begin()
            connection.execute(CreateSchema(self._place.schema, if_not_exists=True))
            catalogue.catalogue.create_all(connection)
            yield writer
            connection.commit()

    def prune(self, dropped: list[Published], unused: list[Partition]) -> None:
        """Drop what nobody needs in one step; where somebody reads it just now, all stays until the next time."""
        with self._engine.begin() as connection:
            _tell(connection, {"lock_timeout": "3s"})
            for one in dropped:
                connection.execute(DropSchema(self._place.of_snapshot(one.id), cascade=True, if_exists=True))
                for of in (catalogue.partition, catalogue.snapshot):
                    connection.execute(delete(of).where(of.c.snapshot_id == one.id))
            for part in unused:
                connection.execute(
                    DropTable(physical(self._place, metadata.tables[part.table], part), if_exists=True)
                )


class PostgresWriter:
    """One load, in its transaction."""

    def __init__(self, connection: Connection, place: Place, holder: str) -> None:
        self.connection, self._place, self._holder = connection, place, holder

    def begin(self) -> None:
        """Begin the transaction with its lock; raises StoreBusy."""
        _tell(self.connection, _LOADING | {"application_name": self._holder[:63]})
        key = _key(self._place)
        if not self.connection.execute(select(func.pg_try_advisory_xact_lock(key))).scalar_one():
            raise StoreBusy(
                f"{self._place.schema} is being written by {_holder(self.connection, key)}; wait until it has finished."
            )

    def read(self, table: Table, partition: Partition) -> Iterator[pa.RecordBatch]:
        """Have the rows copied out."""
        return copied_out(self.connection, self._place, table, partition)

    def write(self, table: Table, partition: Partition, batches: Iterable[pa.RecordBatch]) -> None:
        """Copy the rows in as text: a quoted text is one, and nothing between two commas is NULL.

        Rows that are frozen need no vacuum: nobody else ever sees this table without them.
        """
        held = physical(self._place, table, partition)
        held.create(self.connection)
        names = [one.name for one in table.columns]
        statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, FREEZE)").format(
            named(self._place, partition), listed(names)
        )
        options = csv.WriteOptions(include_header=False, quoting_style="all_valid")
        with driver_of(self.connection).cursor() as cursor:
            with cursor.copy(statement) as copy:
                for batch in batches:
                    text = pa.BufferOutputStream()
                    csv.write_csv(pa.Table.from_batches([batch]).select(names), text, options)
                    copy.write(memoryview(text.getvalue()))
            for index in indexes(held, table, partition):
                index.create(self.connection)
            cursor.execute(sql.SQL("ANALYZE {}").format(named(self._place, partition)))

    def keep(self, own: str, partition: Partition) -> None:
        """End the transaction and begin the next: a lock that outlasts it a pooler would hand on."""
        catalogue.stage(self.connection, own, partition)
        self.connection.commit()
        self.begin()

    def size(self, partitions: Iterable[Partition]) -> int:
        """Return the bytes of tables with their indexes."""
        names = [f'"{self._place.schema}"."{one.name}"' for one in partitions]
        sizes = [func.pg_total_relation_size(literal(name)) for name in names]
        return sum(self.connection.execute(select(*sizes)).one()) if sizes else 0

    def publish(self, new: Published) -> None:
        """Make the views and move the pointer; all is seen when the transaction ends."""
        schema = self._place.of_snapshot(new.id)
        made = [sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema))]
        made += [_view(self._place, schema, of, new.of(of.name)) for of in metadata.sorted_tables]
        with driver_of(self.connection).cursor() as cursor:
            cursor.execute(sql.SQL("; ").join(made))
        catalogue.enter(self.connection, new)
        catalogue.point_to(self.connection, new.id, new.holder)

    def restore(self, snapshot_id: str, holder: str) -> None:
        """Move the pointer."""
        catalogue.point_to(self.connection, snapshot_id, holder)


def _view(place: Place, schema: str, of: Table, partitions: tuple[Partition, ...]) -> sql.Composed:
    """Return the statement that shows the partitions of a table as one, of which the planner leaves out what a period cannot have."""
    names = listed(one.name for one in of.columns)
    held = [sql.SQL("SELECT {} FROM {}").format(names, named(place, one)) for one in partitions]
    rows = sql.SQL(" UNION ALL ").join(held) if held else sql.SQL(nothing(of))
    return sql.SQL("CREATE VIEW {} AS {}").format(sql.Identifier(schema, of.name), rows)


def _tell(connection: Connection, settings: dict[str, str]) -> None:
    """Give this transaction its settings."""
    connection.execute(select(*(func.set_config(name, value, True) for name, value in settings.items())))


def _key(place: Place) -> int:
    """Return the number under which writers of a place lock each other out."""
    return int.from_bytes(sha256(place.schema.encode()).digest()[:8], signed=True)


def _holder(connection: Connection, key: int) -> str:
    """Return what the session that has a lock calls itself: all that another role may see of it."""
    lock, session = _LOCKS.c, _SESSIONS.c
    high, low = (key >> 32) & 0xFFFFFFFF, key & 0xFFFFFFFF
    halves = (cast(lock.classid, BigInteger) == high, cast(lock.objid, BigInteger) == low, lock.objsubid == 1)
    statement = (
        select(session.application_name)
        .join_from(_LOCKS, _SESSIONS, lock.pid == session.pid)
        .where(lock.locktype == "advisory", lock.granted, *halves)
    )
    return connection.execute(statement).scalars().first() or "another process"

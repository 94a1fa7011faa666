"""Who may write a place on ClickHouse, what killed writers left there, and what goes when nobody needs it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from clickhouse_connect.driver.binding import quote_identifier
from clickhouse_connect.driver.exceptions import Error
from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import SQLAlchemyError

from data_access.store import catalogue
from data_access.store.catalogue import Partition, Place, Published
from data_access.store.engines.clickhouse.clients import client_of
from data_access.store.engines.clickhouse.tables import (
    create,
    create_database,
    on_cluster,
    place,
)
from data_access.store.engines.clickhouse.turns import Turn
from data_access.store.engines.clickhouse.writer import ClickHouseWriter

#: What ids of snapshots look like: other cities of a server have databases beside them.
_ID = re.compile(r"\d{8}T\d{12}Z-[0-9a-f]{4}")


class Loads:
    """What is written to one place."""

    def __init__(self, engine: Engine, own: Place, cluster: str | None) -> None:
        self._engine, self._place, self._cluster = engine, own, cluster

    @contextmanager
    def writing(self, holder: str) -> Iterator["ClickHouseWriter"]:
        """Take the turn to write; see `server_engines.WritableEngine`."""
        translated = self._engine.execution_options(schema_translate_map=self._place.translated())
        with translated.connect() as connection:
            client = client_of(connection)
            client.command(create_database(self._place.schema, self._cluster))
            turn = Turn(self._place, holder)
            with turn.held(self._engine):
                for table in catalogue.catalogue.sorted_tables:
                    for statement in create(table, self._place.schema, self._cluster, if_not_exists=True):
                        client.command(statement)
                self._clear(connection)
                try:
                    yield ClickHouseWriter(connection, self._place, self._cluster, turn)
                except BaseException:
                    with suppress(
                        SQLAlchemyError, Error
                    ):  # a server that is gone: the next writer clears it away
                        self._clear(connection)
                    raise

    def _clear(self, connection: Connection) -> None:
        """Drop what killed writers left: databases of snapshots that were never put in use, but for what copies keep."""
        known = {one.id for one in catalogue.published(connection)}
        used = set(connection.execute(select(catalogue.pointing.c.snapshot_id)).scalars())
        kept = {one.id for one in catalogue.staged(connection)}
        for snapshot_id in self._databases(client_of(connection)) - (known & used) - kept:
            self._drop(client_of(connection), snapshot_id)

    def _databases(self, client: Any) -> set[str]:
        """Return the ids of snapshots of which there is a database."""
        prefix = self._place.of_snapshot("")
        asked = "SELECT name FROM system.databases WHERE startsWith(name, %(prefix)s)"
        rows = client.query(asked, {"prefix": prefix}).result_rows
        return {name.removeprefix(prefix) for (name,) in rows if _ID.fullmatch(name.removeprefix(prefix))}

    def _drop(self, client: Any, snapshot_id: str) -> None:
        database = quote_identifier(self._place.of_snapshot(snapshot_id))
        client.command(f"DROP DATABASE IF EXISTS {database}{on_cluster(self._cluster)}")
        for table in (catalogue.partition, catalogue.snapshot):
            own = place(self._place.schema, table.name)
            client.command(f"DELETE FROM {own} WHERE snapshot_id = %(id)s", {"id": snapshot_id})  # noqa: S608  (a table of ours)

    def prune(self, dropped: list[Published], unused: list[Partition]) -> None:  # noqa: ARG002  (links keep what is used)
        """Drop databases; a question that runs just now is answered to its end from files that go later."""
        with self._engine.connect() as connection:
            for one in dropped:
                self._drop(client_of(connection), one.id)

"""Whose turn it is to write: ClickHouse knows no lock, so that a table which only one can create stands for it."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from clickhouse_connect.driver.exceptions import DatabaseError, Error
from sqlalchemy import Engine

from data_access.domain.errors import StoreBusy
from data_access.store.catalogue import Place
from data_access.store.engines.clickhouse.clients import client_of
from data_access.store.engines.clickhouse.tables import place as named

#: Seconds after which a writer that gives no sign of life has lost its turn, and between two of its signs.
LAPSES, BEATS = 60.0, 10.0
_EXISTS, _ABSENT = 57, (60, 81)
_TABLE = "turn"


class Turn:
    """The right of one load to write a place. `token` is its mark in the table, which another takes away once it has lapsed."""

    def __init__(self, place: Place, holder: str) -> None:
        self.table, self.holder, self.token = named(place.schema, _TABLE), holder, uuid.uuid4().hex
        self._place = place

    @contextmanager
    def held(self, engine: Engine) -> Iterator[None]:
        """Hold the turn until the block ends, with a sign of life every so often; raises StoreBusy, naming who holds it."""
        with engine.connect() as connection:
            client = client_of(connection)
            self._take(client)
            over = threading.Event()
            beating = threading.Thread(target=self._beat, args=(client, over), name="turn", daemon=True)
            beating.start()
            try:
                yield
            finally:
                over.set()
                beating.join()
                with suppress(Error):  # a server that is gone lets it lapse
                    if self.is_mine(client):
                        client.command(f"DROP TABLE {self.table} SYNC")

    def is_mine(self, client: Any) -> bool:
        """Say whether nobody took it away."""
        try:
            mine = f"SELECT count() FROM {self.table} WHERE token = %(token)s"  # noqa: S608  (a table of ours)
            return bool(client.command(mine, {"token": self.token}))
        except DatabaseError as error:
            if error.code in _ABSENT:
                return False
            raise

    def _take(self, client: Any) -> None:
        columns = "(token String, holder String, seen DateTime64(3, 'UTC'))"
        try:
            client.command(f"CREATE TABLE {self.table} {columns} ENGINE = MergeTree ORDER BY seen")
        except DatabaseError as error:
            if error.code != _EXISTS:
                raise
            self._take_over(client)
            client.command(f"CREATE TABLE {self.table} {columns} ENGINE = MergeTree ORDER BY seen")
        self._sign(client)

    def _take_over(self, client: Any) -> None:
        """Take a turn away that has lapsed: of two who try, one can rename its table; raises StoreBusy where it has not."""
        made = "SELECT metadata_modification_time AS at FROM system.tables WHERE database = %(of)s AND name = %(name)s"
        since = "dateDiff('millisecond', greatest(max(own.seen), any(made.at)), now64(3)) / 1000"
        asked = f"SELECT any(own.holder), {since} FROM ({made}) AS made LEFT JOIN {self.table} AS own ON true"  # noqa: S608  (as above)
        ((holder, since),) = client.query(asked, {"of": self._place.schema, "name": _TABLE}).result_rows
        if since is not None and since < LAPSES:
            raise StoreBusy(
                f"{self._place.schema} is being written by {holder or 'another process'}; wait until it has finished. "
                f"A load that was killed keeps its turn for {LAPSES:g} seconds."
            )
        gone = named(self._place.schema, f"{_TABLE}_{self.token}")
        client.command(f"RENAME TABLE {self.table} TO {gone}")
        client.command(f"DROP TABLE {gone} SYNC")

    def _sign(self, client: Any) -> None:
        client.command(
            f"INSERT INTO {self.table} SELECT %(token)s, %(holder)s, now64(3)",
            {"token": self.token, "holder": self.holder},
        )

    def _beat(self, client: Any, over: threading.Event) -> None:
        while not over.wait(BEATS):
            with suppress(Error):  # it tries again; if it stays away too long, the load is refused at its end
                self._sign(client)

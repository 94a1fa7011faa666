"""How ClickHouse is reached and read: over HTTP, or in the process that asks (`?interface=chdb`)."""

import uuid
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, overload

import pyarrow as pa
from clickhouse_connect.driver.exceptions import Error
from sqlalchemy import URL, Connection, Engine, Table, create_engine, event
from sqlalchemy.exc import DBAPIError

from data_access.store.catalogue import Partition, Place
from data_access.store.connections import OVERFLOW, POOL
from data_access.store.engines.clickhouse.clients import client_of
from data_access.store.engines.clickhouse.kept import Kept
from data_access.store.engines.clickhouse.loads import Loads
from data_access.store.engines.clickhouse.roles import ddl
from data_access.store.engines.clickhouse.settings import READING
from data_access.store.faults import Fault
from data_access.store.server_engines import WritableEngine

#: Seconds until a server that says nothing is given up: when it is called, and after that. One that computes says every
#: ten seconds that it does.
_PATIENCE = {"connect_timeout": "5", "send_receive_timeout": "15", "query_retries": "0"}
#: What ClickHouse's numbers of errors mean.
_FAULTS = {
    Fault.SLOW: {159, 160, 241, 307, 394},
    Fault.GONE: {209, 210, 236, 279, 369, 425, 999},
    Fault.ABSENT: {60, 81},
    Fault.FORBIDDEN: {192, 193, 194, 497, 516},
    Fault.READ_ONLY: {164, 242},
    Fault.FULL: {243},
}
#: The option of an engine that has the name of its cluster.
_CLUSTER = "clickhouse_cluster"
#: Under which names a connection keeps the mark of its statements, and the rows that it streams.
_MARK, _STREAM = "mark", "stream"


class ClickHouse:
    """The engine, as `server_engines.ServerEngine` asks of it. Nobody changes a snapshot, so that no transaction is needed."""

    def connected(self, url: URL, *, is_read_only: bool) -> Engine:
        """Return a pool of connections with the settings that reading needs; what the URL itself sets holds."""
        net = {} if url.query.get("interface") == "chdb" else _PATIENCE
        told = {**net, **READING, **({"readonly": "2"} if is_read_only else {}), **url.query}
        cluster = told.pop("cluster", None)
        engine = create_engine(
            url.set(query=told),
            pool_size=POOL,
            max_overflow=OVERFLOW,
            # The dialect does not tell what a join joins where it has no equation: each such statement would be called a
            # cartesian product. DuckDB's looks at the same statements.
            enable_from_linting=False,
        )
        event.listen(engine, "do_execute", _streamed)
        event.listen(engine, "checkin", _let_go)
        return engine.execution_options(**{_CLUSTER: cluster})

    def begin(self, connection: Connection, seconds: float) -> None:
        """Limit each statement, and mark it as one of this connection's."""
        client, told = client_of(connection), connection.connection.info
        mark = told.setdefault(_MARK, uuid.uuid4().hex)
        for name, value in (("max_execution_time", str(max(1, round(seconds)))), ("log_comment", mark)):
            if told.get(name) != value:  # where the engine is in the process, each is a statement of its own
                client.set_client_setting(name, value)
                told[name] = value

    def read(
        self, connection: Connection, place: Place, table: Table, partition: Partition
    ) -> Iterator[pa.RecordBatch]:
        """Stream the rows from a snapshot that has them."""
        return Kept(connection, place).read(table, partition)

    def interrupt(self, connection: Connection) -> None:
        """Kill, by another connection, what runs under the mark of this one; a server that is gone has nothing to stop."""
        mark = connection.connection.info.get(_MARK, "")
        with suppress(DBAPIError, Error), connection.engine.connect() as other:
            client_of(other).command(
                "KILL QUERY WHERE Settings['log_comment'] = %(mark)s ASYNC", {"mark": mark}
            )

    def fault(self, error: BaseException) -> Fault:
        """Return what was wrong, by the number that the server gives its errors; what has none never reached it."""
        origin = error.orig if isinstance(error, DBAPIError) else error
        if not isinstance(origin, Error):
            return Fault.OTHER
        if origin.code is None:
            return Fault.GONE
        return next((fault for fault, codes in _FAULTS.items() if origin.code in codes), Fault.OTHER)

    def ddl(self, url: URL, reader: str, writer: str) -> str:
        """Return the users of a server, and its tables."""
        return ddl(url, reader, writer)

    def loads(self, engine: Engine, place: Place) -> WritableEngine:
        """Return how a place is written."""
        return Loads(engine, place, engine.get_execution_options()[_CLUSTER])


def _streamed(cursor: Any, statement: str, parameters: Any, context: Any) -> bool | None:
    """Let a list come in blocks as it is taken: the driver's cursor would fetch all of it first."""
    if not context.execution_options.get("stream_results"):
        return None
    stream = cursor.client.query_row_block_stream(
        statement if parameters else statement.replace("%%", "%"), parameters
    )
    cursor.data = context.root_connection.connection.info[_STREAM] = _Rows(stream)
    cursor.names = stream.source.column_names
    cursor.types = [kind.name for kind in stream.source.column_types]
    return True


def _let_go(_: Any, record: Any) -> None:
    """Close a stream that nobody took to its end, before its connection is lent to somebody else."""
    if (rows := record.info.pop(_STREAM, None)) is not None:
        rows.close()


class _Rows(Sequence[Any]):
    """The rows of a stream, as the driver's cursor takes them: slice after slice, of which none is kept."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._rows = self._each()

    def _each(self) -> Generator[Any]:
        with self._stream:
            for block in self._stream:
                yield from block

    def close(self) -> None:
        """Take no more."""
        self._rows.close()

    def __len__(self) -> int:
        """Nobody knows how many are to come: more than anybody takes."""
        return 2**62

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Any]: ...
    def __getitem__(self, place: int | slice) -> Any:
        """Return the next rows, as many as the slice is long."""
        assert isinstance(place, slice), "rows of a stream are taken in their order"
        return list(islice(self._rows, place.stop - place.start))

"""The native client below a connection, for what the dialect has no words for."""

from typing import Any

from sqlalchemy import Connection


def client_of(connection: Connection) -> Any:
    """Return the client of clickhouse-connect that a connection is made of."""
    return connection.connection.dbapi_connection.client  # type: ignore[union-attr]

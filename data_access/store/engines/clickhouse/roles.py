"""The two users of a ClickHouse server, and the tables of a snapshot as loads will make them."""

from clickhouse_connect.driver.binding import quote_identifier
from sqlalchemy import URL

from data_access.store.catalogue import Place
from data_access.store.engines.clickhouse.tables import create_all, on_cluster

_ROLES = """\
-- Run as an administrator, once; then set the passwords (ALTER USER ... IDENTIFIED BY '...').
CREATE USER {writer}{cluster};
CREATE USER {reader}{cluster};
-- Loads make databases: one for each city, and one for each snapshot. They look at the parts of their tables.
GRANT{cluster} CREATE DATABASE, CREATE TABLE, DROP DATABASE, DROP TABLE, ALTER, SELECT, INSERT{sync} ON {own}*.* TO {writer};
GRANT{cluster} SELECT ON system.databases TO {writer};
GRANT{cluster} SELECT ON system.tables TO {writer};
GRANT{cluster} SELECT ON system.columns TO {writer};
GRANT{cluster} SELECT ON system.parts TO {writer};
-- The app reads them, now and in every later snapshot. It says how its own questions are answered, and changes nothing.
GRANT{cluster} SELECT ON {own}*.* TO {reader};
CREATE SETTINGS PROFILE {profile}{cluster} SETTINGS readonly = 2, max_execution_time = 300 TO {reader};
"""
_TABLES = """
-- Loads make all tables by themselves. So those of a snapshot look{where}:
"""
_MACROS = " (every node has the macros {shard} and {replica})"


def ddl(url: URL, reader: str, writer: str) -> str:
    """Return what an administrator runs once, and below it what loads run; of the cluster that `?cluster=` names on all nodes."""
    named = url.query.get("cluster")
    cluster = named if isinstance(named, str) else None
    own = Place.of("").schema
    roles = _ROLES.format(
        writer=quote_identifier(writer), reader=quote_identifier(reader), profile=quote_identifier(f"{reader}_profile"),
        cluster=on_cluster(cluster), sync=", SYSTEM SYNC REPLICA" if cluster else "", own=own,
    )  # fmt: skip
    tables = ";\n".join(create_all(f"{own}_SNAPSHOT", cluster))
    return roles + _TABLES.format(where=_MACROS if cluster else "") + tables + ";\n"

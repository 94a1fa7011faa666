"""Columns made for counting: the codes of large tables are numbers of a list in a finished snapshot, texts in a draft.

Of each list of codes there is one type, an ENUM of the members that the rows hold, so that columns of one list are
compared and joined as numbers. A snapshot whose tables are small, or that was written before, has texts instead; what types
it has is told to the dialect, which spells `one_of` accordingly.
"""

from functools import cache

import duckdb
from sqlalchemy import Column

from data_access.store.engines import code_type
from data_access.store.schema import metadata, platform

#: A table with fewer rows is counted as fast as texts.
LEAST_ROWS = 50_000


@cache
def listed() -> dict[str, list[Column[object]]]:
    """Return the columns of each list of codes, the platform's own among them: every fact is joined to it."""
    found: dict[str, list[Column[object]]] = {"platform": [platform.c.platform_id]}
    for table in metadata.sorted_tables:
        for column in table.columns:
            if key := column.info["codes"]:
                found.setdefault(key, []).append(column)
    return found


def as_codes(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the codes of large tables numbers, once all is written."""
    rows = dict(connection.execute("SELECT table_name, estimated_size FROM duckdb_tables()").fetchall())
    for key, columns in listed().items():
        large = [column for column in columns if rows[column.table.name] >= LEAST_ROWS]
        if large:
            own = [column for column in columns if column is platform.c.platform_id]
            _number(connection, code_type(key), list(dict.fromkeys([*large, *own])))


def _number(connection: duckdb.DuckDBPyConnection, name: str, columns: list[Column[object]]) -> None:
    """Make one type of the codes that some columns hold, and give it to them; there is none without a code.

    Rows that were taken away are converted as well, whose code nobody may hold any more: hence TRY_CAST.
    """
    held = " UNION ".join(f'SELECT "{column.name}" AS code FROM "{column.table.name}"' for column in columns)  # noqa: S608  (columns of ours)
    codes = f"SELECT code FROM ({held}) WHERE code IS NOT NULL ORDER BY code"  # noqa: S608  (as above)
    if connection.execute(codes).fetchone():
        connection.execute(f"CREATE TYPE {name} AS ENUM ({codes})")
        for column in columns:
            place = f'ALTER TABLE "{column.table.name}" ALTER "{column.name}"'
            connection.execute(f'{place} TYPE {name} USING TRY_CAST("{column.name}" AS {name})')


def as_texts(connection: duckdb.DuckDBPyConnection) -> None:
    """Make all codes texts again, so that any may be written."""
    enums = (
        "SELECT table_name, column_name FROM duckdb_columns() WHERE data_type LIKE 'ENUM%' AND NOT internal"
    )
    for table, column in connection.execute(enums).fetchall():
        connection.execute(f'ALTER TABLE "{table}" ALTER "{column}" TYPE VARCHAR')
    for name in code_types(connection):
        connection.execute(f"DROP TYPE {name}")


def code_types(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Return the types of codes that a store has."""
    names = "SELECT type_name FROM duckdb_types() WHERE NOT internal AND logical_type = 'ENUM'"
    return frozenset(name for (name,) in connection.execute(names).fetchall())

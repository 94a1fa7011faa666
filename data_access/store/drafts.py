"""A draft: the next snapshot while it is being written, seen by nobody else."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from duckdb_sqlalchemy import ConnectionWrapper, CursorWrapper
from sqlalchemy import Column, Engine, MetaData, Table

from data_access.store.code_columns import LEAST_ROWS, as_codes, as_texts
from data_access.store.compiled import definition, engine_over
from data_access.store.folders import Lists
from data_access.store.instances import engine_settings
from data_access.store.progress import SILENCE, Progress
from data_access.store.schema import DERIVED, metadata

#: What DuckDB may use while a draft is written; beyond it, it spills into the draft's own folder.
MEMORY_LIMIT = "1500MB"


@dataclass(frozen=True, slots=True)
class Draft:
    """An open database file with all tables of the schema; `engine` and `connection` are one session.

    `lists` is where rows are listed that it does not take, `progress` is told how far the work on it is.
    """

    connection: duckdb.DuckDBPyConnection
    engine: Engine
    lists: Lists
    scratch: Path
    progress: Progress = SILENCE

    def append(self, table: Table, rows: pa.Table | pa.RecordBatchReader) -> None:
        """Add rows (columns named as the table's) to a table, without passing them through Python objects."""
        self.connection.register("incoming", rows)
        self.connection.execute(f'INSERT INTO "{table.name}" BY NAME SELECT * FROM incoming')  # noqa: S608  (a table of ours)
        self.connection.unregister("incoming")


def is_out_of_room(error: BaseException) -> bool:
    """Say whether an error tells of a full disk or a limit on the size of files."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, OSError):
        return cause.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
    words = str(cause)
    return isinstance(cause, duckdb.Error) and any(
        os.strerror(number) in words for number in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
    )


class _Session(ConnectionWrapper):
    """The one connection of a draft, whose transactions begin with what is written first: nobody else writes what it reads."""

    def __init__(self, native: duckdb.DuckDBPyConnection) -> None:
        super().__init__(native)
        self._native, self._is_writing = native, False

    def cursor(self) -> CursorWrapper:
        return _Statement(self._native, self)

    def begin(self) -> None:
        """See `writes`."""

    def writes(self) -> None:
        """Begin a transaction, unless one was."""
        if not self._is_writing:
            super().begin()
            self._is_writing = True

    def commit(self) -> None:
        if self._is_writing:
            self._is_writing = False
            super().commit()

    def rollback(self) -> None:
        if self._is_writing:
            self._is_writing = False
            super().rollback()


class _Statement(CursorWrapper):
    """A cursor of a draft."""

    def __init__(self, native: duckdb.DuckDBPyConnection, session: _Session) -> None:
        super().__init__(native, session)
        self._session = session

    def execute(self, statement: str, parameters: Any = None, context: Any = None) -> None:
        if not statement.startswith(("SELECT", "WITH")):
            self._session.writes()
        super().execute(statement, parameters, context)

    def executemany(self, statement: str, parameters: Any = None, context: Any = None) -> None:
        self._session.writes()
        super().executemany(statement, parameters, context)


#: They are tried on each column of texts, which takes half of writing a small store and spares a few kilobytes.
_OF_MANY_TEXTS = "fsst,dict_fsst"


def columns_without_keys(table: Table) -> list[Column[object]]:
    """Copy the columns of a table without its key: an index over ten million rows costs more than the load.

    Uniqueness is checked over the whole set instead (intake/duplicates). Derived tables keep unknown values
    as NULL in their keys.
    """
    return [
        Column(c.name, c.type, nullable=c.nullable or (c.primary_key and table in DERIVED))
        for c in table.columns
    ]


@contextmanager
def open_draft(
    path: Path, lists: Lists, threads: int | None = None, *, is_read: bool = True
) -> Iterator[Draft]:
    """Open a new or copied database file, create what tables it lacks, and close it whole at the end.

    `threads` limits DuckDB's workers (None: one for each core). `is_read` makes it quick to read, which one that only goes
    to a server never is.
    """
    is_new, scratch = not path.exists(), path.with_suffix(".scratch")
    scratch.mkdir()
    limits = engine_settings(threads, None) | {"memory_limit": MEMORY_LIMIT, "temp_directory": str(scratch)}
    connection = duckdb.connect(str(path), config=dict(limits))
    engine = engine_over(lambda: _Session(connection))
    try:
        if is_new:
            _create_tables(connection)
        else:
            as_texts(connection)
            _complete_tables(connection, engine)
        yield Draft(connection, engine, lists, scratch)
        if is_read:
            as_codes(connection)
        _write(connection)
    finally:
        engine.dispose()
        connection.close()


def _write(connection: duckdb.DuckDBPyConnection) -> None:
    """Write all to the file. What many texts have in common is looked for where there are many."""
    (largest,) = connection.execute("SELECT max(estimated_size) FROM duckdb_tables()").fetchone() or (0,)
    if largest < LEAST_ROWS:
        connection.execute(f"SET disabled_compression_methods = '{_OF_MANY_TEXTS}'")
    connection.execute("CHECKPOINT")


@cache
def _keyless() -> tuple[Table, ...]:
    """Return the tables of the schema without their keys."""
    keyless = MetaData()
    return tuple(Table(table.name, keyless, *columns_without_keys(table)) for table in metadata.sorted_tables)


def _create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create all tables in an empty file, which is not asked what it has: the first such question costs a tenth of a draft."""
    connection.execute(";".join(["BEGIN", *map(definition, _keyless()), "COMMIT"]))


def _complete_tables(connection: duckdb.DuckDBPyConnection, engine: Engine) -> None:
    """Create what tables are lacking; in those of an earlier version, what columns are, and let be empty what may be now."""
    held = {
        (table, name): is_optional
        for table, name, is_optional in connection.execute(
            "SELECT table_name, column_name, is_nullable FROM duckdb_columns() WHERE NOT internal"
        ).fetchall()
    }
    present = {table for table, _ in held}
    tables = _keyless()
    lacking = [definition(one) for one in tables if one.name not in present]
    connection.execute(";".join(["BEGIN", *lacking, "COMMIT"]))
    for table in tables:
        for column in table.columns if table.name in present else ():
            place = f'ALTER TABLE "{table.name}"'
            if (table.name, column.name) not in held:
                connection.execute(
                    f'{place} ADD COLUMN "{column.name}" {column.type.compile(engine.dialect)}'
                )
            elif column.nullable and not held[table.name, column.name]:
                connection.execute(f'{place} ALTER COLUMN "{column.name}" DROP NOT NULL')

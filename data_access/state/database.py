"""The small read-write database beside the facts: who exported what, jobs that make files, frozen pages, and tasks."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from sqlalchemy import DDL, Connection, Engine, create_engine, make_url

from data_access.domain.errors import BadValue
from data_access.state.migrations import migrate

#: Seconds that a writer waits for another one; SQLite has one writer at a time.
BUSY_SECONDS = 15.0
_ENGINES = ("sqlite", "postgresql")


class State:
    """The state database at an SQLAlchemy URL, SQLite or PostgreSQL; its tables are made, or brought to date, when first needed."""

    def __init__(self, url: str) -> None:
        self.url = url

    @cached_property
    def engine(self) -> Engine:
        """The engine, over the tables of today; raises CockpitError."""
        url = make_url(self.url)
        match url.get_backend_name():
            case "sqlite":
                if url.database and url.database != ":memory:":
                    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
                engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
                with (
                    engine.connect() as connection
                ):  # readers do not wait for a writer; the file remembers it
                    connection.execute(DDL("PRAGMA journal_mode=WAL"))  # type: ignore[no-untyped-call]
            case "postgresql":
                engine = create_engine(url, pool_pre_ping=True)
            case other:
                raise BadValue("COCKPIT_STATE", other, f"a database of {' or '.join(_ENGINES)}")
        migrate(engine)
        return engine

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Lend a connection whose changes are kept if the block ends well."""
        with self.engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of the database; a later use opens it again."""
        if "engine" in self.__dict__:
            self.engine.dispose()
            del self.engine

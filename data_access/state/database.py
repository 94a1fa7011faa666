"""The small read-write database beside the facts: who exported what, jobs that make files, frozen pages, and tasks."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from sqlalchemy import (
    DDL,
    JSON,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    make_url,
)

#: Seconds that a writer waits for another one; SQLite has one writer at a time.
BUSY_SECONDS = 15.0

metadata = MetaData()

#: One action each, chained: `hash` covers the row and `prev_hash`, the hash of the row before. `prev_hash` is unique, so that
#: of two processes that append at once one must try again and the chain cannot fork.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(32), nullable=False),  # ISO text: what is hashed is what is kept
    Column("who", String(200), nullable=False),
    Column("action", String(40), nullable=False),
    Column("object", String(400), nullable=False),
    Column("filters", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("export_id", String(40), nullable=False),
    Column("prev_hash", String(64), nullable=False, unique=True),
    Column("hash", String(64), nullable=False, unique=True),
)

#: A file that is made in the background; `wanted` is set to `cancelled` by whoever no longer wants it.
job = Table(
    "job",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("wanted", String(20), nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("who", String(200), nullable=False),
    Column("name", String(400), nullable=False),
    Column("error", Text, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("touched_at", DateTime, nullable=False),
)

#: A page as it stood, with all its numbers and figures.
frozen = Table(
    "frozen",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("path", String(400), nullable=False),
    Column("title", String(400), nullable=False),
    Column("who", String(200), nullable=False),
    Column("version", String(100), nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("content", JSON, nullable=False),
)

#: One task 督办任务: what asked for it, in the words and with the numbers of that day, and the page that shows it.
task = Table(
    "task",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", String(400), nullable=False),
    Column("href", String(2000), nullable=False),
    Column("assigned_to", String(200), nullable=False),
)

#: What was done with a task, an act each, never changed afterwards. `place` counts the acts of one task from 0, so that of two
#: readers who act at once one must look again. `due_on` is the limit that holds from this act on.
task_act = Table(
    "task_act",
    metadata,
    Column("task_id", Integer, ForeignKey(task.c.id), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("act", String(20), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("who", String(200), nullable=False),
    Column("note", Text, nullable=False),
    Column("due_on", Date, nullable=False),
)

# What was once written there stays: the database itself refuses the rest, whoever asks.
for table in (audit, task, task_act):
    for verb in ("UPDATE", "DELETE"):
        refusal = DDL(  # type: ignore[no-untyped-call]
            f"CREATE TRIGGER IF NOT EXISTS {table.name}_no_{verb.lower()} BEFORE {verb} ON {table.name} "
            f"BEGIN SELECT RAISE(ABORT, 'the table {table.name} is append only'); END"
        )
        event.listen(table, "after_create", refusal.execute_if(dialect="sqlite"))


class State:
    """The state database at an SQLAlchemy URL; its tables are made when they are first needed."""

    def __init__(self, url: str) -> None:
        self.url = url

    @cached_property
    def engine(self) -> Engine:
        """The engine, over tables that exist."""
        url = make_url(self.url)
        if url.get_backend_name() != "sqlite":
            engine = create_engine(url, pool_pre_ping=True)
            metadata.create_all(engine)
            return engine
        if url.database and url.database != ":memory:":
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
        with engine.connect() as connection:  # readers do not wait for a writer, and the file remembers it
            connection.execute(DDL("PRAGMA journal_mode=WAL"))  # type: ignore[no-untyped-call]
        metadata.create_all(engine)
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

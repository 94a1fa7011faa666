"""The tables of the state database, as they are now; `migrations.py` brings older ones here."""

from sqlalchemy import JSON, Column, Date, DateTime, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

#: One action each, chained: `hash` is the seal over the row and `prev_hash`, the hash of the row before. `prev_hash` is unique, so
#: that the chain cannot fork.
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
    Column("digest", String(64)),  # the sum of the rows that the line answers for, where it does
    Column("key_id", String(40)),  # the key that sealed it; lines from before the seal have none
)

#: By what a line answers for it is found again.
audit_reference = Index("audit_reference", audit.c.export_id)

#: One check of the audit a day, by whichever server began it first; `problem` says in both languages what did not hold.
audit_check = Table(
    "audit_check",
    metadata,
    Column("day", Date, primary_key=True),
    Column("begun_at", DateTime, nullable=False),
    Column("ended_at", DateTime),
    Column("lines", Integer, nullable=False),
    Column("problem", JSON(none_as_null=True)),
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

#: The steps that the tables have gone through, one row each; see `migrations.py`.
version = Table("state_version", metadata, Column("version", Integer, primary_key=True))

#: What was once written there stays.
APPEND_ONLY = (audit, frozen, task, task_act)

"""The tables of the state database, as they are now; `migrations.py` brings older ones here."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

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

#: A page as it stood, with all its numbers and figures; `districts` are those of whoever froze it, None for the whole city.
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
    Column("districts", JSON(none_as_null=True)),
)

#: One task 督办任务: what asked for it, in the words and with the numbers of that day, and the page that shows it. `assignee` is
#: the office or the account that it was given to, None where nobody has an account.
task = Table(
    "task",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", String(400), nullable=False),
    Column("href", String(2000), nullable=False),
    Column("assigned_to", String(200), nullable=False),
    Column("assignee", String(200)),
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

#: One objection to a deduction from a platform's credit, which is named as in the facts; `district` is the platform's.
objection = Table(
    "objection",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform_id", String(100), nullable=False),
    Column("district", String(40)),
    Column("rule", String(100), nullable=False),
    Column("event_ref", String(400), nullable=False),
)

#: What was done about an objection, an act each, never changed afterwards; `day` is the day of the data on which it counts.
objection_act = Table(
    "objection_act",
    metadata,
    Column("objection_id", Integer, ForeignKey(objection.c.id), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("act", String(20), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("day", Date, nullable=False),
    Column("who", String(200), nullable=False),
    Column("note", Text, nullable=False),
)

#: What a person decided about a reverse complainant, whom the facts name by a hash, an act each, never changed afterwards. `place`
#: counts the acts about one person from 0; `district` is the person's, `day` the day of the data on which it counts.
claimant_act = Table(
    "claimant_act",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_hash", String(100), nullable=False),
    Column("place", Integer, nullable=False),
    Column("district", String(40)),
    Column("act", String(20), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("day", Date, nullable=False),
    Column("who", String(200), nullable=False),
    Column("note", Text, nullable=False),
    UniqueConstraint("person_hash", "place"),
)

#: Somebody with an account. Secrets stand here as hashes, but that of the codes (TOTP), which the other side computes too: it is
#: encrypted (see `hidden.py`).
#: `granted` and `denied` are rights beside those of the role; `earlier` the hashes of former passwords, the latest first;
#: `code_step` the step of the last code that was taken, so that none is taken twice; `subject` who this is to OpenID Connect.
person = Table(
    "person",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("shown", String(100), nullable=False),
    Column("office", String(100), nullable=False),
    Column("role", String(20), nullable=False),
    Column("districts", JSON(none_as_null=True)),
    Column("granted", JSON, nullable=False),
    Column("denied", JSON, nullable=False),
    Column("password", String(300), nullable=False),
    Column("earlier", JSON, nullable=False),
    Column("changed_at", DateTime, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("locked_until", DateTime),
    Column("code_secret", String(400), nullable=False),
    Column("code_step", Integer, nullable=False),
    Column("subject", String(400), nullable=False),
    Column("is_disabled", Boolean, nullable=False),
    Column("created_at", DateTime, nullable=False),
)

#: A login that lasts: of a person, or of the screen that a token of a wall has opened. The browser holds the secret, this its
#: hash; `is_whole` once the code was given, where the person has one.
session = Table(
    "session",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("id", String(20), nullable=False, unique=True),
    Column("person", String(100), nullable=False, index=True),
    Column("token", String(20), nullable=False),
    Column("is_whole", Boolean, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("seen_at", DateTime, nullable=False),
    Column("ends_at", DateTime, nullable=False),
    Column("address", String(60), nullable=False),
    Column("agent", String(300), nullable=False),
)

#: What lets a script ask the API as its person (`api`), or a screen show one address (`wall`).
token = Table(
    "token",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("person", String(100), nullable=False, index=True),
    Column("title", String(100), nullable=False),
    Column("opens", String(2000), nullable=False),
    Column("districts", JSON(none_as_null=True)),
    Column("created_at", DateTime, nullable=False),
    Column("ends_at", DateTime, nullable=False),
    Column("used_at", DateTime),
    Column("revoked_at", DateTime),
)

#: The steps that the tables have gone through, one row each; see `migrations.py`.
version = Table("state_version", metadata, Column("version", Integer, primary_key=True))

#: What was once written there stays.
APPEND_ONLY = (audit, frozen, task, task_act, objection, objection_act, claimant_act)

"""The chain of the audit: each line is sealed over the one before it, so that none can be changed or taken out unseen."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

from data_access.domain.errors import StateUnusable
from data_access.domain.text import Text
from data_access.state.key_file import Keys
from data_access.state.seals import first_rule, seal
from data_access.state.tables import audit

#: What stands before the first line.
GENESIS = "0" * 64
#: The line with which the seal begins; what stands before it is held against the rule without a key.
SEAL_BEGUN = "seal_begun"
#: A state was put back from a backup, or its audit goes on after a loss: heads from before that may be contradicted.
RESTORED, BEGUN_ANEW = "state_restored", "begun_anew"
#: The line that answers for the result of a check.
CHECKED = "audit_checked"


#: What shows on a line that the audit is not what was written.
CHANGED = Text("被改动，或其前有行被删除", "was changed, or one before it was taken out")
GONE = Text("已不存在，或被另一行替换", "is gone, or another stands in its place")


class AuditBroken(StateUnusable):
    """The audit is not what was written; `number` is the first line that shows it, `problem` says how, for auditors."""

    words = Text(
        "审计记录与封存的不符，在运维查明之前一律不导出；服务器日志写明从哪一行起。",
        "The audit is not what was sealed; nothing is exported until the operator has looked into it. "
        "The log names the line.",
    )

    def __init__(self, number: int, what: Text) -> None:
        self.number = number
        self.problem = Text(f"审计第 {number} 行{what.zh}。", f"Line {number} of the audit {what.en}.")
        super().__init__(self.problem.en)


@dataclass(frozen=True, slots=True)
class Entry:
    """What was done by whom: `object` is a card, a page, a list of rows or a task, `filters` the selection as an address has it.

    `digest` is the sum of the rows that the line answers for: an act of a task, a frozen page.
    """

    who: str
    action: str
    object: str
    filters: str
    rows: int
    export_id: str
    digest: str | None = None


class End(NamedTuple):
    """Where the audit ends: the number of its last line and that line's seal."""

    number: int
    seal: str


Line = Mapping[str, Any]


def last(connection: Connection) -> Line | None:
    """Return the last line, None where there is none."""
    found = connection.execute(select(audit).order_by(audit.c.id.desc()).limit(1)).one_or_none()
    return None if found is None else dict(found._mapping)  # noqa: SLF001  (SQLAlchemy's public name for a row as a mapping)


def append(connection: Connection, keys: Keys, entry: Entry) -> End:
    """Write a line after the last one, whatever that is, and return where the audit ends now; nobody else appends meanwhile."""
    before = last(connection)
    line = {
        "id": before["id"] + 1 if before else 1, "at": datetime.now().isoformat(timespec="milliseconds"),
        **asdict(entry), "key_id": keys.current, "prev_hash": before["hash"] if before else GENESIS,
    }  # fmt: skip
    sealed = seal(line, keys.of(keys.current))
    connection.execute(insert(audit).values(**line, hash=sealed))
    return End(line["id"], sealed)


def is_sealed(line: Line, keys: Keys) -> bool:
    """Return whether a line by itself is what was sealed; raises KeyMissing."""
    return line["key_id"] is not None and line["hash"] == seal(line, keys.of(line["key_id"]))


def held(connection: Connection, keys: Keys | None) -> Iterator[Line]:
    """Yield the lines, oldest first, each once it is what was written; raises AuditBroken and names the first that is not.

    Without `keys` only lines from before the seal can be held.
    """
    before: Line = {"id": 0, "hash": GENESIS, "key_id": None}
    order = list(keys.known) if keys else []
    for row in connection.execution_options(yield_per=1_000).execute(select(audit).order_by(audit.c.id)):
        line: Line = dict(row._mapping)  # noqa: SLF001
        number = line["id"]
        if line["prev_hash"] != before["hash"]:
            raise AuditBroken(number, CHANGED)
        if line["key_id"] is None:
            is_held = before["key_id"] is None and line["hash"] == first_rule(line, before["hash"])
        else:
            is_held = keys is not None and is_sealed(line, keys) and _follows(line, before, order)
        if not is_held:
            raise AuditBroken(number, CHANGED)
        before = line
        yield line


def _follows(line: Line, before: Line, order: list[str]) -> bool:
    """Return whether a sealed line may stand after another: by its number, its key, and as the first only where it says so."""
    if line["id"] != before["id"] + 1:
        return False
    if before["key_id"] is None:
        return bool(line["action"] == SEAL_BEGUN)
    return order.index(line["key_id"]) >= order.index(before["key_id"])  # no key seals after its successor

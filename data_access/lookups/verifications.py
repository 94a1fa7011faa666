"""Whether a file is the one that a piece of evidence was made of, and whether its block and those beside it hold."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from data_access.derive.evidence_chain import GENESIS, block_hash
from data_access.domain.access import Scope
from data_access.lookups.records import row_of
from data_access.store.schema import evidence
from data_access.store.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Compared:
    """A hash as it was recorded and as it was found now; `found` is None where there is nothing to compare it with."""

    recorded: str
    found: str | None

    @property
    def holds(self) -> bool | None:
        """Whether both are the same, None where that cannot be said."""
        return None if self.found is None else self.recorded.lower() == self.found.lower()


@dataclass(frozen=True, slots=True)
class Verification:
    """One piece of evidence against a hash: its content, its own block, the block before and the one after, in the order of the chain.

    The first block follows `GENESIS`; the last has none after it.
    """

    key: str
    seq: int
    captured_at: datetime
    before: Compared
    content: Compared
    own: Compared
    after: Compared

    @property
    def holds(self) -> bool:
        """Whether the content is the recorded one and nothing beside it is broken."""
        return bool(self.content.holds) and False not in (self.own.holds, self.before.holds, self.after.holds)


def verification(snapshot: Snapshot, key: str, sha256: str, scope: Scope) -> Verification:
    """Return how a piece of evidence that a reader may see stands to the SHA-256 of some content; raises NoSuchRecord."""
    row, c = row_of(snapshot, "evidence", key, scope), evidence.c
    seq, moment = int(row["seq"]), row["captured_at"].to_pydatetime()
    asked = select(c.seq, c.prev_hash, c.block_hash).where(c.seq.in_((seq - 1, seq + 1)))
    beside = {place: (before, own) for place, before, own in snapshot.rows(asked)}
    made = block_hash(row["prev_hash"], sha256.lower(), moment, row["operator_hash"])
    earlier, later = beside.get(seq - 1), beside.get(seq + 1)
    return Verification(
        key,
        seq,
        moment,
        before=Compared(row["prev_hash"], earlier[1] if earlier else GENESIS if seq == 1 else None),
        content=Compared(row["sha256"], sha256),
        own=Compared(row["block_hash"], made),
        after=Compared(row["block_hash"], later[0] if later else None),
    )

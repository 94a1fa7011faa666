"""The evidence chain: how a block is made, and which blocks of a store are not what they should be."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

import pyarrow as pa
from sqlalchemy import delete, select

from data_access.store.drafts import Draft
from data_access.store.schema import evidence, evidence_check

#: What stands before the first block.
GENESIS = "0" * 64


class Block(NamedTuple):
    """One object of evidence as the chain binds it."""

    sha256: str
    prev_hash: str
    block_hash: str
    captured_at: datetime
    operator_hash: str


def block_hash(prev_hash: str, content: str, captured_at: datetime, operator_hash: str) -> str:
    """Return the hash of a block: SHA-256 over the block before, the content's hash, the time to the second and the operator."""
    bound = "|".join((prev_hash, content, captured_at.strftime("%Y-%m-%dT%H:%M:%S"), operator_hash))
    return sha256(bound.encode("ascii")).hexdigest()


def verified(blocks: Iterable[Block]) -> list[bool]:
    """Say of each block, in the order of the chain, whether it holds: its hash is that of its contents, and it names the one before.

    A block that was changed fails; where the change was hidden by a new hash, the block after it fails.
    """
    found, before = [], GENESIS
    for block in blocks:
        own = block_hash(block.prev_hash, block.sha256, block.captured_at, block.operator_hash)
        found.append(own == block.block_hash and block.prev_hash == before)
        before = block.block_hash
    return found


def derive(draft: Draft) -> int:
    """Fill `evidence_check` anew by recomputing the whole chain, and return its rows."""
    c = evidence.c
    columns = (c.sha256, c.prev_hash, c.block_hash, c.captured_at, c.operator_hash)
    with draft.engine.begin() as connection:
        connection.execute(delete(evidence_check))
        held = connection.execute(select(c.evidence_id, *columns).order_by(c.seq)).all()
    if not held:
        return 0
    checks = pa.table({
        "evidence_id": pa.array([row[0] for row in held]),
        "verified_ok": pa.array(verified(Block(*row[1:]) for row in held)),
    })  # fmt: skip
    draft.append(evidence_check, checks)
    return len(held)

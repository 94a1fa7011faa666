"""The evidence chain: what was tampered with is found, and nothing else is."""

from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from data_access.derive.evidence_chain import GENESIS, Block, block_hash, derive, verified
from data_access.store.schema import evidence, evidence_check
from data_access.store.store import Store
from tests.data_access.small_systems.products import CHECKS, EVIDENCE


def chain(length: int) -> list[Block]:
    blocks, before = [], GENESIS
    for number in range(length):
        at, content = datetime(2021, 3, 1, 8) + timedelta(hours=number), sha256(bytes([number])).hexdigest()
        blocks.append(Block(content, before, block_hash(before, content, at, "op"), at, "op"))
        before = blocks[-1].block_hash
    return blocks


def failing(blocks: list[Block]) -> list[int]:
    return [place for place, holds in enumerate(verified(blocks)) if not holds]


def test_a_block_is_the_hash_of_the_one_before_its_content_its_time_and_its_operator() -> None:
    words = f"{GENESIS}|{'a' * 64}|2021-03-01T08:00:05|op7"
    assert (
        block_hash(GENESIS, "a" * 64, datetime(2021, 3, 1, 8, 0, 5), "op7")
        == sha256(words.encode()).hexdigest()
    )


def test_an_untouched_chain_holds() -> None:
    assert failing(chain(9)) == []
    assert failing([]) == []


@pytest.mark.parametrize(
    "change",
    [{"sha256": "0" * 64}, {"captured_at": datetime(2021, 3, 1, 9, 1)}, {"operator_hash": "another"}, {"block_hash": "1" * 64}],
)  # fmt: skip
def test_whatever_is_changed_in_a_block_is_found(change: dict[str, object]) -> None:
    blocks = chain(6)
    blocks[2] = blocks[2]._replace(**change)
    assert 2 in failing(blocks)
    assert set(failing(blocks)) <= {2, 3}


def test_a_change_that_is_covered_up_breaks_the_block_after() -> None:
    blocks = chain(6)
    forged = blocks[2]._replace(sha256="0" * 64)
    blocks[2] = forged._replace(
        block_hash=block_hash(forged.prev_hash, forged.sha256, forged.captured_at, forged.operator_hash)
    )
    assert failing(blocks) == [3]


def test_a_block_taken_out_or_put_elsewhere_is_found() -> None:
    blocks = chain(6)
    assert failing(blocks[:2] + blocks[3:]) == [2]
    assert failing([blocks[1], blocks[0], *blocks[2:]]) == [0, 1, 2]


def test_a_load_recomputes_the_chain_in_its_order(tmp_path: Path) -> None:
    store = Store(str(tmp_path), threads=1)
    with store.draft(from_current=False) as draft:
        with draft.engine.begin() as connection:
            connection.execute(insert(evidence), EVIDENCE[::-1])
        assert derive(draft) == len(EVIDENCE)
    found = store.snapshot().frame(select(evidence_check)).set_index("evidence_id")["verified_ok"].to_dict()
    store.close()
    assert found == {row["evidence_id"]: row["verified_ok"] for row in CHECKS}
    assert sum(not holds for holds in found.values()) == 2

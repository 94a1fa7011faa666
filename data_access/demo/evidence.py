"""Electronic evidence of the demo: for leads and disputes, captured one after the other into one chain."""

from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import coded, numbered, rows
from data_access.demo.moments import DAY, on_platforms, weights_of
from data_access.demo.parts import Chunks, Place
from data_access.demo.shares import pick, scaled
from data_access.demo.window import LAST_SECOND, stream
from data_access.derive.evidence_chain import GENESIS, block_hash
from data_access.domain.codes import codes
from data_access.store import schema

_KINDS = {"page": 58, "video": 14, "trade": 21, "chat": 7}
_TOOLS = ("网页取证客户端 2.1（虚构）", "录屏取证客户端 1.4（虚构）", "接口取证服务 3.0（虚构）")
_TOOL_OF = (0, 1, 2, 0)


@dataclass(frozen=True, slots=True)
class EvidenceTotals:
    """Objects by what they belong to; to which of these each does is tied (see `ties`)."""

    lead: int
    dispute: int
    display: int = 0

    @property
    def total(self) -> int:
        """All objects at full scale."""
        return self.lead + self.dispute + self.display


ZHEJIANG = EvidenceTotals(9_800, 5_200)
HANGZHOU = EvidenceTotals(4_020, 2_130, 900)


def evidence_chunks(place: Place, totals: EvidenceTotals, seed: int, scale: float) -> Chunks:
    """Yield the rows of table `evidence`, each bound to the one before."""
    rng, known = stream(seed, "evidence", place.city), place.platforms(seed)
    counts = {
        f.name: scaled(getattr(totals, f.name), scale) for f in fields(totals) if getattr(totals, f.name)
    }
    n, listed = sum(counts.values()), codes("evidence_subject")
    subject = rng.permutation(np.repeat([listed.index(name) for name in counts], list(counts.values())))
    kind = pick(rng, weights_of(codes("evidence_kind"), _KINDS), n)
    start = np.datetime64("2021-02-26T09:00:00", "s")
    captured = np.sort(
        start + (rng.random(n) ** 0.8 * ((LAST_SECOND - start).astype(np.int64) - DAY)).astype(np.int64)
    )
    operators = [sha256(f"operator {number}".encode()).hexdigest()[:16] for number in range(64)]
    who = rng.integers(0, len(operators), n)
    contents = [sha256(f"{place.city}/{seed}/{number}".encode()).hexdigest() for number in range(n)]
    before, after = _chained(
        contents, captured.astype("datetime64[s]").tolist(), [operators[one] for one in who]
    )
    yield schema.evidence, rows(schema.evidence, {
        "evidence_id": numbered("E", np.arange(1, n + 1), 6),
        "seq": np.arange(1, n + 1, dtype=np.int32),
        "kind": coded(kind, codes("evidence_kind")),
        "subject": coded(subject, listed),
        "platform_id": coded(on_platforms(rng, known, captured), known.ids),
        "district": coded(pick(rng, list(place.districts.values()), n), list(place.districts)),
        "captured_at": captured,
        "tool": coded(np.array(_TOOL_OF)[kind], _TOOLS),
        "operator_hash": coded(who, operators),
        "size": rng.lognormal(13, 1.4, n).astype(np.int64),
        "sha256": pa.array(contents),
        "prev_hash": pa.array(before),
        "block_hash": pa.array(after),
    }, tied=("subject_id",))  # fmt: skip


def _chained(
    contents: list[str], moments: list[datetime], operators: list[str]
) -> tuple[list[str], list[str]]:
    """Return for each object the hash of the block before, and its own block's."""
    before, after = [GENESIS], []
    for content, moment, operator in zip(contents, moments, operators, strict=True):
        after.append(block_hash(before[-1], content, moment, operator))
        before.append(after[-1])
    return before[:-1], after

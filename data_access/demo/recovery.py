"""Money recovered 挽回损失: the sums of a demo city brought to the one that is published."""

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_access.demo.arrays import Flags, Ints, money
from data_access.demo.volumes import Recovered


def recovering(parts: Iterable[pa.Table], published: Recovered, scale: float) -> Iterator[pa.Table]:
    """Yield the parts with all amounts scaled alike, so that the published period has its sum to the last fen.

    Scaled in that period alone they would leap where it begins and ends. What was in dispute is scaled too, so that no
    more is recovered of it than before. Holds all parts at once.
    """
    held = list(parts)
    sums = [_cents(part["amount_recovered"]) for part in held]
    chosen = [
        _closed_between(part, published) & (recovered > 0) for part, recovered in zip(held, sums, strict=True)
    ]
    there = sum(int(recovered[of].sum()) for recovered, of in zip(sums, chosen, strict=True))
    wanted = round(published.yuan * 100 * scale)
    factor = wanted / there
    left = wanted - sum(
        int(np.floor(recovered[of] * factor).sum()) for recovered, of in zip(sums, chosen, strict=True)
    )
    for part, recovered, of in zip(held, sums, chosen, strict=True):
        disputed = _cents(part["amount_disputed"])
        new = np.floor(recovered * factor).astype(np.int64)
        if left and of.any():  # what flooring left over goes to the largest sum
            new[np.argmax(np.where(of, new, -1))] += left
            left = 0
        scaled = np.maximum(np.ceil(disputed * factor).astype(np.int64), -(-new // 4))
        yield _with(_with(part, "amount_recovered", new), "amount_disputed", scaled)


def _closed_between(part: pa.Table, published: Recovered) -> Flags:
    closed = part["closed_at"].to_numpy()
    between: Flags = (closed >= published.start) & (closed < published.end)
    return between


def _cents(column: pa.ChunkedArray) -> Ints:
    yuan = pc.fill_null(pc.cast(column, pa.float64()), 0.0).to_numpy()
    cents: Ints = np.rint(yuan * 100).astype(np.int64)
    return cents


def _with(part: pa.Table, name: str, cents: Ints) -> pa.Table:
    missing = part[name].is_null().to_numpy()
    return part.set_column(part.column_names.index(name), name, money(cents.astype(np.int64), 14, missing))

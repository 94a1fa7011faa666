"""The register of reverse complainants 反向投诉人 of a demo city: features, the score that they give, and what persons decided."""

from typing import Any

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import NO_TIME, Ints, coded, rows
from data_access.demo.handlers import handlers
from data_access.demo.identities import people, person_ids, texts
from data_access.demo.parts import Place
from data_access.demo.shares import pick, scaled
from data_access.demo.window import AS_OF, LAST_SECOND, stream
from data_access.domain.claimant_rules import FEATURES, SUSPECTED, VERSION, score
from data_access.store.schema import reverse_complainant

#: Each status with its share and how marked its features are, of a hundred.
_STATUSES = {
    "watch": (0.58, 44, 66),
    "suspected": (0.27, 72, 90),
    "confirmed": (0.1, 78, 100),
    "removed": (0.05, 25, 60),
}
_NAMES = list(_STATUSES)
_REASONS = (
    "数量明显超出合理消费，多数获赔后撤诉，经集体讨论认定",
    "同类问题反复投诉，知假买假特征明显，经核实认定",
    "部分诉求确为生活消费，继续关注，不予认定",
    "年度复核：近期诉求减少，维持现状",
)
_LEFT = ("十二个月内无新的索赔类诉求，移出", "复核认定为正常消费维权，移出")


def claimant_rows(place: Place, seed: int, total: int, scale: float) -> pa.Table:
    """Return the rows of table `reverse_complainant`: those who complain most, whom the complaints know by the same key.

    Whoever is confirmed has been reviewed by a person; all are reviewed every year, and some have left.
    """
    rng, n = stream(seed, "reverse_complainant"), scaled(total, scale)
    status = pick(rng, [share for share, _, _ in _STATUSES.values()], n)
    features, scores = _features(stream(seed, "claimants"), status)
    waits = np.isin(status, [_NAMES.index("watch"), _NAMES.index("suspected")])
    status = np.where(
        waits, np.where(scores >= SUSPECTED, _NAMES.index("suspected"), _NAMES.index("watch")), status
    )
    first = AS_OF - rng.integers(20, 1_300, n)
    removed, confirmed = status == _NAMES.index("removed"), status == _NAMES.index("confirmed")
    room = (AS_OF - first).astype(np.int64)
    reviewed = first + np.floor(rng.uniform(0.3, 1, n) * np.minimum(room, 360)).astype(np.int64)
    # A review a year; a few are late, so that their limit has passed.
    cycles = np.where(rng.random(n) < 0.97, (AS_OF - reviewed).astype(np.int64) // 365, 0)
    reviewed = reviewed + 365 * cycles
    has_review = removed | confirmed | (room > 365) | (rng.random(n) < 0.4)
    moment = np.minimum(reviewed.astype("datetime64[s]") + rng.integers(32_400, 61_200, n), LAST_SECOND)
    district = pick(rng, list(place.districts.values()), n)
    reason = np.where(confirmed, rng.integers(0, 2, n), np.where(rng.random(n) < 0.5, 2, 3))
    by = handlers(place, district, np.arange(n)).to_pylist()
    columns = features | {
        "person_hash": texts(person_ids(np.arange(n))),
        "name": people(np.arange(n)),
        "district": coded(district, list(place.districts)),
        "status": coded(status, _NAMES),
        "score": scores,
        "score_version": coded(np.zeros(n, np.int8), [VERSION]),
        "first_seen": first,
        "reviewed_at": np.where(has_review, moment, NO_TIME),
        "reviewed_by": pa.array([who if had else None for who, had in zip(by, has_review, strict=True)]),
        "review_reason": coded(np.where(has_review & ~removed, reason, -1), _REASONS),
        "review_due": np.where(has_review, reviewed, first) + 365,
        "exit_at": np.where(removed, moment, NO_TIME),
        "exit_reason": coded(np.where(removed, rng.integers(0, 2, n), -1), _LEFT),
    }
    return rows(reverse_complainant, columns)


def _features(rng: np.random.Generator, status: Ints) -> tuple[dict[str, Any], Ints]:
    """Return the features of persons by column, as marked as their status, and the scores that the rules give."""
    n = len(status)
    _, low, high = (np.array(part)[status] for part in zip(*_STATUSES.values(), strict=True))
    marked = rng.uniform(low, high, n) / 100
    found: dict[str, Any] = {}
    for feature in FEATURES:
        at = feature.low + np.clip(marked + rng.normal(0, 0.06, n), 0, 1) * (feature.high - feature.low)
        is_share = feature.high <= 1
        found[feature.column] = np.round(at, 4) if is_share else np.rint(at).astype(np.int32)
    values = [{key: float(column[one]) for key, column in found.items()} for one in range(n)]
    return found, np.array([score(one) for one in values], np.int32)

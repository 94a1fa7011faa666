"""Rules of a demo city's platforms, version by version: most changes are put to consultation and published in time, some are not.

How often platforms change their rules is not published: the numbers here are the demo's own.
"""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import NO_DAY, Flags, Ints, Times, coded, numbered, rows
from data_access.demo.platforms import Platforms
from data_access.demo.window import AS_OF, stream
from data_access.derive.deadlines import due_array, versions
from data_access.domain.codes import codes
from data_access.store.schema import platform_rule

_TITLES = {
    "agreement": "服务协议", "trading": "交易规则", "fees": "收费规则", "penalties": "违规处置规则", "consumers": "消费者权益保护规则",
    "privacy": "个人信息保护规则",
}  # fmt: skip
#: What only a platform has on which others sell.
_OF_SELLERS = ("fees", "penalties")
_FIRST, _MOST = np.datetime64("2016-01-01", "D"), 10
#: Of a hundred changes so many are of weight, are put to consultation, and are published at all.
_MAJOR, _CONSULTED, _PUBLISHED = 0.18, 0.83, 0.965
#: Of a hundred versions so many were looked for; those in force and those replaced that are there to be read.
_LOOKED, _THERE, _KEPT = 0.95, 0.99, 0.9

#: The version of the time limit of a change, and of one of weight: that of all days of the demo.
_VERSIONS = tuple(versions(step)[0].version for step in ("rule_notice", "rule_notice_major"))


class _Versions(NamedTuple):
    """Versions as arrays: platform, kind and place of each among those of its rule, from when to when it was in force."""

    platform: Ints
    kind: Ints
    number: Ints
    effective: Times
    replaced: Times


def rule_rows(known: Platforms, seed: int) -> pa.Table:
    """Return the rows of table `platform_rule`, rule by rule from its first version on."""
    rng = stream(seed, "platform_rule")
    found = _versions(rng, known)
    n, revised = len(found.platform), found.number > 0
    major = revised & (rng.random(n) < _MAJOR)
    published = _published(rng, known, found, revised)
    is_put = revised & (rng.random(n) < _CONSULTED)
    until = np.where(np.isnat(published), found.effective - 2, published) - rng.integers(1, 6, n)
    consulted = until - rng.integers(7, 20, n)
    looked, there = _looked_for(rng, found)
    names, districts = known.words("name"), known.words("district")
    kinds = codes("platform_rule_kind")
    homes = list(dict.fromkeys(districts))
    home = np.array([homes.index(code) for code in districts])
    return rows(platform_rule, {
        "version_id": numbered("GZ", np.arange(1, n + 1), 5),
        "platform_id": coded(found.platform, known.ids),
        "district": coded(home[found.platform], homes),
        "kind": coded(found.kind, kinds),
        "title": pa.array([names[one] + _TITLES[kinds[of]] for one, of in zip(found.platform, found.kind, strict=True)]),
        "version_no": pa.array([f"V{number + 1}" for number in found.number]),
        "is_revision": revised,
        "is_major": major,
        "consulted_on": np.where(is_put, consulted, NO_DAY),
        "consulted_until": np.where(is_put, until, NO_DAY),
        "published_on": published,
        "notice_due": _notice_due(found.effective, revised, major),
        "effective_on": found.effective,
        "replaced_on": found.replaced,
        "keep_due": due_array("rule_history", found.replaced),
        "is_readable": pa.array(there, mask=np.isnat(looked)),
        "read_on": looked,
        "rule_version": coded(np.where(revised, major.astype(np.int64), -1), _VERSIONS),
    })  # fmt: skip


def _versions(rng: np.random.Generator, known: Platforms) -> _Versions:
    """Return the versions of every rule of every platform up to the last day, or to the end of the platform."""
    kinds = codes("platform_rule_kind")
    sells = np.array([kind in _OF_SELLERS for kind in kinds])
    platform, kind = np.nonzero(known.has_shops[:, None] | ~sells[None, :])
    n = len(platform)
    first = np.maximum(known.launched[platform], _FIRST + rng.integers(0, 900, n))
    gaps = 150 + np.rint(rng.gamma(2.0, 260, (n, _MOST - 1))).astype(np.int64)
    starts = first[:, None] + np.concatenate([np.zeros((n, 1), np.int64), np.cumsum(gaps, axis=1)], axis=1)
    closed = known.closed[platform]
    last = np.where(np.isnat(closed), AS_OF, closed - 1)
    cell, number = np.nonzero(starts <= last[:, None])
    following = np.concatenate([starts[:, 1:], np.full((n, 1), NO_DAY)], axis=1)
    replaced = np.where(following <= last[:, None], following, NO_DAY)
    return _Versions(platform[cell], kind[cell], number, starts[cell, number], replaced[cell, number])


def _published(rng: np.random.Generator, known: Platforms, found: _Versions, revised: Flags) -> Times:
    """Return when each was published: first versions on their day; of changes the worse a platform, the more on short notice."""
    n = len(found.platform)
    hurried = rng.random(n) < np.clip(0.07 * known.quality[found.platform] ** 2, 0.02, 0.4)
    notice = np.where(hurried, rng.integers(0, 7, n), rng.integers(7, 31, n))
    never = revised & (rng.random(n) > _PUBLISHED)
    return np.where(never, NO_DAY, found.effective - np.where(revised, notice, 0))


def _notice_due(effective: Times, revised: Flags, major: Flags) -> Times:
    usual, heavy = due_array("rule_notice", effective), due_array("rule_notice_major", effective)
    return np.where(revised, np.where(major, heavy, usual), NO_DAY)


def _looked_for(rng: np.random.Generator, found: _Versions) -> tuple[Times, Flags]:
    """Return when each was last looked for on the platform, NaT for never, and whether it was there."""
    n, is_old = len(found.platform), ~np.isnat(found.replaced)
    since = np.where(is_old, found.replaced, found.effective)
    day = np.minimum(np.maximum(AS_OF - rng.integers(5, 200, n), since + 1), AS_OF)
    looked = np.where((rng.random(n) < _LOOKED) & (since < AS_OF), day, NO_DAY)
    return looked, rng.random(n) < np.where(is_old, _KEPT, _THERE)

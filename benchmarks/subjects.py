"""How well shops of one operator are found who goes by other names: `python -m benchmarks.subjects [SCALE] [CITY]` (0.05, Hangzhou).

A demo city is made with what really stands behind each shop whose operator no table names; that is compared, pair by pair,
with what the derivation merges. A pair is two shops, or a shop and an entity of the register. Ties by a code in common are
none of them: these are given.
"""

import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from data_access.demo import generate
from data_access.demo.window import CITY
from data_access.derive import subjects
from data_access.store.drafts import Draft
from data_access.store.schema import subject_member
from data_access.store.store import Store

#: Who is merged by more than a code.
MERGED = select(subject_member.c.member_id, subject_member.c.subject_id).where(
    subject_member.c.reason != "credit_code"
)


class Found(NamedTuple):
    """Of the pairs that are one operator's: how many there are, how many are found, and how many that are found are none."""

    pairs: int
    right: int
    wrong: int

    @property
    def precision(self) -> float:
        """Which share of the pairs found is right."""
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Which share of the pairs that there are is found."""
        return self.right / self.pairs

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (self.pairs + self.right + self.wrong)

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.4f} (n = {self.right + self.wrong:,} pairs found), recall {self.recall:.4f} "
            f"(n = {self.pairs:,} pairs planted), F1 {self.f1:.4f}"
        )


def plant(draft: Draft, city: str, scale: float) -> dict[str, str]:
    """Write a demo city into a draft and return who really runs each shop of which no table says it."""
    planted: dict[int, str] = {}
    for table, rows in generate(city, scale, planted=planted):
        draft.append(table, rows)
    return by_shop(planted)


def by_shop(planted: Mapping[int, str]) -> dict[str, str]:
    """Return operators by the number that their shops bear in tables."""
    return {f"S{number:09d}": operator for number, operator in planted.items()}


def measured(merged: Iterable[tuple[str, str]], planted: Mapping[str, str]) -> Found:
    """Compare members and their subjects, without those that a code ties, with who really runs the planted shops.

    An operator in the register is known by its code, anybody else by a name of several words. Whoever is merged beside those
    that are planted counts as wrong.
    """
    registered = {operator: operator for operator in planted.values() if operator.isalnum()}
    told, truly = _pairs(dict(merged)), _pairs({**planted, **registered})
    return Found(len(truly), len(told & truly), len(told - truly))


def _pairs(groups: Mapping[str, str]) -> set[tuple[str, str]]:
    members: dict[str, list[str]] = defaultdict(list)
    for member, group in sorted(groups.items()):
        members[group].append(member)
    return {pair for one in members.values() for pair in combinations(one, 2)}


def main(scale: float = 0.05, city: str = CITY) -> None:
    """Print what is found of what was planted, and how long it takes."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Store(str(Path(folder) / "store")).draft(from_current=False) as draft,
    ):
        planted = plant(draft, city, scale)
        begun = time.monotonic()
        counts = subjects.derive(draft)
        print(
            f"{city} at scale {scale}: {counts}, {time.monotonic() - begun:.1f} s, {len(planted):,} shops planted"
        )
        with draft.engine.connect() as connection:
            print(measured(((member, subject) for member, subject in connection.execute(MERGED)), planted))


if __name__ == "__main__":
    main(*(kind(word) for kind, word in zip((float, str), sys.argv[1:], strict=False)))

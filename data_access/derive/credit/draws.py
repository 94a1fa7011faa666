"""差异化抽查: who is inspected, drawn by class at random from a published seed. Pure: anyone can repeat a draw."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from math import ceil, floor

from data_access.domain.credit_rules import Band, Rules


@dataclass(frozen=True, slots=True)
class Lot:
    """One platform in the lottery of a plan: its ticket, whether it is drawn, and whether its class keeps its limits."""

    platform_id: str
    credit_class: str
    ticket: str
    is_drawn: bool
    in_band: bool


def plans(rules: Rules, first: date, last: date) -> list[date]:
    """Return the days within first…last on which a plan is drawn."""
    days = (date(year, month, 1) for year in range(first.year, last.year + 1) for month in rules.months)
    return [day for day in days if first <= day <= last]


def ticket(seed: int, plan_id: str, platform_id: str) -> str:
    """Return the lot of a platform: the first twelve digits of SHA-256 over "seed|plan|platform"; the smallest are drawn."""
    return sha256(f"{seed}|{plan_id}|{platform_id}".encode()).hexdigest()[:12]


def drawn_of(size: int, band: Band) -> int:
    """Return how many of a class are drawn: the ratio rounded up, but no more than the upper limit allows."""
    return min(ceil(round(size * band.ratio, 9)), floor(round(size * band.high, 9)))


def draw(plan_id: str, classes: Mapping[str, str], rules: Rules) -> Iterable[Lot]:
    """Yield a lot for every platform (id to class), class by class in the order of tickets.

    A small class may have no whole number within its limits: then its lots say so.
    """
    for credit_class, band in rules.bands.items():
        members = sorted(
            (ticket(rules.seed, plan_id, platform_id), platform_id)
            for platform_id, own in classes.items()
            if own == credit_class
        )
        if not members:
            continue
        drawn = drawn_of(len(members), band)
        in_band = band.low <= drawn / len(members) <= band.high
        for place, (lot, platform_id) in enumerate(members):
            yield Lot(platform_id, credit_class, lot, place < drawn, in_band)

"""A number as a bulletin says it, and one of those that a split names."""

from dataclasses import dataclass

from data_access.metrics.number_ids import NumberId


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in words, where it is shown, and what it is: an indicator's value, or its `change` or `share`.

    `numbers` give again what it is made of: itself, of a share all members too, of a change both amounts.
    """

    words: str
    href: str
    indicator: str
    value: float
    kind: str = "value"
    by: str = ""
    member: str = ""
    numbers: tuple[NumberId, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """One of those that a split names: its name, its number, its share of all, and its changes where they can be said."""

    name: Figure
    amount: Figure
    share: Figure | None
    yoy: Figure | None
    prev: Figure | None

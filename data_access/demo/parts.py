"""What a demo city is made of: parts that fill one table or a few, in the order of references."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from sqlalchemy import Table

from data_access.demo.arrays import Floats
from data_access.demo.platforms import Platforms

Chunks = Iterator[tuple[Table, pa.Table]]


@dataclass(frozen=True, slots=True)
class Part:
    """What fills a table or a few: `chunks(seed, scale)`, and about how many rows that gives.

    `fixed` rows are there at every scale, `scaled` rows at scale 1. What `is_streamed` is so much that it is never held
    as a whole.
    """

    chunks: Callable[[int, float], Chunks]
    fixed: int = 0
    scaled: float = 0.0
    is_streamed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where the facts of a part happen: its city, its districts with the weight of what they handle, its platforms.

    A part that more than one city has is a function of its place; `platforms(seed)` is the register as arrays.
    `operators` weighs where operators of shops and respondents of complaints are registered: the districts and other
    provinces; `local_share` of the shops are of the districts.
    """

    city: str
    districts: Mapping[str, float]
    platforms: Callable[[int], Platforms]
    operators: Mapping[str, float] = field(default_factory=dict)
    local_share: float = 0.33

    @property
    def in_zhejiang(self) -> bool:
        """Whether Zhejiang's hotline and its provincial systems reach the place."""
        return self.city.startswith("33")

    def regions(self) -> tuple[tuple[str, ...], Floats]:
        """Return the regions of operators, in the order of their codes, and their weights."""
        ordered = tuple(sorted(self.operators))
        return ordered, np.array([self.operators[code] for code in ordered])


@dataclass(frozen=True, slots=True)
class Profile:
    """One city of the demo: where it is, and its parts. A table stands in the parts where `schema.LOADED` has it."""

    place: Place
    parts: tuple[Part, ...]

    @property
    def city(self) -> str:
        """Its code."""
        return self.place.city

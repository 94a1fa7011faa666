"""What a demo city is made of: parts that fill one table or a few, in the order of references."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa
from sqlalchemy import Table

from data_access.demo.platforms import Platforms

Chunks = Iterator[tuple[Table, pa.Table]]


@dataclass(frozen=True, slots=True)
class Part:
    """What fills a table or a few: `chunks(seed, scale)`, and about how many rows that gives.

    `fixed` rows are there at every scale, `scaled` rows at scale 1.
    """

    chunks: Callable[[int, float], Chunks]
    fixed: int = 0
    scaled: float = 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where the facts of a part happen: its city, its districts with the weight of what they handle, its platforms.

    A part that more than one city has is a function of its place; `platforms(seed)` is the register as arrays.
    """

    city: str
    districts: Mapping[str, float]
    platforms: Callable[[int], Platforms]


@dataclass(frozen=True, slots=True)
class Profile:
    """One city of the demo: its code and its parts. A table stands in the parts where `schema.LOADED` has it."""

    city: str
    parts: tuple[Part, ...]

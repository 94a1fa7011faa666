"""The calibrated synthetic cities: each as founding documents publish it, peopled by invented platforms and firms.

Every table has a random stream of its own for each chunk, so that the same seed gives the same bytes.
"""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from sqlalchemy import Table

from data_access.demo import changsha, hangzhou, jinhua, qijiang, xianyang, zhejiang
from data_access.demo.parts import Profile
from data_access.demo.ties import tied
from data_access.demo.window import CITY
from data_access.domain.errors import BadValue, UnknownName

#: Every city that there is a demo of, by its code.
PROFILES: dict[str, Profile] = {
    profile.city: profile
    for profile in (
        hangzhou.PROFILE, zhejiang.PROFILE, jinhua.PROFILE, changsha.PROFILE, qijiang.PROFILE, xianyang.PROFILE,
    )
}  # fmt: skip
#: Below, some kinds of cases are not there at all; beyond, six digits do not number the invented firms.
SCALES = (0.001, 4)


def generate(
    city: str = CITY, scale: float = 1.0, seed: int = 1, planted: dict[int, str] | None = None
) -> Iterator[tuple[Table, pa.Table]]:
    """Yield each table of the schema that a load fills with its rows, in the order of references and in chunks.

    `scale` scales shops, complaints, cases and entities; platforms, codes and transactions stay whole. A chunk has at
    most 500,000 rows. `planted` is told who really runs each shop whose operator no table names, by the shop's number. Raises UnknownName for a city that there is no demo of, BadValue for a scale that is not from 0.001 to 4.
    """
    profile = _checked(city, scale)
    # Each city has a seed of its own, so that no two are twins; Hangzhou's is the one given.
    own = seed if city == CITY else int(city) << 32 | seed
    return tied(profile, own, scale, planted)


def expected_rows(city: str = CITY, scale: float = 1.0) -> int:
    """Return about how many rows `generate` will yield in all, for a progress bar; raises as `generate` does."""
    return round(sum(part.fixed + part.scaled * scale for part in _checked(city, scale).parts))


def city_of(location: str) -> str:
    """Return the city after whose code a store is named, as a folder or by `?city=` in a URL, else Hangzhou."""
    name = location.rpartition("city=")[2][:6] if "://" in location else Path(location).name
    return name if name in PROFILES else CITY


def _checked(city: str, scale: float) -> Profile:
    if city not in PROFILES:
        raise UnknownName("demo city", city, PROFILES)
    smallest, largest = SCALES
    if not smallest <= scale <= largest:
        raise BadValue("scale", str(scale), f"a number from {smallest} to {largest}")
    return PROFILES[city]

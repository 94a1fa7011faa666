"""约谈 and site checks of a demo city: so many in each period."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import NO_TIME, Ints, Times, coded, numbered, rows
from data_access.demo.parts import Place
from data_access.demo.shares import Counts, pick, scaled
from data_access.demo.window import LAST_SECOND, stream
from data_access.domain.working_days import working_days
from data_access.store.schema import interview, site_check

_TOPICS = {
    "advertising": 5,
    "complaints": 5,
    "price": 4,
    "licence": 3,
    "quality": 3,
    "food": 2.4,
    "competition": 1.6,
}
_FINDINGS = {
    "none": 78,
    "licence": 9,
    "advertising": 5,
    "price": 2.4,
    "prohibited": 0.8,
    "rules": 3,
    "stopped": 1.8,
}
#: First day, first day after, and how many in between.
Periods = Sequence[tuple[str, str, int]]


def interview_rows(place: Place, seed: int, periods: Periods) -> pa.Table:
    """Return the rows of table `interview`; what was asked for is to be done within 15 working days."""
    rng = stream(seed, "interview")
    at = _office(rng, periods, 1.0)
    n = len(at)
    platform, district = _whom(rng, place, seed, at)
    due = working_days().add_array(at, 15)
    days = np.where(rng.random(n) < 0.93, rng.integers(3, 15, n), rng.integers(16, 40, n))
    rectified = working_days().add_array(at, days).astype("datetime64[s]") + rng.integers(32_400, 61_200, n)
    columns = {
        "interview_id": numbered("Y", np.arange(1, n + 1), 4),
        "platform_id": coded(platform, place.platforms(seed).ids),
        "district": coded(district, list(place.districts)),
        "topic": coded(pick(rng, list(_TOPICS.values()), n), list(_TOPICS)),
        "is_joint": rng.random(n) < 0.4,
        "interviewed_at": at,
        "rectify_due": due,
        "rectified_at": np.where(rectified > LAST_SECOND, NO_TIME, rectified),
    }
    return rows(interview, columns, tied=("entity_id", "trigger_id"))


def site_check_rows(place: Place, seed: int, periods: Periods, scale: float) -> pa.Table:
    """Return the rows of table `site_check`: platforms now and then, mostly small websites of the districts."""
    rng = stream(seed, "site_check")
    at = _office(rng, periods, scale)
    n = len(at)
    platform, home = _whom(rng, place, seed, at)
    of_platform = rng.random(n) < 0.12
    site = rng.integers(1, max(2, round(n * 0.6)), n)
    names = [f"https://site-{number:05d}.example" for number in range(1, int(site.max()) + 1)]
    sites = [f"https://{code.lower()}.example" for code in place.platforms(seed).ids]
    finding = pick(rng, list(_FINDINGS.values()), n)
    found = finding != list(_FINDINGS).index("none")
    corrected = at + np.rint(rng.gamma(2, 6, n) * 86_400).astype(np.int64) + 3_600
    corrected = np.where(found & (rng.random(n) < 0.94) & (corrected <= LAST_SECOND), corrected, NO_TIME)
    columns = {
        "check_id": numbered("W", np.arange(1, n + 1), 6),
        "site": coded(
            np.where(of_platform & (platform >= 0), len(names) + platform, site - 1), [*names, *sites]
        ),
        "platform_id": coded(np.where(of_platform, platform, -1), place.platforms(seed).ids),
        "district": coded(
            np.where(of_platform, home, pick(rng, list(place.districts.values()), n)), list(place.districts)
        ),
        "checked_at": at,
        "finding": coded(finding, list(_FINDINGS)),
        "is_joint": rng.random(n) < 0.18,
        "corrected_at": corrected,
    }
    return rows(site_check, columns)


def _whom(rng: np.random.Generator, place: Place, seed: int, at: Times) -> tuple[Counts, Ints]:
    """Return a platform that operated at each time (-1 where none did), and its district."""
    known, names = place.platforms(seed), list(place.districts)
    sizes = np.sqrt(known.sizes(at)) * known.quality
    edges = np.cumsum(sizes, axis=1)
    drawn = (edges < (rng.random(len(at)) * edges[:, -1])[:, None]).sum(axis=1)
    platform = np.where(edges[:, -1] > 0, np.minimum(drawn, len(known) - 1), -1)
    homes = np.array([names.index(code) if code in names else -1 for code in known.words("district")])
    return platform, np.where(platform >= 0, homes[platform], -1)


def _office(rng: np.random.Generator, periods: Periods, scale: float) -> Times:
    """Return times in office hours of working days, in order, exactly so many in each period."""
    found = []
    for start, end, number in periods:
        days = np.arange(start, end, dtype="datetime64[D]")
        days = days[working_days().between_array(days - 1, days) > 0]
        n = scaled(number, scale)
        found.append(
            days[rng.integers(0, len(days), n)].astype("datetime64[s]") + rng.integers(32_400, 61_200, n)
        )
    return np.sort(np.concatenate(found))

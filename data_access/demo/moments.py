"""When and on which platform the facts of products and leads happen."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.demo.arrays import NO_TIME, Flags, Floats, Times
from data_access.demo.platforms import Platforms
from data_access.demo.shares import Counts, pick, pick_rows
from data_access.demo.window import LAST_SECOND
from data_access.domain.working_days import working_days

DAY, HOUR = 86_400, 3_600
_MONTHS: Times = np.arange("2013-12", "2022-01", dtype="datetime64[M]")


def office_times(rng: np.random.Generator, first: str, last: str, n: int, growth: float = 1.3) -> Times:
    """Return `n` times in office hours of working days from `first` to `last`, both included.

    The last days have `growth` times the weight of the first.
    """
    days = np.arange(first, np.datetime64(last) + 1, dtype="datetime64[D]")
    days = days[working_days().between_array(days - 1, days) > 0]
    return in_office(rng, days[pick(rng, np.linspace(1, growth, len(days)), n)])


def in_office(rng: np.random.Generator, days: Times) -> Times:
    """Return a moment in office hours of each day."""
    return days.astype("datetime64[D]").astype("datetime64[s]") + rng.integers(9 * HOUR, 17 * HOUR, len(days))


def later(rng: np.random.Generator, moments: Times, shape: float, days: float) -> Times:
    """Return the moments plus gamma-distributed days of mean `shape * days`, at least a quarter of an hour."""
    lag: Times = moments + np.rint(rng.gamma(shape, days, len(moments)) * DAY).astype(np.int64).clip(900)
    return lag


def so_far(moments: Times, where: Flags | None = None) -> Times:
    """Return the moments that have come by the last day, and for which `where` holds; else NaT."""
    kept = moments <= LAST_SECOND if where is None else (moments <= LAST_SECOND) & where
    return np.where(kept, moments, NO_TIME)


def on_platforms(
    rng: np.random.Generator, known: Platforms, moments: Times, likes: npt.NDArray[Any] | None = None
) -> Counts:
    """Return a platform in operation for each moment, by the root of its size; `likes` weighs platforms further.

    Supervisors look at small platforms more than their sales would have it.
    """
    weights = np.sqrt(known.sizes(_MONTHS.astype("datetime64[D]"))) * (1.0 if likes is None else likes)
    if not weights[-1].any():
        weights = np.sqrt(known.sizes(_MONTHS.astype("datetime64[D]")))
    month = np.clip((moments.astype("datetime64[M]") - _MONTHS[0]).astype(np.int64), 0, len(_MONTHS) - 1)
    return pick_rows(rng, weights, month)


def chosen(rng: np.random.Generator, weights: npt.NDArray[Any], count: int) -> Flags:
    """Return flags of which exactly `count` are true, those of more weight rather; fewer where fewer have any weight."""
    flags = np.zeros(len(weights), bool)
    able = int((weights > 0).sum())
    if able:
        flags[rng.choice(len(weights), min(count, able), replace=False, p=weights / weights.sum())] = True
    return flags


def sells_goods(known: Platforms) -> Flags:
    """Return which platforms have other sellers' goods to buy: marketplaces, live and short video."""
    goods = [word[0] == "1" or word in ("34", "35") for word in known.words("subclass")]
    flags: Flags = known.has_shops & np.array(goods)
    return flags


def weights_of(words: tuple[str, ...], shares: Mapping[str, float]) -> Floats:
    """Return the weight of each word of a code list, nothing for those without a share."""
    return np.array([shares.get(word, 0.0) for word in words])

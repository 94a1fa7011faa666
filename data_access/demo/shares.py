"""How totals are split: heavy-tailed shares, exact apportionment, and draws by weight."""

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from data_access.demo.arrays import Flags, Floats

Counts = npt.NDArray[np.int64]


def zipf(ranks: npt.ArrayLike, exponent: float = 1.1) -> Floats:
    """Return the weight of each rank (1 is the largest): rank to the power of minus `exponent`."""
    weights: Floats = np.asarray(ranks, float) ** -exponent
    return weights


def apportion(total: int, weights: npt.ArrayLike) -> Counts:
    """Split `total` into whole numbers in proportion to `weights`, by largest remainder; the sum is exact."""
    exact = np.asarray(weights, float) / np.sum(weights) * total
    whole: Counts = np.floor(exact).astype(np.int64)
    left = total - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:left]] += 1
    return whole


def pick(rng: np.random.Generator, weights: npt.ArrayLike, n: int) -> Counts:
    """Draw `n` places by weight; the result indexes into `weights`."""
    edges = np.cumsum(np.asarray(weights, float))
    places = np.searchsorted(edges, rng.random(n) * edges[-1], side="right").astype(np.int64)
    drawn: Counts = np.minimum(places, len(edges) - 1)
    return drawn


def pick_rows(rng: np.random.Generator, weights: Floats, which: npt.NDArray[Any]) -> Counts:
    """Draw one place for each entry of `which`, by the weights in that row of the matrix `weights`."""
    drawn = np.zeros(len(which), np.int64)
    order = np.argsort(which, kind="stable")
    bounds = np.searchsorted(which[order], np.arange(len(weights) + 1))
    for row, (start, stop) in enumerate(pairwise(bounds)):
        if stop > start:
            drawn[order[start:stop]] = pick(rng, weights[row], int(stop - start))
    return drawn


def scatter(rng: np.random.Generator, n: int, count: int) -> Flags:
    """Return `n` flags of which exactly `count` are true, at random places."""
    flags = np.zeros(n, bool)
    flags[rng.choice(n, count, replace=False)] = True
    return flags


def scaled(total: float, scale: float) -> int:
    """Return a count at `scale`, at least one."""
    return max(1, round(total * scale))

"""How sure a share of a sample is: its Wilson score interval."""

import numpy as np
import pandas as pd

#: Standard deviations of a normal distribution between which 95 % of it lies.
Z_95 = 1.959963984540054


def with_interval(frame: pd.DataFrame, z: float = Z_95) -> pd.DataFrame:
    """Return a frame of `value` (a share, 0–1) and `n` with `low` and `high`, NaN where there is no value or no n.

    Wilson (1927): the shares from which the one found is at most `z` standard errors away. Unlike the interval around
    the share itself it stays within 0 and 1 and keeps its promise for few cases and for shares near 0.
    """
    n: pd.Series[float] = frame["n"].where(frame["n"] > 0).astype("float64")
    share, square = frame["value"].astype("float64"), z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    reach: pd.Series[float] = z / (1 + square / n) * np.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return frame.assign(low=(middle - reach).clip(lower=0.0), high=(middle + reach).clip(upper=1.0))

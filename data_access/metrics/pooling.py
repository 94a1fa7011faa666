"""The number of a period from those of its buckets: what was asked by month need not be asked again for the year."""

import pandas as pd

from data_access.domain.periods import Period, bucket, is_whole
from data_access.metrics.indicators.base import Indicator, Measure
from data_access.metrics.sources import Flow, Timeless


def can_pool(indicator: Indicator, grain: str, period: Period) -> bool:
    """Say whether the buckets of a period tell its number: whole ones of a stock, or of a flow that pools."""
    if not isinstance(indicator.value, Measure) or not is_whole(period, grain):
        return False
    match indicator.source.cohorts[indicator.cohort]:
        case Flow():
            return indicator.value.pools is not None
        case Timeless():
            return False
    return True


def pooled(indicator: Indicator, frame: pd.DataFrame, grain: str, period: Period) -> pd.Series | None:
    """Return value and n of a period that `tells`, None where no rows do.

    A flow is the sum of its buckets or their mean weighted by n; a stock is that of the last one.
    """
    parts = within(frame, grain, period)
    if not isinstance(indicator.source.cohorts[indicator.cohort], Flow):
        parts = parts[parts[grain] == pd.Timestamp(bucket(period.end, grain).start)]
    if parts.empty:
        return None
    n = int(parts["n"].sum())
    if len(parts) == 1 or indicator.additive:
        return pd.Series({"value": parts["value"].sum(min_count=1), "n": n})
    return pd.Series({"value": (parts["value"] * parts["n"]).sum() / n if n else float("nan"), "n": n})


def within(frame: pd.DataFrame, grain: str, period: Period) -> pd.DataFrame:
    """Return the buckets that begin within a period."""
    days = frame[grain]
    return frame[(days >= pd.Timestamp(period.start)) & (days <= pd.Timestamp(period.end))]

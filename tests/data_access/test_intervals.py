"""The interval of a share against worked examples and against its own definition."""

from math import sqrt

import pandas as pd
import pytest

from data_access.metrics.intervals import Z_95, with_interval


@pytest.mark.parametrize(
    ("found", "n", "low", "high"),
    [
        (386, 1749, 0.2019, 0.2408),  # a published sampling of 2016: 22.1 %
        (0, 30, 0.0, 0.1135),  # none found is not none there
        (30, 30, 0.8865, 1.0),
        (1, 10, 0.0179, 0.4042),
    ],
)
def test_intervals_are_those_of_the_tables(found: int, n: int, low: float, high: float) -> None:
    row = with_interval(pd.DataFrame({"value": [found / n], "n": [n]})).iloc[0]
    assert row["low"] == pytest.approx(low, abs=2e-4)
    assert row["high"] == pytest.approx(high, abs=2e-4)


def test_an_end_is_the_share_from_which_the_one_found_is_z_standard_errors_away() -> None:
    frame = with_interval(pd.DataFrame({"value": [0.03, 0.4, 0.77], "n": [40, 300, 90]}))
    for row in frame.itertuples():
        for end in (row.low, row.high):
            assert abs(row.value - end) / sqrt(end * (1 - end) / row.n) == pytest.approx(Z_95, rel=1e-9)


def test_where_nothing_was_tested_there_is_no_interval() -> None:
    frame = with_interval(pd.DataFrame({"value": [None, 0.5], "n": [0, 0]}))
    assert frame[["low", "high"]].isna().all(axis=None)

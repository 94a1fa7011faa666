"""Control limits, by a published example and by their edges; and when a connector is well."""

import pytest

from data_access.lookups.connectors import state
from data_access.metrics.control import FEWEST, limits


def test_limits_are_those_of_a_worked_example() -> None:
    # Batches of Montgomery, Introduction to Statistical Quality Control, individuals chart: mean 33.523, mean moving range 0.48.
    values = [
        33.75,
        33.05,
        34.00,
        33.81,
        33.46,
        34.02,
        33.68,
        33.27,
        33.49,
        33.20,
        33.62,
        33.00,
        33.54,
        33.12,
        33.84,
    ]
    found = limits(values)
    assert found is not None
    assert found.centre == pytest.approx(33.52, abs=0.01)
    assert found.high == pytest.approx(34.80, abs=0.01)
    assert found.low == pytest.approx(32.25, abs=0.01)
    assert all(found.holds(value) for value in values)
    assert not found.holds(34.9)


def test_a_steady_number_has_no_room_and_one_step_is_a_signal() -> None:
    found = limits([5.0] * FEWEST)
    assert found is not None
    assert (found.low, found.centre, found.high) == (5.0, 5.0, 5.0)
    assert found.holds(5.0)
    assert not found.holds(5.1)


def test_too_few_values_have_no_limits_and_none_lies_below_zero() -> None:
    assert limits([1.0] * (FEWEST - 1)) is None
    found = limits([0.0, 9.0] * 5)
    assert found is not None
    assert found.low == 0.0


@pytest.mark.parametrize(
    ("success", "latency", "silent", "expected"),
    [
        (0.999, 120.0, 0, "good"),
        (0.99, 800.0, 1, "good"),
        (0.989, 120.0, 0, "watch"),
        (0.999, 801.0, 0, "watch"),
        (0.999, 120.0, 2, "watch"),
        (0.949, 120.0, 0, "bad"),
        (0.999, 2_001.0, 0, "bad"),
        (0.999, 120.0, 4, "bad"),
        (None, None, None, "bad"),
    ],
)
def test_a_connector_is_as_its_worst_sign(
    success: float | None, latency: float | None, silent: int | None, expected: str
) -> None:
    assert state(success, latency, silent) == expected


def test_no_limit_of_shares_lies_above_the_whole() -> None:
    found = limits([0.98, 1.0] * 5, 1.0)
    assert found is not None
    assert found.high == 1.0

"""What a line behind a grade says of itself: an event its number and how long it lasts, a rate what was measured in the month."""

from datetime import date

import pytest

from components.cards.credit import line_in_words
from data_access.lookups.credit import Deduction, Deductions, Grade
from data_access.metrics.labels import labels
from data_access.store.store import Store

LAST = date(2021, 12, 31)


@pytest.mark.parametrize(
    ("rule", "ref", "expires_on", "measured", "reference", "told"),
    [
        ("takedown_late", "D008897", date(2022, 12, 31), 1.0, None, ("D008897", "2022-12-31")),
        ("feedback_slow", "2021-12", date(2022, 1, 31), 0.614, None, ("61.4%", "下次评价时重算")),
        ("odr", "2021-12", date(2022, 1, 31), 1.0, None, ("2021-12", "下次评价时重算")),
        ("complaint_rate", "2021-12", date(2022, 1, 31), 14.6, 3.04, ("14.6，对照3.04", "下次评价时重算")),
    ],
)
def test_an_event_of_the_last_day_of_the_month_is_an_event_and_no_rate(
    small_store: Store, rule: str, ref: str, expires_on: date, measured: float, reference: float | None, told: tuple[str, str],
) -> None:  # fmt: skip
    line = Deduction(rule, ref, LAST, expires_on, -2.0, -2.0, measured, reference, None)
    found = Deductions(Grade(LAST, 88.0, "blue", "B", None, "2021-07"), (line,))
    with small_store.snapshot() as snapshot:
        _, event, day, until, _ = line_in_words(line, found, labels(snapshot), "zh")
    assert (event, until) == told
    assert day == "2021-12-31"

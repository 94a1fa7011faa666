"""What must hold without exception is red, with a sign, as soon as it does not."""

from datetime import datetime

import pytest

from components.cards.key_figures import key_figure
from components.words.theme import STYLES
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.pooling import Number

LINE = [{"month": datetime(2021, 1, 1), "value": 1.0, "n": 1}]


@pytest.mark.parametrize(
    ("key", "value", "is_red"),
    [
        ("evidence_verified_rate", 1.0, False),
        ("evidence_verified_rate", 0.9999, True),
        ("evidence_broken", 0.0, False),
        ("evidence_broken", 1.0, True),
        ("takedown_on_time", 0.5, False),  # a target that is missed every day is no alert
    ],
)
def test_a_single_broken_piece_of_evidence_is_a_red_alert(key: str, value: float, is_red: bool) -> None:
    now = Number(value, 10_000)
    shown = key_figure(INDICATORS[key], now, None, LINE, STYLES["light"], "zh", "yoy")
    assert ("alarm" in str(shown)) == is_red
    assert ("红色告警" in str(shown)) == is_red

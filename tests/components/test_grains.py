"""Grains that make no sense are off and say why, on the bar of a page and on the card that is told by another."""

import re
from datetime import date

import pytest

from components.cards.grains import coarser, told_by
from components.frame.controls import filter_bar
from data_access.domain.dimensions import GRAINS
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.labels import labels
from data_access.store.store import Store
from tests.every_page import EVERY_PAGE

QUARTER = Selection(Period(date(2021, 1, 1), date(2021, 3, 31)))


def off(store: Store, path: str, lang: str) -> list[str]:
    with store.snapshot() as snapshot:
        bar = filter_bar(QUARTER, labels(snapshot), told_by(EVERY_PAGE[path], {}), lang)
    (control,) = (str(one) for one in bar if getattr(one, "className", "") == "control grain")
    return re.findall(r"'label': '([^']+)', 'disabled': True", control)


@pytest.mark.parametrize("path", ["/", "/credit", "/systems/takeaway_online"])
def test_days_and_weeks_are_off_where_all_lines_are_kept_by_month(small_store: Store, path: str) -> None:
    assert off(small_store, path, "zh") == ["日（本页数据按月统计）", "周（本页数据按月统计）"]
    assert off(small_store, path, "en") == [
        "Day (kept by month on this page)",
        "Week (kept by month on this page)",
    ]


def test_they_are_on_where_some_line_has_days(small_store: Store) -> None:
    assert not off(small_store, "/governance", "zh")


def test_a_card_says_by_what_it_is_told_in_place_of_what_was_chosen() -> None:
    gmv, complaints = INDICATORS["gmv"], INDICATORS["complaints"]
    assert [coarser((gmv,), grain) for grain in GRAINS] == ["month", "month", "", "", ""]
    assert coarser((complaints,), "day") == ""
    assert coarser((complaints, gmv), "day") == "month"

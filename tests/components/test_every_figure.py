"""Every card of every page, drawn over the small city: plotly takes its figure, and it is JSON as it is."""

from dataclasses import replace
from datetime import date

import pytest

from components.charts import KINDS, ChartContext
from components.model.card import Card
from components.model.facts import Facts
from components.words.theme import STYLES
from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.metrics.labels import labels
from data_access.store.store import Store
from tests.components.colours import assert_decoded, assert_says_something
from tests.components.validated import validated
from tests.every_page import EVERY_PAGE

#: Charts whose colours stand for sizes.
COLOURED = {"heat", "treemap", "map", "map-large", "calendar", "flows"}
ALL = Selection(Period(date(2020, 1, 1), date(2021, 12, 31)))


@pytest.fixture(scope="module")
def every_card() -> list[Card]:
    """Every chart of the pages and of the wall, once for each indicator that it can be switched to.

    A few rows are enough for each: the small city has no more.
    """
    charts = [card for page in EVERY_PAGE.values() for card in page.cards if not card.is_key]
    found = {
        (
            tuple(one.key for one in card.indicators),
            card.by,
            card.chart,
            card.narrow,
            card.span,
            card.height,
        ): card
        for card in charts
    }
    return [
        replace(card, indicators=tuple(replace(one, min_n=0) for one in alone))
        for card in found.values()
        for alone in (
            [(one,) for one in card.indicators] if KINDS[card.chart].is_switched else [card.indicators]
        )
    ]  # fmt: skip


@pytest.mark.parametrize(("lang", "theme", "platform"), [("zh", "light", ""), ("en", "dark", "P1")])
def test_plotly_takes_every_figure_of_every_page(
    every_card: list[Card], small_store: Store, lang: str, theme: str, platform: str
) -> None:
    names, ask = labels(small_store.snapshot()), Facts(small_store.snapshot(), WHOLE_CITY, lang)
    drawn = set()
    for card in every_card:
        selection = ALL.narrowed("platform", platform or "P1") if _is_of_platform(card) or platform else ALL
        for key, value in card.narrow:
            selection = selection.narrowed(key, value)
        found = KINDS[card.chart].draw(card, ChartContext(lang, STYLES[theme], names, selection), ask)
        if found is not None:
            assert validated(found.figure).data, card.name
            drawn.add(card.chart)
            assert_says_something(found.figure)
            if card.chart in COLOURED:
                assert_decoded(found.figure, STYLES[theme])
    assert drawn >= {card.chart for card in every_card} - {"flows"}, (
        "the small city lies on no map of provinces"
    )


def _is_of_platform(card: Card) -> bool:
    return KINDS[card.chart].of_platform or card.chart == "versus"

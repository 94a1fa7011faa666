"""A card is known by its name: what it shows is in it, where it stands and how large it is are not."""

from dataclasses import replace

import pytest

from components.model.card import Card
from components.model.earlier import card_of
from data_access.domain.text import Text
from data_access.metrics.indicators import governance as of

TREND = Card((of.complaints_and_reports,), (), "trend", Text("走势", "Trend"), 8, 360)
HEAT = Card((of.complaints_and_reports,), ("problem", "platform"), "heat")
MAP = Card((of.complaints_and_reports, of.overdue), ("district",), "map", height=360)
ROUTE = Card((of.complaints_and_reports,), (), "trend", narrow=(("route", "mediation"),), name="mediations")
CARDS = (Card((of.overdue,)), TREND, HEAT, MAP, ROUTE)


def test_a_card_is_named_for_what_it_shows() -> None:
    names = ["overdue", "complaints_and_reports-trend", "complaints_and_reports-problem-platform-heat",
             "complaints_and_reports-district-map", "mediations"]  # fmt: skip
    assert [card.name for card in CARDS] == names


def test_a_card_whose_height_width_and_title_changed_is_the_same_card() -> None:
    moved = replace(TREND, height=380, span=12, title=Text("每月", "Each month"))
    assert moved.name == TREND.name
    assert replace(MAP, indicators=(of.overdue,)).name == MAP.name, (
        "also while it shows one of its indicators"
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("complaints_and_reports-trend", TREND),
        ("complaints_and_reports~~trend~~8~360", TREND),
        ("complaints_and_reports~~trend~~4~999", TREND),
        ("complaints_and_reports~~trend~route=mediation~8~360", ROUTE),
        ("complaints_and_reports~problem+platform~heat~~5~300", HEAT),
        ("complaints_and_reports+overdue~district~map~~4~360", MAP),
        ("overdue", CARDS[0]),
        ("complaints_and_reports", TREND),
    ],
)
def test_a_name_an_earlier_text_and_an_indicator_find_their_card(text: str, meant: Card) -> None:
    assert card_of(text, CARDS) == meant


@pytest.mark.parametrize(
    "text", ["", "~", "~~~~~", "gmv", "gmv~~trend~~8~360", "overdue~~key~=~~4~300", "a~b~c"]
)
def test_what_names_no_card_finds_none(text: str) -> None:
    assert card_of(text, CARDS) is None


def test_an_indicator_alone_finds_the_card_that_it_names_before_one_that_shows_it_too() -> None:
    assert card_of("overdue", (MAP, CARDS[0])) == CARDS[0]
    assert card_of("overdue", (TREND, MAP)) == MAP

"""A page is a value: its cards have names of their own, and its layout, filters and links follow from it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise, product
from typing import Any

import pytest
from dash.development.base_component import Component

from components.cards.sections import SECTIONS
from components.frame.blocks import BLOCKS
from components.frame.layouts import framed, whole
from components.model.card import Card
from components.model.page import Block, Grid, NameTaken, NoSuchPage, Page, Strip, page_at, section
from components.wall.scenes import PAGE as WALL
from components.wall.stage import wall
from data_access.domain.errors import UnknownName
from data_access.domain.text import Text
from data_access.metrics.indicators import governance as of
from tests.every_page import EVERY_PAGE, OPEN
from tests.shared import swept

PATHS = sorted(EVERY_PAGE)
FIRST = Card((of.complaints_and_reports,), (), "trend", Text("走势", "Trend"), 8, 360)
OVERDUE = Card((of.overdue,), ("district",), "bars", Text("超期", "Overdue"), 4, 360)
HEADING = Text("时效", "How fast")


def page_of(*cards: Card) -> Page:
    return Page("/x", Text("页", "Page"), (section(None, Strip(())), section(HEADING, Grid(cards))))


def parts(of_: Any) -> Iterator[Component]:
    if isinstance(of_, list | tuple):
        for one in of_:
            yield from parts(one)
    elif isinstance(of_, Component):
        yield of_
        yield from parts(getattr(of_, "children", None))


def opened(page: Page, **query: str) -> tuple[dict[str, Any], list[Component]]:
    """Return what the browser is told of a page, and all parts of its first document."""
    asked = {"lang": "zh", "theme": "light", **query}
    if page == WALL:
        facts, shown = wall(asked)
    else:
        facts, shown = whole(page, page.at(OPEN), page.fixed(OPEN), asked, [])
    return facts, list(parts(shown))


def test_a_page_refuses_two_cards_of_one_name() -> None:
    with pytest.raises(NameTaken, match="complaints_and_reports-trend"):
        page_of(FIRST, OVERDUE, replace(FIRST, height=200, narrow=(("route", "mediation"),)))
    page_of(FIRST, OVERDUE, replace(FIRST, narrow=(("route", "mediation"),), name="mediations"))


@pytest.mark.parametrize("path", PATHS)
def test_the_layout_of_a_page_has_every_card_that_the_page_says_and_no_other(path: str) -> None:
    _, shown = opened(EVERY_PAGE[path])
    names = [name for part in shown if (name := getattr(part, "data-name", None))]
    assert Counter(names) == Counter(card.name for card in EVERY_PAGE[path].cards)


@swept("path", [path for path in PATHS if EVERY_PAGE[path] != WALL])
def test_dash_makes_every_place_into_which_what_stands_in_the_first_document_moves(path: str) -> None:
    """Otherwise the page is never taken over: its bar stays still, and its rows never come."""
    page = EVERY_PAGE[path]
    _, shown = opened(page)
    made = parts(framed(page)(**{key: OPEN[key] for key in page.keys}))
    assert [*filter(None, map(place, made))] == [*filter(None, map(place, shown))] != []


def place(part: Component) -> str:
    return getattr(part, "data-place", "")


@pytest.mark.parametrize("path", PATHS)
def test_every_block_of_a_page_is_drawn_by_someone(path: str) -> None:
    blocks = [one.name for part in EVERY_PAGE[path].sections for one in part.parts if isinstance(one, Block)]
    assert set(blocks) <= set(BLOCKS) | set(SECTIONS)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_found_at_the_path_that_its_state_says(path: str) -> None:
    page = EVERY_PAGE[path]
    told, _ = opened(page)
    assert page_at(told["path"]) == (page, told["fixed"])
    assert told["path"] == page.at(OPEN)


def test_what_a_path_says_and_what_always_holds_are_filters_of_the_page() -> None:
    assert page_at("/platform/P001")[1] == {"platform": "P001"}
    assert page_at("/systems/risk_disposal_centre")[1] == {"sampling_kind": "risk"}
    assert page_at("/governance")[1] == {}
    for path in ("/nowhere", "/platform/", "/platform/P001/x", ""):
        with pytest.raises(NoSuchPage):
            page_at(path)


def test_a_card_whose_height_and_place_changed_is_the_same_element_and_the_same_link() -> None:
    before = page_of(FIRST, OVERDUE)
    moved = replace(FIRST, height=380, span=6)
    after = replace(before, sections=(section(None, Grid((OVERDUE,))), section(None, Grid((moved,)))))
    found = []
    for page in (before, after):
        told, shown = opened(page, card=FIRST.name)
        (card,) = [part for part in shown if getattr(part, "data-name", "") == FIRST.name]
        found.append((told["card"], getattr(card, "data-card"), getattr(card, "id", None)))
    assert found[0] == found[1]
    assert found[0][:2] == (FIRST.name, "complaints_and_reports")


@pytest.mark.parametrize(
    ("path", "kept", "name"),
    [
        ("/governance", "overdue~age~steps~~3~300", "overdue-age-steps"),
        ("/governance", "overdue~age~steps~~4~320", "overdue-age-steps"),
        ("/governance", "overdue-age-steps", "overdue-age-steps"),
        ("/governance", "overdue", "overdue"),
        ("/systems/co_investigation", "co_investigations~~key~direction=out~4~300", "co_investigations-out"),
        ("/systems/red_flag_canal", "canal_days_p75", "canal_days_p50-platform-boxes"),
        ("/systems", "exchange_success_rate~~key~~4~300", "red_shield_bridge-exchange_success_rate"),
        ("/governance", "nothing~~trend~~4~300", None),
    ],
)
def test_a_link_that_was_kept_in_a_task_or_elsewhere_still_aims_at_its_card(
    path: str, kept: str, name: str | None
) -> None:
    told, _ = opened(EVERY_PAGE[path], card=kept)
    assert told["card"] == name
    assert "card" not in told["selection"]


def test_a_card_that_is_not_there_is_told_with_the_names_that_are_near() -> None:
    with pytest.raises(UnknownName, match="complaints_and_reports-trend"):
        page_of(FIRST, OVERDUE).card("complaints_and_reports-trends")


def test_the_navigation_has_the_pages_that_say_so_in_their_order() -> None:
    _, shown = opened(EVERY_PAGE["/"])
    links = [part.href for part in shown if getattr(part, "href", None)]
    listed = sorted((page for page in EVERY_PAGE.values() if page.link), key=lambda page: page.order)
    assert links[1 : len(listed) + 1] == [page.path for page in listed]
    assert len({page.order for page in listed}) == len(listed) == 12


@pytest.mark.parametrize("path", ["/governance", "/platform/P001"])
def test_a_rise_that_a_signal_finds_is_shown_over_time_on_its_page(path: str) -> None:
    page, _ = page_at(path)
    assert page.card(f"{of.complaints_and_reports.key}-trend").chart == "trend"


#: Charts that tell where something lies: beside a ranking of the same they say another thing.
_OF_PLACES = {"points", "flows"}


def repeats(one: Card, other: Card) -> bool:
    """Whether two cards, as they open, tell one number by the same members, or one by the members of the other's parts."""
    if one.main is not other.main or one.narrow != other.narrow or not one.by or not other.by:
        return False
    within = set(one.by) <= set(other.by) or set(other.by) <= set(one.by)
    return within and not {one.chart, other.chart} & _OF_PLACES


def neighbours(cards: tuple[Card, ...]) -> Iterator[tuple[Card, Card]]:
    """Yield the cards of a grid that follow each other, those in one row of twelve columns, and flows with the row below.

    Flows say the sum of each member of each step, which a card below them may not say again.
    """
    rows: list[list[Card]] = []
    for card in cards:
        if not rows or sum(one.span for one in rows[-1]) + card.span > 12:
            rows.append([])
        rows[-1].append(card)
    yield from pairwise(cards)
    for row in rows:
        yield from combinations(row, 2)
    for row, below in pairwise(rows):
        yield from (
            (one, other) for one, other in product(row, below) if "sankey" in {one.chart, other.chart}
        )


@pytest.mark.parametrize("path", PATHS)
def test_no_card_repeats_its_neighbour(path: str) -> None:
    grids = [part for one in EVERY_PAGE[path].sections for part in one.parts if isinstance(part, Grid)]
    found = {
        (one.name, other.name)
        for grid in grids
        for one, other in neighbours(grid.cards)
        if repeats(one, other)
    }
    assert not found


def test_a_card_that_sums_its_neighbour_repeats_it() -> None:
    rows, cells = (
        Card((of.complaints_and_reports,), by, "bars") for by in (("problem",), ("problem", "platform"))
    )
    assert repeats(rows, cells)
    assert not repeats(rows, replace(cells, indicators=(of.overdue,)))
    assert not repeats(rows, replace(cells, chart="points"))
    assert list(neighbours((FIRST, OVERDUE))) == [(FIRST, OVERDUE)] * 2

"""Rows of cards take turns: what a reader sees is asked for first, and all else follows."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Request

from tests.browser.readers import Reader

pytestmark = pytest.mark.browser

_ROWS = """() => [...document.querySelectorAll("[data-card]")].map((card) => {
  const { top, bottom } = card.getBoundingClientRect();
  return [JSON.parse(card.id).row, top < innerHeight && bottom > 0]; })"""


def rows(page: Page) -> dict[str, bool]:
    """Return every row of cards and whether a part of it is on the screen."""
    found: dict[str, bool] = {}
    for row, is_seen in page.evaluate(_ROWS):
        found[row] = found.get(row, False) or is_seen
    return found


@contextmanager
def questions(page: Page) -> Iterator[list[str]]:
    """Collect the rows that are asked for, in order."""
    asked: list[str] = []

    def note(request: Request) -> None:
        outputs = (
            json.loads(request.post_data or "{}").get("outputs") if "_dash-update" in request.url else None
        )
        flat = [one for group in outputs or [] if isinstance(group, list) for one in group]
        if flat and "row" in flat[0]["id"]:
            asked.append(flat[0]["id"]["row"])

    page.on("request", note)
    yield asked
    page.remove_listener("request", note)


def test_rows_on_the_screen_are_asked_for_first_and_all_of_them_once(reader: Reader) -> None:
    reader.open("/governance")
    before = rows(reader.page)
    seen = {row for row, is_seen in before.items() if is_seen}
    assert 0 < len(seen) < len(before)
    with questions(reader.page) as asked, reader.redrawing():
        reader.choose("district", "余杭区")
    assert set(asked[: len(seen)]) == seen
    assert sorted(asked) == sorted(before)


def test_a_switch_asks_for_its_own_row_alone(reader: Reader) -> None:
    reader.open("/")
    card = reader.card("gmv", "map")
    with questions(reader.page) as asked:
        card.locator("[data-which='1']").click()
        reader.page.wait_for_timeout(1000)
    assert asked == [card.evaluate("(card) => JSON.parse(card.id).row")]

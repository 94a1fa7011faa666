"""From a province into a city and a district, and back by the path on the map and by the browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.readers import Reader
from tests.browser.serving import Serving
from tests.shared import part_of_the_province

pytestmark = pytest.mark.browser

HANGZHOU, YUHANG = "330100", "330110"
ITEMS = "complaints_and_reports"


def test_a_reader_goes_from_the_province_to_a_district_and_back(
    skimmer: Reader, serve: Callable[[Path], Serving], tmp_path_factory: pytest.TempPathFactory
) -> None:
    reader = skimmer.at(serve(part_of_the_province(tmp_path_factory))).draws(f"{ITEMS}/map")
    reader.open("/governance")
    card, numbers = reader.card(ITEMS, "map"), [reader.number(ITEMS)]
    for code in (HANGZHOU, YUHANG):
        with reader.redrawing():
            reader.click_mark(ITEMS, "map", code)
        assert reader.query == {"district": code}
        numbers.append(reader.number(ITEMS))
    assert numbers[0] > numbers[1] > numbers[2] > 0
    expect(card.locator(".path")).to_have_text("浙江省›杭州市›余杭区")
    with reader.redrawing():
        reader.click_mark(ITEMS, "map", YUHANG)
    assert reader.query == {"district": HANGZHOU}, "given back it leads to its city"
    with reader.redrawing():
        reader.page.locator(".state .path").get_by_role("button", name="浙江省").press("Enter")
    assert reader.query == {}
    assert reader.number(ITEMS) == numbers[0]
    expect(card.locator(".path")).to_be_empty()
    with reader.redrawing():
        reader.page.go_back()
    assert reader.query == {"district": HANGZHOU}
    assert reader.number(ITEMS) == numbers[1]

"""The tour of a page: offered once, led by keys, beside what it explains, and started again from the help."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Readers
from tests.browser.serving import Serving
from tests.browser.undrawn import DASH

pytestmark = pytest.mark.browser

_COVERS = """() => {
  const [box, part] = [".tour", ".is-toured"].map((one) => document.querySelector(one).getBoundingClientRect());
  return box.left < part.right && part.left < box.right && box.top < part.bottom && part.top < box.bottom;
}"""
_IS_INSIDE = """() => {
  const box = document.querySelector(".tour").getBoundingClientRect();
  return box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
}"""


def seen_to_its_end(page: Page) -> int:
    steps = 0
    while page.locator(".tour").count():
        assert not page.evaluate(_COVERS), page.locator(".tour h2").inner_text()
        assert page.evaluate(_IS_INSIDE), page.locator(".tour h2").inner_text()
        assert page.evaluate("document.activeElement.closest('.tour') !== null")
        steps += 1
        page.keyboard.press("ArrowRight")
    return steps


def test_a_newcomer_is_offered_the_tour_once_and_finds_it_again(readers: Readers, app: Serving) -> None:
    reader = readers(app, 390, 844, "en-US", draws=False).draws(DASH)
    page = reader.page
    page.add_init_script(
        "if (!sessionStorage.met) { localStorage.removeItem('cockpit.tours'); sessionStorage.met = 1; }"
    )
    reader.open("/?district=330110")
    page.locator(".tour-offer").get_by_role("button", name="Start").click()
    expect(page.get_by_role("dialog", name="Choose the time")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert seen_to_its_end(page) == 7
    assert page.evaluate("document.activeElement.id") == "help"
    page.locator("#help").press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("dialog", name="Choose the time")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".tour")).to_have_count(0)
    assert reader.query == {"district": "330110"}, "Escape ended the tour and took back no filter"
    page.emulate_media(media="print")
    reader.open("/")
    page.wait_for_timeout(1800)
    expect(page.locator(".tour-offer")).to_have_count(0)

"""Back and forward: each choice is an entry of the browser's history, and nothing else is."""

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import wait_drawn
from tests.browser.conftest import Readers
from tests.browser.readers import Reader
from tests.browser.serving import Serving
from tests.browser.undrawn import DASH

pytestmark = pytest.mark.browser

YUHANG = "330110"
PARTS = (DASH, "gmv/map", "gmv/columns", "gmv/pareto")
READING = {"lang": "en", "theme": "dark"}
#: What the page shows of its selection beside its cards.
_SHOWN = """() => ({
  number: document.querySelector('[data-card="gmv"] .number').title,
  chips: [...document.querySelectorAll(".state .chip")].map((one) => one.textContent),
  days: document.querySelector(".state .told").textContent,
  period: document.querySelector(".control.period .dash-dropdown-value").textContent,
  districts: document.querySelector(".control.district .dash-dropdown-value")?.textContent || "",
  calendar: [...document.querySelectorAll(".bar .range:not(.hidden) input")].map((one) => one.value),
})"""


def test_back_takes_back_what_was_chosen_last_and_forward_does_it_again(
    readers: Readers, app: Serving
) -> None:
    newcomer = readers(app, draws=False)
    page = newcomer.page
    page.goto("/platforms")
    newcomer.draws(*PARTS).open("/?lang=en&theme=dark")
    page.locator("html[data-dash=ready]").wait_for()
    length = page.evaluate("history.length")
    states = [(newcomer.query, page.evaluate(_SHOWN))]

    def chosen(query: dict[str, str]) -> None:
        assert newcomer.query == {**READING, **query}
        states.append((newcomer.query, page.evaluate(_SHOWN)))

    with newcomer.redrawing():
        newcomer.click_mark("gmv", "map", YUHANG)
    chosen({"district": YUHANG})
    with newcomer.redrawing():
        newcomer.choose("period", "2020")
    chosen({"district": YUHANG, "period": "2020"})
    with newcomer.redrawing():
        page.click(".chip")
    chosen({"period": "2020"})
    with newcomer.redrawing():
        newcomer.click_mark("gmv", "columns", "2020-03-01")
    chosen({"from": "2020-03-01", "to": "2020-03-31", "grain": "month"})
    page.click(".control.period button.dash-dropdown")
    page.locator(".dash-dropdown-content").get_by_text("Custom…").click()  # which it is: no entry is made
    page.keyboard.press("Escape")
    assert page.evaluate("history.length") == length + 4

    def expect_state(number: int) -> None:
        wait_drawn(page)
        assert newcomer.query == states[number][0]
        page.wait_for_function(
            f"(told) => JSON.stringify(({_SHOWN})()) === JSON.stringify(told)", arg=states[number][1]
        )

    assert states[4][1]["calendar"] == ["2020-03-01", "2020-03-31"]
    for number in (3, 2, 1, 0):
        with newcomer.redrawing():
            page.go_back()
        expect_state(number)
    for number in (1, 2):
        with newcomer.redrawing():
            page.go_forward()
        expect_state(number)
    code = newcomer.traces("gmv", "pareto")[0]["customdata"][0][0]
    newcomer.draws().click_mark("gmv", "pareto", code)
    page.wait_for_url(f"**/platform/{code}*")
    assert newcomer.query == {**READING, "district": YUHANG, "period": "2020"}
    expect(page.locator('[data-section="identity"][data-state="ready"]')).to_be_visible()
    newcomer.draws(*PARTS).page.go_back()
    page.wait_for_url("**/?*")
    expect_state(2)
    for number in (1, 0):
        with newcomer.redrawing():
            page.go_back()
        expect_state(number)
    newcomer.draws().page.go_back()
    page.wait_for_url("**/platforms")


def test_language_and_mode_of_the_address_go_along_with_every_link(skimmer: Reader) -> None:
    page = skimmer.page
    skimmer.open("/warnings?lang=en&theme=dark")
    page.locator(".rule-of li > div a").first.click()
    page.wait_for_url("**/governance?*")
    assert READING.items() <= skimmer.query.items()
    page.click("#switch-theme")
    assert skimmer.query["theme"] == "light"
    page.locator("nav a", has_text="Definitions").click()
    page.wait_for_url("**/definitions?*")
    assert (skimmer.query["lang"], skimmer.query["theme"]) == ("en", "light")
    page.click("#switch-language")
    page.wait_for_url("**lang=zh*")
    assert page.locator("html[lang=zh-CN][data-theme=light]").count() == 1

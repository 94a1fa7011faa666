"""The board in a browser: one telling for each choice, what is on the screen first, and nothing that moves or misleads."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.chromium import wait_drawn
from tests.browser.facts import asked, registered
from tests.browser.readers import Reader
from tests.browser.undrawn import DASH

pytestmark = pytest.mark.browser

YUHANG, ITEMS = "330110", "complaints_and_reports"
_SEEN = """() => [...document.querySelectorAll("[data-card]")].filter((card) => {
  const { top, bottom } = card.getBoundingClientRect();
  return top < innerHeight && bottom > 0; }).map((card) => card.dataset.name)"""
_SHIFTS = """window.__shifts = 0;
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.__shifts += one.value; })
  .observe({ type: "layout-shift", buffered: true });"""

#: The charts in the order in which they stand: whether in the window, and whether Dash has been asked for by then.
_ORDER = """window.__order = [];
new MutationObserver((changes) => { for (const { target } of changes) {
  if (target.dataset.view !== "chart" || target.dataset.state !== "ready") continue;
  const { top, bottom } = target.getBoundingClientRect();
  window.__order.push([top < innerHeight && bottom > 0, Boolean(document.querySelector("body > script[src*='_dash-component']"))]);
} }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-state"] });"""


@contextmanager
def tellings(page: Page) -> Iterator[list[dict[str, str]]]:
    """Collect what boards are asked for, in order."""
    told: list[dict[str, str]] = []

    def note(request: Request) -> None:
        address = urlsplit(request.url)
        if address.path.startswith("/api/board/"):
            told.append(dict(parse_qsl(address.query)))

    page.on("request", note)
    yield told
    page.remove_listener("request", note)


def test_a_card_asks_for_itself_alone_and_of_many_choices_the_last_is_answered(skimmer: Reader) -> None:
    reader = skimmer.draws(DASH, "gmv/map", "platforms/bars")
    reader.open("/")
    card = reader.card("gmv", "map")
    with tellings(reader.page) as told:
        card.locator("[data-which='1']").click()
        wait_drawn(reader.page)
        reader.act(card, "table")
        wait_drawn(reader.page)
    assert [one["only"] for one in told] == ["gmv-district-map"] * 2
    assert [one.get("table", "") for one in told] == ["", "gmv-district-map"]
    expect(card.locator(".aside th").first).to_be_visible()

    reader.page.route("**/api/board/**", lambda route: (reader.page.wait_for_timeout(600), route.continue_()))
    reader.choose("district", "余杭区")
    states = set(reader.states("[data-card], [data-block]").values())  # rows are paled by the page
    assert states <= {"loading"}, "old numbers are marked as such"
    wait_drawn(reader.page)
    reader.page.unroute("**/api/board/**")

    bars = reader.card("platforms", "bars").locator(".barlayer .point path")
    names = [bars.nth(at) for at in range(2)]
    for turn in range(10):
        box = names[turn % 2].bounding_box()
        assert box
        reader.page.mouse.click(box["x"] + 4, box["y"] + box["height"] / 2)
        reader.page.wait_for_timeout(200)
    wait_drawn(reader.page)
    last = reader.page.locator(".state .chip").all_inner_texts()
    fresh = reader.draws().page.context.new_page()
    fresh.goto(reader.page.url)
    wait_drawn(fresh)
    assert fresh.locator(".state .chip").all_inner_texts() == last
    read = "() => [...document.querySelectorAll('.key .value')].map((one) => one.textContent)"
    assert fresh.evaluate(read) == reader.page.evaluate(read)


def test_the_first_document_has_the_frame_and_nothing_moves_when_the_rest_comes_charts_in_the_window_first(
    newcomer: Reader, city: Path
) -> None:
    """Where all is drawn and alive, a choice of the bar is one telling that redraws all: the page that stands last serves for that."""
    told = newcomer.page.request.get("/governance").text()
    for words in ('class="top"', "投诉举报走势", "期间", 'data-name="complaints_and_reports-trend"'):
        assert words in told
    newcomer.page.add_init_script(_SHIFTS + _ORDER)
    for path, width in (("/", 1366), ("/platform/P001", 390), ("/governance", 1920)):
        newcomer.page.set_viewport_size({"width": width, "height": 900})
        newcomer.page.request.get(f"/api/board{path}?lang=zh&theme=light")  # it is kept, and comes at once
        newcomer.open(path)
        newcomer.page.wait_for_function("() => document.documentElement?.dataset.dash === 'ready'")
        newcomer.page.wait_for_timeout(300)
        shifts = newcomer.page.evaluate("window.__shifts")
        assert shifts < 0.05, f"{path} moves at a width of {width}: {shifts}"
        order = newcomer.page.evaluate("window.__order")
        assert order == sorted(order, key=lambda one: not one[0]), f"{path}: charts in the window come first"
        assert [True, True] not in order, f"{path}: Dash begins when they stand"
    a_choice_is_one_telling_that_redraws_every_card(newcomer, city)


def a_choice_is_one_telling_that_redraws_every_card(reader: Reader, city: Path) -> None:
    whole, seen = reader.number(ITEMS), set(reader.page.evaluate(_SEEN))
    with tellings(reader.page) as told, reader.redrawing():
        reader.choose("district", "余杭区")
    assert [one["district"] for one in told] == [YUHANG]
    assert seen <= set(told[0]["first"].split(",")), "what is on the screen comes first"
    assert reader.query == {"district": YUHANG}
    expected = asked(city, registered(f"handling_district = '{YUHANG}' AND year(registered_at) = 2021"))
    assert reader.number(ITEMS) == expected < whole
    assert sum(reader.traces(ITEMS, "bars")[0]["x"]) == expected
    assert set(reader.states().values()) <= {"ready", "empty"}
    assert reader.page.locator(".chip").all_inner_texts() == ["余杭区"]


def test_the_bar_stands_where_it_will_be_before_it_is_alive_and_a_press_on_it_is_not_lost(
    newcomer: Reader,
) -> None:
    newcomer.page.route(
        "**/_dash-component-suites/**", lambda route: (newcomer.page.wait_for_timeout(200), route.continue_())
    )
    newcomer.page.goto("/")
    places = "() => [...document.querySelectorAll('.bar .control')].filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect().toJSON())"
    still = newcomer.page.evaluate(places)
    early = newcomer.page.locator("#first [data-early='class']")
    early.click()
    expect(newcomer.page.locator(".dash-dropdown-content")).to_be_visible(timeout=20_000)
    assert newcomer.page.evaluate(places) == still
    newcomer.page.unroute("**/_dash-component-suites/**")

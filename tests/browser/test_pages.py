"""Pages open whole, in both languages and modes, on every screen, and by keyboard."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from components.model.page import page_at
from tests.browser.boxes import COCKPITS, CUT_OFF, resize
from tests.browser.chromium import wait_drawn
from tests.browser.paper import misplaced, on_paper
from tests.browser.readers import Reader
from tests.browser.undrawn import DASH
from tests.browser.whole import HTML_LANG, assert_whole
from tests.every_page import EVERY_PAGE, OPEN

pytestmark = pytest.mark.browser

#: Those of systems are opened in test_systems.py, the wall in test_wall.py, cockpits in test_boxes.py; reverse complainants are shown
#: to nobody here.
ELSEWHERE = {"/wall", "/claimants", *COCKPITS}
#: Tasks are looked at while one is given: the form stands beside the list.
WITH_MORE = {"/tasks": "?subject=x"}
PAGES = [path for page in EVERY_PAGE.values() if not page.system and (path := page.at(OPEN)) not in ELSEWHERE]
#: The first is the one in which pages are opened.
SCREENS = ((1920, 1080), (2560, 1440), (1366, 768), (390, 844))


@pytest.mark.parametrize("path", PAGES)
def test_every_part_of_a_page_is_ready_or_says_why_it_is_empty_and_no_page_scrolls_sideways(
    path: str, reader: Reader
) -> None:
    """It is drawn in English, whose words are the longest, and in the dark; what the document and the board tell in Chinese is read
    as the server tells it, and test_scope.py asks for Dash's sections in Chinese."""
    reader.open(f"{path}{WITH_MORE.get(path, '?')}&lang=en&theme=dark")
    assert_whole(reader, "en", "dark")
    assert too_wide(reader.page) == {}
    with on_paper(reader.page):
        assert misplaced(reader.page) == []
    is_told_whole(reader, path, "zh", "light")


def is_told_whole(reader: Reader, path: str, lang: str, theme: str) -> None:
    ask = reader.page.request
    document = ask.get(f"{path}?lang={lang}&theme={theme}").text()
    assert f'<html lang="{HTML_LANG[lang]}" data-theme="{theme}"' in document
    assert f'class="shell" lang="{HTML_LANG[lang]}"' in document
    lines = map(json.loads, ask.get(f"/api/board{path}?lang={lang}&theme={theme}").text().splitlines())
    parts = [line for line in lines if "state" in line]
    states = {line.get("card") or line["block"]: line["state"] for line in parts}
    page, _ = page_at(path)
    assert states.keys() >= {*page.blocks, *(card.name for card in page.cards)}
    assert set(states.values()) <= {"ready", "empty"}, states
    assert not states or list(states.values()).count("ready") > len(states) * 0.8
    for line in parts:
        said = re.search(r"<p>(.*?)</p>", line.get("key") or line.get("aside") or line.get("html") or "")
        assert line["state"] == "ready" or (said and len(said[1].strip()) >= 6), line


def too_wide(page: Page) -> dict[int, tuple[int, list[str]]]:
    """Return the screens on which a page scrolls sideways or is cut off, with its width and what is."""
    wide: dict[int, tuple[int, list[str]]] = {}
    for width, height in SCREENS:
        resize(page, width, height)
        page.wait_for_timeout(400)  # grids follow the width on a later frame
        needed = page.evaluate("document.documentElement.scrollWidth")
        cut_off = page.evaluate(CUT_OFF)
        if needed > width or cut_off:
            wide[width] = (needed, cut_off)
    return wide


def test_the_rows_behind_the_numbers_are_paged_and_masked_and_slash_leads_to_the_search(
    skimmer: Reader,
) -> None:
    skimmer.draws(DASH).open("/governance?district=330110&lang=zh")
    rows = skimmer.page.locator('[data-section="rows-items"]')
    rows.scroll_into_view_if_needed()
    cells = rows.locator(".ag-center-cols-container [role=row]")
    cells.nth(5).wait_for()
    cells.first.get_by_text("余杭区").wait_for()  # a row stands before its page has come
    assert "脱敏" in rows.locator("header").inner_text()

    page = skimmer.page
    page.keyboard.press("/")
    page.keyboard.type("T2021000000", delay=5)
    found = page.locator("#found a")
    expect(found).to_have_count(4)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert found.nth(1).get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    expect(found).to_have_count(0)
    skimmer.draws().page.locator("#search").fill("p001")
    page.keyboard.press("Enter")  # sooner than anything has been shown
    page.wait_for_url("**/platform/P001?*")
    assert skimmer.query["lang"] == "zh"


def test_the_language_and_the_mode_are_remembered(skimmer: Reader) -> None:
    skimmer.open("/due")
    with skimmer.page.expect_navigation():
        skimmer.page.click("#switch-language")
    wait_drawn(skimmer.page)
    assert skimmer.page.locator("h3").first.inner_text() == "Due and overdue"
    ground = skimmer.page.evaluate("getComputedStyle(document.body).backgroundColor")
    skimmer.page.click("#switch-theme")
    skimmer.open("/due")
    assert skimmer.page.locator("h3").first.inner_text() == "Due and overdue"
    assert skimmer.page.locator("html").get_attribute("data-theme") == "dark"
    assert skimmer.page.evaluate("getComputedStyle(document.body).backgroundColor") != ground


def test_the_mode_recolours_the_charts_and_escape_takes_back_one_filter_after_another_but_the_period(
    skimmer: Reader,
) -> None:
    reader = skimmer.draws("gmv/columns")
    reader.open("/?district=330110&class=10&period=2020")
    colour = "(card) => card.querySelector('.js-plotly-plot')._fullLayout.font.color"
    light = reader.card("gmv", "columns").evaluate(colour)
    reader.page.click("#switch-theme")
    reader.page.wait_for_function(
        """light => document.querySelector('[data-card="gmv"][data-chart="columns"] .js-plotly-plot')
                      ._fullLayout.font.color !== light""",
        arg=light,
    )
    assert reader.query == {"district": "330110", "class": "10", "period": "2020"}
    wait_drawn(reader.page)
    with reader.redrawing():
        reader.page.keyboard.press("Escape")
    assert reader.query == {"district": "330110", "period": "2020"}
    with reader.redrawing():
        reader.page.keyboard.press("Escape")
    assert reader.query == {"period": "2020"}
    assert reader.page.locator(".chip").count() == 0


def test_a_question_mark_tells_the_keys_and_the_list_of_platforms_is_narrowed_by_its_own_box_sorted_and_told_in_full(
    skimmer: Reader,
) -> None:
    skimmer.draws(DASH).open("/platforms?district=330110")
    skimmer.page.keyboard.press("?")
    assert "Esc" in skimmer.page.locator(".floating.tip").inner_text()
    skimmer.page.keyboard.press("Escape")
    assert skimmer.page.locator(".floating.tip").count() == 0
    assert skimmer.query == {"district": "330110"}
    skimmer.page.locator("#search-platforms").click()
    skimmer.page.locator(".grid-of-platforms .ag-center-cols-container [role=row]").first.wait_for()
    page, grid = skimmer.page, skimmer.page.locator(".grid-of-platforms")
    names = grid.locator("a[href^='/platform/']")
    reasons = grid.locator(".ag-center-cols-container [col-id=why]").filter(has_text="，").first
    reasons.hover()
    assert page.locator(".ag-tooltip").inner_text() == reasons.inner_text(), (
        "a column has no room for all of it"
    )
    links = names.evaluate_all("(all) => all.map((one) => new URL(one.href).pathname)")
    wanted = links[-1]
    page.keyboard.type(wanted.rpartition("/")[2].lower())
    expect(names).to_have_count(1)
    assert wanted in (names.get_attribute("href") or "")
    page.locator("#search-platforms").fill("")
    expect(names).to_have_count(len(links))
    for _ in range(2):  # rising, then falling
        grid.locator(".ag-header-cell[col-id=settlement_rate]").click()
        told = grid.locator(".ag-center-cols-container [col-id=settlement_rate]").evaluate_all(
            "(cells) => cells.sort((a, b) => a.closest('[row-index]').getAttribute('row-index') - b.closest('[row-index]').getAttribute('row-index'))"
            ".map((cell) => cell.textContent === '—')"
        )
        assert set(told) == {True, False}
        assert told == sorted(told), "what is not known stands last"
    page.locator("#search-platforms").press_sequentially("no such platform")
    skimmer.page.wait_for_function(
        "() => !document.querySelector('.grid-of-platforms .ag-center-cols-container [role=row]')"
    )

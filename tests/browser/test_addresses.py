"""Addresses that make no sense, name nobody, or leave nothing."""

import re
from urllib.parse import urlencode

import pytest

from tests.browser.readers import Reader, Watch
from tests.browser.undrawn import DASH
from tests.shared import swept
from tests.web.payloads import NONSENSE

pytestmark = pytest.mark.browser

#: Those that reach a page as they are: the bar and the rows are looked at with them. The server tells both of the others
#: (tests/web/test_odd_requests.py).
HARMFUL = ("a very long value", "a script")


@swept("what", NONSENSE)
def test_nonsense_in_the_address_is_noted_and_the_page_works(what: str, skimmer: Reader) -> None:
    parts = (DASH,) if what in HARMFUL else ()
    skimmer.draws(*parts).open(f"/platforms?{urlencode(NONSENSE[what])}")
    assert len(skimmer.page.locator(".notes").inner_text()) > 10
    assert skimmer.page.locator("html").get_attribute("data-board") == "told"
    if parts:
        assert set(skimmer.states().values()) == {"ready"}
        skimmer.page.locator(".grid-of-platforms .ag-center-cols-container [role=row]").first.wait_for()
    assert skimmer.page.evaluate("window.__struck") is None
    assert skimmer.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_reader_of_a_nonsense_address_can_go_on_choosing(skimmer: Reader) -> None:
    skimmer.draws(DASH).open("/governance?district=999999&nonsense=1&from=never")
    whole = skimmer.number("complaints_and_reports")
    with skimmer.redrawing():
        skimmer.choose("district", "余杭区")
    assert skimmer.query["district"] == "330110"
    assert skimmer.number("complaints_and_reports") < whole


def test_an_unknown_platform_is_told_so(skimmer: Reader, watch: Watch) -> None:
    watch.expected |= {404}
    skimmer.open("/platform/NOBODY")
    assert "没有这个平台" in skimmer.page.locator('[data-section="identity"]').inner_text()
    cards = skimmer.states("[data-card]")
    assert set(cards.values()) == {"empty"}, cards


@pytest.mark.parametrize("path", ["/", "/governance"])
def test_a_filter_that_leaves_nothing_says_so_and_names_what_to_relax(path: str, skimmer: Reader) -> None:
    skimmer.open(f"{path}?class=60&mode=c2m&grade=super&district=330127")
    states = skimmer.states()
    assert "error" not in states.values(), states
    words = skimmer.page.locator('[data-card="complaints_and_reports"] .message, [data-card="gmv"] .message')
    assert words.count() > 0
    assert re.search(r"可放宽：.*区县", words.first.inner_text())

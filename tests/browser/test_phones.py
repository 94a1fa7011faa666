"""On a phone rows are cards and words keep apart."""

import re

import pytest

from tests.browser.readers import Reader
from tests.browser.undrawn import DASH

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["/platforms", "/governance"])
def test_rows_are_cards_on_a_phone_and_columns_on_a_desk(path: str, skimmer: Reader) -> None:
    skimmer.page.set_viewport_size({"width": 390, "height": 844})
    skimmer.draws(DASH).open(path)
    card = skimmer.page.locator(
        ".row-card", has=skimmer.page.locator("strong", has_text=re.compile(r"[^—\s]"))
    ).first
    card.wait_for()
    assert card.locator("dt").count() > 3
    wider = "(one) => one.scrollWidth > one.clientWidth + 1"
    assert not skimmer.page.locator(".ag-center-cols-viewport").first.evaluate(wider)
    skimmer.page.set_viewport_size({"width": 1366, "height": 844})
    skimmer.page.locator(".row-card").first.wait_for(state="detached")
    assert skimmer.page.locator(".ag-header-cell").count() > 3

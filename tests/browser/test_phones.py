"""On a phone rows are cards and words keep apart; the calendar speaks the reader's language."""

import re

import pytest

from tests.browser.readers import Reader

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["/platforms", "/governance"])
def test_rows_are_cards_on_a_phone_and_columns_on_a_desk(path: str, reader: Reader) -> None:
    reader.page.set_viewport_size({"width": 390, "height": 844})
    reader.open(path)
    card = reader.page.locator(
        ".row-card", has=reader.page.locator("strong", has_text=re.compile(r"[^—\s]"))
    ).first
    card.wait_for()
    assert card.locator("dt").count() > 3
    wider = "(one) => one.scrollWidth > one.clientWidth + 1"
    assert not reader.page.locator(".ag-center-cols-viewport").first.evaluate(wider)
    reader.page.set_viewport_size({"width": 1366, "height": 844})
    reader.page.locator(".row-card").first.wait_for(state="detached")
    assert reader.page.locator(".ag-header-cell").count() > 3


@pytest.mark.parametrize(("lang", "month"), [("zh", "1月"), ("en", "January")])
def test_the_calendar_speaks_the_readers_language(lang: str, month: str, reader: Reader) -> None:
    reader.open(f"/governance?from=2021-01-05&to=2021-01-20&lang={lang}")
    reader.page.locator(".bar .range input").first.click()
    heads = reader.page.locator(".dash-datepicker-calendar th").all_inner_texts()
    assert heads[0].split()[0] == month
    assert reader.page.locator(".dash-datepicker-calendar").count() == 2

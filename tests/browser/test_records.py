"""What a clerk does on the first day: finds the oldest overdue items and opens one, and takes one platform's month away."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import wait_drawn
from tests.browser.readers import Reader

pytestmark = pytest.mark.browser
ROWS = ".grid-of-rows .ag-center-cols-container [role=row]"


def test_the_oldest_overdue_items_are_two_clicks_away_and_open_by_hand_and_by_key(skimmer: Reader) -> None:
    skimmer.open("/")
    page = skimmer.page
    page.locator("nav a[href^='/governance']").click()
    wait_drawn(page)
    number = skimmer.number("overdue")
    skimmer.card("overdue").locator("a.to-rows").click()
    page.wait_for_url("**/list/overdue*")
    wait_drawn(page)
    cells = page.locator(f"{ROWS} [col-id=overdue_days]")
    cells.nth(3).filter(has_text="1").or_(cells.nth(3)).wait_for()
    assert f"{number:.0f}" in page.locator("[data-section=rows-list] h3").inner_text()
    page.locator(f"{ROWS} a").first.wait_for()
    days = [int(text) for text in cells.all_inner_texts()[:10] if text]
    assert days == sorted(days, reverse=True), "the oldest first"
    assert page.locator(f"{ROWS} [col-id=handling_district]").first.inner_text()
    key = page.locator(f"{ROWS} a").first.inner_text()
    page.locator(f"{ROWS} [col-id=close_due]").first.click()
    page.wait_for_url(f"**/record/items/{key}*")
    wait_drawn(page)
    assert f"{days[0]} 个工作日" in page.locator("[data-section=record] h2").inner_text()
    page.go_back()
    wait_drawn(page)
    cell = page.locator(f"{ROWS}[row-index='1'] [col-id=close_due]")
    page.locator(f"{ROWS}[row-index='1'] a").wait_for()
    cell.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/record/items/*")
    expect(page.locator("[data-section=record] .stages .overdue")).to_have_count(1)


def test_the_items_of_a_platform_and_a_month_are_a_csv_four_clicks_away(
    reader: Reader, tmp_path: Path
) -> None:
    reader.open("/")
    page = reader.page
    page.locator("nav a[href^='/platforms']").click()
    page.locator(".grid-of-platforms a[href^='/platform/P001']").click()
    page.wait_for_url("**/platform/P001*")
    wait_drawn(page)
    with reader.redrawing():
        reader.click_mark("gmv", "columns", "2021-03-01")
    number = reader.card("complaints_and_reports", "trend").locator(".meta").inner_text()
    with page.expect_download() as download:
        page.locator("[data-section=rows-items] .files a").first.click()
    download.value.save_as(tmp_path / "items.csv")
    titles, *rows = csv.reader((tmp_path / "items.csv").read_text("utf-8-sig").splitlines())
    assert f"{len(rows):,}" in number
    assert {row[titles.index("登记时间")][:7] for row in rows} == {"2021-03"}
    assert len({row[titles.index("平台编号")] for row in rows}) == 1

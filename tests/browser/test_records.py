"""What a clerk does on the first day: finds the oldest overdue items and opens one, and takes one platform's month away."""

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.chromium import wait_drawn
from tests.browser.readers import Reader
from tests.browser.undrawn import DASH

pytestmark = pytest.mark.browser
ROWS = ".grid-of-rows .ag-center-cols-container [role=row]"


def test_the_oldest_overdue_items_are_two_clicks_away_and_open_by_hand_and_by_key(skimmer: Reader) -> None:
    skimmer.open("/")
    page = skimmer.page
    page.locator("nav a[href^='/governance']").click()
    wait_drawn(page)
    number = skimmer.number("overdue")
    skimmer.draws(DASH).card("overdue").locator("a.to-rows").click()
    page.wait_for_url("**/list/overdue*")
    wait_drawn(page)
    cells = page.locator(f"{ROWS} [col-id=overdue_days]")
    cells.nth(3).filter(has_text="1").or_(cells.nth(3)).wait_for()
    assert f"{number:.0f}" in page.locator("[data-section=rows-list] h3").inner_text()
    page.locator(f"{ROWS} a").first.wait_for()
    days = [int(text) for text in cells.all_inner_texts()[:10] if text]
    assert days == sorted(days, reverse=True), "the oldest first"
    assert page.locator(f"{ROWS} [col-id=handling_district]").first.inner_text()
    key = page.locator(f"{ROWS} [col-id=item_id] a").first.inner_text()
    skimmer.draws()
    page.locator(f"{ROWS} [col-id=close_due]").first.click()
    page.wait_for_url(f"**/record/items/{key}*")
    wait_drawn(page)
    assert f"{days[0]} 个工作日" in page.locator("[data-section=record] h2").inner_text()
    skimmer.draws(DASH)
    page.go_back()
    wait_drawn(page)
    cell = page.locator(f"{ROWS}[row-index='1'] [col-id=close_due]")
    page.locator(f"{ROWS}[row-index='1'] [col-id=item_id] a").wait_for()
    skimmer.draws()
    cell.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/record/items/*")
    expect(page.locator("[data-section=record] .stages .overdue")).to_have_count(1)


def test_the_items_of_a_platform_and_a_month_are_a_csv_four_clicks_away(
    skimmer: Reader, tmp_path: Path
) -> None:
    reader = skimmer.draws("gmv/columns")
    reader.open("/")
    page = reader.page
    reader.draws(DASH, "gmv/columns")
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


def test_the_rates_with_what_they_are_made_of_are_a_workbook_two_clicks_away(
    skimmer: Reader, tmp_path: Path
) -> None:
    skimmer.open("/")
    page = skimmer.page
    page.locator("nav a[href^='/governance']").click()
    wait_drawn(page)
    city = page.locator("[data-section=rates] tr.of-city")
    with page.expect_download() as download:
        page.locator("[data-section=rates] a.file[href*='rates.xlsx']").click()
    download.value.save_as(tmp_path / "rates.xlsx")
    titles, *rows = load_workbook(tmp_path / "rates.xlsx").worksheets[0].iter_rows(values_only=True)
    assert [title.rpartition(" ")[2] for title in titles[4:10]] == ["2021-01-01–2021-12-31"] * 3 + [
        "2020-01-01–2020-12-31"
    ] * 3
    assert {row[0] for row in rows} == {"合计", "类别", "平台"}
    assert f"{rows[0][4]}" == city.get_attribute("data-above")
    for above, below, rate in (row[4:7] for row in rows if row[6] is not None):
        assert rate == pytest.approx(above / below * 1e6)


def test_the_number_of_a_shop_or_a_platform_in_a_list_opens_it_and_not_the_row(skimmer: Reader) -> None:
    skimmer.draws(DASH).open("/list/complaints_and_reports")
    page = skimmer.page
    shop = page.locator(f"{ROWS} [col-id=shop_id] a").first
    shop.wait_for()
    key = shop.inner_text()
    skimmer.draws()
    shop.click()
    page.wait_for_url(f"**/record/shop_register/{key}*")
    skimmer.draws(DASH)
    page.go_back()
    platform = page.locator(f"{ROWS} [col-id=platform_id] a").first
    skimmer.draws()
    platform.click()
    page.wait_for_url("**/platform/P*")


def test_a_stage_of_a_case_opens_the_case(skimmer: Reader) -> None:
    skimmer.draws(DASH).open("/list/cases_open")
    page = skimmer.page
    case = page.locator(f"{ROWS} [col-id=case_id] a").first
    case.wait_for()
    key = case.inner_text()
    skimmer.draws()
    page.locator(f"{ROWS} [col-id=stage]").first.click()
    page.wait_for_url(f"**/record/cases/{key}*")

"""Narrowing: by a click on a mark, by the bar, carried from cockpit to cockpit, and back again."""

from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import expect

from data_access.store.store import Store
from tests.browser.chromium import wait_drawn
from tests.browser.readers import Reader

pytestmark = pytest.mark.browser

YUHANG = "330110"
ONLINE_SALES = "10"
ESCAPE_BEFORE_THE_LIST_HAS_THE_FOCUS = """
document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", bubbles: true, cancelable: true}))
"""


def asked(store: Path, statement: str) -> float:
    """Return the one number that a statement, written by hand, finds in the data in use."""
    snapshot = store / "snapshots" / f"{Store(str(store)).version()}.duckdb"
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        row = connection.execute(statement).fetchone()
    assert row is not None
    return float(row[0])


def test_a_click_on_a_district_narrows_the_other_cards_and_its_chip_gives_the_city_back(
    reader: Reader, city: Path
) -> None:
    reader.open("/")
    whole = reader.number("platforms")
    places = reader.traces("gmv", "map")[0]["locations"]
    with reader.redrawing():
        reader.click_mark("gmv", "map", YUHANG)
    assert reader.query == {"district": YUHANG}
    here = asked(city, f"SELECT count(*) FROM platform WHERE district = '{YUHANG}' AND closed_on IS NULL")
    assert reader.number("platforms") == here != whole
    assert sum(reader.traces("platforms", "bars")[0]["x"]) == here
    assert reader.card("gmv", "map").get_attribute("data-state") == "ready"
    assert sorted(reader.traces("gmv", "map")[0]["locations"]) == sorted(places)
    with reader.redrawing():
        reader.page.click(".chip")
    assert reader.query == {}
    assert reader.number("platforms") == whole


def test_the_clicked_chart_keeps_its_other_marks_faded_and_one_can_click_on(reader: Reader) -> None:
    reader.open("/")
    classes = reader.traces("platforms", "bars")[0]["customdata"]
    with reader.redrawing():
        reader.click_mark("platforms", "bars", ONLINE_SALES)
    trace = reader.traces("platforms", "bars")[0]
    assert trace["customdata"] == classes
    faded = {
        codes[0]: opacity < 1 for codes, opacity in zip(trace["customdata"], trace["opacity"], strict=True)
    }
    assert faded == {code: code != ONLINE_SALES for (code,) in classes}
    with reader.redrawing():
        reader.click_mark("platforms", "bars", "20")
    assert reader.query == {"class": "20"}
    with reader.redrawing():
        reader.click_mark("platforms", "bars", "20")
    assert reader.query == {}


def test_a_filter_of_the_bar_redraws_every_card_and_the_address(reader: Reader, city: Path) -> None:
    reader.open("/governance")
    whole = reader.number("complaints_and_reports")
    with reader.redrawing():
        reader.choose("district", "余杭区")
    assert reader.query == {"district": YUHANG}
    expected = asked(
        city,
        f"""SELECT count(*) FROM complaint_report WHERE handling_district = '{YUHANG}'
            AND registered_at >= DATE '2021-01-01' AND registered_at < DATE '2022-01-01'""",
    )
    assert reader.number("complaints_and_reports") == expected < whole
    assert sum(reader.traces("complaints_and_reports", "bars")[0]["x"]) == expected
    assert set(reader.states().values()) <= {"ready", "empty"}
    assert reader.page.locator(".chip").all_inner_texts() == ["余杭区"]
    reader.page.reload()
    wait_drawn(reader.page)
    assert reader.number("complaints_and_reports") == expected


def test_a_filter_that_hides_under_more_narrows_too(reader: Reader, city: Path) -> None:
    reader.open("/governance")
    with reader.redrawing():
        reader.choose("kind", "举报")
    assert reader.query == {"kind": "report"}
    expected = asked(
        city,
        """SELECT count(*) FROM complaint_report WHERE kind = 'report'
           AND registered_at >= DATE '2021-01-01' AND registered_at < DATE '2022-01-01'""",
    )
    assert reader.number("complaints_and_reports") == expected


def test_the_period_of_the_bar_narrows_and_leads_back(reader: Reader, city: Path) -> None:
    reader.open("/governance?district=330110")
    with reader.redrawing():
        reader.choose("period", "2020年")
    assert reader.query == {"district": YUHANG, "period": "2020"}
    expected = asked(
        city,
        f"""SELECT count(*) FROM complaint_report WHERE handling_district = '{YUHANG}'
            AND year(registered_at) = 2020""",
    )
    assert reader.number("complaints_and_reports") == expected
    reader.choose("period", "自定义…")  # days of one's own begin with those that are shown
    days = reader.page.locator(".bar .range input")
    expect(days.nth(0)).to_have_value("2020-01-01")
    expect(days.nth(1)).to_have_value("2020-12-31")
    assert reader.query == {"district": YUHANG, "period": "2020"}
    with reader.redrawing():
        reader.choose("period", "本年")
    assert reader.query == {"district": YUHANG}


def test_filters_go_along_from_cockpit_to_cockpit_and_into_the_portrait(reader: Reader) -> None:
    reader.open("/?district=330110&period=2020")
    reader.page.click('nav a[href^="/governance"]')
    reader.page.wait_for_url("**/governance?*")
    wait_drawn(reader.page)
    assert reader.query == {"district": YUHANG, "period": "2020"}
    reader.page.locator(".chip").first.wait_for()  # chips have a callback of their own
    assert reader.page.locator(".chip").all_inner_texts() == ["余杭区"]
    reader.page.click('nav a[href^="/platforms"]')
    reader.page.wait_for_url("**/platforms?*")
    wait_drawn(reader.page)
    reader.page.locator('.grid-of-platforms a[href^="/platform/"]').first.click()
    reader.page.wait_for_url("**/platform/*")
    wait_drawn(reader.page)
    assert reader.query == {"district": YUHANG, "period": "2020"}


def test_a_click_on_a_platform_opens_its_portrait_and_back_returns_to_the_same_filters(
    reader: Reader,
) -> None:
    reader.open("/governance?period=2020")
    code = reader.traces("complaints_and_reports", "pareto")[0]["customdata"][0][0]
    before = reader.number("complaints_and_reports")
    reader.click_mark("complaints_and_reports", "pareto", code)
    reader.page.wait_for_url(f"**/platform/{code}*")
    # The address changes before the page does.
    reader.page.wait_for_selector('[data-section="identity"][data-state="ready"]')
    assert reader.query == {"period": "2020"}
    reader.page.go_back()
    reader.page.wait_for_url("**/governance?*")
    wait_drawn(reader.page)
    assert reader.query == {"period": "2020"}
    assert reader.number("complaints_and_reports") == before


def test_back_returns_to_filters_that_were_chosen_after_the_page_was_opened(reader: Reader) -> None:
    reader.open("/")
    with reader.redrawing():
        reader.click_mark("platforms", "bars", ONLINE_SALES)
    narrowed = reader.number("platforms")
    reader.page.click('nav a[href^="/platforms"]')
    reader.page.wait_for_url("**/platforms?*")
    wait_drawn(reader.page)
    reader.page.go_back()
    reader.page.wait_for_url("**/?*")
    wait_drawn(reader.page)
    assert reader.query == {"class": ONLINE_SALES}
    assert reader.number("platforms") == narrowed


def test_a_click_on_a_heat_cell_narrows_by_both_of_its_names(reader: Reader, city: Path) -> None:
    reader.open("/systems/co_investigation")
    partner, kind = reader.traces("co_investigations", "heat")[0]["customdata"][0][0]
    with reader.redrawing():
        reader.click_mark("co_investigations", "heat", partner, kind)
    assert reader.query == {"partner": partner, "co_kind": kind}
    expected = asked(
        city,
        "SELECT count(*) FROM co_investigation WHERE sent_at >= '2021-01-01' "
        f"AND province = '{partner}' AND kind = '{kind}'",
    )
    assert reader.number("co_investigations") == expected > 0


def test_a_click_on_a_month_narrows_to_that_month(reader: Reader, city: Path) -> None:
    reader.open("/")
    with reader.redrawing():
        reader.click_mark("gmv", "columns", "2021-11-01")
    assert reader.query == {"from": "2021-11-01", "to": "2021-11-30"}
    expected = asked(city, "SELECT sum(gmv) FROM transaction_month WHERE month = DATE '2021-11-01'")
    assert reader.number("gmv") == pytest.approx(expected, rel=1e-9)
    assert "2021-11-01 – 2021-11-30" in reader.page.locator(".told").inner_text()


def test_a_card_says_which_chosen_filter_does_not_narrow_it(reader: Reader) -> None:
    reader.open("/?category=clothing")
    assert "不受「经营类目」筛选" in (
        reader.card("platforms", "bars").locator("footer .note").first.text_content() or ""
    )
    assert reader.card("shops", "pareto").locator("footer .note").count() == 0


def test_an_open_list_closes_on_escape_and_leaves_the_filters_alone(reader: Reader) -> None:
    reader.open("/governance?district=330110")
    reader.page.click(".control.period button.dash-dropdown")
    opened = reader.page.locator(".dash-dropdown-content")
    opened.wait_for()
    reader.page.evaluate(ESCAPE_BEFORE_THE_LIST_HAS_THE_FOCUS)
    opened.wait_for(state="detached")
    reader.page.wait_for_timeout(300)
    assert reader.query == {"district": YUHANG}

"""Narrowing: by a click on a mark, by the bar, carried from cockpit to cockpit, and back again."""

from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import expect

from data_access.store.store import Store
from tests.browser.chromium import wait_drawn
from tests.browser.readers import Reader
from tests.browser.undrawn import DASH

pytestmark = pytest.mark.browser

YUHANG = "330110"
ONLINE_SALES = "10"
GUANGDONG = "440000"
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


def test_clicks_on_marks_narrow_the_other_cards_and_are_taken_back_one_by_one(
    skimmer: Reader, city: Path
) -> None:
    reader = skimmer.draws("gmv/map", "platforms/bars", "gmv/columns")
    reader.open("/")
    whole = reader.number("platforms")
    places = reader.traces("gmv", "map")[0]["locations"]
    classes = reader.traces("platforms", "bars")[0]["customdata"]
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

    with reader.redrawing():
        reader.click_mark("platforms", "bars", ONLINE_SALES)
    trace = reader.traces("platforms", "bars")[0]
    assert trace["customdata"] == classes, "the clicked chart keeps its other marks"
    faded = {
        codes[0]: opacity < 1 for codes, opacity in zip(trace["customdata"], trace["opacity"], strict=True)
    }
    assert faded == {code: code != ONLINE_SALES for (code,) in classes}
    with reader.redrawing():
        reader.click_mark("platforms", "bars", "20")
    assert reader.query == {"class": "20"}, "one can click on"
    with reader.redrawing():
        reader.click_mark("platforms", "bars", "20")
    assert reader.query == {}

    with reader.redrawing():
        reader.click_mark("gmv", "columns", "2021-11-01")
    month = {"from": "2021-11-01", "to": "2021-11-30"}
    assert reader.query == month
    expected = asked(city, "SELECT sum(gmv) FROM transaction_month WHERE month = DATE '2021-11-01'")
    assert reader.number("gmv") == pytest.approx(expected, rel=1e-9)
    assert "2021-11-01 – 2021-11-30" in reader.page.locator(".told").inner_text()
    narrowed = reader.number("platforms")
    reader.page.click('nav a[href^="/platforms"]')
    reader.page.wait_for_url("**/platforms?*")
    wait_drawn(reader.page)
    reader.page.go_back()
    reader.page.wait_for_url("**/?*")
    wait_drawn(reader.page)
    assert reader.query == month, "back returns to what was chosen after the page was opened"
    assert reader.number("platforms") == narrowed
    assert reader.number("gmv") == pytest.approx(expected, rel=1e-9)


def registered(where: str) -> str:
    return f"SELECT count(*) FROM complaint_report WHERE {where}"


def test_a_filter_of_the_bar_redraws_every_card_and_the_address(reader: Reader, city: Path) -> None:
    reader.open("/governance")
    whole = reader.number("complaints_and_reports")
    with reader.redrawing():
        reader.choose("district", "余杭区")
    assert reader.query == {"district": YUHANG}
    expected = asked(city, registered(f"handling_district = '{YUHANG}' AND year(registered_at) = 2021"))
    assert reader.number("complaints_and_reports") == expected < whole
    assert sum(reader.traces("complaints_and_reports", "bars")[0]["x"]) == expected
    assert set(reader.states().values()) <= {"ready", "empty"}
    assert reader.page.locator(".chip").all_inner_texts() == ["余杭区"]


def test_periods_ones_own_days_and_a_filter_that_hides_under_more_narrow_too(
    skimmer: Reader, city: Path
) -> None:
    here = f"handling_district = '{YUHANG}'"
    skimmer.draws(DASH).open("/governance?district=330110")
    with skimmer.redrawing():
        skimmer.choose("period", "2020年")
    assert skimmer.query == {"district": YUHANG, "period": "2020"}
    assert skimmer.number("complaints_and_reports") == asked(
        city, registered(f"{here} AND year(registered_at) = 2020")
    )
    skimmer.choose("period", "自定义…")  # days of one's own begin with those that are shown
    days = skimmer.page.locator(".bar .range input")
    expect(days.nth(0)).to_have_value("2020-01-01")
    expect(days.nth(1)).to_have_value("2020-12-31")
    assert skimmer.query == {"district": YUHANG, "period": "2020"}
    with skimmer.redrawing():
        skimmer.choose("period", "本年")
    assert skimmer.query == {"district": YUHANG}

    with skimmer.redrawing():
        skimmer.choose("kind", "举报")
    assert skimmer.query == {"district": YUHANG, "kind": "report"}
    expected = asked(city, registered(f"{here} AND kind = 'report' AND year(registered_at) = 2021"))
    assert skimmer.number("complaints_and_reports") == expected
    skimmer.draws().page.reload()
    wait_drawn(skimmer.page)
    assert skimmer.number("complaints_and_reports") == expected


def test_filters_go_along_from_cockpit_to_cockpit_into_the_portrait_and_back(skimmer: Reader) -> None:
    reader = skimmer.draws("complaints_and_reports/pareto")
    chosen = {"district": YUHANG, "period": "2020"}
    page = reader.page
    reader.open("/?district=330110&period=2020")
    reader.draws(DASH, "complaints_and_reports/pareto")
    page.click('nav a[href^="/governance"]')
    page.wait_for_url("**/governance?*")
    wait_drawn(page)
    assert reader.query == chosen
    page.locator(".chip").first.wait_for()  # chips have a callback of their own
    assert page.locator(".chip").all_inner_texts() == ["余杭区"]

    page.click(".control.period button.dash-dropdown")
    opened = page.locator(".dash-dropdown-content")
    opened.wait_for()
    page.evaluate(ESCAPE_BEFORE_THE_LIST_HAS_THE_FOCUS)
    opened.wait_for(state="detached")
    page.wait_for_timeout(300)
    assert reader.query == chosen, "Escape closes the list and leaves the filters alone"

    code = reader.traces("complaints_and_reports", "pareto")[0]["customdata"][0][0]
    before = reader.number("complaints_and_reports")
    reader.draws().click_mark("complaints_and_reports", "pareto", code)
    page.wait_for_url(f"**/platform/{code}*")
    # The address changes before the page does.
    page.wait_for_selector('[data-section="identity"][data-state="ready"]')
    assert reader.query == chosen
    page.go_back()
    page.wait_for_url("**/governance?*")
    wait_drawn(page)
    assert reader.query == chosen
    assert reader.number("complaints_and_reports") == before

    reader.draws(DASH)
    page.click('nav a[href^="/platforms"]')
    page.wait_for_url("**/platforms?*")
    wait_drawn(page)
    reader.draws()
    page.locator('.grid-of-platforms a[href^="/platform/"]').first.click()
    page.wait_for_url("**/platform/*")
    wait_drawn(page)
    assert reader.query == chosen


def test_a_province_of_a_flow_map_narrows_until_it_is_clicked_again_and_a_heat_cell_by_both_of_its_names(
    skimmer: Reader, city: Path
) -> None:
    reader = skimmer.draws("co_investigations/flows", "co_investigations/heat")
    reader.open("/systems/co_investigation?period=2020")
    whole = reader.number("co_investigations")
    with reader.redrawing():
        reader.click_mark("co_investigations", "flows", GUANGDONG)
    assert reader.query == {"period": "2020", "partner": GUANGDONG}
    assert 0 < reader.number("co_investigations") < whole
    with reader.redrawing():
        reader.click_mark("co_investigations", "flows", GUANGDONG)
    assert reader.query == {"period": "2020"}
    assert reader.number("co_investigations") == whole

    partner, kind = reader.traces("co_investigations", "heat")[0]["customdata"][0][0]
    with reader.redrawing():
        reader.click_mark("co_investigations", "heat", partner, kind)
    assert reader.query == {"period": "2020", "partner": partner, "co_kind": kind}
    expected = asked(
        city,
        "SELECT count(*) FROM co_investigation WHERE year(sent_at) = 2020 "
        f"AND province = '{partner}' AND kind = '{kind}'",
    )
    assert reader.number("co_investigations") == expected > 0


def test_a_card_says_which_chosen_filter_does_not_narrow_it(skimmer: Reader) -> None:
    skimmer.open("/?category=clothing")
    assert "不受「经营类目」筛选" in (
        skimmer.card("platforms", "bars").locator("footer .note").first.text_content() or ""
    )
    assert skimmer.card("shops", "pareto").locator("footer .note").count() == 0

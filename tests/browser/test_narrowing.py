"""Narrowing: by a click on a mark, by the bar, carried from cockpit to cockpit, and back again."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import marks
from tests.browser.chromium import wait_drawn
from tests.browser.facts import asked, registered
from tests.browser.readers import Reader
from tests.browser.undrawn import DASH

pytestmark = pytest.mark.browser

YUHANG, CHUNAN = "330110", "330127"
ITEMS, PARETO = "complaints_and_reports", "complaints_and_reports/pareto"
ONLINE_SALES = "10"
GUANGDONG = "440000"
ESCAPE_BEFORE_THE_LIST_HAS_THE_FOCUS = """
document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", bubbles: true, cancelable: true}))
"""


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
        reader.click_mark("gmv", "columns", "2021-10-01")
    with reader.redrawing():
        reader.click_mark("gmv", "columns", "2021-11-01")
    month = {"from": "2021-11-01", "to": "2021-11-30", "grain": "month"}
    assert reader.query == month, "the clicked chart keeps its other months"
    assert [one == 1 for one in reader.traces("gmv", "columns")[0]["opacity"]] == [*[False] * 10, True, False]
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


def test_a_click_in_the_moment_in_which_the_mouse_comes_is_of_the_mark_it_comes_to(skimmer: Reader) -> None:
    """Plotly looks what the mouse is on at most once in 50 ms: such a click was of the mark passed before, or of none."""
    reader = skimmer.draws("gmv/map", "platforms/bars")
    reader.open("/")
    for key, chart, passed, meant, held_ms in (
        ("gmv", "map", CHUNAN, YUHANG, 0),
        ("platforms", "bars", ONLINE_SALES, "20", 0),
        ("platforms", "bars", ONLINE_SALES, "20", 60),
    ):
        with reader.redrawing():
            marks.click_in_passing(reader.page, reader.card(key, chart), (passed,), (meant,), held_ms)
        assert list(reader.query.values()) == [meant], (chart, held_ms)
        with reader.redrawing():
            reader.page.click(".chip")


def test_a_press_is_taken_back_by_drawing_away(skimmer: Reader) -> None:
    reader = skimmer.draws("gmv/map", "platforms/bars")
    reader.open("/")
    page = reader.page
    for key, chart, code, other in (
        ("platforms", "bars", ONLINE_SALES, "20"),
        ("gmv", "map", YUHANG, CHUNAN),
    ):
        card = reader.card(key, chart)
        end = marks.point_at(page, card, (other,))
        marks.point_at(page, card, (code,))
        page.mouse.down()
        page.mouse.move(*end, steps=4)
        page.mouse.up()
        page.wait_for_timeout(100)  # a click is told at once
        assert reader.query == {}, chart


def test_filters_go_along_from_cockpit_to_cockpit_and_into_the_portrait_and_narrow_each_page_alike(
    skimmer: Reader, city: Path
) -> None:
    reader, page = skimmer.draws(PARETO), skimmer.page
    reader.open("/?district=330110&period=2020")
    reader.draws(DASH, PARETO)
    page.click('nav a[href^="/governance"]')
    page.wait_for_url("**/governance?*")
    wait_drawn(page)
    assert reader.query == {"district": YUHANG, "period": "2020"}
    page.locator(".chip").first.wait_for()  # chips have a callback of their own
    assert page.locator(".chip").all_inner_texts() == ["余杭区"]
    chosen, number = _kinds_periods_and_ones_own_days(reader, city)

    code = reader.traces(ITEMS, "pareto")[0]["customdata"][0][0]
    reader.draws().click_mark(ITEMS, "pareto", code)
    page.wait_for_url(f"**/platform/{code}*")
    # The address changes before the page does.
    page.wait_for_selector('[data-section="identity"][data-state="ready"]')
    assert reader.query == chosen
    page.go_back()
    page.wait_for_url("**/governance?*")
    wait_drawn(page)
    assert reader.query == chosen
    assert reader.number(ITEMS) == number, "a page that is opened with them shows what choosing them showed"

    reader.draws(DASH)
    page.click('nav a[href^="/platforms"]')
    page.wait_for_url("**/platforms?*")
    wait_drawn(page)
    reader.draws()
    page.locator('.grid-of-platforms a[href^="/platform/"]').first.click()
    page.wait_for_url("**/platform/*")
    wait_drawn(page)
    assert reader.query == chosen


def _kinds_periods_and_ones_own_days(reader: Reader, city: Path) -> tuple[dict[str, str], float]:
    """Choose on a page of a district in 2020; return the filters that stand then, and what the page counts."""
    page, before = reader.page, reader.query
    here = f"handling_district = '{YUHANG}'"
    assert reader.number(ITEMS) == asked(city, registered(f"{here} AND year(registered_at) = 2020"))
    page.click(".control.period button.dash-dropdown")
    opened = page.locator(".dash-dropdown-content")
    opened.wait_for()
    page.evaluate(ESCAPE_BEFORE_THE_LIST_HAS_THE_FOCUS)
    opened.wait_for(state="detached")
    page.wait_for_timeout(300)
    assert reader.query == before, "Escape closes the list and leaves the filters alone"

    reader.choose("period", "自定义…")  # days of one's own begin with those that are shown
    days = page.locator(".bar .range input")
    expect(days.nth(0)).to_have_value("2020-01-01")
    expect(days.nth(1)).to_have_value("2020-12-31")
    assert reader.query == before
    with reader.redrawing():
        reader.choose("period", "本年")
    assert reader.query == {"district": YUHANG}
    with reader.redrawing():
        reader.choose("kind", "举报")  # it hides under more
    chosen = {"district": YUHANG, "kind": "report"}
    assert reader.query == chosen
    expected = asked(city, registered(f"{here} AND kind = 'report' AND year(registered_at) = 2021"))
    assert reader.number(ITEMS) == expected
    with reader.redrawing():
        reader.choose("period", "2020年")
    assert reader.query == chosen | {"period": "2020"}
    expected = asked(city, registered(f"{here} AND kind = 'report' AND year(registered_at) = 2020"))
    assert reader.number(ITEMS) == expected
    return reader.query, expected


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

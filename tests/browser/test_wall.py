"""The wall: exact under the hand, alive with the data, and calm where a reader wants calm; test_boxes.py sees it on every screen."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Locator, Page, expect

from data_access.store.store import Store
from tests.browser import marks
from tests.browser.boxes import SCENES, WALLS, resize
from tests.browser.chromium import LOOK_MS, wait_drawn
from tests.browser.conftest import Changing, Readers
from tests.browser.readers import Reader, Watch
from tests.browser.serving import Serving

pytestmark = pytest.mark.browser

Serve = Callable[[Path], Serving]
YUHANG, CHUNAN = "330110", "330127"
#: The widest and the smallest screen, by their widths: bars are clicked on one, the map on the other.
CLICKED = {6656, 1024}


def scene(page: Page) -> str:
    return str(page.locator(".wall").get_attribute("data-scene"))


def wait_scene(page: Page, name: str, seconds: float = 5) -> None:
    page.wait_for_function(
        "name => document.querySelector('.wall')?.dataset.scene === name",
        arg=name,
        timeout=seconds * 1000,
        polling=LOOK_MS,
    )


#: Keeps which scenes stand from now on, one after the other, however late a journey looks.
_TURNS = """() => {
  const wall = document.querySelector(".wall");
  window.__turns = [wall.dataset.scene];
  new MutationObserver(() => window.__turns.push(wall.dataset.scene)).observe(wall, { attributeFilter: ["data-scene"] });
}"""
#: Between an answer about the version and the next question, in milliseconds.
_PAUSES = """() => {
  const asked = performance.getEntriesByType("resource").filter((one) => one.name.endsWith("/api/version"));
  return asked.slice(1).map((one, place) => one.startTime - asked[place].responseEnd);
}"""


def hear_of_it(page: Page) -> None:
    """Wait until a wall has asked for the version and been answered; the first answer may be of before."""
    for _ in range(2):
        with page.expect_response("**/api/version"):
            pass


def turns(page: Page, count: int) -> list[str]:
    """Return the scene that stands and those that follow it by themselves."""
    page.evaluate(_TURNS)
    for so_far in range(2, count + 1):
        page.wait_for_function("(count) => window.__turns.length >= count", arg=so_far, polling=LOOK_MS)
    found: list[str] = page.evaluate("(count) => window.__turns.slice(0, count)", count)
    return found


def module(page: Page, key: str, chart: str) -> Locator:
    return page.locator(f'.scene.on [data-card="{key}"][data-chart="{chart}"]')


def number(page: Page, key: str, of: str = "") -> float:
    told = page.locator(f'.scene{of or ".on"} .key[data-card="{key}"] .number').get_attribute("title") or ""
    found = re.match(r"-?[\d,]+(\.\d+)?", told)
    assert found, told
    return float(found[0].replace(",", ""))


def test_a_hand_meets_what_it_points_at_on_every_screen(skimmer: Reader) -> None:
    """A chart takes a click where it notices the mouse: both notice it on every screen, and one is clicked on the two farthest apart."""
    reader = skimmer.draws("complaints_and_reports/map-large", "overdue/bars")
    reader.open("/wall?rotate=0&scene=governance")
    page = reader.page
    places = module(page, "complaints_and_reports", "map-large")
    bars = page.locator('.scene.on [data-name="governance-overdue-district-bars"]')
    on_the_map = [
        (places, CHUNAN, "淳安县"),
        (places, YUHANG, "余杭区"),
    ]  # at the edge, and in the thick of it
    for turn, (width, height) in enumerate(WALLS):
        resize(page, width, height)
        marks_of_turn = [*on_the_map, (bars, YUHANG, "余杭区")]
        for chart, code, name in marks_of_turn if turn % 2 else reversed(marks_of_turn):
            point = marks.point_at(page, chart, (code,))
            # The tip of the last place stands a moment longer.
            expect(chart.locator(".hoverlayer"), f"{width} × {height}").to_contain_text(name)
        if width not in CLICKED:
            continue
        page.mouse.click(*point)
        page.wait_for_function("code => location.search.includes('district=' + code)", arg=code)
        wait_drawn(page)
        assert scene(page) == "governance"
        assert reader.query == {"rotate": "0", "scene": "governance", "district": code}
    page.go_back()
    page.wait_for_function("code => location.search.includes('district=' + code)", arg=YUHANG)
    wait_drawn(page)
    assert page.locator(".chip").inner_text() == "余杭区"


def test_a_click_on_a_platform_shows_its_portrait_on_the_wall_itself(skimmer: Reader) -> None:
    reader = skimmer.draws("complaints_and_reports/bars")
    reader.open("/wall?rotate=0&scene=governance")
    page = reader.page
    bars = page.locator('.scene.on [data-name$="-platform-bars"]')
    code = bars.evaluate("(card) => card.querySelector('.js-plotly-plot')._fullData[0].customdata[1][0]")
    marks.click(page, bars, (code,))
    wait_scene(page, "portrait")
    wait_drawn(page)
    assert (reader.path, reader.query["platform"]) == ("/wall", code)
    assert reader.query["scene"] == "portrait"
    name = page.locator(".chip").inner_text().strip()
    assert page.locator(".scene.on .wall-title").inner_text().startswith(name)


def test_the_portrait_is_of_the_platform_with_most_complaints_unless_the_address_names_one(
    skimmer: Reader, city: Path
) -> None:
    snapshot = city / "snapshots" / f"{Store(str(city)).version()}.duckdb"
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        ranked = connection.execute(
            """SELECT platform_id, name FROM complaint_report JOIN platform USING (platform_id)
               WHERE kind = 'complaint' AND registered_at >= DATE '2021-01-01' GROUP BY ALL ORDER BY count(*) DESC"""
        ).fetchall()
    title = skimmer.page.locator(".scene.on .wall-title")
    skimmer.open("/wall?rotate=0&scene=portrait")
    assert title.inner_text().startswith(ranked[0][1])
    whole = number(skimmer.page, "complaints_and_reports", '[data-scene="governance"]')
    other, name = ranked[4]
    skimmer.open(f"/wall?rotate=0&scene=portrait&platform={other}")
    assert title.inner_text().startswith(name)
    assert number(skimmer.page, "complaints_and_reports", '[data-scene="governance"]') == whole, (
        "the other scenes are of all platforms"
    )


def test_scenes_take_turns_and_a_touch_holds_them(skimmer: Reader) -> None:
    skimmer.open("/wall?rotate=2")
    page = skimmer.page
    assert page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches"), "turns are no motion"
    seen = turns(page, 4)
    start = SCENES.index(seen[0])
    assert seen == [*SCENES, *SCENES][start : start + 4]
    told = page.evaluate("() => [location.search, document.querySelector('.wall').dataset.scene]")
    assert told[0].endswith(f"scene={told[1]}")
    page.mouse.click(700, 60)
    held = scene(page)
    pause = page.locator(".wall.paused [data-wall=pause]")
    assert re.fullmatch(r"已暂停，[12]分钟后自动继续", pause.get_attribute("title") or "")
    page.locator(f'[data-show="{held}"]').click()
    assert pause.get_attribute("title") == "已暂停，点此继续"
    page.wait_for_timeout(5000)
    assert scene(page) == held
    page.locator('[data-wall="pause"]').click()
    page.wait_for_function(
        "before => document.querySelector('.wall').dataset.scene !== before", arg=held, polling=LOOK_MS
    )


def test_a_scene_with_next_to_nothing_to_show_does_not_take_its_turn_and_an_empty_module_leaves_its_room(
    city: Path, tmp_path: Path, serve: Serve, skimmer: Reader
) -> None:
    copy = tmp_path / "store"
    shutil.copytree(city, copy)
    with Store(str(copy)).draft(from_current=True) as draft:
        for table in ("transaction_month", "shop_month"):
            draft.connection.execute(f"DELETE FROM {table}")
    reader = skimmer.at(serve(copy))
    page = reader.page
    reader.open("/wall?rotate=2")
    page.wait_for_function(
        "() => document.querySelector('.wall').dataset.scene !== 'overview'", polling=LOOK_MS
    )
    full = SCENES[1:]
    seen = turns(page, 5)
    start = full.index(seen[0])
    assert seen == [*full, *full][start : start + 5]
    page.locator('[data-show="portrait"]').click()
    left = page.locator(".scene.on .side.left > .card:visible")
    assert left.count() == 1, "the comparison of complaints per shop has no shops"
    room = page.locator(".scene.on .side.left").bounding_box()
    box = left.bounding_box()
    assert room
    assert box
    assert box["height"] == pytest.approx(room["height"], abs=2)
    assert page.locator(".scene.on .key:visible").count() == 2
    assert page.locator(".scene.on .lacking").inner_text() == "3项没有数据"
    page.locator('[data-show="overview"]').click()
    assert page.locator(".scene.on .message:visible").count() > 3, "whoever asks for it is told why"


PRESSED = "key => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))"


def test_keys_and_remote_controls_turn_the_scenes_and_the_space_bar_holds_them_and_lets_them_go(
    skimmer: Reader,
) -> None:
    skimmer.open("/wall?rotate=30&scene=credit")
    page = skimmer.page
    held = page.locator(".wall.paused")
    for forward, back in (
        ("ArrowRight", "ArrowLeft"),
        ("PageDown", "PageUp"),
        ("MediaTrackNext", "MediaTrackPrevious"),
        ("ChannelUp", "ChannelDown"),
    ):
        assert held.count() == 0, forward
        begun = SCENES.index(scene(page))
        for key, steps in ((forward, 1), (back, 0), (back, -1)):
            page.keyboard.press(key) if key.startswith(("Arrow", "Page")) else page.evaluate(PRESSED, key)
            assert scene(page) == SCENES[(begun + steps) % len(SCENES)], key
        assert skimmer.query["scene"] == SCENES[begun - 1]
        assert held.count() == 1, forward
        page.keyboard.press(" ")
    page.keyboard.press(" ")
    assert held.count() == 1
    page.keyboard.press(" ")
    assert held.count() == 0


def test_a_wall_opens_dark_fills_the_screen_and_its_signal_opens_the_page_with_the_number_it_tells(
    readers: Readers, app: Serving
) -> None:
    newcomer = readers(app, draws=False)
    page = newcomer.page
    newcomer.open("/wall?rotate=0")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.locator('[data-wall="full"]').click()
    page.wait_for_function("() => document.fullscreenElement === document.documentElement")
    page.locator('[data-wall="full"]').click()
    page.wait_for_function("() => !document.fullscreenElement")
    signal = page.locator('.signal[data-rule="overdue"]').first
    signal.wait_for()
    told = signal.inner_text()
    href = signal.get_attribute("href") or ""
    district = re.match(r"/governance\?district=(\d+)", href)
    assert district
    newcomer.open(href)
    assert f"{newcomer.number('overdue'):,.0f}件" in told
    with page.expect_navigation():
        page.get_by_role("link", name="大屏").click()
    wait_drawn(page)
    assert newcomer.path == "/wall", "it is one click from every page"
    assert newcomer.query == {"district": district[1]}, "and takes the filters along"
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_a_wall_is_in_the_light_where_the_address_says_so_and_what_it_says_wrongly_is_told(
    skimmer: Reader,
) -> None:
    skimmer.open("/wall?rotate=0&theme=light&scene=nowhere")
    assert skimmer.page.locator("html").get_attribute("data-theme") == "light"
    assert scene(skimmer.page) == "overview"
    assert "scene" in skimmer.page.locator(".notes").inner_text()


#: Whether a key figure has come to what its tip tells exactly; of a number of four digits or less its face tells all.
COUNTED = """() => {
  const face = document.querySelector('.scene.on .key[data-card="complaints_and_reports"] .number');
  return face.title.startsWith(face.textContent.trim());
}"""


#: Keeps what the face of a figure tells from now on, one after the other.
_SAID = """() => {
  window.__said = [];
  const key = document.querySelector('.scene.on .key[data-card="complaints_and_reports"]');
  new MutationObserver(() => window.__said.push(key.querySelector(".number").textContent))
    .observe(key, { subtree: true, characterData: true, childList: true });
}"""
_CHANGED = """before => !document.querySelector('.scene.on .key[data-card="complaints_and_reports"] .number').title.startsWith(before)"""


def test_a_new_snapshot_is_on_walls_once_they_have_asked_as_they_do_every_three_seconds_and_nothing_else_moves(
    changing: Changing, skimmer: Reader, watch: Watch
) -> None:
    """Two walls stand side by side: one as in a hall, where a figure counts, and one before a reader who wants no motion."""
    reader = skimmer.at(changing.serving)
    page, calm = reader.page, reader.page.context.new_page()
    watch.over(calm)
    page.emulate_media(reduced_motion="no-preference")
    reader.open("/wall?rotate=0&scene=governance&district=330110")
    Reader(calm, reader.app).open(page.url)
    before = number(page, "complaints_and_reports")
    address = page.url
    for one in (page, calm):
        one.evaluate("window.__same = true")
        one.evaluate(_SAID)
    changing.lose_a_third()
    hear_of_it(page)
    for one in (page, calm):
        one.wait_for_function(_CHANGED, arg=f"{before:,.0f}", polling=LOOK_MS)
    assert min(page.evaluate(_PAUSES)) < 4000, "within ten seconds it asks twice, and has time to draw"
    assert 0 < number(page, "complaints_and_reports") < before
    page.wait_for_function(COUNTED, polling=LOOK_MS)
    said = page.evaluate("window.__said")
    assert len(set(said)) > 2, "the figure counts to its new value"
    calm.wait_for_timeout(1500)
    assert len(set(calm.evaluate("window.__said"))) == 1, "the figure is simply the new one"
    for one in (page, calm):
        wait_drawn(one)
        assert (one.url, scene(one)) == (address, "governance")
        assert one.evaluate("window.__same") is True


def test_a_store_that_dies_leaves_the_last_numbers_with_their_age_and_comes_back_by_itself(
    changing: Changing, skimmer: Reader, watch: Watch
) -> None:
    reader = skimmer.at(changing.serving).draws("complaints_and_reports/map-large")
    page = reader.page
    reader.open("/wall?rotate=0&scene=governance")
    before = number(page, "complaints_and_reports")
    as_of = page.locator(".as-of").inner_text()
    watch.expected |= {503}
    changing.take_away()
    page.wait_for_selector(".wall.aged")
    marks.click(page, module(page, "complaints_and_reports", "map-large"), (YUHANG,))
    page.wait_for_function(
        "() => document.querySelectorAll('.scene [data-state=\"stale\"]').length > 8", polling=LOOK_MS
    )
    assert number(page, "complaints_and_reports") == before
    assert page.locator(".as-of").inner_text() == as_of
    assert page.locator(".scene.on .message:visible").count() == 0
    assert re.search(r"数据停在\d+(秒|分钟)前", page.locator(".age").inner_text())
    aged = "getComputedStyle(document.querySelector('.scene.on .key h3'), '::after').content"
    assert re.search(r"\d+秒前", page.evaluate(aged))
    changing.give_back()
    with page.expect_response(lambda one: one.url.endswith("/api/version") and one.ok):
        pass
    for now in ('html[data-board="told"]', 'html:not(:has([data-state="stale"]))', ".wall:not(.aged)"):
        page.locator(now).wait_for(state="attached")
    wait_drawn(page)
    assert 0 < number(page, "complaints_and_reports") < before, "the district that was clicked meanwhile"
    assert page.locator(".age").inner_text() == ""


def test_a_wall_that_opens_before_a_dead_store_says_so_and_fills_when_the_store_is_back(
    changing: Changing, skimmer: Reader, watch: Watch
) -> None:
    changing.take_away()
    watch.expected |= {503}
    reader = skimmer.at(changing.serving)
    page = reader.page
    reader.go("/wall?rotate=0")
    page.wait_for_selector(".wall.aged")
    assert page.locator(".age").inner_text() == "还没有读到数据"
    assert page.locator(".scene.on .js-plotly-plot:visible").count() == 0
    page.locator(".scene.on .message:visible").first.wait_for()
    changing.give_back()
    page.wait_for_function(
        "() => !document.querySelector('.wall.aged') && document.querySelector('.scene.on .number')",
        polling=LOOK_MS,
    )
    wait_drawn(page)
    assert number(page, "platforms") > 0
    assert page.locator(".scene.on .message:visible").count() == 0
    expect(page.locator(".scene.on .wall-title")).not_to_be_empty()

"""The wall: composed for every screen, exact under the hand, alive with the data, and calm where a reader wants calm."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from playwright.sync_api import Locator, Page, expect

from data_access.store.store import Store
from tests.browser import marks
from tests.browser.chromium import wait_drawn
from tests.browser.conftest import Readers
from tests.browser.readers import Reader, Watch
from tests.browser.serving import Serving

pytestmark = pytest.mark.browser

Serve = Callable[[Path], Serving]
SCREENS = ((1920, 1080), (3840, 2160), (5760, 1080), (6656, 1792), (1024, 768))
SCENES = ("overview", "governance", "portrait", "credit", "attention")
YUHANG = "330110"

#: Of every text of the scene that stands: its size in pixels of the screen, and how unevenly it is enlarged.
_TYPE = """() => {
  const wall = document.querySelector(".wall");
  const { a, d } = new DOMMatrix(getComputedStyle(wall).transform);
  const texts = [...wall.querySelectorAll(".wall-top, .scene.on, .wall-foot")].flatMap((part) => [...part.querySelectorAll("*")])
    .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && one.getClientRects().length);
  return { a, d, sizes: texts.map((one) => [parseFloat(getComputedStyle(one).fontSize) * a, one.textContent.trim().slice(0, 40)]) };
}"""
#: Words and modules of the scene that stands which are cut by an edge: of the screen, or of their module.
_CUT = """() => {
  const out = [];
  const inside = (inner, outer) => inner.left >= outer.left - 1 && inner.right <= outer.right + 1
    && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
  const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  for (const one of document.querySelectorAll(".wall-top > *, .scene.on .card, .scene.on h1, .hands button")) {
    if (!one.getClientRects().length) continue;
    if (!inside(one.getBoundingClientRect(), screen)) out.push(`off the screen: ${one.textContent.slice(0, 40)}`);
  }
  for (const card of document.querySelectorAll(".scene.on .card")) {
    const edge = card.getBoundingClientRect();
    for (const one of card.querySelectorAll(".number, .unit, .n, .change, header span, .annotation-text, .ytick text, .textpoint, .bartext"))
      if (one.getClientRects().length && !inside(one.getBoundingClientRect(), edge))
        out.push(`${card.dataset.name}: ${one.textContent.slice(0, 40)}`);
  }
  return out;
}"""
#: Names and numbers of the map that its frame cuts.
_OFF_THE_MAP = """() => {
  const frame = document.querySelector(".scene.on .middle .js-plotly-plot")?.getBoundingClientRect();
  return [...document.querySelectorAll(".scene.on .middle .geo .textpoint text, .scene.on .middle .geo text.textpoint")]
    .filter((one) => { const box = one.getBoundingClientRect(); return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1); })
    .map((one) => one.textContent);
}"""
#: Pairs of modules that cover each other.
_OVERLAPS = """() => {
  const cards = [...document.querySelectorAll(".scene.on .card, .scene.on h1")].map((one) => [one.dataset.name || "title", one.getBoundingClientRect()]);
  return cards.flatMap(([name, a], place) => cards.slice(place + 1)
    .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
    .map(([other]) => `${name} | ${other}`));
}"""


def scene(page: Page) -> str:
    return str(page.locator(".wall").get_attribute("data-scene"))


def wait_scene(page: Page, name: str, seconds: float = 5) -> None:
    page.wait_for_function(
        "name => document.querySelector('.wall').dataset.scene === name", arg=name, timeout=seconds * 1000
    )


def module(page: Page, key: str, chart: str) -> Locator:
    return page.locator(f'.scene.on [data-card="{key}"][data-chart="{chart}"]')


def number(page: Page, key: str, of: str = "") -> float:
    told = page.locator(f'.scene{of or ".on"} .key[data-card="{key}"] .number').get_attribute("title") or ""
    found = re.match(r"-?[\d,]+(\.\d+)?", told)
    assert found, told
    return float(found[0].replace(",", ""))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_scene_fits_every_screen_with_type_that_is_read_from_afar(lang: str, reader: Reader) -> None:
    reader.page.emulate_media(
        reduced_motion="reduce"
    )  # scenes do not fade: what is to be measured stands at once
    reader.open(f"/wall?rotate=0&lang={lang}")
    faults: list[Any] = []
    for width, height in SCREENS:
        reader.page.set_viewport_size({"width": width, "height": height})
        for name in SCENES:
            reader.page.locator(f'[data-show="{name}"]').click()
            reader.page.wait_for_timeout(200)  # charts begin to follow the size
            wait_drawn(reader.page)
            found = reader.page.evaluate(_TYPE)
            assert found["a"] == pytest.approx(found["d"]), "the stage is enlarged evenly"
            least = 16 * height / 1080 - 0.01
            assert len(found["sizes"]) > 60
            small = [pair for pair in found["sizes"] if pair[0] < least]
            numbers = reader.page.locator(".scene.on .key .number").evaluate_all(
                "(all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
            )
            assert numbers
            assert min(numbers) * found["a"] >= 56 * height / 1080 - 0.01
            told = (small, reader.page.evaluate(_CUT), reader.page.evaluate(_OVERLAPS))
            if any(told):
                faults.append(((width, height), name, *told))
            assert reader.page.locator(".scene.on [data-card]").count() <= 9
            assert reader.page.evaluate(_OFF_THE_MAP) == []
    assert faults == []


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_a_hand_meets_what_it_points_at_on_every_screen(
    width: int, height: int, readers: Readers, app: Serving
) -> None:
    reader = readers(app, width, height)
    reader.open("/wall?rotate=0&scene=governance")
    page = reader.page
    places = module(page, "complaints_and_reports", "map-large")
    for code, name in ((YUHANG, "余杭区"), ("330127", "淳安县")):  # one in the thick of it, one at the edge
        point = marks.point_at(page, places, (code,))
        # The tip of the last place stands a moment longer.
        expect(places.locator(".hoverlayer")).to_contain_text(name)
    page.mouse.click(*point)
    page.wait_for_function("() => location.search.includes('district=330127')")
    wait_drawn(page)
    assert scene(page) == "governance"
    page.wait_for_timeout(500)  # what stands behind the last chart may still be drawn again
    bars = page.locator('.scene.on [data-name="governance-overdue-district-bars"]')
    marks.click(page, bars, (YUHANG,))
    page.wait_for_function("() => location.search.includes('district=330110')")
    assert reader.query == {"rotate": "0", "scene": "governance", "district": YUHANG}
    page.go_back()
    page.wait_for_function("() => location.search.includes('district=330127')")
    wait_drawn(page)
    assert page.locator(".chip").inner_text() == "淳安县"


def test_a_click_on_a_platform_shows_its_portrait_on_the_wall_itself(reader: Reader) -> None:
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
    reader: Reader, city: Path
) -> None:
    snapshot = city / "snapshots" / f"{Store(str(city)).version()}.duckdb"
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        ranked = connection.execute(
            """SELECT platform_id, name FROM complaint_report JOIN platform USING (platform_id)
               WHERE kind = 'complaint' AND registered_at >= DATE '2021-01-01' GROUP BY ALL ORDER BY count(*) DESC"""
        ).fetchall()
    title = reader.page.locator(".scene.on .wall-title")
    reader.open("/wall?rotate=0&scene=portrait")
    assert title.inner_text().startswith(ranked[0][1])
    whole = number(reader.page, "complaints_and_reports", '[data-scene="governance"]')
    other, name = ranked[4]
    reader.open(f"/wall?rotate=0&scene=portrait&platform={other}")
    assert title.inner_text().startswith(name)
    assert number(reader.page, "complaints_and_reports", '[data-scene="governance"]') == whole, (
        "the other scenes are of all platforms"
    )


def test_scenes_take_turns_and_a_touch_holds_them(reader: Reader) -> None:
    reader.open("/wall?rotate=2")
    page = reader.page
    seen = [scene(page)]
    for _ in range(3):
        page.wait_for_function(
            "before => document.querySelector('.wall').dataset.scene !== before", arg=seen[-1]
        )
        seen.append(scene(page))
    order = [*SCENES, *SCENES, *SCENES]
    start = order.index(seen[0])
    assert seen == order[start : start + 4]
    assert reader.query["scene"] == seen[-1]
    page.mouse.click(700, 60)
    held = scene(page)
    pause = page.locator(".wall.paused [data-wall=pause]")
    assert re.fullmatch(r"已暂停，[12]分钟后自动继续", pause.get_attribute("title") or "")
    page.locator(f'[data-show="{held}"]').click()
    assert pause.get_attribute("title") == "已暂停，点此继续"
    page.wait_for_timeout(5000)
    assert scene(page) == held
    page.locator('[data-wall="pause"]').click()
    page.wait_for_function("before => document.querySelector('.wall').dataset.scene !== before", arg=held)


def test_a_scene_with_next_to_nothing_to_show_does_not_take_its_turn_and_an_empty_module_leaves_its_room(
    city: Path, tmp_path: Path, serve: Serve, readers: Readers
) -> None:
    copy = tmp_path / "store"
    shutil.copytree(city, copy)
    with Store(str(copy)).draft(from_current=True) as draft:
        for table in ("transaction_month", "shop_month"):
            draft.connection.execute(f"DELETE FROM {table}")
    reader = readers(serve(copy))
    page = reader.page
    reader.open("/wall?rotate=2")
    wait_scene(page, "governance", 10)  # the overview would be the first
    seen = []
    for _ in range(4):
        seen.append(scene(page))
        page.wait_for_function("now => document.querySelector('.wall').dataset.scene !== now", arg=seen[-1])
    assert seen == ["governance", "portrait", "credit", "attention"]
    assert scene(page) == "governance"
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


@pytest.mark.parametrize(
    ("forward", "back"),
    [("ArrowRight", "ArrowLeft"), ("PageDown", "PageUp"), ("MediaTrackNext", "MediaTrackPrevious"),
     ("ChannelUp", "ChannelDown")],
)  # fmt: skip
def test_keys_and_remote_controls_turn_to_the_next_scene_and_back(
    forward: str, back: str, reader: Reader
) -> None:
    reader.open("/wall?rotate=30&scene=credit")
    press = "key => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))"
    for key, expected in ((forward, "attention"), (back, "credit"), (back, "portrait")):
        reader.page.keyboard.press(key) if key.startswith(("Arrow", "Page")) else reader.page.evaluate(
            press, key
        )
        assert scene(reader.page) == expected
    assert reader.query["scene"] == "portrait"
    assert reader.page.locator(".wall.paused").count() == 1


def test_the_space_bar_holds_the_scenes_and_lets_them_go(reader: Reader) -> None:
    reader.open("/wall?rotate=30")
    reader.page.keyboard.press(" ")
    assert reader.page.locator(".wall.paused").count() == 1
    reader.page.keyboard.press(" ")
    assert reader.page.locator(".wall.paused").count() == 0


def test_the_button_fills_the_screen_and_gives_it_back(newcomer: Reader) -> None:
    newcomer.open("/wall?rotate=0")
    newcomer.page.locator('[data-wall="full"]').click()
    newcomer.page.wait_for_function("() => document.fullscreenElement === document.documentElement")
    newcomer.page.locator('[data-wall="full"]').click()
    newcomer.page.wait_for_function("() => !document.fullscreenElement")


def test_a_wall_opens_dark_and_in_the_light_where_the_address_says_so(reader: Reader) -> None:
    reader.open("/wall?rotate=0")
    assert reader.page.locator("html").get_attribute("data-theme") == "dark"
    reader.open("/wall?rotate=0&theme=light&scene=nowhere")
    assert reader.page.locator("html").get_attribute("data-theme") == "light"
    assert scene(reader.page) == "overview"
    assert "scene" in reader.page.locator(".notes").inner_text(), "what the address says wrongly is told"


def test_the_wall_is_one_click_from_every_page_and_takes_the_filters_along(reader: Reader) -> None:
    reader.open("/governance?district=330110")
    with reader.page.expect_navigation():
        reader.page.get_by_role("link", name="大屏").click()
    wait_drawn(reader.page)
    assert (reader.path, reader.query) == ("/wall", {"district": YUHANG})
    assert reader.page.locator("html").get_attribute("data-theme") == "dark"


def test_a_signal_opens_the_page_that_shows_it_with_the_number_it_tells(reader: Reader) -> None:
    reader.open("/wall?rotate=0")
    signal = reader.page.locator('.signal[data-rule="overdue"]').first
    signal.wait_for()
    told = signal.inner_text()
    href = signal.get_attribute("href") or ""
    assert href.startswith("/governance?district=")
    reader.open(href)
    assert f"{reader.number('overdue'):,.0f}件" in told


def test_a_new_snapshot_is_on_the_wall_within_ten_seconds_and_nothing_else_moves(
    city: Path, tmp_path: Path, serve: Serve, readers: Readers
) -> None:
    copy = tmp_path / "store"
    shutil.copytree(city, copy)
    reader = readers(serve(copy))
    page = reader.page
    reader.open("/wall?rotate=0&scene=governance&district=330110")
    before = number(page, "complaints_and_reports")
    address = page.url
    page.evaluate("window.__same = true")
    page.evaluate(
        """() => { window.__said = []; const key = document.querySelector('.scene.on .key[data-card="complaints_and_reports"]');
        new MutationObserver(() => window.__said.push(key.querySelector('.number').textContent))
          .observe(key, { subtree: true, characterData: true, childList: true }); }"""
    )
    with Store(str(copy)).draft(from_current=True) as draft:
        draft.connection.execute("DELETE FROM complaint_report WHERE kind = 'report'")
    page.wait_for_function(
        """before => !document.querySelector('.scene.on .key[data-card="complaints_and_reports"] .number').title.startsWith(before)""",
        arg=f"{before:,.0f}",
        timeout=10_000,
    )
    assert 0 < number(page, "complaints_and_reports") < before
    page.wait_for_timeout(1600)
    said = page.evaluate("window.__said")
    final = page.locator('.scene.on .key[data-card="complaints_and_reports"] .number').inner_text()
    assert len(set(said)) > 4, "the figure counts to its new value"
    assert said[-1] == final
    wait_drawn(page)
    assert (page.url, scene(page)) == (address, "governance")
    assert page.evaluate("window.__same") is True


def test_a_store_that_dies_leaves_the_last_numbers_with_their_age_and_comes_back_by_itself(
    city: Path, tmp_path: Path, serve: Serve, readers: Readers, watch: Watch
) -> None:
    store, away = tmp_path / "store", tmp_path / "away"
    shutil.copytree(city, store)
    reader = readers(serve(store))
    page = reader.page
    reader.open("/wall?rotate=0&scene=governance")
    before = number(page, "complaints_and_reports")
    as_of = page.locator(".as-of").inner_text()
    watch.expected |= {503}
    store.rename(away)
    page.wait_for_selector(".wall.aged", timeout=10_000)
    marks.click(page, module(page, "complaints_and_reports", "map-large"), (YUHANG,))
    page.wait_for_function("() => document.querySelectorAll('.scene [data-state=\"stale\"]').length > 8")
    assert number(page, "complaints_and_reports") == before
    assert page.locator(".as-of").inner_text() == as_of
    assert page.locator(".scene.on .message:visible").count() == 0
    assert re.search(r"数据停在\d+(秒|分钟)前", page.locator(".age").inner_text())
    aged = "getComputedStyle(document.querySelector('.scene.on .key h3'), '::after').content"
    assert re.search(r"\d+秒前", page.evaluate(aged))
    away.rename(store)
    page.wait_for_function(
        "() => !document.querySelector('.wall.aged') && !document.querySelector('[data-state=\"stale\"]')"
    )
    wait_drawn(page)
    assert 0 < number(page, "complaints_and_reports") < before, "the district that was clicked meanwhile"
    assert page.locator(".age").inner_text() == ""


def test_nothing_moves_where_a_reader_wants_no_motion(
    city: Path, tmp_path: Path, serve: Serve, readers: Readers
) -> None:
    copy = tmp_path / "store"
    shutil.copytree(city, copy)
    reader = readers(serve(copy))
    page = reader.page
    page.emulate_media(reduced_motion="reduce")
    reader.open("/wall?rotate=0&scene=governance")
    moving = page.evaluate(
        """() => [...document.querySelectorAll(".wall, .wall *")].filter((one) =>
             parseFloat(getComputedStyle(one).transitionDuration) > 0.001 || getComputedStyle(one).animationName !== "none").length"""
    )
    assert moving == 0
    page.evaluate(
        """() => { window.__said = new Set(); const key = document.querySelector('.scene.on .key[data-card="complaints_and_reports"]');
        new MutationObserver(() => window.__said.add(key.querySelector('.number').textContent))
          .observe(key, { subtree: true, characterData: true, childList: true }); }"""
    )
    before = number(page, "complaints_and_reports")
    with Store(str(copy)).draft(from_current=True) as draft:
        draft.connection.execute("DELETE FROM complaint_report WHERE kind = 'report'")
    page.wait_for_function(
        """before => !document.querySelector('.scene.on .key[data-card="complaints_and_reports"] .number').title.startsWith(before)""",
        arg=f"{before:,.0f}",
        timeout=12_000,
    )
    page.wait_for_timeout(1500)
    assert page.evaluate("window.__said.size") == 1, "the figure is simply the new one"
    reader.open("/wall?rotate=2&scene=governance")
    page.wait_for_function(
        "() => document.querySelector('.wall').dataset.scene !== 'governance'"
    )  # turns it does


def test_a_wall_that_opens_before_a_dead_store_says_so_and_fills_when_the_store_is_back(
    city: Path, tmp_path: Path, serve: Serve, readers: Readers, watch: Watch
) -> None:
    store, away = tmp_path / "store", tmp_path / "away"
    shutil.copytree(city, store)
    serving = serve(store)
    store.rename(away)
    watch.expected |= {503}
    reader = readers(serving)
    page = reader.page
    page.goto("/wall?rotate=0")
    page.wait_for_selector(".wall.aged")
    assert page.locator(".age").inner_text() == "还没有读到数据"
    assert page.locator(".scene.on .js-plotly-plot:visible").count() == 0
    page.locator(".scene.on .message:visible").first.wait_for()
    away.rename(store)
    page.wait_for_function(
        "() => !document.querySelector('.wall.aged') && document.querySelector('.scene.on .number')"
    )
    wait_drawn(page)
    assert number(page, "platforms") > 0
    assert page.locator(".scene.on .message:visible").count() == 0
    expect(page.locator(".scene.on .wall-title")).not_to_be_empty()

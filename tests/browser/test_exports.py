"""What a reader takes away by the browser itself: pictures on the clipboard, pages on paper, and what is said where it cannot be."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Locator, Route

from tests.browser.chromium import wait_drawn
from tests.browser.conftest import Readers
from tests.browser.paper import SHEET, misplaced, on_paper
from tests.browser.readers import Reader, Watch
from tests.browser.serving import Serving
from tests.browser.undrawn import DASH
from tests.shared import swept

pytestmark = pytest.mark.browser

ADDRESS = "/governance?district=330110"
#: A page whose panel is under test, and which draws little besides.
LIGHT = "/systems/licence_display?district=330110"
KEY, CHART = "complaints_and_reports", "bars"


def lines(app: Serving, action: str) -> list[str]:
    """Return the ids of the audit's lines of one kind, oldest first."""
    kept = app.data / "state.sqlite"
    if not kept.exists():  # nothing has left yet
        return []
    with sqlite3.connect(kept) as connection:
        return [
            row[0]
            for row in connection.execute(
                "SELECT export_id FROM audit WHERE action = ? ORDER BY id", (action,)
            )
        ]


def tip(reader: Reader) -> str:
    """Return the sentence that floats beside a menu."""
    floating = reader.page.locator(".floating.tip")
    floating.wait_for()
    return floating.inner_text()


def a_card_is_copied_as_a_picture(reader: Reader, app: Serving) -> None:
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    before = len(lines(app, "copy"))
    reader.act(reader.card(KEY, CHART), "copy")
    assert tip(reader) == "已复制"
    size = reader.page.evaluate("""async () => {
      const [item] = await navigator.clipboard.read();
      const picture = await createImageBitmap(await item.getType("image/png"));
      return [picture.width, picture.height];
    }""")
    assert size == [1920, 1080]
    assert len(lines(app, "copy")) == before + 1


#: As a browser refuses: without the right, and on an address without TLS, where there is no clipboard at all.
REFUSALS = {
    "not allowed": """() => {
      const refused = () => Promise.reject(new DOMException("Write permission denied.", "NotAllowedError"));
      Object.defineProperty(navigator, "clipboard", { value: { write: refused, writeText: refused }, configurable: true });
    }""",
    "not there": '() => { Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true }); }',
}


def where_copying_is_refused_a_sentence_says_what_to_do_instead(reader: Reader, _: Serving) -> None:
    card = reader.card(KEY, CHART)
    for refusal, refusing in REFUSALS.items():
        reader.page.evaluate(refusing)
        for what, instead in (("copy", "PNG"), ("link", "Ctrl+C")):
            reader.act(card, what)
            said = tip(reader)
            assert "浏览器不允许" in said, refusal
            assert instead in said, refusal
        link = urlsplit(reader.page.evaluate("getSelection().toString()"))
        assert dict(parse_qsl(link.query))["card"] == card.get_attribute("data-name"), refusal
        reader.page.evaluate("() => { getSelection().empty(); delete navigator.clipboard; }")


#: What stands below each sheet, by its place.
FOOT = "(name) => JSON.parse(document.documentElement.style.getPropertyValue(name))"


def paper_has_the_id_of_its_line_however_it_is_printed(reader: Reader, app: Serving) -> None:
    before = lines(app, "print")
    marks = []
    for _ in range(2):
        with on_paper(reader.page):  # as by Ctrl+P or the menu of a browser
            who, mark = reader.page.evaluate("document.documentElement.dataset.mark").split(" · ")
            feet = [reader.page.evaluate(FOOT, name) for name in ("--told", "--mark")]
        marks.append(mark)
        assert who == "本机用户"
        assert feet == ["平台治理舱 · 2021-01-01 – 2021-12-31 · 余杭区", f"{who} · {mark}"]
        reader.page.wait_for_timeout(200)
    assert lines(app, "print")[len(before) :] == marks
    assert len(set(marks)) == 2


#: Key figures whose way to their number leaves their card, by name.
OUTSIDE = """() => [...document.querySelectorAll(".card.key")].filter((card) => {
  const way = card.querySelector(".origin")?.getBoundingClientRect(), own = card.getBoundingClientRect();
  return way && (way.left < own.left || way.right > own.right || way.top < own.top || way.bottom > own.bottom);
}).map((card) => card.dataset.name)"""


def paper_says_which_page_it_is_and_the_id_of_a_key_figure_stands_in_its_own_card(
    reader: Reader, _: Serving
) -> None:
    page = reader.page.locator(".top nav a.on").inner_text()
    reader.page.emulate_media(media="print")
    assert reader.page.locator(".top nav a:visible").all_inner_texts() == [page]
    ways = reader.page.locator(".card.key .origin")
    assert ways.first.evaluate("(way) => getComputedStyle(way, '::after').content").endswith('"')
    assert reader.page.evaluate(OUTSIDE) == []
    reader.page.emulate_media(media="screen")


#: The colours of what was drawn by the server in those of a mode: the words of a chart, and what says how a key figure went.
INKS = """(box) => [box.querySelector(".js-plotly-plot")._fullLayout.font.color,
  ...[...document.querySelectorAll(".key .spark[src]")].map((one) => one.getAttribute("src"))]"""


def a_page_that_is_dark_on_the_screen_is_light_on_paper(reader: Reader, _: Serving) -> None:
    page, card = reader.page, reader.card(KEY, CHART)
    light = card.evaluate(INKS)
    page.locator("#switch-theme").click()
    # That the board is loading may be over before anybody looks.
    page.wait_for_function(f"([box, was]) => ({INKS})(box)[0] !== was", arg=[card.element_handle(), light[0]])
    wait_drawn(page)
    dark = card.evaluate(INKS)
    assert len(light) == len(dark) > 5
    assert not set(light) & set(dark)
    with on_paper(page):
        assert page.locator("html").get_attribute("data-theme") == "light"
        assert card.evaluate(INKS) == light
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert card.evaluate(INKS) == dark
    page.locator("#switch-theme").click()
    wait_drawn(page)


WAYS = (
    a_card_is_copied_as_a_picture,
    where_copying_is_refused_a_sentence_says_what_to_do_instead,
    paper_has_the_id_of_its_line_however_it_is_printed,
    paper_says_which_page_it_is_and_the_id_of_a_key_figure_stands_in_its_own_card,
    a_page_that_is_dark_on_the_screen_is_light_on_paper,
)


@swept("way", WAYS)
def test_a_page_is_taken_away_by_the_browser_itself(
    way: Callable[[Reader, Serving], None], skimmer: Reader, app: Serving
) -> None:
    skimmer.draws(f"{KEY}/{CHART}").stay(ADDRESS)
    way(skimmer, app)


def test_a_list_on_paper_has_the_rows_that_came_and_says_which_they_are_of_how_many(skimmer: Reader) -> None:
    skimmer.draws(DASH).open("/list/complaints_and_reports?lang=en")
    page = skimmer.page
    page.locator(".ag-center-cols-container [role=row] a").first.wait_for()
    total = re.search(r"[\d,]+", page.locator(".section-rows h3").inner_text())
    with on_paper(page):
        assert not page.locator(".ag-root-wrapper").is_visible()
        rows, first = page.locator(".listed tbody tr"), page.locator(".listed tbody td").first
        assert total
        assert f"rows 1–{rows.count()} of {total[0]}" in page.locator(".listed p").inner_text()
        assert rows.count() >= 50
        key = first.inner_text()
    assert page.locator(".listed").count() == 0
    assert page.locator(".ag-center-cols-container [role=row] a").first.inner_text() == key


#: Parts of a wall that stand beyond the edges of a sheet.
BEYOND = """([width, height]) => [".wall", ".scene.on", ".wall-foot", ".signal:last-child"].filter((name) => {
  const { top, left, right, bottom } = document.querySelector(name).getBoundingClientRect();
  return top < 0 || left < 0 || right > width || bottom > height;
})"""


def test_a_wall_stands_whole_on_a_sheet(skimmer: Reader) -> None:
    skimmer.open("/wall")
    page = skimmer.page
    page.locator(".signal").first.wait_for(state="attached")
    assert ".wall" in page.evaluate(BEYOND, SHEET), "a screen is larger"
    with on_paper(page, follows=False):
        assert page.locator("html").get_attribute("data-theme") == "light"
        assert page.evaluate(BEYOND, SHEET) == []
        assert misplaced(page) == []


def drawing(reader: Reader, card: Locator, folder: Path) -> str:
    """Return the words of a card's picture as SVG for a slide."""
    card.locator("button.menu").click()
    with reader.page.expect_download() as download:
        reader.page.locator('.menu-list .sized:has([data-act="svg"]) [data-size="slide"]').click()
    download.value.save_as(folder / "picture.svg")
    return re.sub(r"<[^>]+>", "", (folder / "picture.svg").read_text("utf-8"))


def test_a_map_leaves_with_its_review_number_and_its_page(skimmer: Reader, tmp_path: Path) -> None:
    reader = skimmer.draws("gmv/map")
    reader.open("/?period=2020")
    words = drawing(reader, reader.page.locator('[data-chart="map"]').first, tmp_path)
    for said in ("GS(2024)0650", "平台总貌舱", "2020-01-01", "截至 2021-12-31", "口径"):
        assert said in words


def test_a_picture_of_a_portrait_names_its_platform(skimmer: Reader, tmp_path: Path) -> None:
    reader = skimmer.draws("complaints_and_reports/trend")
    reader.open("/platform/P002?lang=en")
    name = reader.page.locator(".who h1").inner_text()
    assert name in drawing(reader, reader.page.locator('[data-chart="trend"]').first, tmp_path)


def test_a_link_to_a_number_aims_at_the_card_that_shows_it_among_others(skimmer: Reader) -> None:
    skimmer.open("/systems/red_flag_canal?card=canal_days_p75")  # one of the five lengths of a box
    aimed = skimmer.page.locator(".card.aimed")
    aimed.wait_for()
    assert "canal_days_p75" in (aimed.get_attribute("data-indicators") or "").split(",")


def test_without_chromium_the_panel_says_so_and_offers_the_browsers_own_print(
    app_apart: Serving, skimmer: Reader, watch: Watch
) -> None:
    watch.expected.add(422)
    reader = skimmer.at(app_apart)
    reader.open(LIGHT)
    reader.page.evaluate("window.print = () => { window.printed = document.documentElement.dataset.mark; }")
    reader.page.locator("#export-page").click()
    panel = reader.page.locator(".export-panel")
    panel.locator('[data-kind="pdf"]').click()
    failed = panel.locator('.job[data-state="failed"]')
    failed.wait_for()
    assert "服务器上没有 Chromium" in failed.inner_text()
    failed.locator(".instead").click()
    reader.page.wait_for_function("() => window.printed")
    assert lines(app_apart, "print") == [reader.page.evaluate("window.printed").split(" · ")[-1]]


#: How a server breaks off while a job is followed, and what the panel then says: at once, or after the minute that it waits.
BREAKS = {
    404: ("没有这个导出", 0),
    503: ("服务器已一分钟没有应答", 60_000),
}


@pytest.mark.parametrize("status", BREAKS)
def test_a_job_is_not_followed_for_ever(readers: Readers, app: Serving, watch: Watch, status: int) -> None:
    newcomer = readers(app, draws=False)
    watch.expected.add(status)
    said, silence = BREAKS[status]
    page, asked = newcomer.page, []
    page.clock.install()
    newcomer.open(LIGHT)
    job = {
        "id": "20210101-120000-ABC234",
        "kind": "xlsx",
        "state": "running",
        "done": 1,
        "total": 3,
        "error": "",
    }

    def answer(route: Route) -> None:
        if route.request.method == "POST":
            return route.fulfill(status=202, json=job)
        asked.append(route.request.url)
        return route.fulfill(status=status, json={"ok": False, "error": "没有这个导出", "status": status})

    page.route("**/api/exports*", answer)
    page.route("**/api/exports/*", answer)
    page.locator("#export-page").click()
    page.locator('.export-panel [data-kind="xlsx"]').click()
    if silence:
        page.locator('.job[data-state="running"]').wait_for()
        page.clock.run_for(silence // 2)
        assert page.locator(".job").get_attribute("data-state") == "running", (
            "a server may be away for a while"
        )
    page.clock.run_for(silence + 1000)
    failed = page.locator('.job[data-state="failed"]')
    failed.wait_for()
    assert said in failed.inner_text()
    before = len(asked)
    page.clock.run_for(5000)
    assert len(asked) == before > 0

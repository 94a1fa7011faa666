"""What a reader sees when the data change, vanish, are empty, or come from elsewhere; and that readers are apart."""

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from data_access.__main__ import main
from data_access.store.store import Store
from tests.browser.chromium import LOOK_MS, wait_drawn
from tests.browser.conftest import Changing, Readers
from tests.browser.readers import Reader, Watch
from tests.browser.serving import Serving
from tests.browser.undrawn import DASH
from tests.shared import swept

pytestmark = pytest.mark.browser

Serve = Callable[[Path], Serving]
CFPB = Path(__file__).parents[1] / "data_access" / "cfpb_2023"
POLL_MS = 25_000


def test_two_readers_share_no_state(skimmer: Reader, readers: Readers, app: Serving) -> None:
    first, second = skimmer.draws("platforms/bars"), readers(app, draws=False)
    first.open("/")
    second.open("/?lang=en&theme=dark&period=2020")
    whole = first.number("platforms")
    with first.redrawing():
        first.click_mark("platforms", "bars", "10")
    theirs = second.number("platforms")
    second.open("/?lang=en&period=2020")
    assert second.number("platforms") == theirs
    assert second.query == {"lang": "en", "period": "2020"}
    first.page.reload()
    wait_drawn(first.page)
    assert first.query == {"class": "10"}
    assert first.number("platforms") < whole
    assert first.page.locator("html").get_attribute("data-theme") == "light"


def test_an_open_page_follows_a_new_snapshot_without_a_reload(changing: Changing, skimmer: Reader) -> None:
    reader = skimmer.at(changing.serving)
    with reader.page.expect_response("**/api/version"):  # the page knows the version that it shows
        reader.open("/governance?district=330110")
    before = reader.number("complaints_and_reports")
    reader.page.evaluate("window.__same = true")
    changing.lose_a_third()
    reader.page.wait_for_function(
        """before => document.querySelector('[data-card="complaints_and_reports"] .number')?.title !== before""",
        arg=reader.card("complaints_and_reports").locator(".number").get_attribute("title"),
        timeout=POLL_MS,
        polling=LOOK_MS,
    )
    wait_drawn(reader.page)
    assert 0 < reader.number("complaints_and_reports") < before
    assert reader.query == {"district": "330110"}
    assert reader.page.evaluate("window.__same") is True


def test_a_store_that_vanishes_is_told_in_a_sentence_and_comes_back(
    changing: Changing, skimmer: Reader, watch: Watch
) -> None:
    reader = skimmer.at(changing.serving)
    assert reader.page.request.get(f"{reader.app}/api/board/platforms").ok  # the server has it open
    watch.expected |= {503}
    changing.take_away()
    reader.draws(DASH).open("/governance")
    assert "数据库暂时读不到" in reader.page.locator(".notes").inner_text()
    assert set(reader.states().values()) == {"error"}
    assert "Traceback" not in reader.page.content()
    changing.give_back()
    reader.draws().open("/governance")
    assert set(reader.states().values()) <= {"ready", "empty"}
    assert reader.number("complaints_and_reports") > 0


@pytest.fixture
def guest(tmp_path: Path, serve: Serve, skimmer: Reader) -> Reader:
    """A reader before a store that has tables and no rows."""
    store = tmp_path / "empty"
    with Store(str(store)).draft(from_current=False):
        pass
    return skimmer.at(serve(store))


#: Pages whose rows are looked at as well: those of a list, and the list of platforms.
WITH_ROWS = ("/governance", "/platforms")


@swept("path", ("/", "/governance", "/platform/P001", "/platforms", "/definitions", "/data"))
def test_an_empty_store_is_told_in_sentences(path: str, guest: Reader) -> None:
    guest.draws(*([DASH] if path in WITH_ROWS else [])).open(path)
    states = guest.states()
    assert "error" not in states.values(), states
    assert set(guest.states("[data-card]").values()) <= {"empty"}, states


def test_american_complaints_fill_the_cockpits_as_plain_python_counts_them(
    tmp_path: Path, serve: Serve, skimmer: Reader
) -> None:
    store = tmp_path / "cfpb"
    load = ["load", str(CFPB / "complaints.csv"), "--mapping", str(CFPB / "complaints.toml")]
    assert main([*load, "--store", str(store)]) == 0
    with (CFPB / "complaints.csv").open(encoding="utf-8", newline="") as file:
        whole = [row for row in csv.DictReader(file) if (row["Complaint ID"] or "").isdigit()]
    counted = Counter(row["Company"] for row in whole if row["Date received"].startswith("2023"))
    reader = skimmer.at(serve(store)).draws("complaints_and_reports/pareto", "complaints/bars")
    reader.open("/governance?period=2023")
    assert "error" not in reader.states().values()
    assert reader.number("complaints_and_reports") == sum(counted.values())
    bars = reader.traces("complaints_and_reports", "pareto")[0]
    shown = [value for codes, value in zip(bars["customdata"], bars["x"], strict=True) if codes[0]]
    assert shown == [count for _, count in counted.most_common(len(shown))]
    assert sum(bars["x"]) == sum(counted.values())
    company, most = bars["customdata"][0][0], counted.most_common(1)[0][1]
    reader.open("/?period=2023")
    assert set(reader.states().values()) == {"ready"}, "no wall of empty cards"
    told = reader.page.locator(".not-recorded")
    assert "交易额" in told.inner_text()
    told.get_by_role("link", name="治理").click()
    reader.page.wait_for_url("**/governance?period=2023")
    opened: list[str] = []
    reader.page.on("framenavigated", lambda frame: opened.append(frame.url))
    reader.open(f"/platform/{quote(company)}?period=2023")
    states = reader.states("[data-card]")
    assert "error" not in states.values()
    assert next(iter(states.items())) == ("complaints_and_reports-trend", "ready"), "complaints come first"
    assert list(states.values()).count("empty") <= 1
    assert len(opened) == 1, "the board leaves out what the document leaves out"
    assert sum(reader.traces("complaints", "bars")[0]["x"]) == most

"""Time until every card of a cockpit is drawn in a real Chromium: `python -m benchmarks.page [--store FOLDER]`.

Each row is the median of some rounds, in seconds, and as a ratio to a warm load of an empty Dash page in the same run.
"First" is when the cards inside a window of 1920x1080 are drawn, "all" when all are. "Cold" is a new browser before a
server that has just started; "warm" is the same page again; a filter and a district are chosen by mouse, each round
another one, so that no answer has been asked before.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import duckdb
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.chromium import WAITS, launched
from tests.browser.readers import Reader
from tests.browser.serving import Serving

PORT, EMPTY_PORT = 8128, 8129
SCREEN: ViewportSize = {"width": 1920, "height": 1080}
COCKPITS = {"overview": "/", "governance": "/governance", "platform": "/platform/P001"}
MAPS = {"overview": "gmv", "governance": "complaints_and_reports"}
DISTRICTS = ("330110", "330109", "330106", "330111", "330112")
YEARS = ("2020年", "2019年", "2018年", "2017年", "2016年")
CLASSES = ("网络销售类", "生活服务类", "社交娱乐类", "计算应用类", "金融服务类")
Times = tuple[float, float]

EMPTY_PAGE = f"""
from dash import Dash, html
from waitress import serve
app = Dash(__name__, serve_locally=True)
app.layout = html.Div("empty", id="empty")
serve(app.server, host="127.0.0.1", port={EMPTY_PORT})
"""

#: Looks at every frame whether cards are waiting, and notes the second calm frame: the charts of the first are drawn.
LOOK = """
window.__begin = 0; window.__calm = {}; window.__drawn = {}; window.__waited = false;
const look = () => {
  const parts = [...document.querySelectorAll("[data-card], [data-section]")];
  const waits = WAITS;
  const onScreen = (part) => { const box = part.getBoundingClientRect(); return box.top < innerHeight && box.bottom > 0; };
  const waiting = parts.filter(waits);
  window.__waited ||= waiting.length > 0;
  const calm = { first: !waiting.some(onScreen), all: !waiting.length };
  for (const name of ["first", "all"]) {
    window.__calm[name] = parts.length && window.__waited && calm[name] ? (window.__calm[name] || 0) + 1 : 0;
    if (window.__calm[name] === 2) window.__drawn[name] ??= (performance.now() - window.__begin) / 1000;
  }
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
""".replace("WAITS", WAITS)
AGAIN = "window.__waited = false; window.__calm = {}; window.__drawn = {}; window.__begin = performance.now()"


def drawn(page: Page) -> Times:
    """Return when the first screen and all cards were drawn, once they are."""
    page.wait_for_function("window.__drawn.first && window.__drawn.all", timeout=180_000)
    times = page.evaluate("window.__drawn")
    return times["first"], times["all"]


def seated(browser: Browser, serving: Serving) -> Reader:
    page = browser.new_context(base_url=serving.url, viewport=SCREEN).new_page()
    page.set_default_timeout(180_000)
    page.add_init_script(LOOK)
    return Reader(page)


def loaded(reader: Reader, path: str) -> Times:
    reader.page.goto(path)
    return drawn(reader.page)


def after(reader: Reader, deed: Callable[[], None]) -> Times:
    """Return the time from the mouse's button going down in a deed until everything is drawn again."""
    reader.page.evaluate(f"addEventListener('mousedown', () => {{ {AGAIN} }}, {{ capture: true }}); {AGAIN}")
    deed()
    return drawn(reader.page)


def rounds(browser_of: Callable[[], Any], store: str, name: str, count: int) -> Iterator[tuple[str, Times]]:
    """Yield what was measured in each round of one cockpit, with the name of the measure."""
    path = COCKPITS[name]
    for turn in range(count):
        with (
            tempfile.TemporaryDirectory() as folder,
            Serving(store, PORT, Path(folder) / "log") as serving,
            browser_of() as browser,
        ):
            reader = seated(browser, serving)
            yield "cold load", loaded(reader, path)
            yield "warm load", loaded(reader, path)
            key, words = ("period", YEARS) if name == "platform" else ("class", CLASSES)
            yield f"filter: {key}", after(reader, partial(reader.choose, key, words[turn % 5]))
            if name in MAPS:
                loaded(reader, path)
                reader.page.evaluate("scrollTo(0, 0)")
                yield (
                    "click: district",
                    after(reader, partial(reader.click_mark, MAPS[name], "map", DISTRICTS[turn % 5])),
                )


@contextmanager
def empty_page() -> Iterator[str]:
    """Serve a Dash page that holds one word."""
    process = subprocess.Popen([sys.executable, "-c", EMPTY_PAGE], stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{EMPTY_PORT}"
    try:
        for _ in range(300):
            try:
                urlopen(url, timeout=5).close()
                break
            except URLError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait()


def empty_load(browser: Browser, count: int) -> float:
    """Return the median of warm loads of the empty page, until its word stands there."""
    with empty_page() as url:
        page = browser.new_context(viewport=SCREEN).new_page()
        times = []
        for _ in range(count + 1):
            page.goto(url)
            page.wait_for_selector("#empty")
            times.append(float(page.evaluate("performance.now() / 1000")))
        return median(times[1:])


def machine() -> str:
    cores = len(os.sched_getaffinity(0))
    memory = next(int(line.split()[1]) for line in Path("/proc/meminfo").read_text().splitlines()) / 2**20
    versions = f"Python {platform.python_version()}, duckdb {duckdb.__version__}"
    return f"{datetime.now(UTC):%Y-%m-%d} · {cores} cores, {memory:.0f} GB · {versions}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", default="data/store", help="folder of the store (default: data/store)")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with launched() as browser:
        empty = empty_load(browser, given.rounds)
    print(machine())
    print(f"empty Dash page, warm: {empty:.2f} s\n")
    print(f"{'cockpit':12}{'measure':18}{'first s':>9}{'all s':>9}{'first ×':>9}{'all ×':>9}")
    for name in COCKPITS:
        measured: dict[str, list[Times]] = {}
        for measure, times in rounds(launched, given.store, name, given.rounds):
            measured.setdefault(measure, []).append(times)
        for measure, found in measured.items():
            first, whole = (median(times[part] for times in found) for part in (0, 1))
            print(
                f"{name:12}{measure:18}{first:9.2f}{whole:9.2f}{first / empty:9.1f}{whole / empty:9.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()

"""Time until every card of a cockpit is drawn in a real Chromium: `python -m benchmarks.page [--store FOLDER] [--json FILE]`.

Each row is the median of some rounds, in seconds, and as a ratio to what the same is at the least in the same run: for loads the
bare page (`benchmarks/bare.py`), for what is chosen its redraw and the leanest SQL of the numbers after it.
"First" is when the cards inside a window of 1920x1080 are drawn, "all" when all are. "Cold" is a browser just launched before a
server that has just started for the first time, "started again" one before a server that has just started where an earlier one was
asked, "new reader" one before a server that others have asked; the bare page is in a browser just launched as well. "Warm" is the
same page again; a filter and a district are chosen by mouse, each round another one, so that no answer has been asked before. But
for the two that start nothing else is at work: no page of another reader, and no board that is drawn ahead. "bench" is the page
that peers were measured with (`benchmarks/peers.py`).
"""

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize

from benchmarks import peers
from benchmarks.bare import Bare, bare
from benchmarks.processes import rest
from benchmarks.questions import enter_pages, leanest
from benchmarks.told import kept, machine, printed
from data_access.metrics.labels import Labels, labels
from data_access.store.store import Store
from tests.browser.chromium import WAITS, launched
from tests.browser.readers import Reader
from tests.browser.serving import Serving

PORT = 8128
SCREEN: ViewportSize = {"width": 1920, "height": 1080}
COCKPITS = {"overview": "/", "governance": "/governance", "platform": "/platform/P001", "bench": peers.PATH}
MAPS = {"overview": "gmv", "governance": "complaints_and_reports", "bench": "complaints_and_reports"}
DISTRICTS = ("330110", "330109", "330106", "330111", "330112")
YEARS = ("2020年", "2019年", "2018年", "2017年", "2016年")
CLASSES = ("网络销售类", "生活服务类", "社交娱乐类", "计算应用类", "金融服务类")
#: What is chosen on each page, and how an address says it.
CHOSEN: dict[str, Callable[[Labels], list[dict[str, str]]]] = {
    "filter: class": lambda known: [{"class": _code(known, "class", words)} for words in CLASSES],
    "filter: period": lambda _: [{"period": words.removesuffix("年")} for words in YEARS],
    "click: district": lambda _: [{"district": code} for code in DISTRICTS],
}
Times = tuple[float, float]

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


def _serving(store: str, folder: str) -> Serving:
    """Return the app as it is served, with the page of the peers beside its own."""
    shipped = {"COCKPIT_DRAW_AHEAD": "yes", "COCKPIT_WORKERS": str(len(os.sched_getaffinity(0)))}
    return Serving(store, PORT, Path(folder) / "log", shipped, ("-m", peers.__name__))


def drawn(page: Page) -> Times:
    """Return when the first screen and all cards were drawn, once they are."""
    page.wait_for_function("() => window.__drawn.first && window.__drawn.all", timeout=180_000)
    times = page.evaluate("window.__drawn")
    return times["first"], times["all"]


def seated(browser: Browser, serving: Serving) -> Reader:
    page = browser.new_context(base_url=serving.url, viewport=SCREEN, locale="zh-CN").new_page()
    page.set_default_timeout(180_000)
    page.add_init_script(LOOK)
    return Reader(page, serving.url)


def loaded(reader: Reader, path: str) -> Times:
    reader.page.goto(path)
    return drawn(reader.page)


def loaded_alone(reader: Reader, serving: Serving, path: str) -> Times:
    """Return the same while nothing else is done; afterwards nothing of it is left to do."""
    rest(serving.process)
    times = loaded(reader, path)
    reader.page.wait_for_load_state("networkidle")  # the rest of its scripts
    return times


def after(reader: Reader, deed: Callable[[], None]) -> Times:
    """Return the time from the mouse's button going down in a deed until everything is drawn again."""
    reader.page.evaluate(f"addEventListener('mousedown', () => {{ {AGAIN} }}, {{ capture: true }}); {AGAIN}")
    deed()
    return drawn(reader.page)


def rounds(browser_of: Callable[[], Any], store: str, name: str, count: int) -> Iterator[tuple[str, Times]]:
    """Yield what was measured in each round of one cockpit, with the name of the measure."""
    path = COCKPITS[name]
    for turn in range(count):
        with tempfile.TemporaryDirectory() as folder:
            with _serving(store, folder) as serving:
                with browser_of() as browser:
                    yield "cold load", loaded(seated(browser, serving), path)
                with browser_of() as browser:
                    reader = seated(browser, serving)
                    yield "new reader", loaded_alone(reader, serving, path)
                    yield "warm load", loaded_alone(reader, serving, path)
                    key, words = ("period", YEARS) if name == "platform" else ("class", CLASSES)
                    yield f"filter: {key}", after(reader, partial(reader.choose, key, words[turn % 5]))
                    if name in MAPS:
                        loaded_alone(reader, serving, path)
                        reader.page.evaluate("scrollTo(0, 0)")
                        yield (
                            "click: district",
                            after(reader, partial(reader.click_mark, MAPS[name], "map", DISTRICTS[turn % 5])),
                        )
            with _serving(store, folder) as serving, browser_of() as browser:
                yield "started again", loaded(seated(browser, serving), path)


def _code(known: Labels, dimension: str, words: str) -> str:
    return next(code for code, member in known.members(dimension).items() if member.title("zh") == words)


def least_sql(place: str, name: str, count: int) -> dict[str, float]:
    """Return the seconds of the leanest SQL of a cockpit after each thing that is chosen there."""
    store, path = Store(place), COCKPITS[name]
    with store.snapshot() as snapshot:
        known = labels(snapshot)
    is_map, key = name in MAPS, "period" if name == "platform" else "class"
    measures = [f"filter: {key}", *(["click: district"] if is_map else [])]
    found = {measure: leanest(store, path, CHOSEN[measure](known)[:count]) for measure in measures}
    store.close()
    return found


def baseline(store: str, path: str, count: int) -> Bare:
    """Return the bare page of a cockpit, from a server of its own."""
    with tempfile.TemporaryDirectory() as folder, _serving(store, folder) as serving:
        rest(serving.process)
        return bare(launched, serving.url, path, SCREEN, count)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Seconds until the cards on the screen of a cockpit stand and until all do, and as multiples of the least of the same run."""

    cockpit: str
    measure: str
    first: float
    all: float
    ratios: tuple[float, float] | None = None

    def __str__(self) -> str:
        times = "".join(f"{one:9.1f}" for one in self.ratios or ())
        return f"{self.cockpit:12}{self.measure:25}{self.first:9.2f}{self.all:9.2f}{times}"


HEADER = f"{'cockpit':12}{'measure':25}{'first s':>9}{'all s':>9}{'first ×':>9}{'all ×':>9}"


def pages(store: str, count: int) -> Iterator[Drawn]:
    """Yield the medians of so many rounds of each cockpit, after what is the least for it."""
    enter_pages(store)
    peers.enter()
    for name, path in COCKPITS.items():
        least, sql = baseline(store, path, count), least_sql(store, name, count)
        measured: dict[str, list[Times]] = {
            "bare page, load": [least.load],
            "bare page, redraw": [least.redraw],
        }
        for measure, seconds in sql.items():
            yield Drawn(name, f"SQL, {measure}", seconds, seconds)
        for measure, times in rounds(launched, store, name, count):
            measured.setdefault(measure, []).append(times)
        for measure, found in measured.items():
            base = least.redraw if measure in sql or "redraw" in measure else least.load
            first, whole = (median(times[part] for times in found) for part in (0, 1))
            ratios = first / (base[0] + sql.get(measure, 0)), whole / (base[1] + sql.get(measure, 0))
            yield Drawn(name, measure, first, whole, ratios)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", default="data/store", help="folder of the store (default: data/store)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, help="file for the same numbers")
    given = parser.parse_args()
    print(f"{machine()}\n{HEADER}", flush=True)
    kept(given.json, printed(pages(given.store, given.rounds)))


if __name__ == "__main__":
    main()

"""A soak of the wall in a real Chromium with accelerated rotation: `python -m benchmarks.wall [--store FOLDER]`.

The wall turns to the next scene every second and is given the data anew every fifteen, as a new snapshot would; each sample
is the JavaScript heap after a forced collection, the number of DOM nodes and of listeners. A wall that hangs for months
must not grow: the figure that counts is the median heap of the last tenth over that of the second tenth, below 1.10.
Before that all is drawn anew some times at once: the browser compiles what runs often, and its machine code, which lies on
the same heap, is not what is looked for.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import CDPSession, Page, ViewportSize

from benchmarks.told import machine
from tests.browser.chromium import launched, wait_drawn
from tests.browser.serving import Serving, free_port

SCREEN: ViewportSize = {"width": 1920, "height": 1080}
REDRAW_SECONDS, MOST_GROWTH, WARMING = 15, 1.10, 30
#: As version.js does when the data have another version.
ANEW = """() => window.dash_clientside.set_props("selection", { data: JSON.parse(JSON.stringify(
  Object.fromEntries([...new URLSearchParams(location.search)].filter(([key]) => !["scene", "rotate"].includes(key))))) })"""
Sample = tuple[float, float, int, int, int]  # seconds, MB of heap, nodes, listeners, scenes shown


def sample(page: Page, session: CDPSession, began: float) -> Sample:
    session.send("HeapProfiler.collectGarbage")
    counts = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    turns = int(page.evaluate("window.__turns"))
    heap = counts["JSHeapUsedSize"] / 1e6
    return time.monotonic() - began, heap, int(counts["Nodes"]), int(counts["JSEventListeners"]), turns


def soak(page: Page, seconds: float, samples: int) -> list[Sample]:
    page.evaluate(
        """() => { window.__turns = 0; new MutationObserver(() => window.__turns++)
             .observe(document.querySelector(".wall"), { attributes: true, attributeFilter: ["data-scene"] }); }"""
    )
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    began, redrawn, found = time.monotonic(), 0, []
    for number in range(1, samples + 1):
        while (now := time.monotonic() - began) < seconds * number / samples:
            if now > REDRAW_SECONDS * (redrawn + 1):
                page.evaluate(ANEW)
                redrawn += 1
            page.wait_for_timeout(250)
        wait_drawn(page)
        found.append(sample(page, session, began))
        at, heap, nodes, listeners, turns = found[-1]
        print(f"{at:8.0f}{heap:10.2f}{nodes:9}{listeners:11}{turns:8}{redrawn:9}", flush=True)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", default="data/store", help="folder of the store (default: data/store)")
    parser.add_argument("--minutes", type=float, default=4)
    parser.add_argument("--samples", type=int, default=40)
    parser.add_argument("--warming", type=int, default=WARMING, help="drawings before the first sample")
    given = parser.parse_args()
    print(machine())
    with (
        tempfile.TemporaryDirectory() as logs,
        Serving(given.store, free_port(), Path(logs) / "log") as serving,
        launched() as browser,
    ):
        page = browser.new_context(base_url=serving.url, viewport=SCREEN, locale="zh-CN").new_page()
        began = time.monotonic()
        page.goto("/wall?rotate=1")
        wait_drawn(page, 60)
        print(f"the whole wall is drawn after {time.monotonic() - began:.1f} s")
        for _ in range(given.warming):
            page.evaluate(ANEW)
            page.wait_for_timeout(250)
            wait_drawn(page, 60)
        print(f"{given.warming} times drawn anew to warm up, until {time.monotonic() - began:.0f} s")
        print(f"{'seconds':>8}{'heap MB':>10}{'nodes':>9}{'listeners':>11}{'turns':>8}{'redrawn':>9}")
        found = soak(page, given.minutes * 60, given.samples)
    tenth = max(1, len(found) // 10)
    first, last = (median(one[1] for one in part) for part in (found[tenth : 2 * tenth], found[-tenth:]))
    print(f"heap after the first tenth {first:.2f} MB, at the end {last:.2f} MB: {last / first - 1:+.1%}")
    return 0 if last / first < MOST_GROWTH else 1


if __name__ == "__main__":
    sys.exit(main())

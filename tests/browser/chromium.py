"""The browser, and what it takes to know that a page is drawn and clean."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from data_access.exports.printing import chromium

_FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]

#: Whether a part of the page is still to be drawn; the areas of a map come later than the rest of its chart.
WAITS = """(part) => {
  if (part.dataset.state === "loading" || part.dataset.dashIsLoading) return true;
  if (part.dataset.view !== "chart") return false;
  const graph = part.querySelector(".js-plotly-plot");
  if (!graph?.querySelector(".main-svg") || !graph._fullData) return true;
  return graph._fullData[0]?.type === "choropleth" && !graph.querySelector("path.choroplethlocation");
}"""

#: Between two looks, in milliseconds: at every frame, which is how often Playwright looks by itself, they are a part of what the page
#: has to do, and make it have frames where nothing moves.
LOOK_MS = 40
#: True once nothing has been waiting at some looks in a row, sentences included, which may come after the last card. Without Dash a
#: page may have no part at all; between two documents a window has not even a root.
_DRAWN = f"""() => {{
  const parts = [...document.querySelectorAll("[data-card], [data-section]")];
  const board = document.documentElement?.dataset.board;
  const isThere = board === "told" || (parts.length && board !== "loading");
  window.__calm = isThere && !parts.some({WAITS}) ? (window.__calm || 0) + 1 : 0;
  return window.__calm > 2;
}}"""


class ChromiumMissing(RuntimeError):
    """There is no browser to drive; says what to install."""


def executable() -> str:
    """Return the path of the browser; raises ChromiumMissing."""
    if found := chromium():
        return found
    message = "Chromium is missing. Install it: apt-get install -y chromium-headless-shell fonts-noto-cjk"
    raise ChromiumMissing(message)


@contextmanager
def launched(*flags: str) -> Iterator[Browser]:
    """Lend a browser without a window, begun with some flags more."""
    path = executable()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*_FLAGS, *flags])
        try:
            yield browser
        finally:
            browser.close()


def wait_drawn(page: Page, seconds: float = 30) -> None:
    """Wait until no card and no section of the page is loading."""
    page.evaluate("window.__calm = 0")
    page.wait_for_function(_DRAWN, timeout=seconds * 1000, polling=LOOK_MS)

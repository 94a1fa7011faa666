"""A page as its reader's browser prints it: what happens before and after, and what may not stand on paper."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

#: What an A4 sheet shows on its side, in CSS pixels.
SHEET = (1047, 711)
#: Whatever answers to a hand, files to take and tasks to give, as far as it is seen; what says what was chosen by it may.
_FOR_HANDS = """() => [...document.querySelectorAll(
    "button:not(.on):not(.audit-sought *), input:not(.audit-sought *), select, textarea, summary, .files, .do, a[href*='/api/'], a[href*='/tasks?']")]
  .filter((one) => one.offsetWidth && one.checkVisibility({ visibilityProperty: true }) && !(one.matches("input") && one.value))
  .map((one) => `${one.tagName} ${one.className} ${(one.textContent || one.placeholder || "").trim().slice(0, 20)}`)"""
#: Words that stand beyond the edge of the sheet, or end in the middle since their place is too narrow.
_CUT = """() => [...document.querySelectorAll("h1, h2, h3, p, td, th, .number, .note, .told")].filter((one) => {
  if (!one.offsetWidth || !one.checkVisibility({ visibilityProperty: true }) || one.closest(".ag-root-wrapper, .wall, .visually-hidden")) return false;
  const style = getComputedStyle(one);
  return one.getBoundingClientRect().right > innerWidth + 1 || (style.overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1);
}).map((one) => one.textContent.trim().slice(0, 40))"""


@contextmanager
def on_paper(page: Page, *, follows: bool = True) -> Iterator[None]:
    """Have a page as its browser prints it, and on the screen again afterwards.

    Its window is one sheet meanwhile, as a browser lays it out; what follows its window rather than the paper keeps its own.
    """
    before = page.viewport_size
    if follows:
        page.set_viewport_size({"width": SHEET[0], "height": SHEET[1]})
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    try:
        yield
    finally:
        page.emulate_media(media="screen")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        if before and follows:
            page.set_viewport_size(before)


def misplaced(page: Page) -> list[str]:
    """Return what stands on paper for nothing, or cut."""
    found: list[str] = page.evaluate(_FOR_HANDS) + page.evaluate(_CUT)
    return found

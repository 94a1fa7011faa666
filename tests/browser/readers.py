"""A reader at the cockpit: opens pages, clicks marks, chooses filters, reads numbers."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qsl, urljoin, urlsplit

from playwright.sync_api import ConsoleMessage, Error, Locator, Page, Request, Response

from tests.browser import marks
from tests.browser.chromium import LOOK_MS, wait_drawn
from tests.browser.serving import Serving
from tests.browser.undrawn import DRAWN

#: What a reader looks at of a chart, in plain lists.
_TRACES = """(card) => card.querySelector(".js-plotly-plot")._fullData.map((trace) => ({
  type: trace.type, name: trace.name, customdata: JSON.parse(JSON.stringify(trace.customdata || [])),
  x: Array.from(trace.x || []), y: Array.from(trace.y || []), z: JSON.parse(JSON.stringify(trace.z || [])),
  locations: trace.locations || [], opacity: trace.marker?.opacity }))"""
_STATES = """(parts) => [...document.querySelectorAll(parts)].map((part) =>
  [part.dataset.name || part.dataset.section, part.dataset.state])"""


@dataclass
class Watch:
    """Collects what must not happen in a browser; `expected` are statuses that a test provokes itself."""

    expected: set[int] = field(default_factory=set)
    seen: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Watch a page from now on."""
        for event, heard in self._events():
            page.on(event, heard)

    def away(self, page: Page) -> None:
        """Watch a page no longer."""
        for event, heard in self._events():
            page.remove_listener(event, heard)

    def _events(self) -> tuple[tuple[Any, Callable[[Any], None]], ...]:
        return (
            ("console", self._console),
            ("pageerror", self._error),
            ("response", self._response),
            ("request", self._request),
        )

    def _error(self, error: Error) -> None:
        self.seen.append(f"page error: {error}")

    def _console(self, message: ConsoleMessage) -> None:
        provoked = any(f"status of {status} " in message.text for status in self.expected)
        if message.type in {"error", "warning"} and not provoked:
            self.seen.append(f"console {message.type}: {message.text[:400]}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.seen.append(f"{response.status} from {response.url}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.hostname != "127.0.0.1":
            self.seen.append(f"request to another machine: {request.url[:200]}")


@dataclass
class Reader:
    """A page of one reader, before the app at a URL."""

    page: Page
    app: str

    def draws(self, *parts: str) -> Self:
        """Have a window that draws nothing draw these from the next page on: charts, each as "gmv/map", and what is DASH's."""
        self.page.context.add_cookies([{"name": DRAWN, "value": ".".join(parts), "url": self.app}])
        return self

    def at(self, app: Serving) -> Self:
        """Go before another app: what this window has compiled serves it as well."""
        self.app = app.url
        return self

    def open(self, address: str) -> None:
        """Open an address of the app and wait until it is drawn."""
        self.go(address)
        wait_drawn(self.page)

    def go(self, address: str) -> None:
        """Open an address of the app, and do not wait for what stands there."""
        self.page.goto(urljoin(self.app, address))

    def stay(self, address: str) -> None:
        """Open an address unless its page stands before the reader; what floats over that is put away."""
        if not self.page.url.endswith(address):
            self.open(address)
        self.page.evaluate("() => document.documentElement.click()")

    @property
    def path(self) -> str:
        """The path in the address bar."""
        return urlsplit(self.page.url).path

    @property
    def query(self) -> dict[str, str]:
        """The query in the address bar."""
        return dict(parse_qsl(urlsplit(self.page.url).query))

    @contextmanager
    def redrawing(self) -> Iterator[None]:
        """Wait until the address has changed and everything is drawn again."""
        before = self.page.url
        yield
        self.page.wait_for_function("before => location.href !== before", arg=before, polling=LOOK_MS)
        wait_drawn(self.page)

    def card(self, key: str, chart: str = "key") -> Locator:
        """Return the first card of an indicator drawn as this chart."""
        return self.page.locator(f'[data-card="{key}"][data-chart="{chart}"]').first

    def number(self, key: str) -> float:
        """Return a key figure exactly, as its tip says it."""
        told = self.card(key).locator(".number").get_attribute("title") or ""
        found = re.match(r"-?[\d,]+(\.\d+)?", told)
        assert found, f"the key figure {key} tells no number: {told!r}"
        return float(found[0].replace(",", ""))

    def traces(self, key: str, chart: str) -> list[dict[str, Any]]:
        """Return the traces of a chart."""
        found: list[dict[str, Any]] = self.card(key, chart).evaluate(_TRACES)
        return found

    def states(self, parts: str = "[data-card], [data-section]") -> dict[str, str]:
        """Return the state of every card and section, or of such parts alone."""
        return dict(self.page.evaluate(_STATES, parts))

    def click_mark(self, key: str, chart: str, *codes: str) -> None:
        """Click the mark of a chart that stands for these codes."""
        marks.click(self.page, self.card(key, chart), codes)

    def choose(self, filter_key: str, words: str) -> None:
        """Choose a member of a filter of the bar by typing its name, and close the list."""
        more = self.page.locator(f".more .control.{filter_key}")
        if more.count() and not more.is_visible():
            self.page.locator(".more summary").click()
        self.page.locator(f".control.{filter_key} button.dash-dropdown").click()
        opened = self.page.locator(".dash-dropdown-content")
        search = opened.locator("input[type=search]")
        if search.count():
            search.fill(words)
        opened.get_by_text(words, exact=True).click()
        if opened.count():  # a list of which one may choose several stays open
            search.press("Escape")

    def act(self, card: Locator, what: str) -> None:
        """Choose an entry of a card's menu by its key: png, svg, csv, xlsx, table, full."""
        card.locator("button.menu").click()
        self.page.locator(f'.menu-list [data-act="{what}"]').click()

"""A browser, the demo city, an app over it and a window before it for the whole run; no journey meets what another left."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, ViewportSize

from tests.browser.chromium import ChromiumMissing, executable, launched
from tests.browser.readers import Reader, Watch
from tests.browser.serving import Forked, Serving, free_port

Readers = Callable[..., Reader]
PATIENCE_MS = 15_000
SCREEN: ViewportSize = {"width": 1920, "height": 1080}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        executable()
    except ChromiumMissing as missing:
        pytest.fail(str(missing), pytrace=False)
    with launched() as chromium:
        yield chromium


@pytest.fixture(scope="session")
def city(demo_city: Path) -> Path:
    """A store with a hundredth of the demo city; read it, do not write it."""
    return demo_city


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Serving]:
    """Return what gives a store a port and a log; `with` starts the app."""
    logs = tmp_path_factory.mktemp("logs")

    def placed(store: Path) -> Serving:
        port = free_port()
        return Forked(str(store), port, logs / f"{port}.log")

    return placed


@pytest.fixture
def serve(place: Callable[[Path], Serving]) -> Iterator[Callable[[Path], Serving]]:
    """Return what starts an app over another store; it stops after the readers have left."""
    with ExitStack() as running:
        yield lambda store: running.enter_context(place(store))


@pytest.fixture(scope="session")
def app(city: Path, place: Callable[[Path], Serving]) -> Iterator[Serving]:
    with place(city) as serving:
        yield serving


class Window:
    """One window before an app for a reader after another: opening one each costs a third of what a page costs."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser, self._url = browser, url
        self._page: Page | None = None

    def page(self) -> Page:
        """Return its page, empty and without a memory of who sat there before."""
        if self._page is None:
            self._page = opened(self._browser, self._url).new_page()
            self._page.set_default_timeout(PATIENCE_MS)
        return self._page

    def leave(self, watch: Watch) -> None:
        """Take away what a reader has changed; a window that does not let go is closed."""
        page = self._page
        assert page is not None
        try:
            page.unroute_all(behavior="wait")
            watch.away(page)
            page.goto("/healthz")  # of the same site: its process is the next page's
            self._forget(page)
        except Error:
            self.close()
            raise

    def _forget(self, page: Page) -> None:
        for other in page.context.pages:
            if other is not page:
                other.close()
        page.context.clear_cookies()
        page.context.clear_permissions()
        page.emulate_media(reduced_motion="no-preference")
        page.set_viewport_size(SCREEN)
        page.mouse.move(0, 0)

    def close(self) -> None:
        """Close it; the next reader opens another."""
        page, self._page = self._page, None
        if page is not None:
            page.context.close()


def opened(
    browser: Browser, url: str, screen: ViewportSize = SCREEN, locale: str = "zh-CN"
) -> BrowserContext:
    """Return a place of its own for a reader who has been offered the tours of pages before."""
    context = browser.new_context(base_url=url, viewport=screen, locale=locale)
    kept = json.dumps({"seen": [], "isOff": True})
    context.add_init_script(
        "try { localStorage.getItem('cockpit.tours') ?? "
        f"localStorage.setItem('cockpit.tours', {json.dumps(kept)}) }} catch {{ /* a document that may keep nothing */ }}"
    )
    return context


@pytest.fixture(scope="session")
def window(browser: Browser, app: Serving) -> Iterator[Window]:
    kept = Window(browser, app.url)
    yield kept
    kept.close()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def readers(browser: Browser, watch: Watch, serve: object) -> Iterator[Readers]:  # noqa: ARG001  (it ends after us)
    """Return what seats a new reader, with cookies of their own, before an app; the test fails on any dirt."""
    contexts = []

    def seated(serving: Serving, width: int = 1920, height: int = 1080, locale: str = "zh-CN") -> Reader:
        context = opened(browser, serving.url, {"width": width, "height": height}, locale)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        watch.over(page)
        return Reader(page)

    yield seated
    for context in contexts:
        context.close()
    assert watch.seen == []


@pytest.fixture
def newcomer(readers: Readers, app: Serving) -> Reader:
    """A reader in a window of his own, with nothing in its memory: for what is counted, delayed or put into the page."""
    return readers(app)


@pytest.fixture
def reader(window: Window, watch: Watch) -> Iterator[Reader]:
    """A reader in the window in which all journeys follow each other; the test fails on any dirt."""
    page = window.page()
    watch.over(page)
    yield Reader(page)
    window.leave(watch)
    assert watch.seen == []

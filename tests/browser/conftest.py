"""A browser, the demo city, an app over it and a window before it for the whole run; no journey meets what another left."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, ViewportSize, expect

from data_access.store.store import Store
from tests.browser.chromium import ChromiumMissing, executable, launched
from tests.browser.readers import Reader, Watch
from tests.browser.serving import Forked, Serving, free_port
from tests.browser.undrawn import UNDRAWN

Readers = Callable[..., Reader]
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)  # what is expected of a page may take as long as what is waited for
SCREEN: ViewportSize = {"width": 1920, "height": 1080}
#: Scripts are compiled, and what they left is cleared away, on the page's own thread: with several browsers on few cores the
#: threads beside it cost a tenth of a page more than they give.
_ONE_THREAD = "--js-flags=--single-threaded"
#: A page is painted and put together in as few pieces as it takes: of the usual small ones each screen has dozens.
_LARGE_TILES = ("--default-tile-width=2048", "--default-tile-height=2048")
_LOSE = """DELETE FROM complaint_report WHERE item_id IN (SELECT item_id FROM complaint_report
    QUALIFY row_number() OVER (PARTITION BY handling_district, kind ORDER BY item_id) % 3 = 0)"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        executable()
    except ChromiumMissing as missing:
        pytest.fail(str(missing), pytrace=False)
    with launched(_ONE_THREAD, *_LARGE_TILES) as chromium:
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


@pytest.fixture(scope="session")
def app_apart(
    city: Path, tmp_path_factory: pytest.TempPathFactory, place: Callable[[Path], Serving]
) -> Iterator[Serving]:
    """An app on a machine where no Chromium can be found, with a state of its own: nobody gives a task there but test_tasks.py."""
    serving = place(city)
    serving.environment["PATH"] = str(tmp_path_factory.mktemp("nothing"))
    with serving:
        yield serving


class Changing:
    """An app over a copy of the city: one journey after another changes its data, or takes them away and gives them back."""

    def __init__(self, serving: Serving) -> None:
        self.serving = serving
        self._store = Path(serving.store)
        self._away = self._store.with_name("away")

    def lose_a_third(self) -> None:
        """Have a next snapshot with two of three complaints and reports of each place and kind."""
        with Store(str(self._store)).draft(from_current=True) as draft:
            draft.connection.execute(_LOSE)

    def take_away(self) -> None:
        """Leave the app without its store."""
        self._store.rename(self._away)

    def give_back(self) -> None:
        """Let the store stand where it stood; nothing happens if it does."""
        if self._away.exists():
            self._away.rename(self._store)


@pytest.fixture(scope="session")
def app_of_changes(
    city: Path, tmp_path_factory: pytest.TempPathFactory, place: Callable[[Path], Serving]
) -> Iterator[Changing]:
    store = tmp_path_factory.mktemp("changing") / "store"
    shutil.copytree(city, store)
    with place(store) as serving:
        yield Changing(serving)


@pytest.fixture
def changing(app_of_changes: Changing) -> Iterator[Changing]:
    """An app whose data a journey may change for good: those after it find them as they were left."""
    yield app_of_changes
    app_of_changes.give_back()


class Window:
    """One window before an app for a reader after another: opening one each costs a third of what a page costs."""

    def __init__(self, browser: Browser, url: str, *, draws: bool = True) -> None:
        self._browser, self.url, self._draws = browser, url, draws
        self._page: Page | None = None

    def page(self) -> Page:
        """Return its page, empty and without a memory of who sat there before."""
        if self._page is None:
            self._page = opened(self._browser, self.url, draws=self._draws).new_page()
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
        page.emulate_media(reduced_motion="reduce")
        page.set_viewport_size(SCREEN)
        page.mouse.move(0, 0)

    def close(self) -> None:
        """Close it; the next reader opens another."""
        page, self._page = self._page, None
        if page is not None:
            page.context.close()


def opened(
    browser: Browser,
    url: str,
    screen: ViewportSize = SCREEN,
    locale: str = "zh-CN",
    *,
    draws: bool = True,
) -> BrowserContext:
    """Return a place of its own for a reader who has been offered the tours of pages before and wants no motion: each frame costs."""
    context = browser.new_context(base_url=url, viewport=screen, locale=locale, reduced_motion="reduce")
    kept = json.dumps({"seen": [], "isOff": True})
    context.add_init_script(
        "try { localStorage.getItem('cockpit.tours') ?? "
        f"localStorage.setItem('cockpit.tours', {json.dumps(kept)}) }} catch {{ /* a document that may keep nothing */ }}"
    )
    if not draws:
        context.add_init_script(UNDRAWN)
    return context


@pytest.fixture(scope="session")
def window(browser: Browser, app: Serving) -> Iterator[Window]:
    kept = Window(browser, app.url)
    yield kept
    kept.close()


@pytest.fixture(scope="session")
def bare_window(browser: Browser, app: Serving) -> Iterator[Window]:
    kept = Window(browser, app.url, draws=False)
    yield kept
    kept.close()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def readers(browser: Browser, watch: Watch, serve: object) -> Iterator[Readers]:  # noqa: ARG001  (it ends after us)
    """Return what seats a new reader, with cookies of their own, before an app; the test fails on any dirt."""
    contexts = []

    def seated(
        serving: Serving,
        width: int = 1920,
        height: int = 1080,
        locale: str = "zh-CN",
        *,
        draws: bool = True,
    ) -> Reader:
        screen: ViewportSize = {"width": width, "height": height}
        context = opened(browser, serving.url, screen, locale, draws=draws)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        watch.over(page)
        return Reader(page, serving.url)

    yield seated
    for context in contexts:
        context.close()
    assert watch.seen == []


@pytest.fixture
def newcomer(readers: Readers, app: Serving) -> Reader:
    """A reader in a window of his own, with nothing in its memory: for what is counted, delayed or put into the page."""
    return readers(app)


@pytest.fixture
def reader(window: Window, watch: Watch, serve: object) -> Iterator[Reader]:  # noqa: ARG001  (it ends after us)
    """A reader in the window in which all journeys follow each other; the test fails on any dirt."""
    yield from _seated(window, watch)


@pytest.fixture
def skimmer(bare_window: Window, watch: Watch, serve: object) -> Iterator[Reader]:  # noqa: ARG001  (it ends after us)
    """A reader who looks at no chart but those that he `draws`, in such a window: whatever else a page has is there."""
    yield from _seated(bare_window, watch)


def _seated(window: Window, watch: Watch) -> Iterator[Reader]:
    page = window.page()
    watch.over(page)
    yield Reader(page, window.url)
    window.leave(watch)
    assert watch.seen == []

"""A browser, the demo city and an app over it for the whole run; a clean browser for every journey."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import ChromiumMissing, executable, launched
from tests.browser.readers import Reader, Watch
from tests.browser.serving import Serving, free_port

Readers = Callable[..., Reader]


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
        return Serving(str(store), port, logs / f"{port}.log")

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


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def readers(browser: Browser, watch: Watch, serve: object) -> Iterator[Readers]:  # noqa: ARG001  (it ends after us)
    """Return what seats a new reader, with cookies of their own, before an app; the test fails on any dirt."""
    contexts = []

    def seated(serving: Serving, width: int = 1920, height: int = 1080, locale: str = "zh-CN") -> Reader:
        screen = {"width": width, "height": height}
        context = browser.new_context(base_url=serving.url, viewport=screen, locale=locale)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        watch.over(page)
        return Reader(page)

    yield seated
    for context in contexts:
        context.close()
    assert watch.seen == []


@pytest.fixture
def reader(readers: Readers, app: Serving) -> Reader:
    return readers(app)

"""What readers ask first is ready before anybody asks: names, the cockpits, and then all pages of the navigation, also when the data are new."""

import logging
import re
import threading
from collections.abc import Iterable
from datetime import date
from html import unescape
from time import monotonic
from typing import Self

import flask
from sqlalchemy.exc import SQLAlchemyError

from components.board.boards import BoardQuery
from components.http.access.door import PRIMING
from components.http.board import BoardRoutes
from components.model.page import PAGES, Page
from components.wall.scenes import PAGE as WALL
from data_access.domain.errors import CockpitError
from data_access.lookups.geo import area_map
from data_access.metrics.labels import labels
from data_access.metrics.plan import rest
from data_access.store.patience import IsGone
from data_access.store.store import Store

log = logging.getLogger(__name__)
#: Seconds between two looks at the version of the data.
_BEAT_SECONDS = 3.0
#: So many pages, overview and governance, are told before the server answers anybody, if the store takes no longer than these seconds.
_COCKPITS, _MOST_SECONDS = 2, 10.0
#: What a document brings along, and what browsers of today can unpack.
_FILE = re.compile(r'(?:src|href)="([^"]+\.(?:js|css)[^"]*)"')
_AS_A_BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}


def ready_to_part(server: flask.Flask, *, draws_ahead: bool) -> None:
    """Read what workers share, and close what none of them may have from another: store, state and threads.

    Where it `draws_ahead` the cockpits are told as well, and opened: who opens one of a server that has just begun would wait for
    it as long.
    """
    routes: BoardRoutes = server.extensions["boards"]
    boards, until = routes.boards, monotonic() + _MOST_SECONDS
    if read_ahead(boards.store) and draws_ahead:
        cockpits = _often_asked()[:_COCKPITS]
        _draw(routes, cockpits, lambda: monotonic() > until)
        _open(server, cockpits)
    rest()
    boards.store.close()
    boards.book.state.close()


def read_ahead(store: Store) -> bool:
    """Open a store and read what every page needs, once for each state of it: names, what is recorded, the outline of the city.

    One that cannot be read says so to its readers; return whether it can.
    """
    try:
        with store.snapshot() as snapshot:
            area_map(labels(snapshot).dataset.city, snapshot.files)
    except (CockpitError, SQLAlchemyError) as error:
        log.warning("nothing could be read ahead: %s", error)
        return False
    return True


def _open(server: flask.Flask, pages: Iterable[Page]) -> None:
    """Ask for documents and their files as a browser does, so that these are compressed once for all workers."""
    client = server.test_client()
    for page in pages:
        document = client.get(page.path, environ_overrides={PRIMING: True}).text
        for file in _FILE.findall(document):
            client.get(unescape(file), headers=_AS_A_BROWSER, environ_overrides={PRIMING: True})


class Ahead:
    """Draws ahead in a thread of its own, from `begin` to `close`; of several workers one draws."""

    def __init__(self, routes: BoardRoutes) -> None:
        self._routes = routes
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="ahead", daemon=True)

    def begin(self) -> Self:
        """Begin to watch the data."""
        self._thread.start()
        return self

    def close(self) -> None:
        """Stop, once the line that is being made is done."""
        self._is_over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _watch(self) -> None:
        drawn = None
        # Whoever opens a page at once has the machine for himself until the first beat.
        while not self._is_over.wait(_BEAT_SECONDS):
            now = self._routes.version(), date.today()
            if now != drawn and now[0] is not None and self._routes.kept.claim(repr(now)):
                _draw(self._routes, _often_asked(), self._is_over.is_set)
            drawn = now


def _draw(routes: BoardRoutes, pages: Iterable[Page], is_over: IsGone) -> None:
    """Draw those that are not kept already, one after the other."""
    for page in pages:
        try:
            routes.draw(BoardQuery.of(page.path, _looked_at(page)), is_over)
        except Exception:
            log.exception("%s could not be drawn ahead", page.path)


def _often_asked() -> list[Page]:
    """Return the pages that stand in the navigation and have cards, in its order: each reader begins there."""
    found = [one for one in PAGES.values() if one.link and one.cards and not one.keys]
    return sorted(found, key=lambda one: one.order)


def _looked_at(page: Page) -> dict[str, str]:
    """Return how a page is looked at by whoever has chosen nothing."""
    return {"theme": "dark"} if page is WALL else {}

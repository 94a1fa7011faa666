"""What readers ask first is ready before anybody asks: names, and pages of the navigation, also when the data are new."""

import logging
import threading
from datetime import date
from typing import Self

from sqlalchemy.exc import SQLAlchemyError

from components.board.boards import BoardQuery
from components.http.board import BoardRoutes
from components.model.page import PAGES, Page
from components.wall.scenes import PAGE as WALL
from data_access.domain.errors import CockpitError
from data_access.lookups.geo import area_map
from data_access.metrics.labels import labels
from data_access.store.store import Store

log = logging.getLogger(__name__)
#: Seconds between two looks at the version of the data.
_BEAT_SECONDS = 3.0


def read_ahead(store: Store) -> None:
    """Read what every page needs: names, what is recorded, the outline of the city. Workers that part later share it.

    A store that cannot be read says so to its readers.
    """
    try:
        with store.snapshot() as snapshot:
            area_map(labels(snapshot).dataset.city, snapshot.files)
    except (CockpitError, SQLAlchemyError) as error:
        log.warning("nothing could be read ahead: %s", error)
    finally:
        store.close()


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
                self._draw()
            drawn = now

    def _draw(self) -> None:
        for page in sorted(
            (one for one in PAGES.values() if _is_asked_often(one)), key=lambda one: one.order
        ):
            try:
                self._routes.draw(BoardQuery.of(page.path, _looked_at(page)), self._is_over.is_set)
            except Exception:
                log.exception("%s could not be drawn ahead", page.path)


def _is_asked_often(page: Page) -> bool:
    """Return whether a page stands in the navigation and has cards: each reader begins there."""
    return bool(page.link and page.cards and not page.keys)


def _looked_at(page: Page) -> dict[str, str]:
    """Return how a page is looked at by whoever has chosen nothing."""
    return {"theme": "dark"} if page is WALL else {}

"""How often one reader may ask in a minute, so that others are answered as well: boards, files, and everything else."""

import logging
import time
from collections.abc import Callable

import flask
from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from components.http.faults import TooOften
from data_access.domain.settings import Settings
from data_access.state.counts import SharedCounts

log = logging.getLogger(__name__)
#: Asked every few seconds by each page and each wall, and by whoever watches over the server.
_FREE = frozenset({"/api/version", "/healthz", "/metrics"})
_FILES = (".csv", ".xlsx", ".zip", ".docx")


def add_to(server: flask.Flask, settings: Settings, counts: str, reader: Callable[[], str]) -> None:
    """Count what each reader asks of a server, under `counts`, an address of a storage; `reader` names who asks."""
    storage = storage_from_string(counts)
    limiter = FixedWindowRateLimiter(storage)
    limits = {
        "boards": RateLimitItemPerMinute(settings.boards_per_minute),
        "files": RateLimitItemPerMinute(settings.files_per_minute),
        "answers": RateLimitItemPerMinute(settings.answers_per_minute),
    }

    @server.before_request
    def count() -> None:
        kind = kind_of(flask.request)
        if kind is None:
            return
        limit, who = limits[kind], reader()
        try:
            is_fair = limiter.hit(limit, kind, who)
        except storage.base_exceptions:
            log.warning("who asks how often cannot be counted", exc_info=True)
            return  # readers wait for no counter
        if not is_fair:
            ends = limiter.get_window_stats(limit, kind, who).reset_time
            raise TooOften(kind, limit.amount, max(1, round(ends - time.time())))


def kind_of(request: flask.Request) -> str | None:
    """Return what a request costs: a board, a file, an answer; None for what costs next to nothing."""
    path = request.path
    if path in _FREE:
        return None
    if path.startswith("/api/board"):
        return "boards"
    if path == "/api/exports" or (path.startswith("/api/") and path.endswith(_FILES)):
        return "files"
    if path.startswith("/api/exports/"):  # how far a job is, asked again and again
        return None
    return "answers" if path.startswith("/api/") or request.method == "POST" else None


__all__ = [
    "SharedCounts",
    "add_to",
    "kind_of",
]  # the storage makes itself known to `limits` where it is imported

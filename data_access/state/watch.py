"""Watches over the audit while a server runs: tells its head outside at intervals and at the end of each day, and checks it daily."""

import logging
import random
import threading
from datetime import datetime, time, timedelta
from typing import Self

from data_access.domain.errors import StateUnusable
from data_access.state.checks import check_daily
from data_access.state.database import State

log = logging.getLogger(__name__)
#: How soon after midnight the head of the day that has ended is told.
_AFTER_MIDNIGHT = timedelta(seconds=1)


class Watch:
    """Watches in a thread of its own, from `begin` to `close`; every server does, what one has told or checked no other does again."""

    def __init__(self, state: State, seconds: float) -> None:
        self._state, self._seconds = state, seconds
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="audit-watch", daemon=True)

    def begin(self) -> Self:
        """Begin to watch."""
        self._thread.start()
        return self

    def close(self) -> None:
        """Stop, and tell the last head."""
        self._is_over.set()
        if self._thread.is_alive():
            self._thread.join()
            self.look(datetime.now())

    def look(self, now: datetime) -> None:
        """Begin the seal where there is none, tell the head if it is another or of another day, and make the check that is due."""
        try:
            with self._state.acting():
                pass  # whoever may write to the audit has verified its end
            if self._state.outside.heads.latest() is None:
                log.critical(
                    "the heads of the audit are gone from %s; `audit head` writes one",
                    self._state.outside.heads.path,
                )
            else:
                self._state.tell_head()
        except StateUnusable:
            pass  # its log says why; that the audit is broken is what a check is there to find
        try:
            check_daily(self._state, now)
        except StateUnusable:
            pass  # as above
        except Exception:
            log.exception("the audit could not be watched; the next look tries again")

    def _run(self) -> None:
        self.look(datetime.now())
        keys = self._state.outside.keys
        if keys.exists() and keys.is_open_to_others():
            log.warning("others may read the keys of the audit: chmod 600 %s, then `audit rotate`", keys.path)
        wait = random.uniform(0, self._seconds)  # noqa: S311  (workers that began together must not look together)
        while not self._is_over.wait(min(wait, until_midnight(datetime.now()))):
            self.look(datetime.now())
            wait = self._seconds


def until_midnight(now: datetime) -> float:
    """Return the seconds until the day has ended."""
    tomorrow = datetime.combine(now.date() + timedelta(days=1), time.min)
    return (tomorrow + _AFTER_MIDNIGHT - now).total_seconds()

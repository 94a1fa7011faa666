"""One thread that interrupts questions past their time."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from data_access.store.patience import Patience

#: Seconds between two looks at what runs.
_GLANCE = 0.1


class Interruptible(Protocol):
    """What runs a question; each object runs one at a time."""

    def interrupt(self) -> None:
        """Stop it, from another thread."""


class Watchdog:
    """Interrupts questions past their time; a timer for each would cost more than a question."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._lock, self._stop = seconds, threading.Lock(), threading.Event()
        self._asked = threading.Event()
        self._running: dict[Interruptible, tuple[float, Patience]] = {}
        threading.Thread(target=self._watch, name="query-watchdog", daemon=True).start()

    def _watch(self) -> None:
        while self._asked.wait() and not self._stop.wait(min(_GLANCE, self._seconds)):
            with self._lock:
                if not self._running:  # it sleeps until somebody asks: a process has one for each store
                    self._asked.clear()
                for native, (end, patience) in self._running.items():
                    if time.monotonic() > end or patience.is_over:
                        native.interrupt()

    def interrupt(self, patience: Patience) -> None:
        """Interrupt what runs for somebody, now."""
        with self._lock:
            for native, (_, whose) in self._running.items():
                if whose is patience:
                    native.interrupt()

    @contextmanager
    def over(self, native: Interruptible, patience: Patience) -> Iterator[None]:
        """Watch one question; it is off the list before another can start on the same object."""
        with self._lock:
            self._running[native] = time.monotonic() + self._seconds, patience
            self._asked.set()
        try:
            yield
        finally:
            with self._lock:
                del self._running[native]

    def stop(self) -> None:
        """End the thread."""
        self._stop.set()
        self._asked.set()

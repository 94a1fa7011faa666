"""The one thread that stops questions past their time, and sleeps while nobody asks."""

import re
import threading
import time
from pathlib import Path

from data_access.store.patience import Patience
from data_access.store.watchdog import Watchdog


class Asked:
    """A question that runs until it is interrupted."""

    def __init__(self) -> None:
        self._ended = threading.Event()

    def interrupt(self) -> None:
        self._ended.set()

    def has_ended(self) -> bool:
        return self._ended.wait(10)


def woken(thread: threading.Thread) -> int:
    """Return how often a thread has slept so far."""
    told = Path(f"/proc/self/task/{thread.native_id}/status").read_text()
    return int(re.search(r"^voluntary_ctxt_switches:\s*(\d+)", told, re.MULTILINE)[1])  # type: ignore[index]


def test_it_stops_each_question_in_time_and_sleeps_while_nobody_asks() -> None:
    others = set(threading.enumerate())
    dog = Watchdog(0.02)
    (thread,) = set(threading.enumerate()) - others
    for _ in range(2):
        question = Asked()
        with dog.over(question, Patience()):
            assert question.has_ended()
        time.sleep(0.1)  # it looks once more and finds nothing
        before = woken(thread)
        time.sleep(0.2)
        assert woken(thread) == before
    dog.stop()
    thread.join(10)
    assert not thread.is_alive()

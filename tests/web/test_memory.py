"""A worker gives back what it no longer needs: what refers to itself goes when the worker has grown by it."""

import gc
import subprocess
import sys

import pytest

from components.http.memory import Giver, resident_bytes

MB = 1_000_000


#: What the collector does in a process that holds little: in one that has run many tests it takes seconds.
LOOKS = """
import gc, weakref
from components.http.memory import Giver
class Slide:
    def __init__(self): self.own = self
gc.disable()
held = [0]
giver = Giver(lambda: held[0], lambda: None)
slide = weakref.ref(Slide())
held[0] = 15_000_000
giver.look()
assert slide() is not None, "looking through all costs more than a little"
held[0] = 17_000_000
giver.look()
assert slide() is None
"""


@pytest.fixture
def collections(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that grows each time when the collector is told to look through all."""
    done: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda: done.append(len(done)))
    return done


def test_a_worker_that_has_grown_lets_go_of_what_refers_to_itself() -> None:
    subprocess.run([sys.executable, "-c", LOOKS], check=True, timeout=60)


def test_growth_counts_from_the_least_that_a_worker_held_since(collections: list[int]) -> None:
    held, given = [100 * MB], []
    giver = Giver(lambda: held[0], lambda: given.append(held[0]))
    for megabytes, looked in ((110, 0), (80, 0), (90, 0), (97, 1), (110, 1), (114, 2)):
        held[0] = megabytes * MB
        giver.look()
        assert len(collections) == looked, megabytes
    assert len(given) == 6, "what was freed is given back each time"


def test_what_a_process_holds_is_what_the_machine_says() -> None:
    before, held = resident_bytes(), bytearray(64 * MB)
    assert 60 * MB < resident_bytes() - before < 80 * MB
    assert len(held) == 64 * MB

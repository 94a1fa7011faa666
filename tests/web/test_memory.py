"""A worker gives back what it no longer needs: what refers to itself goes when the worker has grown by it."""

import gc
import weakref

import pytest

from components.http.memory import Giver, resident_bytes

MB = 1_000_000


class Slide:
    """Refers to itself, as what a presentation is made of does."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture
def uncollected() -> weakref.ref[Slide]:
    gc.collect()
    return weakref.ref(Slide())


def test_a_worker_that_has_grown_lets_go_of_what_refers_to_itself(uncollected: weakref.ref[Slide]) -> None:
    held, given = [100 * MB], []
    giver = Giver(lambda: held[0], lambda: given.append(held[0]))
    giver.look()
    held[0] = 110 * MB
    giver.look()
    assert uncollected() is not None, "looking through all costs more than a little"
    held[0] = 120 * MB
    giver.look()
    assert uncollected() is None
    assert given == [100 * MB, 110 * MB, 120 * MB], "what was freed is given back each time"


def test_growth_counts_from_the_least_that_a_worker_held_since(uncollected: weakref.ref[Slide]) -> None:
    held = [100 * MB]
    giver = Giver(lambda: held[0], lambda: None)
    for megabytes in (80, 90, 97):
        held[0] = megabytes * MB
        giver.look()
    assert uncollected() is None


def test_what_stays_is_looked_through_once_and_not_again_each_time(uncollected: weakref.ref[Slide]) -> None:
    held = [100 * MB]
    giver = Giver(lambda: held[0], lambda: None)
    held[0] = 150 * MB
    giver.look()
    later = weakref.ref(Slide())
    giver.look()
    assert uncollected() is None
    assert later() is not None


def test_what_a_process_holds_is_what_the_machine_says() -> None:
    before, held = resident_bytes(), bytearray(64 * MB)
    assert 60 * MB < resident_bytes() - before < 80 * MB
    assert len(held) == 64 * MB

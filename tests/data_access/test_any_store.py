"""What is true of a store wherever it is kept: whole snapshots or nothing, one writer, readers that follow a swap."""

import os
import threading
import time

import pytest

from data_access.domain.errors import StoreBusy, StoreMissing, UnknownName
from data_access.store.folders import KEPT
from data_access.store.store import Store
from tests.data_access.test_store import add, publish, rows


@pytest.fixture
def store(any_store: Store) -> Store:
    return any_store


def test_a_store_that_is_not_there_says_so_and_what_to_do(store: Store) -> None:
    with pytest.raises(StoreMissing, match="data_access demo"):
        store.version()
    with pytest.raises(StoreMissing), store.connect():
        pass


def test_a_draft_becomes_the_data_in_use_when_its_block_ends_well(store: Store) -> None:
    first = publish(store, 1)
    assert rows(store) == 1
    second = publish(store, 2)
    assert rows(store) == 2
    assert first < second
    publish(store, 3, from_current=False)
    assert rows(store) == 1


def fail_halfway(store: Store) -> None:
    with store.draft(from_current=True) as draft:
        add(draft, 2)
        raise RuntimeError("on purpose")


def test_a_draft_that_fails_leaves_no_trace(store: Store) -> None:
    before = publish(store, 1)
    with pytest.raises(RuntimeError, match="on purpose"):
        fail_halfway(store)
    assert store.version() == before
    assert rows(store) == 1
    assert list(store.folder.drafts.iterdir()) == []


def test_a_second_draft_is_refused_and_told_who_writes(store: Store) -> None:
    other = Store(store.location)
    with store.draft(from_current=True), pytest.raises(StoreBusy, match=f"process {os.getpid()} since"):
        publish(other, 1)
    publish(other, 1)


def test_only_the_newest_snapshots_stay_and_any_of_them_can_be_restored(store: Store) -> None:
    made = [publish(store, day) for day in range(1, KEPT + 3)]
    assert [snapshot.id for snapshot in store.snapshots()] == made[: -KEPT - 1 : -1]
    store.restore(made[-3])
    assert store.version() == made[-3]
    assert rows(store) == KEPT
    assert [snapshot.id for snapshot in store.snapshots() if snapshot.is_current] == [made[-3]]
    with pytest.raises(UnknownName):
        store.restore("20200101T000000000000Z-none")


def test_readers_follow_a_swap_without_an_error_and_never_see_half(store: Store) -> None:
    publish(store, 1)
    seen: list[int] = []
    failures: list[Exception] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                seen.append(rows(store))
            except Exception as error:  # noqa: BLE001  (any error at all is the finding)
                failures.append(error)
                return

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    with store.draft(from_current=True) as draft:
        add(draft, 2)
        add(draft, 3)
        time.sleep(0.2)
    deadline = time.monotonic() + 10
    while (not seen or seen[-1] != 3) and time.monotonic() < deadline and not failures:
        time.sleep(0.01)
    stop.set()
    for thread in threads:
        thread.join()
    assert not failures
    assert set(seen) == {1, 3}

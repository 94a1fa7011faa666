"""A request sees one snapshot: what it asks, and what is kept of its answers, is of the data that it began with."""

import gc
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from sqlalchemy import Select, delete, func, select

from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.lookups.rows import all_rows
from data_access.metrics import query
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.labels import labels
from data_access.metrics.query import compile_query, fetch
from data_access.store.schema import complaint_report
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store

YEAR = Selection(Period(date(2021, 1, 1), date(2021, 12, 31)))


@pytest.fixture
def store(small_city: Path, tmp_path: Path) -> Iterator[Store]:
    made = Store(str(copytree(small_city, tmp_path / "store")), threads=1)
    yield made
    made.close()


def load_without_items(store: Store) -> None:
    with store.draft(from_current=True) as draft, draft.engine.begin() as connection:
        connection.execute(delete(complaint_report))


def complaints(snapshot: Snapshot) -> int:
    return int(fetch(snapshot, INDICATORS["complaints"], (), YEAR, WHOLE_CITY)["value"].iloc[0])


def counted() -> Select[Any]:
    return select(func.count()).select_from(complaint_report)


def test_a_load_between_the_version_and_the_question_leaves_each_answer_under_its_own_version(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = store.version()

    def after_a_load(*asked: Any) -> Any:
        monkeypatch.undo()
        load_without_items(store)
        return compile_query(*asked)

    with store.snapshot() as snapshot:
        monkeypatch.setattr(query, "compile_query", after_a_load)
        assert complaints(snapshot) > 0
    assert store.version() != version
    assert complaints(store.snapshot()) == 0
    store.restore(version)
    assert complaints(store.snapshot()) > 0


def test_everything_that_one_request_asks_is_of_one_version(store: Store) -> None:
    with store.snapshot() as snapshot:
        before, names = snapshot.version, labels(snapshot)
        load_without_items(store)
        assert snapshot.version == before
        assert labels(snapshot) is names
        assert complaint_report in labels(snapshot).recorded
        assert complaints(snapshot) > 0
    with store.snapshot() as snapshot:
        assert snapshot.version != before
        assert complaint_report not in labels(snapshot).recorded


def test_rows_that_are_still_streamed_stay_of_their_snapshot_to_the_last(store: Store) -> None:
    with store.snapshot() as snapshot:
        found = all_rows(snapshot, "items", YEAR, WHOLE_CITY)
    load_without_items(store)
    assert store.snapshot().rows(counted()) == [(0,)]
    assert sum(len(frame) for frame in found.frames) == found.total > 0


def is_open(store: Store, version: str) -> bool:
    return store.folder._is_read(version)


def test_a_snapshot_is_let_go_at_the_end_of_its_block_and_by_whoever_drops_it(store: Store) -> None:
    version = store.version()
    with store.snapshot() as snapshot:
        dropped = all_rows(snapshot, "items", YEAR, WHOLE_CITY)
        kept = snapshot.again()
    load_without_items(store)
    store.snapshot().close()
    assert is_open(store, version)
    del dropped  # nobody began to read them
    gc.collect()
    assert is_open(store, version)
    kept.close()
    kept.close()
    assert not is_open(store, version)

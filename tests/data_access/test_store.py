"""The store: whole snapshots or nothing, readers that follow a swap, and a limit on time."""

import os
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from sqlalchemy import Select, func, insert, select
from sqlalchemy.sql.compiler import SQLCompiler

from data_access.__main__ import main
from data_access.domain.errors import QueryTooSlow, StoreMissing
from data_access.store.drafts import Draft
from data_access.store.folders import KEPT
from data_access.store.schema import annotation, complaint_report
from data_access.store.store import Store


def add(draft: Draft, day: int) -> None:
    with draft.engine.begin() as connection:
        connection.execute(
            insert(annotation).values(day=date(2021, 1, day), kind="policy", zh="事", en="thing")
        )


def publish(store: Store, day: int, *, from_current: bool = True) -> str:
    with store.draft(from_current) as draft:
        add(draft, day)
    return store.version()


def counted() -> Select[Any]:
    return select(func.count().label("n")).select_from(annotation)


def rows(store: Store) -> int:
    return int(store.snapshot().frame(counted())["n"].iloc[0])


def test_drafts_of_killed_writers_are_cleared_by_the_next(store: Store) -> None:
    publish(store, 1)
    stale = store.folder.drafts / "20200101T000000000000Z-dead.duckdb"
    stale.write_bytes(b"half")
    stale.with_suffix(".scratch").mkdir()
    publish(store, 2)
    assert list(store.folder.drafts.iterdir()) == []


def spoil(store: Store, snapshot_id: str, content: bytes) -> None:
    store.folder.file(snapshot_id).write_bytes(content)


@pytest.mark.parametrize("content", [b"", b"half of a file" * 1000])
def test_whole_snapshots_are_listed_beside_a_broken_one_which_is_never_restored(
    store: Store, content: bytes
) -> None:
    first, broken, current = (publish(store, day) for day in (1, 2, 3))
    spoil(store, broken, content)
    spoil(store, "copy-of-mine", store.folder.file(first).read_bytes())
    found = {snapshot.id: snapshot for snapshot in store.snapshots()}
    assert set(found) == {first, broken, current, "copy-of-mine"}
    assert broken in found[broken].problem
    assert [found[one].problem for one in (first, current, "copy-of-mine")] == ["", "", ""]
    assert found["copy-of-mine"].rows == found[first].rows == {"annotation": 1}
    with pytest.raises(StoreMissing, match="the data in use is as it was"):
        store.restore(broken)
    assert store.version() == current
    for whole in (first, "copy-of-mine"):
        store.restore(whole)
        assert store.version() == whole


def test_a_broken_snapshot_is_named_on_the_command_line(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    broken, current = publish(store, 1), publish(store, 2)
    spoil(store, broken, b"half")
    assert main(["snapshots", "--store", store.location]) == 0
    said = capsys.readouterr()
    assert f"  {broken}  cannot be read: " in said.out + said.err
    assert f"* {current}  " in said.out + said.err
    assert main(["snapshots", "restore", broken, "--store", store.location]) == 1
    assert store.version() == current


def test_a_snapshot_that_is_being_read_is_not_pruned(store: Store) -> None:
    first = publish(store, 1)
    with store.connect() as connection:
        for day in range(2, KEPT + 4):
            publish(store, day)
        assert store.folder.file(first).exists()
        assert connection.execute(counted()).scalar_one() == 1
    assert rows(store) == KEPT + 3
    publish(store, 20)
    assert not store.folder.file(first).exists()


def test_a_pointer_to_nothing_names_the_file_and_can_be_mended(store: Store) -> None:
    first = publish(store, 1)
    second = publish(store, 2)
    store.folder.file(second).unlink()
    with pytest.raises(StoreMissing, match=second):
        rows(store)
    assert [snapshot.id for snapshot in store.snapshots()] == [first]
    store.restore(first)
    assert rows(store) == 1


def test_a_file_that_is_no_database_is_named(store: Store) -> None:
    current = publish(store, 1)
    store.close()
    store.folder.file(current).write_bytes(b"not a database at all" * 1000)
    with pytest.raises(StoreMissing, match=current):
        rows(store)


def test_a_pointer_that_names_no_snapshot_is_a_store_that_is_not_there(store: Store) -> None:
    publish(store, 1)
    for pointer in (
        b"", b"[]", b"[1]", b"{}", b"null", b"7", b'"x"', b'{"snapshot": null}', b'{"snapshot": []}', b"\xff\xfe",
        b'{"snapshot": "a\\u0000b"}', b'{"snapshot": "\\ud800"}', b'{"snapshot": "' + b"x" * 5000 + b'"}', b"[" * 100_000,
    ):  # fmt: skip
        (store.folder.path / "CURRENT").write_bytes(pointer)
        with pytest.raises(StoreMissing, match="snapshots restore"):
            store.version()
        with pytest.raises(StoreMissing, match="snapshots restore"):
            store.snapshot()


def test_a_slow_query_is_stopped_and_the_next_one_runs(store: Store) -> None:
    publish(store, 1)
    hasty = Store(store.location, query_seconds=0.2, threads=1)
    endless = select(func.count().label("n")).select_from(func.range(10**12).table_valued("i"))
    started = time.monotonic()
    with pytest.raises(QueryTooSlow, match=r"stopped after 0\.2 seconds"):
        hasty.snapshot().frame(endless)
    assert time.monotonic() - started < 5
    assert rows(hasty) == 1
    hasty.close()


def test_numbers_and_dates_of_a_frame_have_their_types(store: Store) -> None:
    publish(store, 1)
    frame = store.snapshot().frame(
        select(annotation.c.day, annotation.c.zh, func.count().label("n")).group_by("day", "zh")
    )
    assert frame["day"].dtype.kind == "M"
    assert frame["n"].dtype.kind == "i"
    assert frame["zh"].tolist() == ["事"]


def test_what_does_not_fit_into_memory_is_sorted_all_the_same_and_leaves_nothing(store: Store) -> None:
    publish(store, 1)
    small, other = Store(store.location, threads=1, memory_mb=100), Store(store.location, threads=1)
    number = func.range(3_000_000).table_valued("range").c.range
    text = func.md5(func.concat(number)).label("text")
    with small.snapshot() as snapshot, other.snapshot():
        passing = Path(tempfile.gettempdir()) / f"cockpit-{os.getpid()}-{snapshot.version}"
        assert snapshot.frame(select(number, text).order_by(text).offset(2_999_000))[
            "text"
        ].is_monotonic_increasing
        assert passing.exists()
    small.close()
    other.close()
    assert not passing.exists()


def test_a_list_of_wide_rows_is_sorted_and_read_to_its_end_within_little_memory(store: Store) -> None:
    count, table = 40_000, complaint_report
    days = np.datetime64("2021-01-01", "us") + np.arange(count) * 7919 % count * np.timedelta64(600, "s")
    texts = pa.array([f"{number:06}{'x' * 30}" for number in range(count)])
    rows_of = {one.name: texts for one in table.c if one.name in table.primary_key.c or one.info["mask"]}
    words = {
        one.name: pa.array([f"{one.name} {number % 20}" for number in range(count)])
        for one in table.c
        if one.type.python_type is str and one.name not in rows_of
    }
    with store.draft(from_current=False) as draft:
        draft.connection.begin()
        draft.append(table, pa.table({**rows_of, **words, "registered_at": pa.array(days)}))
        draft.connection.commit()
    listed = select(*table.c).order_by(table.c.registered_at.desc(), table.c.item_id)
    expected = texts.take(pa.array(np.argsort(-days.astype(int)))).to_pylist()
    small = Store(store.location, threads=2, memory_mb=32)
    with small.snapshot() as snapshot:
        frames = list(snapshot.frames(listed, table, 5000))
        last = snapshot.listed(listed.limit(50).offset(count - 60), table)
        none = snapshot.listed(listed.where(table.c.item_id == ""), table)
    small.close()
    assert {len(frame) for frame in frames} == {5000}
    assert [key for frame in frames for key in frame["item_id"]] == expected
    assert list(last["item_id"]) == expected[-60:-10]
    assert (len(none), list(none.columns)) == (0, [one.name for one in table.c])


def test_what_one_snapshot_or_load_has_had_compiled_the_next_runs(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(store, 1)
    assert rows(store) == 1
    monkeypatch.setattr(SQLCompiler, "__init__", None)  # whoever compiles fails
    publish(store, 2)
    assert rows(store) == 2


@pytest.mark.parametrize("many", [1, 3])
def test_what_a_part_of_a_load_wrote_goes_with_its_error_and_is_read_before_it_is_whole(
    store: Store, many: int
) -> None:
    """One row is one statement, several are one for many: each begins what its error ends."""
    given = [{"day": date(2021, 1, 1), "kind": "policy", "zh": "事", "en": "thing"}] * many

    def write_halfway(draft: Draft) -> None:
        with draft.engine.begin() as connection:
            assert connection.execute(counted()).scalar_one() == 1
            connection.execute(insert(annotation), given if many > 1 else given[0])
            assert connection.execute(counted()).scalar_one() == 1 + many
            raise RuntimeError("on purpose")

    with store.draft(from_current=False) as draft:
        add(draft, 1)
        with pytest.raises(RuntimeError, match="on purpose"):
            write_halfway(draft)
        with draft.engine.connect() as connection:
            assert connection.execute(counted()).scalar_one() == 1
        add(draft, 2)
    assert rows(store) == 2


def test_an_instance_gives_back_what_queries_have_let_go_of(store: Store) -> None:
    publish(store, 1)
    with store.snapshot() as snapshot:
        asked = select(
            func.current_setting("allocator_background_threads"),
            func.current_setting("allocator_flush_threshold"),
        )
        assert snapshot.rows(asked) == [(True, "3.8 MiB")]


def test_a_query_that_no_memory_suffices_for_is_refused_in_words(store: Store) -> None:
    publish(store, 1)
    small = Store(store.location, threads=1, memory_mb=10)
    number = func.range(3_000_000).table_valued("range").c.range
    with small.snapshot() as snapshot, pytest.raises(QueryTooSlow, match="more memory"):
        snapshot.rows(select(func.count(func.md5(func.concat(number)).distinct())))
    small.close()

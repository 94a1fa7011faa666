"""What is true of a store wherever it is kept: whole snapshots or nothing, one writer, readers that follow a swap."""

import os
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from data_access.__main__ import main
from data_access.domain.errors import StoreBusy, StoreMissing, UnknownName
from data_access.store import folders, remote
from data_access.store.schema import complaint_report
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.test_check import SOUND
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


def test_only_the_newest_snapshots_stay_and_any_of_them_can_be_restored(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (folders, remote):  # as many more would be published in the same way
        monkeypatch.setattr(module, "KEPT", 2)
    made = [publish(store, day) for day in (1, 2, 3)]
    assert [snapshot.id for snapshot in store.snapshots()] == made[:0:-1]
    store.restore(made[-2])
    assert store.version() == made[-2]
    assert rows(store) == 2
    assert [snapshot.id for snapshot in store.snapshots() if snapshot.is_current] == [made[-2]]
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
                time.sleep(0.002)  # three that never rest leave the load no time
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


def told(store: Store, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Run a command on a store and return its status and what it said."""
    capsys.readouterr()
    status = main([*arguments, "--store", store.location])
    said = capsys.readouterr()
    return status, said.out + said.err


def kept(store: Store) -> dict[str, str | None]:
    with store.snapshot() as snapshot:
        return dict(snapshot.rows(select(complaint_report.c.item_id, complaint_report.c.goods)))


def test_files_are_loaded_in_each_way_and_what_is_refused_is_listed_beside_the_store(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COCKPIT_DATA", str(tmp_path))
    (tmp_path / "m.toml").write_text(
        'table = "complaint_report"\nprovider = "x"\n[dataset]\ncity = "330100"\nname_zh = "杭州"\n'
        'name_en = "Hangzhou"\nis_synthetic = false\n[columns]\nitem_id = "id"\nkind = { constant = "complaint" }\n'
        'registered_at = "day"\ngoods = { column = "goods", unknown = "create" }\n',
        encoding="utf-8",
    )

    def load(lines: str, *options: str) -> tuple[int, str]:
        (tmp_path / "items.csv").write_text(f"id,day,goods\n{lines}", encoding="utf-8")
        return told(
            store,
            capsys,
            "load",
            str(tmp_path / "items.csv"),
            "--mapping",
            str(tmp_path / "m.toml"),
            *options,
        )

    assert load("1,2021-03-01,a\n2,soon,a\n")[0] == 0
    assert [len(list(store.files.glob("rejects/*.csv"))), set(kept(store))] == [1, {"1"}]
    first = store.version()
    assert load("1,2021-03-01,a\n")[0] == 1  # nothing but a duplicate
    status, said = load("3,never,a\n4,2021-03-01,a\n", "--max-rejects", "0")
    assert (status, store.version()) == (1, first)
    assert str(store.files / "rejects") in said
    assert "nothing was changed" in load("5,2021-03-01,b\n", "--dry-run")[1]
    assert store.version() == first
    assert load("1,2021-03-01,b\n6,2021-03-01,\n", "--mode", "upsert")[0] == 0
    assert set(kept(store)) == {"1", "6"}
    assert load("7,2021-03-01,c\n", "--mode", "replace")[0] == 0
    assert set(kept(store)) == {"7"}
    listed = told(store, capsys, "snapshots")[1]
    assert first in listed
    assert f"* {store.version()}" in listed
    assert told(store, capsys, "snapshots", "restore", first)[0] == 0
    assert set(kept(store)) == {"1"}
    assert told(store, capsys, "derive")[0] == 0
    assert set(kept(store)) == {"1"}


@pytest.mark.parametrize("any_store", ["postgresql", "clickhouse"], indirect=True)
def test_a_city_is_derived_checked_and_told_of(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over servers; of a folder it is in test_check and test_cli."""
    monkeypatch.setenv("COCKPIT_DATA", str(tmp_path))
    fill(store, SOUND)
    assert told(store, capsys, "derive")[0] == 0
    assert ", 0 not ok" in told(store, capsys, "check")[1]
    # What a bulletin says on each engine is in the golden set, the command over a folder in test_brief: here, over a server.
    if store.location.startswith("postgresql"):
        out = tmp_path / "briefs"
        assert told(store, capsys, "brief", "--period", "2021", "--format", "html", "--out", str(out))[0] == 0
        assert len(list(out.iterdir())) == 1

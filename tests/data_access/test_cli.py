"""The command line: exit status, sentences instead of tracebacks, and loads that survive a kill."""

import csv
import random
import shutil
import tempfile
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from data_access.__main__ import main
from data_access.store.schema import (
    complaint_report,
    load_batch,
    quality_check,
    shop,
    shop_month,
    working_day,
)
from data_access.store.store import Store
from tests.data_access import killing
from tests.data_access.killing import ended, killed_after

CFPB = Path(__file__).parent / "cfpb_2023"
LOAD = ["load", str(CFPB / "complaints.csv"), "--mapping", str(CFPB / "complaints.toml")]


def count(store: Path, table: object = complaint_report) -> int:
    reader = Store(str(store), threads=1)
    with reader.connect() as connection:
        result = int(connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]
    reader.close()
    return result


def test_a_small_demo_city_is_built_with_its_derived_tables(demo_city: Path) -> None:
    assert count(demo_city, shop) > 50_000
    assert count(demo_city, shop_month) > 1_000
    assert "complaint_report" in (demo_city.parent / "printed.txt").read_text(encoding="utf-8")


def test_derived_tables_are_computed_anew(small_city: Path, tmp_path: Path) -> None:
    store = shutil.copytree(small_city, tmp_path / "store")
    assert [count(store, table) for table in (quality_check, working_day)] == [0, 0]
    assert main(["--store", str(store), "derive"]) == 0
    assert count(store, quality_check) > 100
    assert count(store, working_day) > 1_000


def test_a_load_prints_its_report_and_a_dry_run_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*LOAD, "--store", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "2,068       2,067           1           0" in said
    assert "may be cut off" in said
    before = Store(str(tmp_path)).version()
    assert main([*LOAD, "--store", str(tmp_path), "--mode", "upsert", "--dry-run"]) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert Store(str(tmp_path)).version() == before


def test_what_a_dry_run_refuses_is_listed_outside_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store, elsewhere = tmp_path / "store", tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    assert main([*LOAD, "--store", str(store), "--dry-run"]) == 0
    said = capsys.readouterr().out
    (listed,) = elsewhere.rglob("*.csv")
    assert str(listed) in said
    assert "row may be cut off" in listed.read_text("utf-8-sig")
    assert not list(store.rglob("*.csv"))


def test_a_dry_run_that_refuses_nothing_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    items = tmp_path / "items.csv"
    many_items(items, 5)
    arguments = [
        "load",
        str(items),
        "--mapping",
        str(items.with_suffix(".toml")),
        "--store",
        str(tmp_path / "store"),
    ]
    assert main([*arguments, "--dry-run"]) == 0
    assert not list(elsewhere.iterdir())


def test_snapshots_are_listed_with_the_rows_that_each_holds_and_its_last_batch_and_are_restored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    items, store, made = tmp_path / "items.csv", tmp_path / "store", list[str]()
    for rows in (30, 20):
        many_items(items, rows)
        arguments = ["load", str(items), "--mapping", str(items.with_suffix(".toml")), "--store", str(store)]
        assert main([*arguments, "--mode", "replace"]) == 0
        made.append(Store(str(store)).version())
    capsys.readouterr()
    assert main(["snapshots", "--store", str(store)]) == 0
    newest, first = capsys.readouterr().out.split("\n  20")
    assert newest.startswith(f"* {made[1]}")
    assert f"20{first}".startswith(made[0])
    assert "complaint_report 20" in newest
    assert "complaint_report 30" in first
    assert [one.splitlines()[0].split()[-1] for one in (newest, first)] == ["Office", "Office"]
    with Store(str(store)).connect() as connection:
        batch = connection.execute(select(func.max(load_batch.c.batch_id))).scalar_one()
    assert f"batch {batch}  items.csv" in newest
    assert main(["snapshots", "restore", made[0], "--store", str(store)]) == 0
    assert Store(str(store)).version() == made[0]
    assert count(store) == 30


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["snapshots"], "There is no store at"),
        (["derive"], "There is no store at"),
        (["snapshots", "restore"], "Say which snapshot to restore"),
        (["snapshots", "restore", "x"], "There is no snapshot 'x'"),
        (["load", "none.csv", "--mapping", "none.toml"], "There is no mapping file none.toml"),
        (["load", "none.csv", "--mapping", str(CFPB / "complaints.toml")], "There is no file none.csv"),
        (["demo", "--city", "1"], "1"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main([*arguments, "--store", str(tmp_path / "store")]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error


def many_items(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "day"))
        writer.writerows((number, "2021-03-01") for number in range(rows))
    path.with_suffix(".toml").write_text(
        'table = "complaint_report"\nprovider = "Office"\n'
        '[dataset]\ncity = "330100"\nname_zh = "杭州"\nname_en = "Hangzhou"\nis_synthetic = false\n'
        '[columns]\nitem_id = "id"\nkind = { constant = "complaint" }\nregistered_at = "day"\n'
    )


def test_a_load_killed_at_any_moment_leaves_the_store_whole_and_the_next_load_works(tmp_path: Path) -> None:
    items, store = tmp_path / "items.csv", tmp_path / "store"
    many_items(items, 100_000)
    command = ["load", str(items), "--mapping", str(items.with_suffix(".toml")), "--store", str(store)]
    whole = [*command, "--mode", "replace"]
    assert ended(killing.command, whole) == 0  # the first of a worker waits until the code is read
    started = time.monotonic()
    assert ended(killing.command, whole) == 0
    usual = time.monotonic() - started
    killed, tries, rng = 0, 0, random.Random(5)
    while killed < 3 and tries < 10:  # on a busy machine some loads end before they are struck
        tries += 1
        killed += killed_after(rng.uniform(0.2, 0.95) * usual, whole)
        assert count(store) == 100_000
    assert killed >= 2
    assert main([*command, "--mode", "replace"]) == 0
    assert count(store) == 100_000
    assert list((store / "drafts").iterdir()) == []

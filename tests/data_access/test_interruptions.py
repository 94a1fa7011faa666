"""A full disk, and a power cut at each step of a publication: the last whole snapshot stays in use, the next load works."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from data_access.__main__ import main
from data_access.store.schema import complaint_report
from data_access.store.store import Store
from tests.data_access.killing import KILLED, command_that_is_cut, command_without_room, ended


def load_arguments(folder: Path, rows: int) -> list[str]:
    lines = "".join(f"{number},2021-03-01\n" for number in range(rows))
    (folder / "items.csv").write_text("id,day\n" + lines, encoding="utf-8")
    (folder / "m.toml").write_text(
        'table = "complaint_report"\nprovider = "x"\n[dataset]\ncity = "330100"\nname_zh = "杭州"\n'
        'name_en = "Hangzhou"\nis_synthetic = false\n[columns]\nitem_id = "id"\n'
        'kind = { constant = "complaint" }\nregistered_at = "day"\n',
        encoding="utf-8",
    )
    where = ["--mapping", str(folder / "m.toml"), "--store", str(folder / "store"), "--mode", "replace"]
    return ["load", str(folder / "items.csv"), *where]


def reject_arguments(folder: Path) -> list[str]:
    """Return the arguments of a load of which one row is rejected and one held back."""
    arguments = load_arguments(folder, 3)
    (folder / "items.csv").write_text(
        "id,day,city\n1,2021-03-01,\n2,soon,\n3,2021-03-01,Atlantis\n", encoding="utf-8"
    )
    with (folder / "m.toml").open("a", encoding="utf-8") as mapping:
        mapping.write('handling_district = { column = "city", unknown = "hold" }\n')
    return arguments


def lists(folder: Path) -> list[int]:
    return [len(list((folder / "store" / kind).glob("*.csv"))) for kind in ("rejects", "held")]


def count(folder: Path) -> int:
    store = Store(str(folder / "store"), threads=1)
    with store.connect() as connection:
        rows = int(connection.execute(select(func.count()).select_from(complaint_report)).scalar_one())
    store.close()
    return rows


def test_a_disk_that_is_full_leaves_the_last_snapshot_and_one_sentence(tmp_path: Path) -> None:
    assert main(load_arguments(tmp_path, 10)) == 0
    arguments, errors = load_arguments(tmp_path, 200_000), tmp_path / "errors.txt"
    for limit in (50_000, 1_500_000, 2_600_000):
        assert ended(command_without_room, limit, errors, arguments) == 1
        said = errors.read_text("utf-8")
        assert "There is no room left to write in" in said
        assert "Traceback" not in said
        assert count(tmp_path) == 10
    assert main(arguments) == 0
    assert count(tmp_path) == 200_000


@pytest.mark.parametrize(("when", "rows"), [(0, 10), (1, 10), (2, 10), (3, 20)])
def test_a_power_cut_around_each_rename_leaves_one_whole_snapshot(
    tmp_path: Path, when: int, rows: int
) -> None:
    assert main(load_arguments(tmp_path, 10)) == 0
    arguments = load_arguments(tmp_path, 20)
    assert ended(command_that_is_cut, when, arguments) == KILLED
    assert count(tmp_path) == rows  # the new one from the moment that the pointer has moved
    assert main(arguments) == 0
    assert count(tmp_path) == 20
    assert list((tmp_path / "store" / "drafts").iterdir()) == []


@pytest.mark.parametrize(("when", "left"), [(0, 1), (3, 2)])
def test_lists_of_a_load_that_was_killed_are_left_only_where_its_rows_are(
    tmp_path: Path, when: int, left: int
) -> None:
    arguments = reject_arguments(tmp_path)
    assert ended(command_that_is_cut, when, arguments) == KILLED
    assert lists(tmp_path) == [0, 0]
    assert main(arguments) == 0  # finds what was left, and puts it in its place or takes it away
    assert lists(tmp_path) == [left, left]
    assert list((tmp_path / "store" / "drafts").iterdir()) == []


def test_a_load_that_is_refused_keeps_the_lists_that_say_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*reject_arguments(tmp_path), "--max-rejects", "0"]) == 1
    (listed,) = (tmp_path / "store" / "rejects").iterdir()
    assert f"The rows and reasons are in {listed}." in capsys.readouterr().err

"""Whoever waits for a load is told the truth: bytes or rows of each step, and rows where no total is known."""

import csv
import io
import sqlite3
from dataclasses import dataclass, field, replace
from pathlib import Path

import openpyxl
import pytest

from data_access.intake.load import load_file, load_query
from data_access.intake.mapping import Mapping, read_mapping
from data_access.store import progress
from data_access.store.progress import Bar
from data_access.store.store import Store

ROWS = 45_000


@dataclass
class Told:
    """Steps as they were told: the words, the total, the unit, and for counted ones the units that were done."""

    steps: list[list[object]] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)

    def engine(self, step: str, total: int = 100, unit: str = "%") -> None:
        self.steps.append([step, total, unit.strip()])

    def counted(self, step: str, total: int | None = None, unit: str = " rows") -> None:
        self.steps.append([step, total, unit.strip()])

    def advance(self, count: int) -> None:
        self.parts.append(count)


@pytest.fixture
def mapping(tmp_path: Path) -> Mapping:
    (tmp_path / "m.toml").write_text(
        'table = "complaint_report"\nprovider = "x"\n[dataset]\ncity = "330100"\nname_zh = "杭州"\n'
        'name_en = "Hangzhou"\nis_synthetic = false\n[columns]\nitem_id = "id"\nkind = { constant = "complaint" }\n'
        'registered_at = "day"\n', encoding="utf-8",
    )  # fmt: skip
    return read_mapping(tmp_path / "m.toml")


def test_of_a_text_the_bytes_are_told_and_then_the_rows(
    store: Store, mapping: Mapping, tmp_path: Path
) -> None:
    path, told = tmp_path / "f.csv", Told()
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "day"), *((n, "2021-03-01") for n in range(ROWS))])
    with store.draft(from_current=False) as draft:
        load_file(replace(draft, progress=told), path, mapping)
    assert told.steps == [
        ["reading", path.stat().st_size, "B"], ["looking up names", 100, "%"],
        ["checking", ROWS, "rows"], ["writing", ROWS, "rows"],
    ]  # fmt: skip


def test_of_a_query_the_rows_are_told_as_they_come(store: Store, mapping: Mapping, tmp_path: Path) -> None:
    told = Told()
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE items (id INTEGER, day TEXT)")
        other.executemany("INSERT INTO items VALUES (?, '2021-03-01')", [(n,) for n in range(ROWS)])
    with store.draft(from_current=False) as draft:
        load_query(
            replace(draft, progress=told), f"sqlite:///{tmp_path}/other.db", "SELECT * FROM items", mapping
        )
    assert told.steps[0] == ["reading", None, "rows"]
    assert sum(told.parts) == ROWS
    assert len(told.parts) > 2  # while they come, not at the end


def test_of_a_sheet_the_rows_are_told_of_those_that_it_says_it_has(
    store: Store, mapping: Mapping, tmp_path: Path
) -> None:
    told, book = Told(), openpyxl.Workbook()
    for row in [("id", "day"), *((str(n), "2021-03-01") for n in range(50))]:
        book.active.append(row)
    book.save(tmp_path / "f.xlsx")
    with store.draft(from_current=False) as draft:
        load_file(replace(draft, progress=told), tmp_path / "f.xlsx", mapping)
    assert told.steps[0] == ["reading", 51, "rows"]
    assert told.parts == [50]


class Engine:
    """A connection that is so many percent through its statement each time that it is asked."""

    def __init__(self, *shares: float) -> None:
        self._shares = iter(shares)

    def query_progress(self) -> float:
        return next(self._shares)


def shown(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> tuple[Bar, io.StringIO]:
    screen = io.StringIO()
    real = progress.tqdm
    monkeypatch.setattr(progress, "tqdm", lambda **how: real(file=screen, mininterval=0, **how))
    return Bar(engine, "f.csv"), screen  # type: ignore[arg-type]


def test_the_bar_takes_the_share_of_the_engine_and_never_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    bar, screen = shown(monkeypatch, Engine(25, -1, 10, 100))
    bar.engine("reading", 4000, "B")
    found = []
    for _ in range(4):
        bar.look()
        found.append(screen.getvalue().split("\r")[-1])
    assert ["1.00k/4.00k" in line for line in found] == [True, True, True, False]
    assert "f.csv: reading: 100%" in found[3]


def test_the_bar_counts_rows_where_nobody_knows_how_many_come(monkeypatch: pytest.MonkeyPatch) -> None:
    bar, screen = shown(monkeypatch, Engine())
    bar.engine("reading", 4000, "B")
    bar.counted("reading")
    bar.advance(20_000)
    bar.advance(20_000)
    bar.look()  # the engine is not asked: what it does is no measure of what comes
    last = screen.getvalue().split("\r")[-1]
    assert "f.csv: reading: 40.0k rows" in last
    assert "%" not in last

"""What a spreadsheet has done to a file on the way: numbers cut short, percentages, errors, and rows that it broke."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import Column, select

from data_access.intake.cleaning import UNKNOWN_WORDS
from data_access.intake.kinds import SourceColumn
from data_access.intake.load import load_file
from data_access.intake.mapping import read_mapping
from data_access.intake.report import LEFT_OUT, BatchReport
from data_access.store.schema import complaint_report, platform
from data_access.store.store import Store

ITEM = complaint_report.c
HEAD = """
table = "complaint_report"
provider = "测试局"
[dataset]
city = "330100"
name_zh = "杭州市"
name_en = "Hangzhou"
is_synthetic = false
"""
COLUMNS = """
[columns]
item_id = "编号"
kind = { constant = "complaint" }
registered_at = "登记"
handling_district = { column = "区县", unknown = "create" }
amount_disputed = "金额"
platform_id = { column = "平台", unknown = "create" }
"""
HEADER = "编号,登记,区县,金额,平台"
GOOD = "1,2024-01-04,西湖区,10,甲"
Load = Callable[..., BatchReport]


@pytest.fixture
def load(store: Store, tmp_path: Path) -> Load:
    """Load a file, or rows of text under HEADER."""

    def run(
        *rows: str, file: Path | None = None, columns: str = COLUMNS, mode: Any = "append"
    ) -> BatchReport:
        (tmp_path / "m.toml").write_text(HEAD + columns, encoding="utf-8")
        if file is None:
            file = tmp_path / "f.csv"
            file.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
        with store.draft(from_current=True) as draft:
            reports = load_file(draft, file, read_mapping(tmp_path / "m.toml"), mode=mode)
        for report in reports:
            assert report.read == report.loaded + report.rejected + report.duplicate
        return reports[-1]

    return run


def reasons(report: BatchReport) -> dict[int, str]:
    assert report.rejects is not None
    with report.rejects.open(encoding="utf-8-sig", newline="") as file:
        return {int(row["row"]): row["reason"] for row in csv.DictReader(file)}


def values(store: Store, *columns: Column[Any]) -> list[Any]:
    with store.connect() as connection:
        rows = connection.execute(select(*columns).order_by(ITEM.item_id)).all()
    return [row[0] if len(columns) == 1 else tuple(row) for row in rows]


def book(path: Path, rows: list[list[Any]], formats: dict[str, str]) -> Path:
    made = openpyxl.Workbook()
    for row in [HEADER.split(","), *rows]:
        made.active.append(row)
    for cell, spelling in formats.items():
        made.active[cell].number_format = spelling
    made.save(path)
    return path


def test_a_percentage_is_no_amount_in_text(load: Load, store: Store) -> None:
    texts = ["35%", "35 %", "0.5％", "百分之三"]
    report = load(*[f"{place},2024-01-04,西湖区,{text},甲" for place, text in enumerate(texts)])
    assert (report.loaded, report.doubtful) == (4, 4)
    for text, said in zip(texts, reasons(report).values(), strict=True):
        assert said.startswith(f"{LEFT_OUT}amount_disputed (column '金额'): '{text}' is no numeric")
    assert values(store, ITEM.amount_disputed) == [None] * 4


def test_a_cell_that_shows_a_percentage_is_no_amount_either(load: Load, store: Store, tmp_path: Path) -> None:
    cells = [(0.35, "0%", "35%"), (1, "0.00%", "100%"), (0.005, "0.0%;-0.0%", "0.5%")]
    rows = [[str(place), "2024-01-04", "西湖区", number, "甲"] for place, (number, *_) in enumerate(cells)]
    spelt = {f"D{row}": spelling for row, (_, spelling, _) in enumerate(cells, start=2)}
    report = load(file=book(tmp_path / "a.xlsx", [*rows, ["3", "2024-01-04", "西湖区", 0.35, "甲"]], spelt))
    assert (report.loaded, report.doubtful) == (4, 3)
    for (_, _, text), said in zip(cells, reasons(report).values(), strict=True):
        assert f"amount_disputed (column '金额'): '{text}' is no numeric" in said
    assert [value is None for value in values(store, ITEM.amount_disputed)] == [True, True, True, False]


def test_an_error_of_a_spreadsheet_names_nothing_in_text(load: Load, store: Store) -> None:
    texts = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "NA", "None", "NaN"]
    report = load(*[f"{place},2024-01-04,{text},{text},{text}" for place, text in enumerate(texts)])
    assert (report.loaded, report.doubtful) == (len(texts), 0)
    read = set(values(store, ITEM.handling_district, ITEM.amount_disputed, ITEM.platform_id))
    assert read == {(None, None, None)}


def test_map_and_load_know_the_same_words_for_the_unknown() -> None:
    assert SourceColumn("区县", ["西湖区", *UNKNOWN_WORDS, "N/A", "UNKNOWN"]).values == ["西湖区"]


SHORT = ["3.30106E+17", "3.3E+11", "1e+15", "-4.52E+20", "9.1E17"]


def test_an_id_whose_digits_a_spreadsheet_cut_off_is_refused(load: Load, store: Store) -> None:
    report = load(GOOD, *[f"{text},2024-01-04,西湖区,10,甲" for text in SHORT * 2])
    assert (report.loaded, report.rejected, report.duplicate) == (1, 2 * len(SHORT), 0)
    for text, said in zip(SHORT * 2, reasons(report).values(), strict=True):
        assert said == (
            f"item_id (column '编号'): '{text}' is a number cut short by a spreadsheet, which keeps 15 digits and shows "
            "fewer; store ids as text there and save it anew"
        )
    assert values(store, ITEM.item_id) == ["1"]


@pytest.mark.parametrize("unknown", ["create", "hold", "reject", "drop"])
def test_a_platform_whose_digits_were_cut_off_is_none(load: Load, store: Store, unknown: str) -> None:
    load(GOOD)
    columns = COLUMNS.replace('"平台", unknown = "create"', f'"平台", unknown = "{unknown}"')
    report = load("2,2024-01-05,西湖区,10,3.30106E+17", columns=columns)
    assert "'3.30106E+17' is a number cut short" in reasons(report)[2]
    assert (report.loaded, report.held) == (unknown in ("create", "drop"), 0)
    with store.connect() as connection:
        assert connection.execute(select(platform.c.name)).scalars().all() == ["甲"]


def test_a_digest_of_cut_off_digits_is_no_key(load: Load) -> None:
    hashed = COLUMNS.replace('item_id = "编号"', 'item_id = { hash = ["编号", "登记"] }')
    report = load(
        GOOD, "3.30106E+17,2024-01-04,西湖区,10,甲", "3.30106E+17,2024-01-04,西湖区,10,乙", columns=hashed
    )
    assert (report.loaded, report.rejected, report.duplicate) == (1, 2, 0)


def test_what_is_like_a_number_cut_short_and_is_none_stays(load: Load, store: Store) -> None:
    texts = ["1.5E-12", "12E+17", "1E5", "3.3E+1", "E+17", "甲3.3E+17"]
    assert load(*[f"{text},2024-01-04,西湖区,10,甲" for text in texts]).loaded == len(texts)
    assert values(store, ITEM.item_id) == texts


NUMBERED = COLUMNS.replace('item_id = "编号"', "item_id = { row_number = true }")
BROKEN = [GOOD, "2,2024-01-04", "3,2024-01-05,西湖区,10,甲,x,y", GOOD, '5,2024-01-06,西湖区,10,"甲', GOOD]


def test_the_number_of_a_row_is_that_of_the_file_whatever_became_of_those_before_it(
    load: Load, store: Store
) -> None:
    assert load(*BROKEN, columns=NUMBERED).rejected == 3
    assert values(store, ITEM.item_id) == ["f.csv:1", "f.csv:4", "f.csv:6"]
    # Once the rows are mended, those that are known are known.
    report = load(*[GOOD] * 6, columns=NUMBERED)
    assert (report.loaded, report.duplicate) == (3, 3)


def test_the_number_of_a_row_of_a_sheet_counts_rows_that_were_set_aside(
    load: Load, store: Store, tmp_path: Path
) -> None:
    rows = [["1", "2024-01-04", "西湖区", 10, "甲"], ["2", "2024-01-04", "西湖区", 10**16, "甲"]] * 2
    assert load(file=book(tmp_path / "a.xlsx", rows, {}), columns=NUMBERED).rejected == 2
    assert values(store, ITEM.item_id) == ["a.xlsx:1", "a.xlsx:3"]


@pytest.mark.parametrize(
    "more", ["", '[group]\nby = "编号"\n', '[split]\ncolumn = "平台"\nseparator = "、"\n']
)
def test_a_row_is_named_by_its_place_whatever_became_of_those_before_it(load: Load, more: str) -> None:
    rows = [*BROKEN, "7,soon,西湖区,10,甲", "8,2024-01-05,西湖区,35%,甲"]
    said = reasons(load(*rows, columns=COLUMNS + more))
    assert {3, 4, 6, 8, 9} <= set(said)
    assert "'soon'" in said[8]
    assert "'35%'" in said[9]


WIDE = ("3", " 3", "3　", " 3", "\u200b3", "3\t", "3\ufeff")


def test_records_of_one_item_are_those_whose_keys_look_alike(load: Load, store: Store) -> None:
    rows = [f"{text},2024-01-04,{'西湖区' if place else ' 　'},10,甲" for place, text in enumerate(WIDE)]
    report = load(*rows, "N/A,2024-01-04,,,", "N/A,2024-01-05,,,", columns=COLUMNS + '[group]\nby = "编号"\n')
    # Records without a key are no item, and each stands by itself.
    assert (report.read, report.loaded, report.rejected) == (3, 1, 2)
    assert values(store, ITEM.item_id, ITEM.handling_district) == [("3", "330106")]
    assert not any("do not agree" in note for note in report.notes)


def test_steps_and_differences_of_an_item_are_told_by_what_one_sees(load: Load) -> None:
    spread = COLUMNS.replace('registered_at = "登记"', 'registered_at = "登记:甲"').replace(
        'platform_id = { column = "平台", unknown = "create" }\n', ""
    )
    spread += '[group]\nby = "编号"\nspread = "平台"\n'
    report = load("3　,2024-01-04,西湖区,10,甲　", "3,2024-01-09,西湖区　,11,乙", columns=spread)
    assert report.loaded == 1
    assert {row: reason.split(",")[0] for row, reason in reasons(report).items()} == {
        3: "not used: column '金额': '11' is not '10'"
    }


def test_a_piece_that_nobody_sees_is_none(load: Load) -> None:
    split = COLUMNS + '[split]\ncolumn = "平台"\nseparator = "、"\n'
    hashed = split.replace('item_id = "编号"', 'item_id = { hash = ["编号", "平台"] }')
    assert load("3,2024-01-04,西湖区,10,甲、　、乙、\u200b", columns=hashed).read == 2

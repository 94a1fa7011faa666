"""Bad input of every kind gets a sentence that names the file, the row, the column, the value and what to do."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from data_access.domain.errors import BadFile
from data_access.intake.load import load_file
from data_access.intake.mapping import read_mapping
from data_access.intake.report import LEFT_OUT, BatchReport, printed
from data_access.store.schema import complaint_report, dataset, platform, region
from data_access.store.store import Store

HEAD = """
provider = "测试局"
[dataset]
city = "330100"
name_zh = "杭州"
name_en = "Hangzhou"
is_synthetic = false
"""
ITEMS = f"""
table = "complaint_report"
{HEAD}
[columns]
item_id = "编号"
kind = "类型"
registered_at = {{ column = "日期", formats = ["%Y-%m-%d", "%d.%m.%Y", "%Y年%m月%d日"] }}
accepted_at = "受理"
satisfaction = "满意度"
amount_disputed = "金额"
platform_id = {{ column = "平台", unknown = "create" }}
"""
HEADER = "编号,类型,日期,受理,满意度,金额,平台"
GOOD = "1,投诉,2021-03-01,,5,10,淘淘网"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(str(tmp_path / "store"), threads=1)


Load = Callable[..., BatchReport]


@pytest.fixture
def load(store: Store, tmp_path: Path) -> Load:
    def run(content: str | bytes, mapping: str = ITEMS, **options: Any) -> BatchReport:
        (tmp_path / "m.toml").write_text(mapping, encoding="utf-8")
        path = tmp_path / "items.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with store.draft(from_current=True) as draft:
            reports = load_file(draft, path, read_mapping(tmp_path / "m.toml"), **options)
        for report in reports:
            assert report.read == report.loaded + report.rejected + report.duplicate
        return reports[-1]

    return run


def told(report: BatchReport) -> list[dict[str, str]]:
    assert report.rejects is not None
    with report.rejects.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def counted(report: BatchReport) -> tuple[int, int, int, int]:
    return report.read, report.loaded, report.rejected, report.duplicate


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("2,投诉,31/03/2021,,,,", ("registered_at (column '日期')", "'31/03/2021' is no datetime", "add its spelling")),
        ("2,投诉,2099-01-01,,,,", ("registered_at (column '日期')", "'2099-01-01", "lies after the day of this load")),
        ("2,询问,2021-03-01,,,,", ("kind (column '类型')", "'询问' is not in the list 'kind'", "map it")),
        (",投诉,2021-03-01,,,,", ("item_id (column '编号') is missing", "fill it in")),
        ("2;投诉;2021-03-01;;;;", ("separated by ';' and the header by ','", "use one delimiter")),
        ("2,投诉,2021-03-01,,,,,,x", ("more columns than the header", "quote values")),
        ("2,投诉", ("fewer columns than the header", "complete it")),
        ('2,投诉,2021-03-01,,,,"淘', ("a quoted value is not closed", "cut off", "complete it")),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_with_all_that_one_needs_to_mend_it(
    load: Load, row: str, says: tuple[str, ...]
) -> None:
    report = load(f"{HEADER}\n{GOOD}\n{row}\n")
    assert counted(report) == (2, 1, 1, 0)
    (rejected,) = told(report)
    assert (rejected["file"], rejected["row"], rejected["line"]) == ("items.csv", "3", "3")
    for words in says:
        assert words in rejected["reason"]
    assert f"items.csv, row 3: {rejected['reason']}." in printed([report])


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("2,投诉,2021-03-01,2021-02-01,,,", ("accepted before it was registered", "accepted_at (column '受理') is 2021-02-01",
                                            "registered_at (column '日期') is 2021-03-01", "correct")),
        ("2,投诉,2021-03-01,,0,,", ("satisfaction (column '满意度')", "'0' is below 1", "correct the value")),
        ("2,投诉,2021-03-01,,9,,", ("satisfaction (column '满意度')", "'9' is above 5", "correct the value")),
        ('2,投诉,2021-03-01,,,"1.234,50",', ("amount_disputed (column '金额')", "'1.234,50' is no numeric", "correct")),
        ('2,投诉,2021-03-01,,,"12,34",', ("amount_disputed (column '金额')", "'12,34' is no numeric", "correct")),
        ("2,投诉,2021-03-01,2999-12-31,,,", ("accepted_at (column '受理')", "lies after the day of this load")),
        ("2,投诉,2021-03-01,0021-03-02,,,", ("accepted_at (column '受理')", "'0021-03-02", "not plausible", "%y")),
    ],
)  # fmt: skip
def test_a_doubtful_value_is_named_and_its_row_stays(
    load: Load, store: Store, row: str, says: tuple[str, ...]
) -> None:
    report = load(f"{HEADER}\n{GOOD}\n{row}\n")
    assert (*counted(report), report.doubtful) == (2, 2, 0, 0, 1)
    (left,) = told(report)
    assert (left["file"], left["row"], left["line"]) == ("items.csv", "3", "3")
    for words in (LEFT_OUT, *says):
        assert words in left["reason"]
    printout = printed([report])
    assert "of these, 1 loaded with a value left out" in printout
    assert f"items.csv, row 3: {left['reason']}." in printout
    item = complaint_report.c
    with store.connect() as connection:
        kept = select(item.accepted_at, item.satisfaction, item.amount_disputed).where(item.item_id == "2")
        assert list(connection.execute(kept).one()) == [None, None, None]


def test_a_far_future_date_does_not_move_the_as_of_day(store: Store, load: Load) -> None:
    load(f"{HEADER}\n{GOOD}\n2,投诉,2999-12-31,,,,\n")
    with store.connect() as connection:
        assert str(connection.execute(select(dataset.c.as_of)).scalar_one()) == "2021-03-01"


def test_spellings_of_dates_may_be_mixed_and_thousands_may_have_commas(store: Store, load: Load) -> None:
    rows = ["2,投诉,02.03.2021,,,,", "3,投诉,2021年3月3日,,,,", '4,投诉,2021-03-04,,,"1,234,567.50",']
    assert load("\n".join([HEADER, *rows])).loaded == 3
    item = complaint_report.c
    with store.connect() as connection:
        found = connection.execute(
            select(item.registered_at, item.amount_disputed).order_by(item.item_id)
        ).all()
    assert [row[0].day for row in found] == [2, 3, 4]
    assert float(found[2][1]) == 1_234_567.5


def test_rows_behind_a_quote_that_is_never_closed_are_loaded_and_counted(load: Load) -> None:
    rows = [f"{number},投诉,2021-03-01,,,," for number in range(2, 3000)]
    rows[500] = '502,投诉,2021-03-01,,,,"淘'
    rows[1500] = '1502,投诉,2021-03-01,,,,"京'
    rows[2500] = "2502,投诉,soon,,,,"
    report = load("\n".join([HEADER, *rows]))
    assert counted(report) == (2998, 2995, 3, 0)
    found = {int(row["line"]): (row["row"], row["reason"][:24]) for row in told(report)}
    assert found[502] == ("502", "a quoted value is not cl")
    assert found[1502] == ("1502", "a quoted value is not cl")
    assert found[2502] == ("2502", "registered_at (column '日")


def test_a_quote_open_in_a_large_file_swallows_nothing(load: Load, store: Store) -> None:
    store._threads = None  # a large file is read by several at once
    rows = [f"{number},投诉,2021-03-01,,,,平台" for number in range(120_000)]
    rows[10] = '10,投诉,2021-03-01,,,,"平'
    assert counted(load("\n".join([HEADER, *rows]))) == (120_000, 119_999, 1, 0)


def test_a_value_over_several_lines_that_is_cut_off_is_one_row(load: Load) -> None:
    report = load(f'{HEADER}\n{GOOD}\n2,投诉,2021-03-01,,,,"第一行\n第二行\n\n第三')
    assert counted(report) == (2, 1, 1, 0)
    assert "第三" in told(report)[0]["text"]


def test_lines_that_end_with_a_lone_carriage_return_are_lines(load: Load) -> None:
    rows = [
        GOOD,
        "2,投诉,soon,,,,",
        "3,投诉",
        '4,投诉,2021-03-01,,,,"淘',
        '5,投诉,2021-03-01,,,,"淘\r淘"',
        "6,投诉,later,,,,",
    ]
    report = load("\r".join([HEADER, *rows]))
    assert counted(report) == (6, 2, 4, 0)
    found = {(row["row"], row["line"]): row["reason"] for row in told(report)}
    words = {
        ("3", "3"): "'soon'",
        ("4", "4"): "fewer columns",
        ("5", "5"): "not closed",
        ("7", "8"): "'later'",
    }
    assert set(found) == set(words)
    assert all(words[place] in reason for place, reason in found.items())


def test_line_ends_of_three_systems_may_be_mixed_in_one_file(load: Load) -> None:
    rows = f"{HEADER}\n{GOOD}\r2,投诉,2021-03-01,,,,\r\n3,投诉,soon,,,,\r4,投诉,2021-03-01,,,,\n"
    report = load(rows)
    assert counted(report) == (4, 3, 1, 0)
    assert [(row["row"], row["line"]) for row in told(report)] == [("4", "4")]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_file_that_breaks_off_within_a_character_has_lost_its_last_row(load: Load, encoding: str) -> None:
    report = load(f"{HEADER}\n{GOOD}\n2,投诉,2021-03-01,,,,淘宝".encode(encoding)[:-1])
    assert counted(report) == (2, 1, 1, 0)
    assert "bytes that are no characters" in told(report)[0]["reason"]


@pytest.mark.parametrize(
    ("content", "mapping", "says"),
    [
        (f"{HEADER}\n1,投诉,".encode() + b"\xff\xff\x80\n", ITEMS, r"items\.csv cannot be read as text.*line 2: bytes ff.*State"),
        (f"{HEADER}\n{GOOD}".encode("gb18030"), ITEMS + '[source]\nencoding = "utf-8"', r"not as utf-8 \(line 1: bytes b1"),
        (f"{HEADER}\n{GOOD}", ITEMS + '[source]\nencoding = "klingon"', r"the encoding 'klingon' is not known; give utf-8"),
        (f"{HEADER}\n{GOOD}".replace("满意度", "满意程度"), ITEMS, r"items\.csv has no column '满意度'; the nearest are 满意程度"),
        (f"{HEADER},类型\n{GOOD},举报", ITEMS, r"the column '类型' stands there 2 times; .* 类型_1 or 类型_2"),
        (f"{HEADER}\n{GOOD}", ITEMS + "[source]\nheader_row = 2", r"has no column '编号'"),
        ("", ITEMS, r"items\.csv has no header row; an empty file cannot be loaded"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named_with_what_to_do(
    load: Load, content: str | bytes, mapping: str, says: str
) -> None:
    with pytest.raises(BadFile, match=says):
        load(content, mapping)


def test_the_one_of_two_equal_columns_that_is_meant_can_be_named(store: Store, load: Load) -> None:
    assert load(f"{HEADER},类型\n{GOOD},举报", ITEMS.replace('"类型"', '"类型_2"')).loaded == 1
    with store.connect() as connection:
        assert connection.execute(select(complaint_report.c.kind)).scalar_one() == "report"


@pytest.mark.parametrize("target", ["platform", "region"])
@pytest.mark.parametrize(("unknown", "loaded", "held"), [("create", 2, 0), ("hold", 1, 1), ("reject", 1, 0)])
def test_unknown_platforms_and_regions_are_created_held_or_rejected(
    store: Store, load: Load, target: str, unknown: str, loaded: int, held: int
) -> None:
    load(f"{HEADER}\n{GOOD}\n")
    mapping = ITEMS.replace('unknown = "create"', f'unknown = "{unknown}"')
    if target == "region":
        mapping = ITEMS.replace("platform_id = {", "handling_district = {").replace("create", unknown)
    known = "余杭区" if target == "region" else "淘淘网"
    report = load(f"{HEADER}\n7,投诉,2021-03-02,,,,{known}\n8,投诉,2021-03-02,,,,新平区\n", mapping)
    assert counted(report) == (2, loaded, 2 - loaded, 0)
    assert report.held == held
    table = platform if target == "platform" else region
    with store.connect() as connection:
        made = connection.execute(
            select(func.count()).select_from(table).where(table.c.name == "新平区")
        ).scalar_one()
    assert made == (unknown == "create")
    if unknown == "reject":
        assert "'新平区' is not in the list" in told(report)[0]["reason"]


def test_held_rows_wait_in_a_file_that_loads_once_their_code_is_there(load: Load) -> None:
    holding = ITEMS.replace("create", "hold")
    load(f"{HEADER}\n{GOOD}\n")
    report = load(f"{HEADER}\n8,投诉,2021-03-02,,,,新网\n9,投诉,soon,,,,新网\n", holding)
    assert (report.rejected, report.held) == (2, 1)  # a row that is wrong as well does not wait
    assert told(report)[0]["reason"].startswith("held back: platform_id (column '平台'): '新网'")
    assert report.held_file is not None
    assert "held back in" in printed([report])
    again = load(report.held_file.read_bytes(), ITEMS)
    assert counted(again) == (1, 1, 0, 0)


def test_keys_are_unique_within_a_file_and_against_the_store(load: Load) -> None:
    assert counted(load(f"{HEADER}\n{GOOD}\n{GOOD}\n2,投诉,2021-03-01,,,,\n")) == (3, 2, 0, 1)
    report = load(f"{HEADER}\n2,投诉,2021-03-01,,,,\n3,投诉,2021-03-01,,,,\n")
    assert counted(report) == (2, 1, 0, 1)
    (row,) = told(report)
    assert row["row"] == "2"
    assert (
        row["reason"]
        == "duplicate: the store has this key already; load with --mode upsert to replace its row"
    )
    report = load(f"{HEADER}\n3,投诉,2021-03-01,,,,\n3,举报,2021-03-01,,,,\n", mode="upsert")
    assert counted(report) == (2, 1, 0, 1)
    (row,) = told(report)
    assert (row["row"], row["reason"]) == (
        "3",
        "duplicate: an earlier row has the same key; remove one of them",
    )


def test_a_refused_row_does_not_take_the_key_from_a_good_one(load: Load) -> None:
    assert counted(load(f"{HEADER}\n1,投诉,soon,,,,\n{GOOD}\n{GOOD}\n")) == (3, 1, 1, 1)


@pytest.mark.parametrize(
    ("code", "is_good"),
    [
        ("91110000600037341L", True),  # the worked example of GB 32100-2015
        ("911100006000373410", False),
        ("91110000600037342L", False),
        ("9111000060003734", False),
        ("91110000600O37341L", False),
    ],
)
def test_check_characters_of_credit_codes_are_checked(load: Load, code: str, is_good: bool) -> None:
    mapping = f'table = "platform"\n{HEAD}\n[columns]\nplatform_id = "id"\nname = "id"\nuscc = "code"\nlaunched_on = "day"\n'
    report_of = load(f"{HEADER}\n{GOOD}\n")
    assert report_of.loaded == 1
    report = load(f"id,code,day\nA,{code},2020-01-01\n", mapping)
    assert (report.loaded, report.doubtful) == (1, not is_good)
    if not is_good:
        assert f"uscc (column 'code'): '{code}' fails its check characters" in told(report)[0]["reason"]

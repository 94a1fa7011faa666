"""The menu of a card: its numbers as a table and as files, its picture as PNG and SVG."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.browser.readers import Reader
from tests.shared import swept

pytestmark = pytest.mark.browser

ADDRESS = "/governance?district=330110"
KEY, CHART = "complaints_and_reports", "bars"


def drawn(reader: Reader) -> dict[str, float]:
    """Return the values of the bars by code, without the bar of the rest."""
    trace = reader.traces(KEY, CHART)[0]
    return {codes[0]: value for codes, value in zip(trace["customdata"], trace["x"], strict=True) if codes[0]}


def kept(reader: Reader, what: str, folder: Path, ending: str = "") -> Path:
    """Choose an entry of the menu and return the file that it gives."""
    with reader.page.expect_download() as download:
        reader.act(reader.card(KEY, CHART), what)
    file = download.value
    assert file.suggested_filename.endswith(f".{ending or what}")
    path = folder / file.suggested_filename
    file.save_as(path)
    return path


def the_table_holds_the_numbers_of_the_chart_and_gives_the_chart_back(reader: Reader, _: Path) -> None:
    values = drawn(reader)
    card = reader.card(KEY, CHART)
    reader.act(card, "table")
    reader.page.wait_for_function(
        "name => document.querySelector(`[data-view=table][data-name='${name}']`)",
        arg=card.get_attribute("data-name"),
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


def csv_and_workbook_hold_the_numbers_of_the_chart(reader: Reader, folder: Path) -> None:
    values = drawn(reader)
    with zipfile.ZipFile(kept(reader, "csv", folder, "zip")) as files:
        text, about = (files.read(f"{name}.csv").decode("utf-8-sig") for name in ("数据", "口径"))
    assert "期内登记的投诉和举报件数" in about
    from_csv = rows_of(list(csv.reader(io.StringIO(text))))
    book = load_workbook(kept(reader, "xlsx", folder), read_only=True)
    from_book = rows_of([list(line) for line in book.worksheets[0].iter_rows(values_only=True)])
    assert from_csv == from_book
    assert values.items() <= from_csv.items()
    assert sum(from_csv.values()) == reader.number(KEY)


def pictures_carry_title_filters_and_source(reader: Reader, folder: Path) -> None:
    picture = kept(reader, "png", folder).read_bytes()
    assert picture.startswith(b"\x89PNG")
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert width >= 960
    assert height >= 600
    assert len(picture) > 20_000
    drawing_file = kept(reader, "svg", folder)
    export = drawing_file.stem[-22:]
    assert re.fullmatch(r"\d{8}-\d{6}-[A-Z0-9]{6}", export)
    drawing = drawing_file.read_text("utf-8")
    words = re.sub(r"<[^>]+>", "", drawing)
    for said in ("问题类别", "余杭区", "演示数据·虚构主体", "截至 2021-12-31", "投诉举报", export):
        assert said in words


SIZES = {"slide": (1920, 1080), "a4": (2246, 1588), "wall": (3840, 2160)}


def a_picture_has_the_size_that_was_chosen(reader: Reader, folder: Path) -> None:
    for size, pixels in SIZES.items():
        reader.card(KEY, CHART).locator("button.menu").click()
        with reader.page.expect_download() as download:
            reader.page.locator(f'.menu-list .sized:has([data-act="png"]) [data-size="{size}"]').click()
        download.value.save_as(folder / "picture.png")
        picture = (folder / "picture.png").read_bytes()
        assert tuple(int.from_bytes(picture[at : at + 4], "big") for at in (16, 20)) == pixels, size


def a_page_is_exported_with_progress_and_its_file_holds_the_screen(reader: Reader, folder: Path) -> None:
    number = reader.number(KEY)
    reader.page.locator("#export-page").click()
    with reader.page.expect_download() as download:  # which begins by itself
        reader.page.locator('.export-panel [data-kind="xlsx"]').click()
    download.value.save_as(folder / "page.xlsx")
    reader.page.locator('.export-panel .job[data-state="done"] .ready').wait_for()
    book = load_workbook(folder / "page.xlsx", read_only=True)
    keys = {row[0]: row[1] for row in book["主要指标"].iter_rows(values_only=True)}
    assert keys["投诉举报量"] == number


def a_page_that_is_no_longer_wanted_is_cancelled(reader: Reader, _: Path) -> None:
    reader.page.locator("#export-page").click()
    reader.page.locator('.export-panel [data-kind="pdf"]').click()
    reader.page.locator(".export-panel .cancel").click()
    reader.page.locator('.export-panel .job[data-state="cancelled"]').wait_for()
    assert reader.page.locator(".export-panel .ready").count() == 0


def a_link_to_a_card_reopens_it_with_its_selection_and_switch(reader: Reader, _: Path) -> None:
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    card = reader.card(KEY, "map")
    card.locator("[data-which='1']").click()
    reader.act(card, "link")
    reader.page.locator(".floating.tip").get_by_text("已复制").wait_for()
    link = reader.page.evaluate("navigator.clipboard.readText()")
    reader.open("/definitions")
    reader.open(link)
    aimed = reader.page.locator(".card.aimed")
    aimed.wait_for()
    assert (aimed.get_attribute("data-card"), aimed.get_attribute("data-chart")) == (KEY, "map")
    aimed.locator("[data-which='1'].on").wait_for()
    assert reader.query["district"] == "330110"
    assert aimed.evaluate(
        "card => card.getBoundingClientRect().top >= 0 && card.getBoundingClientRect().bottom <= innerHeight"
    )


WAYS = (
    the_table_holds_the_numbers_of_the_chart_and_gives_the_chart_back,
    csv_and_workbook_hold_the_numbers_of_the_chart,
    pictures_carry_title_filters_and_source,
    a_picture_has_the_size_that_was_chosen,
    a_page_is_exported_with_progress_and_its_file_holds_the_screen,
    a_page_that_is_no_longer_wanted_is_cancelled,
    a_link_to_a_card_reopens_it_with_its_selection_and_switch,
)


@swept("way", WAYS)
def test_a_card_and_its_page_give_what_they_show(
    way: Callable[[Reader, Path], None], skimmer: Reader, tmp_path: Path
) -> None:
    skimmer.draws(f"{KEY}/{CHART}", f"{KEY}/map").stay(ADDRESS)
    way(skimmer, tmp_path)

"""What stands on a page beside its cards is in its files too: who a platform is, its score, rates, duties, warnings."""

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from components.board.block_parts import TOLD
from components.model.page import PAGES, Block
from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.exports import Asked, Part, Report
from data_access.exports.differences import Difference, differences
from data_access.exports.reports import BLOCK, Table, cell_in_words
from data_access.exports.slide_tables import some_rows
from data_access.exports.slides import report_pptx
from data_access.exports.workbooks import report_xlsx
from data_access.lookups.portraits import identity
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.indicators.governance import complaints
from data_access.metrics.labels import labels
from data_access.metrics.query import fetch
from tests.exports.conftest import Office

#: Blocks that no file of a page has, and why.
_NOT_IN_FILES = {
    "forms, links and words that are the same for all": {
        "objections", "links-governance", "links-platform", "to-claimants",
    },
    "a file of its own": {"items_due"},
}  # fmt: skip


def made(office: Office, path: str, lang: str = "zh", **query: str) -> Report:
    return office.desk.report(
        Asked(path, query or {"period": "2021"}, lang), WHOLE_CITY, "某人", "20210101-000000-ABCDEF"
    )  # type: ignore[arg-type]


def told(report: Report, key: str) -> Part:
    return next(part for part in report.parts if part.key == key and part.chart == BLOCK)


def test_every_block_beside_cards_is_in_files_or_it_is_said_why_not(office: Office) -> None:
    assert office.client  # the pages are registered
    beside = {
        part.name
        for page in PAGES.values()
        if page.cards
        for section in page.sections
        for part in section.parts
        if isinstance(part, Block) and not part.name.startswith("rows-")
    }
    assert beside == set(TOLD) | set().union(*_NOT_IN_FILES.values())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_files_of_a_platform_say_who_it_is_and_what_its_score_is_made_of(office: Office, lang: str) -> None:
    report = made(office, "/platform/P1", lang, **{"from": "2020-01-01", "to": "2020-01-31"})
    found = identity(office.store.snapshot(), "P1", WHOLE_CITY)
    assert found is not None
    words = {str(cell) for row in told(report, "identity").table.rows for cell in row}
    assert {found.operator, found.credit_code} - {None} <= words
    assert found.grade_name is None or any(found.grade_name(lang) in one for one in words)
    assert all(any(duty.title(lang) in one for one in words) for duty in found.duties)  # type: ignore[arg-type]
    assert found.credit is not None
    assert any(f"{found.credit.score:g}" in one for one in words)
    lines = {row[1:5] for row in told(report, "credit").table.rows}
    assert ("E0", "2020-01-01", 2, 0) in lines
    sheets = [
        [str(cell.value) for row in sheet for cell in row]
        for sheet in load_workbook(io.BytesIO(report_xlsx(report)))
    ]
    slides = Presentation(io.BytesIO(report_pptx(report))).slides
    on_slides = " ".join(
        cell.text
        for slide in slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    )
    paper = office.desk.paper(report)
    for expected in (found.operator, found.credit_code, "E0"):
        if expected:
            assert any(expected in sheet for sheet in sheets)
            assert str(expected) in on_slides
            assert str(expected) in paper


def test_rates_in_files_add_up_and_are_those_that_are_asked_apart(office: Office) -> None:
    report = made(office, "/governance")
    upper, lower = told(report, "rates"), told(report, "rates-platform")
    snapshot = office.store.snapshot()
    selection, _ = Selection.from_query({"period": "2021"}, labels(snapshot).dataset.horizon)
    (asked,) = fetch(snapshot, complaints, (), selection, WHOLE_CITY)["value"]
    assert upper.table.rows[0][1] == asked
    assert sum(row[1] for row in upper.table.rows[1:]) == asked  # type: ignore[misc]
    assert sum(row[2] for row in lower.table.rows) == asked  # type: ignore[misc]
    assert len(upper.origins) >= 3  # complaints, orders and the rate can be given again


def test_a_table_on_slides_and_paper_has_numbers_of_several_units_in_words_alone() -> None:
    table = Table(
        ("项目", "数值", "单位", "读作", "备注", "n"), ("text", "mixed", "unit", "told", "text", "n"),
        (("亮照率", 0.947, "%", "94.7%", None, 30), ("交易额", 2.9e12, "元", "2.9万亿元", None, 40)),
    )  # fmt: skip
    (shown,) = some_rows(Part("k", "", "t", "dots", table))
    assert shown.titles == ("项目", "读作", "n")
    assert [row[1] for row in shown.rows] == ["94.7%", "2.9万亿元"]


def test_where_a_platform_stands_is_told_with_units(office: Office) -> None:
    part = next(one for one in made(office, "/platform/P1").parts if one.chart == "dots")
    at = {shape: place for place, shape in enumerate(part.table.shapes)}
    for row in part.table.rows:
        value, unit, words = (row[at[shape]] for shape in ("mixed", "unit", "told"))
        assert words == "—" if value is None else str(words).endswith(str(unit))


def test_a_table_of_long_words_takes_as_many_slides_as_it_needs() -> None:
    long = Table(("名", "词"), ("text", "text"), tuple((f"{place}", "很长的话" * 60) for place in range(10)))
    tables = list(some_rows(Part("k", "", "t", BLOCK, long)))
    assert len(tables) > 1
    assert sum(len(one.rows) for one in tables) == 10


@pytest.mark.parametrize("path", ["/systems/ip_online"])
def test_a_number_in_a_file_is_in_the_unit_of_its_title(office: Office, path: str) -> None:
    """Hours are stored as days, and stood under the title of hours."""
    report = made(office, path)
    scaled = [one for one in INDICATORS.values() if one.unit.scale != 1 and one.unit.key != "ratio"]
    (key,) = {part.key: part for part in report.parts if part.native == "key"}.keys() & {
        one.key for one in scaled
    }
    part = next(one for one in report.parts if one.key == key)
    value = part.table.rows[0][1]
    assert part.said.startswith(f"{value:.1f}")


def test_a_block_of_words_that_changed_is_different_now(office: Office) -> None:
    then = made(office, "/platform/P1")
    own = told(then, "identity")
    rows = tuple(
        (name, "别的" if place == 0 else words) for place, (name, words) in enumerate(own.table.rows)
    )
    now = replace(then, parts=(replace(own, table=replace(own.table, rows=rows)),))
    (found,) = differences(replace(then, parts=(own,)), now)[0]
    assert found == Difference(str(own.table.rows[0][0]), own.table.rows[0][1], "别的")


def test_nothing_is_no_fraction() -> None:
    assert cell_in_words(0.0, "days") == "0.0"
    assert cell_in_words(0.0123, "per_10k_orders") == "0.012"


def test_figures_of_several_systems_say_whose_they_are(office: Office) -> None:
    titles = [part.title for part in made(office, "/systems").parts]
    assert len(set(titles)) == len(titles)
    assert all(" · " in title for title in titles)


def test_a_printed_sheet_says_of_which_page_it_is_and_that_it_is_invented(office: Office) -> None:
    report = made(office, "/systems/ip_online")
    sheet = load_workbook(io.BytesIO(report_xlsx(report))).worksheets[1]
    assert report.title in sheet.oddHeader.left.text
    assert sheet.oddHeader.right.text == report.notice != ""
    assert sheet.column_dimensions["A"].width < 61

"""Pages and cards as files: what is in them, read back, is what `fetch` answers; and none leaves without its line."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook
from pptx import Presentation

from components.board.block_parts import TOLD
from components.cards.table_columns import columns_of
from components.charts import ChartResult
from components.charts.base import rows_of
from components.model import facts
from components.model.card import Card
from components.model.page import page_at
from data_access.domain.access import LOCAL_READER, WHOLE_CITY, Scope
from data_access.domain.filters import Selection
from data_access.domain.text import Text
from data_access.exports import Asked, Report
from data_access.exports.csv_files import table_csv
from data_access.exports.reports import BLOCK, Table, meanings
from data_access.exports.slides import report_pptx
from data_access.metrics.indicators import governance as of
from data_access.metrics.labels import labels
from data_access.metrics.plan import answer_all
from data_access.metrics.query import Question, fetch
from data_access.state import audit
from data_access.store.snapshots import Snapshot
from tests.exports.conftest import PRINTED, Office, Papers
from tests.exports.pdf_text import folded, images_in, lowest_words, pages_of, size_of

PAGES = ("/", "/governance", "/platform/P1", "/systems/red_flag_canal")
XLSX, PPTX = "xlsx", "pptx"


def report(office: Office, path: str = "/governance", lang: Any = "zh", **query: str) -> Report:
    return office.desk.report(Asked(path, query, lang), WHOLE_CITY, "某人", "20210101-000000-ABCDEF")


def answers(office: Office, by: tuple[str, ...], **query: str) -> dict[Any, tuple[float, int]]:
    """Return value and n by code of complaints and reports, as the screen would ask."""
    selection, problems = Selection.from_query(query, labels(office.store.snapshot()).dataset.horizon)
    assert not problems
    frame = fetch(office.store.snapshot(), of.complaints_and_reports, by, selection, WHOLE_CITY)
    keys = frame[by[0]] if by else ["" for _ in range(len(frame))]
    return dict(zip(keys, zip(frame["value"], frame["n"], strict=True), strict=True))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_report_has_every_card_of_its_page_and_survives_being_kept(
    office: Office, path: str, lang: str
) -> None:
    made = report(office, path, lang)
    page, _ = page_at(path)
    cards = [part for part in made.parts if part.chart != BLOCK]
    assert [part.key for part in cards] == [card.name for card in page.cards]
    assert sum(bool(part.figure) for part in made.parts) > 3
    assert Report.of_json(made.as_json()) == made
    assert all(
        len(row) == len(part.table.titles) == len(part.table.shapes)
        for part in made.parts
        for row in part.table.rows
    )


def test_what_the_cards_of_a_page_need_is_asked_together(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def counted(snapshot: Snapshot, questions: Sequence[Question], scope: Scope) -> Iterator[Any]:
        asked.append(len(questions))
        return answer_all(snapshot, questions, scope)

    monkeypatch.setattr(facts, "answer_all", counted)
    told: list[tuple[int, int]] = []
    made = office.desk.report(
        Asked("/governance", {"period": "2021Q2"}), WHOLE_CITY, "某人", "X", lambda *far: told.append(far)
    )
    assert max(asked) > len(made.parts)
    page, _ = page_at("/governance")
    every = len(page.cards) + len(TOLD.keys() & set(page.blocks))
    assert told == [(done, every) for done in range(every + 1)]


def test_a_workbook_of_a_page_holds_the_numbers_of_its_cards(office: Office) -> None:
    told, file = office.made("xlsx", query={"period": "2021"})
    book = load_workbook(io.BytesIO(file))
    keys = {row[0]: row[1:] for row in book["主要指标"].iter_rows(values_only=True)}
    ((value, _),) = answers(office, (), period="2021").values()
    assert keys["投诉举报量"][0] == value
    heads = dict(zip(keys["指标"], keys["投诉举报量"], strict=True))
    assert heads["n"] is None  # what is counted is of no other number
    assert dict(zip(keys["指标"], keys["按期办结率"], strict=True))["n"] > 0
    ((before, _),) = answers(office, (), period="2020").values()
    assert (heads["变化"], heads["变化单位"]) == (round((value / before - 1) * 100, 1), "%")
    assert dict(zip(keys["指标"], keys["按期办结率"], strict=True))["变化单位"] in {"个百分点", None}
    head, *rows = book["问题类别 · 投诉举报量"].iter_rows(values_only=True)
    assert {row[1]: (row[2], row[3]) for row in rows} == answers(office, ("problem",), period="2021")
    assert head[2] == "投诉举报量 (件)"
    about = dict(book["口径"].iter_rows(values_only=True, max_col=2))
    assert about["导出编号"] == told["id"]
    assert of.complaints_and_reports.definition.zh in {
        row[1] for row in book["口径"].iter_rows(values_only=True)
    }
    assert told["id"] in book["问题类别 · 投诉举报量"].oddFooter.center.text


def test_a_trend_keeps_its_comparison_in_every_file(office: Office) -> None:
    now = {
        f"{month:%Y-%m-%d}": value for month, (value, _) in answers(office, ("month",), period="2021").items()
    }
    before = {
        f"{month:%m}": value for month, (value, _) in answers(office, ("month",), period="2020").items()
    }
    card = next(part.key for part in report(office).parts if part.chart == "trend")
    query = {"path": "/governance", "card": card, "period": "2021"}
    files = office.client.get("/api/card.zip", query_string=query)
    with zipfile.ZipFile(io.BytesIO(files.data)) as folder:
        assert sorted(folder.namelist()) == ["口径.csv", "数据.csv"]
        head, *rows = csv.reader(io.StringIO(folder.read("数据.csv").decode("utf-8-sig")))
        about = dict(csv.reader(io.StringIO(folder.read("口径.csv").decode("utf-8-sig"))))
    assert head == ["期间", "投诉举报量 (件)", "对比期 (件)", "n", "水印"]
    assert {row[0]: float(row[1]) for row in rows if float(row[1])} == now
    assert {row[0][5:7]: float(row[2]) for row in rows if float(row[2])} == before
    assert about["导出编号"] == files.headers["X-Export-Id"]
    book = load_workbook(io.BytesIO(office.client.get("/api/card.xlsx", query_string=query).data))
    assert [
        [str(cell).removesuffix(" 00:00:00") for cell in row]
        for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)
    ] == [row[:-1] for row in rows]
    assert {row[-1] for row in rows} == {f"本机用户 · {about['导出编号']}"}


def charts(file: bytes) -> Iterator[tuple[str, Any]]:
    for slide in Presentation(io.BytesIO(file)).slides:
        yield from ((slide.shapes.title.text, shape.chart) for shape in slide.shapes if shape.has_chart)


def test_slides_have_native_charts_with_the_numbers_of_the_screen(office: Office) -> None:
    told, file = office.made("pptx", query={"period": "2021"})
    found = dict(charts(file))
    problems = found["诉求构成 · 问题类别 · 投诉举报量"].plots[0]
    named = {
        labels(office.store.snapshot()).name("problem", code, "zh"): value
        for code, (value, _) in answers(office, ("problem",), period="2021").items()
    }
    assert dict(zip(problems.categories, problems.series[0].values, strict=True)) == named
    trend = found["投诉举报走势"].plots[0]
    assert [series.name for series in trend.series] == ["投诉举报量 (件)", "对比期 (件)"]
    assert sum(trend.series[0].values) == answers(office, (), period="2021")[""][0]
    book = load_workbook(io.BytesIO(found["投诉举报走势"].part.chart_workbook.xlsx_part.blob))
    assert [row[1] for row in book.active.iter_rows(min_row=2, values_only=True)] == list(
        trend.series[0].values
    )
    deck = Presentation(io.BytesIO(file))
    assert all(
        told["id"] in "".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        for slide in deck.slides
    )
    theme = deck.slide_master.part.part_related_by(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
    )
    assert '<a:ea typeface="Microsoft YaHei"' in theme.blob.decode()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_pdf_is_text_and_vectors_with_the_numbers_of_the_screen(
    office: Office, papers: Papers, lang: str
) -> None:
    told, file = papers["pdf"] if lang == "zh" else office.made("pdf", query=PRINTED, lang=lang)
    told_on = pages_of(file)
    plain = "".join(told_on)
    kept = report(office, lang=lang, period="2021")
    for part in kept.parts:
        assert folded(part.title) in plain
        if part.chart == "key" and not part.message:
            assert folded(part.said) in plain
    assert all(told["id"] in page for page in told_on)
    assert ("GS(2024)0650号" if lang == "zh" else "GS(2024)0650") in plain  # what has to stand on a map
    assert not [size for size in images_in(file) if size > 5_000], "a chart is pixels"
    assert size_of(file) == (842, 595)
    bars = next(part for part in kept.parts if part.chart == "bars")
    assert all(folded(f"{row[0]}")[:8] in plain and f"{row[2]:,}" in plain for row in bars.table.rows)


def test_a_switch_that_was_turned_is_exported_as_it_stood(office: Office) -> None:
    plain = report(office)
    part = next(part for part in plain.parts if part.chart == "map")
    overdue = of.overdue
    asked = Asked("/governance", {}, "zh", {part.key: 1}, part.key)
    turned = office.desk.report(asked, WHOLE_CITY, "某人", "X").parts
    assert [one.key for one in turned] == [part.key]
    assert turned[0].means[0][0] == overdue.title.zh != part.means[0][0]


def test_what_stands_on_too_few_is_empty_in_every_file(office: Office) -> None:
    rate = next(part for part in report(office, "/platform/P1").parts if part.key == "settlement_rate")
    assert rate.table.rows[0][1] is None
    assert "样本不足" in rate.said


def test_every_export_leaves_a_line_with_its_id(office: Office) -> None:
    before = len(audit.lines(office.state))
    told, _ = office.made("xlsx", query={"district": "330110"})
    office.client.get("/api/rows/items.csv?period=2021")
    office.client.get("/api/indicators/gmv.csv?by=month")
    picture = office.client.post(
        "/api/exports", json={"kind": "png", "path": "/", "card": "gmv-columns"}
    ).get_json()
    lines = audit.lines(office.state).iloc[before:].query("action != 'seal_begun'")
    assert list(lines["action"]) == ["xlsx", "csv", "csv", "png"]
    assert list(lines["object"]) == ["/governance", "rows items", "gmv", "/ gmv-columns"]
    assert lines["filters"].iloc[0] == "district=330110"
    assert lines["export_id"].iloc[0] == told["id"]
    assert lines["export_id"].iloc[3] == picture["id"]
    assert set(lines["who"]) == {LOCAL_READER}
    assert (lines["rows"].iloc[:3] > 0).all()
    assert audit.verify(office.state).lines == len(audit.lines(office.state))


@pytest.mark.parametrize(("lang", "who"), [("zh", "本机用户"), ("en", "Local reader")])
@pytest.mark.parametrize("address", ["/api/rows/items.csv?period=2021", "/api/indicators/gmv.csv?by=month"])
def test_every_row_of_a_csv_says_who_took_it_under_the_id_of_its_line(
    office: Office, address: str, lang: str, who: str
) -> None:
    file = office.client.get(f"{address}&lang={lang}")
    export = audit.lines(office.state)["export_id"].iloc[-1]
    head, *rows = csv.reader(io.StringIO(file.data.decode("utf-8-sig")))
    assert head[-1] == ("水印" if lang == "zh" else "Watermark")
    assert rows
    assert {row[-1] for row in rows} == {f"{who} · {export}"}
    assert export in file.headers["Content-Disposition"]


def test_a_workbook_of_an_indicator_carries_its_mark(office: Office) -> None:
    file = office.client.get("/api/indicators/gmv.xlsx?by=month&lang=en").data
    export = audit.lines(office.state)["export_id"].iloc[-1]
    book = load_workbook(io.BytesIO(file))
    assert (
        dict(book["Definition"].iter_rows(values_only=True, max_col=2))["Watermark"]
        == f"Local reader · {export}"
    )
    assert all(export in sheet.oddFooter.center.text for sheet in book)


def test_what_a_browser_has_printed_keeps_the_id_that_stands_on_the_paper(office: Office) -> None:
    wish = {"kind": "print", "path": "/", "id": "20210101-120000-ABC234"}
    assert office.client.post("/api/exports", json=wish).get_json()["id"] == wish["id"]
    line = audit.lines(office.state).iloc[-1]
    assert (line["action"], line["export_id"]) == ("print", wish["id"])
    for taken in (wish, wish | {"id": "mine"}):
        assert office.client.post("/api/exports", json=taken).status_code == 400


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "gif", "path": "/"}, 400),
        ({"kind": "pdf", "path": "elsewhere"}, 400),
        ({"kind": "pdf", "path": "/", "lang": "fr"}, 400),
        ({"kind": "pdf", "path": "/", "choices": {"a": "b"}}, 400),
        (["pdf"], 400),
    ],
)
def test_a_wish_that_cannot_be_read_is_refused(office: Office, body: object, status: int) -> None:
    reply = office.client.post("/api/exports", json=body)
    assert reply.status_code == status
    assert reply.get_json()["ok"] is False


def test_a_form_of_another_site_cannot_ask(office: Office) -> None:
    assert office.client.post("/api/exports", data={"kind": "frozen"}).status_code == 415


@pytest.mark.parametrize("address", ["/api/exports/none", "/api/exports/none/file", "/frozen/none"])
def test_what_is_not_there_is_not_found(office: Office, address: str) -> None:
    assert office.client.get(address).status_code == 404


def test_definitions_stand_once_each(office: Office) -> None:
    named = [row[1] for row in meanings(report(office)) if row[0] == "指标"]
    assert len(named) == len(set(named)) > 20


def test_what_a_picture_has_room_for_is_not_said_of_the_files_that_hold_all(office: Office) -> None:
    made = office.desk.report(Asked("/governance", {"lang": "zh"}), WHOLE_CITY, "某人", "X")
    part = next(part for part in made.parts if part.chart == "bars" and len(part.table.rows) > 2)
    crowded = replace(made, parts=(replace(part, figure_note="最低的2个，共3个"),))
    assert "最低的2个" not in str(list(meanings(crowded)))
    assert "最低的2个" in office.desk.paper(crowded)
    told = " ".join(
        shape.text_frame.text
        for slide in Presentation(io.BytesIO(report_pptx(crowded))).slides
        for shape in slide.shapes
        if shape.has_text_frame
    )
    assert "最低的2个" not in told


def test_a_rate_that_should_be_high_begins_with_the_lowest_in_files_too() -> None:
    frame = pd.DataFrame(
        {"code": ["1", "2", "3"], "label": ["a", "b", "c"], "value": [0.9, 0.7, 0.8], "n": [40, 50, 60]}
    )
    title = Text("地区", "Area")
    for indicator, order in ((of.closure_on_time, [0.7, 0.8, 0.9]), (of.complaints, [0.9, 0.8, 0.7])):
        told, _ = columns_of(
            Card((indicator,), ("district",), "bars", title, 4, 300),
            ChartResult({}, rows_of(frame), ""),
            "zh",
        )
        assert list(told["value"]) == order


def test_pages_of_paper_are_full(papers: Papers) -> None:
    _, file = papers["pdf"]
    reach = lowest_words(file, margin=40)
    means = next(place for place, page in enumerate(pages_of(file)) if "口径" + "投诉举报量" in page)
    assert means > 2
    low, *others = sorted(reach[:means])
    assert low > 0.5, reach  # the page of the rates' tables, which cannot grow as charts do
    assert min(others) > 0.7, reach


def test_a_ratio_is_called_so_in_a_file_that_holds_it_as_one() -> None:
    table = Table(("连接", "成功率 (%)", "n"), ("text", "ratio", "n"), (("红盾", 0.99, 40),))
    head, row = table_csv(table, "zh").decode("utf-8-sig").splitlines()
    assert (head.split(",")[1], row.split(",")[1]) == ("成功率 (比值)", "0.99")

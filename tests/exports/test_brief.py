"""The brief: every number in it counted a second time from the rows, and silence where there are too few."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from docx import Document
from openpyxl import load_workbook

from data_access.__main__ import main
from data_access.brief import brief, brief_bytes, brief_period
from data_access.brief.content import Brief
from data_access.brief.drawings import drawing
from data_access.brief.figures import Figure
from data_access.brief.numbers import Numbers
from data_access.brief.sentences import sentence
from data_access.domain.access import WHOLE_CITY
from data_access.domain.errors import BadValue
from data_access.domain.filters import Selection
from data_access.domain.periods import Horizon, Period
from data_access.domain.text import Text
from data_access.exports.plots import Plot
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.indicators import governance as of
from data_access.metrics.labels import labels
from data_access.metrics.query import fetch
from data_access.metrics.signals import SURGE_RULE, signals
from data_access.state import audit
from data_access.state.database import State
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.small_city import ROWS
from tests.data_access.test_signals import ITEMS as SURGING
from tests.exports.conftest import Office, Papers
from tests.exports.pdf_text import folded, pages_of

ITEMS = ROWS["complaint_report"]
HORIZON = Horizon(date(2020, 1, 1), date(2021, 12, 30))
YEAR = Period(date(2021, 1, 1), date(2021, 12, 31))


def made(office: Office, lang: str = "zh", period: Period = YEAR) -> Brief:
    return brief(
        office.store.snapshot(),
        WHOLE_CITY,
        Selection(period),
        lang=lang,
        export="X-1",
        who="某人",
        origin="http://here",
    )


def words(one: Brief) -> str:
    told = [
        piece
        for section in one.sections
        for paragraph in section.paragraphs
        for said in paragraph
        for piece in said
    ]
    return "".join(piece if isinstance(piece, str) else piece.words for piece in told)


def test_a_brief_of_one_district_names_it_and_ranks_no_districts(office: Office) -> None:
    chosen = Selection(YEAR, filters=(("district", ("330110",)),))
    text = words(
        brief(
            office.store.snapshot(),
            WHOLE_CITY,
            chosen,
            lang="zh",
            export="X-1",
            who="某人",
            origin="http://here",
        )
    )
    own = sum(row["handling_district"] == "330110" and row["registered_at"].year == 2021 for row in ITEMS)
    assert f"2021年，余杭区登记投诉举报{own}件" in text
    assert "办理量居前的区县" not in text
    assert "小城" not in text


def test_of_a_whole_year_the_change_is_said_once(office: Office) -> None:
    assert "同比" in words(made(office))
    assert "环比" not in words(made(office))


def test_the_brief_counts_what_the_rows_hold(office: Office) -> None:
    of_year = {year: [row for row in ITEMS if row["registered_at"].year == year] for year in (2020, 2021)}
    text = words(made(office))
    now, before = (len(of_year[year]) for year in (2021, 2020))
    change = f"{'增长' if now > before else '下降'}{abs(now / before - 1) * 100:.1f}%"
    assert f"2021年，小城登记投诉举报{now}件，同比{change}" in text
    kinds = Counter(row["kind"] for row in of_year[2021])
    assert f"其中投诉{kinds['complaint']}件" in text
    assert f"举报{kinds['report']}件" in text
    known = labels(office.store.snapshot())
    (code, most), *_ = Counter(row["problem"] for row in of_year[2021]).most_common()
    assert f"问题类别居前的是{known.name('problem', code, 'zh')}{most}件（占{most / now:.1%}" in text
    recovered = sum(
        row["amount_recovered"] or 0 for row in ITEMS if row["closed_at"] and row["closed_at"].year == 2021
    )
    assert f"挽回经济损失{recovered / 1e4:,.2f}万元" in text


def test_a_district_of_which_a_count_has_no_rows_has_none_and_a_rate_says_nothing(office: Office) -> None:
    numbers = Numbers(office.store.snapshot(), WHOLE_CITY, Selection(YEAR), "zh")
    assert numbers.column(of.overdue, "district", ["nowhere"]) == [0.0]
    assert numbers.column(INDICATORS["negative_entities"], "district", ["nowhere"]) == [0.0]
    assert numbers.column(of.closure_on_time, "district", ["nowhere"]) == [None]
    tables = [
        part.table for one in made(office).sections for part in one.parts if part.title == "各区县办理情况"
    ]
    assert tables
    assert all(row[4] is not None for table in tables for row in table.rows)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_number_is_a_query_and_leads_to_where_it_is_shown(office: Office, lang: str) -> None:
    one = made(office, lang)
    alarms = list(one.sections[-1].figures())
    figures = [figure for section in one.sections for figure in section.figures()]
    assert len(figures) > 15
    for figure in figures:
        link = urlsplit(figure.href)
        query = dict(parse_qsl(link.query))
        assert link.netloc == "here"
        assert query.pop("card") == figure.indicator
        selection, problems = Selection.from_query(query, labels(office.store.snapshot()).dataset.horizon)
        assert not problems
        assert selection.period == YEAR or figure in alarms
        if figure.by == "platform":
            assert link.path == f"/platform/{figure.member}"
            selection = selection.narrowed("platform", figure.member)
        if figure.kind == "value":
            answer = fetch(office.store.snapshot(), INDICATORS[figure.indicator], (), selection, WHOLE_CITY)
            assert answer["value"].iloc[0] == pytest.approx(figure.value)


def test_a_sentence_is_not_said_where_a_number_of_it_is_missing(office: Office) -> None:
    figure = Figure("3件", "/", "complaints", 3)
    assert sentence(Text("有{a}。", "{a}."), "zh", a=figure) == ("有", figure, "。")
    assert sentence(Text("有{a}，{b}。", "{a}, {b}."), "zh", a=figure, b=None) is None
    quiet = words(made(office, period=Period(date(2021, 6, 1), date(2021, 6, 30))))
    assert "同比" not in quiet  # three items in a month, four the year before
    assert "%" not in quiet.partition("未达标")[0]
    assert "先行处置和解率" not in quiet


@pytest.fixture(scope="module")
def surging(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store(str(tmp_path_factory.mktemp("surging")), threads=1)
    fill(store, ROWS | {"complaint_report": SURGING})
    yield store
    store.close()


@pytest.mark.parametrize(("lang", "compare"), [("zh", "yoy"), ("en", "yoy"), ("zh", "prev")])
def test_its_signals_are_those_of_the_wall_and_name_their_days(
    surging: Store, lang: str, compare: str
) -> None:
    known, selection = labels(surging.snapshot()), Selection(YEAR, compare=compare)
    told = brief(
        surging.snapshot(), WHOLE_CITY, selection, lang=lang, export="X-1", who="某人", origin="http://here"
    )
    on_the_wall = signals(
        lambda indicator, by, asked: fetch(surging.snapshot(), indicator, by, asked, WHOLE_CITY),
        selection,
        known,
    )
    assert {signal.rule for signal in on_the_wall} >= {"overdue", "missed"}
    section = told.sections[-1]
    values = [figure for figure in section.figures() if figure.kind == "value"]
    said = [(figure.indicator, figure.member, figure.value) for figure in values]
    expected = []
    for signal, (sentence_,) in zip(on_the_wall, section.paragraphs, strict=False):
        member = signal.member[1] if signal.member else ""
        expected += [
            (signal.indicator.key, member, value)
            for value in (signal.value, signal.before)
            if value is not None
        ]
        text = "".join(piece if isinstance(piece, str) else piece.words for piece in sentence_)
        assert signal.days(lang) in text
        assert signal.days_before(lang) in text
    assert said == expected
    assert ("surge" in {signal.rule for signal in on_the_wall}) == (SURGE_RULE(lang) in words(told))
    if compare == "yoy":
        assert Text("2021-12-04至2021-12-31，", "2021-12-04 to 2021-12-31, ")(lang) in words(told)
        surge = next(signal for signal in on_the_wall if signal.rule == "surge")
        assert surge.before
        risen = f"{(surge.value / surge.before - 1) * 100:.1f}%"
        assert Text(f"增长{risen}", f"up {risen}")(lang) in words(told)


def test_where_the_data_begin_too_late_it_does_not_say_that_nothing_rose(office: Office) -> None:
    first = words(made(office, period=Period(date(2020, 1, 1), date(2020, 3, 31))))
    assert "投诉举报突增" not in first


def test_word_holds_the_text_the_links_and_native_charts(office: Office) -> None:
    one = made(office)
    paper = Document(io.BytesIO(brief_bytes(one, "docx")))
    text = "".join(
        "".join(node.text or "" for node in p._p.iter() if node.tag.endswith("}t")) for p in paper.paragraphs
    )
    assert [part for part in words(one).split("。") if part not in text] == []
    links = {rel.target_ref for rel in paper.part.rels.values() if rel.reltype.endswith("/hyperlink")}
    said = {figure.href for section in one.sections for figure in section.figures()}
    assert said | {f"http://here/number/{number_id}" for _, number_id in one.origins} == links
    drawn = [rel.target_part for rel in paper.part.rels.values() if rel.reltype.endswith("/chart")]
    parts = [part for section in one.sections for part in section.parts]
    assert len(drawn) == sum(part.chart != "table" for part in parts) > 1
    book = load_workbook(io.BytesIO(next(iter(drawn[0].rels.values())).target_part.blob))
    months = {row[0]: row[1] for row in book.active.iter_rows(min_row=2, values_only=True)}
    wanted = Counter(f"{row['registered_at']:%Y-%m}" for row in ITEMS if row["registered_at"].year == 2021)
    assert {month: value for month, value in months.items() if value} == wanted
    fonts = paper.styles["Normal"].element.rPr.rFonts
    assert fonts.get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia") == "FangSong"
    assert "X-1" in paper.sections[0].header.paragraphs[0].text


def test_html_and_pdf_say_the_same(office: Office, papers: Papers) -> None:
    one = made(office)
    html = brief_bytes(one, "html").decode()
    assert "<script" not in html
    plain = re.sub(r"<[^>]+>", "", html.partition("<hr>")[2])
    assert words(one).partition("。")[0] in plain
    said = words(one).split("。")
    pdf = "".join(pages_of(papers["brief-pdf"][1]))
    assert len(said) > 10
    assert [part for part in said if folded(part) not in pdf] == []


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2021-06", "2021-06-01", "2021-06-30"),
        ("2021-W23", "2021-06-07", "2021-06-13"),
        ("2021-06-03..2021-06-09", "2021-06-03", "2021-06-09"),
        ("last-month", "2021-11-01", "2021-11-30"),  # December is not over on the 30th
        ("last-week", "2021-12-20", "2021-12-26"),
        ("last-year", "2020-01-01", "2020-12-31"),
    ],
)
def test_periods_are_named_as_schedules_need_them(text: str, start: str, end: str) -> None:
    assert brief_period(text, HORIZON) == Period(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize("text", ["2021-13", "2021-W60", "2021-06-09..2021-06-03", "a..b", "soon"])
def test_a_period_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        brief_period(text, HORIZON)


def test_the_command_line_writes_the_brief_and_its_line(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COCKPIT_DATA", str(tmp_path))
    asked = ["brief", "--period", "2021", "--format", "docx,html", "--store", office.store.location]
    assert main(asked) == 0
    files = sorted((tmp_path / "briefs").iterdir())
    assert [path.suffix for path in files] == [".docx", ".html"]
    assert capsys.readouterr().out.split() == [str(path) for path in files]
    lines = audit.lines(State(f"sqlite:///{tmp_path / 'state.sqlite'}"))
    assert list(lines["action"]) == ["seal_begun", "brief-docx", "brief-html"]
    assert all(export in path.name for export, path in zip(lines["export_id"].iloc[1:], files, strict=True))
    assert main([*asked, "--format", "rtf"]) == 1
    assert main(["brief", "--period", "1999", "--store", office.store.location]) == 1


@pytest.mark.parametrize("name", ["Unfair competition (report)", "虚假宣传与假冒伪劣商品服务"])
def test_names_beside_bars_are_whole_where_there_is_room(name: str) -> None:
    assert f">{name}</text>" in drawing(Plot("bar", (name,), (("n", (3.0,)),), "items"), "x")
    assert "…" in drawing(Plot("bar", (name * 2,), (("n", (3.0,)),), "items"), "x")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_place_that_is_named_like_a_template_is_told_as_it_is_named(
    office: Office, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = "甲{county}市{{figures}}{amount}"
    monkeypatch.setattr(Numbers, "place", named)
    (first, *_) = made(office, lang).sections
    assert named in str(first)

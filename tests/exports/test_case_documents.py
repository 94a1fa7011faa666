"""Documents of cases: the templates of the house and of an office, what they may ask for, and what stands on each page."""

import io
from pathlib import Path

import pytest
from docx import Document

from data_access.exports.case_documents import (
    DOCUMENTS,
    NOT_RECORDED,
    SHIPPED,
    BadTemplate,
    NotYet,
    document,
    offered,
    refusal,
    stamp,
    template,
)
from data_access.lookups.case_facts import FIELDS, CaseFacts

ALL = frozenset(code for one in DOCUMENTS.values() for code in one.stages)
NONE = Path("nowhere")


def facts(*, is_synthetic: bool = True, shows_persons: bool = False, **known: str) -> CaseFacts:
    fields: dict[str, str | None] = dict.fromkeys(FIELDS)
    return CaseFacts("C1", fields | known, ALL, shows_persons, is_synthetic)


def written(folder: Path, *lines: str, key: str = "penalty_decision") -> Path:
    """Write a template of an office."""
    paper = Document()
    for line in lines:
        paper.add_paragraph(line)
    paper.save(str(folder / f"{key}.docx"))
    return folder


def text(made: bytes) -> str:
    paper = Document(io.BytesIO(made))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    section = paper.sections[0]
    around = [one.text for part in (section.header, section.footer) for one in part.paragraphs]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells, *around])


@pytest.mark.parametrize("key", DOCUMENTS)
def test_every_shipped_template_is_filled_and_says_what_is_not_recorded(key: str) -> None:
    assert refusal(key, NONE) is None
    made = text(document(key, facts(当事人="甲公司"), NONE, mark="本机用户 · 20210101-120000-ABC234"))
    assert "甲公司" in made
    assert NOT_RECORDED in made
    assert "{{" not in made
    assert "{%" not in made
    assert "20210101-120000-ABC234" in made
    assert DOCUMENTS[key].title.zh in made


def test_a_decision_says_when_a_hearing_was_asked_for_and_when_it_was_held() -> None:
    heard = text(
        document("penalty_decision", facts(听证时间="2021-03-02", 听证日期="2021-03-20"), NONE, mark="x")
    )
    assert "当事人于2021-03-02陈述申辩或者要求听证。听证于2021-03-20举行。" in heard
    assert "举行" not in text(document("penalty_decision", facts(听证时间="2021-03-02"), NONE, mark="x"))


def test_an_invented_case_and_masked_persons_say_so_whatever_the_template_says(tmp_path: Path) -> None:
    own = written(tmp_path, "{{ 当事人 }}")
    told = text(document("penalty_decision", facts(当事人="甲<b>&公司"), own, mark="x"))
    assert "甲<b>&公司" in told, "a fact is a text and no markup"
    assert "虚构" in told
    assert "无法律效力" in told
    assert "脱敏" in told
    real = text(document("penalty_decision", facts(is_synthetic=False, shows_persons=True), own, mark="x"))
    assert "虚构" not in real
    assert "脱敏" not in real


def test_the_templates_of_an_office_go_first_and_a_change_is_seen(tmp_path: Path) -> None:
    before = stamp(tmp_path)
    own = written(tmp_path, "本局样式 {{ 案件编号 }}")
    assert template("penalty_decision", own) == own / "penalty_decision.docx"
    assert template("penalty_notice", own).parent == SHIPPED
    assert stamp(own) != before
    assert "本局样式 A1" in text(document("penalty_decision", facts(案件编号="A1"), own, mark="x"))


def test_a_condition_asks_whether_something_is_recorded(tmp_path: Path) -> None:
    own = written(tmp_path, '{% if 罚款 and 罚款 != "0.00" %}罚款{{ 罚款 }}元{% else %}不罚款{% endif %}')
    for known, said in (({"罚款": "5.00"}, "罚款5.00元"), ({"罚款": "0.00"}, "不罚款"), ({}, "不罚款")):
        assert said in text(document("penalty_decision", facts(**known), own, mark="x"))


@pytest.mark.parametrize("place", ["body", "header", "title"])
def test_a_field_that_there_is_not_is_named(tmp_path: Path, place: str) -> None:
    own = written(tmp_path, "{{ 当事人姓名 }}" if place == "body" else "好")
    paper = Document(str(own / "penalty_decision.docx"))
    if place == "header":
        paper.sections[0].header.paragraphs[0].text = "{{ 当事人姓名 }}"
    if place == "title":
        paper.core_properties.title = "{{ 当事人姓名 }}"
    paper.save(str(own / "penalty_decision.docx"))
    with pytest.raises(BadTemplate, match="当事人姓名") as told:
        document("penalty_decision", facts(), own, mark="x")
    assert "penalty_decision.docx" in told.value.words("zh")
    if place != "title":
        found = refusal("penalty_decision", own)
        assert found is not None
        assert "当事人姓名" in found("zh")


@pytest.mark.parametrize(
    "program",
    [
        "{% for 字 in 当事人 %}{{ 字 }}{% endfor %}", "{{ 当事人.__class__ }}", "{{ 当事人['x'] }}", "{{ 当事人|upper }}", "{{ cycler() }}",
        "{% set a = 当事人 %}", "{% include '/etc/passwd' %}", "{{ 当事人 * 99 }}", "{% import 'x' as y %}", "{{ 1 + 1 }}", "{% if 罚款 %}",
        "{% macro a() %}{% endmacro %}", "{{ 当事人 ~ 当事人 }}",
    ],
)  # fmt: skip
def test_a_template_holds_no_program(tmp_path: Path, program: str) -> None:
    own = written(tmp_path, program)
    found = refusal("penalty_decision", own)
    assert found is not None
    assert "penalty_decision.docx" in found("zh")
    with pytest.raises(BadTemplate):
        document("penalty_decision", facts(当事人="x"), own, mark="x")


def test_a_file_that_is_no_document_is_refused(tmp_path: Path) -> None:
    (tmp_path / "penalty_decision.docx").write_bytes(b"PK\x03\x04 no zip")
    found = refusal("penalty_decision", tmp_path)
    assert found is not None
    assert "DOCX" in found("en")


@pytest.mark.parametrize("handbook", ["operations.md", "operations.zh-CN.md"])
def test_the_handbook_names_every_field_and_document(handbook: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / handbook).read_text("utf-8")
    assert "、".join(FIELDS) in text
    assert not [one.key for one in DOCUMENTS.values() if f"`{one.key}` {one.title.zh}" not in text]


def test_a_document_waits_for_its_stage() -> None:
    early = CaseFacts("C1", dict.fromkeys(FIELDS), frozenset({"SRC", "VERI"}), False, True)
    assert [one.key for one in offered(early.stages)] == ["filing_approval"]
    with pytest.raises(NotYet, match="C1"):
        document("penalty_decision", early, NONE, mark="x")

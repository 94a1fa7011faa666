"""Documents of a case 执法文书 from templates that an office changes in its word processor: `{{ field }}` and no program.

A template is a DOCX of the folder of this module, or one of the same name in the office's own folder, which goes first. It
names fields (`lookups.case_facts.FIELDS`) and may ask whether one is recorded; whatever else it asks for is refused.
"""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.sandbox import ImmutableSandboxedEnvironment

from data_access.domain.errors import CockpitError
from data_access.domain.spreadsheet import printed
from data_access.domain.text import Text
from data_access.exports.answers import SYNTHETIC
from data_access.lookups.case_facts import FIELDS, CaseFacts

SHIPPED = Path(__file__).parent / "templates"
NOT_RECORDED = "（未记录）"
_MASKED = "个人信息已按权限脱敏"
_NO_FORCE = "无法律效力"
_PROCEDURE = Text("市场监督管理行政处罚程序规定", "Provisions on Administrative Penalty Procedures")
_PENALTY_LAW = Text("行政处罚法", "Administrative Penalty Law")


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """A document of a case: the name of its template, its title, the stages of which any must have come, and its law."""

    key: str
    title: Text
    stages: tuple[str, ...]
    law: Text


DOCUMENTS: Mapping[str, CaseDocument] = {
    one.key: one
    for one in (
        CaseDocument("filing_approval", Text("立案审批表", "Approval of filing"), ("VERI", "FILE"), _PROCEDURE),
        CaseDocument("assistance_letter", Text("协助调查函", "Request for assistance"), ("INV",), _PROCEDURE),
        CaseDocument("correction_order", Text("责令改正通知书", "Order to correct"), ("INV", "CORR"), _PENALTY_LAW),
        CaseDocument("penalty_notice", Text("行政处罚告知书", "Notice of penalty"), ("NOTE",), _PROCEDURE),
        CaseDocument("penalty_decision", Text("行政处罚决定书", "Decision of penalty"), ("DEC",), _PENALTY_LAW),
        CaseDocument("service_receipt", Text("送达回证", "Receipt of service"), ("NOTE", "SERV"), _PROCEDURE),
        CaseDocument("closing_approval", Text("结案审批表", "Approval of closure"), ("CLOSE",), _PROCEDURE),
    )
}  # fmt: skip


class BadTemplate(CockpitError):
    """A template that cannot be filled; `words` name it and what is wrong with it."""

    def __init__(self, name: str, problem: Text) -> None:
        self.words = Text(
            f"模板 {name} 不能使用：{problem.zh}", f"The template {name} cannot be used: {problem.en}"
        )
        super().__init__(self.words.en)


class NotYet(CockpitError):
    """A document of a stage that the case has not come to."""

    def __init__(self, document: CaseDocument, key: str) -> None:
        self.words = Text(
            f"案件 {key} 还没有到「{document.title.zh}」的环节。",
            f"The case {key} has not come to the stage of “{document.title.en}”.",
        )
        super().__init__(self.words.en)


class _Missing(str):
    """What stands where nothing is recorded; a condition takes it for false."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


class _FieldsAlone(Extension):
    """Lets through names, texts that they are compared with, and conditions; no loop, call, filter, attribute or assignment."""

    _TOKENS = frozenset({
        "data", "variable_begin", "variable_end", "block_begin", "block_end", "name", "string", "eq", "ne",
    })  # fmt: skip
    _BLOCKS = frozenset({"if", "elif", "else", "endif"})

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        before = ""
        for token in stream:
            is_other_block = before == "block_begin" and token.value not in self._BLOCKS
            if token.type not in self._TOKENS or is_other_block:
                raise TemplateSyntaxError(f"{token.value!r}", token.lineno)
            before = token.type
            yield token


def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        extensions=[_FieldsAlone], undefined=StrictUndefined, autoescape=True
    )


def template(key: str, own: Path) -> Path:
    """Return the template of a document: the office's own where its folder has one, else the one that is shipped."""
    name = f"{key}.docx"
    return own / name if (own / name).is_file() else SHIPPED / name


def offered(stages: frozenset[str]) -> list[CaseDocument]:
    """Return the documents of a case that came to these stages."""
    return [one for one in DOCUMENTS.values() if stages & {*one.stages}]


def refusal(key: str, own: Path) -> Text | None:
    """Return why the template of a document cannot be used, None where it can."""
    path = template(key, own)
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        stamp = 0
    return _refusal(path, stamp)


def stamp(own: Path) -> str:
    """Return what differs whenever a template was changed: when each was written."""
    paths = [template(key, own) for key in DOCUMENTS]
    return repr([(path.parent == own, path.stat().st_mtime_ns) for path in paths])


@lru_cache(maxsize=64)
def _refusal(path: Path, _changed: int) -> Text | None:
    try:
        _read(path)
    except BadTemplate as error:
        return error.words
    return None


def _read(path: Path) -> DocxTemplate:
    """Return a template whose fields are all known; raises BadTemplate."""
    read = DocxTemplate(path)
    try:
        named = read.get_undeclared_template_variables(_environment())
    except TemplateError as error:
        wrong = error.message or ""
        raise BadTemplate(path.name, Text(
            f"{wrong} 不是字段；模板只能写字段 {{{{ 字段 }}}} 和条件 {{% if 字段 %}}。",
            f"{wrong} is no field; a template may name fields {{{{ field }}}} and conditions {{% if field %}} alone.",
        )) from error  # fmt: skip
    except Exception as error:  # a file that is no DOCX fails in the ways of zip, XML and Word
        raise BadTemplate(
            path.name, Text("文件不是可读的 DOCX。", "it is no DOCX that can be read.")
        ) from error
    if unknown := sorted(named - {*FIELDS}):
        names = "、".join(unknown)
        raise BadTemplate(path.name, Text(
            f"没有名为「{names}」的字段；可用字段：{'、'.join(FIELDS)}。",
            f"there is no field {', '.join(unknown)}; fields are {', '.join(FIELDS)}.",
        ))  # fmt: skip
    return read


def ready(key: str, facts: CaseFacts, own: Path) -> DocxTemplate:
    """Return the template of a document that can be made of a case; raises BadTemplate and NotYet."""
    if not facts.stages & {*DOCUMENTS[key].stages}:
        raise NotYet(DOCUMENTS[key], facts.key)
    return _read(template(key, own))


def document(key: str, facts: CaseFacts, own: Path, *, mark: str) -> bytes:
    """Return a document of a case as DOCX, its `mark` (who made it, its id) at the foot; raises BadTemplate and NotYet.

    What is not recorded reads （未记录）; an invented case says so at the head of each page, masked names at its foot.
    """
    read = ready(key, facts, own)
    values = {
        name: _Missing(NOT_RECORDED) if value is None else printed(value)
        for name, value in facts.fields.items()
    }
    try:
        read.render(values, _environment(), autoescape=True)
    except TemplateError as error:  # in a part that Word keeps beside the text: properties, footnotes
        raise BadTemplate(f"{key}.docx", Text(f"{error.message}。", f"{error.message}.")) from error
    _mark(read, facts, mark)
    made = io.BytesIO()
    read.save(made)
    return made.getvalue()


def _mark(read: Any, facts: CaseFacts, made: str) -> None:
    """Write on every page what no template may leave out."""
    notes = [made] if facts.shows_persons else [_MASKED, made]
    head = f"{SYNTHETIC('zh')} · {_NO_FORCE}" if facts.is_synthetic else ""
    for section in read.docx.sections:
        section.different_first_page_header_footer = False
        if head:
            section.header.add_paragraph(head)
        section.footer.add_paragraph(" · ".join(notes))
    read.docx.settings.odd_and_even_pages_header_footer = False

"""The file of a case on its page: its stages against their limits, documents, payment, what weighs in it, and cases like it."""

from collections.abc import Sequence
from typing import NamedTuple

from dash import html
from dash.development.base_component import Component

from components.cards.records import labelled_row, limit_words
from components.model import paths
from data_access.domain.currency import money_words
from data_access.domain.text import Text
from data_access.lookups.case_files import CaseFile, Payment, Visit
from data_access.lookups.hearings import Hearing
from data_access.lookups.similar_cases import FEWEST, Near, Similar

_STAGES = Text("案卷：从案源到结案", "Case file: from source to closure")
_HEADS = (
    Text("环节", "Stage"), Text("进入", "Entered"), Text("离开", "Left"), Text("历时(日)", "Days"), Text("方式", "How"),
    Text("期限", "Limit"),
)  # fmt: skip
_ONLINE = {
    True: Text("在线", "online"),
    False: Text("线下", "on paper"),
    None: Text("未记录", "not recorded"),
}
#: On a telephone each row of it is a card.
_TABLE = "definitions case-table stacked"
_PASSED_BY, _TO_COME = Text("未经过", "passed by"), Text("尚未到达", "not yet")
_RUNNING = Text("在办", "under way")
_NO_STAGES = Text("没有登记办案环节。", "No stages are recorded.")
_HEARING = Text("听证", "Hearing")
_HEARING_ROWS = (Text("当事人要求", "Asked for"), Text("听证通知", "Notice"), Text("听证日期", "Day"))
_HELD, _SET = Text("已于 {} 举行", "held on {}"), Text("定于 {}", "set for {}")
_DOCUMENTS = Text("本环节文书", "Documents")
_ABOUT_DOCUMENTS = Text(
    "文书由案件已登记的事实按模板生成（DOCX），没有登记的写（未记录）；每生成一份都留痕。",
    "Made from templates (DOCX) with the facts that are recorded; what is not reads 未记录. Each leaves a line in the audit.",
)
_NO_DOCUMENTS = Text("案件还没有到需要文书的环节。", "The case has not come to a stage with documents.")
_FACTORS = Text("裁量因素", "What weighs in the decision")
_NOT_RECORDED = Text("未记录", "not recorded")
_PAYMENT = Text("罚没缴纳", "Payment")
_PAID_ROWS = (
    Text("应缴", "Imposed"),
    Text("已缴", "Paid"),
    Text("尚欠", "Owed"),
    Text("缴款期限", "To be paid until"),
    Text("缴清时间", "Paid in full"),
)
_SIMILAR = Text("同类已决案件", "Decided cases of the same violation")
_NONE_LIKE = Text("没有同类的已决案件。", "There is none.")
_NO_VIOLATION = Text(
    "没有登记违法类型，无从比较。", "The violation is not recorded; there is nothing to compare."
)
_COUNTED = Text(
    "「{}」已决 {:,} 件，其中平台类别相同 {:,} 件；有罚没的 n={:,}。",
    "“{}”: {:,} decided, {:,} of them on platforms of the same class; with a fine or confiscation n={:,}.",
)
_MIDDLE = Text(
    "罚没中位数 {:,.2f} {}，最低 {:,.2f}，最高 {:,.2f}。", "Median {:,.2f} {}, from {:,.2f} to {:,.2f}."
)
_TOO_FEW = Text(
    "有罚没的不足 {} 件，样本不足，不给出中位数。", "Fewer than {} with a fine: too few for a median."
)
_HOW_NEAR = Text(
    "下列按平台类别、轻微、初次、及时改正是否相同和货值金额的接近程度排列，供裁量参考，不是标准。",
    "The nearest by class of platform, factors and value of the goods: to be looked at, not a standard.",
)
_NEAR_HEADS = (
    Text("案件", "Case"), Text("决定", "Decided"), Text("处理结果", "Outcome"), Text("罚没", "Imposed"), Text("相同之处", "Alike"),
)  # fmt: skip
_SAME_CLASS = Text("平台类别", "class of platform")


class Paper(NamedTuple):
    """A document of a case that can be made, or why its template cannot be used."""

    title: str
    href: str
    law: str
    refusal: str = ""


def case_file_block(found: CaseFile, papers: Sequence[Paper], currency: str, lang: str) -> list[Component]:
    """Return the file of a case; `papers` are the documents of the stages that it came to."""
    return [
        html.H3(_STAGES(lang)),
        _stages(found.visits, lang) if found.visits else html.P(_NO_STAGES(lang), className="none"),
        *_hearing(found.hearing, lang),
        html.Div(
            [
                html.Div([html.H3(_DOCUMENTS(lang)), *_papers(papers, lang)]),
                html.Div([*_factors(found, lang), *_payment(found.payment, currency, lang)]),
            ],
            className="sides",
        ),
        *_similar(found.similar, currency, lang),
    ]


def _stages(visits: Sequence[Visit], lang: str) -> Component:
    heads = html.Thead(html.Tr([html.Th(head(lang)) for head in _HEADS]))
    body = html.Tbody([_visit(one, lang) for one in visits])
    return html.Div(html.Table([heads, body], className=_TABLE), className="wide")


def _hearing(found: Hearing | None, lang: str) -> list[Component]:
    """Return when a hearing was asked for and is held, with its notice against the limit; nothing where there is none."""
    if found is None:
        return []
    asked, told = (
        f"{one:%Y-%m-%d %H:%M}" if one else _NOT_RECORDED(lang) for one in (found.asked_at, found.notified_at)
    )
    kept = (
        html.Div(limit_words(found.notice, lang), className=found.notice.standing) if found.notice else None
    )
    day = (_HELD if found.is_held else _SET)(lang).format(found.on) if found.on else _NOT_RECORDED(lang)
    rows = zip((one(lang) for one in _HEARING_ROWS), (asked, html.Div([told, kept]), day), strict=True)
    return [html.H3(_HEARING(lang)), html.Div(_pairs(rows), className="case-table")]


def _visit(one: Visit, lang: str) -> Component:
    limit = html.Div(limit_words(one.limit, lang), className=one.limit.standing) if one.limit else "—"
    if one.entered is None:
        words = (_PASSED_BY if one.is_passed_by else _TO_COME)(lang)
        return html.Tr([html.Td(one.title), html.Td(words, colSpan=4, className="none"), html.Td(limit)])
    left = f"{one.left:%Y-%m-%d %H:%M}" if one.left else _RUNNING(lang)
    cells = (
        html.B(one.title), f"{one.entered:%Y-%m-%d %H:%M}", left, one.days, _ONLINE[one.is_online](lang), limit,
    )  # fmt: skip
    return labelled_row(_HEADS, cells, lang)


def _papers(papers: Sequence[Paper], lang: str) -> list[Component]:
    if not papers:
        return [html.P(_NO_DOCUMENTS(lang), className="none")]
    return [
        html.Ul([_paper(one) for one in papers], className="related"),
        html.P(_ABOUT_DOCUMENTS(lang), className="none"),
    ]


def _paper(one: Paper) -> Component:
    name = one.title if one.refusal else html.A(one.title, href=one.href, download="")
    return html.Li([name, html.Span(one.refusal or one.law)])


def _factors(found: CaseFile, lang: str) -> list[Component]:
    rows = [(one.label, one.words or _NOT_RECORDED(lang)) for one in found.factors]
    return [html.H3(_FACTORS(lang)), _pairs(rows)]


def _payment(payment: Payment | None, currency: str, lang: str) -> list[Component]:
    if payment is None:
        return []
    unit = money_words(currency)(lang)
    amounts = [payment.imposed, payment.paid, payment.owed]
    moments = [payment.due, payment.paid_at]
    words = [_NOT_RECORDED(lang) if one is None else f"{one:,.2f} {unit}" for one in amounts]
    words += [_NOT_RECORDED(lang) if one is None else f"{one:%Y-%m-%d}" for one in moments]
    return [html.H3(_PAYMENT(lang)), _pairs(zip((one(lang) for one in _PAID_ROWS), words, strict=True))]


def _pairs(rows: object) -> Component:
    return html.Dl([html.Div([html.Dt(label), html.Dd(words)]) for label, words in rows], className="facts")  # type: ignore[attr-defined]


def _similar(found: Similar, currency: str, lang: str) -> list[Component]:
    head = html.H3(_SIMILAR(lang))
    if not found.violation:
        return [head, html.P(_NO_VIOLATION(lang), className="none")]
    if not found.decided:
        return [head, html.P(_NONE_LIKE(lang), className="none")]
    counted = _COUNTED(lang).format(found.violation, found.decided, found.in_class, found.n)
    if found.middle is None:
        told = _TOO_FEW(lang).format(FEWEST)
    else:
        told = _MIDDLE(lang).format(found.middle, money_words(currency)(lang), found.low, found.high)
    heads = html.Thead(html.Tr([html.Th(one(lang)) for one in _NEAR_HEADS]))
    table = html.Table([heads, html.Tbody([_near(one, lang) for one in found.nearest])], className=_TABLE)
    return [
        head,
        html.P(f"{counted}{'' if lang == 'zh' else ' '}{told}"),
        html.P(_HOW_NEAR(lang), className="none"),
        html.Div(table, className="wide"),
    ]


def _near(one: Near, lang: str) -> Component:
    alike = [*([_SAME_CLASS(lang)] if one.is_same_class else []), *one.alike]
    cells = (
        html.A(one.key, href=paths.record("cases", one.key)),
        f"{one.decided}",
        one.outcome,
        f"{one.imposed:,.2f}" if one.imposed else "—",
        ("、" if lang == "zh" else ", ").join(alike) or "—",
    )
    return labelled_row(_NEAR_HEADS, cells, lang)

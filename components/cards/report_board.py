"""The board of what platforms owe: a row for each, red where a file or an answer is late or short; each number opens its rows."""

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from dash import html
from dash.development.base_component import Component

from components.cards.duty_counts import COLUMNS, GROUPS, HEADS, Column, DutyBoard, duty_board
from components.cards.states import as_note
from components.cards.tables import narrowing
from components.model import paths
from components.model.context import CardContext
from components.words import describe
from components.words.unnarrowed import not_narrowed
from data_access.domain.filters import Selection
from data_access.domain.text import Text
from data_access.metrics.indicators import Indicator
from data_access.metrics.indicators import platform_reports as of
from data_access.metrics.labels import Labels

NOT_RECORDED = Text("没有记录平台报送。", "Files of platforms are not recorded.")
_PLATFORM = Text("平台", "Platform")
_TITLE = Text(
    "{of}家应报送的平台中，{red}家有逾期或不全", "Late or short: {red} of {of} platforms that owe files"
)
_COUNTED = Text(
    "期内到期报送{due}份：逾期{late}份，不全{short}份；现在逾期未报{overdue}份；平台到期协查{asked}件：逾期{answers}件，不全{partly}件。",
    "{due} files due in the period: {late} late, {short} short; {overdue} overdue now; {asked} answers due: {answers} late, {partly} in part.",
)
_KEY = (
    ("wanting", "✕", Text("报送有逾期或不全（几份／到期几份），点开看记录", "files late or short (so many of those due); opens its rows")),
    ("some", "▲", Text("协查答复有逾期或不全", "answers late or in part")),
    ("met", "●", Text("全部按时、完整", "all in time and complete")),
    ("none", "—", Text("没有到期的", "none due")),
)  # fmt: skip
MEANS = Text(
    "期限为所属期次月末：身份信息1月、7月（网络交易监督管理办法第25条，2021-05-01施行；条文待核），涉税信息每季度（国务院令第810号第4条，2025-06-20施行）；"
    "协查以请求写明的期限为准。早于施行的所属期按同一期限衡量。",
    "Due by the end of the month after the period: identities in January and July (Measures for Online Trading, art. 25, in force 2021-05-01; "
    "article to be verified), tax data each quarter (State Council Order 810, art. 4, in force 2025-06-20); answers by the limit that the "
    "request sets. Periods before the law are measured by the same limit.",
)


def report_board(reader: CardContext) -> list[Component]:
    """Return the board of a selection with the files that have all of it, the platforms most in arrears first."""
    lang = reader.lang
    board = duty_board(reader.ask, reader.selection, reader.labels.recorded)
    if not board.told:
        return [html.P(NOT_RECORDED(lang), className="message")]
    table = html.Table(
        [_head(lang), html.Tbody([_row(one, board, reader) for one in board.platforms])],
        className="ranked report-board",
    )
    return [
        html.Header([html.H3(title_of(board, lang)), *_files(reader)]),
        html.P(counted_in_words(board.indicators, reader)),
        html.P(MEANS(lang), className="means"),
        *as_note(note_of(board, reader.selection, reader.labels, lang)),
        _key(lang),
        html.Div(table, className="scroll"),
    ]


def note_of(board: DutyBoard, selection: Selection, names: Labels, lang: str) -> str:
    """Return which of the chosen filters do not narrow some column of the board, empty where all do."""
    return not_narrowed(board.indicators, selection, names, lang)


def title_of(board: DutyBoard, lang: str) -> str:
    """Return how many of those that owe files are late or short, as a sentence."""
    owing = board.owing
    red = sum(board.arrears(one, of_files=True) > 0 for one in owing)
    return _TITLE(lang).format(red=f"{red:,}", of=f"{len(owing):,}")


def _files(reader: CardContext) -> list[Component]:
    query = urlencode(reader.selection.to_query() | {"lang": reader.lang}, safe=",")
    return [
        html.A(form.upper(), href=f"/api/duties.{form}?{query}", className="file") for form in ("csv", "xlsx")
    ]


def counted_in_words(told: Sequence[Indicator], reader: CardContext) -> str:
    """Return the numbers of all platforms together, a dash for what is not recorded."""

    def total(indicator: Indicator) -> str:
        if indicator not in told:
            return describe.MISSING
        return describe.exact(reader.ask.rows(indicator, (), reader.selection)[0]["value"], indicator.unit)

    return _COUNTED(reader.lang).format(
        due=total(of.reports_due), late=total(of.reports_late), short=total(of.reports_short),
        overdue=total(of.reports_overdue), asked=total(of.co_answers_due), answers=total(of.co_answers_late),
        partly=total(of.co_answers_short),
    )  # fmt: skip


def _head(lang: str) -> Component:
    groups = [html.Th(words(lang), colSpan=width, scope="colgroup") for words, width in GROUPS]
    heads = [html.Th(words(lang), className="n", scope="col") for words in HEADS]
    return html.Thead(
        [html.Tr([html.Th(""), *groups]), html.Tr([html.Th(_PLATFORM(lang), scope="col"), *heads])]
    )


def _key(lang: str) -> Component:
    parts = [html.Li([html.B(sign, className=state), html.Span(words(lang))]) for state, sign, words in _KEY]
    return html.Ul(parts, className="report-key")


def _row(platform: str, board: DutyBoard, reader: CardContext) -> Component:
    name = html.A(
        reader.labels.name("platform", platform, reader.lang), href=f"{paths.PLATFORM}/{quote(platform)}"
    )
    cells = [_cell(one, platform, board, reader) for one in COLUMNS]
    return html.Tr([html.Th(name, scope="row"), *cells], **{"data-platform": platform})


def _cell(column: Column, platform: str, board: DutyBoard, reader: CardContext) -> Component:
    """Return one number with its sign: of what is due, or alone where it is a stock; a dash where it is not recorded or none is due."""
    number = board.number(column.wanting, column.kind, platform)
    due = board.number(column.due, column.kind, platform)
    if number is None or (due == 0 and not number):
        return html.Td(describe.MISSING, className="n none", **{"data-n": "0"})
    state, sign = ("met", "●") if not number else ("wanting", "✕") if column.is_of_files else ("some", "▲")
    shown = column.wanting if number else column.due
    said: list[object] = [html.B(sign), f" {number:,}" + ("" if due is None else f"/{due:,}")]
    inside = html.A(said, href=_href(shown, column.kind, platform, reader.selection)) if shown else said
    return html.Td(inside, className=f"n {state}", **{"data-n": str(number)})


def _href(indicator: Indicator, kind: str, platform: str, selection: Selection) -> str:
    chosen = selection.narrowed("platform", platform)
    chosen = chosen.narrowed("report_kind", kind) if kind else chosen
    return paths.listed(indicator.key, narrowing(chosen))

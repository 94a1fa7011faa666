"""The board of what platforms owe: a row for each, red where a file or an answer is late or short; each number opens its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from components.cards.tables import narrowing
from components.model import paths
from components.model.context import CardContext
from components.words import describe
from data_access.domain.filters import Selection
from data_access.domain.text import Text
from data_access.metrics.coverage import unrecorded
from data_access.metrics.indicators import Indicator
from data_access.metrics.indicators import platform_reports as of
from data_access.metrics.query import UNKNOWN, Question

#: Members of `report_kind`, in the order of their columns.
_KINDS = ("identity", "tax")


@dataclass(frozen=True, slots=True)
class _Column:
    """One column: how many of what is `due` are wanting by `wanting`, of one kind of file or of all; a stock has no `due`.

    A platform owes a handful of files, of which each counts, and may owe a thousand answers, of which some are always late: only files are red.
    """

    wanting: Indicator
    due: Indicator | None
    kind: str = ""
    is_of_files: bool = True


_COLUMNS = (
    *(_Column(one, of.reports_due, kind) for kind in _KINDS for one in (of.reports_late, of.reports_short)),
    _Column(of.reports_overdue, None),
    _Column(of.reports_returned, None),
    _Column(of.co_answers_late, of.co_answers_due, is_of_files=False),
    _Column(of.co_answers_short, of.co_answers_due, is_of_files=False),
)
NOT_RECORDED = Text("没有记录平台报送。", "Files of platforms are not recorded.")
_PLATFORM, _LATE, _SHORT = Text("平台", "Platform"), Text("逾期", "Late"), Text("不全", "Short")
_GROUPS = (
    (Text("身份信息（每半年）", "Identities, half-yearly"), 2), (Text("涉税信息（每季度）", "Tax data, quarterly"), 2),
    (Text("现在", "Now"), 2), (Text("协查答复", "Answers to co-investigation"), 2),
)  # fmt: skip
_HEADS = (
    _LATE,
    _SHORT,
    _LATE,
    _SHORT,
    Text("逾期未报", "Overdue"),
    Text("退回未补正", "To correct"),
    _LATE,
    _SHORT,
)
_TITLE = Text(
    "{of}家应报送的平台中，{red}家有逾期或不全", "{red} of {of} platforms that owe files are late or short"
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
_MEANS = Text(
    "期限为所属期次月末：身份信息1月、7月（网络交易监督管理办法第25条，2021-05-01施行；条文待核），涉税信息每季度（国务院令第810号第4条，2025-06-20施行）；"
    "协查以请求写明的期限为准。早于施行的所属期按同一期限衡量。",
    "Due by the end of the month after the period: identities in January and July (Measures for Online Trading, art. 25, in force 2021-05-01; "
    "article to be verified), tax data each quarter (State Council Order 810, art. 4, in force 2025-06-20); answers by the limit that the "
    "request sets. Periods before the law are measured by the same limit.",
)
#: How many each platform has of an indicator, of one kind of file or (empty) of all.
_Counts = Mapping[tuple[Indicator, str], Mapping[str, int]]


def report_board(reader: CardContext) -> list[Component]:
    """Return the board of a selection: the platforms most in arrears first; those of which nothing is due are left out."""
    lang = reader.lang
    told = [one for one in _COLUMNS if not unrecorded(one.wanting, (), reader.labels.recorded)]
    if not told:
        return [html.P(NOT_RECORDED(lang), className="message")]
    asked = sorted(_keys(told), key=lambda one: (one[0].key, one[1]))
    every = list(dict.fromkeys(one for one, _ in asked))
    questions = [Question(one, _by(kind), reader.selection) for one, kind in asked]
    reader.ask.ahead([*questions, *(Question(one, (), reader.selection) for one in every)])
    counts = {(one, kind): _counted(one, kind, reader) for one, kind in asked}
    files = [one for one in told if one.is_of_files]
    order = sorted(
        {platform for found in counts.values() for platform in found},
        key=lambda one: (-_arrears(files, one, counts), -_arrears(told, one, counts), one),
    )
    owing = [one for one in order if any(one in counts[key] for key in _keys(files))]
    red = sum(_arrears(files, one, counts) > 0 for one in owing)
    table = html.Table(
        [_head(lang), html.Tbody([_row(one, counts, reader) for one in order])],
        className="ranked report-board",
    )
    return [
        html.Header([html.H3(_TITLE(lang).format(red=f"{red:,}", of=f"{len(owing):,}"))]),
        html.P(_counted_in_words(every, reader)),
        html.P(_MEANS(lang), className="means"),
        _key(lang),
        html.Div(table, className="scroll"),
    ]


def _by(kind: str) -> tuple[str, ...]:
    return ("platform", "report_kind") if kind else ("platform",)


def _counted(indicator: Indicator, kind: str, reader: CardContext) -> dict[str, int]:
    """Return the number of each platform that has any row of it."""
    rows = reader.ask.rows(indicator, _by(kind), reader.selection)
    return {
        row["platform"]: int(row["value"] or 0)
        for row in rows
        if row["platform"] != UNKNOWN and (not kind or row["report_kind"] == kind)
    }


def _keys(columns: Sequence[_Column]) -> set[tuple[Indicator, str]]:
    return {(one, column.kind) for column in columns for one in (column.wanting, column.due) if one}


def _arrears(columns: Sequence[_Column], platform: str, counts: _Counts) -> int:
    """Return how much of a platform is wanting in some columns together, by which the rows are sorted."""
    return sum(counts[one.wanting, one.kind].get(platform, 0) for one in columns)


def _counted_in_words(told: Sequence[Indicator], reader: CardContext) -> str:
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
    groups = [html.Th(words(lang), colSpan=width, scope="colgroup") for words, width in _GROUPS]
    heads = [html.Th(words(lang), className="n", scope="col") for words in _HEADS]
    return html.Thead(
        [html.Tr([html.Th(""), *groups]), html.Tr([html.Th(_PLATFORM(lang), scope="col"), *heads])]
    )


def _key(lang: str) -> Component:
    parts = [html.Li([html.B(sign, className=state), html.Span(words(lang))]) for state, sign, words in _KEY]
    return html.Ul(parts, className="report-key")


def _row(platform: str, counts: _Counts, reader: CardContext) -> Component:
    name = html.A(
        reader.labels.name("platform", platform, reader.lang), href=f"{paths.PLATFORM}/{quote(platform)}"
    )
    cells = [_cell(one, platform, counts, reader) for one in _COLUMNS]
    return html.Tr([html.Th(name, scope="row"), *cells], **{"data-platform": platform})


def _cell(column: _Column, platform: str, counts: _Counts, reader: CardContext) -> Component:
    """Return one number with its sign: of what is due, or alone where it is a stock; a dash where it is not recorded or none is due."""
    found = counts.get((column.wanting, column.kind))
    number = found.get(platform, 0) if found is not None else 0
    due = counts[column.due, column.kind].get(platform, 0) if found is not None and column.due else None
    if found is None or (due == 0 and not number):
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

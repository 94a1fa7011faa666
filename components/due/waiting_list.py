"""The list of what falls due, the oldest limit first: what, which record, whose, how many days are left, by which rule."""

from datetime import date
from urllib.parse import quote, urlencode

from dash import html
from dash.development.base_component import Component

from components.due.counting import UNRECORDED
from components.due.shown import Shown
from components.model import paths
from components.tasks.in_hand import UNREAD
from components.words import describe
from data_access.domain.text import Text
from data_access.lookups.due import TASK, TITLES, WHENS, DueRow
from data_access.lookups.due_kinds import TOGETHER
from data_access.lookups.due_times import OFFICES

HEADS = (
    Text("期限", "Due"), Text("剩余", "Left"), Text("事项", "Kind"), Text("编号", "Record"), Text("平台", "Platform"),
    Text("承办", "Handled by"), Text("依据", "Rule"),
)  # fmt: skip
_TITLE = Text("清单：{}", "List: {}")
_DEFAULT = Text("已超期和5个工作日内", "overdue and within 5 working days")
_ALL_KINDS = Text("全部事项", "all kinds")
_SHOWN = Text("共 {total:,} 件，最早的 {shown:,} 件在下", "{total:,} in all, the {shown:,} oldest below")
_WHOLE = Text("共 {total:,} 件", "{total:,} in all")
_NONE = Text("没有到期的事项。", "Nothing falls due.")
_OVERDUE = Text("超期{}天", "{} days overdue")
_OVER_TODAY, _TODAY = Text("当日到期未办", "fell due that day"), Text("今天到期", "due today")
_LEFT, _NO_DAY = (
    Text("剩{}个工作日", "{} working days left"),
    Text("余下均为休息日", "days off alone are left"),
)
_ONLY, _EVERY = Text("只看", "Only"), Text("不限", "Any")


def left(row: DueRow, today: date, lang: str) -> str:
    """Return how long a row has in words: of facts today is over, of tasks it is not."""
    if row.due_on < today:
        return describe.counted(_OVERDUE(lang).format((today - row.due_on).days))
    if row.due_on == today:
        return (_TODAY if row.kind == TASK else _OVER_TODAY)(lang)
    return describe.counted(_LEFT(lang).format(row.left)) if row.left else _NO_DAY(lang)


def due_list(shown: Shown) -> Component:
    """Return the list with what it was narrowed to, and the files that have all of it.

    Where one desk's kinds alone are counted, their counts beside the list narrow it.
    """
    lang, asked = shown.lang, shown.asked
    office = asked.office or None
    total = sum(
        shown.number(asked.when, kind, office=office)
        for kind in ((asked.kind,) if asked.kind else ("", TASK))
    )
    said = (_SHOWN if total > len(shown.rows) else _WHOLE)(lang).format(total=total, shown=len(shown.rows))
    when = _when(asked.when, lang)
    words = f"{TITLES[asked.kind](lang) if asked.kind else _ALL_KINDS(lang)} · {when}"
    if office:
        words += f" · {shown.reader.labels.name(OFFICES, office, lang)}"
    unknown = UNREAD if asked.kind == TASK else UNRECORDED
    none = _NONE if shown.is_recorded(asked.kind) else unknown
    said = said if none is _NONE or shown.rows else ""
    body = _table(shown) if shown.rows else html.P(none(lang), className="message")
    return html.Section(
        [
            html.Header(
                [html.H3(_TITLE(lang).format(words)), html.Span(said, className="meta"), *files(shown)]
            ),
            *([] if shown.counts.among else [_choices(shown)]),
            body,
        ],
        className="card due-list",
        id="list",
        **{"data-total": str(total)},
    )


def _when(when: str | date | None, lang: str) -> str:
    if when is None:
        return _DEFAULT(lang)
    return WHENS[when](lang) if isinstance(when, str) else f"{when}"


def files(shown: Shown) -> list[Component]:
    """Return the links to the whole list as files."""
    query = shown.reader.selection.to_query() | shown.asked.to_query() | {"lang": shown.lang}
    told = urlencode(query, safe=",")
    return [
        html.A(form.upper(), href=f"/api/due.{form}?{told}", className="file") for form in ("csv", "xlsx")
    ]


def _choices(shown: Shown) -> Component:
    """Return the kinds and times that the list can be narrowed to, the present ones marked."""
    lang, asked = shown.lang, shown.asked
    every_kind = (*shown.counts.kinds(), TASK, *TOGETHER)
    kinds = [("", _EVERY(lang)), *((key, TITLES[key](lang)) for key in every_kind)]
    whens = [("", _EVERY(lang)), *((key, title(lang)) for key, title in WHENS.items())]
    rows = [
        [_choice(words, shown.href(due=key), is_on=key == asked.kind) for key, words in kinds],
        [_choice(words, shown.href(when=key), is_on=key == (asked.when or "")) for key, words in whens],
    ]
    if offices := shown.counts.offices():
        named = [(key, shown.reader.labels.name(OFFICES, key, lang)) for key in offices]
        every = (("", _EVERY(lang)), *named)
        rows.append(
            [_choice(words, shown.href(office=key), is_on=key == asked.office) for key, words in every]
        )
    return html.Nav([html.Div(row) for row in rows], className="due-choices", **{"aria-label": _ONLY(lang)})


def _choice(words: str, href: str, *, is_on: bool) -> Component:
    return html.A(
        words, href=href, className="on" if is_on else "", **({"aria-current": "true"} if is_on else {})
    )


def _table(shown: Shown) -> Component:
    heads = html.Thead(html.Tr([html.Th(head(shown.lang), scope="col") for head in HEADS]))
    rows = [_row(row, shown) for row in shown.rows]
    return html.Div(html.Table([heads, html.Tbody(rows)], className="due-rows stacked"), className="scroll")


def _row(row: DueRow, shown: Shown) -> Component:
    lang, names = shown.lang, shown.reader.labels
    today = shown.clock if row.kind == TASK else shown.counts.today
    is_late = row.due_on < today if row.kind == TASK else row.due_on <= today
    platform = (
        html.A(names.name("platform", row.platform, lang), href=f"{paths.PLATFORM}/{quote(row.platform)}")
        if row.platform
        else "—"
    )
    cells = (
        f"{row.due_on}", html.Span(left(row, today, lang), className="is-late" if is_late else ""), TITLES[row.kind](lang),
        html.A(row.record, href=row.href), platform, handled_by(row, shown), row.law(lang),
    )  # fmt: skip
    named = zip(HEADS, cells, strict=True)
    return html.Tr(
        [html.Td(cell, **{"data-label": head(lang)}) for head, cell in named],
        **{"data-kind": row.kind, "data-record": row.record},
    )


def handled_by(row: DueRow, shown: Shown) -> str:
    """Return who has it: the person or office that the record names, and the district."""
    names, lang = shown.reader.labels, shown.lang
    district = names.name("district", row.district, lang) if row.district else ""
    office = names.name(OFFICES, row.office, lang) if row.office else ""
    return " · ".join(filter(None, (row.handler, office, district))) or "—"

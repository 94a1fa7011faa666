"""How much falls due: by kind and by district, in the times that a reader looks ahead."""

from dash import html
from dash.development.base_component import Component

from components.due.shown import Shown
from components.words import describe
from data_access.domain.text import Text
from data_access.lookups.due import TASK, TITLES, WHENS
from data_access.lookups.due_times import OFFICES

_TITLE = Text("到期与超期", "Due and overdue")
UNRECORDED = Text(
    "没有记录期限，有无到期事项无从判断。", "No limits are recorded: what falls due is not known."
)
_KIND, _DISTRICT, _ALL = Text("事项", "Kind"), Text("区县", "District"), Text("业务合计", "All facts")
_BY_DISTRICT, _BY_OFFICE = Text("按区县", "By district"), Text("按责任单位", "By department in charge")
_SHOWN = ("overdue", "today", "3", "5")
_MEANS = Text(
    "投诉办结与举报核查的超期数之和就是指标“超期未办结”；当日到期含在已超期内，5个工作日内含3个工作日内。每个数都可点开。",
    "Overdue closures and verifications of reports add up to the indicator “Overdue”; what fell due that day is part of what is "
    "overdue, and what falls due within 3 working days is part of what falls due within 5. Each number opens its list.",
)


def counted(shown: Shown) -> Component:
    """Return the counts: a row for each kind with all of them, then tasks; and beside them one for each district.

    Where one desk's kinds alone are counted, they are all, and tasks are none of them. Where no kind is recorded, nobody can tell.
    """
    lang, among = shown.lang, shown.counts.among
    if not shown.counts.kinds():
        words = html.P(UNRECORDED(lang), className="message")
        return html.Section([html.Header(html.H3(_TITLE(lang))), words], className="card due-counts")
    kinds = [_row(shown, TITLES[key](lang), key) for key in shown.counts.kinds()]
    whole = _row(shown, TITLES[among](lang) if among else _ALL(lang), among, className="whole")
    tasks = [] if among else [_row(shown, TITLES[TASK](lang), TASK)]
    table = _table(_KIND(lang), [*kinds, whole, *tasks], lang)
    return html.Section(
        [
            html.Header(html.H3(_TITLE(lang))),
            html.P(_MEANS(lang), className="means"),
            html.Div(
                [
                    html.Div(table, className="scroll"),
                    html.Div([_districts(shown), *_offices(shown)], className="scroll"),
                ],
                className="two",
            ),
        ],
        className="card due-counts",
    )


def _table(first: str, rows: list[Component], lang: str) -> Component:
    heads = [html.Th(first), *(html.Th(WHENS[when](lang), className="n") for when in _SHOWN)]
    return html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="due-table")


def _row(shown: Shown, title: str, kind: str, className: str = "") -> Component:  # noqa: N803  (Dash's name)
    if not shown.is_recorded(kind):
        cells = [html.Td(describe.MISSING, className="n", **{"data-when": when}) for when in _SHOWN]
    else:
        cells = [_number(shown.number(when, kind), when, shown.href(due=kind, when=when)) for when in _SHOWN]
    return html.Tr([html.Th(title, scope="row"), *cells], className=className, **{"data-kind": kind or "all"})


def _number(number: int, when: str, href: str) -> Component:
    said = html.A(f"{number:,}", href=href) if number else "0"
    return html.Td(
        said,
        className=f"n {when if when == 'overdue' and number else ''}",
        **{"data-n": str(number), "data-when": when},
    )


def _districts(shown: Shown) -> Component:
    """Return the districts, each with a bar for what is overdue: as long as its share of the largest."""
    lang, kind = shown.lang, shown.asked.kind if shown.asked.kind != TASK else ""
    found = shown.counts.districts()
    most = max((shown.number("overdue", kind, one) for one in found), default=0)
    rows = [_district(shown, one, kind, most) for one in found]
    title = _BY_DISTRICT(lang) + (f" · {TITLES[kind](lang)}" if kind else "")
    return _table(title, rows, lang)


def _offices(shown: Shown) -> list[Component]:
    """Return the offices beside the bureau's districts that something falls due at: departments of the joint meeting."""
    names, lang = shown.reader.labels, shown.lang
    rows = []
    for one in shown.counts.offices():
        cells = [
            _number(shown.number(when, "", office=one), when, shown.href(office=one, when=when))
            for when in _SHOWN
        ]
        rows.append(
            html.Tr([html.Th(names.name(OFFICES, one, lang), scope="row"), *cells], **{"data-office": one})
        )
    return [_table(_BY_OFFICE(lang), rows, lang)] if rows else []


def _district(shown: Shown, district: str, kind: str, most: int) -> Component:
    lang, numbers = shown.lang, {when: shown.number(when, kind, district) for when in _SHOWN}
    share = numbers["overdue"] / most if most else 0.0
    bar = html.Span(className="share", style={"width": f"{share:.0%}"})
    name = html.Th([shown.reader.labels.name("district", district, lang), bar], scope="row")
    cells = [
        _number(number, when, shown.href(district=district, when=when)) for when, number in numbers.items()
    ]
    return html.Tr([name, *cells], **{"data-district": district})

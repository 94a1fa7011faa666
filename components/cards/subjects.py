"""The section of a record about the same operator elsewhere: who, on which platform, why he is the same, and what is recorded."""

from dash import html
from dash.development.base_component import Component

from components.model import paths
from data_access.domain.text import Text
from data_access.lookups.record_targets import Target
from data_access.lookups.subjects import Elsewhere, Subject, Tied
from data_access.metrics.sources import SOURCES

_TITLE = Text("同一经营者的其他主体、网店与记录", "The same operator elsewhere")
_OTHERS = Text(" {:,}个", " {:,}")
_SOME = Text(" 一致程度最高的{:,}个", " the {:,} that agree most")
_HEADS = (
    Text("成员", "Member"), Text("名称", "Name"), Text("平台", "Platform"), Text("起", "Since"), Text("止", "Until"),
    Text("归并依据", "Why it is the same"), Text("一致程度", "Agreement"), Text("关联自", "Tied to"),
)  # fmt: skip
_GOES_ON = Text("存续或在营", "still there")
_RECORD_HEADS = (
    Text("编号", "Number"),
    Text("内容", "What it is"),
    Text("所涉成员", "Member"),
    Text("归并依据", "Why it is the same"),
)
_LATEST = Text("最近{}件，共{:,}件", "the latest {} of {:,}")
_COUNT = Text("{:,}件", "{:,}")


def subject_section(found: Subject, lang: str) -> list[Component]:
    """Return who is the same operator, each with the reason, and the complaints, cases, samples and listings of these."""
    counted = html.Small((_SOME if found.is_cut else _OTHERS)(lang).format(len(found.members)))
    return [
        html.Div(
            [
                html.H3([_TITLE(lang), counted]),
                _table(_HEADS, [_member(one, lang) for one in found.members], lang),
                *(part for one in found.records for part in _listed(*one, lang)),
            ],
            **{"data-turn": "elsewhere"},
        )
    ]


def _listed(listing: str, total: int, records: tuple[Elsewhere, ...], lang: str) -> list[Component]:
    words = _LATEST(lang).format(len(records), total) if total > len(records) else _COUNT(lang).format(total)
    rows = [
        html.Tr(
            [html.Td(_link(one.target)), html.Td(one.words), html.Td(_link(one.member)), html.Td(one.reason)]
        )
        for one in records
    ]
    return [
        html.H4([SOURCES[listing].title(lang), html.Small(f" {words}")]),
        _table(_RECORD_HEADS, rows, lang),
    ]


def _member(one: Tied, lang: str) -> Component:
    until = html.Time(f"{one.until:%Y-%m-%d}") if one.until is not None else _GOES_ON(lang)
    cells = (
        _link(one.target), one.name, one.where, html.Time(f"{one.since:%Y-%m-%d}"), until, one.reason, f"{one.score:.2f}",
        _link(one.via) if one.via and one.via != one.target else "",
    )  # fmt: skip
    return html.Tr([html.Td(cell) for cell in cells])


def _table(heads: tuple[Text, ...], rows: list[Component], lang: str) -> Component:
    head = html.Thead(html.Tr([html.Th(one(lang)) for one in heads]))
    return html.Div(html.Table([head, html.Tbody(rows)], className="definitions"), className="wide")


def _link(target: Target) -> Component:
    return html.A(target.key, href=paths.record(*target))

"""The head of a platform's portrait: who it is, how it is classed, and which duties it meets."""

from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components.cards.credit import credit_badge
from components.model import paths
from components.words import describe
from data_access.domain.text import Text
from data_access.lookups.identities import Duty, Identity
from data_access.metrics.money import money_unit

_FACTS = (
    ("operator", Text("运营主体", "Operator")),
    ("credit_code", Text("统一社会信用代码", "Credit code")),
    ("district_name", Text("住所地", "Domicile")),
    ("address", Text("住所", "Address")),
    ("launched_on", Text("上线", "Launched")),
    ("closed_on", Text("停运", "Closed")),
    ("icp_no", Text("ICP备案", "ICP number")),
    ("website", Text("网址", "Website")),
    ("main_goods", Text("主要经营", "Main goods")),
    ("formats", Text("业态", "Formats")),
    ("guarantee_fund", Text("保障金", "Guarantee fund")),
    ("canal_since", Text("接入快速通道", "On the fast channel")),
    ("bridge_since", Text("接入数据交换云桥", "On a bridge of data")),
)


def identity_block(found: Identity, currency: str, lang: str) -> list[Component]:
    """Return the identity block of a portrait; its money is in `currency` (ISO 4217)."""
    tags = [found.class_name, found.subclass_name, found.mode_name, found.supply_mode_name, found.grade_name]
    facts = [
        html.Div([html.Dt(title(lang)), html.Dd(words)])
        for key, title in _FACTS
        if (words := _words(getattr(found, key), key, currency, lang))
    ]
    return [
        html.Div(
            [
                html.H1(found.name(lang)),
                *credit_badge(found.credit, lang),
                *(html.Span(tag(lang), className="tag") for tag in tags if tag),
            ],
            className="who",
        ),
        html.Dl(facts, className="facts"),
        html.Ul(
            [_duty(duty, found.id, lang) for duty in found.duties],
            className="duties",
        ),
    ]


def _words(value: object, key: str, currency: str, lang: str) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, Text):
        return value(lang)
    if key == "guarantee_fund" and isinstance(value, float):
        return describe.with_unit(value, money_unit(currency), lang)
    return str(value)


def _duty(duty: Duty, platform: str, lang: str) -> Component:
    """Return one duty with its state; the one that files tell of leads to the board of these files."""
    icon, word = (
        ("bi-check-circle-fill", Text("已履行", "met"))
        if duty.is_met
        else ("bi-x-circle-fill", Text("未履行", "not met"))
    )
    board = f"{paths.DUTIES}?{urlencode({'platform': platform})}"
    title = html.A(duty.title(lang), href=board) if duty.is_of_files else duty.title(lang)
    return html.Li(
        [html.I(className=f"bi {icon}"), " ", title, " ", html.Small(f"{word(lang)} · {duty.checked_on}")],
        className="met" if duty.is_met else "unmet",
        **{"data-duty": duty.key},
    )

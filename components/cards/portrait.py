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
_MET, _UNMET = Text("已履行", "met"), Text("未履行", "not met")


#: What has more letters takes the place of two facts.
_LONG = 40


def identity_block(found: Identity, currency: str, lang: str) -> list[Component]:
    """Return the identity block of a portrait; its money is in `currency` (ISO 4217)."""
    facts = [
        html.Div([html.Dt(title), html.Dd(words)], className="long" if len(words) > _LONG else "")
        for title, words in facts_in_words(found, currency, lang)
    ]
    return [
        html.Div(
            [
                html.H1(found.name(lang)),
                *credit_badge(found.credit, lang),
                *(html.Span(tag, className="tag") for tag in tags_in_words(found, lang)),
            ],
            className="who",
        ),
        html.Dl(facts, className="facts"),
        html.Ul(
            [_duty(duty, found.id, lang) for duty in found.duties],
            className="duties",
        ),
    ]


def tags_in_words(found: Identity, lang: str) -> list[str]:
    """Return how a platform is classed: its class, kind of goods, mode and grade, as far as they are known."""
    tags = (found.class_name, found.subclass_name, found.mode_name, found.supply_mode_name, found.grade_name)
    return [tag(lang) for tag in tags if tag]


def facts_in_words(found: Identity, currency: str, lang: str) -> list[tuple[str, str]]:
    """Return what the register says of a platform, each with its name; what is not known is left out."""
    told = ((title(lang), _words(getattr(found, key), key, currency, lang)) for key, title in _FACTS)
    return [(title, words) for title, words in told if words]


def duty_in_words(duty: Duty, lang: str) -> str:
    """Return whether a duty was met, and on which day that was seen."""
    return f"{(_MET if duty.is_met else _UNMET)(lang)} · {duty.checked_on}"


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
    icon = "bi-check-circle-fill" if duty.is_met else "bi-x-circle-fill"
    board = f"{paths.DUTIES}?{urlencode({'platform': platform})}"
    title = html.A(duty.title(lang), href=board) if duty.is_of_files else duty.title(lang)
    return html.Li(
        [html.I(className=f"bi {icon}"), " ", title, " ", html.Small(duty_in_words(duty, lang))],
        className="met" if duty.is_met else "unmet",
        **{"data-duty": duty.key},
    )

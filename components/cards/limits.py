"""The time limits of the law, as a table: what is due when, by which article and in which version."""

from datetime import date

from dash import html
from dash.development.base_component import Component

from data_access.derive.limits import RULES, STEPS, Rule
from data_access.domain.text import Text

_TITLE = Text("法定时限", "Time limits of the law")
_NOTE = Text(
    "时限自起算之日的次日起计；工作日按国务院放假安排（2010—2027），按月计的以对应日为限（民法典第二百零二条）。"
    "适用起算之日有效的版本。标“待核”的条文未能读到原文。",
    "Counted from the day after the event; working days by the notices of the State Council (2010–2027), months to the same "
    "day (Civil Code, art. 202). The version in force on the day of the event applies. Where it says “to be verified” the "
    "article itself could not be read.",
)
_HEADS = (
    Text("事项", "Step"), Text("起算", "Runs from"), Text("时限", "Limit"), Text("依据", "Law and article"),
    Text("适用", "In force"), Text("版本", "Version"),
)  # fmt: skip
_ARTICLE = Text("第{}条", "art. {}")
_TO_VERIFY = Text("待核", "to be verified")
_ALWAYS = Text("现行", "in force")


def to_time_limits(lang: str) -> Component:
    """Return the link that leads down the page to the time limits."""
    return html.P(html.A([html.I(className="bi bi-arrow-down"), f" {_TITLE(lang)}"], href="#time-limits"))


def time_limits(lang: str) -> Component:
    """Return every time limit that deadlines are computed by; it needs no store."""
    body = [_row(rule, lang) for step in STEPS for rule in RULES if rule.step == step]
    table = html.Table(
        [html.Thead(html.Tr([html.Th(head(lang)) for head in _HEADS])), html.Tbody(body)],
        className="definitions",
    )
    return html.Section(
        [html.Header([html.H3(_TITLE(lang))]), html.P(_NOTE(lang), className="meta"), table],
        className="card section-definitions",
        id="time-limits",
        **{"data-section": "time-limits", "data-state": "ready"},
    )


def _row(rule: Rule, lang: str) -> Component:
    step, runs_from = STEPS[rule.step]
    law = rule.law(lang) if rule.article == "—" else f"{rule.law(lang)} {_ARTICLE(lang).format(rule.article)}"
    doubt = [] if rule.is_certain else [html.Span(_TO_VERIFY(lang), className="tag")]
    return html.Tr(
        [
            html.Td(html.B(step(lang))),
            html.Td(runs_from(lang)),
            html.Td(rule.length(lang)),
            html.Td([law, " ", *doubt]),
            html.Td(_validity(rule, lang)),
            html.Td(html.Code(rule.version)),
        ]
    )


def _validity(rule: Rule, lang: str) -> str:
    if rule.since == date.min and rule.until == date.max:
        return _ALWAYS(lang)
    start = "" if rule.since == date.min else f"{rule.since}"
    return f"{start} – {'' if rule.until == date.max else rule.until}".strip()

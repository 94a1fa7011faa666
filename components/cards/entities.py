"""The page of one entity: who it is, which departments met it in which year, and its timeline."""

from dash import html
from dash.development.base_component import Component

from components.cards.records import related_block
from components.cards.subjects import subject_section
from components.model import paths
from data_access.domain.text import Text
from data_access.lookups.entity_portraits import EntityPortrait, years

#: A timeline tells so many of the latest events; the table above it counts them all.
MOST_EVENTS = 200
_NOT_FOUND = Text(
    "登记库和各类记录中都没有这个主体，或您无权查看。",
    "The register does not know this entity and no record names it, or you may not see it.",
)
_UNREGISTERED = Text(
    "登记库中没有这个主体；以下是各类记录提到它的内容。",
    "The register lacks this entity; below is what records say of it.",
)
_LIST = Text("返回主体列表", "Back to the list of entities")
_DEPARTMENTS = Text("各部门历年互动（件）", "Events by department and year")
_TIMELINE = Text("时间线", "Timeline")
_YEAR = Text("年份", "Year")
_NOTHING = Text("没有记录的事项。", "Nothing is recorded.")
_LATEST = Text("最近{}件，共{:,}件", "the latest {} of {:,}")


def entity_block(found: EntityPortrait | None, lang: str) -> list[Component]:
    """Return the page of one entity, or a sentence where there is none."""
    up = html.A(_LIST(lang), href=paths.ENTITIES, **{"data-link": paths.ENTITIES})
    if found is None:
        return [html.P(_NOT_FOUND(lang)), up]
    facts = [html.Div([html.Dt(label), html.Dd(words)]) for label, words in found.facts]
    return [
        html.Div([html.H2(found.name), up], className="who"),
        *([] if found.is_registered else [html.P(_UNREGISTERED(lang), className="means")]),
        html.Dl(facts, className="facts"),
        *(_events(found, lang) if len(found.events) else [html.P(_NOTHING(lang))]),
        *(subject_section(found.subject, lang) if found.subject else []),
        *related_block(found.related, lang),
    ]


def _events(found: EntityPortrait, lang: str) -> list[Component]:
    counts = years(found.events)
    departments = next(iter(counts.values()))
    head = html.Tr([html.Th(_YEAR(lang)), *(html.Th(name, className="number") for name in departments)])
    body = [
        html.Tr(
            [html.Td(str(year)), *(html.Td(f"{n:,}" if n else "", className="number") for n in row.values())]
        )
        for year, row in counts.items()
    ]
    latest = found.events.head(MOST_EVENTS)
    told = [
        html.Li([html.Time(f"{date:%Y-%m-%d}"), html.Span(department, className="tag"), html.Span(label)])
        for date, department, label in latest.itertuples(index=False)
    ]
    said = _LATEST(lang).format(len(latest), len(found.events))
    cut = f" {said}" if len(found.events) > MOST_EVENTS else ""
    timeline = [html.H3([_TIMELINE(lang), html.Small(cut)]), html.Ol(told, className="life")]
    table = html.Table([html.Thead(head), html.Tbody(body)], className="definitions")
    counted = [html.H3(_DEPARTMENTS(lang)), html.Div(table, className="wide")]
    return [html.Div([html.Div(timeline), html.Div(counted)], className="sides")]

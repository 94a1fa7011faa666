"""The way from the whole of a store to the region that is chosen, each step of which leads back to it."""

from dash import html
from dash.development.base_component import Component

from components.words import phrases
from data_access.domain.filters import Selection
from data_access.metrics.labels import Labels
from data_access.metrics.regions import DISTRICT


def above(selection: Selection, labels: Labels, lang: str) -> list[Component]:
    """Return the regions around what is chosen, as buttons; none where nothing is, or something that lies elsewhere."""
    chosen, tree = selection.values(DISTRICT), labels.regions
    if not chosen or any(tree.path(code)[0] != tree.root for code in chosen):
        return []
    steps = [code for code in tree.path(tree.focus(chosen)) if (code,) != chosen]
    return [step for code in steps for step in (_step(code, labels, lang), _arrow())]


def path(selection: Selection, labels: Labels, lang: str) -> list[Component]:
    """Return the whole way to what is chosen, for a map; empty where the map shows all that the store holds."""
    steps = above(selection, labels, lang)
    if not steps:
        return []
    names = [labels.name(DISTRICT, code, lang) for code in selection.values(DISTRICT)]
    here = html.Span(phrases.AND(lang).join(names), **{"aria-current": "location"})
    return [html.Nav([*steps, here], **{"aria-label": phrases.REGION_PATH(lang)})]


def _step(code: str, labels: Labels, lang: str) -> Component:
    of = "" if code == labels.regions.root else code
    return html.Button(labels.name(DISTRICT, code, lang), type="button", **{"data-region": of})


def _arrow() -> Component:
    return html.Span("›", **{"aria-hidden": "true"})

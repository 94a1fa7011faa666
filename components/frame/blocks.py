"""Blocks of pages that need no numbers: each by its name. All other blocks are sections, drawn when a selection is known."""

from collections.abc import Callable, Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.audit.listing import audit_desk, link_to_audit
from components.cards.claimant_desk import TO_CLAIMANTS
from components.cards.limits import time_limits, to_time_limits
from components.cards.sections import definitions, placeholder
from components.due.desk import due_to_come
from components.frame import who
from components.frame.systems import links
from components.model.page import Block
from components.model.paths import CLAIMANTS
from components.tasks.pages import task_desk
from components.tasks.warnings import warnings_to_come
from components.words import phrases
from data_access.metrics.labels import Labels

#: Called with what the address says, what is known of the store, and the language.
Draw = Callable[[Mapping[str, Any], Labels | None, str], list[Component]]


def _no_page(_: Mapping[str, Any], _known: Labels | None, lang: str) -> list[Component]:
    home = [html.P(phrases.NO_SUCH_PAGE(lang)), html.A(phrases.OVERVIEW(lang), href="/")]
    return [html.Section(home, className="card")]


BLOCKS: dict[str, Draw] = {
    "to-time-limits": lambda _, _known, lang: [to_time_limits(lang)],
    "definitions": lambda _, _known, lang: [definitions(lang)],
    "time-limits": lambda _, _known, lang: [time_limits(lang)],
    "links-governance": lambda _, known, lang: [links("governance", known, lang)],
    "links-platform": lambda _, known, lang: [links("platform", known, lang)],
    "no-page": _no_page,
    "tasks": lambda query, _known, lang: task_desk(query, lang, may_give=who.current().may("tasks")),
    "audit": lambda query, _known, lang: audit_desk(query, lang),
    "to-audit": lambda _, _known, lang: [link_to_audit(lang)] if who.current().may("audit") else [],
    "warnings": lambda _, _known, _lang: [warnings_to_come()],
    "due": lambda _, _known, _lang: [due_to_come()],
    "items_due": lambda _, _known, _lang: [due_to_come("items_due")],
    "attention": lambda _, _known, _lang: [placeholder("attention", is_told=True)],
    "report_board": lambda _, _known, _lang: [placeholder("report_board", is_told=True)],
    "rates": lambda _, _known, _lang: [placeholder("rates", is_told=True)],
    "claimants": lambda _, _known, _lang: [placeholder("claimants", is_told=True)],
    "to-claimants": lambda _, _known, lang: (
        [html.P(html.A(TO_CLAIMANTS(lang), href=CLAIMANTS))] if who.current().may("persons") else []
    ),
    "record": lambda _, _known, _lang: [placeholder("record", is_told=True)],
    "number": lambda _, _known, _lang: [placeholder("number", is_told=True)],
}


def drawn(block: Block, query: Mapping[str, Any], known: Labels | None, lang: str) -> list[Component]:
    """Return a block, or where it will stand once it is drawn."""
    if block.name in BLOCKS:
        return BLOCKS[block.name](query, known, lang)
    return [placeholder(block.name, tall=block.is_tall, is_told=block.is_told)]

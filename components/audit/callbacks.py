"""The callback of `/audit`: what is looked for is found, and what the last check found is told."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from dash import Dash, Input, Output, no_update

from components.audit import listing
from components.cards.states import message
from components.model import ids
from data_access.domain.access import RIGHTS, reader_name
from data_access.domain.errors import NotAllowed, StateUnusable
from data_access.state.checks import last_check
from data_access.state.database import State
from data_access.state.inquiries import Sought, choices, latest

Page = dict[str, Any]


def wire_audit(app: Dash, state: State, may_read: Callable[[], bool]) -> None:
    """Register the callback of the page of auditors; `may_read` says whether the present reader is one."""

    @app.callback(
        Output(ids.AUDIT_CHECK, "children"),
        Output(ids.AUDIT_LINES, "children"),
        Output(ids.AUDIT_LINES, "data-state"),
        Output(ids.AUDIT_ACT, "options"),
        Output(ids.AUDIT_WHO, "options"),
        Input(ids.AUDIT_DAYS, "start_date"),
        Input(ids.AUDIT_DAYS, "end_date"),
        Input(ids.AUDIT_ACT, "value"),
        Input(ids.AUDIT_WHO, "value"),
        Input(ids.PAGE, "data"),
    )
    def looked_up(since: str | None, until: str | None, act: str | None, who: str | None, page: Page) -> Any:
        lang = page["lang"]
        if not may_read():
            refusal = NotAllowed(RIGHTS["audit"]).words(lang)
            return [], [message(refusal, "bi-lock")], "error", no_update, no_update
        sought = Sought(_day(since), _day(until), act or "", who or "")
        try:
            check, found = last_check(state), latest(state, sought, listing.MOST)
            actions, persons = choices(state)
        except StateUnusable as error:
            return [], [message(error.words(lang), "bi-database-slash")], "error", no_update, no_update
        return (
            listing.told(check, datetime.now(), lang),
            listing.listing(found, sought, lang),
            "ready",
            [{"value": one, "label": listing.action_name(one, lang)} for one in actions],
            [{"value": one, "label": reader_name(one, lang)} for one in persons],
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None

"""What each address asks of whoever opens it: the one table of routes and rights. What it does not name asks for the right to read."""

from collections.abc import Callable, Mapping
from typing import Any

import flask

from components.http.incoming import told_json
from components.model.paths import AUDIT, CLAIMANTS, DATA
from data_access.domain.access import Reader, Right

#: Open to everybody: what is needed to log in, and what holds no data.
EVERYBODY = frozenset({
    "static", "_dash_assets.static", "/_favicon.ico", "api.healthz", "metrics", "access.login", "access.provider", "access.returned",
    "access.screen", "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
})  # fmt: skip
#: Open to whoever has logged in, also before he gave his code or chose a password.
HALFWAY = frozenset({"access.logout"})
#: Open to whoever has logged in, whatever his role.
ANY_PERSON = frozenset({
    "access.account", "access.act", "access.code", "access.password", "access.app", "/_reload-hash",
})  # fmt: skip
#: What Dash itself asks with.
DASH = frozenset({"/_dash-layout", "/_dash-dependencies", "/_dash-update-component"})
#: Documents.
PAGES = frozenset({"/", "/<path:path>"})
#: Pages that ask for a right of their own.
_OWN_RIGHTS: Mapping[str, Right] = {AUDIT: "audit", CLAIMANTS: "persons"}
#: The pages of those who see no facts: what was loaded when and refused, without rows, and the audit.
_PAGES_OF: Mapping[Right, str] = {"system": DATA, "audit": AUDIT}

_Asks = Callable[[Mapping[str, Any]], Right]


def _form(args: Mapping[str, Any]) -> Right:
    return "read" if args["form"] == "json" else "export"


def _kind(_: Mapping[str, Any]) -> Right:
    told = told_json()
    return "freeze" if isinstance(told, dict) and told.get("kind") == "frozen" else "export"


def _shown_page(endpoint: str) -> str:
    """Return the page that a request asks for, as a document or as a board; empty where it asks for none."""
    is_page = endpoint in PAGES or endpoint == "api.board"
    # A slash more at either end shows the same page.
    return f"/{flask.request.path.removeprefix('/api/board').strip('/')}" if is_page else ""


def _always(right: Right) -> _Asks:
    return lambda _: right


RIGHTS_OF: Mapping[str, _Asks] = {
    "api.indicator": _form,
    "api.listed": _always("export"),
    "api.behind": _always("export"),
    "api.left_out": _always("export"),
    "api.card": _always("export"),
    "api.case_document": _always("export"),
    "api.tasks": _always("export"),
    "api.due": _always("export"),
    "api.attention": _always("export"),
    "api.rates": _always("export"),
    "api.ask": _kind,
    "api.state": _always("read"),
    "api.cancel": _always("read"),
    "api.file": _always("read"),  # whoever asked for it had the right then, and nobody else gets it
    "objections.rows": _always("export"),
    "claimants.shown": _always("persons"),
    "claimants.act": _always("persons"),
    "claimants.rows": _always("persons"),
    "api.audit": _always("audit"),
    "access.people": _always("people"),
    "access.people_act": _always("people"),
}


def right_for(endpoint: str, args: Mapping[str, Any], reader: Reader) -> Right:
    """Return the right that a route asks of a reader."""
    if (asks := RIGHTS_OF.get(endpoint)) is not None:
        return asks(args)
    page = _shown_page(endpoint)
    if (own := _OWN_RIGHTS.get(page)) is not None:
        return own
    is_of_any = endpoint in DASH or endpoint == "api.version"  # callbacks ask again what their reader may see
    his_own = (right for right, his in _PAGES_OF.items() if reader.may(right) and (is_of_any or page == his))
    return "read" if reader.may("read") else next(his_own, "read")


def is_of_token(path: str) -> bool:
    """Return whether a script with a token may ask this: the API and what was frozen, no pages and no accounts."""
    return path.startswith(("/api/", "/frozen/", "/boundaries/"))

"""Stands before every route: finds out who asks, and lets through what he may open."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import flask
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.urls import iri_to_uri

from components.frame import who
from components.http.access import rules
from components.http.access.door import LOG_IN, SCREEN, Door, NotLetIn, Visitor
from components.http.access.one_address import is_of_screen
from components.http.access.sheets import refusal
from components.http.responses import as_json
from components.model import paths
from data_access.domain.access import RIGHTS, Right
from data_access.domain.errors import BadValue, CockpitError, NotAllowed
from data_access.domain.text import Text

log = logging.getLogger(__name__)
_NO_STATE = Text(
    "暂时无法核对登录，请稍后再试；运维请看日志。",
    "Logins cannot be checked just now; try again. Operators: see the log.",
)
_ONE_ADDRESS = Text("这块屏幕只能打开它自己的页面。", "This screen opens its own page alone.")
_DARK = Text(
    "这块屏幕的授权已收回或过期，请用新的大屏链接打开。",
    "This screen was taken back or has lapsed; open it by a new link.",
)
_ASTRAY_SECONDS = 10
_API_ALONE = Text("令牌只能用于接口。", "A token is for the API alone.")
#: Where those begin who see no facts.
_HOMES: Mapping[Right, str] = {"people": "/people", "audit": paths.AUDIT, "system": paths.DATA}


def stand_before(server: flask.Flask, door: Door) -> None:
    """Let nothing through that its reader may not open."""

    @server.before_request
    def met() -> Any:
        endpoint = flask.request.endpoint or ""
        try:
            return _met(door, endpoint)
        except (NotLetIn, NotAllowed) as error:
            return _home_soon(refused(error.words, 401 if isinstance(error, NotLetIn) else 403))
        except BadValue:  # not who asks, but what is asked cannot be read
            raise
        except (SQLAlchemyError, OSError, CockpitError):
            if endpoint in rules.EVERYBODY:
                return None
            log.exception("who asks could not be found out")
            return refused(_NO_STATE, 503)

    @server.after_request
    def kept_private(response: flask.Response) -> flask.Response:
        """What one reader is told stays in no cache that another one reads, and not in the browser once he has left."""
        if (flask.request.endpoint or "") not in rules.EVERYBODY and "visitor" in flask.g:
            response.headers.setdefault("Cache-Control", "private, no-store")
            response.vary.update(("Cookie", "Authorization"))
        return response


def _met(door: Door, endpoint: str) -> Any:
    if endpoint in rules.EVERYBODY:
        return None
    visitor = door.visitor()
    if visitor is None:
        return _to_login()
    flask.g.visitor = visitor
    who.become(visitor.reader)
    if visitor.token is not None:
        return _with_token(visitor, endpoint)
    if endpoint in rules.HALFWAY:
        return None
    if (step := next_step(visitor, door)) is not None:
        return _elsewhere(step)
    if endpoint in rules.ANY_PERSON:
        return None
    return _by_right(visitor, endpoint)


def _with_token(visitor: Visitor, endpoint: str) -> Any:
    token = visitor.token
    assert token is not None
    if token.kind == "wall" and not is_of_screen(token, endpoint, is_page=endpoint in rules.PAGES):
        raise NotAllowed(RIGHTS["read"], _ONE_ADDRESS)
    if token.kind == "api" and not rules.is_of_token(flask.request.path):
        raise NotAllowed(RIGHTS["read"], _API_ALONE)
    return _by_right(visitor, endpoint)


def _by_right(visitor: Visitor, endpoint: str) -> Any:
    right = rules.right_for(endpoint, flask.request.view_args or {}, visitor.reader)
    if flask.request.path == "/" and not visitor.reader.may("read"):
        return flask.redirect(home(visitor), 303)
    visitor.reader.must(right)
    return None


def home(visitor: Visitor) -> str:
    """Return the address at which a person begins who sees no facts."""
    own = next((page for right, page in _HOMES.items() if visitor.reader.may(right)), paths.ACCOUNT)
    return f"{flask.request.script_root}{own}"


def next_step(visitor: Visitor, door: Door) -> str | None:
    """Return the endpoint at which a person must do something first: give his code, choose a password, set up his app."""
    person, session = visitor.person, visitor.session
    if person is None or session is None:  # a proxy and a token have seen to that
        return None
    if not session.is_whole:
        return "access.code"
    if person.has_password and (
        person.must_change or _is_old(person.changed_at, door.settings.password_days)
    ):
        return "access.password"
    if door.settings.second_factor and person.has_password and not person.has_code:
        return "access.app"
    return None


def _is_old(changed_at: datetime, days: int) -> bool:
    return bool(days) and datetime.now() - changed_at > timedelta(days=days)


def is_for_programs() -> bool:
    """Return whether the answer goes to a program and not to somebody's eyes."""
    path = flask.request.path
    return path.startswith(("/api/", "/_dash", "/boundaries/")) or flask.request.method not in {
        "GET",
        "HEAD",
        "POST",
    }


def refused(words: Text, status: int) -> flask.Response:
    """Return a refusal as the API or as a page tells it."""
    if is_for_programs():
        return as_json({"ok": False, "error": words("en"), "status": status}, status)
    return refusal(words, status)


def _home_soon(refusal: flask.Response) -> flask.Response:
    """Let a screen that was led astray go back by itself: nobody stands there who would."""
    visitor: Visitor | None = flask.g.get("visitor")
    if visitor is not None and visitor.token is not None and visitor.token.kind == "wall":
        home = iri_to_uri(f"{flask.request.script_root}{visitor.token.opens}")
        refusal.headers["Refresh"] = f"{_ASTRAY_SECONDS}; url={home}"
    return refusal


def _to_login() -> Any:
    if is_for_programs():
        return refused(LOG_IN, 401)
    is_page = flask.request.endpoint in rules.PAGES
    if is_page and SCREEN in flask.request.cookies:  # nobody stands there to type a password
        return refused(_DARK, 401)
    return _sent("access.login")


def _elsewhere(endpoint: str) -> Any:
    if flask.request.endpoint == endpoint:
        return None
    return refused(LOG_IN, 401) if is_for_programs() else _sent(endpoint)


def _sent(endpoint: str) -> Any:
    """Send somebody to a form, after which comes what he wanted."""
    asked = flask.request.full_path.removesuffix("?") if flask.request.method == "GET" else "/"
    wanted = f"{flask.request.script_root}{asked}"
    return flask.redirect(f"{flask.url_for(endpoint)}?{urlencode({'next': wanted})}", 303)

"""Screens: a link opens one address on a wall, read-only and without a password, until it is taken back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import flask

from components.http.access import guard
from components.http.access.door import SCREEN, Door, Visitor
from components.http.access.login import with_session
from components.http.access.one_address import fit_page
from data_access.domain.errors import BadValue
from data_access.domain.text import Text
from data_access.state.people.tokens import WALL_LASTS, is_to_renew

_NOT_OPEN = Text(
    "这个大屏链接无效或已收回，请向安全管理员要新的。",
    "This link of a screen is not valid or was taken back; the security administrator gives a new one.",
)
_NO_PAGE = Text(
    "这个大屏链接指向的页面不存在或不供大屏使用，请向安全管理员要新的。",
    "There is no page for screens at the address of this link; the security administrator gives a new one.",
)


@dataclass(frozen=True, slots=True)
class ScreenRoutes:
    """The route that a screen is opened by."""

    door: Door

    def add_to(self, access: flask.Blueprint) -> None:
        """Add the route, and let the cookie of a screen last from each look at its page on."""
        access.get("/screen/<secret>")(self.screen)
        access.after_app_request(renewed)

    def screen(self, secret: str) -> Any:
        """Open the one address of a screen."""
        token = self.door.tokens.find("wall", secret)
        if token is None:
            return guard.refused(_NOT_OPEN, 403)
        try:
            fit_page(token.opens)
        except BadValue:  # commands that make tokens know no pages, and a page may be gone
            return guard.refused(_NO_PAGE, 404)
        self.door.ledger(f"wall {token.id}").enter("wall-open", token.title, {}, 0)
        agent = flask.request.user_agent.string
        own = self.door.sessions.begin(
            token.person, is_whole=True, agent=agent, token=token.id, lasts=WALL_LASTS
        )
        response: Any = flask.redirect(f"{flask.request.script_root}{token.opens}", 303)
        return with_session(response, own, SCREEN, int(WALL_LASTS.total_seconds()))


def renewed(response: flask.Response) -> flask.Response:
    """Give a screen its cookie again, with its page and whenever its login is renewed: a page may stay open for months."""
    visitor: Visitor | None = flask.g.get("visitor")
    is_screen = visitor is not None and visitor.token is not None and visitor.token.kind == "wall"
    if is_screen and visitor and (secret := flask.request.cookies.get(SCREEN)):
        is_due = visitor.session is not None and is_to_renew(visitor.session.ends_at, datetime.now())
        if is_due or response.mimetype == "text/html":
            with_session(response, secret, SCREEN, int(WALL_LASTS.total_seconds()))
    return response

"""How a request becomes a reader: by a token, by a proxy that names him, by a session, or because nobody needs to log in here."""

import ipaddress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urljoin

import flask

from components.frame.who import AHEAD
from components.http.access.opening import Opening, is_loopback, needs_login
from components.http.proxies import CAME_BY_PROXY
from data_access.domain.access import LOCAL, Reader, Scope
from data_access.domain.errors import CockpitError
from data_access.domain.settings import Settings
from data_access.domain.text import Text
from data_access.state.database import State
from data_access.state.ledger import Ledger
from data_access.state.people.accounts import Person
from data_access.state.people.persons import People
from data_access.state.people.sessions import Session, Sessions
from data_access.state.people.tokens import WALL_LASTS, Token, Tokens, is_to_renew

#: The cookies of a person and of a screen.
SESSION, SCREEN = "cockpit", "cockpit_screen"
#: What only asks for news: a page left open must not keep a session alive.
NEWS = "/api/version"
#: Stands in the environment of the request that a server makes to itself before it serves; no header can put it there.
PRIMING = "cockpit.priming"


class NotLetIn(CockpitError):
    """A request by somebody who is nobody here; `words` say why, in his language."""

    def __init__(self, words: Text) -> None:
        self.words = words
        super().__init__(words("en"))


LOG_IN = Text("请先登录。", "Log in first.")
_BAD_TOKEN = Text("令牌无效、已过期或已收回。", "The token is not valid, has expired or was taken back.")
_NO_ACCOUNT = Text(
    "统一身份认证的用户“{}”在本系统没有可用账号，请联系安全管理员。",
    "{} has no account here that may be used; ask the security administrator.",
)
_BEHIND = Text(
    "经反向代理访问时必须登录：请运维建立账号，或配置 COCKPIT_PROXY_HEADER。",
    "Behind a proxy a login is needed: make accounts, or set COCKPIT_PROXY_HEADER.",
)


def no_account(name: str) -> NotLetIn:
    """Return the refusal of somebody whom another service knows and this one does not."""
    return NotLetIn(Text(_NO_ACCOUNT("zh").format(name[:80]), _NO_ACCOUNT("en").format(name[:80])))


class Visitor(NamedTuple):
    """Who asks, and how he came in: as a person with a session, with a token, on a screen, or as the one of this machine."""

    reader: Reader
    person: Person | None = None
    session: Session | None = None
    token: Token | None = None


@dataclass(slots=True)
class Door:
    """Finds out who asks."""

    state: State
    settings: Settings
    people: People = field(init=False)
    sessions: Sessions = field(init=False)
    tokens: Tokens = field(init=False)
    _opening: Opening = field(init=False)

    def __post_init__(self) -> None:
        """Make what is asked for in the state."""
        self.people, self.tokens = People(self.state), Tokens(self.state)
        self.sessions = Sessions.of_settings(self.state, self.settings)
        self._opening = Opening(self.people, is_closed=needs_login(self.settings))

    def visitor(self) -> Visitor | None:
        """Return who asks, None for somebody who must log in first; raises NotLetIn for one who will not be let in by that."""
        request = flask.request
        if PRIMING in request.environ:
            return Visitor(AHEAD)
        if request.authorization is not None and request.authorization.type == "bearer":
            return self._by_token(request.authorization.token or "")
        if (name := request.headers.get(self.settings.proxy_header or "-", "")) and self._is_proxy():
            found = self.people.find(_as_sent(name))
            if found is None or found.is_disabled:
                raise no_account(_as_sent(name))
            return Visitor(found.reader, found)
        if (secret := request.cookies.get(SESSION)) and (visitor := self._by_session(secret)):
            return visitor
        if (secret := request.cookies.get(SCREEN)) and (visitor := self._by_screen(secret)):
            return visitor
        if not self._opening.is_open():
            return None
        if CAME_BY_PROXY in request.environ or not is_loopback(peer()):
            raise NotLetIn(_BEHIND)
        return Visitor(LOCAL)

    def _by_token(self, secret: str) -> Visitor:
        token = self.tokens.find("api", secret)
        found = self.people.find(token.person) if token else None
        if token is None or found is None or found.is_disabled:
            raise NotLetIn(_BAD_TOKEN)
        return Visitor(found.reader, found, token=token)

    def _by_session(self, secret: str) -> Visitor | None:
        session = self.sessions.find(secret, is_use=flask.request.path != NEWS)
        found = self.people.find(session.person) if session and not session.token else None
        return None if found is None or found.is_disabled else Visitor(found.reader, found, session)

    def _by_screen(self, secret: str) -> Visitor | None:
        session = self.sessions.find(secret, is_use=False)
        token = self.tokens.renewed(session.token) if session and session.token else None
        if session is None or token is None:
            return None
        if is_to_renew(session.ends_at, datetime.now()):
            self.sessions.renew(secret, WALL_LASTS)
        return Visitor(screen_reader(token), session=session, token=token)

    def address(self, endpoint: str, **values: Any) -> str:
        """Return the whole address of a route, as readers reach it from anywhere: under the public URL where one is set."""
        return urljoin(self.settings.public_url or flask.request.host_url, flask.url_for(endpoint, **values))

    def _is_proxy(self) -> bool:
        """Whether the machine at the other end is one of those whose word about their users is taken."""
        try:
            other = ipaddress.ip_address(peer())
        except ValueError:  # a socket of this machine has no address
            return False
        return any(other in ipaddress.ip_network(one) for one in self.settings.proxy_addresses)

    def ledger(self, who: str) -> Ledger:
        """Return the audit as somebody writes in it."""
        return Ledger(self.state, lambda: who)


def screen_reader(token: Token) -> Reader:
    """Return who a screen is: it reads, for its districts, and never of persons."""
    return Reader(f"wall {token.id}", Scope(token.districts), frozenset({"read"}), token.title)


def _as_sent(header: str) -> str:
    """Return a header's words as its sender wrote them: WSGI reads the bytes of UTF-8 one by one."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def peer() -> str:
    """Return the address of the machine at the other end of the connection, whatever headers say."""
    environ = flask.request.environ
    before: dict[str, str] = environ.get("werkzeug.proxy_fix.orig", {})
    return before.get("REMOTE_ADDR") or environ.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104  (nobody's address)


def seen_from() -> str:
    """Return where a reader sits, as sessions and the audit keep it: behind a proxy that is trusted, what that says."""
    return (flask.request.remote_addr or "")[:60]

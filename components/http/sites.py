"""Who may ask: under a name that is ours, and from a page that is ours wherever something changes or leaves."""

import hmac
import re
import secrets
from urllib.parse import urlsplit

import flask

from components.http.faults import Foreign
from data_access.domain.errors import CockpitError
from data_access.domain.settings import Settings

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::[0-9]{1,5})?", re.ASCII)
#: The names that Dash sends the token under by itself.
COOKIE, HEADER = "_csrf_token", "X-CSRFToken"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OURS = frozenset({"same-origin", "none"})
_NAME = "This server does not answer under the name {}; COCKPIT_HOSTS and COCKPIT_PUBLIC_URL say under which it does."
_SITE = "This was asked by a page of another site; open it in the cockpit itself."
_TOKEN = "This change came without the token of its page; load the page anew and try again."  # noqa: S105  (a sentence)


class Misnamed(CockpitError):
    """A request was sent to a name under which this server does not answer."""


def add_to(server: flask.Flask, settings: Settings) -> None:
    """Refuse, for a server, what a page of another site or another name asks."""
    names = frozenset(settings.names)  # Flask's own list knows neither IPv6 nor capitals

    @server.before_request
    def check_name() -> None:
        asked = flask.request.headers.get("Host", "")
        found = _HOST.fullmatch(asked.lower())
        if found is None or found[1] not in names:
            raise Misnamed(_NAME.format(ascii(asked[:80])))

    @server.before_request
    def check_site() -> None:
        is_change = flask.request.method not in _SAFE
        if is_change or flask.request.path.startswith("/api/"):
            _check_site()
        if is_change and _is_of_browser():
            _check_token()

    @server.after_request
    def give_token(response: flask.Response) -> flask.Response:
        if response.mimetype == "text/html" and not flask.request.cookies.get(COOKIE):
            response.set_cookie(COOKIE, token(), samesite="Strict", secure=settings.is_https)
        return response


def token() -> str:
    """Return what a form of the present page carries; its browser keeps the same, which no page of another site can read."""
    if own := flask.request.cookies.get(COOKIE):
        return own
    if "site_token" not in flask.g:
        flask.g.site_token = secrets.token_urlsafe(24)
    return str(flask.g.site_token)


def _check_site() -> None:
    """Raise Foreign where a browser says that a page of another site asks."""
    site, origin = flask.request.headers.get("Sec-Fetch-Site"), flask.request.headers.get("Origin")
    if site is not None and site not in _OURS:
        raise Foreign(_SITE)
    if origin is not None and urlsplit(origin).netloc != flask.request.host:
        raise Foreign(_SITE)


def _is_of_browser() -> bool:
    """Whether somebody else's rights may come along unasked: every browser says so by one of these with each change.

    A program that says by itself who it is has nothing that another site could make use of.
    """
    headers = flask.request.headers
    return (
        any(name in headers for name in ("Cookie", "Origin", "Sec-Fetch-Site"))
        and "Authorization" not in headers
    )


def _check_token() -> None:
    """Raise Foreign unless the page that asks can read our cookie, in its headers or as a field of its form."""
    own = flask.request.cookies.get(COOKIE, "")
    told = flask.request.headers.get(HEADER) or flask.request.form.get(COOKIE, "")
    if not own or not hmac.compare_digest(own.encode(), told.encode()):
        raise Foreign(_TOKEN)

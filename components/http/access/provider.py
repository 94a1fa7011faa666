"""Logging in at the organisation's own provider by OpenID Connect. What is sent, signed and checked is Authlib's."""

import logging
from typing import Any

import flask
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from joserfc.errors import JoseError
from requests import RequestException

from components.http.access import guard
from components.http.access.door import Door, no_account
from components.http.access.login import LoginRoutes, wanted_page
from data_access.domain.text import Text

log = logging.getLogger(__name__)
_AWAY = Text(
    "统一身份认证暂时不可用，请稍后再试。", "The login service cannot be reached just now; try again."
)
_NOT_GIVEN = Text(
    "统一身份认证没有确认这次登录，请重试。", "The login service did not confirm this login; try again."
)
#: Where the wanted page waits while the browser is at the provider.
_WANTED = "wanted"


class ProviderRoutes:
    """The way to the provider and back; accounts are made beforehand, and are bound to the provider's key at the first login."""

    def __init__(self, door: Door, logins: LoginRoutes, server: flask.Flask) -> None:
        self._door, self._logins = door, logins
        settings = door.settings
        self._client = OAuth(server).register(
            "cockpit", client_id=settings.oidc_client, client_secret=settings.oidc_secret or None,
            server_metadata_url=f"{settings.oidc_issuer}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid profile", "code_challenge_method": "S256", "timeout": 10},
        )  # fmt: skip

    def add_to(self, access: flask.Blueprint) -> None:
        """Add the routes."""
        access.get("/login/provider", endpoint="provider")(self.provider)
        access.get("/login/returned", endpoint="returned")(self.returned)

    def provider(self) -> Any:
        """Send the browser to the provider."""
        flask.session[_WANTED] = wanted_page()
        try:
            return self._client.authorize_redirect(self._door.address("access.returned"))
        except (RequestException, AuthlibBaseError, ValueError):
            log.exception("the provider of logins cannot be asked")
            return guard.refused(_AWAY, 503)

    def returned(self) -> Any:
        """Let in whom the provider names, where he has an account here."""
        try:
            claims = self._client.authorize_access_token().get("userinfo") or {}
        except (AuthlibBaseError, JoseError, KeyError, ValueError) as error:
            log.warning("a login by the provider was not confirmed: %s", error)
            return guard.refused(_NOT_GIVEN, 401)
        except RequestException:
            log.exception("the provider of logins cannot be asked")
            return guard.refused(_AWAY, 503)
        name, subject = str(claims.get(self._door.settings.oidc_claim) or ""), str(claims.get("sub") or "")
        person = self._door.people.bound(name, subject and f"{claims.get('iss')} {subject}")
        if person is None:
            log.warning("the provider let in %r, who has no account here or another one", name[:80])
            return guard.refused(no_account(name).words, 403)
        flask.session.setdefault(_WANTED, f"{flask.request.script_root}/")
        return self._logins.let_in(
            person, is_whole=True, action="login-provider", wanted=flask.session.pop(_WANTED)
        )

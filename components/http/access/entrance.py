"""Puts a server behind its door: the guard before every route, and the pages around logins."""

import secrets

import flask

from components.http.access.account import AccountRoutes
from components.http.access.door import Door
from components.http.access.guard import stand_before
from components.http.access.login import LoginRoutes
from components.http.access.own_secrets import SecretRoutes
from components.http.access.people_sheet import PeopleRoutes
from components.http.access.screens import ScreenRoutes
from data_access.domain.settings import Settings
from data_access.state.database import State
from data_access.store.store import Store


def guarded(server: flask.Flask, state: State, settings: Settings, store: Store) -> Door:
    """Let nobody through to a server but those whom the state knows, and return its door."""
    server.config.update(
        SECRET_KEY=settings.secret_key or secrets.token_hex(32),  # what it signs lasts for minutes
        SESSION_COOKIE_NAME="cockpit_form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
    )
    door = Door(state, settings)
    access = flask.Blueprint("access", __name__)
    logins = LoginRoutes(door)
    for routes in (
        logins,
        AccountRoutes(door),
        SecretRoutes(door),
        PeopleRoutes(door, store),
        ScreenRoutes(door),
    ):
        routes.add_to(access)
    if settings.oidc_issuer:
        from components.http.access.provider import ProviderRoutes  # noqa: PLC0415  (its library is asked for by few)

        ProviderRoutes(door, logins, server).add_to(access)
    server.register_blueprint(access)
    stand_before(server, door)
    return door

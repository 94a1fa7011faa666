"""A client that asks as a page of ours does."""

import flask
from flask.testing import FlaskClient

from components.http.sites import COOKIE, HEADER


def page_of(server: flask.Flask) -> FlaskClient:
    """Return a client that sends the token of its page with whatever it asks."""
    client = server.test_client()
    client.set_cookie(COOKIE, "of this page")
    client.environ_base[f"HTTP_{HEADER.upper().replace('-', '_')}"] = "of this page"
    return client

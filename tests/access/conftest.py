"""A house with logins over the small city: an account for each role, and browsers that fill in forms as people do."""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import flask
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import create_app
from components.http.sites import COOKIE, HEADER
from data_access.domain.access import Role
from data_access.domain.settings import Settings
from data_access.state.database import State
from data_access.state.people.persons import People
from data_access.state.tables import audit
from tests.data_access.small_city import XIHU, YUHANG

PASSWORD = "Qiantang-2021-x"
#: The accounts of the house, by the name that each has.
ROLES: dict[str, tuple[Role, frozenset[str] | None]] = {
    "leader": ("leader", None),
    "analyst": ("analyst", None),
    "officer": ("officer", frozenset({YUHANG})),
    "inspector": ("inspector", frozenset({XIHU})),
    "auditor": ("auditor", None),
    "security": ("security", None),
    "system": ("system", None),
}


class Client(FlaskClient):
    """A client that sends the token of its page along with JSON, as the scripts of a page do."""

    def open(self, *arguments: Any, **more: Any) -> TestResponse:
        token = self.get_cookie(COOKIE)
        if token and "data" not in more:
            more["headers"] = {HEADER: token.value, **(more.get("headers") or {})}
        return super().open(*arguments, **more)


@dataclass
class Browser:
    """A browser with cookies of its own."""

    client: FlaskClient

    def get(self, address: str, **more: Any) -> TestResponse:
        """Open an address."""
        return self.client.get(address, **more)

    def send(self, address: str, **fields: str) -> TestResponse:
        """Open a page, and send its form with these fields."""
        shown = self.client.get(address)
        found = re.search(r'name="_csrf_token" value="([^"]+)"', shown.text)
        assert found, shown.text
        return self.client.post(address, data={"_csrf_token": found[1], **fields})

    def send_again(self, address: str, **fields: str) -> TestResponse:
        """Send the form of a page that was opened before, whether it is still offered or not."""
        token = self.client.get_cookie(COOKIE)
        assert token
        return self.client.post(address, data={"_csrf_token": token.value, **fields})

    def login(self, name: str, password: str = PASSWORD, address: str = "/login") -> TestResponse:
        """Log in."""
        return self.send(address, account=name, password=password)


@dataclass
class House:
    """The app with its state."""

    server: flask.Flask
    state: State
    settings: Settings
    people: People = field(init=False)
    _inside: dict[str, Browser] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = People(self.state)

    def browser(self, name: str = "") -> Browser:
        """Return a browser, in which somebody has logged in where he is named."""
        made = Browser(Client(self.server, self.server.response_class))
        if name:
            assert made.login(name).status_code == 303
        return made

    def inside(self, name: str) -> Browser:
        """Return a browser in which somebody has logged in before: tests that only read share it."""
        if name not in self._inside:
            self._inside[name] = self.browser(name)
        return self._inside[name]


def house_of(small_city: Path, folder: Path, **settings: Any) -> House:
    """Return a house without any account."""
    own = Settings(
        store=str(small_city), state=f"sqlite:///{folder / 'state.sqlite'}", exports=str(folder / "exports"),
        boards_per_minute=10**6, files_per_minute=10**6, answers_per_minute=10**6, jobs_per_reader=10**6,
    )  # fmt: skip
    own = replace(own, **settings)
    return House(create_app(own).server, State(own.state), own)


def peopled(house: House) -> House:
    """Return a house with an account for each role, whose password is settled."""
    for name, (role, districts) in ROLES.items():
        house.people.add(name, role, password=f"{PASSWORD}-first", districts=districts, office=f"{name}所")
        house.people.set_password(name, PASSWORD)
    return house


def last_lines(house: House, n: int) -> list[tuple[str, str, str]]:
    """Return who did what to what in the last lines of the audit."""
    with house.state.begin() as connection:
        asked = select(audit.c.who, audit.c.action, audit.c.object).order_by(audit.c.id.desc()).limit(n)
        return [tuple(row) for row in connection.execute(asked)][::-1]


@pytest.fixture(scope="module")
def house(small_city: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    return peopled(house_of(small_city, tmp_path_factory.mktemp("house"), login=True))

"""Logins from elsewhere: a provider of OpenID Connect, here a small one of this test, and a proxy that names its users."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import flask
import pytest
import requests
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

from data_access.state import audit
from tests.access.conftest import House, house_of, peopled


class Provider:
    """A provider at which `user` has logged in already; `lies` are claims that it tells otherwise."""

    def __init__(self) -> None:
        self.key, self.user, self.lies = RSAKey.generate_key(2048), ("leader", "s-1"), {}
        self.signs_with = self.key
        self._nonces: dict[str, str] = {}
        server = flask.Flask("provider")
        server.get("/.well-known/openid-configuration")(self.metadata)
        server.get("/authorize")(self.authorize)
        server.post("/token")(self.token)
        server.get("/jwks")(lambda: {"keys": [self.key.as_dict(private=False)]})
        self._server = make_server("127.0.0.1", 0, server, threaded=True)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def metadata(self) -> dict[str, object]:
        return {"issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize", "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks", "id_token_signing_alg_values_supported": ["RS256"]}  # fmt: skip

    def authorize(self) -> object:
        asked = flask.request.args
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self._nonces)}"
        self._nonces[code] = asked["nonce"]
        return flask.redirect(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    def token(self) -> dict[str, object]:
        assert flask.request.form["code_verifier"]
        name, subject = self.user
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": "cockpit", "sub": subject, "preferred_username": name, "iat": now, "exp": now + 60,
                  "nonce": self._nonces[flask.request.form["code"]]} | self.lies  # fmt: skip
        header = {"alg": "RS256", "kid": self.key.thumbprint()}
        return {
            "access_token": "a",
            "token_type": "Bearer",
            "expires_in": 60,
            "id_token": jwt.encode(header, claims, self.signs_with),
        }

    def close(self) -> None:
        self._server.shutdown()


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    made = Provider()
    made.key = RSAKey.import_key(made.key.as_dict(private=True) | {"kid": made.key.thumbprint()})
    made.signs_with = made.key
    yield made
    made.close()


def asking(provider: Provider, small_city: Path, folder: Path) -> House:
    return peopled(
        house_of(small_city, folder, oidc_issuer=provider.issuer, oidc_client="cockpit", oidc_secret="s")
    )


@pytest.fixture(autouse=True)
def honest(provider: Provider) -> Iterator[None]:
    """The provider tells the truth again after each test."""
    yield
    provider.user, provider.lies, provider.signs_with = ("leader", "s-1"), {}, provider.key


@pytest.fixture
def house(provider: Provider, small_city: Path, tmp_path: Path) -> House:
    """A house of one test's own."""
    return asking(provider, small_city, tmp_path)


@pytest.fixture(scope="module")
def strict(provider: Provider, small_city: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house that lets nobody in: it is shared by those who try."""
    return asking(provider, small_city, tmp_path_factory.mktemp("strict"))


def returned(house: House, wanted: str = "/governance") -> flask.Response:
    """Go to the provider and come back; return what the cockpit says then."""
    browser = house.browser()
    sent = browser.get(f"/login/provider?next={wanted}")
    assert sent.status_code == 302, sent.text
    back = requests.get(sent.headers["Location"], allow_redirects=False, timeout=10).headers["Location"]
    answer = browser.get(back.removeprefix("http://localhost"))
    answer.browser = browser  # type: ignore[attr-defined]
    return answer  # type: ignore[return-value]


def test_whom_the_provider_names_is_let_in_with_his_role(house: House) -> None:
    assert "/login/provider" in house.browser().get("/login").text
    answer = returned(house)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/governance")
    browser = answer.browser  # type: ignore[attr-defined]
    assert browser.get("/governance").status_code == 200
    assert browser.get("/people").status_code == 403
    assert list(audit.lines(house.state)["action"]) == ["seal_begun", "login-provider"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]


def test_an_account_belongs_to_the_one_whom_the_provider_named_first(
    house: House, provider: Provider
) -> None:
    assert returned(house).status_code == 303
    provider.user = ("leader", "s-2")  # another person, to whom the name was given later
    assert returned(house).status_code == 403
    provider.user = ("nobody", "s-3")
    told = returned(house)
    assert told.status_code == 403
    assert "nobody" in told.text
    house.people.disable("analyst")
    provider.user = ("analyst", "s-4")
    assert returned(house).status_code == 403


@pytest.mark.parametrize(
    "lie", [{"iss": "https://evil.example"}, {"aud": "other"}, {"nonce": "x"}, {"exp": 1}, {"sub": ""}]
)
def test_what_the_provider_did_not_say_to_us_now_is_not_believed(
    strict: House, provider: Provider, lie: dict[str, object]
) -> None:
    provider.lies = lie
    answer = returned(strict)
    assert answer.status_code in {401, 403}
    assert answer.browser.get("/api/version").status_code == 401  # type: ignore[attr-defined]


def test_what_another_key_has_signed_is_not_believed(strict: House, provider: Provider) -> None:
    other = RSAKey.generate_key(2048)
    provider.signs_with = RSAKey.import_key(other.as_dict(private=True) | {"kid": provider.key.thumbprint()})
    assert returned(strict).status_code == 401


def test_an_answer_that_nobody_here_asked_for_is_refused(strict: House) -> None:
    sent = strict.browser().get("/login/provider")
    asked = parse_qs(urlsplit(sent.headers["Location"]).query)
    for query in (
        "",
        "?code=x&state=y",
        f"?code=x&state={asked['state'][0]}",
        "?error=access_denied&state=x",
    ):
        assert strict.browser().get(f"/login/returned{query}").status_code == 401, query


def test_a_provider_that_is_away_is_said_and_passwords_still_work(small_city: Path, tmp_path: Path) -> None:
    away = peopled(house_of(small_city, tmp_path, oidc_issuer="http://127.0.0.1:9", oidc_client="cockpit"))
    assert away.browser().get("/login/provider").status_code == 503
    assert away.browser("leader").get("/governance").status_code == 200


# ---- a proxy ----

NAMED = {"X-Remote-User": "leader"}


@pytest.fixture(scope="module")
def behind(small_city: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    folder = tmp_path_factory.mktemp("behind")
    return peopled(
        house_of(
            small_city, folder, proxy_header="X-Remote-User", proxy_addresses=("10.0.0.5", "10.0.1.0/24")
        )
    )


@pytest.mark.parametrize(
    ("peer", "status"),
    [("10.0.0.5", 200), ("10.0.1.77", 200), ("10.0.0.6", 401), ("127.0.0.1", 401), ("::1", 401)],
)
def test_a_header_counts_from_named_addresses_alone(behind: House, peer: str, status: int) -> None:
    stranger = behind.browser()
    where = {"REMOTE_ADDR": peer}
    assert stranger.get("/api/version", headers=NAMED, environ_overrides=where).status_code == status
    forged = {**NAMED, "X-Forwarded-For": "10.0.0.5", "X-Real-IP": "10.0.0.5", "Forwarded": "for=10.0.0.5"}
    assert stranger.get("/api/version", headers=forged, environ_overrides=where).status_code == status
    original = where | {"werkzeug.proxy_fix.orig": {"REMOTE_ADDR": peer}, "REMOTE_ADDR": "10.0.0.5"}
    assert stranger.get("/api/version", headers=NAMED, environ_overrides=original).status_code == status


def test_whom_the_proxy_names_must_have_an_account_and_has_its_rights(behind: House) -> None:
    where = {"REMOTE_ADDR": "10.0.0.5"}
    stranger = behind.browser()
    for name, status in (("LEADER", 200), ("nobody", 401), ("a\\x00b", 401), ("security", 403)):
        assert (
            stranger.get(
                "/api/indicators", headers={"X-Remote-User": name}, environ_overrides=where
            ).status_code
            == status
        ), name
    behind.people.disable("analyst")
    assert (
        stranger.get(
            "/api/indicators", headers={"X-Remote-User": "analyst"}, environ_overrides=where
        ).status_code
        == 401
    )
    assert stranger.get("/api/indicators", environ_overrides=where).status_code == 401
    account = stranger.get("/account", headers=NAMED, environ_overrides=where)
    assert account.status_code == 200
    assert stranger.get("/account/password", headers=NAMED, environ_overrides=where).status_code == 303


def test_no_account_is_anybodys_before_there_is_one(small_city: Path, tmp_path: Path) -> None:
    empty = house_of(small_city, tmp_path, proxy_header="X-Remote-User", proxy_addresses=("127.0.0.1",))
    assert empty.browser().get("/", environ_overrides={"REMOTE_ADDR": "127.0.0.1"}).status_code == 303

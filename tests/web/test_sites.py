"""What a browser is told of every response, and who may ask: by name, by site, and by the token of a page."""

import re
import socket
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from app import create_app, main
from components.http.sites import COOKIE, HEADER
from components.http.workers import Served, serve
from data_access.domain.errors import BadValue
from data_access.domain.settings import Settings

CALLBACKS = "/_dash-update-component"
PICTURE = {"kind": "png", "path": "/governance"}


@pytest.fixture
def client(served: Dash) -> FlaskClient:
    return served.server.test_client()


@pytest.mark.parametrize(
    "address", ["/", "/wall", "/nowhere", "/healthz", "/api/nothing", "/assets/cockpit/main.js", "/_dash-layout", "/assets/no"]
)  # fmt: skip
def test_every_response_says_how_far_to_trust_it(client: FlaskClient, address: str) -> None:
    told = client.get(address).headers
    policy = told["Content-Security-Policy"]
    scripts = re.search(r"script-src ([^;]*)", policy)
    assert scripts
    assert "unsafe" not in scripts[1]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in told


def test_each_document_marks_its_own_scripts_and_with_another_mark_each_time(client: FlaskClient) -> None:
    marks = set()
    for _ in range(2):
        reply = client.get("/")
        (mark,) = re.findall(r"'nonce-([^']+)'", reply.headers["Content-Security-Policy"])
        written = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)([^>]*)>", reply.text)
        assert len(written) >= 3  # the first question, the map of modules, and what Dash writes
        assert all(f'nonce="{mark}"' in one for one in written), written
        marks.add(mark)
    assert len(marks) == 2


def over_https(folder: Path) -> FlaskClient:
    settings = Settings(
        store=str(folder / "no"), state=f"sqlite:///{folder}/s.sqlite", exports=str(folder / "e"),
        public_url="https://cockpit.example:8443", hosts=("wall.example",),
    )  # fmt: skip
    return create_app(settings).server.test_client()


@pytest.fixture(scope="module")
def https(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return over_https(tmp_path_factory.mktemp("https"))


def test_behind_https_browsers_are_told_to_stay_there(https: FlaskClient) -> None:
    https.delete_cookie(COOKIE)
    reply = https.get("/")
    assert "max-age=31536000" in reply.headers["Strict-Transport-Security"]
    cookie = reply.headers["Set-Cookie"]
    assert "Secure" in cookie
    assert "SameSite=Strict" in cookie


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost:8050", 200), ("127.0.0.1", 200), ("[::1]:8050", 200), ("cockpit.example:8443", 200), ("WALL.example", 200),
     ("evil.example", 400), ("cockpit.example.evil", 400), ("127.0.0.1.evil", 400), ("", 400), ("a b", 400)],
)  # fmt: skip
def test_it_answers_under_its_own_names_alone(https: FlaskClient, host: str, status: int) -> None:
    for address in ("/", "/api/indicators", "/nowhere"):
        reply = https.get(address, headers={"Host": host})
        assert (reply.status_code == 400) == (status == 400), reply.text
    if status == 400:
        assert "COCKPIT_HOSTS" in reply.get_json()["error"]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(
    "address", ["/api/card.zip?card=gmv", "/api/rows/items.csv", "/api/indicators/gmv.csv", "/api/tasks.csv", "/api/board/"]
)  # fmt: skip
def test_nothing_leaves_because_another_site_asks(client: FlaskClient, address: str, site: str) -> None:
    reply = client.get(address, headers={"Sec-Fetch-Site": site})
    assert reply.status_code == 403
    assert "another site" in reply.get_json()["error"]


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_a_reader_takes_away_what_is_asked_here(client: FlaskClient, site: str) -> None:
    assert client.get("/api/tasks.csv", headers={"Sec-Fetch-Site": site}).status_code == 200
    assert client.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200  # a link leads here


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://localhost"},
        {"Origin": "http://localhost", HEADER: "x"},
        {"Cookie": "lang=zh"},
        {"Cookie": f"{COOKIE}=a", HEADER: "b"},
        {"Cookie": f"{COOKIE}=", HEADER: ""},
        {"Cookie": f"{COOKIE}=a", HEADER: "é"},
    ],
)
def test_nothing_changes_without_the_token_of_a_page(client: FlaskClient, headers: dict[str, str]) -> None:
    headers = dict(headers)
    if cookie := headers.pop("Cookie", ""):
        client.set_cookie(*cookie.split("="))
    for method, address in (("POST", "/api/exports"), ("DELETE", "/api/exports/x"), ("POST", CALLBACKS)):
        reply = client.open(address, method=method, json=PICTURE, headers=headers)
        assert reply.status_code == 403, (method, address, reply.text)


def test_a_page_of_ours_may_change_things(client: FlaskClient) -> None:
    page = client.get("/")
    (token,) = re.findall(rf"{COOKIE}=([^;]+)", page.headers["Set-Cookie"])
    assert "HttpOnly" not in page.headers["Set-Cookie"]  # its scripts send it back
    sent = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin", HEADER: token}
    assert client.post("/api/exports", json=PICTURE, headers=sent).status_code == 200
    assert "Set-Cookie" not in client.get("/governance").headers


def test_a_program_without_anybodys_rights_needs_no_token(client: FlaskClient) -> None:
    assert client.post("/api/exports", json=PICTURE).status_code == 200


def test_links_in_files_lead_to_the_public_address_whatever_a_request_says(
    small_city: Path, tmp_path: Path
) -> None:
    settings = Settings(
        store=str(small_city), state=f"sqlite:///{tmp_path}/s.sqlite", exports=str(tmp_path / "e"),
        public_url="https://cockpit.example/",
    )  # fmt: skip
    client = create_app(settings).server.test_client()
    asked = client.post(
        "/api/exports", json={"kind": "frozen", "path": "/governance"}, headers={"Host": "localhost:99"}
    )
    export = asked.get_json()["id"]
    client.application.extensions["exports"]._pool.shutdown(wait=True)
    page = client.get(f"/frozen/{export}").text
    assert 'href="https://cockpit.example/governance?' in page
    assert "localhost" not in page


def test_no_environment_makes_dash_a_debugger_or_a_server_of_tools(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = over_https(tmp_path).get("/")
    for name in (
        "DEBUG",
        "UI",
        "HOT_RELOAD",
        "MCP_ENABLED",
        "SERVE_DEV_BUNDLES",
        "PRUNE_ERRORS",
        "PROPS_CHECK",
    ):
        monkeypatch.setenv(f"DASH_{name}", "true")
    monkeypatch.setenv("DASH_ASSETS_EXTERNAL_PATH", "https://evil.example/")
    monkeypatch.setenv("DASH_URL_BASE_PATHNAME", "/elsewhere/")
    client = over_https(tmp_path)
    for address in ("/_mcp", "/_reload-hash/x", "/elsewhere/"):
        assert client.get(address).status_code == 404, address
    client.delete_cookie(COOKIE)
    assert client.post("/_mcp", json={}).status_code == 405
    addresses = re.compile(r'(?:src|href)="([^"]*)"')
    assert addresses.findall(client.get("/").text) == addresses.findall(plain.text)
    assert "evil.example" not in client.get("/").text


@pytest.mark.parametrize(
    ("key", "value"),
    [("COCKPIT_PUBLIC_URL", "cockpit.example"), ("COCKPIT_PUBLIC_URL", "ftp://x"), ("COCKPIT_PUBLIC_URL", "https://x/?a=1"),
     ("COCKPIT_HOSTS", "http://x"), ("COCKPIT_HOSTS", "x:80"), ("COCKPIT_HOSTS", "*")],
)  # fmt: skip
def test_names_that_cannot_be_right_are_refused_at_the_start(key: str, value: str) -> None:
    with pytest.raises(BadValue, match=key):
        Settings.from_environment({key: value})


def test_names_come_from_the_environment() -> None:
    asked = {"COCKPIT_PUBLIC_URL": "https://cockpit.example/", "COCKPIT_HOSTS": "wall.example, Desk"}
    settings = Settings.from_environment(asked)
    assert settings.origin == "https://cockpit.example"
    assert {"cockpit.example", "wall.example", "desk", "localhost"} <= set(settings.names)
    assert Settings(host="::1", port=9).origin == "http://[::1]:9"


def test_a_port_that_is_taken_is_told_in_a_sentence(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def make() -> Served:
        pytest.fail("it was served")

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert serve(make, "127.0.0.1", port, 1, 1000, tmp_path) == 2
    (line,) = caplog.records
    assert f"127.0.0.1:{port}" in line.getMessage()
    assert "COCKPIT_PORT" in line.getMessage()


def test_a_setting_given_as_an_argument_is_not_passed_over_in_silence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--port", "8061"])
    assert "unrecognized arguments: --port 8061" in capsys.readouterr().err

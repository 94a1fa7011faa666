"""The worked configurations in docs/deployment are true: nginx runs with the one, and systemd's unit starts what there is."""

import configparser
import http.client
import json
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from components.http.access.door import SESSION
from components.http.sites import COOKIE, HEADER
from data_access.domain.settings import Settings
from data_access.state.database import State
from data_access.state.people.persons import People
from tests.browser.serving import Forked, free_port

ROOT = Path(__file__).parents[2]
DEPLOYMENT = ROOT / "docs" / "deployment"
NAME = "cockpit.example"
READER, PASSWORD = "li.wei", "Qiantang-2021-x"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def certified(folder: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}", "-addext",
         f"subjectAltName=DNS:{NAME}", "-keyout", folder / "key.pem", "-out", folder / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip


def configured(folder: Path, plain: int, tls: int, cockpit: int) -> Path:
    """Write the worked configuration with the ports and the folder of this test, and return what nginx reads first."""
    worked = (DEPLOYMENT / "nginx.conf").read_text("utf-8")
    for said, here in {
        "server 127.0.0.1:8050;": f"server 127.0.0.1:{cockpit};",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl": f"listen 127.0.0.1:{tls} ssl",
        "/etc/ssl/cockpit": str(folder),
    }.items():
        assert said in worked, said
        worked = worked.replace(said, here)
    (folder / "cockpit.conf").write_text(worked, "utf-8")
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = folder / "main.conf"
    main.write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off;\n{places}include {folder}/cockpit.conf; }}\n", "utf-8",
    )  # fmt: skip
    return main


def cookie_of(reply: http.client.HTTPResponse, name: str) -> str:
    (cookie,) = (one for one in reply.headers.get_all("Set-Cookie", []) if one.startswith(f"{name}="))
    assert "; Secure" in cookie
    return cookie.partition(";")[0].removeprefix(f"{name}=")


class Desk:
    """Somebody who asks nginx under the name of the cockpit."""

    def __init__(self, plain: int, tls: int, folder: Path) -> None:
        self.plain, self.tls = plain, tls
        self.trust = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
        self.session = ""

    def login(self) -> None:
        """Send the form of the login, and keep the session."""
        token = cookie_of(self.ask("/login")[0], COOKIE)
        reply, told = self.ask(
            "/login", "POST", urlencode({COOKIE: token, "account": READER, "password": PASSWORD}), Origin=f"https://{NAME}",
            Content_Type="application/x-www-form-urlencoded", Cookie=f"{COOKIE}={token}",
        )  # fmt: skip
        assert reply.status == 303, told
        self.session = f"{SESSION}={cookie_of(reply, SESSION)}"

    def ask(
        self, address: str, method: str = "GET", body: str | None = None, **headers: str
    ) -> tuple[http.client.HTTPResponse, str]:
        """Ask by https and return the answer with its text."""
        connection = http.client.HTTPSConnection("127.0.0.1", self.tls, timeout=30, context=self.trust)
        connection.sock = (
            self.trust.wrap_socket(  # the name is that of the certificate, the address that of the test
                socket.create_connection(("127.0.0.1", self.tls), 30), server_hostname=NAME
            )
        )
        told = {"Host": NAME, "Cookie": self.session} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        connection.request(method, address, body, told)
        reply = connection.getresponse()
        return reply, reply.read().decode()


@pytest.fixture(scope="module")
def desk(small_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    if NGINX is None:
        pytest.skip("there is no nginx on this machine")
    folder = tmp_path_factory.mktemp("nginx")
    certified(folder)
    plain, tls = free_port(), free_port()
    asked = {
        "COCKPIT_PUBLIC_URL": f"https://{NAME}",
        "COCKPIT_PROXIES": "127.0.0.1",
        "COCKPIT_ANSWERS_PER_MINUTE": "20",
    }
    serving = Forked(str(small_city), free_port(), folder / "app.log", environment=asked)
    serving.data.mkdir()
    people = People(State(f"sqlite:///{serving.data / 'state.sqlite'}"))
    people.add(READER, "analyst", password=f"{PASSWORD}-first")
    people.set_password(READER, PASSWORD)
    people.state.close()
    with serving as cockpit:
        main = configured(folder, plain, tls, cockpit.port)
        nginx = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(main)])
        try:
            found = Desk(plain, tls, folder)
            until = time.monotonic() + 20
            while True:
                try:
                    found.ask("/healthz")
                    break
                except OSError:
                    assert nginx.poll() is None, (folder / "error.log").read_text("utf-8")
                    assert time.monotonic() < until
                    time.sleep(0.1)
            found.login()
            yield found
        finally:
            nginx.terminate()
            nginx.wait(10)


def test_readers_are_sent_to_https(desk: Desk) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", desk.plain, timeout=30)
    connection.request("GET", "/governance?lang=en", headers={"Host": NAME})
    reply = connection.getresponse()
    assert (reply.status, reply.headers["Location"]) == (301, f"https://{NAME}/governance?lang=en")


def test_a_page_and_its_board_come_through_nginx_whole(desk: Desk) -> None:
    reply, page = desk.ask("/governance", Accept_Encoding="identity")
    assert reply.status == 200
    assert "max-age" in reply.headers["Strict-Transport-Security"]
    assert "Secure" in reply.headers["Set-Cookie"]
    assert "localhost" not in page
    reply, board = desk.ask("/api/board/governance")
    lines = [json.loads(line) for line in board.splitlines()]
    assert lines[-1]["end"]


def test_a_page_of_ours_changes_things_through_nginx_and_no_other_does(desk: Desk) -> None:
    token = cookie_of(desk.ask("/")[0], COOKIE)
    own = {
        "Cookie": f"{desk.session}; {COOKIE}={token}",
        HEADER: token,
        "Content-Type": "application/json",
        "Sec-Fetch-Site": "same-origin",
    }
    picture = json.dumps({"kind": "png", "path": "/"})
    reply, told = desk.ask("/api/exports", "POST", picture, Origin=f"https://{NAME}", **own)
    assert reply.status == 200, told
    for strange in ({"Origin": "https://evil.example"}, {"Origin": f"http://{NAME}:81"}):
        assert desk.ask("/api/exports", "POST", picture, **(own | strange))[0].status == 403
    spoken_for = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "http",
        "Forwarded": "host=evil.example",
    }
    assert desk.ask("/", **spoken_for)[0].status == 200  # nginx writes over what a reader says


def test_nobody_comes_through_nginx_without_a_login(desk: Desk) -> None:
    reply, _ = desk.ask("/governance", Cookie="")
    assert (reply.status, reply.headers["Location"]) == (303, "/login?next=%2Fgovernance")
    assert desk.ask("/api/indicators", Cookie="")[0].status == 401


def test_another_name_gets_nothing(desk: Desk) -> None:
    with pytest.raises((http.client.HTTPException, OSError)):
        desk.ask("/", Host="evil.example")


def test_a_reader_is_counted_as_himself_whatever_address_he_says(desk: Desk) -> None:
    seen = {
        desk.ask("/api/platforms/P1.json", X_Forwarded_For=f"192.0.2.{number}")[0].status
        for number in range(22)
    }
    assert seen == {200, 429}


def test_a_body_that_is_too_large_stops_at_nginx(desk: Desk) -> None:
    assert desk.ask("/api/exports", "POST", "x" * 600_000)[0].status == 413


def test_the_unit_of_systemd_starts_what_there_is_with_settings_that_there_are() -> None:
    unit = (DEPLOYMENT / "cockpit.service").read_text("utf-8")
    said = configparser.ConfigParser(strict=False, interpolation=None)
    said.optionxform = str  # type: ignore[assignment,method-assign]
    said.read_string(unit)
    service = said["Service"]
    program, script = service["ExecStart"].split()
    assert program.startswith(service["WorkingDirectory"])
    assert (ROOT / script).exists()
    asked = dict(re.findall(r"^Environment=(\w+)=(.*)$", unit, re.MULTILINE))
    known = set(re.findall(r"COCKPIT_\w+", (ROOT / "data_access/domain/settings.py").read_text("utf-8")))
    assert set(asked) <= known
    settings = Settings.from_environment(asked)
    assert settings.is_https
    assert settings.proxies == ("127.0.0.1",)
    assert service["StateDirectory"] == "cockpit"
    assert settings.state.startswith("sqlite:////var/lib/cockpit/")

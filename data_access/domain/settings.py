"""The environment read once into a frozen value."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from math import inf
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from data_access.domain.errors import BadValue

#: How this machine calls itself.
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
#: With less an engine can hardly sort.
_LEAST_MB = 64


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the cockpit listens and keeps its data.

    `store` is a folder of DuckDB snapshots or an SQLAlchemy URL (PostgreSQL, ClickHouse), `servers` the folder of what this
    machine keeps of stores on servers, `state` an SQLAlchemy URL,
    `exports` the folder in which files that were asked for wait to be fetched, `boards` that of boards that were told,
    `templates` that of an office's own templates of documents. `audit_key_file` and `audit_head_file` stand
    beside an SQLite state, else in the folder of the data, unless they are named; `audit_head_to` are places that are told the audit's head as well, every
    `audit_head_seconds` (see state/outside.py). `answer_rows` is the most rows of an answer in JSON, `download_mb` the most
    megabytes of one file.
    `request_seconds` is what one request has for all its questions, `memory_mb` what the engine of all workers together
    holds in memory. `workers` is the number of processes that serve: one for each core
    unless it is said. Where `draws_ahead`, the pages of the navigation are drawn before anybody asks.
    `public_url` is where readers find the cockpit, `hosts` further names under which it answers. `proxies` are
    the networks of reverse proxies that may say from where and how a reader comes, `metrics_from` those of monitoring systems. In a minute one reader may ask for so many
    boards, files and other answers, and have so many files made at a time. A body of a request has at most `body_kb` kilobytes.

    `login` asks for one even on this machine alone. A session ends when it was idle for `session_idle_minutes` and after
    `session_hours` in any case; passwords hold for `password_days` (0: for ever); `second_factor` asks everybody for codes.
    `oidc_issuer`, `oidc_client` and `oidc_secret` name a provider of OpenID Connect, `oidc_claim` what it calls an account;
    `proxy_header` names the header in which a reverse proxy at one of `proxy_addresses` says who asks.
    """

    host: str = "127.0.0.1"
    port: int = 8050
    store: str = "data/store"
    servers: str = "data/servers"
    state: str = "sqlite:///data/state.sqlite"
    exports: str = "data/exports"
    boards: str = "data/boards"
    templates: str = "data/templates"
    audit_key_file: str = ""
    audit_head_file: str = ""
    audit_head_to: tuple[str, ...] = ()
    audit_head_seconds: float = 600.0
    query_seconds: float = 30.0
    secret_key: str = ""
    answer_rows: int = 100_000
    download_mb: int = 4_000
    request_seconds: float = 60.0
    memory_mb: int = 128
    workers: int = min(os.cpu_count() or 1, 8)
    draws_ahead: bool = True
    login: bool = False
    session_idle_minutes: int = 30
    session_hours: int = 12
    password_days: int = 90
    second_factor: bool = False
    oidc_issuer: str = ""
    oidc_client: str = ""
    oidc_secret: str = ""
    oidc_claim: str = "preferred_username"
    proxy_header: str = ""
    proxy_addresses: tuple[str, ...] = ()
    public_url: str = ""
    hosts: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    metrics_from: tuple[str, ...] = ("127.0.0.0/8", "::1/128")
    boards_per_minute: int = 240
    files_per_minute: int = 60
    answers_per_minute: int = 600
    jobs_per_reader: int = 8
    body_kb: int = 512

    @property
    def worker_memory_mb(self) -> int:
        """What the engine of one worker holds in memory."""
        return max(_LEAST_MB, self.memory_mb // self.workers)

    @property
    def origin(self) -> str:
        """Where links in files lead, whatever name a request was sent to."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url.rstrip("/") or f"http://{host}:{self.port}"

    @property
    def base(self) -> str:
        """The path of its public address, below which it stands at a host that it shares; empty where it has one for itself."""
        return urlsplit(self.origin).path

    @property
    def is_https(self) -> bool:
        """Whether readers come by https."""
        return self.origin.startswith("https://")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of hosts under which it answers: those of this machine, its public one, and further ones."""
        public = urlsplit(self.origin).hostname or ""
        return tuple(dict.fromkeys((*_LOOPBACK, f"[{public}]" if ":" in public else public, *self.hosts)))

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read COCKPIT_HOST, _PORT, _DATA, _STORE, _STATE, _SECRET_KEY and the limits, each under its name; raises BadValue."""
        data = Path(environment.get("COCKPIT_DATA", "data"))
        default = cls()
        return cls(
            host=environment.get("COCKPIT_HOST", default.host),
            port=_port(environment.get("COCKPIT_PORT", str(default.port))),
            store=environment.get("COCKPIT_STORE", str(data / "store")),
            servers=str(data / "servers"),
            exports=str(data / "exports"),
            boards=str(data / "boards"),
            templates=str(data / "templates"),
            state=environment.get("COCKPIT_STATE", f"sqlite:///{data / 'state.sqlite'}"),
            audit_key_file=environment.get("COCKPIT_AUDIT_KEY_FILE", ""),
            audit_head_file=environment.get("COCKPIT_AUDIT_HEAD_FILE", ""),
            audit_head_to=_places(environment, "COCKPIT_AUDIT_HEAD_TO"),
            audit_head_seconds=_seconds(
                environment, "COCKPIT_AUDIT_HEAD_SECONDS", default.audit_head_seconds
            ),
            query_seconds=_seconds(environment, "COCKPIT_QUERY_SECONDS", default.query_seconds),
            request_seconds=_seconds(environment, "COCKPIT_REQUEST_SECONDS", default.request_seconds),
            memory_mb=_most(environment, "COCKPIT_MEMORY_MB", default.memory_mb),
            secret_key=environment.get("COCKPIT_SECRET_KEY", ""),
            answer_rows=_most(environment, "COCKPIT_ANSWER_ROWS", default.answer_rows),
            download_mb=_most(environment, "COCKPIT_DOWNLOAD_MB", default.download_mb),
            draws_ahead=_yes(environment, "COCKPIT_DRAW_AHEAD", default=default.draws_ahead),
            workers=_most(environment, "COCKPIT_WORKERS", default.workers),
            **_logins(environment, default),
            public_url=_url(environment.get("COCKPIT_PUBLIC_URL", "")),
            hosts=_hosts(environment.get("COCKPIT_HOSTS", "")),
            proxies=_networks(environment.get("COCKPIT_PROXIES", "")),
            metrics_from=_networks(
                environment.get("COCKPIT_METRICS_FROM", ",".join(default.metrics_from)),
                "COCKPIT_METRICS_FROM",
            ),
            boards_per_minute=_most(environment, "COCKPIT_BOARDS_PER_MINUTE", default.boards_per_minute),
            files_per_minute=_most(environment, "COCKPIT_FILES_PER_MINUTE", default.files_per_minute),
            answers_per_minute=_most(environment, "COCKPIT_ANSWERS_PER_MINUTE", default.answers_per_minute),
            jobs_per_reader=_most(environment, "COCKPIT_JOBS_PER_READER", default.jobs_per_reader),
            body_kb=_most(environment, "COCKPIT_BODY_KB", default.body_kb),
        )

    def __post_init__(self) -> None:
        """Refuse half of what is needed; raises BadValue."""
        if bool(self.oidc_issuer) != bool(self.oidc_client):
            raise BadValue(
                "COCKPIT_OIDC_ISSUER", self.oidc_issuer, "both COCKPIT_OIDC_ISSUER and COCKPIT_OIDC_CLIENT"
            )
        if bool(self.proxy_header) != bool(self.proxy_addresses):
            wanted = "both COCKPIT_PROXY_HEADER and COCKPIT_PROXY_ADDRESSES: a header from anywhere lets anybody be anyone"
            raise BadValue("COCKPIT_PROXY_HEADER", self.proxy_header, wanted)


def _logins(environment: Mapping[str, str], default: Settings) -> dict[str, Any]:
    """Return what the environment says of logins."""
    return {
        "login": _yes(environment, "COCKPIT_LOGIN", default=default.login),
        "session_idle_minutes": _most(
            environment, "COCKPIT_SESSION_IDLE_MINUTES", default.session_idle_minutes
        ),
        "session_hours": _most(environment, "COCKPIT_SESSION_HOURS", default.session_hours),
        "password_days": _most(environment, "COCKPIT_PASSWORD_DAYS", default.password_days, least=0),
        "second_factor": _yes(environment, "COCKPIT_SECOND_FACTOR", default=default.second_factor),
        "oidc_issuer": environment.get("COCKPIT_OIDC_ISSUER", "").rstrip("/"),
        "oidc_client": environment.get("COCKPIT_OIDC_CLIENT", ""),
        "oidc_secret": environment.get("COCKPIT_OIDC_SECRET", ""),
        "oidc_claim": environment.get("COCKPIT_OIDC_CLAIM", default.oidc_claim),
        "proxy_header": environment.get("COCKPIT_PROXY_HEADER", ""),
        "proxy_addresses": _networks(
            environment.get("COCKPIT_PROXY_ADDRESSES", ""), "COCKPIT_PROXY_ADDRESSES"
        ),
    }


def _places(environment: Mapping[str, str], key: str) -> tuple[str, ...]:
    places = tuple(environment.get(key, "").split())
    for place in places:
        if place != "syslog" and not place.startswith(("syslog://", "http://", "https://")):
            raise BadValue(key, place, "syslog, syslog://HOST:PORT or a URL, separated by spaces")
    return places


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise BadValue("COCKPIT_PORT", text, "a port from 1 to 65535")


def _seconds(environment: Mapping[str, str], key: str, default: float) -> float:
    text = environment.get(key, str(default))
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if 0 < seconds < inf:
        return seconds
    raise BadValue(key, text, "a number of seconds above 0")


def _most(environment: Mapping[str, str], key: str, default: int, *, least: int = 1) -> int:
    text = environment.get(key, str(default))
    if text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= least:
        return int(text)
    raise BadValue(key, text, f"a whole number above {least - 1}")


def _url(text: str) -> str:
    found = urlsplit(text)
    if text and (
        found.scheme not in {"http", "https"}
        or not found.hostname
        or found.query
        or found.fragment
        or found.username
    ):
        raise BadValue("COCKPIT_PUBLIC_URL", text, "an address as https://cockpit.example")
    return text


def _hosts(text: str) -> tuple[str, ...]:
    names = tuple(name.strip().lower() for name in text.split(",") if name.strip())
    for name in names:
        if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\]", name):
            raise BadValue("COCKPIT_HOSTS", name, "names of hosts separated by commas, without ports")
    return names


def _networks(text: str, key: str = "COCKPIT_PROXIES") -> tuple[str, ...]:
    networks = tuple(one.strip() for one in text.split(",") if one.strip())
    for network in networks:
        try:
            ip_network(network)
        except ValueError:
            raise BadValue(key, network, "addresses or networks, as 127.0.0.1 or 10.1.0.0/16") from None
    return networks


def _yes(environment: Mapping[str, str], key: str, *, default: bool) -> bool:
    text = environment.get(key, "yes" if default else "no")
    if text in {"yes", "no"}:
        return text == "yes"
    raise BadValue(key, text, "yes or no")

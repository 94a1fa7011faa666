"""The environment read once into a frozen value."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from pathlib import Path

from data_access.domain.errors import BadValue

#: With less an engine can hardly sort.
_LEAST_MB = 64


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the cockpit listens and keeps its data.

    `store` is a folder of DuckDB snapshots or an SQLAlchemy URL (PostgreSQL, ClickHouse), `state` an SQLAlchemy URL,
    `exports` the folder in which files that were asked for wait to be fetched. `audit_key_file` and `audit_head_file` stand
    beside an SQLite state, else in the folder of the data, unless they are named; `audit_head_to` are places that are told the audit's head as well, every
    `audit_head_seconds` (see state/outside.py). `answer_rows` is the most rows of an answer in JSON, `download_mb` the most
    megabytes of one file.
    `request_seconds` is what one request has for all its questions, `memory_mb` what the engine of all workers together
    holds in memory. `workers` is the number of processes that serve: one for each core
    unless it is said. Where `draws_ahead`, the pages of the navigation are drawn before anybody asks.
    """

    host: str = "127.0.0.1"
    port: int = 8050
    store: str = "data/store"
    state: str = "sqlite:///data/state.sqlite"
    exports: str = "data/exports"
    audit_key_file: str = ""
    audit_head_file: str = ""
    audit_head_to: tuple[str, ...] = ()
    audit_head_seconds: float = 600.0
    query_seconds: float = 30.0
    secret_key: str = ""
    answer_rows: int = 100_000
    download_mb: int = 4_000
    request_seconds: float = 60.0
    memory_mb: int = 256
    workers: int = min(os.cpu_count() or 1, 8)
    draws_ahead: bool = True

    @property
    def worker_memory_mb(self) -> int:
        """What the engine of one worker holds in memory."""
        return max(_LEAST_MB, self.memory_mb // self.workers)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read COCKPIT_HOST, _PORT, _DATA, _STORE, _STATE, _SECRET_KEY and the limits, each under its name; raises BadValue."""
        data = Path(environment.get("COCKPIT_DATA", "data"))
        default = cls()
        return cls(
            host=environment.get("COCKPIT_HOST", default.host),
            port=_port(environment.get("COCKPIT_PORT", str(default.port))),
            store=environment.get("COCKPIT_STORE", str(data / "store")),
            exports=str(data / "exports"),
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
        )


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


def _most(environment: Mapping[str, str], key: str, default: int) -> int:
    text = environment.get(key, str(default))
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    raise BadValue(key, text, "a whole number above 0")


def _yes(environment: Mapping[str, str], key: str, *, default: bool) -> bool:
    text = environment.get(key, "yes" if default else "no")
    if text in {"yes", "no"}:
        return text == "yes"
    raise BadValue(key, text, "yes or no")

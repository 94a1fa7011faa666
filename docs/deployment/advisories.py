"""Published vulnerabilities from a file that an operator brings along, for a machine without a way to any database of them.

The file is what OSV publishes for Python (`all.zip` of the ecosystem PyPI: a JSON document each, https://ossf.github.io/osv-schema/).
pip-audit can ask a database over HTTP alone, so the file answers it from this machine, as OSV's own `POST /v1/query` would.
"""

import json
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

Advisory = dict[str, Any]
_ECOSYSTEM = "PyPI"


class NoAdvisories(Exception):
    """A file that holds no advisories of Python packages; its text says so."""


class Advisories:
    """The advisories of a file, by package; `until` is the day on which the latest was changed."""

    def __init__(self, path: Path) -> None:
        """Read a file; raises NoAdvisories."""
        self._by_package: Mapping[str, list[Advisory]] = defaultdict(list)
        self.until = ""
        try:
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    self._take(json.loads(archive.read(name)))
        except (OSError, ValueError, zipfile.BadZipFile, AttributeError, KeyError) as error:
            raise NoAdvisories(f"{path} is no ZIP of advisories as OSV publishes them ({error}).") from error
        if not self._by_package:
            raise NoAdvisories(f"{path} holds no advisory of a Python package.")

    def _take(self, advisory: Advisory) -> None:
        self.until = max(self.until, str(advisory.get("modified", ""))[:10])
        names = {canonicalize_name(one["package"]["name"]) for one in _of_python(advisory)}
        for name in names:
            self._by_package[name].append(advisory)

    def of(self, name: str, version: str) -> list[Advisory]:
        """Return the advisories that strike a version of a package."""
        own = canonicalize_name(name)
        return [
            advisory
            for advisory in self._by_package.get(own, ())
            if any(
                canonicalize_name(one["package"]["name"]) == own and _is_struck(Version(version), one)
                for one in _of_python(advisory)
            )
        ]


def _of_python(advisory: Advisory) -> Iterator[dict[str, Any]]:
    return (
        one for one in advisory.get("affected", ()) if one.get("package", {}).get("ecosystem") == _ECOSYSTEM
    )


def _is_struck(version: Version, affected: Mapping[str, Any]) -> bool:
    """Return whether a version is named, or lies in a range (OSV's schema, "Evaluation")."""
    if any(_version(one) == version for one in affected.get("versions", ())):
        return True
    ranges = (one["events"] for one in affected.get("ranges", ()) if one.get("type") == "ECOSYSTEM")
    return any(_is_in(version, events) for events in ranges)


def _is_in(version: Version, events: list[dict[str, str]]) -> bool:
    points = [(_version(at), kind) for event in events for kind, at in event.items()]
    is_struck = False
    for at, kind in sorted(((at, kind) for at, kind in points if at is not None), key=lambda point: point[0]):
        if kind == "introduced" and version >= at:
            is_struck = True
        elif (kind == "fixed" and version >= at) or (kind == "last_affected" and version > at):
            is_struck = False
    return is_struck


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:
        return None


@contextmanager
def answering(advisories: Advisories) -> Iterator[str]:
    """Answer as OSV does, on this machine alone, and lend the address to ask."""

    class Asked(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            found = advisories.of(told["package"]["name"], told["version"])
            body = json.dumps({"vulns": found} if found else {}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: what was asked is told at the end."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Asked) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1/query"
        finally:
            server.shutdown()

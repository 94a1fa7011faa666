"""The engine of chdb behind ClickHouse's HTTP interface, in a process that can be stopped: `python -m … FOLDER PORT`.

It is no ClickHouse server: the engine is the same, the network and the driver are as in earnest, and users, replicas and
limits of a server are not there. It is for what a reader meets when a server is gone, halts, and is back.
"""

import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

ROOT = Path(__file__).parents[2]
#: What the interface itself takes from an address; all else are settings, or values of a statement.
_TRANSPORT = {
    "query", "database", "session_id", "session_timeout", "compress", "decompress", "wait_end_of_query", "client_protocol_version",
    "send_progress_in_http_headers", "http_headers_progress_interval_ms", "enable_http_compression", "query_id", "buffer_size",
    "cancel_http_readonly_queries_on_client_close",
}  # fmt: skip
_SENT_AS = re.compile(rb"\A\s*INSERT\b[^;]*?\bFORMAT\s+(Native|Arrow)\n", re.IGNORECASE)


class _Handler(BaseHTTPRequestHandler):
    """One request: its settings, its statement, its answer."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Say that it is alive."""
        self._answer(200, b"Ok.\n")

    def do_POST(self) -> None:
        """Run a statement."""
        given = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or self._chunks()
        try:
            self._answer(200, self._run(self._session(given), given, body))
        except Exception as error:  # noqa: BLE001  (whatever it is, it is told as the server tells it)
            words = str(error)
            code = re.search(r"Code: (\d+)", words)
            self._answer(500, words[words.find("Code:") :].encode(), code[1] if code else "1002")

    def _session(self, given: dict[str, str]) -> Any:
        """Return the handle of a session, of which one request runs at a time, with the settings of this request."""
        import chdb

        sessions, name = self.server.sessions, given.get("session_id", "")  # type: ignore[attr-defined]
        if name not in sessions:
            sessions[name] = chdb.connect(self.server.folder), {}  # type: ignore[attr-defined]
        handle, known = sessions[name]
        told = {
            name: value
            for name, value in given.items()
            if name not in _TRANSPORT and not name.startswith("param_")
        }
        for name, value in told.items() - known.items():
            handle.query(f"SET {name} = '{value}'")
            known[name] = value
        if database := given.get("database"):
            handle.query(f"USE `{database}`")
        return handle

    def _run(self, handle: Any, given: dict[str, str], body: bytes) -> bytes:
        statement = b"\n".join(part for part in (given.get("query", "").encode(), body) if part)
        if sent := _SENT_AS.match(statement):
            with tempfile.NamedTemporaryFile() as file:
                file.write(statement[sent.end() :])
                file.flush()
                head = statement[: sent.start(1)].decode().rpartition("FORMAT")[0]
                return bytes(
                    handle.query(f"{head} FROM INFILE '{file.name}' FORMAT {sent[1].decode()}").bytes()
                )
        values = {
            name.removeprefix("param_"): value for name, value in given.items() if name.startswith("param_")
        }
        return bytes(handle.query(statement.decode(), "TabSeparated", params=values).bytes())

    def _chunks(self) -> bytes:
        """Read a body of unknown length."""
        found = b""
        while self.headers.get("Transfer-Encoding") == "chunked" and (
            length := int(self.rfile.readline(), 16)
        ):
            found += self.rfile.read(length)
            self.rfile.readline()
        return found

    def _answer(self, status: int, content: bytes, code: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-ClickHouse-Format", "TabSeparated")
        self.send_header("X-ClickHouse-Timezone", "UTC")
        if code:
            self.send_header("X-ClickHouse-Exception-Code", code)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server:
    """A process that can be started, stopped and started again over the same data, at one address."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"clickhousedb://127.0.0.1:{self._port}/?compress=0&max_threads=1"

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        command = [
            sys.executable,
            "-m",
            "tests.data_access.clickhouse_http",
            str(self._folder),
            str(self._port),
        ]
        self._process = subprocess.Popen(command, cwd=ROOT)
        for _ in range(600):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", self._port)) == 0:
                    return
            time.sleep(0.1)
        raise TimeoutError("the engine does not start")

    def stop(self) -> None:
        """Kill it, whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextmanager
def machine(folder: Path) -> Iterator[Server]:
    """Lend a server that has not been started."""
    made = Server(folder)
    try:
        yield made
    finally:
        made.stop()


if __name__ == "__main__":
    served = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), _Handler)
    served.folder, served.sessions = sys.argv[1], {}  # type: ignore[attr-defined]
    served.serve_forever()

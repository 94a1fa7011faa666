"""The app as a process of its own over a store, for journeys, measurements and pictures."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.forked import FORKED

ROOT = Path(__file__).parents[2]
_PATIENCE_SECONDS = 60
#: Longer than the server waits for its workers before it ends them: were it struck first, nobody would.
_STOPPING_SECONDS = 25


def free_port() -> int:
    """Return a port of loopback that nobody listens on: several runs of the tests may go on at once."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@dataclass
class Serving:
    """`python app.py` over `store` on a port of loopback, from `with` to its end; the log is a file."""

    store: str
    port: int
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    command: tuple[str, ...] = ("app.py",)
    _process: "subprocess.Popen[bytes] | _Fork | None" = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def data(self) -> Path:
        """What it writes: its state, and files that were asked for."""
        return self.log.with_suffix(".data")

    @property
    def process(self) -> int:
        """The number of its process; its workers are below it."""
        assert self._process is not None
        return self._process.pid

    def __enter__(self) -> Self:
        """Start, and wait until it answers; raises RuntimeError with the log where it does not."""
        own = {
            "COCKPIT_DATA": str(self.data),
            "COCKPIT_STORE": self.store,
            "COCKPIT_PORT": str(self.port),
            "COCKPIT_HOST": "127.0.0.1",
            "COCKPIT_DRAW_AHEAD": "no",  # a journey looks at one page
            # All journeys come from this machine, faster than any reader.
            **{f"COCKPIT_{kind}_PER_MINUTE": "1000000" for kind in ("BOARDS", "FILES", "ANSWERS")},
            "COCKPIT_WORKERS": "1",  # several are tried by test_workers.py; each takes its time to begin
        }
        self._begin({**os.environ, **own, **self.environment})
        self._wait()
        return self

    def _begin(self, environment: dict[str, str]) -> None:
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self.command], cwd=ROOT, stdout=log, stderr=log, env=environment
            )

    def _wait(self) -> None:
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until and self._is_alive():
            if self._answers():
                return
            time.sleep(0.1)
        self.__exit__()
        message = (
            f"The app did not start on port {self.port}; its log:\n{self.log.read_text('utf-8')[-4000:]}"
        )
        raise RuntimeError(message)

    def _is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.url}/healthz", timeout=5).close()
        except urllib.error.HTTPError:
            return True  # it answers, though the store may be gone
        except OSError:
            return False
        return True

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_STOPPING_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Forked(Serving):
    """The same app without two seconds of loading its modules, for journeys; how it begins in earnest test_workers.py tries."""

    def _begin(self, environment: dict[str, str]) -> None:
        self._process = _Fork(self.log, environment)


class _Fork:
    """A process that serves, forked from one that has loaded the app; as much of a Popen as is used above."""

    def __init__(self, log: Path, environment: dict[str, str]) -> None:
        self._process = FORKED.Process(target=_serve, args=(log, environment))
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> None:
        self._process.join(timeout)
        if self._process.is_alive():
            raise subprocess.TimeoutExpired("app", timeout or 0)

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self._process.kill()


def _serve(log: Path, environment: dict[str, str]) -> None:
    with log.open("wb") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    from app import main  # it is loaded where this is forked from

    sys.exit(main())

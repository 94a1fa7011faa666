"""Many readers at once: `python -m benchmarks.readers [--store FOLDER] [--readers 32 128] [--seconds 60] [--json FILE]`.

Readers ask the boards of one page for filters in turn, each as soon as the last has come: first such as nobody asked before,
then such as somebody did. All the while `/healthz` is asked twenty times a second, four clients read a long CSV at 2 KB a
second, and exports of a page are made one after the other.
"""

import argparse
import http.client
import json
import os
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from statistics import quantiles
from typing import Any, Self
from urllib.parse import urlencode

from benchmarks.processes import memory
from benchmarks.told import kept, machine, printed
from tests.browser.serving import Serving, free_port

PAGE = "/bench"
#: Boards that are asked again and again.
VARIED = 96
SLOW_READERS, SLOW_BYTES = 4, 2048
#: Of one platform: of longer lists the server writes few at a time, and refuses the others.
LONG_LIST = "/api/rows/items.csv?period=month&platform=P001"
HEALTH_SECONDS = 0.05
PATIENCE = 120.0
#: After the last answer, until what it took should have gone back to the machine.
CALM_SECONDS = 5.0


def get(port: int, address: str) -> tuple[int, bytes]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        line.request("GET", address, headers={"Accept-Encoding": "gzip"} if "/board/" in address else {})
        reply = line.getresponse()
        return reply.status, reply.read()
    finally:
        line.close()


class Filters:
    """Boards of the page under many filters: a platform or a district, and a year that begins on some day."""

    def __init__(self, port: int) -> None:
        self._members = [
            (key, member)
            for key, most in (("platform", 16), ("district", 8))
            for member in members(port, key)[:most]
        ]

    def address(self, number: int) -> str:
        """Return the board of one filter."""
        key, member = self._members[number % len(self._members)]
        begin = date(2014, 1, 1) + timedelta(days=number)
        chosen = {
            key: member,
            "from": begin,
            "to": begin + timedelta(days=364),
            "lang": "zh",
            "theme": "light",
        }
        return f"/api/board{PAGE}?{urlencode(chosen)}"


def members(port: int, key: str) -> list[str]:
    """Return the codes that a dimension of complaints and reports has."""
    _, told = get(port, f"/api/indicators/complaints_and_reports.json?by={key}&period=all")
    return [row[key] for row in json.loads(told)["rows"]]


class Running:
    """Threads that do something again and again until the end of the block."""

    def __init__(self) -> None:
        self.is_over = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        return self

    def repeat(self, deed: Callable[[], Any], pause: float = 0.0) -> None:
        """Do a thing in a thread of its own, again and again."""

        def again() -> None:
            while not self.is_over.is_set():
                deed()
                self.is_over.wait(pause)

        self._threads.append(threading.Thread(target=again, daemon=True))
        self._threads[-1].start()

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        for thread in self._threads:
            thread.join(PATIENCE)


class Stopwatch:
    """Seconds of answers, and what was no answer."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.faults: list[str] = []

    def take(self, deed: Callable[[], tuple[int, bytes]], is_whole: Callable[[bytes], bool] = bool) -> None:
        """Note how long an answer took."""
        begun = time.perf_counter()
        try:
            status, body = deed()
        except OSError as error:
            self.faults.append(repr(error))
            return
        if status == 200 and is_whole(body):
            self.seconds.append(time.perf_counter() - begun)
        else:
            self.faults.append(f"{status}, {len(body)} bytes")

    def at(self, share: int) -> float:
        """Return the seconds within which so many in a hundred came."""
        return quantiles(self.seconds, n=100)[share - 1] if len(self.seconds) > 1 else float("nan")


def slow_reader(port: int) -> tuple[int, bytes]:
    """Read a long list at 2 KB a second for some time; return its status and the beginning of it."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.sendall(f"GET {LONG_LIST} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        read = b""
        for _ in range(30):
            if not (some := line.recv(SLOW_BYTES)):
                break
            read += some
            time.sleep(1)
        return int(read.split(maxsplit=2)[1]), read


def export(port: int) -> tuple[int, bytes]:
    """Have a page made as a file, wait for it, and fetch it."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    body = json.dumps({"kind": "pptx", "path": "/governance", "query": {}, "lang": "zh"})
    line.request("POST", "/api/exports", body, {"Content-Type": "application/json"})
    reply = line.getresponse()
    told = json.loads(text := reply.read())
    while told.get("state") in {"waiting", "running"}:
        time.sleep(0.5)
        told = json.loads(get(port, f"/api/exports/{told['id']}")[1])
    return get(port, told["href"]) if told.get("state") == "done" else (reply.status, text[:0])


@dataclass(frozen=True, slots=True)
class Crowd:
    """What so many readers at once were given: boards a second, seconds, and how many answers failed; and megabytes of all processes.

    They are taken while all still ask, and when nobody has asked for some seconds; shared pages are counted once. `is_alone`: no
    lists were read and no exports made meanwhile.
    """

    readers: int
    asked: str
    views_per_second: float
    p50: float
    p95: float
    unfinished: int
    faults: list[str]
    healthz_p95: float
    healthz_failed: int
    exports: int
    exports_failed: int
    lists_failed: int
    busy_mb: float
    calm_mb: float
    is_alone: bool

    def __str__(self) -> str:
        return (
            f"{self.readers:8}  {'alone' if self.is_alone else 'with lists, exports':21}{self.asked:8}{self.views_per_second:9.1f}{self.p50:8.2f}{self.p95:8.2f}{self.unfinished:8}"
            f"{self.healthz_p95 * 1000:16.0f}{self.exports:9}{self.exports_failed + self.lists_failed:14}{self.busy_mb:9.0f}{self.calm_mb:9.0f}"
        )


HEADER = (
    f"{'readers':>8}  {'':21}{'asked':8}{'views/s':>9}{'p50 s':>8}{'p95 s':>8}{'failed':>8}"
    f"{'healthz p95 ms':>16}{'exports':>9}{'files failed':>14}{'busy MB':>9}{'calm MB':>9}"
)


def measured(
    serving: Serving, readers: int, seconds: float, asked: str, turn: Iterator[str], *, is_alone: bool
) -> Crowd:
    """Let so many readers ask for boards in turn for some time, beside all else that is asked meanwhile, or alone."""
    views, health, exports, lists = Stopwatch(), Stopwatch(), Stopwatch(), Stopwatch()
    lock, port = threading.Lock(), serving.port

    def view() -> None:
        with lock:
            address = next(turn)
        views.take(lambda: get(port, address), lambda body: len(body) > 1000)

    with Running() as running:
        if not is_alone:
            for _ in range(SLOW_READERS):
                running.repeat(lambda: lists.take(lambda: slow_reader(port)), HEALTH_SECONDS)
            running.repeat(lambda: exports.take(lambda: export(port)), HEALTH_SECONDS)
            time.sleep(3)
        running.repeat(lambda: health.take(lambda: get(port, "/healthz")), HEALTH_SECONDS)
        for _ in range(readers):
            running.repeat(view)
        time.sleep(seconds)
        busy, done = memory(serving.process), len(views.seconds)
    time.sleep(CALM_SECONDS)
    return Crowd(
        readers, asked, done / seconds, views.at(50), views.at(95), len(views.faults), views.faults[:5],
        health.at(95), len(health.faults), len(exports.seconds), len(exports.faults), len(lists.faults), busy, memory(serving.process),
        is_alone,
    )  # fmt: skip


def crowds(store: str, many: Sequence[int], seconds: float) -> Iterator[Crowd]:
    """Yield what each number of readers was given: of boards that nobody asked before, and of such as somebody did.

    The first of them are alone at first, as those were of whom the aims speak.
    """
    workers = {"COCKPIT_WORKERS": str(len(os.sched_getaffinity(0)))}
    with (
        tempfile.TemporaryDirectory() as folder,
        Serving(store, free_port(), Path(folder) / "log", workers, ("-m", "benchmarks.peers")) as serving,
    ):
        filters, new = Filters(serving.port), count()
        for readers in many:
            for one in range(VARIED):
                get(serving.port, filters.address(-one))
            before = (filters.address(-(one % VARIED)) for one in count())
            for is_alone in (True, False) if readers == many[0] else (False,):
                yield measured(
                    serving, readers, seconds, "never", map(filters.address, new), is_alone=is_alone
                )
                yield measured(serving, readers, seconds, "before", before, is_alone=is_alone)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", default="data/store", help="folder of the store (default: data/store)")
    parser.add_argument("--readers", type=int, nargs="+", default=[32, 128])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--json", type=Path, help="file for the same numbers")
    given = parser.parse_args()
    print(f"{machine()}\n{HEADER}", flush=True)
    kept(given.json, printed(crowds(given.store, given.readers, given.seconds)))


if __name__ == "__main__":
    main()

"""Several processes behind one socket: pages are drawn on every core, and one that falls over is replaced."""

import ctypes
import gc
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, NamedTuple

from waitress import create_server

log = logging.getLogger(__name__)
#: Threads of a worker: most wait, for their turn to draw, for the store or for the network. With fewer threads than readers
#: `/healthz` would stand in line behind boards; few of them draw at a time (board.py).
THREADS = 96
#: A worker that falls over sooner than this did not begin at all; after so many in a row the server gives up.
_SOON_SECONDS, _TRIES = 5.0, 3
#: Seconds that a worker has to finish what it does when the server stops.
_GRACE_SECONDS = 10.0
#: An address may be long, where a reader has chosen much.
_HEADER_BYTES = 64 * 1024
#: The number by which the GNU C library knows the limit of its pools of memory, and how many are enough.
_M_ARENA_MAX, _POOLS = -8, 2
#: Seconds after which what threads have freed is given back to the machine: a board lets go of more than it keeps.
_GIVING_SECONDS = 0.5
#: How often Python looks for what could go: what workers keep, answers and statements, is all that there is to look through.
_SELDOM = (10_000, 20, 50)
#: How long one thread computes before another may: a short answer must not wait long behind drawings.
_SWITCH_SECONDS = 0.001


class Served(NamedTuple):
    """What a worker serves, and what it does when it stops."""

    wsgi: Callable[[dict[str, Any], Any], Any]
    close: Callable[[], None]


Make = Callable[[], Served]


def serve(make: Make, host: str, port: int, workers: int, most_bytes: int) -> int:
    """Serve what `make` returns until stopped, from so many processes; return the exit status.

    Bodies of more than `most_bytes` are refused before anything reads them.
    What is loaded before is shared by all workers; `make` begins what each has for itself, threads above all, and nothing may
    be open when they part. Where there is no fork, or for one worker, this process serves by itself.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=512)
    if workers == 1 or not hasattr(os, "fork"):
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # it stops in order, as by Ctrl-C
        _work(make, listener, most_bytes)
        return 0
    return _Herd(make, listener, workers, most_bytes).run()


def _be_frugal() -> None:
    """Have all threads allocate from few pools of the C library, and give back again and again what was freed in them."""
    library = ctypes.CDLL(None)
    if not hasattr(library, "malloc_trim"):  # another C library than GNU's has no such pools
        return
    library.mallopt(_M_ARENA_MAX, _POOLS)

    def give_back() -> None:
        while True:
            time.sleep(_GIVING_SECONDS)
            library.malloc_trim(0)

    threading.Thread(target=give_back, name="give-back", daemon=True).start()


def _work(make: Make, listener: socket.socket, most_bytes: int) -> None:
    sys.setswitchinterval(_SWITCH_SECONDS)
    gc.set_threshold(*_SELDOM)
    _be_frugal()
    # A line is sent as soon as it is ready; whoever has gone is noticed while there is work for him.
    served = make()
    server = create_server(
        served.wsgi, sockets=[listener], threads=THREADS, ident="cockpit", send_bytes=1, channel_request_lookahead=1,
        channel_timeout=60, cleanup_interval=10, max_request_body_size=most_bytes, max_request_header_size=_HEADER_BYTES,
        clear_untrusted_proxy_headers=False,  # proxies.py knows which are trusted
    )  # fmt: skip
    try:
        server.run()
    finally:
        served.close()


class _Herd:
    """The workers, and the process that watches over them."""

    def __init__(self, make: Make, listener: socket.socket, workers: int, most_bytes: int) -> None:
        self._make, self._listener, self._workers, self._most_bytes = make, listener, workers, most_bytes
        self._started: dict[int, float] = {}
        self._is_stopping = False

    def run(self) -> int:
        """Keep the workers up until a signal says stop; return 1 where they cannot begin."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        gc.collect()
        gc.freeze()  # what is loaded by now stays shared: no worker writes marks of the collector into it
        for _ in range(self._workers):
            self._start()
        failed = 0
        while self._started:
            worker, status = os.wait()
            began = self._started.pop(worker, time.monotonic())
            if self._is_stopping:
                continue
            failed = failed + 1 if time.monotonic() - began < _SOON_SECONDS else 0
            log.error("worker %s ended with %s", worker, os.waitstatus_to_exitcode(status))
            if failed >= _TRIES:
                log.error("workers end as soon as they begin; the server stops")
                self._stop(signal.SIGTERM, None)
                return 1
            self._start()
        return 0

    def _start(self) -> None:
        worker = os.fork()
        if worker:
            self._started[worker] = time.monotonic()
            return
        status = 1
        try:
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            signal.signal(
                signal.SIGINT, signal.SIG_IGN
            )  # Ctrl-C reaches the whole group; the first process tells the rest
            _work(self._make, self._listener, self._most_bytes)
            status = 0
        except KeyboardInterrupt:
            status = 0
        except Exception:
            log.exception("a worker could not go on")
        finally:
            logging.shutdown()
            os._exit(status)

    def _stop(self, _: int, __: FrameType | None) -> None:
        self._is_stopping = True
        for worker in self._started:
            try:
                os.kill(worker, signal.SIGTERM)
            except ProcessLookupError:
                continue
        signal.signal(signal.SIGALRM, self._kill)
        signal.setitimer(signal.ITIMER_REAL, _GRACE_SECONDS)

    def _kill(self, _: int, __: FrameType | None) -> None:
        for worker in self._started:
            try:
                os.kill(worker, signal.SIGKILL)
            except ProcessLookupError:
                continue

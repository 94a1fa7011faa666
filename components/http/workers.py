"""Several processes behind one socket: pages are drawn on every core, and one that falls over is replaced."""

import gc
import json
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any, NamedTuple, NoReturn

from waitress import create_server

from components.http import watching
from components.http.memory import be_frugal

log = logging.getLogger(__name__)
#: Threads of a worker: most wait, for their turn to draw, for the store or for the network. With fewer threads than readers
#: `/healthz` would stand in line behind boards; few of them draw at a time (board.py).
THREADS = 96
#: An address may be long, where a reader has chosen much.
_HEADER_BYTES = 64 * 1024
#: How long one thread computes before another may: a short answer must not wait long behind drawings.
_SWITCH_SECONDS = 0.001
#: Whoever was told to stop and goes on is told again after these seconds: waitress waits five for its threads.
_AGAIN_SECONDS = 7.0
_CAN_REPEAT = hasattr(signal, "setitimer")


class Served(NamedTuple):
    """What a worker serves, and what it does when it stops."""

    wsgi: Callable[[dict[str, Any], Any], Any]
    close: Callable[[], None]


Make = Callable[[], Served]


@contextmanager
def shared_folder() -> Iterator[Path]:
    """Lend the folder of what all workers share, which goes with the server."""
    if joins := os.environ.get(watching.JOINS):
        yield Path(json.loads(joins)[1])
        return
    with TemporaryDirectory(prefix="cockpit-shared-") as folder:
        yield Path(folder)


def serve(make: Make, host: str, port: int, workers: int, most_bytes: int, folder: Path) -> int:
    """Serve what `make` returns until stopped, from so many processes; return the exit status, 2 where the port is taken.

    Bodies of more than `most_bytes` are refused before anything reads them. `folder` is the shared one.
    What is loaded before is shared by all workers; `make` begins what each has for itself, threads above all, and nothing may
    be open when they part. Where there is no fork, or for one worker, this process serves by itself; so does one that takes the
    place of a worker that fell over.
    """
    if joins := os.environ.get(watching.JOINS):
        _be_worker(make, socket.socket(fileno=json.loads(joins)[0]), most_bytes)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        log.critical(
            "nothing can listen at %s:%s (%s); another port is COCKPIT_PORT", host, port, error.strerror
        )
        return 2
    if workers == 1 or not hasattr(os, "fork"):
        signal.signal(signal.SIGINT, _stop)
        signal.signal(signal.SIGTERM, _stop)
        _work(make, listener, most_bytes)
        return 0
    return _part(make, listener, workers, most_bytes, folder)


def _work(make: Make, listener: socket.socket, most_bytes: int) -> None:
    sys.setswitchinterval(_SWITCH_SECONDS)
    be_frugal()
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
        if _CAN_REPEAT:
            signal.setitimer(signal.ITIMER_REAL, 0)
        served.close()


def _part(make: Make, listener: socket.socket, workers: int, most_bytes: int, folder: Path) -> NoReturn:
    """Part the workers, and become the process that watches over them (`watching`): it is their parent still."""
    gc.collect()
    gc.freeze()  # what is loaded by now stays shared: no worker writes marks of the collector into it
    signal.pthread_sigmask(signal.SIG_BLOCK, watching.STOPS)
    started = []
    for _ in range(workers):
        started.append(worker := os.fork())
        if not worker:
            _be_worker(make, listener, most_bytes)
    listener.set_inheritable(True)
    told = {
        "workers": started,
        "command": [sys.executable, *sys.orig_argv[1:]],
        "listener": listener.fileno(),
        "folder": str(folder),
    }
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, "-I", "-S", watching.__file__, json.dumps(told)])  # noqa: S606  (a fixed program)


def _be_worker(make: Make, listener: socket.socket, most_bytes: int) -> NoReturn:
    """Serve until the watching process says stop."""
    status = 1
    try:
        _obey()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, watching.STOPS)
        _work(make, listener, most_bytes)
        status = 0
    except KeyboardInterrupt:
        status = 0
    except Exception:
        log.exception("a worker could not go on")
    finally:
        logging.shutdown()
        os._exit(status)


def _obey() -> None:
    """Stop in order, as by Ctrl-C, when the watching process says so; Ctrl-C itself reaches all of its group."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _stop(_: int, __: FrameType | None) -> NoReturn:
    """Stop what goes on, and say so again: an exception that falls into what lets none through, as a callback of the collector, is lost."""
    if _CAN_REPEAT:
        signal.signal(signal.SIGALRM, _stop)
        signal.setitimer(signal.ITIMER_REAL, _AGAIN_SECONDS)
    raise KeyboardInterrupt

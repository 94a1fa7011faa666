"""The process that watches over workers, as small as Python is: it holds nothing of what they have loaded.

The process that loaded the app and parted the workers from it becomes this one (`workers.serve`), run as a program that imports
nothing of ours; their parent it stays. A worker that falls over is replaced by the command with which the server began.
"""

import json
import logging
import os
import shutil
import signal
import sys
import time
from types import FrameType

log = logging.getLogger("components.http.watching")
#: Where a worker that is started for another finds what all share: the number of the socket, and the folder.
JOINS = "COCKPIT_JOINS"
#: Both stop the server; whoever parts workers or becomes another program holds them back meanwhile.
STOPS = (signal.SIGTERM, signal.SIGINT)
#: A worker that falls over sooner than this, loading included, did not begin at all; after so many in a row the server gives up.
_SOON_SECONDS, _TRIES = 15.0, 3
#: Seconds that a worker has to finish what it does when the server stops.
_GRACE_SECONDS = 10.0


class Watch:
    """Keeps so many workers up as it was given, until a signal says stop."""

    def __init__(self, workers: list[int], command: list[str], joins: str) -> None:
        self._command, self._joins = command, joins
        self._started = dict.fromkeys(workers, time.monotonic())
        self._is_stopping = False
        for number in STOPS:
            signal.signal(number, self._stop)
        signal.signal(signal.SIGALRM, self._kill)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)

    def run(self) -> int:
        """Return 0 when all have ended because they were told to, 1 where they cannot begin."""
        failed = 0
        while self._started:
            worker, status = os.wait()
            began = self._started.pop(worker, None)
            if (
                began is None or self._is_stopping
            ):  # the first process of a container is given orphans of others
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
        environment = os.environ | {JOINS: self._joins}
        worker = os.posix_spawn(self._command[0], self._command, environment)
        self._started[worker] = time.monotonic()
        if self._is_stopping:  # it was told between the two
            self._tell(worker, signal.SIGTERM)

    def _stop(self, _: int, __: FrameType | None) -> None:
        self._is_stopping = True
        for worker in self._started:
            self._tell(worker, signal.SIGTERM)
        signal.setitimer(signal.ITIMER_REAL, _GRACE_SECONDS)

    def _kill(self, _: int, __: FrameType | None) -> None:
        for worker in self._started:
            self._tell(worker, signal.SIGKILL)

    def _tell(self, worker: int, number: int) -> None:
        try:
            os.kill(worker, number)
        except ProcessLookupError:
            return


def main() -> int:
    """Watch over the workers that are named; the folder that all share goes at the end."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    told = json.loads(sys.argv[1])
    try:
        return Watch(told["workers"], told["command"], json.dumps([told["listener"], told["folder"]])).run()
    finally:
        shutil.rmtree(told["folder"], ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())

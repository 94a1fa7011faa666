"""Commands in processes that are killed; they are forked from one that has read the code, which costs most of a command."""

import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa

from data_access.__main__ import main
from data_access.store import copying, partitions, remote
from data_access.store.engines.postgresql.loads import PostgresWriter
from tests.forked import FORKED

#: The status of a process that ended itself.
KILLED = 9


def ended(work: Callable[..., None], *given: Any) -> int:
    """Run a function of this module in a process of its own, to its end or to its death; return its status."""
    process = FORKED.Process(target=_with_environment, args=(dict(os.environ), work, given))
    process.start()
    process.join()
    assert process.exitcode is not None
    return process.exitcode


def killed_after(seconds: float, arguments: list[str]) -> bool:
    """Kill a command some seconds after it began; return whether it was not over by then."""
    process = FORKED.Process(target=_with_environment, args=(dict(os.environ), command, (arguments,)))
    process.start()
    time.sleep(seconds)
    process.kill()
    process.join()
    return process.exitcode == -signal.SIGKILL


def _with_environment(environment: dict[str, str], work: Callable[..., None], given: tuple[Any, ...]) -> None:
    os.environ.update(environment)
    work(*given)


def command(arguments: list[str]) -> None:
    """Run a command."""
    sys.exit(main(arguments))


def command_without_room(most_bytes: int, said: Path, arguments: list[str]) -> None:
    """Run a command none of whose files may grow past so many bytes; what it says of errors goes into a file."""
    with said.open("wb") as file:
        os.dup2(file.fileno(), sys.stderr.fileno())
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes,) * 2)
    command(arguments)


def command_that_is_cut(when: int, arguments: list[str]) -> None:
    """Run a command and die around a rename: before the first at 0, after it at 1, before the second at 2."""
    steps, move = count(), os.replace

    def cut(source: Any, target: Any) -> None:
        step = next(steps)
        if when == 2 * step:
            os._exit(KILLED)
        move(source, target)
        if when == 2 * step + 1:
            os._exit(KILLED)

    os.replace = cut  # type: ignore[assignment]
    command(arguments)


def load_that_dies(where: str, arguments: list[str]) -> None:
    """Load, and die at a step: in the middle of a partition, before its views are made, after, or when all is committed."""
    if where == "write":
        _dies(
            PostgresWriter,
            "write",
            lambda whole, self, table, part, batches: whole(self, table, part, _half(batches)),
        )
    elif where == "publish+":
        _dies(PostgresWriter, "publish", lambda whole, *given: (whole(*given), os._exit(KILLED)))
    else:
        _dies(
            PostgresWriter if where == "publish" else remote.RemoteStore, where, lambda *_: os._exit(KILLED)
        )
    command(arguments)


def _dies(of: type, name: str, step: Callable[..., Any]) -> None:
    whole = getattr(of, name)
    setattr(of, name, lambda *given: step(whole, *given))


def _half(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield next(iter(batches))
    os._exit(KILLED)


def copy_that_dies(most: int, of_years: int, source: str, target: str) -> None:
    """Copy, and die after so many batches that went to the target or came back; tables of `of_years` rows are cut."""
    partitions.OF_YEARS, left = of_years, iter(range(most - 1))
    passed = copying.Tally.of

    def of(tally: copying.Tally, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in passed(tally, batches):
            if next(left, None) is None:
                os._exit(KILLED)
            yield batch

    copying.Tally.of = of  # type: ignore[assignment,method-assign]
    command(["copy", "--from", source, "--to", target])

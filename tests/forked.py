"""Processes forked from one that has read the code, which costs most of a command and a good part of a server's beginning.

Each worker of a run has one, and what it reads is settled before the first is forked: hence the one list here.
"""

import multiprocessing
import os
import sys
from pathlib import Path

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["app", "tests.browser.serving", "tests.data_access.killing"])


def command(said: Path, arguments: tuple[str, ...]) -> int:
    """Run `python -m data_access …`, let it write what it says into a file, and return its status."""
    process = FORKED.Process(target=_said, args=(dict(os.environ), said, arguments))
    process.start()
    process.join()
    assert process.exitcode is not None
    return process.exitcode


def _said(environment: dict[str, str], said: Path, arguments: tuple[str, ...]) -> None:
    from data_access.__main__ import main  # it is read where this is forked from

    os.environ.update(environment)
    with said.open("wb") as file:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(file.fileno(), stream.fileno())
    sys.exit(main(arguments))

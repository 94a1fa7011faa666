"""What a run of the tests builds once, by whichever of its workers asks first; the others wait and read it."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


#: The demo cities that are small enough to be built whole.
SMALL_CITIES = ("330700", "430100", "500110", "610400")


def small_demo_city(factory: pytest.TempPathFactory, city: str) -> Path:
    """Return the folder of a small city's store, built by the command that a reader of the manual gives; read it only."""
    return once(factory, f"cities/{city}", lambda folder: command("demo", "--store", str(folder)))


def once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], object]) -> Path:
    """Return the folder of this name, built into an empty one the first time; copy it to write.

    A build that fails leaves nothing under the name: each test that needs it fails with the same error.
    """
    base = factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "shared" / name
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            draft = factory.mktemp("draft") / folder.name
            build(draft)
            draft.rename(folder)
    return folder


def command(*arguments: str) -> str:
    """Run `python -m data_access …` and return what it printed; raises AssertionError with it where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "data_access", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout

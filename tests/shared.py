"""What a run of the tests builds once, by whichever of its workers asks first, and what it goes through in one test."""

import fcntl
import inspect
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]


#: The demo cities that are small enough to be built whole.
SMALL_CITIES = ("330700", "430100", "500110", "610400")


def small_demo_city(factory: pytest.TempPathFactory, city: str) -> Path:
    """Return the folder of a small city's store, built by the command that a reader of the manual gives; read it only."""
    return once(factory, f"cities/{city}", lambda folder: command("demo", "--store", str(folder)))


def part_of_the_province(factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a store with a two-hundredth of the demo province; read it only."""
    asked = ("demo", "--city", "330000", "--scale", "0.005", "--store")
    return once(factory, "parts/330000", lambda folder: command(*asked, str(folder)))


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
    """Run `python -m data_access …`, here, and return what it said; raises AssertionError with it where it fails.

    What it has compiled stays for the tests that follow, which a process of its own would throw away.
    """
    from data_access.__main__ import main  # whoever only asks for the folder of another need not read it

    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        status = main(arguments)
    assert status == 0, said.getvalue()
    return said.getvalue()


def command_in_earnest(*arguments: str) -> str:
    """Run the same as a reader of the manual does, in a process that reads the code itself."""
    line = [sys.executable, "-m", "data_access", *arguments]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def dealt(
    many: Sequence[Any], is_journey: Callable[[Any], bool], is_long: Callable[[Any], bool], workers: int
) -> list[Any]:
    """Return them in an order in which each worker's share, as `--dist worksteal` deals them, begins with its part of the long ones.

    Journeys go to half of the workers: each that has one starts a browser and servers, and compiles every page anew. What is alike
    stays together, so that a worker has what its tests share; another takes from the end of a share.
    """
    journeys = [one for one in many if is_journey(one)]
    long = [one for one in many if is_long(one) and not is_journey(one)]
    short = [one for one in many if not is_journey(one) and not is_long(one)]
    order = []
    for left in range(workers, 0, -1):
        share = (len(journeys) + len(long) + len(short)) // left
        seats = max(left - workers // 2, 1)
        ours = min(max(len(journeys) // seats, share - len(long) - len(short)), share)
        slow = min(max(len(long) // left, share - ours - len(short)), share - ours)
        order += journeys[:ours] + long[:slow] + short[: share - ours - slow]
        del journeys[:ours], long[:slow], short[: share - ours - slow]
    return order


def swept(name: str, things: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Have a test go through hundreds of things as one test, where `parametrize` would make a test of each.

    The test has the argument `name`; what fixtures it has are one for all things: the ways of a reader, as functions, go over one
    page that is opened once. It fails after the last of them, with a line
    for each that failed and the way through the code of the first.
    """
    many = tuple(things)
    assert many, "there is nothing to go through"

    def sweeping(check: Callable[..., None]) -> Callable[..., None]:
        def test(**fixtures: Any) -> None:
            tried = ((one, _error(check, {**fixtures, name: one})) for one in many)
            failed = [(one, error) for one, error in tried if error]
            if failed:
                lines = [f"{_called(one)}: {type(error).__name__}: {error}" for one, error in failed]
                message = "\n".join([f"{len(failed)} of {len(many)} failed", *lines])
                raise AssertionError(message) from failed[0][1]

        wanted = inspect.signature(check)
        own = [one for key, one in wanted.parameters.items() if key != name]
        test.__signature__ = wanted.replace(parameters=own)  # type: ignore[attr-defined]
        test.__name__, test.__doc__, test.__module__ = check.__name__, check.__doc__, check.__module__
        return test

    return sweeping


def _error(check: Callable[..., None], given: dict[str, Any]) -> BaseException | None:
    try:
        check(**given)
    except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001  (whatever it was, the others are tried too)
        return error
    return None


def _called(thing: object) -> str:
    names = (getattr(thing, one, None) for one in ("key", "name", "__name__"))
    return str(next(filter(None, names), thing))

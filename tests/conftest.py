"""What holds for every test: the stores that are only read, tests that cannot run, and where the time went."""

import gc
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import argon2
import hypothesis
import pytest
from sqlalchemy import create_engine

from data_access.state.people import passwords
from data_access.store import code_columns
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store
from tests.data_access.clickhouse import HAS_CHDB, NO_CHDB, chosen_url, embedded_url
from tests.data_access.conftest import fill
from tests.data_access.postgres import ENGINES, NONE_HERE, server
from tests.data_access.small_city import ROWS
from tests.shared import command_in_earnest, dealt, once, part_of_the_province

# What is collected stays to the end: looking through it for what could go took a twentieth of all the run.
gc.disable()

#: What is kept for the next who asks, statements and answers, is all there is to look through: as often as by default that took an
#: eighth of all work, and next to nothing went. What has outlived that twice stays to the end: a worker comes to hold 1.5 GB.
_SELDOM = (200_000, 20, 10_000)

# An example may take its time on a machine that is busy with three others.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


@pytest.fixture(autouse=True, scope="session")
def quick_hashes() -> Iterator[None]:
    """Passwords are hashed by the same library at little cost: what it does in earnest takes a tenth of a second each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield


@pytest.fixture(scope="session")
def small_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store over the rows of `small_city.ROWS`; copy it to write."""

    def build(folder: Path) -> None:
        store = Store(str(folder), threads=1)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(code_columns, "LEAST_ROWS", 1)  # as a large city keeps its codes
            fill(store, ROWS)
        store.close()

    return once(tmp_path_factory, "small_city", build)


@pytest.fixture(scope="session")
def small_store(small_city: Path) -> Iterator[Store]:
    """A real store over the rows of `small_city.ROWS`; read it, do not write it."""
    store = Store(str(small_city), threads=1)
    yield store
    store.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server for all tests: take a place or a database of your own (`tests/data_access/postgres.py`)."""
    if "postgresql" not in ENGINES:
        pytest.skip(NONE_HERE)
    with server() as url:
        yield url


@pytest.fixture(scope="session")
def clickhouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of ClickHouse for all tests: the server that COCKPIT_TEST_CLICKHOUSE names, else the engine in this process.

    That engine ends with its last connection and begins again with the next, with all that is in its folder: one stays.
    """
    if not (url := chosen_url() or embedded_url(tmp_path_factory)):
        pytest.skip(NO_CHDB)
    engine = create_engine(url)
    with engine.connect():
        yield url
    engine.dispose()


@pytest.fixture(scope="session")
def demo_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with a hundredth of the demo city, and beside it what the command printed; copy it to write."""

    def build(folder: Path) -> None:
        folder.mkdir()
        printed = command_in_earnest("demo", "--scale", "0.01", "--store", str(folder / "store"))
        (folder / "printed.txt").write_text(printed, encoding="utf-8")

    return once(tmp_path_factory, "demo_city", build) / "store"


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """The demo province at one state."""
    store = Store(str(part_of_the_province(tmp_path_factory)), threads=1)
    with store.snapshot() as snapshot:
        yield snapshot
    store.close()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:  # noqa: ARG001  (the hook's own)
    """Return twice as many workers as cores: half of a journey is waiting, for a fade, a beat, a scene's turn."""
    return 2 * len(os.sched_getaffinity(0))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Have each worker begin with what lasts longest, above all journeys: for what begins last all others wait."""
    workers: int = getattr(config, "workerinput", {}).get("workercount", 1)
    items[:] = dealt(items, _is_journey, _is_long, workers)


def _is_journey(item: pytest.Item) -> bool:
    return item.get_closest_marker("browser") is not None


def _is_long(item: pytest.Item) -> bool:
    return item.get_closest_marker("long") is not None


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    gc.enable()


def pytest_report_header() -> str:
    without = "" if "postgresql" in ENGINES else " (no PostgreSQL server on this machine)"
    clickhouse = (
        "the server of COCKPIT_TEST_CLICKHOUSE" if chosen_url() else "in the process" if HAS_CHDB else NO_CHDB
    )
    return f"databases: {', '.join(ENGINES)}{without}; ClickHouse: {clickhouse}"


def _not_run(reporter: pytest.TerminalReporter) -> list[pytest.TestReport]:
    return [*reporter.stats.get("skipped", []), *reporter.stats.get("xfailed", [])]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    _tell_where_the_time_went(terminalreporter)
    if not (left := _not_run(terminalreporter)):
        return
    terminalreporter.section(f"{len(left)} could not run")
    for report in left:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longreprtext
        terminalreporter.line(f"{report.nodeid}: {reason}")


def _tell_where_the_time_went(reporter: pytest.TerminalReporter) -> None:
    """Print the seconds of each folder of tests, fixtures included, summed over all workers; its slowest modules first."""
    modules: Counter[str] = Counter()
    for report in (one for kind in reporter.stats.values() for one in kind):
        if isinstance(report, pytest.TestReport):
            modules[report.nodeid.partition("::")[0]] += report.duration
    folders: Counter[str] = Counter()
    for module, seconds in modules.items():
        folders[module.rpartition("/")[0]] += seconds
    reporter.section("seconds of all workers together")
    for folder, seconds in folders.most_common():
        inside = [(name, spent) for name, spent in modules.most_common() if name.rpartition("/")[0] == folder]
        slowest = ", ".join(f"{_subject(name)} {spent:.0f}" for name, spent in inside[:6] if spent >= 1)
        reporter.line(f"{seconds:6.0f} {folder or '.'}" + (f": {slowest}" if slowest else ""))


def _subject(module: str) -> str:
    return module.rpartition("/")[2].removeprefix("test_").removesuffix(".py")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and exitstatus == pytest.ExitCode.OK and reporter and _not_run(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED

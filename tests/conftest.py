"""What holds for every test: one that cannot run is named and counted, and counts as failed where CI is set."""

import os

import pytest

from tests.data_access.postgres import ENGINES


def pytest_report_header() -> str:
    without = "" if "postgresql" in ENGINES else " (no PostgreSQL server on this machine)"
    return f"state databases: {', '.join(ENGINES)}{without}"


def _not_run(reporter: pytest.TerminalReporter) -> list[pytest.TestReport]:
    return [*reporter.stats.get("skipped", []), *reporter.stats.get("xfailed", [])]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not (left := _not_run(terminalreporter)):
        return
    terminalreporter.section(f"{len(left)} could not run")
    for report in left:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longreprtext
        terminalreporter.line(f"{report.nodeid}: {reason}")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and exitstatus == pytest.ExitCode.OK and reporter and _not_run(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED

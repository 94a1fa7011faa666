"""ClickHouse for tests: a server where somebody names one, else the same engine in the process of the tests.

The engine in the process is reached through the same driver and dialect, without the network between; what a server alone
can do, as to be gone, is tried where there is one.
"""

import os
from importlib.util import find_spec

import pytest

#: Whether the engine can be had in the process, and why a test of it is not run.
HAS_CHDB = find_spec("chdb") is not None
NO_CHDB = "this machine has no chdb"
#: The folder of the engine of this process, of which there can be but one.
_FOLDERS: list[str] = []


def chosen_url() -> str:
    """Return the URL of a server to test on, as `clickhousedb://USER:PASSWORD@HOST:8123/?`, empty where none is named."""
    return os.environ.get("COCKPIT_TEST_CLICKHOUSE", "")


def embedded_url(factory: pytest.TempPathFactory) -> str:
    """Return the URL of the engine of this process, empty where it cannot be had.

    Of so few rows one thread answers soonest, and code that is made for an expression is never worth its making.
    """
    if not HAS_CHDB:
        return ""
    if not _FOLDERS:
        _FOLDERS.append(str(factory.mktemp("chdb")))
    settings = (
        "max_threads=1&compile_expressions=0&compile_aggregate_expressions=0&compile_sort_description=0"
    )
    return f"clickhousedb://?interface=chdb&path={_FOLDERS[0]}&{settings}"

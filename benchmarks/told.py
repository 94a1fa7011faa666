"""How a measurement is told: the machine, a line as soon as it is there, and a file of the same numbers."""

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import duckdb

Row = TypeVar("Row")


def machine() -> str:
    """Return when and on what something was measured."""
    cores = len(os.sched_getaffinity(0))
    memory = next(int(line.split()[1]) for line in Path("/proc/meminfo").read_text().splitlines()) / 2**20
    versions = f"Python {platform.python_version()}, duckdb {duckdb.__version__}"
    return f"{datetime.now(UTC):%Y-%m-%d} · {cores} cores, {memory:.0f} GB · {versions}"


def printed(rows: Iterable[Row]) -> list[Row]:
    """Print rows as they come, and return all of them."""
    found = []
    for row in rows:
        print(row, flush=True)
        found.append(row)
    return found


def kept(file: Path | None, rows: Iterable[Any]) -> None:
    """Write rows, which are dataclasses, to a file where one is wanted."""
    if file:
        told = {"machine": machine(), "rows": [asdict(one) for one in rows]}
        file.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")

"""What a DuckDB instance that reads may use of its machine."""

import os
from pathlib import Path
from tempfile import gettempdir

import duckdb

#: Settings of an instance, by name.
EngineSettings = dict[str, str]
#: What a query has let go of goes back to the machine: otherwise each thread that ever asked keeps it, beyond the limit.
_GIVES_BACK = {"allocator_background_threads": "true", "allocator_flush_threshold": "4MB"}


def engine_settings(threads: int | None, memory_mb: int | None) -> EngineSettings:
    """Return the settings of these limits; where one is None, the engine's own holds."""
    limits = {"threads": threads, "memory_limit": memory_mb and f"{memory_mb}MB"}
    return {name: str(value) for name, value in limits.items() if value is not None}


def set_limits(instance: duckdb.DuckDBPyConnection, settings: EngineSettings, version: str) -> None:
    """Give an instance its settings: not as a configuration, which all stores of a process would have to share.

    What does not fit into memory goes to a folder of this process's own, and vanishes with the instance.
    """
    passing = Path(gettempdir()) / f"cockpit-{os.getpid()}-{version}"
    for name, value in (settings | _GIVES_BACK | {"temp_directory": str(passing)}).items():
        (now,) = instance.execute(f"SELECT current_setting('{name}')").fetchall()[0]
        if str(now) != value:
            instance.execute(f"SET GLOBAL {name} = '{value}'")

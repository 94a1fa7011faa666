"""What stands in the data in use, as a statement written by hand finds it: what a page shows is compared with that."""

from pathlib import Path

import duckdb

from data_access.store.store import Store


def asked(store: Path, statement: str) -> float:
    """Return the one number that a statement finds."""
    snapshot = store / "snapshots" / f"{Store(str(store)).version()}.duckdb"
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        row = connection.execute(statement).fetchone()
    assert row is not None
    return float(row[0])


def registered(where: str) -> str:
    """Return the statement that counts complaints and reports."""
    return f"SELECT count(*) FROM complaint_report WHERE {where}"

"""A store of a test's own, and how it is filled."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from data_access.derive import shop_months
from data_access.store.schema import metadata
from data_access.store.store import Store
from tests.data_access.postgres import new_place


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Lend an empty store; a module that needs another has a fixture of the same name."""
    made = Store(str(tmp_path / "store"), threads=1)
    yield made
    made.close()


@pytest.fixture(params=("folder", "postgresql", "clickhouse"))
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Lend an empty store of each kind, for what is true of all."""
    where = str(tmp_path / "store")
    if request.param == "postgresql":
        where = new_place(request.getfixturevalue("postgres"))
    if request.param == "clickhouse":
        where = new_place(request.getfixturevalue("clickhouse"))
    made = Store(where, threads=1, beside=str(tmp_path / "servers"))
    yield made
    made.close()


def fill(store: Store, rows: dict[str, list[dict[str, object]]], *, derived: bool = False) -> None:
    """Write rows, by table, as the next snapshot of a store; `derived`, with the months of its shops."""
    with store.draft(from_current=False) as draft:
        draft.connection.begin()
        for name, of_table in rows.items():
            if of_table:
                draft.append(metadata.tables[name], pa.Table.from_pylist(of_table))
        draft.connection.commit()
        if derived:
            shop_months.derive(draft)

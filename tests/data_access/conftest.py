"""What the tests of the data share: a store over the small city."""

from collections.abc import Iterator

import pytest
from sqlalchemy import insert

from data_access.store.schema import metadata
from data_access.store.store import Store
from tests.data_access.small_city import ROWS


def fill(store: Store, rows: dict[str, list[dict[str, object]]]) -> None:
    """Write rows, by table, as the next snapshot of a store."""
    with store.draft(from_current=False) as draft, draft.engine.begin() as connection:
        for name, of_table in rows.items():
            if of_table:
                connection.execute(insert(metadata.tables[name]), of_table)


@pytest.fixture(scope="session")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A real store over the rows of `small_city.ROWS`; read it, do not write it."""
    folder = tmp_path_factory.mktemp("small_city")
    store = Store(str(folder), threads=1)
    fill(store, ROWS)
    yield store
    store.close()

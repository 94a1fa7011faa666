"""A ClickHouse server that is not there, goes, and comes back: readers are told in a sentence, and nothing is started anew."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from data_access.domain.errors import StoreMissing
from data_access.store.schema import annotation
from data_access.store.store import Store
from tests.data_access.clickhouse import HAS_CHDB, NO_CHDB
from tests.data_access.clickhouse_http import Server, machine
from tests.data_access.test_store import publish, rows

pytestmark = pytest.mark.skipif(not HAS_CHDB, reason=NO_CHDB)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with machine(tmp_path / "engine") as made:
        yield made


def patient(store: Store) -> int:
    """Return the rows once the server is asked again."""
    time.sleep(1.1)
    return rows(store)


def test_a_server_that_goes_is_missed_in_words_and_found_again(server: Server, tmp_path: Path) -> None:
    store = Store(server.url, beside=str(tmp_path / "beside"))
    with pytest.raises(StoreMissing, match=r"127\.0\.0\.1.* cannot be reached"):
        store.version()
    server.start()
    time.sleep(1.1)
    with pytest.raises(StoreMissing, match="data_access demo"):
        store.version()
    publish(store, 1)
    assert rows(store) == 1
    with store.snapshot() as snapshot:
        server.stop()
        began = time.monotonic()
        with pytest.raises(StoreMissing, match="cannot be reached"):
            snapshot.rows(select(func.count()).select_from(annotation))
        assert time.monotonic() - began < 10
    with pytest.raises(StoreMissing):
        store.snapshot()
    server.start()
    assert patient(store) == 1
    store.close()

"""The small city on each engine, published as a load publishes it; read it, do not write it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.postgres import new_place
from tests.data_access.small_city import ROWS


@contextmanager
def _filled(url: str, factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store(new_place(url), beside=str(factory.mktemp("beside")))
    fill(store, ROWS)
    yield store
    store.close()


@pytest.fixture(scope="session")
def postgresql_city(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with _filled(postgres, tmp_path_factory) as store:
        yield store


@pytest.fixture(scope="session")
def clickhouse_city(clickhouse: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with _filled(clickhouse, tmp_path_factory) as store:
        yield store

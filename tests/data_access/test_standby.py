"""A standby of a PostgreSQL server: it is read as the server itself, a load on it is refused, and one that lags shows whole states."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app import create_app
from data_access.domain.errors import StoreMissing
from data_access.domain.settings import Settings
from data_access.store import copying
from data_access.store.schema import complaint_report
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.postgres import ENGINES, NONE_HERE, Postgres, machine
from tests.data_access.small_city import ROWS

pytestmark = pytest.mark.skipif("postgresql" not in ENGINES, reason=NONE_HERE)

COUNTED = select(func.count()).select_from(complaint_report)
FULL = len(ROWS["complaint_report"])


@pytest.fixture(scope="module")
def primary() -> Iterator[Postgres]:
    with machine() as made:
        made.start()
        yield made
        made.stop()


@pytest.fixture(scope="module")
def loading(primary: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Lend the small city, as who loads it sees it."""
    store = Store(primary.url, threads=1, beside=str(tmp_path_factory.mktemp("loading")))
    fill(store, ROWS)
    yield store
    store.close()


@pytest.fixture(scope="module")
def standby(primary: Postgres) -> Iterator[Postgres]:
    with primary.standby() as made:
        yield made


@pytest.fixture
def reading(standby: Postgres, tmp_path: Path) -> Iterator[Store]:
    store = Store(standby.url, threads=1, beside=str(tmp_path / "reading"))
    yield store
    store.close()


def state(store: Store) -> tuple[str, int]:
    """Return the version of the data in use and how many complaints it has."""
    with store.snapshot() as snapshot:
        return snapshot.version, snapshot.rows(COUNTED)[0][0]


def wait_for(store: Store, version: str) -> list[tuple[str, int]]:
    """Read a store until it has a version; return what was seen."""
    seen, until = [], time.monotonic() + 60
    while not seen or seen[-1][0] != version:
        assert time.monotonic() < until, seen
        seen.append(state(store))
        time.sleep(0.05)
    return seen


def test_the_cockpit_reads_from_a_standby(
    standby: Postgres, loading: Store, reading: Store, tmp_path: Path
) -> None:
    wait_for(reading, loading.version())
    settings = Settings(
        store=standby.url, servers=str(tmp_path / "servers"), state=f"sqlite:///{tmp_path / 'state.sqlite'}",
        exports=str(tmp_path / "exports"),
    )  # fmt: skip
    client = create_app(settings).server.test_client()
    told = client.get("/api/board/governance?period=2021&lang=en").get_data(as_text=True)
    assert '"ready"' in told
    assert client.get("/api/indicators/complaints.json?period=2021").status_code == 200
    assert [one.id for one in reading.snapshots()] == [one.id for one in loading.snapshots()]


def test_a_load_on_a_standby_is_refused_with_a_sentence(reading: Store) -> None:
    before = state(reading)
    with pytest.raises(StoreMissing, match="a server that is no standby"):
        fill(reading, ROWS)
    with pytest.raises(StoreMissing, match="a server that is no standby"):
        reading.restore(before[0])
    assert state(reading) == before


def test_a_standby_can_be_copied(loading: Store, reading: Store, tmp_path: Path) -> None:
    wait_for(reading, loading.version())
    target = Store(str(tmp_path / "target"), threads=1)
    copying.copy(reading, target)
    assert state(target)[1] == FULL
    target.close()


def test_one_that_lags_shows_the_state_before_as_a_whole_with_its_age_and_then_the_new_one(
    standby: Postgres, loading: Store, reading: Store
) -> None:
    old = state(loading)
    wait_for(reading, old[0])
    standby.tell("recovery_min_apply_delay", "2s")
    fill(loading, {name: rows for name, rows in ROWS.items() if name != "complaint_report"})
    new = state(loading)
    assert new[1] == 0
    with reading.snapshot() as held:
        seen = wait_for(reading, new[0])
        assert held.version == old[0]
        assert held.rows(COUNTED) == [(FULL,)]
    assert set(seen) == {old, new}, "the version is that of the rows"
    assert seen[0] == old, "it lags"
    ((shown, loaded),) = [
        (one.created, other.created)
        for one in reading.snapshots() for other in loading.snapshots() if one.id == other.id == old[0]
    ]  # fmt: skip
    assert shown == loaded, "its age is that of the load, and not of its arrival"
    standby.tell("recovery_min_apply_delay", "0")

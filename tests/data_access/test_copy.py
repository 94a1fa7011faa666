"""A store is copied to any other: the same rows in the end, what was sent once is not sent again, and all of it or nothing."""

import re
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from sqlalchemy import delete, select, update

from data_access.__main__ import main
from data_access.domain.errors import CockpitError
from data_access.store import catalogue, copying, partitions
from data_access.store.row_counts import row_counts
from data_access.store.schema import complaint_report, metadata, shop
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.killing import KILLED, copy_that_dies, ended
from tests.data_access.postgres import new_place
from tests.data_access.small_city import FEW, ROWS

#: From so many rows on the complaints and the months are cut into years, as those of a large city are.
OF_YEARS = 70


def held(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of all tables, in an order of their own."""
    with store.snapshot() as snapshot:
        filled = [name for name, rows in snapshot.rows(row_counts(metadata.tables.values())) if rows]
        return {name: sorted(snapshot.rows(select(metadata.tables[name])), key=repr) for name in filled}


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Store]:
    """Lend a few tables of the small city, with boundaries beside them."""
    made = Store(str(tmp_path / "source"), threads=1)
    fill(made, FEW)
    (made.files / "boundaries").mkdir()
    (made.files / "boundaries" / "330100.geojson").write_text("{}")
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _of_years(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "OF_YEARS", OF_YEARS)


@pytest.fixture
def postgresql(postgres: str, tmp_path: Path) -> Iterator[Store]:
    made = Store(new_place(postgres), threads=1, beside=str(tmp_path / "beside"))
    yield made
    made.close()


def test_a_city_goes_round_all_engines_and_comes_back_as_it_was(
    small_store: Store, postgresql: Store, clickhouse: str, tmp_path: Path
) -> None:
    third = Store(new_place(clickhouse), threads=1, beside=str(tmp_path / "beside"))
    last = Store(str(tmp_path / "last"), threads=1)
    told = [copying.copy(*pair) for pair in ((small_store, postgresql), (postgresql, third), (third, last))]
    assert [(one.name, one.rows, one.digest) for one in told[0]] == [
        (one.name, one.rows, one.digest) for one in told[2]
    ]
    assert held(small_store) == held(postgresql) == held(third) == held(last)
    assert [one.providers for one in last.snapshots()] == [one.providers for one in small_store.snapshots()]
    third.close()
    last.close()


def test_only_what_changed_is_sent_again(source: Store, any_store: Store) -> None:
    copying.copy(source, any_store)
    assert (any_store.files / "boundaries" / "330100.geojson").read_text() == "{}"
    with source.draft(from_current=True) as draft, draft.engine.begin() as connection:
        connection.execute(delete(complaint_report))
        connection.execute(update(shop).values(name="another"))
    sent = {one.name for one in copying.copy(source, any_store) if one.sent}
    assert sent == {"shop"}
    assert held(source) == held(any_store)
    assert len(any_store.snapshots()) == 2


@pytest.mark.parametrize("kind", ["folder", "postgresql"])
def test_a_copy_that_is_killed_shows_nothing_and_goes_on_where_it_was(
    source: Store, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Killed at a moment of a seed: batches pass twice, to the target and back."""
    there = Store(str(tmp_path / "target"), threads=1)
    target: Store = request.getfixturevalue("postgresql") if kind == "postgresql" else there
    batches = Random(kind).randrange(3, 12)
    assert ended(copy_that_dies, batches, OF_YEARS, source.location, target.location) == KILLED
    assert target.snapshots() == []
    told = copying.copy(source, target)
    rows, sent = sum(one.rows for one in told), sum(one.sent for one in told)
    assert 0 < sent < rows
    assert held(source) == held(target)
    assert leftovers(target) == []
    target.close()


def leftovers(target: Store) -> list[str]:
    """Return what a copy left that no snapshot needs."""
    if target.remote is None:
        return [one.name for one in target.files.glob("copying*")]
    with target.remote.server.lent(5) as connection:
        return [one.id for one in catalogue.staged(connection)]


def test_what_a_broken_copy_sent_to_clickhouse_is_linked_and_not_sent_again(
    source: Store, clickhouse: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = Store(new_place(clickhouse), threads=1, beside=str(tmp_path / "beside"))
    passed, left = copying.Tally.of, count(-5)

    def breaks(self: copying.Tally, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in passed(self, batches):
            if not next(left):
                raise KeyboardInterrupt
            yield batch

    monkeypatch.setattr(copying.Tally, "of", breaks)
    with pytest.raises(KeyboardInterrupt):
        copying.copy(source, target)
    monkeypatch.setattr(copying.Tally, "of", passed)
    assert target.snapshots() == []
    told = copying.copy(source, target)
    assert 0 < sum(one.sent for one in told) < sum(one.rows for one in told)
    assert held(source) == held(target)
    assert leftovers(target) == []
    target.close()


def test_what_comes_back_otherwise_than_it_was_sent_is_not_put_in_use(
    source: Store, any_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    copying.copy(source, any_store)
    before = any_store.version()
    with source.draft(from_current=True) as draft, draft.engine.begin() as connection:
        connection.execute(update(shop).values(name="another"))
    monkeypatch.setattr(copying.Tally, "whole", lambda self, _: self)  # nothing comes back
    with pytest.raises(CockpitError, match="not what was sent; nothing was published"):
        copying.copy(source, any_store)
    assert any_store.version() == before


def test_the_command_tells_what_it_sent_and_that_a_store_is_no_copy_of_itself(
    source: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = str(tmp_path / "target")
    assert main(["copy", "--from", source.location, "--to", target]) == 0
    said = capsys.readouterr().out
    rows = len(ROWS["complaint_report"])
    assert re.search(rf"complaint_report +{rows} +{rows} +[\d,]+  [0-9a-f]{{16}}", said)
    assert main(["copy", "--from", target, "--to", target]) == 1
    assert "name two stores" in capsys.readouterr().err
    assert main(["copy", "--from", str(tmp_path / "none"), "--to", target]) == 1
    assert "There is no store at" in capsys.readouterr().err

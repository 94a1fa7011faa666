"""A load on a PostgreSQL server: nothing is lost on the way, what did not change is not sent, and it is all there or not at all."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pyarrow as pa
import pytest
from sqlalchemy import create_engine, delete, insert, make_url, select, text, update

from data_access.__main__ import main
from data_access.domain.errors import StoreBusy, StoreFull, StoreMissing
from data_access.store import catalogue, partitions
from data_access.store.catalogue import Published
from data_access.store.engines.postgresql.loads import PostgresWriter
from data_access.store.folders import KEPT
from data_access.store.schema import complaint_report, load_batch, metadata, reference_figure
from data_access.store.servers import parsed
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.killing import KILLED, command, ended, killed_after, load_that_dies
from tests.data_access.postgres import ENGINES, NONE_HERE, machine, new_database, new_place
from tests.data_access.small_city import FEW, ROWS
from tests.data_access.test_interruptions import load_arguments, reject_arguments

pytestmark = pytest.mark.skipif("postgresql" not in ENGINES, reason=NONE_HERE)

At = Callable[[str], Store]


@pytest.fixture
def place(postgres: str) -> str:
    """Return the URL of a store that is not there yet."""
    return new_place(postgres)


@pytest.fixture
def at(place: str, tmp_path: Path) -> Iterator[At]:
    """Return what gives the store as a machine of a name sees it, which keeps its own folder beside it."""
    made: list[Store] = []

    def seen(machine: str) -> Store:
        made.append(Store(place, threads=1, beside=str(tmp_path / machine)))
        return made[-1]

    yield seen
    for one in made:
        one.close()


def published(location: str) -> list[Published]:
    """Return the snapshots of a store, oldest first."""
    url, place = parsed(location)
    engine = create_engine(url).execution_options(schema_translate_map=place.translated())
    with engine.connect() as connection:
        found = catalogue.published(connection)
    engine.dispose()
    return found


def schemas(location: str) -> set[str]:
    """Return the schemas and the tables of a store, as the server has them."""
    url, place = parsed(location)
    engine = create_engine(url)
    with engine.connect() as connection:
        names = connection.execute(
            text("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, :own) UNION "
                 "SELECT tablename FROM pg_tables WHERE schemaname = :own"),
            {"own": place.schema},
        ).scalars()  # fmt: skip
        found = set(names)
    engine.dispose()
    return found


def held(store: Store, name: str) -> list[tuple[Any, ...]]:
    table = metadata.tables[name]
    with store.snapshot() as snapshot:
        return sorted(snapshot.rows(select(table)), key=repr)


ODD = ["", " ", '"', "''", ",", "a\nb", "\r\n", "\\.", "\\N", "NULL", "杭州，西湖区", "😀", "t", "1e5", "\t"]  # fmt: skip


def test_every_value_comes_back_as_it_was(at: At, place: str) -> None:
    own = complaint_report.c
    rows = [
        {"item_id": f"I{number}", "kind": "complaint", "registered_at": datetime(2021, 1, 1, 0, 0, 0, number),
         "complainant_name": value, "is_online": (True, False, None)[number % 3], "satisfaction": number or None,
         "accept_due": date(1900 + number, 2, 28), "amount_disputed": Decimal("999999999999.99") - number}
        for number, value in enumerate([*ODD, None])
    ]  # fmt: skip
    floats = [
        {"key": str(number), "region": "r", "from_day": date(2021, 1, 1), "to_day": date(2021, 1, 1), "value": value,
         "unit": "", "source": "s"}
        for number, value in enumerate((0.1, 1 / 3, 1e-300, -1.7976931348623157e308, 5e-324, 123456789.123456789))
    ]  # fmt: skip
    fill(at("a"), {"complaint_report": rows, "reference_figure": floats})
    names = (
        "item_id",
        "registered_at",
        "complainant_name",
        "is_online",
        "satisfaction",
        "accept_due",
        "amount_disputed",
    )
    with at("a").snapshot() as snapshot:
        found = snapshot.rows(select(*(own[name] for name in names)))
        assert sorted(found) == sorted(tuple(row[name] for name in names) for row in rows)
        kept = snapshot.rows(select(reference_figure.c.key, reference_figure.c.value))
        assert sorted(kept) == [(row["key"], row["value"]) for row in floats]
    with at("b").draft(from_current=True):
        pass  # a machine that has none of it fetches all and finds nothing to send
    first, second = published(place)
    assert set(second.partitions) == set(first.partitions)


def cut_small(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(partitions, "OF_YEARS", 10)


@pytest.mark.parametrize(("of_months", "length"), [(10**6, 4), (1, 6)])
def test_only_the_periods_that_changed_are_sent_and_readers_see_them_all(
    at: At, place: str, monkeypatch: pytest.MonkeyPatch, of_months: int, length: int
) -> None:
    cut_small(monkeypatch)
    monkeypatch.setattr(partitions, "OF_MONTHS", of_months)
    fill(at("a"), FEW)
    own = complaint_report.c
    day = max(row["registered_at"] for row in ROWS["complaint_report"])
    with at("a").draft(from_current=True) as draft, draft.engine.begin() as connection:
        connection.execute(insert(complaint_report).values(item_id="new", kind="report", registered_at=day))
    first, second = published(place)
    fresh = [one for one in second.partitions if one.version == second.id]
    assert [(one.table, one.period) for one in fresh] == [("complaint_report", f"{day:%Y%m}"[:length])]
    assert {len(one.period) for one in first.of("complaint_report")} == {length}
    with at("b").snapshot() as snapshot:
        ids = [one for (one,) in snapshot.rows(select(own.item_id))]
    assert sorted(ids) == sorted([*(row["item_id"] for row in ROWS["complaint_report"]), "new"])


def test_what_another_machine_loaded_since_is_fetched_and_nothing_else(
    at: At, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_small(monkeypatch)
    fill(at("a"), FEW)
    own = complaint_report.c
    with at("b").draft(from_current=True) as draft, draft.engine.begin() as connection:
        connection.execute(
            update(complaint_report).where(own.registered_at < datetime(2021, 1, 1)).values(goods=None)
        )
        connection.execute(delete(load_batch))
    read: list[str] = []
    whole = PostgresWriter.read

    def watched(self: PostgresWriter, table: Any, partition: Any) -> Any:
        read.append(f"{partition.table} {partition.period}".strip())
        return whole(self, table, partition)

    monkeypatch.setattr(PostgresWriter, "read", watched)
    with at("a").draft(from_current=True) as draft, draft.engine.connect() as connection:
        loaded = sorted(map(tuple, connection.execute(select(complaint_report))), key=repr)
    assert read == ["complaint_report 2020"]
    assert loaded == held(at("b"), "complaint_report")
    assert held(at("a"), "load_batch") == []
    assert len(published(place)) == 3


def test_the_oldest_snapshots_go_with_what_only_they_were_made_of(at: At, place: str) -> None:
    store = at("a")
    for number in range(8):
        fill(store, {"complaint_report": ROWS["complaint_report"][: number // 4 + 1], "load_batch": []})
    kept = published(place)
    assert len(kept) == 5
    physical = {one for one in schemas(place) if "__" in one}
    assert physical == {part.name for one in kept for part in one.partitions}
    assert {one for one in schemas(place) if re.search(r"_\d{8}T", one) and "__" not in one} == {
        parsed(place)[1].of_snapshot(one.id) for one in kept
    }


def test_a_reader_keeps_its_snapshot_while_others_load(at: At) -> None:
    fill(at("a"), FEW)
    with at("a").snapshot() as snapshot:
        frames = snapshot.frames(select(complaint_report.c.item_id), complaint_report, 10)
        first = next(frames)
        fill(at("b"), {"complaint_report": ROWS["complaint_report"][:1]})
        assert len(snapshot.rows(select(complaint_report.c.item_id))) == len(ROWS["complaint_report"])
        assert len(first) + sum(map(len, frames)) == len(ROWS["complaint_report"])
    assert len(held(at("a"), "complaint_report")) == 1


def test_a_snapshot_that_is_being_read_is_not_pruned(at: At, place: str) -> None:
    fill(at("a"), FEW)
    with at("a").snapshot() as snapshot:
        frames = snapshot.frames(select(complaint_report.c.item_id), complaint_report, 10)
        first = next(frames)
        for _ in range(KEPT):
            fill(at("b"), {})
        assert len(published(place)) == KEPT + 1
        assert len(first) + sum(map(len, frames)) == len(ROWS["complaint_report"])
    fill(at("b"), {})
    assert len(published(place)) == KEPT


def test_of_a_snapshot_that_is_gone_a_reader_is_told_to_ask_again(at: At) -> None:
    fill(at("a"), FEW)
    with at("a").snapshot() as snapshot:
        for _ in range(6):
            fill(at("b"), {})
        with pytest.raises(StoreBusy, match="ask again"):
            snapshot.rows(select(complaint_report.c.item_id))


def test_two_machines_do_not_load_at_once(at: At) -> None:
    with (
        at("a").draft(from_current=True),
        pytest.raises(StoreBusy, match=r"is being written by process \d+ since"),
    ):
        fill(at("b"), FEW)
    fill(at("b"), FEW)


def test_two_cities_share_a_server_and_nothing_else(postgres: str, tmp_path: Path) -> None:
    one, two = (Store(new_place(postgres), beside=str(tmp_path)) for _ in range(2))
    with one.draft(from_current=True):
        fill(two, FEW)
    assert held(one, "complaint_report") == []
    assert len(held(two, "complaint_report")) == len(ROWS["complaint_report"])
    one.close()
    two.close()


def session(location: str) -> "psycopg.Connection[Any]":
    """Return a session of an administrator of a server."""
    url = make_url(location)
    return psycopg.connect(host=url.query["host"], user=url.username, dbname=url.database, autocommit=True)


def load_and_lose(store: Store) -> None:
    with store.draft(from_current=True) as draft, draft.engine.begin() as connection:
        connection.execute(delete(complaint_report))
        with session(store.location) as other:
            own = "locktype = 'advisory' AND pid <> pg_backend_pid()"
            other.execute(f"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE {own}")


def test_a_load_whose_connection_is_lost_leaves_the_data_as_they_were(at: At, place: str) -> None:
    fill(at("a"), FEW)
    before, there = at("a").version(), schemas(place)
    with pytest.raises(StoreMissing, match="the data in use is as it was"):
        load_and_lose(at("a"))
    assert at("a").version() == before
    assert schemas(place) == there
    fill(at("a"), {})
    assert held(at("a"), "complaint_report") == []


def on_server(arguments: list[str], place: str) -> list[str]:
    """Return the arguments of a load with another store."""
    where = arguments.index("--store") + 1
    return [*arguments[:where], place, *arguments[where + 1 :]]


@pytest.mark.parametrize(
    ("where", "is_in"), [("write", False), ("publish", False), ("publish+", False), ("_keep", True)]
)
def test_a_load_that_is_killed_is_there_whole_or_not_at_all_and_so_are_its_lists(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, *, is_in: bool
) -> None:
    monkeypatch.setenv("COCKPIT_DATA", str(tmp_path / "data"))
    arguments = on_server(reject_arguments(tmp_path), place)
    assert ended(load_that_dies, where, arguments) == KILLED
    store = Store(place, beside=str(tmp_path / "data" / "servers"))
    assert len(store.snapshots()) == is_in
    if not is_in:
        assert {one for one in schemas(place) if "__" in one} == set()
    with store.draft(from_current=True):
        pass  # finds what was left, and puts it in its place or takes it away
    assert [len(list(store.files.glob(f"{kind}/*.csv"))) for kind in ("rejects", "held")] == [is_in, is_in]
    assert list(store.folder.drafts.iterdir()) == []
    store.close()


def test_a_load_that_is_killed_at_any_moment_is_there_whole_or_not_at_all(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At moments of a seed, from the first of a load to about its last; one that was over by then is there."""
    monkeypatch.setenv("COCKPIT_DATA", str(tmp_path / "data"))
    arguments = on_server([*load_arguments(tmp_path, 300), "--mode", "upsert"], place)
    store = Store(place, threads=1, beside=str(tmp_path / "data" / "servers"))
    chosen, were_there = Random(15), 0
    for _ in range(4):
        killed_after(chosen.uniform(0.1, 1.5), arguments)
        found = store.snapshots()
        assert len(found) - were_there in (0, 1)
        assert {one.rows["complaint_report"] for one in found} <= {300}
        were_there = len(found)
    assert ended(command, arguments) == 0
    needed = {part.name for one in published(place) for part in one.partitions}
    assert {one for one in schemas(place) if "__" in one} == needed
    store.close()


def add_many(store: Store) -> None:
    many = [
        {"item_id": f"many {number}" * 20, "kind": "report", "registered_at": datetime(2021, 1, 1)}
        for number in range(20_000)
    ]
    with store.draft(from_current=True) as draft:
        draft.append(complaint_report, pa.Table.from_pylist(many))


def test_a_server_without_room_leaves_the_data_as_they_were_and_says_so(tmp_path: Path) -> None:
    """No file of the server may grow past 3 MB and a bit, as on a disk of which the last blocks go to a table."""
    with machine() as made:
        made.start(most_bytes=3_000_100)
        store = Store(made.url, threads=1, beside=str(tmp_path))
        fill(store, FEW)
        before = store.version()
        with pytest.raises(StoreFull, match="no room left on postgresql"):
            add_many(store)
        assert store.version() == before
        made.stop()
        made.start()
        add_many(store)
        assert len(held(store, "complaint_report")) == len(ROWS["complaint_report"]) + 20_000
        store.close()
        made.stop()


def test_two_roles_one_loads_and_the_other_can_only_read(
    postgres: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = new_database(postgres)
    named = make_url(url).database
    writer, reader = f"writer_{named}", f"reader_{named}"
    assert main(["ddl", "--store", url, "--writer", writer, "--reader", reader]) == 0
    with session(url) as administrator:
        administrator.execute(capsys.readouterr().out)
    loading, reading = (url.replace("cockpit@", f"{role}@") for role in (writer, reader))
    store = Store(loading, threads=1, beside=str(tmp_path / "a"))
    fill(store, FEW)
    app = Store(reading, threads=1, beside=str(tmp_path / "b"))
    assert len(held(app, "complaint_report")) == len(ROWS["complaint_report"])
    assert [one.id for one in app.snapshots()] == [app.version()]
    with pytest.raises(StoreMissing, match="Loads need the role"):
        fill(app, FEW)
    with session(reading) as other:
        other.execute("SET default_transaction_read_only = off")
        for forbidden in ("CREATE TABLE mine (x int)", "CREATE SCHEMA mine", "DELETE FROM cockpit.pointing"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                other.execute(forbidden)
    fill(store, {})
    assert held(app, "complaint_report") == []
    store.close()
    app.close()

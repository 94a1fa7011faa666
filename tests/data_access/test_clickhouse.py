"""ClickHouse: what its tables hold, how a load is written, whose turn it is, and when a question is stopped."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from clickhouse_connect.driver.exceptions import DatabaseError, OperationalError
from sqlalchemy import Connection, delete, func, insert, literal, make_url, select

from data_access.domain.errors import Abandoned, QueryTooSlow, StoreBusy
from data_access.metrics.sources import SOURCES
from data_access.store import partitions
from data_access.store.catalogue import Place
from data_access.store.engines import BUCKETS, Holds
from data_access.store.engines.clickhouse import turns
from data_access.store.engines.clickhouse.clients import client_of
from data_access.store.engines.clickhouse.server import ClickHouse
from data_access.store.engines.clickhouse.tables import SHARDED, create
from data_access.store.faults import Fault
from data_access.store.partitions import CLOCKS
from data_access.store.patience import Patience
from data_access.store.schema import complaint_report, metadata, reference_figure
from data_access.store.servers import parsed
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.postgres import new_place
from tests.data_access.small_city import ROWS

At = Callable[[str], Store]
ITEMS = {"complaint_report": ROWS["complaint_report"]}


@pytest.fixture
def place(clickhouse: str) -> str:
    """Return the URL of a store that is not there yet."""
    return new_place(clickhouse)


@pytest.fixture
def at(place: str, tmp_path: Path) -> Iterator[At]:
    """Return what gives the store as a machine of a name sees it, which keeps its own folder beside it."""
    made: list[Store] = []

    def seen(machine: str) -> Store:
        made.append(Store(place, 30.0, threads=1, beside=str(tmp_path / machine)))
        return made[-1]

    yield seen
    for one in made:
        one.close()


@contextmanager
def connected(location: str) -> Iterator[tuple[Connection, Place]]:
    url, place = parsed(location)
    engine = ClickHouse().connected(url, is_read_only=False)
    with engine.connect() as connection:
        yield connection, place
    engine.dispose()


def databases(location: str) -> set[str]:
    with connected(location) as (connection, place):
        found = client_of(connection).query("SELECT name FROM system.databases").result_rows
    return {name for (name,) in found if name.startswith(f"{place.schema}_")}


def held(store: Store, name: str) -> list[tuple[Any, ...]]:
    with store.snapshot() as snapshot:
        return sorted(snapshot.rows(select(metadata.tables[name])), key=repr)


ODD = [
    "",
    " ",
    '"',
    "''",
    "a\nb",
    "\r\n",
    "\\.",
    "\\N",
    "NULL",
    "杭州，西湖区",
    "😀",
    "\t",
    "%",
    "%(x)s",
    "{a:String}",
]


def test_every_value_comes_back_as_it_was(at: At) -> None:
    rows = [
        {"item_id": f"I{number}", "kind": value, "registered_at": datetime(1969, 12, 31, 23, 59, 59, 999_990 + number % 9),
         "complainant_name": value, "is_online": (True, False, None)[number % 3], "satisfaction": number or None,
         "accept_due": date(1900 + number * 20, 2, 28), "amount_disputed": Decimal("999999999999.99") - number}
        for number, value in enumerate(ODD)
    ]  # fmt: skip
    names = list(rows[0])
    rows.append(
        dict.fromkeys(names) | {"item_id": "I", "kind": "report", "registered_at": datetime(2299, 12, 31)}
    )
    floats = [
        {"key": str(number), "region": "r", "from_day": date(2021, 1, 1), "to_day": date(2021, 1, 1), "value": value,
         "unit": "", "source": "s"}
        for number, value in enumerate((0.1, 1 / 3, 1e-300, -1.7976931348623157e308, 5e-324, 123456789.123456789))
    ]  # fmt: skip
    fill(at("a"), {"complaint_report": rows, "reference_figure": floats})
    with at("a").snapshot() as snapshot:
        found = snapshot.rows(select(*(complaint_report.c[name] for name in names)))
        kept = snapshot.rows(select(reference_figure.c.key, reference_figure.c.value))
    assert sorted(found) == sorted(tuple(row[name] for name in names) for row in rows)
    assert sorted(kept) == [(row["key"], row["value"]) for row in floats]
    first = at("a").version()
    with at("b").draft(from_current=True):
        pass  # a machine that has none of it fetches all, and finds nothing to send
    assert at("a").version() > first
    assert held(at("a"), "complaint_report") == held(at("b"), "complaint_report")


@pytest.mark.parametrize(("of_months", "length"), [(10**6, 4), (1, 6)])
def test_only_the_periods_that_changed_are_sent_and_the_files_of_the_others_are_shared(
    at: At, place: str, monkeypatch: pytest.MonkeyPatch, of_months: int, length: int
) -> None:
    monkeypatch.setattr(partitions, "OF_YEARS", 10)
    monkeypatch.setattr(partitions, "OF_MONTHS", of_months)
    fill(at("a"), ITEMS)
    day = max(row["registered_at"] for row in ITEMS["complaint_report"])
    with at("a").draft(from_current=True) as draft, draft.engine.begin() as connection:
        connection.execute(insert(complaint_report).values(item_id="new", kind="report", registered_at=day))
    asked = "SELECT partition, path FROM system.parts WHERE active AND table = 'complaint_report' AND database = %(of)s"
    with connected(place) as (session, own):
        parts = client_of(session).query(asked, {"of": own.of_snapshot(at("a").version())}).result_rows
    assert {len(period) for period, _ in parts} == {length}
    if "interface=chdb" in place:
        links = {period: (Path(path) / "columns.txt").stat().st_nlink for period, path in parts}
        changed = f"{day:%Y%m}"[:length]
        assert links == {period: 1 if period == changed else 2 for period, _ in parts}
    assert len(held(at("b"), "complaint_report")) == len(ITEMS["complaint_report"]) + 1


def test_what_an_earlier_version_kept_is_taken_over_by_copying(at: At, place: str) -> None:
    fill(at("a"), ITEMS)
    with connected(place) as (session, own):
        client = client_of(session)
        client.command(
            f"ALTER TABLE `{own.of_snapshot(at('a').version())}`.complaint_report DROP COLUMN route"
        )
    with at("a").draft(from_current=True):
        pass
    with at("a").snapshot() as snapshot:
        assert snapshot.rows(select(func.count(), func.count(complaint_report.c.route))) == [(75, 0)]


def test_what_a_killed_load_left_goes_with_the_next(at: At, place: str) -> None:
    fill(at("a"), ITEMS)
    with connected(place) as (session, own):
        client_of(session).command(f"CREATE DATABASE `{own.of_snapshot('20200101T000000000000Z-dead')}`")
        client_of(session).command(f"CREATE DATABASE `{own.schema}_other`")
    with at("a").draft(from_current=True):
        assert len(databases(place)) == 2
    assert {one.rpartition("_")[2] for one in databases(place)} == {
        *(one.id for one in at("a").snapshots()),
        "other",
    }


def test_a_load_that_fails_takes_its_database_with_it(at: At, place: str) -> None:
    fill(at("a"), ITEMS)
    before = databases(place)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("data_access.store.engines.clickhouse.writer.ClickHouseWriter._enter", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            fill(at("a"), {})
    assert databases(place) == before
    assert len(held(at("a"), "complaint_report")) == 75


def written_while_another_takes_over(store: Store, other: Store, patch: pytest.MonkeyPatch) -> None:
    with store.draft(from_current=True) as draft:
        with draft.engine.begin() as connection:
            connection.execute(delete(complaint_report))
        with pytest.raises(StoreBusy, match=r"by process \d+ since .* keeps its turn for 60 seconds"):
            fill(other, {})
        patch.setattr(turns, "LAPSES", 0.0)
        fill(other, {"complaint_report": ITEMS["complaint_report"][:5]})


def test_a_turn_that_lapsed_is_taken_over_and_its_load_is_refused_in_the_end(
    at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(at("a"), ITEMS)
    with pytest.raises(StoreBusy, match="took over the turn"):
        written_while_another_takes_over(at("a"), at("b"), monkeypatch)
    assert len(held(at("a"), "complaint_report")) == 5


def test_who_writes_gives_signs_of_life(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "BEATS", 0.05)
    monkeypatch.setattr(turns, "LAPSES", 2.0)
    with at("a").draft(from_current=True):
        time.sleep(2.5)
        with pytest.raises(StoreBusy, match="is being written"):
            fill(at("b"), {})


#: What takes a minute of one thread.
SLOW = select(func.sum(func.sipHash64(func.numbers(10**11).table_valued("number").c.number)).label("slow"))


def test_a_question_past_its_time_is_stopped_with_a_sentence(place: str, tmp_path: Path) -> None:
    store = Store(place, 1.0, threads=1, beside=str(tmp_path))
    fill(store, {})
    with store.snapshot() as snapshot:
        with pytest.raises(QueryTooSlow, match="stopped after 1 second"):
            snapshot.rows(SLOW)
        assert snapshot.rows(select(func.abs(-1))) == [(1,)]
    store.close()


def test_what_nobody_waits_for_is_stopped(at: At) -> None:
    fill(at("a"), {})
    with at("a").snapshot(Patience()) as snapshot:
        threading.Timer(0.5, snapshot.abandon).start()
        began = time.monotonic()
        with pytest.raises(Abandoned):
            snapshot.rows(SLOW)
    assert time.monotonic() - began < 10


def test_rows_of_a_list_come_as_they_are_taken(at: At) -> None:
    fill(at("a"), {})
    endless = select(func.numbers(10**12).table_valued("number").c.number)
    with at("a").snapshot() as snapshot:
        frames = snapshot.frames(endless, complaint_report, 70_000)
        taken = [next(frames)["number"].to_list() for _ in range(3)]
        assert [number for part in taken for number in part] == list(range(210_000))
        del frames
        assert snapshot.rows(select(func.abs(-1))) == [(1,)]


def test_days_before_the_epoch_are_days_and_texts_are_found_whatever_their_case(at: At) -> None:
    fill(at("a"), {})
    with at("a").snapshot() as snapshot:
        assert snapshot.rows(select(*(BUCKETS[grain](func.toDate32("1965-08-18")) for grain in BUCKETS))) == [
            (date(1965, 8, 18), date(1965, 8, 16), date(1965, 8, 1), date(1965, 7, 1), date(1965, 1, 1))
        ]
        asked = [Holds(literal("ÄÖ%商_\\'"), text) for text in ("äö%", "%商_", "\\'", "x%", "__")]
        assert snapshot.rows(select(*asked)) == [(True, True, True, False, False)]


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (DatabaseError("Code: 159", code=159), Fault.SLOW),
        (DatabaseError("Code: 394", code=394), Fault.SLOW),
        (OperationalError("Error HTTPConnectionPool"), Fault.GONE),
        (DatabaseError("Code: 81", code=81), Fault.ABSENT),
        (DatabaseError("Code: 516", code=516), Fault.FORBIDDEN),
        (DatabaseError("Code: 497", code=497), Fault.FORBIDDEN),
        (DatabaseError("Code: 164", code=164), Fault.READ_ONLY),
        (DatabaseError("Code: 243", code=243), Fault.FULL),
        (DatabaseError("Code: 62", code=62), Fault.OTHER),
        (ZeroDivisionError(), Fault.OTHER),
    ],
)
def test_what_was_wrong_is_told_by_the_number_of_the_error(error: Exception, fault: Fault) -> None:
    assert ClickHouse().fault(error) is fault


def test_no_join_crosses_the_shards_of_a_cluster() -> None:
    for source in SOURCES.values():
        for join in source.joins:
            names = {column.table.name: column.name for column in (join.on.left, join.on.right)}
            spread = {name: by for name, by in names.items() if name in SHARDED}
            assert join.table.name not in SHARDED or all(
                SHARDED[name] == by for name, by in spread.items()
            ), source.key


def statements(of: str) -> list[str]:
    """Return the statements of a text, without its comments."""
    lines = "\n".join(line for line in of.splitlines() if not line.startswith("--"))
    return [one.strip() for one in lines.split(";\n") if one.strip()]


def test_the_engine_understands_what_is_printed_for_an_administrator(clickhouse: str) -> None:
    """No cluster is here to run it on: its own parser reads each statement."""
    for url in ("clickhousedb://", "clickhousedb://?cluster=province-1"):
        printed = ClickHouse().ddl(make_url(url), "rea`der", "writer")
        with connected(clickhouse) as (session, _):
            for one in statements(printed):
                assert client_of(session).command(f"EXPLAIN AST {one}"), one


def test_on_a_cluster_each_table_has_copies_and_large_ones_are_spread() -> None:
    printed = statements(ClickHouse().ddl(make_url("clickhousedb://?cluster=province"), "reader", "writer"))
    assert all(" ON CLUSTER `province`" in one for one in printed)
    made = [one for one in printed if one.startswith("CREATE TABLE")]
    assert len(made) == len(metadata.tables) + len(SHARDED)
    for name in metadata.tables:
        own, *over = [one for one in made if f".`{name}`" in one or f".`{name}_local`" in one]
        shard = "{shard}" if name in SHARDED else "all"
        assert f"ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/cockpit_SNAPSHOT/" in own
        assert [
            f"Distributed('province', 'cockpit_SNAPSHOT', '{name}_local', cityHash64(`{SHARDED[name]}`))"
            in one
            for one in over
        ] == [True for _ in range(name in SHARDED)]


def test_what_lies_on_a_shard_is_what_lies_on_a_server_alone() -> None:
    """So that what the other tests write and read is what a cluster keeps."""
    for table in metadata.sorted_tables:
        (alone,), (local, *_) = (list(create(table, "d", cluster, period="2021" if table in CLOCKS else ""))
                                 for cluster in (None, "c"))  # fmt: skip
        bare = re.sub(
            r"ReplicatedMergeTree\([^)]*\)",
            "MergeTree",
            local.replace(" ON CLUSTER `c`", "").replace("_local` (", "` ("),
        )
        assert bare == alone

"""What a store does not record is never a number: column by column, each indicator that reads one is not recorded or the same."""

import shutil
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import Column, Connection, Executable, Select, Table, create_engine, update
from sqlalchemy.pool import StaticPool
from sqlalchemy.sql.visitors import iterate

from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.lookups.entity_portraits import entity_portrait
from data_access.lookups.finding import find
from data_access.lookups.records import record
from data_access.lookups.rows import rows
from data_access.metrics import coverage
from data_access.metrics.coverage import Recorded, recorded, unrecorded
from data_access.metrics.indicators import INDICATORS, Indicator
from data_access.metrics.labels import labels
from data_access.metrics.query import compile_query
from data_access.metrics.sources import SOURCES, Stock
from data_access.store.code_columns import code_types
from data_access.store.schema.links import links
from data_access.store.store import Store
from tests.shared import swept


class Looked:
    """What `recorded` asks of a snapshot, answered within a transaction."""

    schema = "main"

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, statement: Executable) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._connection.execute(statement)]


YEARS = Selection(Period(date(2020, 1, 1), date(2021, 12, 31)))
OPTIONAL = [column for source in SOURCES.values() for column in source.table.c if column.nullable]
#: Tables of one source may be met twice.
COLUMNS = {f"{column.table.name}.{column.name}": column for column in OPTIONAL}


@pytest.fixture(scope="module")
def connection(small_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """Lend a connection to a copy of the small city, in which columns may be emptied."""
    (snapshot,) = (small_city / "snapshots").glob("*.duckdb")
    copy = tmp_path_factory.mktemp("emptied") / "store.duckdb"
    shutil.copyfile(snapshot, copy)
    with duckdb.connect(str(copy)) as native:
        engine = create_engine("duckdb://", creator=native.cursor, poolclass=StaticPool)
        engine.dialect.code_types = code_types(native)  # type: ignore[attr-defined]
        with engine.connect() as connection:
            yield connection
        engine.dispose()


@cache
def statement_of(indicator: Indicator) -> Select[Any]:
    return compile_query(indicator, (), YEARS, WHOLE_CITY)


def answers(connection: Connection, indicators: list[Indicator]) -> dict[str, list[tuple[Any, ...]]]:
    """Return each indicator's rows of the whole: its value and n."""
    return {one.key: [tuple(row) for row in connection.execute(statement_of(one))] for one in indicators}


@cache
def read(indicator: Indicator) -> set[Column[Any]]:
    """Return the columns that stand in the statement of an indicator."""
    return {one for one in iterate(statement_of(indicator)) if isinstance(one, Column)}


@pytest.fixture(scope="module")
def known_before(connection: Connection) -> Recorded:
    return recorded(Looked(connection))


def known_after(connection: Connection, table: Table, before: Recorded) -> Recorded:
    """Return what is recorded since a table was changed: all else is as it was."""
    own = {table, *table.c, *(one.key for one in INDICATORS.values() if one.source.table is table)}
    return before - own | recorded(Looked(connection), frozenset({table}))


@pytest.fixture(scope="module")
def before(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    return answers(connection, list(INDICATORS.values()))


def may_stand_for_ever(indicator: Indicator, column: Column[Any]) -> bool:
    """Say whether a stock goes on without its ends, or its beginnings: who is registered, and nobody says since when."""
    cohorts = [part.source.cohorts[part.cohort] for part in (indicator.parts() or (indicator,))]
    return any(
        isinstance(one, Stock)
        and (
            (not one.needs_end and column in set(iterate(one.ended)))
            or (one.since_ever and column in set(iterate(one.begun)))
        )
        for one in cohorts
    )


@swept("name", sorted(COLUMNS))
def test_a_number_that_reads_an_empty_column_is_not_recorded_or_as_it_was(
    name: str,
    connection: Connection,
    before: dict[str, list[tuple[Any, ...]]],
    known_before: Recorded,
) -> None:
    column = COLUMNS[name]
    readers = [
        one for one in INDICATORS.values() if column in read(one) and not may_stand_for_ever(one, column)
    ]
    connection.rollback()
    try:
        connection.execute(update(column.table).values({column.name: None}))
        known = known_after(connection, column.table, known_before)
        said = [one for one in readers if unrecorded(one, (), known) is None]
        assert column not in known
        after = answers(connection, said)
    finally:
        connection.rollback()
    assert {key: rows for key, rows in after.items() if rows != before[key]} == {}, name


def test_what_the_first_rows_do_not_hold_is_looked_for_in_all(
    small_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_store.snapshot() as snapshot:
        whole = recorded(snapshot)
        monkeypatch.setattr(coverage, "_FIRST_ROWS", 1)
        assert recorded(snapshot) == whole


def test_results_that_never_say_settled_do_not_say_that_nothing_was(connection: Connection) -> None:
    result = INDICATORS["mediation_success"].source.table.c.result
    connection.rollback()
    try:
        connection.execute(update(result.table).where(result.is_not(None)).values(result="withdrawn"))
        known = recorded(Looked(connection))
    finally:
        connection.rollback()
    assert unrecorded(INDICATORS["mediation_success"], (), known)
    assert unrecorded(INDICATORS["complaints_resolved"], (), known)
    assert unrecorded(INDICATORS["complaints"], (), known) is None


#: Columns by which records name one another, which came later.
LATER = [
    (link.table.name, link.column.name)
    for link in links()
    if link.column.name in {"shop_id", "case_id"}
    and not link.column.primary_key
    and not link.column.info["codes"]
]


def test_a_store_of_an_earlier_version_serves_what_it_has(small_city: Path, tmp_path: Path) -> None:
    shutil.copytree(small_city, tmp_path / "store")
    (snapshot,) = (tmp_path / "store" / "snapshots").glob("*.duckdb")
    with duckdb.connect(str(snapshot)) as native:
        native.execute("DROP TABLE complaint_problem")
        native.execute("ALTER TABLE complaint_report DROP COLUMN satisfaction")
        native.execute("ALTER TABLE annotation DROP COLUMN subjects")
        for name, column in LATER:
            native.execute(f"ALTER TABLE {name} DROP COLUMN {column}")
    store = Store(str(tmp_path / "store"), threads=1)
    known = labels(store.snapshot()).recorded
    assert {one.subjects for one in labels(store.snapshot()).annotations} == {None}
    assert unrecorded(INDICATORS["items_by_problem"], (), known)
    assert unrecorded(INDICATORS["satisfaction"], (), known)
    assert unrecorded(INDICATORS["complaints"], ("month",), known) is None
    with store.snapshot() as opened:
        horizon = labels(opened).dataset.horizon
        whole = Selection(Period(horizon.starts_on, horizon.as_of))
        for listing in ("items", "cases", "triggers", "leads", "shop_register"):
            (key,) = rows(opened, listing, whole, WHOLE_CITY, size=1).keys
            assert record(opened, listing, key, WHOLE_CITY, "zh").facts
            assert find(opened, key, WHOLE_CITY, "zh")
        assert entity_portrait(opened, "E1", WHOLE_CITY, "zh")
    store.close()

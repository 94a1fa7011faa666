"""Codes of large tables are numbers of a list in a snapshot: filters find them without reading texts, and any may be loaded."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from shutil import copytree

import pytest
from sqlalchemy import insert, select, text

from data_access.domain.access import WHOLE_CITY, Scope
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.indicators.measures import Measure
from data_access.metrics.query import fetch
from data_access.metrics.statements import compile_query
from data_access.store import code_columns
from data_access.store.schema import complaint_report, platform
from data_access.store.store import Store

YEAR = Selection(Period(date(2021, 1, 1), date(2021, 12, 31)))
COMPLAINTS = INDICATORS["complaints"]


@pytest.fixture
def store(small_city: Path, tmp_path: Path) -> Iterator[Store]:
    made = Store(str(copytree(small_city, tmp_path / "store")), threads=1)
    yield made
    made.close()


def kinds(store: Store) -> dict[tuple[str, str], str]:
    asked = text("SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal")
    return {(table, column): kind for table, column, kind in store.snapshot().rows(asked)}


def plan_of(store: Store, selection: Selection, scope: Scope = WHOLE_CITY) -> str:
    with store.snapshot().connect() as connection:
        statement = compile_query(COMPLAINTS, ("problem",), selection, scope)
        built = statement.compile(connection.engine, compile_kwargs={"literal_binds": True})
        return str(connection.execute(text(f"EXPLAIN {built}")).all())


def test_columns_of_one_list_have_one_type_and_texts_stay_texts(store: Store) -> None:
    found = kinds(store)
    assert found["complaint_report", "platform_id"].startswith("ENUM")
    assert found["complaint_report", "platform_id"] == found["platform", "platform_id"]
    assert found["complaint_report", "handling_district"] == found["enforcement_case", "district"]
    assert found["complaint_report", "item_id"] == "VARCHAR"
    assert found["complaint_report", "registered_at"] == "TIMESTAMP"


def test_a_filter_and_a_scope_are_compared_as_numbers(store: Store) -> None:
    chosen = YEAR.narrowed("platform", "P1").narrowed("district", "330110")
    for plan in (plan_of(store, chosen), plan_of(store, YEAR, Scope(frozenset({"330110"})))):
        assert "CAST(platform_id" not in plan
        assert "CAST(handling_district" not in plan


def test_no_indicator_makes_a_column_of_codes_text(small_store: Store) -> None:
    """A text beside an ENUM would: each row is then compared as text, at two to three times the cost."""
    codes = {column.name for columns in code_columns.listed().values() for column in columns}
    with small_store.snapshot().connect() as connection:
        asked = 0
        for key, one in INDICATORS.items():
            if not isinstance(one.value, Measure):
                continue
            statement = compile_query(one, (), YEAR, WHOLE_CITY)
            built = str(statement.compile(connection.engine, compile_kwargs={"literal_binds": True}))
            if not re.search(r"'[a-z_A-Z]+'", built):
                continue
            plan = str(connection.execute(text(f"EXPLAIN {built}")).all())
            assert not codes & set(re.findall(r"CAST\((\w+) AS VARCHAR\)", plan)), key
            asked += 1
    assert asked > 20


def test_all_codes_are_others_than_one_that_no_row_holds(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_columns, "LEAST_ROWS", 1)
    with store.draft(from_current=True) as draft:
        for table in ("complaint_report", "mediation"):
            draft.connection.execute(f"DELETE FROM {table} WHERE result = 'refused'")
    asked = text(
        "SELECT count(*) FROM complaint_report WHERE kind::VARCHAR = 'complaint' AND closed_at IS NOT NULL "
        "AND result IS NOT NULL AND year(registered_at) = 2021"
    )
    with store.snapshot() as snapshot:
        frame = fetch(snapshot, INDICATORS["complaints_closed"], (), YEAR, WHOLE_CITY)
        assert frame["value"].tolist() == [snapshot.rows(asked)[0][0]] != [0]


def test_a_code_that_no_row_holds_finds_none_and_is_no_error(store: Store) -> None:
    with store.snapshot() as snapshot:
        frame = fetch(snapshot, COMPLAINTS, (), YEAR.narrowed("platform", "nobody"), WHOLE_CITY)
    assert frame["value"].tolist() == [0]


def test_frames_give_codes_as_texts(store: Store) -> None:
    with store.snapshot() as snapshot:
        frame = snapshot.frame(select(complaint_report.c.platform_id, complaint_report.c.item_id))
        (part,) = snapshot.frames(select(platform.c.platform_id, platform.c.name), platform, 100)
    assert frame["platform_id"].dtype == frame["item_id"].dtype
    assert part["platform_id"].dtype == part["name"].dtype


def test_a_code_that_no_list_had_can_be_loaded_and_is_found(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_columns, "LEAST_ROWS", 1)
    row = {
        "item_id": "NEW",
        "kind": "complaint",
        "platform_id": "P777",
        "registered_at": datetime(2021, 5, 5),
    }
    with store.draft(from_current=True) as draft, draft.engine.begin() as connection:
        connection.execute(insert(complaint_report), row)
    assert kinds(store)["complaint_report", "platform_id"].startswith("ENUM")
    with store.snapshot() as snapshot:
        frame = fetch(snapshot, COMPLAINTS, ("platform",), YEAR.narrowed("platform", "P777"), WHOLE_CITY)
    assert frame.values.tolist() == [["P777", 1.0, 1]]


def test_a_snapshot_of_texts_answers_as_one_of_numbers_does(store: Store) -> None:
    chosen = Selection(YEAR.period, filters=(("kind", ("complaint",)), ("platform", ("P1", "P2"))))
    before = store.version()
    with store.draft(from_current=True):
        pass  # its tables are small: their codes are texts from now on
    assert not any(kind.startswith("ENUM") for kind in kinds(store).values())
    with store.snapshot() as snapshot:
        texts = fetch(
            snapshot, INDICATORS["complaints_and_reports"], ("platform", "class"), chosen, WHOLE_CITY
        )
    store.restore(before)
    with store.snapshot() as snapshot:
        numbers = fetch(
            snapshot, INDICATORS["complaints_and_reports"], ("platform", "class"), chosen, WHOLE_CITY
        )
    assert len(texts)
    assert texts.equals(numbers)

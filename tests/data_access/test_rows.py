"""The rows behind a number: paged, sorted, in words, and masked."""

from typing import Any

import pandas as pd
import pytest

from data_access.domain.access import WHOLE_CITY, Scope
from data_access.domain.errors import BadValue, UnknownName
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.lookups.rows import LISTINGS, head, rows, shows_persons
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.query import fetch
from data_access.metrics.sources import SOURCES
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store
from tests.data_access.small_city import AS_OF, ROWS, STARTS_ON, YUHANG

ALL = Selection(Period(STARTS_ON, AS_OF))
TRUSTED = Scope(sees_persons=True)
ITEMS = ROWS["complaint_report"]


def test_pages_cover_all_rows_once_newest_first(small_store: Store) -> None:
    pages = [
        rows(small_store.snapshot(), "items", ALL, WHOLE_CITY, page=page, size=20) for page in range(1, 6)
    ]
    together = pd.concat([page.frame for page in pages])
    assert [len(page.frame) for page in pages] == [20, 20, 20, 15, 0]
    assert {page.total for page in pages} == {len(ITEMS)}
    wanted = sorted(ITEMS, key=lambda row: (-row["registered_at"].timestamp(), row["item_id"]))
    assert together["item_id"].tolist() == [row["item_id"] for row in wanted]


@pytest.mark.parametrize(
    ("key", "source", "cohort", "narrow"),
    [
        ("complaints_and_reports", "items", "", {"platform": "P1"}),
        ("complaints_and_reports", "items", "", {"class": "10,20", "district": "unknown"}),
        ("closed", "items", "closed", {"mode": "c2c", "problem": "quality"}),
        ("overdue", "items", "overdue", {}),
        ("case_sources", "cases", "", {"violation": "V03"}),
        ("cases_decided", "cases", "decided", {}),
        ("negatives_listed", "negatives", "", {"grade": "large"}),
        ("platforms", "platforms", "", {"district": YUHANG}),
    ],
)
def test_there_are_as_many_rows_as_their_number_says(
    small_store: Store, key: str, source: str, cohort: str, narrow: dict[str, str]
) -> None:
    selection = ALL
    for name, value in narrow.items():
        selection = selection.narrowed(name, *value.split(","))
    number = fetch(small_store.snapshot(), INDICATORS[key], (), selection, WHOLE_CITY)["value"].iloc[0]
    found = rows(small_store.snapshot(), source, selection, WHOLE_CITY, cohort=cohort, size=1000)
    assert found.total == len(found.frame) == number > 0


def test_a_part_of_a_record_shows_what_is_read_of_the_whole_under_any_filter(small_store: Store) -> None:
    chosen = ALL.narrowed("platform", "P1").narrowed("district", YUHANG)
    cases = {row["case_id"]: row for row in ROWS["enforcement_case"]}
    own = {key for key, row in cases.items() if row["platform_id"] == "P1" and row["district"] == YUHANG}
    found = rows(small_store.snapshot(), "stages", chosen, TRUSTED, size=1000)
    assert set(found.frame["case_id"]) <= own
    number = fetch(small_store.snapshot(), INDICATORS["stages_entered"], (), chosen, WHOLE_CITY)[
        "value"
    ].iloc[0]
    assert found.total == len(found.frame) == number > 0
    for row in found.frame.to_dict("records"):
        whole = cases[row["case_id"]]
        assert (row["handler"], row["respondent_name"]) == (whole["handler"], whole["respondent_name"])
        assert (row["filed_at"] == whole["filed_at"]) or (pd.isna(row["filed_at"]) and not whole["filed_at"])
    masked = rows(small_store.snapshot(), "stages", chosen, WHOLE_CITY, size=1000).frame
    assert not set(masked["respondent_name"].dropna()) & {row["respondent_name"] for row in cases.values()}
    assert shows_persons("stages", TRUSTED)
    assert not shows_persons("duties", TRUSTED)


def test_persons_are_masked_for_those_who_may_not_see_them(small_store: Store) -> None:
    masked = rows(small_store.snapshot(), "items", ALL, WHOLE_CITY, size=100).frame
    whole = rows(small_store.snapshot(), "items", ALL, TRUSTED, size=100).frame
    assert set(masked["complainant_name"]) == {"张*", "欧***", "=**"}
    assert set(whole["complainant_name"]) == {"张三", "欧阳小明", "=李四"}
    assert masked["complainant_phone"].str.contains("****", regex=False).all()
    secrets = {row["complainant_phone"] for row in ITEMS} | {row["complainant_name"] for row in ITEMS}
    assert not secrets & set(masked.astype(str).to_numpy().ravel())


@pytest.mark.parametrize("source", LISTINGS)
def test_no_listing_shows_a_personal_field_unmasked(small_store: Store, source: str) -> None:
    table = SOURCES[source].table
    personal = {column.name for column in table.columns if column.info["mask"]}
    known: set[Any] = {row[name] for row in ROWS[table.name] for name in personal if row.get(name)}
    shown = rows(small_store.snapshot(), source, ALL, WHOLE_CITY, size=1000).frame
    assert len(shown)
    assert not known & set(shown.astype(str).to_numpy().ravel())


@pytest.mark.parametrize("source", LISTINGS)
def test_what_stands_around_a_list_is_told_without_its_rows(
    small_store: Store, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = rows(small_store.snapshot(), source, ALL, WHOLE_CITY, size=1)
    # Of two million rows the first is known once all are in order.
    monkeypatch.setattr(Snapshot, "listed", None)
    around = head(small_store.snapshot(), source, ALL, WHOLE_CITY)
    assert (around.total, around.titles, around.named) == (page.total, page.titles, set(page.targets))


def test_a_masked_column_cannot_be_sorted_by(small_store: Store) -> None:
    with pytest.raises(UnknownName, match="complainant_name"):
        rows(small_store.snapshot(), "items", ALL, WHOLE_CITY, sort="complainant_name")
    found = rows(small_store.snapshot(), "items", ALL, TRUSTED, sort="complainant_name", size=100).frame
    assert found["complainant_name"].is_monotonic_increasing


def test_a_column_sorts_either_way_with_the_missing_last(small_store: Store) -> None:
    up = rows(small_store.snapshot(), "items", ALL, WHOLE_CITY, sort="amount_disputed", size=100).frame[
        "amount_disputed"
    ]
    down = rows(small_store.snapshot(), "items", ALL, WHOLE_CITY, sort="-amount_disputed", size=100).frame[
        "amount_disputed"
    ]
    assert up.dropna().is_monotonic_increasing
    assert down.dropna().is_monotonic_decreasing
    assert pd.isna(up.iloc[-1])
    assert pd.isna(down.iloc[-1])


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"sort": "registered"}, UnknownName),
        ({"sort": "item_id; drop table shop"}, UnknownName),
        ({"sort": "rule_version"}, UnknownName),
        ({"cohort": "yesterday"}, UnknownName),
        ({"page": 0}, BadValue),
        ({"size": 0}, BadValue),
        ({"size": 1_000_000}, BadValue),
    ],
)
def test_what_cannot_be_asked_is_refused(
    small_store: Store, wrong: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        rows(small_store.snapshot(), "items", ALL, WHOLE_CITY, **wrong)


def test_a_source_without_a_listing_is_refused(small_store: Store) -> None:
    with pytest.raises(UnknownName, match="transactions"):
        rows(small_store.snapshot(), "transactions", ALL, WHOLE_CITY)


def test_codes_and_titles_come_in_the_readers_language(small_store: Store) -> None:
    for lang, kind, platform in (("zh", "投诉", "漪坪商城"), ("en", "Complaints", "Yiping Mall")):
        page = rows(
            small_store.snapshot(), "items", ALL.narrowed("platform", "P1"), WHOLE_CITY, lang=lang, size=100
        )
        assert kind in set(page.frame["kind"])
        assert set(page.frame["platform_id"]) == {platform}
        assert list(page.titles) == list(page.frame.columns) == list(LISTINGS["items"].columns)
    cases = rows(small_store.snapshot(), "cases", ALL, WHOLE_CITY, lang="en").frame
    assert set(cases["is_minor"].dropna()) == {"yes", "no"}


def test_a_reader_of_one_district_sees_the_rows_of_no_other(small_store: Store) -> None:
    found = rows(small_store.snapshot(), "items", ALL, Scope(frozenset({YUHANG})), size=100)
    assert set(found.frame["handling_district"]) == {"余杭区"}
    assert found.total == sum(row["handling_district"] == YUHANG for row in ITEMS)


@pytest.mark.parametrize("source", LISTINGS)
def test_a_listing_names_only_columns_of_its_table_and_begins_with_the_key(source: str) -> None:
    table, listing = SOURCES[source].table, LISTINGS[source]
    assert table.c[listing.columns[0]].primary_key
    assert {*listing.columns, listing.newest} <= set(table.c.keys())
    assert listing.cohort in SOURCES[source].cohorts


def test_the_register_of_entities_is_searched_by_name_and_code_whatever_their_case(
    small_store: Store,
) -> None:
    by_code = rows(small_store.snapshot(), "entity_register", ALL, WHOLE_CITY, containing={"entity_id": "e"})
    assert sorted(by_code.frame["entity_id"]) == ["E1", "E4"]
    assert by_code.total == 2
    both = rows(
        small_store.snapshot(),
        "entity_register",
        ALL,
        WHOLE_CITY,
        containing={"entity_id": "F", "name": "2商"},
    )
    assert both.frame["entity_id"].tolist() == ["F2"]
    wild = rows(small_store.snapshot(), "entity_register", ALL, WHOLE_CITY, containing={"name": "%"})
    assert wild.total == 0, "a sign of the pattern language is a letter like any other"


@pytest.mark.parametrize(
    ("source", "column"), [("items", "complainant_name"), ("entity_register", "principal_name")]
)
def test_a_person_cannot_be_searched_for(small_store: Store, source: str, column: str) -> None:
    with pytest.raises(UnknownName, match="column to search"):
        rows(small_store.snapshot(), source, ALL, TRUSTED, containing={column: "张"})


def test_of_reverse_complainants_there_are_counts_and_no_rows() -> None:
    assert "complainants" not in LISTINGS
    for key in ("reverse_complainants", "complainants_removed", "complainant_reviews_overdue"):
        assert INDICATORS[key].min_n == 5

"""What a reader finds by a number or a name: exact before alike, within what he may see, and never a person."""

import json
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from data_access.domain.access import WHOLE_CITY, Scope
from data_access.lookups.entity_portraits import is_known
from data_access.lookups.finding import MOST_FOUND, find
from data_access.store.schema import entity, metadata
from data_access.store.schema.links import referrers
from data_access.store.store import Store
from tests.data_access.small_city import BINJIANG, ROWS, YUHANG
from tests.data_access.test_api import client_of

OFFICER = Scope(frozenset({YUHANG}))


def found(store: Store, text: str, scope: Scope = WHOLE_CITY) -> dict[str, list[str]]:
    """Return the keys that are found, by list."""
    with store.snapshot() as snapshot:
        return {
            one.listing: [target.key for target, _ in one.records]
            for one in find(snapshot, text, scope, "zh")
        }


def test_a_number_is_found_whole_or_by_its_beginning(small_store: Store) -> None:
    whole = ROWS["complaint_report"][7]["item_id"]
    assert found(small_store, whole) == {"items": [whole]}
    assert found(small_store, f" {whole.lower()} ") == {"items": [whole]}
    alike = found(small_store, whole[:-1])["items"]
    assert len(alike) == MOST_FOUND
    assert all(key.startswith(whole[:-1]) for key in alike)
    assert found(small_store, ROWS["shop"][3]["shop_id"]) == {"shop_register": [ROWS["shop"][3]["shop_id"]]}


def test_an_entity_is_found_by_its_name_and_a_sign_of_patterns_is_a_letter(small_store: Store) -> None:
    assert found(small_store, "2商")["entity_register"] == ["E2", "F2"]
    assert "entity_register" not in found(small_store, "%商")
    assert found(small_store, "E") == {}, "one sign is the beginning of too much"


def test_what_lies_in_other_districts_is_not_found(small_store: Store) -> None:
    theirs = next(row["item_id"] for row in ROWS["complaint_report"] if row["handling_district"] == BINJIANG)
    assert found(small_store, theirs) == {"items": [theirs]}
    assert found(small_store, theirs, OFFICER) == {}


#: One person of each masked column; a firm that is named there is in the register too, where it is public.
PERSONS = {
    person
    for name, rows in ROWS.items()
    for column in metadata.tables[name].columns
    if column.info["mask"]
    for person in [str(row[column.name]) for row in rows if row.get(column.name)][-1:]
} - {row["name"] for row in ROWS["entity"]}


def test_no_person_is_ever_found_even_by_who_may_see_persons(small_store: Store) -> None:
    assert len(PERSONS) > 3
    for person in PERSONS:
        assert not found(small_store, person, Scope(sees_persons=True)), person


@pytest.fixture(scope="module")
def client(small_store: Store) -> FlaskClient:
    return client_of(small_store)


def groups(client: FlaskClient, text: str, lang: str = "zh") -> dict[str, list[dict[str, str]]]:
    answer = client.get(f"/api/search?{urlencode({'q': text, 'lang': lang})}")
    assert answer.status_code == 200, answer.text
    return {one["title"]: one["hits"] for one in json.loads(answer.text)["groups"]}


def test_the_search_of_a_page_finds_platforms_records_indicators_and_pages(client: FlaskClient) -> None:
    assert groups(client, "漪坪")["平台"][0] == {"title": "漪坪商城", "words": "P1", "href": "/platform/P1"}
    assert groups(client, "p1", "en")["Platforms"][0]["href"] == "/platform/P1"
    item = ROWS["complaint_report"][0]["item_id"]
    (hit,) = groups(client, item)["投诉举报"]
    assert hit["href"] == f"/record/items/{item}"
    assert groups(client, "超期未办结")["指标"][0]["href"] == "/list/overdue"
    assert groups(client, "hhi")["指标"][0]["href"].startswith("/definitions#")
    assert groups(client, "E2商")["市场主体库"][0]["href"] == "/systems/entity_360/E2"
    assert groups(client, "") == {} == groups(client, "没有这样的东西")


@pytest.mark.parametrize("asked", ["q=a&q=b", "q=a&lang=fr", f"q={'a' * 101}", "q=a&size=3"])
def test_a_search_that_cannot_be_read_is_refused(client: FlaskClient, asked: str) -> None:
    assert client.get(f"/api/search?{asked}").status_code == 400


def test_every_entity_that_any_table_names_has_a_page(small_store: Store) -> None:
    named = {
        str(row[link.column.name])
        for link in referrers(entity)
        if link.table.name
        in {"complaint_report", "enforcement_case", "negative_entity", "trigger_event", "sampling"}
        for row in ROWS[link.table.name]
        if row.get(link.column.name)
    }
    lacking = named - {row["entity_id"] for row in ROWS["entity"]}
    assert named
    with small_store.snapshot() as snapshot:
        assert not [one for one in sorted(named)[:40] if not is_known(snapshot, one, WHOLE_CITY)], lacking
        assert not is_known(snapshot, "91330110XX9999999X", WHOLE_CITY)

"""The API: what it answers, what it refuses and in which words, and what its files hold."""

import csv
import io
import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import flask
import pandas as pd
import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import Executable

from components.http import api
from data_access.domain.access import WHOLE_CITY, Scope
from data_access.domain.errors import QueryTooSlow
from data_access.domain.spreadsheet import harmless
from data_access.exports import workbooks
from data_access.lookups import rows
from data_access.metrics.indicators import INDICATORS
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.small_city import ROWS, YUHANG
from tests.shared import swept

ITEMS = ROWS["complaint_report"]


def client_of(store: Store, scope: Scope = WHOLE_CITY) -> FlaskClient:
    server = flask.Flask(__name__)
    api.register(server, store, lambda: scope)
    return server.test_client()


@pytest.fixture(scope="module")
def client(small_store: Store) -> FlaskClient:
    return client_of(small_store)


@pytest.fixture
def copied(small_city: Path, tmp_path: Path) -> Store:
    """A store of its own over the small city: what others have asked is in no cache of it."""
    return Store(str(shutil.copytree(small_city, tmp_path / "store")), threads=1)


def read(client: FlaskClient, address: str) -> Any:
    """Return strict JSON: a NaN in it fails."""
    response = client.get(address)
    assert response.status_code == 200, response.text
    return json.loads(response.text, parse_constant=pytest.fail)


def check_answer(client: FlaskClient, key: str, by: str, lang: str) -> None:
    reply = read(client, f"/api/indicators/{key}.json?period=all&lang={lang}&by={by}")
    assert reply["key"] == key
    assert reply["title"] == INDICATORS[key].title(lang)
    for row in reply["rows"]:
        assert {"value", "n", *reply["by"]} <= row.keys()


@swept("key", INDICATORS)
def test_every_indicator_answers_in_both_languages(client: FlaskClient, key: str) -> None:
    for lang in ("zh", "en"):
        check_answer(client, key, "", lang)


def test_every_source_answers_by_each_of_its_splits_and_names_their_members_in_both_languages(
    client: FlaskClient,
) -> None:
    """A few splits at a time: each stands in the rows with its members' names."""
    asked = {(one.source.table.name, split): key for key, one in INDICATORS.items() for split in one.splits()}
    for key in sorted(set(asked.values())):
        splits = sorted(split for (_, split), of in asked.items() if of == key)
        for start in range(0, len(splits), 3):
            for lang in ("zh", "en"):
                check_answer(client, key, ",".join(splits[start : start + 3]), lang)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@swept("key", INDICATORS)
def test_every_indicator_can_be_taken_away_as_a_file(client: FlaskClient, key: str, form: str) -> None:
    response = client.get(f"/api/indicators/{key}.{form}?period=all")
    assert response.status_code == 200
    name = response.headers["Content-Disposition"]
    assert name.startswith(f'attachment; filename="{key}-20')
    assert name.endswith(f'.{form}"')


def test_an_answer_agrees_with_a_count_of_the_rows(client: FlaskClient) -> None:
    reply = read(
        client, "/api/indicators/complaints.json?from=2020-12-31&to=2021-06-30&by=district&platform=P1,P2"
    )
    wanted = Counter(
        row["handling_district"] or "unknown"
        for row in ITEMS
        if row["kind"] == "complaint"
        and row["platform_id"] in {"P1", "P2"}
        and "2020-12-31" <= str(row["registered_at"].date()) <= "2021-06-30"
    )
    assert {row["district"]: row["value"] for row in reply["rows"]} == wanted
    assert reply["total"] == wanted.total()
    assert reply["selection"] == {"from": "2020-12-31", "to": "2021-06-30", "platform": "P1,P2"}
    assert reply["as_of"] == "2021-12-31"


def test_the_selection_of_an_answer_asks_the_same_again(client: FlaskClient) -> None:
    first = read(client, "/api/indicators/closed.json?period=2021Q2&by=month&district=330110")
    query = "&".join(f"{key}={value}" for key, value in first["selection"].items())
    again = read(client, f"/api/indicators/closed.json?by=month&{query}")
    assert again == first


def test_a_value_on_too_few_is_withheld_and_said_so(client: FlaskClient) -> None:
    reply = read(client, "/api/indicators/settlement_rate.json?by=platform&period=all")
    assert reply["rows"]
    for row in reply["rows"]:
        assert row["n"] < 30
        assert (row["value"], row["too_few"]) == (None, True)
    assert reply["total_n"] >= 30
    assert reply["total"] is not None


def test_a_filter_that_an_indicator_cannot_honour_is_named(client: FlaskClient) -> None:
    reply = read(client, "/api/indicators/platforms.json?category=food")
    assert reply["not_narrowed_by"] == ["category"]
    assert "category" not in reply["selection"]


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/api/indicators/complants.json", 404, "did you mean complaints"),
        ("/api/indicators/complaints.json?by=distrit", 400, "did you mean district"),
        ("/api/indicators/complaints.json?distrit=330110", 400, "did you mean district"),
        ("/api/indicators/complaints.json?district=999", 400, "district='999'"),
        ("/api/indicators/complaints.json?district=330110&district=330108", 400, "once"),
        ("/api/indicators/complaints.json?from=yesterday", 400, "a day as 2021-06-30"),
        ("/api/indicators/complaints.json?from=2021-02-01&to=2021-01-01", 400, "not before 2021-02-01"),
        ("/api/indicators/complaints.json?period=lately", 400, "last12"),
        ("/api/indicators/complaints.json?compare=never", 400, "yoy"),
        ("/api/indicators/complaints.json?lang=fr", 400, "zh or en"),
        ("/api/indicators/complaints.json?by=category", 400, "cannot be split by category"),
        ("/api/indicators/complaints.json?by=month,year", 400, "complaints cannot be split by month, year"),
        ("/api/indicators/complaints.json?by=district,district", 400, "once"),
        ("/api/indicators/gmv.csv?by=day", 400, "ask it by month"),
        ("/api/indicators/complaints.pdf", 404, "/api/indicators"),
        ("/api/platforms/P9.json", 404, "did you mean"),
        ("/api/platforms/P1.json?shade=red", 400, "no filter 'shade'"),
        ("/api/rows/platfroms.csv", 404, "did you mean platforms"),
        ("/api/rows/items.csv?sort=complainant_phone", 400, "no column to sort by"),
        ("/api/rows/items.csv?cohort=tomorrow", 400, "no time of items"),
        ("/api/elsewhere", 404, "/api/elsewhere"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_shape(
    client: FlaskClient, address: str, status: int, words: str
) -> None:
    response = client.get(address)
    assert response.status_code == status
    reply = response.get_json()
    assert (reply.pop("ok"), reply.pop("status")) == (False, status)
    assert words in reply.pop("error")
    assert reply == {}
    assert "ETag" not in response.headers


def test_a_method_that_nothing_takes_is_refused_in_the_same_shape(client: FlaskClient) -> None:
    reply = client.post("/api/version")
    assert reply.status_code == 405
    assert reply.get_json()["status"] == 405


def test_an_answer_that_the_reader_has_is_not_sent_again(client: FlaskClient) -> None:
    address = "/api/indicators/shops.json?by=platform"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get(f"{address}&lang=en", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_new_data_changes_the_tag_and_the_answer(copied: Store) -> None:
    client = client_of(copied)
    address = "/api/indicators/complaints.json"
    before = client.get(address)
    fill(copied, ROWS | {"complaint_report": ITEMS[-3:]})
    after = client.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.get_json()["total"] == sum(row["kind"] == "complaint" for row in ITEMS[-3:])
    copied.close()


def test_a_reader_of_one_district_gets_no_other_and_another_tag(
    small_store: Store, client: FlaskClient
) -> None:
    address = "/api/indicators/complaints.json?by=district&period=all"
    narrow = client_of(small_store, Scope(frozenset({YUHANG})))
    assert {row["district"] for row in read(narrow, address)["rows"]} == {YUHANG}
    assert len(read(client, address)["rows"]) > 1
    assert narrow.get(address).headers["ETag"] != client.get(address).headers["ETag"]


def test_without_a_store_every_address_says_what_to_do(tmp_path: Path) -> None:
    client = client_of(Store(str(tmp_path / "nowhere")))
    for address in ("/healthz", "/api/version", "/api/indicators/shops.json", "/api/platforms/P1.json"):
        response = client.get(address)
        assert response.status_code == 503
        assert "python -m data_access demo" in response.get_json()["error"]
    assert client.get("/api/indicators").status_code == 200


def failing(error: Exception) -> Callable[[Snapshot, Executable], pd.DataFrame]:
    def frame(_: Snapshot, __: Executable) -> pd.DataFrame:
        raise error

    return frame


def broken(store: Store, error: Exception, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr(Snapshot, "frame", failing(error))
    return client_of(store)


def test_a_query_past_its_time_asks_too_much_and_is_told_what_to_narrow(
    copied: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = broken(copied, QueryTooSlow("A query was stopped; narrow the period."), monkeypatch)
    response = client.get("/api/indicators/shops.json")
    assert response.status_code == 422
    assert "narrow the period" in response.get_json()["error"]


def test_a_failure_shows_readers_no_traceback_and_operators_one(
    copied: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = broken(copied, ZeroDivisionError("secret detail"), monkeypatch)
    response = client.get("/api/indicators/shops.json")
    assert response.status_code == 500
    assert "secret detail" not in response.text
    assert "secret detail" in caplog.text
    assert response.get_json()["status"] == 500


def test_the_registry_says_what_every_number_is(client: FlaskClient) -> None:
    entries = {entry["key"]: entry for entry in read(client, "/api/indicators")["indicators"]}
    assert entries.keys() == INDICATORS.keys()
    complaints = entries["complaints"]
    assert complaints["title"] == {"zh": "投诉量", "en": "Complaints"}
    assert {"district", "platform", "problem"} <= set(complaints["splits"])
    assert entries["gmv"]["grains"] == ["month", "quarter", "year"]
    assert entries["duties_met"]["grains"] == []


def test_health_and_version_say_which_data_is_served(small_store: Store, client: FlaskClient) -> None:
    assert read(client, "/healthz") == {"ok": True, "version": small_store.version()}
    version = read(client, "/api/version")
    assert (version["city"], version["as_of"], version["is_synthetic"]) == ("330100", "2021-12-31", True)


def test_a_portrait_tells_who_a_platform_is_where_it_stands_and_what_befell_it(client: FlaskClient) -> None:
    portrait = read(client, "/api/platforms/P1.json?period=2021&lang=en")
    assert portrait["identity"]["name"] == {"zh": "漪坪商城", "en": "Yiping Mall"}
    assert portrait["identity"]["launched_on"] == "2010-05-01"
    assert "gmv" in [measure["key"] for measure in portrait["standing"]]
    assert portrait["events"][0] == {"date": "2010-05-01", "kind": "launched", "label": "Launched"}


def csv_of(client: FlaskClient, address: str) -> list[list[str]]:
    data = client.get(address).data
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_csv_bears_names_codes_and_exact_values(client: FlaskClient) -> None:
    head, *lines = csv_of(client, "/api/indicators/gmv.csv?by=platform,month&period=2021-04&lang=en")
    assert head == ["Platform", "Platform code", "Month", "Transaction volume (CNY)", "n", "Number id"]
    wanted = sum(
        row["gmv"]
        for row in ROWS["transaction_month"]
        if (row["platform_id"], str(row["month"])) == ("P1", "2021-04-01")
    )
    assert lines[0][:3] == ["Yiping Mall", "P1", "2021-04-01"]
    assert float(lines[0][3]) == pytest.approx(wanted)


def test_a_csv_leaves_out_what_stands_on_too_few(client: FlaskClient) -> None:
    head, *lines = csv_of(client, "/api/indicators/settlement_rate.csv?by=platform&period=all")
    assert head[-2:] == ["备注", "取数编号"]
    assert {(line[2], line[4]) for line in lines} == {("", "样本不足")}


def test_no_cell_of_a_file_is_taken_for_a_formula(client: FlaskClient) -> None:
    names = [line[0] for line in csv_of(client, "/api/indicators/gmv.csv?by=platform")]
    assert "'=砚湖优选" in names
    book = load_workbook(io.BytesIO(client.get("/api/indicators/gmv.xlsx?by=platform").data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "'=砚湖优选" in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋86", "－1", "＠甲"]
)
def test_texts_that_begin_like_formulas_are_quoted(text: str) -> None:
    assert harmless(text).startswith("'")
    assert harmless(f"a{text}") == f"a{text}"


def test_rows_can_be_taken_away_masked_and_harmless(client: FlaskClient) -> None:
    head, *lines = csv_of(client, "/api/rows/items.csv?period=2021&platform=P1&sort=registered_at")
    wanted = [row for row in ITEMS if row["platform_id"] == "P1" and row["registered_at"].year == 2021]
    wanted.sort(key=lambda row: (row["registered_at"], row["item_id"]))
    assert [line[0] for line in lines] == [row["item_id"] for row in wanted]
    assert head[:3] == ["编号", "诉求类型", "平台编号"]
    persons = {line[head.index("诉求人")] for line in lines}
    assert persons == {"张*", "欧***", "'=**"}
    assert {line[head.index("受理期限")] for line in lines} >= {
        str(row["accept_due"]) for row in wanted if row["accept_due"]
    }


def test_a_file_of_rows_is_streamed_however_many_there_are(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "LARGEST_PAGE", 10)
    monkeypatch.setattr(rows, "CHUNK_ROWS", 10)
    response = client.get("/api/rows/items.csv?period=all")
    assert response.is_streamed
    head, *lines = csv.reader(io.StringIO(response.data.decode("utf-8-sig")))
    assert sorted(line[0] for line in lines) == sorted(row["item_id"] for row in ITEMS)
    due = {line[0]: line[head.index("受理期限")] for line in lines}
    assert due == {row["item_id"]: str(row["accept_due"] or "") for row in ITEMS}


def test_a_workbook_of_too_many_rows_is_refused_and_csv_named(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "MOST_ROWS", 2)
    response = client.get("/api/indicators/complaints.xlsx?by=day&period=all")
    assert response.status_code == 413
    assert "CSV" in response.get_json()["error"]
    assert client.get("/api/indicators/complaints.csv?by=day&period=all").status_code == 200


def test_a_workbook_says_what_its_number_means(small_store: Store, client: FlaskClient) -> None:
    address = "/api/indicators/complaints.xlsx?by=month&district=330110&period=2021&category=food"
    book = load_workbook(io.BytesIO(client.get(address).data))
    assert book.sheetnames == ["数据", "口径"]
    said = dict(book["口径"].iter_rows(values_only=True))
    assert said["定义"] == INDICATORS["complaints"].definition.zh
    assert said["选择"] == "2021-01-01 至 2021-12-31；经营类目: 粮油食品；区县: 余杭区"
    assert said["不受筛选"] == "经营类目"
    assert said["数据版本"] == small_store.version()
    assert said["声明"] == "演示数据·虚构主体"
    head, *lines = book["数据"].iter_rows(values_only=True)
    assert head == ("月", "投诉量（件）", "n", "取数编号")
    assert said["取数编号"].startswith("complaints~1~2021-01-01.2021-12-31~district=330110~by=month~data=")
    wanted = sum(
        row["kind"] == "complaint"
        and row["handling_district"] == YUHANG
        and row["registered_at"].year == 2021
        for row in ITEMS
    )
    assert sum(line[1] for line in lines) == wanted


def test_what_the_store_does_not_record_is_null_with_its_reason_in_every_form(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store"), threads=1)
    told = ("opened_on", "closed_on")
    shops = [{key: shop.get(key) for key in ("shop_id", "platform_id", *told)} for shop in ROWS["shop"]]
    fill(store, {"dataset": ROWS["dataset"], "platform": ROWS["platform"], "shop": shops, "complaint_report": [
        item | {"result": None} for item in ITEMS
    ]}, derived=True)  # fmt: skip
    client = client_of(store)
    for key, by in (
        ("licence_rate", ""),
        ("licence_rate", "platform"),
        ("verified_rate", "month"),
        ("mediation_success", ""),
    ):
        reply = read(client, f"/api/indicators/{key}.json?period=all&by={by}&lang=en")
        assert reply["total"] is None, key
        assert {row["value"] for row in reply["rows"]} <= {None}
        table = client.get(f"/api/indicators/{key}.csv?period=all&by={by}&lang=en").data.decode("utf-8-sig")
        assert f"not recorded: {reply['not_recorded']}" in table or not reply["rows"]
    shown = read(client, "/api/indicators/shops.json?period=all")
    assert shown["total"] > 0
    assert "not_recorded" not in shown
    store.close()

"""Over HTTP: a record has a page of its own or a sentence and 404, and the rows behind a number leave as the files that the page names."""

import csv
import io
import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
from dash import Dash
from flask.testing import FlaskClient
from openpyxl import load_workbook

from components.cards.tables import LIST, file_links
from components.model import paths
from components.model.page import page_at
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.lookups.rows import LISTINGS, is_listed
from data_access.metrics.indicators import INDICATORS
from tests.data_access.small_city import AS_OF, ROWS, STARTS_ON
from tests.every_page import EVERY_PAGE


@pytest.fixture(scope="module")
def client(served: Dash) -> FlaskClient:
    return served.server.test_client()


def block(client: FlaskClient, address: str, name: str = "record", lang: str = "zh") -> str:
    """Return what a page's block tells."""
    answer = client.get(f"/api/board{address}?lang={lang}")
    assert answer.status_code == 200, answer.text
    (told,) = [line for line in map(json.loads, answer.text.splitlines()) if line.get("block") == name]
    assert told["state"] == "ready"
    return str(told["html"])


ITEM = next(row for row in ROWS["complaint_report"] if row["close_due"] and not row["closed_at"])


def test_a_record_says_in_one_sentence_how_it_stands_and_against_which_law(client: FlaskClient) -> None:
    address = paths.record("items", ITEM["item_id"])
    page = client.get(address)
    assert page.status_code == 200
    assert f"<title>{ITEM['item_id']} · 记录" in page.text
    told = block(client, address)
    assert re.search(
        rf"<h2>投诉举报 {ITEM['item_id']}：办结期限 {ITEM['close_due']} 已过 \d+ 个工作日。</h2>", told
    )
    assert 'class="overdue"' in told
    assert "总局令第20号" in told
    assert "working days ago" in block(client, address, lang="en")
    assert f"href={paths.TASKS}?".replace("href=", 'href="') in told, "a task can be made of it"
    assert "张三" not in told


def test_what_a_platform_owes_is_in_no_offices_hand(client: FlaskClient) -> None:
    assert "谁在办" in block(client, paths.record("items", ITEM["item_id"]))
    owed = ROWS["platform_report"][0]["report_id"]
    assert "谁在办" not in block(client, paths.record("platform_reports", owed))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/record/items/NOBODY", "NOBODY"),
        ("/record/items/NO%252FBODY", "NO/BODY"),
        ("/record/nothing/1", "nothing"),
    ],
)
def test_what_is_not_there_is_a_404_that_names_it(client: FlaskClient, address: str, said: str) -> None:
    assert client.get(address).status_code == 404
    assert said in block(client, address)
    assert said in block(client, address, lang="en")


@pytest.mark.parametrize("key", ["gmv_hhi", "nobody"])
def test_a_number_without_rows_has_no_list(client: FlaskClient, key: str) -> None:
    assert client.get(f"/list/{key}").status_code == 404
    selection = Selection(Period(STARTS_ON, AS_OF)).narrowed("indicator", key)
    assert file_links(LIST, selection, "zh") == [], "nor has it files, for which the page would fail"
    assert client.get(f"/api/list/{key}.csv").status_code == 404


@pytest.mark.parametrize("key", ["A/B", "50%", "a~b", "甲 1?#"])
def test_an_address_holds_any_key(key: str) -> None:
    address = paths.record("items", key)
    _, fixed = page_at(unquote(address))
    assert (fixed["listing"], paths.record_key(fixed["record"])) == ("items", key)


def test_the_entity_that_the_register_lacks_has_a_page_of_what_records_say(client: FlaskClient) -> None:
    known = {row["entity_id"] for row in ROWS["entity"]}
    spell = next(row for row in ROWS["negative_entity"] if row["entity_id"] not in known)
    address = paths.record("entity_register", spell["entity_id"])
    assert client.get(address).status_code == 200
    told = block(client, address, "entity")
    assert "登记库中没有这个主体" in told
    assert paths.record("negatives", spell["spell_id"]) in told


def rows_of(client: FlaskClient, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_the_files_of_a_list_hold_as_many_rows_as_its_number(client: FlaskClient) -> None:
    query = "period=all&platform=P1&lang=en"
    number = json.loads(client.get(f"/api/indicators/overdue.json?{query}").text)["total"]
    titles, *rows = rows_of(client, f"/api/list/overdue.csv?{query}")
    assert titles[:4] == ["Item", "Overdue (working days)", "Closure due", "Handling district"]
    assert len(rows) == number > 0
    assert [int(row[1]) for row in rows] == sorted((int(row[1]) for row in rows), reverse=True)
    book = load_workbook(io.BytesIO(client.get(f"/api/list/overdue.xlsx?{query}").data))
    sheet, about = (list(one.iter_rows(values_only=True)) for one in book)
    assert len(sheet) - 1 == number
    assert [str(cell) for cell in sheet[0]] == titles[:-2], (
        "the last columns of a CSV are the number's id and its watermark"
    )
    assert ("Rows", INDICATORS["overdue"].title("en")) in {row[:2] for row in about}
    assert any("Yiping Mall" in str(row[1]) for row in about), "which platform"


@pytest.mark.parametrize("source", LISTINGS)
def test_every_list_leaves_as_a_workbook(client: FlaskClient, source: str) -> None:
    rows = rows_of(client, f"/api/rows/{source}.csv?period=all")
    book = load_workbook(io.BytesIO(client.get(f"/api/rows/{source}.xlsx?period=all").data), read_only=True)
    assert sum(1 for _ in book.worksheets[0].iter_rows()) == len(rows)


def card_lines(client: FlaskClient, path: str, **more: str) -> list[dict[str, Any]]:
    answer = client.get(f"/api/board{path}", query_string={"period": "all", **more})
    return [line for line in map(json.loads, answer.text.splitlines()) if "card" in line]


def test_key_figures_and_cells_of_tables_lead_to_as_many_rows_as_they_say(client: FlaskClient) -> None:
    page = EVERY_PAGE["/governance"]
    keys = [card.name for card in page.cards if card.is_key and is_listed(card.main.key)]
    assert len(keys) > 10
    lines = card_lines(client, "/governance", district="330110", only=",".join(keys))
    hrefs = {line["card"]: re.search(r'href="(/list/[^"]+)"', line["key"]) for line in lines}
    shown = [name for name, found in hrefs.items() if found]
    assert {"complaints_and_reports", "overdue"} <= set(shown)
    table = "complaints_and_reports-goods-bars"
    (line,) = card_lines(client, "/governance", only=table, table=table)
    cells = re.findall(r'<td class="n"><a href="(/list/[^"]+)">([\d,]+)</a>', line["aside"])
    assert cells
    for href, number in cells[:3]:
        path, _, query = href.replace("&amp;", "&").partition("?")
        assert len(rows_of(client, f"/api{path}.csv?{query}")) - 1 == int(number.replace(",", ""))


def test_no_key_figure_of_the_wall_leads_away_from_it(client: FlaskClient) -> None:
    assert not [line for line in card_lines(client, "/wall") if "/list/" in line.get("key", "")]

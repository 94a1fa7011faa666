"""Over HTTP: a number has a page that says where it comes from, and every card, list and file leads to it by its id."""

import csv
import io
import json
import re
from datetime import date

import pytest
from dash import Dash
from flask.testing import FlaskClient
from openpyxl import load_workbook

from components.cards import sections
from components.model import paths
from components.words import describe
from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.lookups.due import counted
from data_access.lookups.replays import replay
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.labels import labels
from data_access.metrics.number_ids import NumberId
from data_access.metrics.query import Question, fetch
from data_access.store.store import Store
from tests.data_access.small_city import YUHANG
from tests.web.test_records import block

YEAR = Selection(Period(date(2021, 1, 1), date(2021, 12, 31)))


@pytest.fixture(scope="module")
def client(served: Dash) -> FlaskClient:
    return served.server.test_client()


def id_of(store: Store, by: tuple[str, ...] = (), members: tuple[str, ...] = ()) -> str:
    question = Question(INDICATORS["complaints_and_reports"], by, YEAR.narrowed("district", YUHANG))
    return str(NumberId.of(question, WHOLE_CITY, store.version(), members))


def test_the_page_of_a_number_says_it_again_and_where_it_comes_from(
    client: FlaskClient, small_store: Store
) -> None:
    address = paths.number(id_of(small_store))
    assert client.get(address).status_code == 200
    told = block(client, address, "number")
    asked = f"from=2021-01-01&to=2021-12-31&district={YUHANG}"
    value = client.get(f"/api/indicators/complaints_and_reports.json?{asked}").json["total"]
    assert f"<h2>投诉举报量：{value:,} 件</h2>" in told
    for words in (
        YUHANG,
        "余杭区",
        "complaint_report",
        "SELECT",
        small_store.version(),
        id_of(small_store),
        "B1",
        "12315",
    ):
        assert words in told
    assert re.search(rf'href="{paths.LIST}/complaints_and_reports\?[^"]*district={YUHANG}', told)
    assert "the same number as then" in block(client, address, "number", "en")


def test_a_count_of_what_falls_due_has_its_page_too(client: FlaskClient, small_store: Store) -> None:
    with small_store.snapshot() as snapshot:
        asked = counted("closure", "overdue", YEAR)
        row = max(fetch(snapshot, *asked, WHOLE_CITY).to_dict("records"), key=lambda one: one["n"])
        text = str(NumberId.of(asked, WHOLE_CITY, snapshot.version, (row["district"],)))
    assert row["n"] > 0
    address = paths.number(text)
    assert client.get(address).status_code == 200
    told = block(client, address, "number")
    assert f"：{row['n']:,} 件</h2>" in told
    assert f'href="{paths.DUE}"' in told
    assert "close_due" in told


def test_the_page_of_a_split_leads_to_each_of_its_numbers(client: FlaskClient, small_store: Store) -> None:
    told = block(client, paths.number(id_of(small_store, ("platform", "month"))), "number")
    links = re.findall(rf'href="({paths.NUMBER}/[^"]+month:[^"]+)"', told)
    assert len(links) > 3
    for link in links[:3]:
        assert re.search(r"<h2>投诉举报量 · [^<]+ · 2021-\d\d-01：\d+ 件</h2>", block(client, link, "number"))


def test_a_mistyped_id_has_a_sentence_and_404(client: FlaskClient, small_store: Store) -> None:
    wrong = paths.number(id_of(small_store)[:-1])
    assert client.get(wrong).status_code == 404
    assert "取数编号" in block(client, wrong, "number")


@pytest.mark.parametrize("path", ["/governance", "/platform/P1"])
def test_every_card_leads_to_where_its_numbers_come_from(
    client: FlaskClient, small_store: Store, path: str
) -> None:
    lines = [json.loads(line) for line in client.get(f"/api/board{path}?lang=en").text.splitlines()]
    drawn = [
        line
        for line in lines
        if line.get("card") and line["state"] == "ready" and 'class="few"' not in line.get("key", "")
    ]
    assert len(drawn) > 10
    for line in drawn:
        links = re.findall(rf'href="{paths.NUMBER}/([^"]+)"', line.get("key") or line.get("foot", ""))
        assert links, line["card"]
        found = [replay(small_store, link, WHOLE_CITY) for link in links]
        assert all(one.cells for one in found), line["card"]
        if "key" in line and (said := re.search(r'class="number[^>]*title="([\d,.]+) ', line["key"])):
            assert describe.exact(found[0].cells[0].value, found[0].indicator.unit) == said[1], line["card"]


def test_a_wall_has_no_such_links(client: FlaskClient) -> None:
    assert f"{paths.NUMBER}/" not in client.get("/api/board/wall").text


def test_a_list_leads_to_its_number(small_store: Store) -> None:
    with small_store.snapshot() as snapshot:
        chosen = YEAR.narrowed("indicator", "complaints_per_10k_shops")
        told = str(sections.SECTIONS["rows-list"](snapshot, WHOLE_CITY, labels(snapshot), chosen, "en"))
    (link,) = re.findall(rf"href='{paths.NUMBER}/([^']+)'", told)
    assert replay(small_store, link, WHOLE_CITY).indicator.key == "complaints_per_10k_shops"


def test_answers_and_their_files_carry_the_id_of_each_number(client: FlaskClient, small_store: Store) -> None:
    asked = f"complaints_and_reports.{{}}?by=platform,month&from=2021-01-01&to=2021-12-31&district={YUHANG}&lang=en"
    told = client.get("/api/indicators/" + asked.format("json")).json
    for row in told["rows"][:5]:
        (cell,) = replay(small_store, row["id"], WHOLE_CITY).cells
        assert (cell.value, cell.n) == (row["value"], row["n"])
    assert len(replay(small_store, told["id"], WHOLE_CITY).cells) == len(told["rows"])
    lines = list(
        csv.DictReader(
            io.StringIO(client.get("/api/indicators/" + asked.format("csv")).text.lstrip("\ufeff"))
        )
    )
    assert [one["Number id"] for one in lines] == [row["id"] for row in told["rows"]]
    book = load_workbook(io.BytesIO(client.get("/api/indicators/" + asked.format("xlsx")).data))
    assert ("Number id", told["id"]) in set(book.worksheets[-1].iter_rows(values_only=True))

"""Over HTTP: a number has a page that says where it comes from, and every card, list and file leads to it by its id."""

import re
from datetime import date

import pytest
from dash import Dash
from flask.testing import FlaskClient

from components.model import paths
from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.number_ids import NumberId
from data_access.metrics.query import Question
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

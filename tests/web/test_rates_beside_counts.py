"""Over HTTP: what complaints and reports are told by stands in the address, and changes every card that counts them, or says why not."""

import io
import json
import re
from datetime import date
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from openpyxl import load_workbook

from components.cards.rate_notes import without_base
from components.frame.controls import filter_bar
from data_access.domain.access import WHOLE_CITY
from data_access.domain.currency import YUAN
from data_access.domain.filters import DEFAULT_PER, PER, Selection
from data_access.domain.periods import Horizon, Period
from data_access.metrics.indicators.base import Per
from data_access.metrics.indicators.complaint_rates import RATES
from data_access.metrics.labels import labels
from data_access.metrics.money import in_currency
from data_access.metrics.query import fetch
from data_access.store.store import Store
from tests.data_access.small_city import AS_OF, STARTS_ON, YUHANG
from tests.every_page import EVERY_PAGE

HORIZON = Horizon(STARTS_ON, AS_OF)


@pytest.fixture(scope="module")
def client(served: Dash) -> FlaskClient:
    return served.server.test_client()


def cards(client: FlaskClient, address: str) -> dict[str, dict[str, Any]]:
    lines = [json.loads(line) for line in client.get(f"/api/board/{address}&lang=en").text.splitlines()]
    return {line["card"]: line for line in lines if "card" in line}


def said(line: dict[str, Any]) -> str:
    return str(line.get("key") or line["aside"] + line["foot"] + line["meta"])


def test_a_selection_keeps_what_counts_are_told_by() -> None:
    for per in PER:
        chosen, problems = Selection.from_query({"per": per}, HORIZON)
        assert not problems
        assert chosen.per == per
        assert ("per" in chosen.to_query()) == (per != DEFAULT_PER)
        assert Selection.from_query(chosen.to_query(), HORIZON) == (chosen, [])
    chosen, (problem,) = Selection.from_query({"per": "head"}, HORIZON)
    assert chosen.per == DEFAULT_PER
    assert "per='head'" in str(problem)


def test_each_count_has_a_rate_for_each_choice_with_a_least_n() -> None:
    assert set(RATES) == {"complaints", "reports", "complaints_and_reports"}
    for key, rates in RATES.items():
        assert set(rates) == set(PER) - {DEFAULT_PER}
        for one in rates.values():
            assert isinstance(one.value, Per)
            assert (one.value.above.key, one.min_n) == (key, 30)


@pytest.mark.parametrize("per", [one for one in PER if one != DEFAULT_PER])
def test_every_card_that_counts_complaints_tells_the_rate(client: FlaskClient, per: str) -> None:
    rate = in_currency(RATES["complaints_and_reports"][per], YUAN)
    told = cards(client, f"governance?period=all&per={per}")
    assert rate.unit.title.en in told["complaints_and_reports"]["key"]
    for name in ("complaints_and_reports-years", "complaints_and_reports-platform-pareto"):
        assert rate.formula.en in told[name]["foot"], name
    assert "fewer than 30" in told["complaints_and_reports-trend"]["aside"], "of no month there are enough"
    assert "÷ orders" not in said(next(one for name, one in told.items() if name.endswith("funnel"))), (
        "drawn with other counts"
    )
    assert rate.formula.en not in said(told["closure_on_time"]), "what is no count stays as it is"


def test_a_rate_whose_base_means_another_thing_by_a_filter_is_refused_and_the_filter_named(
    client: FlaskClient,
) -> None:
    told = cards(client, f"governance?period=all&per=orders&district={YUHANG}")
    assert "With a filter on" in said(told["complaints_and_reports"])
    assert "the count" in said(told["complaints_and_reports-trend"])
    assert "There is no" in said(
        cards(client, "governance?period=all&per=orders")["complaints_and_reports-district-map"]
    )


def test_a_filter_that_items_alone_have_narrows_the_numerator(small_store: Store) -> None:
    rate = RATES["complaints_and_reports"]["orders"]
    assert isinstance(rate.value, Per)
    chosen, _ = Selection.from_query({"period": "all", "problem": "fake"}, HORIZON)
    with small_store.snapshot() as snapshot:
        known = labels(snapshot)
        assert known.dataset.horizon == HORIZON
        above, below, own = (
            fetch(snapshot, one, (), chosen, WHOLE_CITY)["value"].iloc[0]
            for one in (rate.value.above, rate.value.below, rate)
        )
    assert own == pytest.approx(above / below * 1_000_000)
    assert above > 0


def test_a_rate_without_a_base_says_what_there_is_none_of() -> None:
    rate = RATES["complaints_and_reports"]["orders"]
    assert without_base(rate, "en").startswith("There is no “Orders” in the period to divide by")
    assert "订单量" in without_base(rate, "zh")


def test_the_api_answers_with_the_rate_that_the_address_asks_for(client: FlaskClient) -> None:
    told = client.get("/api/indicators/complaints_and_reports.json?period=all&per=shops&by=platform").json
    assert told["key"] == "complaints_and_reports_per_1k_shops"
    assert {row.get("too_few", False) for row in told["rows"] if row["n"] < 30} == {True}
    assert "per='head'" in client.get("/api/indicators/gmv.json?per=head").text


def test_a_table_and_its_workbook_have_numerator_and_denominator(client: FlaskClient) -> None:
    shown = cards(client, "governance?period=all&per=orders&table=complaints_and_reports-platform-pareto")
    table = shown["complaints_and_reports-platform-pareto"]["aside"]
    assert "Complaints and reports" in table
    assert "Orders" in table
    book = load_workbook(
        io.BytesIO(client.get("/api/indicators/complaints.xlsx?period=all&per=orders&by=platform").data)
    )
    assert "百万单投诉量" in str(list(book.worksheets[-1].iter_rows(values_only=True)))


def test_the_control_stands_on_pages_that_count_complaints_and_nowhere_else() -> None:
    for path, is_there in (("/governance", True), ("/platform/<platform_id>", True), ("/credit", False)):
        assert ("per" in EVERY_PAGE[path].offered({})) == is_there, path


def test_a_grain_of_too_many_points_is_off_and_says_why(small_store: Store) -> None:
    with small_store.snapshot() as snapshot:
        known = labels(snapshot)
    years = Selection(Period(date(2014, 1, 1), AS_OF))
    told = {
        one.className: str(one)
        for one in filter_bar(years, known, ["per"], "en")
        if hasattr(one, "className")
    }
    off = re.findall(r"'label': '([^']+)', 'disabled': True", told["control grain"])
    assert [words.partition(" ")[0] for words in off] == ["Day"]
    assert "2,922 points, too many" in off[0]
    year = next(
        str(one)
        for one in filter_bar(Selection(Period(STARTS_ON, AS_OF)), known, [], "en")
        if one.className == "control grain"
    )
    assert "disabled" not in year
    assert "Per million orders" in told["more"]

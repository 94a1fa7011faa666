"""A data set in another currency says so wherever money is shown, and 元 nowhere."""

import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import flask
import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from components.board.boards import BoardQuery, Boards
from components.cards.sections import definitions
from components.http import api
from components.http.reports import ReportBuilder
from components.model.page import PAGES, Page
from data_access.__main__ import main
from data_access.brief import brief
from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.exports.reports import Asked
from data_access.exports.workbooks import report_xlsx
from data_access.lookups.rows import LISTINGS, rows
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.labels import labels
from data_access.metrics.money import in_currency
from data_access.state.database import State
from data_access.state.tasks import TaskBook
from data_access.store.schema import metadata
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.small_city import AS_OF, ROWS, STARTS_ON
from tests.every_page import EVERY_PAGE, OPEN
from tests.shared import swept

ALL = Selection(Period(STARTS_ON, AS_OF))
MONEY = [key for key, indicator in INDICATORS.items() if indicator.unit.is_money]
PLATFORM = OPEN | {"platform_id": "P1"}
YUAN = re.compile("元|CNY|¥|￥|RMB")


def told(has: Callable[[Page], bool]) -> list[tuple[str, str]]:
    """Return the pages that have something to tell, those with money in both languages."""
    pages = [(path, page) for path, page in EVERY_PAGE.items() if has(page)]
    with_money = [
        path
        for path, page in pages
        if any(one.key in MONEY for card in page.cards for one in card.indicators)
    ]
    return [(path, "zh") for path, _ in pages] + [(path, "en") for path in with_money]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The small city, had it counted in dollars."""
    made = Store(str(tmp_path_factory.mktemp("dollars")), threads=1)
    fill(made, ROWS | {"dataset": [row | {"currency": "USD"} for row in ROWS["dataset"]]})
    yield made
    made.close()


@pytest.fixture(scope="module")
def client(store: Store) -> FlaskClient:
    server = flask.Flask(__name__)
    api.register(server, store, lambda: WHOLE_CITY)
    return server.test_client()


def said(words: str) -> list[str]:
    """Return where yuan are named, with a few letters before."""
    if not YUAN.search(words):  # looked for with the letters before it takes thirty times as long
        return []
    return re.findall(f".{{0,30}}(?:{YUAN.pattern})", words)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_card_of_a_report_or_its_workbook_names_yuan(store: Store, lang: str) -> None:
    pages = [path for path, asked_in in told(lambda page: bool(page.cards)) if asked_in == lang]
    wished = (Asked(PAGES[path].at(PLATFORM), {"period": "all"}, lang) for path in pages)  # type: ignore[arg-type]
    reports = [ReportBuilder(store).report(one, WHOLE_CITY, "x", "X-1") for one in wished]
    assert {one.path: said(repr(one)) for one in reports if said(repr(one))} == {}
    every = replace(reports[0], parts=tuple(part for one in reports for part in one.parts))
    book = load_workbook(io.BytesIO(report_xlsx(every)), read_only=True)
    cells = [
        str(cell) for sheet in book for line in sheet.iter_rows(values_only=True) for cell in line if cell
    ]
    assert len(cells) > len(every.parts)
    assert said(" ".join(cells)) == []


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TaskBook]:
    state = State(f"sqlite:///{tmp_path_factory.mktemp('tasks')}/state.db")
    yield TaskBook(state, lambda: "x")
    state.close()


@swept("asked", told(lambda page: bool(page.cards or page.blocks)))
def test_no_board_names_yuan(store: Store, tasks: TaskBook, asked: tuple[str, str]) -> None:
    path, lang = asked
    query = BoardQuery.of(PAGES[path].at(PLATFORM), {"period": "all", "lang": lang})
    lines = list(Boards(store, tasks).lines(query, WHOLE_CITY))
    assert said(json.dumps(lines, ensure_ascii=False, default=str)) == []
    assert not [line for line in lines if line.get("state") == "error"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_bulletin_and_the_heads_of_rows_name_dollars_alone(store: Store, lang: str) -> None:
    made = brief(store.snapshot(), WHOLE_CITY, ALL, lang=lang, export="X-1", who="x")
    assert said(repr(made)) == []
    assert "USD" in repr(made)
    heads = {source: rows(store.snapshot(), source, ALL, WHOLE_CITY, lang=lang).titles for source in LISTINGS}
    assert said(repr(heads)) == []
    assert "USD" in repr(heads)


@swept("asked", [(key, lang) for key in MONEY for lang in ("zh", "en")])
def test_an_answer_of_money_is_in_dollars(client: FlaskClient, asked: tuple[str, str]) -> None:
    key, lang = asked
    address = f"/api/indicators/{key}"
    answer = client.get(f"{address}.json?period=all&lang={lang}").get_json()
    assert (answer["unit"], answer["currency"]) == ("money", "USD")
    assert said(json.dumps(answer, ensure_ascii=False)) == []
    text = client.get(f"{address}.csv?period=all&lang={lang}").data.decode("utf-8-sig")
    assert "USD" in text
    assert said(text) == []
    book = load_workbook(io.BytesIO(client.get(f"{address}.xlsx?period=all&lang={lang}").data))
    assert said(" ".join(str(cell.value) for sheet in book for line in sheet for cell in line)) == []


def test_the_list_of_indicators_and_the_portrait_are_in_the_currency_of_the_data(client: FlaskClient) -> None:
    listed = client.get("/api/indicators").get_json()["indicators"]
    assert {entry["unit"]["title"]["zh"] for entry in listed if entry["key"] in MONEY} == {"USD"}
    assert client.get("/api/version").get_json()["currency"] == "USD"
    assert (
        said(json.dumps([listed, client.get("/api/platforms/P1.json").get_json()], ensure_ascii=False)) == []
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_definitions_need_no_store_and_leave_the_currency_to_it(lang: str) -> None:
    assert said(repr(definitions(lang).to_plotly_json())) == []


def test_an_indicator_in_a_currency_is_one_object() -> None:
    gmv = INDICATORS["gmv"]
    in_dollars = in_currency(gmv, "USD")
    assert in_dollars is in_currency(gmv, "USD") is in_currency(in_dollars, "USD")
    assert in_currency(gmv, "CNY") is gmv
    assert in_currency(INDICATORS["orders"], "USD") is INDICATORS["orders"]


def test_no_label_of_a_column_says_a_currency() -> None:
    labelled = [column.info["label"] for table in metadata.tables.values() for column in table.columns]
    assert [label for label in labelled if YUAN.search(f"{label.zh} {label.en}")] == []


def test_yuan_are_still_yuan(small_store: Store) -> None:
    asked = Asked("/", {"period": "all"})
    assert "元" in repr(ReportBuilder(small_store).report(asked, WHOLE_CITY, "x", "X-1").parts[0:8])


def test_a_store_of_before_currencies_is_in_yuan(small_city: Path, tmp_path: Path) -> None:
    shutil.copytree(small_city, tmp_path / "store")
    (snapshot,) = (tmp_path / "store" / "snapshots").glob("*.duckdb")
    with duckdb.connect(str(snapshot)) as native:
        native.execute("ALTER TABLE dataset DROP COLUMN currency")
    store = Store(str(tmp_path / "store"), threads=1)
    assert labels(store.snapshot()).dataset.currency == "CNY"
    store.close()


def loaded(folder: Path, amounts: tuple[int, int], currency: str = "", name: str = "f") -> int:
    """Load one complaint with an amount in dispute and one recovered; return how the command ended."""
    (folder / f"{name}.csv").write_text(
        f"id,day,a,b\n{name},2021-03-01,{amounts[0]},{amounts[1]}\n", encoding="utf-8"
    )
    stated = f'currency = "{currency}"\n' if currency else ""
    (folder / "m.toml").write_text(
        'table = "complaint_report"\nprovider = "x"\n'
        f'[dataset]\ncity = "US-XX"\nname_zh = "某市"\nname_en = "A city"\nis_synthetic = false\n{stated}'
        '[columns]\nitem_id = "id"\nkind = { constant = "complaint" }\nregistered_at = "day"\n'
        'amount_disputed = "a"\namount_recovered = "b"\n',
        encoding="utf-8",
    )
    where = ["--mapping", str(folder / "m.toml"), "--store", str(folder / "store")]
    return main(["load", str(folder / f"{name}.csv"), *where])


def held(folder: Path) -> tuple[str, float | None]:
    """Return the currency of a store, and what was recovered in it."""
    store = Store(str(folder / "store"), threads=1)
    with store.snapshot() as snapshot:
        (found,) = snapshot.frame(metadata.tables["complaint_report"].select())["amount_recovered"]
        currency = labels(snapshot).dataset.currency
    store.close()
    return currency, None if found != found else float(found)  # noqa: PLR0124


def test_a_mapping_says_the_currency_and_a_limit_of_chinese_law_holds_for_yuan_alone(tmp_path: Path) -> None:
    for folder, currency, recovered in (("cn", "", None), ("us", "USD", 900.0)):
        (tmp_path / folder).mkdir()
        assert loaded(tmp_path / folder, (10, 900), currency) == 0
        assert held(tmp_path / folder) == (currency or "CNY", recovered)


def test_two_currencies_in_one_store_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert loaded(tmp_path, (10, 9), "USD") == 0
    assert loaded(tmp_path, (10, 9), "EUR", "g") == 1
    assert "dataset.currency is EUR and the money in the store is in USD" in capsys.readouterr().err
    assert loaded(tmp_path, (10, 9), "", "g") == 1
    assert 'say currency = "USD" if these are too' in capsys.readouterr().err
    assert held(tmp_path) == ("USD", 9.0)


def test_what_is_no_currency_is_refused_with_the_nearest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert loaded(tmp_path, (10, 9), "US$") == 1
    assert "There is no currency of ISO 4217 'US$'; did you mean" in capsys.readouterr().err

"""A filter that does not narrow what is told is named wherever numbers stand: in sentences, blocks, lists and files as on cards."""

import csv
import io
import json
import re
from collections.abc import Collection
from datetime import date

import pytest
from dash import Dash
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from components.board.markup import html_of
from components.cards.sections import SECTIONS
from components.model.context import CardContext
from components.model.facts import Facts
from components.model.page import Block, Page
from components.tasks.warnings import warning_in_words
from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import FILTERS, Selection
from data_access.domain.periods import Period
from data_access.lookups.rates import RATE
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.labels import labels
from data_access.metrics.signals import Signal
from data_access.store.schema import platform
from data_access.store.store import Store
from tests.data_access.small_city import YUHANG
from tests.every_page import EVERY_PAGE, OPEN

YEARS = "from=2020-01-01&to=2021-12-31"
ALL = Selection(Period(date(2020, 1, 1), date(2021, 12, 31)))
DISTRICT = "不受「区县」筛选"


@pytest.fixture(scope="module")
def client(served: Dash) -> FlaskClient:
    return served.server.test_client()


def told(client: FlaskClient, address: str) -> dict[str, str]:
    """Return what a board tells at an address, by the names of its blocks and parts."""
    lines = [json.loads(line) for line in client.get(f"/api/board/{address}&{YEARS}").text.splitlines()]
    parts = {name: str(words) for line in lines for name, words in line.get("parts", {}).items()}
    return parts | {line["block"]: line["html"] for line in lines if "block" in line}


def test_rates_that_a_district_does_not_narrow_are_those_of_the_city_and_say_so(client: FlaskClient) -> None:
    whole, found = (told(client, f"governance?{one}")["rates"] for one in ("", f"district={YUHANG}"))
    assert DISTRICT in found
    assert "所选合计" not in found
    numbers = [re.findall(r'data-above="\d+"|data-below="\d+"', one) for one in (whole, found)]
    assert numbers[0] == numbers[1] != []
    narrowed = told(client, "governance?class=10")["rates"]
    assert "不受「" not in narrowed
    assert "所选合计" in narrowed


def test_the_files_of_the_rates_say_it_too(client: FlaskClient) -> None:
    asked = f"district={YUHANG}&{YEARS}"
    (first, *_) = csv.DictReader(io.StringIO(client.get(f"/api/rates.csv?{asked}").text.lstrip("\ufeff")))
    assert DISTRICT in first["备注"]
    book = load_workbook(io.BytesIO(client.get(f"/api/rates.xlsx?{asked}").data))
    assert DISTRICT in {cell for sheet in book for row in sheet.values for cell in row}


@pytest.mark.parametrize("key", FILTERS)
def test_every_block_of_numbers_names_a_filter_that_it_cannot_honour(
    client: FlaskClient, small_store: Store, key: str
) -> None:
    known = labels(small_store.snapshot())
    members = tuple(known.members(key))
    assert members, "the small city has some of everything"
    unused = f"不受「{known.title(key, (members[0],))('zh')}」筛选"
    chosen = f"{key}={members[0]}"
    sentences = {"": ("platforms", "shops", "gmv"), "governance": ("complaints_and_reports", "overdue")}
    for path, told_by in sentences.items():
        found = told(client, f"{path}?{chosen}")
        is_honoured = all(key in INDICATORS[one].filters() for one in told_by)
        assert (unused in found["headline"]) != is_honoured, path
        if path == "":
            assert "筛选只决定列出哪些平台" in found["attention"]
            assert (unused in found["attention"]) != (key in INDICATORS["platforms"].filters())
        else:
            assert (unused in found["rates"]) != (key in RATE.filters())
    board = told(client, f"duties?{chosen}")["report_board"]
    files = [one for one in ("reports_due", "co_answers_due") if key not in INDICATORS[one].filters()]
    assert (unused in board) == bool(files)


def test_no_sentence_tells_a_number_that_there_is_not(client: FlaskClient, small_store: Store) -> None:
    held = small_store.snapshot().rows(select(platform.c.district).distinct())
    empty = next(one for one in labels(small_store.snapshot()).members("district") if (one,) not in held)
    for district in (empty, YUHANG):
        for path in ("", "governance", "credit"):
            found = told(client, f"{path}?district={district}")
            assert "—" not in found["headline"], f"{path} {district}"
            is_empty = "全部 0 家" in found.get("attention", "")
            assert not is_empty or "所选条件下没有平台" in found["attention"]


def test_what_falls_due_names_a_filter_that_some_of_its_kinds_cannot_honour(client: FlaskClient) -> None:
    for page, block in {"due": "due", "systems/complaint_handling": "items_due"}.items():
        assert "不受「经营类目」筛选" in told(client, f"{page}?category=food")[block]
        assert "不受「" not in told(client, f"{page}?district={YUHANG}&class=10")[block]
    assert "不受「问题类别」筛选" in told(client, "due?problem=quality")["due"]
    assert "不受「" not in told(client, "systems/complaint_handling?problem=quality")["items_due"]


def test_lists_of_rows_name_it_and_say_nothing_of_what_their_page_is_narrowed_to(small_store: Store) -> None:
    snapshot = small_store.snapshot()
    known = labels(snapshot)

    def rows(name: str, selection: Selection, fixed: Collection[str] = ()) -> str:
        return html_of(SECTIONS[name](snapshot, WHOLE_CITY, known, selection, "zh", fixed)[:-1])

    assert "不受「经营类目」筛选" in rows(
        "rows-items", ALL.narrowed("category", next(iter(known.members("category"))))
    )
    seen = 0
    for page in EVERY_PAGE.values():
        for name in (one for one in _lists(page) if one in SECTIONS):
            selection = ALL
            for key, value in page.fixed(OPEN).items():
                selection = selection.narrowed(key, value)
            assert "不受「" not in rows(name, selection, page.fixed(OPEN)), f"{page.path} {name}"
            seen += 1
    assert seen > 20


def _lists(page: Page) -> list[str]:
    parts = (part for section in page.sections for part in section.parts)
    return [part.name for part in parts if isinstance(part, Block) and part.name.startswith("rows-")]


def test_a_warning_names_it_in_words_and_so_in_files(small_store: Store) -> None:
    snapshot = small_store.snapshot()
    page = {"path": "/warnings", "fixed": {}, "lang": "zh", "theme": "light"}
    chosen = ALL.narrowed("district", YUHANG)
    reader = CardContext(page, labels(snapshot), chosen, Facts(snapshot, WHOLE_CITY, "zh"))
    for key, is_named in {"decisions_on_time": True, "closure_on_time": False}.items():
        signal = Signal("missed", INDICATORS[key], chosen, 0.5, 40, "/governance")
        assert (DISTRICT in warning_in_words(signal, reader)[1]) is is_named

"""What lies outside a reader's districts changes nothing that he is told: over two cities that differ there alone, every route
says the same to him, whoever has asked before."""

import csv
import io
import json
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import String, and_, not_, select

from components.cards.sections import SECTIONS
from components.http.replies import content
from components.http.responses import as_json
from components.model import ids
from components.model.page import Block, Page, page_at
from components.model.paths import CLAIMANTS
from data_access.domain.access import Scope
from data_access.domain.filters import Selection
from data_access.exports import Answer
from data_access.exports.answers import Question as Asked
from data_access.lookups.credit import vetoes
from data_access.lookups.row_statements import columns_of
from data_access.lookups.rows import LISTINGS, shows_persons
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.indicators.base import Indicator
from data_access.metrics.labels import labels
from data_access.metrics.narrowing import _joined, _within
from data_access.metrics.plan import together
from data_access.metrics.query import Question, fetch
from data_access.metrics.sources import SOURCES
from data_access.store.schema import metadata
from data_access.store.store import Store
from tests.access.conftest import Browser, House, house_of, last_lines, peopled
from tests.data_access.conftest import fill
from tests.data_access.small_city import ROWS, YUHANG
from tests.every_page import EVERY_PAGE, OPEN
from tests.shared import once

OFFICER = Scope(frozenset({YUHANG}))
#: The register of platforms is public (电子商务法 art. 15): who they are is told to everybody, what befell them is not.
PUBLIC = {"platform"}
#: A version of the data, in the id of a number with the check that ends the id: it is reckoned over the version too.
_VERSION = r"\d{8}T\d{12}Z-\w{4}(~[0-9a-f]{8})?"


def outside(store: Store, scope: Scope) -> dict[str, list[dict[str, object]]]:
    """Return those rows of the small city that lie in other districts than a reader's, by table."""
    found: dict[str, list[dict[str, object]]] = {}
    with store.snapshot() as snapshot:
        for source in SOURCES.values():
            name, district = source.table.name, source.dimensions.get("district")
            if source.public or name in PUBLIC:
                continue
            keys = list(source.table.primary_key)
            condition = and_(district.is_not(None), not_(_within(source, scope)))
            asked = select(*keys).select_from(_joined(source, [condition])).where(condition)
            theirs = set(map(tuple, snapshot.frame(asked).astype(str).to_numpy()))
            own = [one.name for one in keys]
            found[name] = [row for row in ROWS[name] if tuple(str(row[key]) for key in own) in theirs]
    return found


def again(name: str, row: dict[str, object]) -> dict[str, object]:
    """Return a row once more; one that facts of other districts may refer to has a name that none refers to."""
    keys = list(metadata.tables[name].primary_key)
    is_named = len(keys) == 1 and isinstance(keys[0].type, String)
    return row | ({keys[0].name: f"{row[keys[0].name]}-again"} if is_named else {})


@pytest.fixture(scope="module")
def other(small_store: Store, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house over another city: all that lies outside the officer's district has happened twice."""

    def build(folder: Path) -> None:
        store, theirs = Store(str(folder), threads=1), outside(small_store, OFFICER)
        fill(
            store,
            {
                name: [*rows, *(again(name, row) for row in theirs.get(name, ()))]
                for name, rows in ROWS.items()
            },
        )
        store.close()

    city = once(tmp_path_factory, "happened_twice", build)
    return peopled(house_of(city, tmp_path_factory.mktemp("other"), login=True))


def test_the_two_cities_differ_in_every_kind_of_fact(small_store: Store) -> None:
    theirs = outside(small_store, OFFICER)
    assert len(theirs) == len({one.table.name for one in SOURCES.values() if not one.public} - PUBLIC)
    assert not [name for name, rows in theirs.items() if not rows]
    assert len([name for name, rows in theirs.items() if len(rows) < len(ROWS[name])]) > 20


def addresses(page: Page) -> list[str]:
    """Return a page for what is inside the officer's district and for what is not."""
    items = (next(one["item_id"] for one in ROWS["complaint_report"] if (one["handling_district"] == YUHANG) is own)
             for own in (True, False))  # fmt: skip
    every = (
        OPEN | {"platform_id": one, "entity_id": two, "record_id": item}
        for one, two, item in zip(("P1", "P2"), ("E4", "E1"), items, strict=True)
    )
    return list(dict.fromkeys(map(page.at, every)))


#: Those of everybody who reads; the one of reverse complainants is opened by right of persons alone.
BOARDS = sorted(
    {one for page in EVERY_PAGE.values() for one in addresses(page) if page.cards or page.blocks}
    - {CLAIMANTS}
)


def told(browser: Browser, path: str, **more: str) -> list[str]:
    """Return what a board tells, line by line, without the version of the data."""
    answer = browser.get(f"/api/board{path}", query_string={"period": "all", **more})
    assert answer.status_code == 200, answer.text
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert lines, path
    assert not [line for line in lines if line.get("state") == "error"], path
    told = (json.dumps({key: value for key, value in line.items() if key != "version"}) for line in lines)
    return sorted(re.sub(_VERSION, "", line) for line in told)


def turned(path: str) -> dict[str, str]:
    """Return what tells those cards of a page alone that have a switch, each turned to its last indicator."""
    cards = [card for page in EVERY_PAGE.values() if path in addresses(page) for card in page.cards]
    last = {card.name: len(card.indicators) - 1 for card in cards if len(card.indicators) > 1}
    which = ",".join(f"{name}:{place}" for name, place in last.items())
    return {"which": which, "only": ",".join(last)} if last else {}


@pytest.mark.parametrize("path", BOARDS)
def test_every_board_is_the_same_without_what_lies_outside(house: House, other: House, path: str) -> None:
    leader, officer, alone = (
        one.inside(name) for one, name in ((house, "leader"), (house, "officer"), (other, "officer"))
    )
    told(leader, path)  # what is kept for him must not be told to the next one
    every = turned(path)
    for more in ({}, every) if every else ({},):
        his = told(officer, path, **more)
        assert his == told(alone, path, **more)


def same(text: str) -> str:
    """Return what is said without ids, moments and versions, which no two answers share."""
    text = re.sub(rf"{_VERSION}|\d{{8}}-\d{{6}}-[A-Z2-9]{{6}}", "", text)
    return re.sub(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?(\+\d\d:?\d\d)?", "", text)


def cells(workbook: bytes) -> str:
    book = load_workbook(io.BytesIO(workbook), read_only=True)
    return repr([list(sheet.iter_rows(values_only=True)) for sheet in book])


def entries(archive: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        return repr([(name, files.read(name).decode("utf-8", "replace")) for name in files.namelist()])


def by_of(indicator: Indicator) -> str:
    """Return what an indicator is split by here: its districts, where it has any."""
    return "district" if "district" in indicator.splits() else ",".join(sorted(indicator.splits())[:1])


def answer_together(house: House) -> None:
    """Have all numbers of the officer answered by few statements, as boards do; the first of each source is left to be asked alone."""
    first = {one.source.key: one for one in reversed(INDICATORS.values())}.values()
    store = house.server.extensions["boards"].boards.store
    with store.snapshot() as snapshot:
        known = labels(snapshot)
        selection, _ = Selection.from_query({"period": "all"}, known.dataset.horizon, known.known)
        asked = [
            Question(known.in_currency(one), by, selection)
            for one in INDICATORS.values()
            if one not in first
            for by in (tuple(filter(None, by_of(one).split(","))), ())
        ]
        together(snapshot, asked, OFFICER)


def told_of(house: House, indicator: Indicator, by: str) -> str:
    """Return what the API tells the officer of an indicator, as its route writes it, without what every request costs."""
    with house.server.extensions["boards"].boards.store.snapshot() as snapshot:
        known = labels(snapshot)
        selection, _ = Selection.from_query({"period": "all"}, known.dataset.horizon, known.known)
        asked = Asked(known.in_currency(indicator), tuple(filter(None, by.split(","))), selection)
        rows, whole = (fetch(snapshot, asked.indicator, one, selection, OFFICER) for one in (asked.by, ()))
        held = vetoes(snapshot, selection.period.end)
        return as_json(
            content(Answer.of(asked, rows, known, snapshot.version, held, OFFICER), whole)
        ).get_data(as_text=True)


def test_every_number_is_the_same_in_json_and_csv(house: House, other: House) -> None:
    """The first of each source and each eighth are asked by their address, and tell what `told_of` tells of the others."""
    for city in (house, other):
        answer_together(city)
    one, two = house.inside("officer"), other.inside("officer")
    first = {one.source.key: key for key, one in reversed(INDICATORS.items())}.values()
    for place, (key, indicator) in enumerate(INDICATORS.items()):
        by = by_of(indicator)
        address = f"/api/indicators/{key}.json?period=all&by={by}"
        his = told_of(house, indicator, by)
        if key in first or place % 8 == 0:
            answers = [browser.get(address) for browser in (one, two)]
            assert [answer.status_code for answer in answers] == [200, 200], (key, answers[0].text)
            told = {same(answer.text) for answer in answers} | {same(his)}
        else:
            told = {same(text) for text in (his, told_of(other, indicator, by))}
        assert len(told) == 1, key
        rows = json.loads(his)["rows"]
        if by == "district" and not indicator.source.public:
            assert {row["district"] for row in rows} <= OFFICER.districts, key  # type: ignore[operator]
        if place % 8:  # both are written from one frame
            continue
        listed = list(
            csv.reader(io.StringIO(one.get(address.replace(".json", ".csv")).data.decode("utf-8-sig")))
        )
        assert len(listed) - 1 == len(rows), key


#: What stands in masked columns of the small city, as it was recorded.
PERSONS = {
    str(row[column.name])
    for name, rows in ROWS.items()
    for column in metadata.tables[name].columns
    if column.info["mask"]
    for row in rows
    if row.get(column.name)
}


@pytest.mark.parametrize("name", ["due", "attention", "rates"])
def test_lists_that_are_made_of_several_leave_without_what_lies_outside(
    house: House, other: House, name: str
) -> None:
    for form in ("csv", "xlsx"):
        address = f"/api/{name}.{form}?period=all"
        house.inside("leader").get(address)  # what is kept for him must not be told to the next one
        his, alone = (one.inside("officer").get(address) for one in (house, other))
        assert his.status_code == alone.status_code == 200
        told = (cells(one.data) if form == "xlsx" else one.data.decode("utf-8-sig") for one in (his, alone))
        assert len(set(map(same, told))) == 1


def table(browser: Browser, address: str, **more: Any) -> tuple[str, list[list[str]]]:
    """Return the name of a file and its lines."""
    answer = browser.get(address, **more)
    assert answer.status_code == 200, answer.text
    name = answer.headers["Content-Disposition"]
    return name, list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def taken(house: House, name: str, source: str, *, is_unmasked: bool = False) -> list[list[str]]:
    """Have somebody take a list, and return its lines without their marks.

    Where persons are unmasked, the name of the file, its first line, its rows and the audit say so; else none of them does.
    """
    file, lines = table(house.inside(name), f"/api/rows/{source}.csv?period=all")
    (entered,) = last_lines(house, 1)
    assert entered == (name, "csv", f"rows {source}{' unmasked' if is_unmasked else ''}")
    assert (f"{source}-unmasked-{name}-" in file) is is_unmasked
    assert (lines[0][-1] == f"水印：含未脱敏个人信息，取得人 {name} · {name}所") is is_unmasked
    assert all(row[-1].startswith("含未脱敏个人信息 · ") is is_unmasked for row in lines[1:])
    return [row[:-1] for row in lines]


@pytest.mark.parametrize("source", LISTINGS)
def test_every_list_holds_what_is_inside_and_persons_unmasked_for_those_alone_who_have_the_right(
    house: House, other: House, source: str
) -> None:
    inspector = taken(house, "inspector", source, is_unmasked=shows_persons(source, Scope(sees_persons=True)))
    officer, leader = taken(house, "officer", source), taken(house, "leader", source)
    assert officer == taken(other, "officer", source)
    keys = [{row[0] for row in rows[1:]} for rows in (officer, inspector, leader)]
    if not SOURCES[source].public:
        assert not keys[0] & keys[1]
    assert keys[0] | keys[1] <= keys[2]
    hidden = [place for place, column in enumerate(columns_of(source)) if column.info["mask"]]
    for rows in (officer, leader):
        assert not {row[place] for row in rows for place in hidden} & PERSONS
    if hidden and keys[1]:
        assert {row[place] for row in inspector for place in hidden} & PERSONS, "he has the right"


def files(browser: Browser, path: str) -> Iterator[str]:
    """Yield what a page's files say: its first card as XLSX and ZIP, the whole page and the bulletin as files of the background."""
    page = next(page for page in EVERY_PAGE.values() if path in addresses(page))
    asked = f"path={path}&card={page.cards[-1].name}&period=all"
    yield cells(browser.get(f"/api/card.xlsx?{asked}").data)
    yield entries(browser.get(f"/api/card.zip?{asked}").data)
    for kind in ("xlsx", "brief-html"):
        sent = browser.client.post(
            "/api/exports", json={"kind": kind, "path": path, "query": {"period": "all"}, "lang": "zh"}
        )
        made = done(browser, sent.get_json()["id"])
        yield cells(made) if kind == "xlsx" else made.decode()


def done(browser: Browser, export: str) -> bytes:
    """Return the file of a job once it is made."""
    for _ in range(600):
        told = browser.get(f"/api/exports/{export}").get_json()
        if told["state"] == "done":
            return browser.get(told["href"]).data
        assert told["state"] in {"waiting", "running"}, told
        time.sleep(0.1)
    pytest.fail(f"{export} was not made")


def test_files_say_what_the_pages_say(house: House, other: House) -> None:
    told = [[same(one) for one in files(city.inside("officer"), "/governance")] for city in (house, other)]
    assert told[0] == told[1]
    assert not [name for one in told[0] for name in PERSONS if f"'{name}'" in one]
    whole = [same(one) for one in files(house.inside("leader"), "/governance")]
    assert all(his != hers for his, hers in zip(told[0], whole, strict=True))


def test_portraits_and_sections_are_the_same(house: House, other: House) -> None:
    for platform in ("P1", "P2"):
        told = [
            same(city.inside("officer").get(f"/api/platforms/{platform}.json?period=all").text)
            for city in (house, other)
        ]
        assert told[0] == told[1]
    for page in EVERY_PAGE.values():
        blocks = [
            part.name
            for section in page.sections
            for part in section.parts
            if isinstance(part, Block) and part.is_of_dash
        ]
        for name in blocks:
            if name in SECTIONS:
                assert drawn(house.inside("officer"), page, name) == drawn(
                    other.inside("officer"), page, name
                ), name
                if page.system:  # journeys meet the rows of a system in neither language
                    drawn(house.inside("officer"), page, name, "en")


def drawn(browser: Browser, page: Page, name: str, lang: str = "zh") -> str:
    """Return what Dash is told for a block of a page."""
    (path, *_), own = addresses(page), '{"index":["MATCH"],"type":"section"}'
    _, fixed = page_at(path)
    state = {"path": path, "fixed": fixed, "lang": lang, "theme": "light", "filters": []}
    outputs = [
        {"id": {"index": name, "type": ids.SECTION}, "property": one} for one in ("children", "data-state")
    ]
    answer = browser.client.post("/_dash-update-component", json={
        "output": f"..{own}.children...{own}.data-state..", "outputs": outputs, "changedPropIds": [f"{ids.SELECTION}.data"],
        "inputs": [{"id": ids.SELECTION, "property": "data", "value": {"period": "all"}}, {"id": ids.PAGE, "property": "data", "value": state}],
        "state": [{"id": {"index": name, "type": ids.SECTION}, "property": "id", "value": {"index": name, "type": ids.SECTION}}],
    })  # fmt: skip
    assert answer.status_code == 200, answer.text
    assert '"error"' not in answer.text
    return same(answer.text)


def test_what_one_reader_has_is_not_what_another_has_already(house: House) -> None:
    leader, officer = house.inside("leader"), house.inside("officer")
    for address in (
        "/api/indicators/complaints_and_reports.json?period=all",
        "/api/platforms/P1.json?period=all",
        "/api/board/governance?period=all",
    ):
        told = leader.get(address)
        assert told.data  # to its end: a board that is cut off is kept by nobody
        tag = told.headers["ETag"]
        assert leader.get(address, headers={"If-None-Match": tag}).status_code == 304
        assert officer.get(address, headers={"If-None-Match": tag}).status_code == 200

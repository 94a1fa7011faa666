"""What leaves, in whichever format and for whomever: nothing of it for those who administer, nothing from outside, and persons
unmasked only for those who may see them, in a file that says so.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from components.http.exports import BROWSER_KINDS, PAGE_KINDS
from components.http.reports import ReportBuilder
from data_access.brief import BRIEF_KINDS
from data_access.domain.access import Scope
from data_access.exports.csv_files import card_zip
from data_access.exports.reports import Asked, Report
from data_access.exports.slides import report_pptx
from data_access.exports.workbooks import report_xlsx
from data_access.lookups.rows import LISTINGS
from data_access.metrics.indicators import INDICATORS
from data_access.state import audit
from tests.access.conftest import House, house_of, peopled
from tests.access.test_scope import BOARDS, OFFICER, PERSONS, entries, other, same, table  # noqa: F401  (a fixture)
from tests.data_access.small_city import XIHU
from tests.every_page import EVERY_PAGE

#: The two pages of those who read no facts.
OWN_PAGES = {"system": "/data", "auditor": "/audit"}


#: What tells no fact: which data there are, what became of one's own wish and its file, the audit, that there is no such thing.
WITHOUT_FACTS = {"api.version", "api.state", "api.file", "api.audit", "api.nothing"}


def told_of_facts() -> Iterator[str]:
    """Yield every address that tells facts: each board, indicator, list and portrait, in each of its formats."""
    yield from (f"/api/board{path}" for path in BOARDS)
    forms = ("json", "csv", "xlsx")
    yield from (
        f"/api/indicators/{key}.{forms[place % 3]}?period=all" for place, key in enumerate(INDICATORS)
    )
    yield from (f"/api/rows/{source}.csv?period=all" for source in LISTINGS)
    yield from (
        f"/api/{what}.{form}"
        for what in ("list/overdue", "due", "duties", "attention", "rates")
        for form in forms[1:]
    )
    yield from (
        "/api/case-document.docx?case=A1&document=filing",
        "/api/objections.csv",
        "/api/claimants/reviews.csv",
        "/api/search?q=T",
        "/api/indicators",
        "/api/platforms/P1.json",
        "/api/tasks.csv",
        "/api/frozen?path=/",
        "/frozen/20210101-000000-ABCDEF",
    )
    yield from (f"/api/card.{form}?path=/governance&card=complaints_and_reports" for form in ("zip", "xlsx"))
    yield from (f"/api/{what}/20210101T000000Z-a.csv" for what in ("rejects", "held"))
    yield from sorted(page.path for page in EVERY_PAGE.values() if "<" not in page.path and page.path != "/")


def test_every_route_of_the_api_that_tells_facts_is_among_them(house: House) -> None:
    at = house.server.url_map.bind("localhost").match
    tried = {at(one.partition("?")[0])[0] for one in told_of_facts()}
    routes = {
        rule.endpoint
        for rule in house.server.url_map.iter_rules()
        if rule.rule.startswith("/api/") and "GET" in (rule.methods or ())
    }
    assert routes - tried == WITHOUT_FACTS


@pytest.mark.parametrize("name", ["auditor", "security", "system"])
def test_whoever_administers_is_given_no_fact_at_any_address_in_any_format(house: House, name: str) -> None:
    browser, own = house.inside(name), OWN_PAGES.get(name, "-")
    opened = [one for one in told_of_facts() if browser.get(one).status_code != 403]
    assert set(opened) <= {own, f"/api/board{own}"}
    for kind in (*BROWSER_KINDS, *PAGE_KINDS, *BRIEF_KINDS):
        wish = {"kind": kind, "path": "/governance", "query": {}, "lang": "zh"}
        assert browser.client.post("/api/exports", json=wish).status_code == 403, kind


def report(house: House, path: str, scope: Scope) -> Report:
    """Return a page as all of its files are made from it: XLSX, PPTX, PDF, CSV and what is frozen."""
    builder = ReportBuilder(house.server.extensions["boards"].boards.store)
    return builder.report(Asked(path, {"period": "all"}), scope, "某人", "20210101-000000-ABCDEF")


#: Pages that have files, by one address each.
WITH_FILES = [
    path
    for path in BOARDS
    if next(
        page for page in EVERY_PAGE.values() if re.fullmatch(re.sub(r"<\w+>", "[^/]+", page.path), path)
    ).cards
]


@pytest.mark.parametrize("path", WITH_FILES)
def test_what_files_of_a_page_are_made_from_is_the_same_without_what_lies_outside(
    house: House,
    other: House,  # noqa: F811  (the fixture)
    path: str,
) -> None:
    his, alone = report(house, path, OFFICER), report(other, path, OFFICER)
    assert same(repr(his.parts)) == same(repr(alone.parts))


def slides(file: bytes) -> str:
    """Return the words and numbers of slides."""
    said: list[Any] = []
    for slide in Presentation(io.BytesIO(file)).slides:
        for shape in slide.shapes:
            said.append(shape.text_frame.text if shape.has_text_frame else "")
            if shape.has_table:
                said += [[cell.text for cell in row.cells] for row in shape.table.rows]
            if shape.has_chart:
                said += [(one.name, list(one.values)) for plot in shape.chart.plots for one in plot.series]
    return repr(said)


def test_every_format_of_a_page_says_what_is_inside_and_names_no_person_even_to_those_who_may_see_them(
    house: House,
    other: House,  # noqa: F811  (the fixture)
) -> None:
    builder = ReportBuilder(house.server.extensions["boards"].boards.store)
    made = {
        "xlsx": lambda one: repr(
            [list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(io.BytesIO(report_xlsx(one)))]
        ),
        "pptx": lambda one: slides(report_pptx(one, builder.accents)),
        "csv": lambda one: entries(card_zip(one)),
        "pdf and frozen": lambda one: re.sub(r"nonce\S+", "", builder.paper(one)),
    }
    his, alone = (report(city, "/systems/law_enforcement", OFFICER) for city in (house, other))
    whole = report(house, "/systems/law_enforcement", Scope())
    of_an_inspector = report(house, "/systems/law_enforcement", Scope(frozenset({XIHU}), sees_persons=True))
    for form, write in made.items():
        told = same(write(his))
        assert hash(told) == hash(same(write(alone))), form  # pytest would look for minutes at what differs
        assert hash(told) != hash(same(write(whole))), form
        said = write(of_an_inspector)
        assert not [name for name in PERSONS if f"'{name}'" in said or f">{name}<" in said], form


# ---- persons unmasked ----


def test_a_script_is_told_the_same_in_the_language_that_it_asks_in(house: House) -> None:
    page = house.inside("inspector").send("/account", act="token", title="x", days="7").text
    secret = re.search(r"cockpit_api_[\w-]+", page)[0]  # type: ignore[index]
    bearer = {"Authorization": f"Bearer {secret}"}
    file, lines = table(house.browser(), "/api/rows/items.csv?period=all&lang=en", headers=bearer)
    assert "items-unmasked-inspector-" in file
    assert lines[0][-1] == "Watermark: personal fields unmasked, taken by inspector · inspector所"
    assert lines[1][-1].startswith("personal fields unmasked · inspector")


def test_the_name_of_a_file_holds_for_an_account_in_chinese(small_city: Path, tmp_path: Path) -> None:
    own = peopled(house_of(small_city, tmp_path, login=True))
    own.people.add("李伟", "inspector", password="Qiantang-2021-y")
    own.people.set_password("李伟", "Qiantang-2021-x")
    file, _ = table(own.browser("李伟"), "/api/rows/items.csv?period=all")
    assert 'filename="items-unmasked-__-' in file
    assert "filename*=UTF-8''items-unmasked-%E6%9D%8E%E4%BC%9F-" in file


@pytest.mark.parametrize(
    ("path", "is_unmasked"), [("/governance", True), ("/systems/entity_360/E2", True), ("/systems/mediation", False), ("/", False)]
)  # fmt: skip
def test_a_printed_page_with_persons_unmasked_says_so(house: House, path: str, is_unmasked: bool) -> None:
    for name, may in (("inspector", is_unmasked), ("leader", False)):
        wish = {"kind": "print", "path": path, "query": {}, "lang": "zh"}
        told = house.inside(name).client.post("/api/exports", json=wish).get_json()
        assert told["who"].startswith("含未脱敏个人信息 · ") is may
        assert audit.lines(house.state).iloc[-1]["object"] == (f"{path} unmasked" if may else path)

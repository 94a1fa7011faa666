"""Documents of cases and the page of reverse complainants over HTTP: who gets them, and that each leaves its line."""

import io
from pathlib import Path

import pytest
from docx import Document

from components.model import paths
from data_access.state import audit
from tests.access.conftest import House, house_of, last_lines, peopled
from tests.data_access.small_city import CASES, ROWS, XIHU

#: Of the district of the inspector and decided, which the officer of another may not see.
CASE = next(row for row in CASES if row["district"] == XIHU and row["decided_at"])
ADDRESS = paths.case_document(CASE["case_id"], "penalty_decision")


def test_a_document_is_made_of_a_case_that_one_may_see_and_has_its_line(house: House) -> None:
    made = house.inside("leader").get(ADDRESS)
    assert made.status_code == 200
    assert made.headers["X-Export-Id"] in made.headers["Content-Disposition"]
    told = "\n".join(one.text for one in Document(io.BytesIO(made.data)).paragraphs)
    assert CASE["respondent_name"] not in told
    assert "10,000.00" in told
    assert last_lines(house, 1) == [("leader", "docx", f"case {CASE['case_id']} penalty_decision")]


def test_persons_stand_in_a_document_for_those_alone_who_may_see_them(house: House) -> None:
    made = house.inside("inspector").get(ADDRESS)
    told = "\n".join(one.text for one in Document(io.BytesIO(made.data)).paragraphs)
    assert CASE["respondent_name"] in told
    assert "unmasked-inspector" in made.headers["Content-Disposition"]
    assert last_lines(house, 1) == [
        ("inspector", "docx", f"case {CASE['case_id']} penalty_decision unmasked")
    ]


@pytest.mark.parametrize(
    ("name", "address", "status"),
    [
        ("officer", ADDRESS, 404), ("auditor", ADDRESS, 403), ("leader", paths.case_document("C8", "penalty_decision"), 400),
        ("leader", paths.case_document(CASE["case_id"], "../secret"), 404), ("leader", f"{ADDRESS}&x=1", 400),
    ],
)  # fmt: skip
def test_what_cannot_be_made_is_refused_and_leaves_no_line(
    house: House, name: str, address: str, status: int
) -> None:
    browser = house.inside(name)
    before = len(audit.lines(house.state))
    assert browser.get(address).status_code == status
    assert len(audit.lines(house.state)) == before


def test_an_office_changes_its_templates_without_a_restart(small_city: Path, tmp_path: Path) -> None:
    house = peopled(house_of(small_city, tmp_path, templates=str(tmp_path / "templates")))
    browser, page = house.inside("leader"), f"/api/board{paths.record('cases', CASE['case_id'])}"
    assert "case-document.docx" in browser.get(page).text
    (tmp_path / "templates").mkdir()
    paper = Document()
    paper.add_paragraph("{{ 没有的字段 }}")
    paper.save(str(tmp_path / "templates" / "penalty_decision.docx"))
    assert "没有的字段" in browser.get(page).text, "the page says which template cannot be used, and why"
    refused = browser.get(ADDRESS)
    assert refused.status_code == 400
    assert "没有的字段" in refused.get_json()["error"]


def test_each_look_at_reverse_complainants_leaves_a_line(house: House) -> None:
    browser = house.inside("inspector")
    before = len(audit.lines(house.state))
    for _ in range(2):
        told = browser.get("/api/board/claimants?status=confirmed&lang=zh").text
    rows = [
        row for row in ROWS["reverse_complainant"] if row["district"] == XIHU and row["status"] == "confirmed"
    ]
    assert rows
    assert all(row["person_hash"] in told for row in rows)
    assert "不予受理" in told, "it says what it is no ground for"
    assert len(audit.lines(house.state)) == before + 2
    assert last_lines(house, 1) == [("inspector", "persons", "claimants")]


def test_without_the_right_nobody_is_named_and_no_link_leads_there(house: House) -> None:
    for name in ("leader", "analyst", "officer", "auditor"):
        browser = house.inside(name)
        for address in ("/claimants", "/claimants/", "/api/board/claimants", "/api/board/claimants/"):
            refused = browser.get(address)
            assert refused.status_code == 403, address
            assert "N1" not in refused.text
    assert 'href="/claimants"' not in house.inside("leader").get("/systems/online_casework").text
    assert 'href="/claimants"' in house.inside("inspector").get("/systems/online_casework").text

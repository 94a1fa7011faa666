"""Objections to credit: an officer files for a platform, somebody else decides, and what was entered is loaded as rows."""

import re
import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from data_access.intake.load import load_file
from data_access.intake.mapping import read_mapping
from data_access.state import audit
from data_access.store.schema import credit_objection
from data_access.store.store import Store
from tests.access.conftest import House, house_of, peopled

MAPPING = Path(__file__).parents[2] / "docs" / "objections.toml"
#: A deduction of the small city that nobody objected to yet, of a platform in the inspector's district.
OF_P4 = "/objections?platform=P4"
ITEM = "licence|E23"


@pytest.fixture
def own(small_city: Path, tmp_path: Path) -> House:
    return peopled(house_of(small_city, tmp_path, login=True))


def test_what_an_officer_files_somebody_else_decides_and_a_load_brings_into_the_facts(
    own: House, small_city: Path, tmp_path: Path
) -> None:
    inspector, leader = own.browser("inspector"), own.browser("leader")
    filed = {"act": "file", "platform": "P4", "deduction": ITEM, "grounds": "巡查当日页面维护，附截图"}
    settled = {"act": "settle", "objection": "1", "outcome": "upheld", "note": "核实属实"}
    assert 'href="/record/licence_checks/E23"' in inspector.get(OF_P4).text, "its event is one click away"
    assert "OC00001" in inspector.send(OF_P4, **filed).text
    again = inspector.send(OF_P4, **filed | {"grounds": "另有证据"})
    assert (again.status_code, "待裁定的异议" in again.text) == (400, True)
    assert 'value="另有证据"' in again.text, "what was refused is not to be written again"
    assert inspector.send("/objections", **settled).status_code == 400, "it is not his to decide"
    assert "核实属实" in leader.send("/objections", **settled).text
    assert leader.send("/objections", **settled).status_code == 400, "it is settled"
    acts = list(audit.lines(own.state)["action"])
    assert [one for one in acts if one.startswith("objection_")] == ["objection_filed", "objection_upheld"]
    audit.verify(own.state)

    file = tmp_path / "objections.csv"
    file.write_bytes(leader.get("/api/objections.csv").data)
    shutil.copytree(small_city, tmp_path / "store")
    store = Store(str(tmp_path / "store"), threads=1)
    with store.draft(from_current=True) as draft:
        (report,) = load_file(draft, file, read_mapping(MAPPING), mode="upsert")
    assert (report.read, report.loaded) == (1, 1), report.reasons
    asked = select(credit_objection).where(credit_objection.c.objection_id == "OC00001")
    with store.connect() as connection:
        row = connection.execute(asked).one()
    store.close()
    assert (row.platform_id, row.rule, row.event_ref, row.outcome) == ("P4", "licence", "E23", "upheld")


def test_nobody_objects_for_a_platform_of_other_districts_or_to_what_is_no_deduction(own: House) -> None:
    filed = {"act": "file", "platform": "P4", "deduction": ITEM, "grounds": "理由"}
    assert own.browser("officer").send(OF_P4, **filed).status_code == 400, (
        "the platform is not of his district"
    )
    assert own.browser("analyst").send(OF_P4, **filed).status_code == 400, "he has no right to"
    inspector = own.browser("inspector")
    for change in ({"deduction": "licence|E1"}, {"grounds": " "}, {"platform": "P9"}):
        refused = inspector.send(OF_P4, **filed | change)
        assert (refused.status_code, "give " in refused.text) == (400, False), change
    unknown = inspector.send("/objections", act="settle", objection="99", outcome="upheld", note="同意")
    assert (unknown.status_code, "请在本页选择" in unknown.text) == (400, True)
    assert "不在您的辖区" in own.browser("officer").get(OF_P4).text, "it is not that there were none"
    assert not re.search("OC0", own.browser("leader").get("/objections").text)


def test_whoever_filed_withdraws_and_only_those_of_the_district_read_of_it(own: House) -> None:
    inspector = own.browser("inspector")
    inspector.send(OF_P4, act="file", platform="P4", deduction=ITEM, grounds="理由")
    assert "OC00001" not in own.browser("officer").get("/objections").text
    inspector.send("/objections", act="settle", objection="1", outcome="withdrawn", note="不再坚持")
    assert own.browser("leader").get("/api/objections.csv").text.count("\n") == 1, (
        "what was withdrawn is no row"
    )


def test_a_leader_does_not_decide_what_he_filed_himself(own: House) -> None:
    leader = own.browser("leader")
    leader.send(OF_P4, act="file", platform="P4", deduction=ITEM, grounds="理由")
    refused = leader.send("/objections", act="settle", objection="1", outcome="upheld", note="同意")
    assert (refused.status_code, "不能自己裁定" in refused.text) == (400, True)

"""What follows each load: time limits where the mapping asks for them, and quality checks with their provider."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from data_access.__main__ import main
from data_access.derive import derive
from data_access.derive.deadlines import due
from data_access.derive.quality import is_late
from data_access.domain.errors import BadMapping
from data_access.intake.load import load_file
from data_access.intake.mapping import read_mapping
from data_access.store.schema import complaint_report, load_batch, quality_check, shop
from data_access.store.store import Store

MAPPING = """
table = "complaint_report"
provider = "杭州市局投诉举报中心"
rhythm_days = 5
[dataset]
city = "330100"
name_zh = "杭州"
name_en = "Hangzhou"
is_synthetic = false
[columns]
item_id = "id"
kind = "kind"
registered_at = "day"
accepted_at = "accepted"
returned_at = "returned"
platform_received_at = "sent"
handling_district = "district"
"""
ROWS = """id,kind,day,accepted,returned,sent,district
1,投诉,2021-09-29 10:00,2021-10-08 09:00,,,余杭区
2,举报,2021-03-01 10:00,,,,
3,投诉,2021-03-01 10:00,,2021-03-08 10:00,2021-03-02 10:00,杭州市
4,投诉,2021-03-01 10:00,,,2021-03-02 10:00,宁波市
5,投诉,1999-03-01 10:00,,,,西湖区
6,投诉,2026-04-16 10:00,2026-04-17 10:00,,,西湖区
"""
ITEM = complaint_report.c


def loaded(tmp_path: Path, mapping: str = MAPPING) -> Store:
    (tmp_path / "m.toml").write_text(mapping, encoding="utf-8")
    (tmp_path / "f.csv").write_text(ROWS, encoding="utf-8")
    store = Store(str(tmp_path / "store"), threads=1)
    with store.draft(from_current=True) as draft:
        (*_, report) = load_file(draft, tmp_path / "f.csv", read_mapping(tmp_path / "m.toml"))
        derive(draft)
    assert report.loaded == 6
    return store


def checked(store: Store) -> dict[str, tuple[int, int]]:
    with store.connect() as connection:
        rows = connection.execute(
            select(quality_check).where(quality_check.c.table_name == "complaint_report")
        ).all()
    assert {row.provider for row in rows} == {"杭州市局投诉举报中心"}
    return {row.rule: (row.checked, row.failed) for row in rows}


def test_time_limits_are_computed_by_the_rule_in_force_and_only_where_asked(tmp_path: Path) -> None:
    store = loaded(tmp_path, MAPPING + '[deadlines]\nrules = "CN"\n')
    with store.connect() as connection:
        statement = select(ITEM.accept_due, ITEM.close_due, ITEM.rule_version).order_by(ITEM.item_id)
        rows = [tuple(row) for row in connection.execute(statement)]
    assert rows[0][:2] == (due("acceptance", date(2021, 9, 29)), due("mediation", date(2021, 10, 8)))
    assert rows[0][0] > date(2021, 10, 8)  # the National Day holidays do not count
    assert rows[1][:2] == (due("verification", date(2021, 3, 1)),) * 2
    assert rows[2][:2] == (due("acceptance", date(2021, 3, 8)), None)  # it runs from the platform's return
    assert rows[3][:2] == (None, None)  # the platform still has it
    assert rows[4][:2] == (None, None)  # before the calendar begins
    assert rows[5][1] == date(2026, 6, 16)  # 60 days, by Order 121
    store.close()


def test_nothing_is_computed_for_a_source_whose_mapping_does_not_ask(tmp_path: Path) -> None:
    store = loaded(tmp_path)
    with store.connect() as connection:
        assert connection.execute(select(ITEM.accept_due)).scalars().all() == [None] * 6
    store.close()
    with pytest.raises(BadMapping, match=r"deadlines\.rules = 'US' is not known; give CN"):
        loaded(tmp_path / "..", MAPPING + '[deadlines]\nrules = "US"\n')


def test_checks_count_what_is_missing_late_inconsistent_twice_or_does_not_add_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = loaded(tmp_path)
    first = checked(store)
    assert first["completeness:handling_district"] == (6, 1)
    assert first["completeness:item_id"] == first["duplicates"] == (6, 0)
    assert first["sum:handling_district"] == (6, 0)
    assert first["consistency:accepted_after_registered"] == (6, 0)
    with store.draft(from_current=True) as draft:
        with draft.engine.begin() as connection:
            connection.execute(
                update(complaint_report).values(handling_district="nowhere").where(ITEM.item_id == "4")
            )
            connection.execute(
                update(complaint_report).values(accepted_at="2020-01-01").where(ITEM.item_id == "1")
            )
            connection.execute(
                insert(shop).values(shop_id="S1", platform_id="P1", opened_on=date(2021, 12, 1))
            )
            for item, named in (("1", "S1"), ("3", "S9")):
                connection.execute(update(complaint_report).values(shop_id=named).where(ITEM.item_id == item))
            twice = select(complaint_report).where(ITEM.item_id == "2")
            connection.execute(insert(complaint_report).from_select(list(ITEM.keys()), twice))
            late = {"as_of": date(2021, 3, 1), "loaded_at": "2021-03-09 08:00:00"}
            connection.execute(update(load_batch).values(late))
        derive(draft)
    second = checked(store)
    assert second["duplicates"] == (7, 1)
    assert second["sum:handling_district"] == (7, 1)
    assert second["consistency:handling_district_listed"] == (7, 1)
    assert second["consistency:accepted_after_registered"] == (7, 1)
    assert second["timeliness"] == (1, 1)
    assert second["consistency:shop_id_found"] == second["consistency:shop_id_in_order"] == (2, 1)
    store.close()
    capsys.readouterr()
    assert main(["check", "--store", str(tmp_path / "store")]) == 1
    told = " ".join(capsys.readouterr().out.split())
    assert "NOT OK link complaint_report.shop_id 1 of 2 name a shop that is not there: S9" in told
    assert "NOT OK time complaint_report.shop_id 1 of 2 out of order with shop" in told


def test_a_field_that_is_empty_by_design_is_no_blank(tmp_path: Path) -> None:
    mapping = (
        MAPPING + 'refused_at = "refused"\nrefuse_reason = { column = "reason" }\nviolation = "violation"\n'
    )
    (tmp_path / "m.toml").write_text(mapping, encoding="utf-8")
    rows = "id,kind,day,accepted,returned,sent,district,refused,reason,violation\n"
    rows += "1,投诉,2021-03-01,2021-03-02,,,余杭区,,,\n2,投诉,2021-03-01,,,,余杭区,2021-03-03,R1,\n"
    rows += "3,投诉,2021-03-01,,,,余杭区,2021-03-03,,\n4,举报,2021-03-01,,,,余杭区,,,V01\n5,举报,2021-03-01,,,,余杭区,,,\n"
    (tmp_path / "f.csv").write_text(rows, encoding="utf-8")
    store = Store(str(tmp_path / "store"), threads=1)
    with store.draft(from_current=True) as draft:
        load_file(draft, tmp_path / "f.csv", read_mapping(tmp_path / "m.toml"))
        derive(draft)
    found = checked(store)
    assert found["completeness:refuse_reason"] == (2, 1), "of two that were refused one says why"
    assert found["completeness:violation"] == (2, 1), "a complaint names no violation"
    store.close()


def test_a_source_is_late_by_its_own_rhythm_of_working_days() -> None:
    assert not is_late(date(2021, 9, 30), 1, date(2021, 10, 8))  # the holidays and one working day
    assert is_late(date(2021, 9, 30), 1, date(2021, 10, 9))  # a Saturday that made up for them
    assert not is_late(date(2021, 9, 30), None, date(2026, 1, 1))
    assert is_late(date(2031, 1, 3), 1, date(2031, 1, 7))  # beyond the calendar: Friday to Tuesday
    assert not is_late(date(2031, 1, 3), 1, date(2031, 1, 6))

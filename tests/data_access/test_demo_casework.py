"""The demo city's mediations, registers, triggers and interviews: they agree with the facts that they come from."""

from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest

from data_access.demo.hangzhou import PLACE
from data_access.demo.hearings import hearing_columns
from data_access.demo.interviews import interview_rows, site_check_rows
from data_access.demo.register import Register, register_chunks
from data_access.domain.working_days import working_days
from tests.data_access.test_demo import City, built, frame, one

SCALE = 0.005


@pytest.fixture(scope="module")
def city() -> City:
    return built(SCALE, seed=1)


@pytest.fixture(scope="module")
def store(city: City) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for name, rows in city.items():
        connection.register(f"arrow_{name}", rows)
        connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM arrow_{name}')
    return connection


def test_every_complaint_on_the_route_is_mediated_once_and_tells_the_same_story(
    store: duckdb.DuckDBPyConnection,
) -> None:
    route = "SELECT count(*) FROM complaint_report WHERE route = 'mediation'"
    same = """
        SELECT count(*) FROM mediation JOIN complaint_report AS item USING (item_id)
        WHERE route = 'mediation' AND mediation.closed_at IS NOT DISTINCT FROM item.closed_at
          AND mediation.result IS NOT DISTINCT FROM item.result AND opened_at - registered_at < INTERVAL 1 HOUR
          AND opened_at >= registered_at AND (mediator_id IS NULL) = (accepted_at IS NULL)
    """
    assert one(store, route) == one(store, "SELECT count(*) FROM mediation") == one(store, same)


def test_a_mediator_works_in_his_own_district_and_not_before_he_joined(
    store: duckdb.DuckDBPyConnection,
) -> None:
    strays = """
        SELECT count(*) FROM mediation JOIN mediator USING (mediator_id)
        WHERE mediation.district <> mediator.district OR mediation.kind <> mediator.kind OR opened_at < since
    """
    assert one(store, strays) == 0
    assert one(store, "SELECT count(DISTINCT mediator_id) FROM mediation") > 10


def test_people_approve_of_mediation_as_published(store: duckdb.DuckDBPyConnection) -> None:
    approval = "SELECT avg((rating >= 4)::INT) FROM mediation WHERE year(closed_at) = 2020"
    assert one(store, approval) > 0.95


def test_a_case_is_online_throughout_where_all_its_stages_are(store: duckdb.DuckDBPyConnection) -> None:
    strays = """
        SELECT count(*) FROM enforcement_case JOIN
          (SELECT case_id, bool_and(is_online) AS every_stage FROM case_stage GROUP BY case_id) USING (case_id)
        WHERE is_online <> every_stage
    """
    assert one(store, strays) == 0
    assert 0.5 < float(one(store, "SELECT avg(is_online::INT) FROM enforcement_case")) < 0.95


def test_a_source_is_to_be_verified_within_fifteen_working_days(city: City) -> None:
    cases = frame(city, "enforcement_case")
    wanted = [working_days().add(day.date(), 15) for day in cases["source_at"]]
    assert [day.date() for day in cases["verify_due"]] == wanted


def test_the_register_knows_firms_of_the_negative_list_and_the_platforms_by_the_same_name(
    store: duckdb.DuckDBPyConnection,
) -> None:
    listed = "SELECT count(*) FROM entity JOIN (SELECT DISTINCT entity_id, entity_name FROM negative_entity) USING (entity_id)"
    assert one(store, f"{listed} WHERE name = entity_name") == one(store, listed) > 5
    operators = (
        "SELECT count(*) FROM entity JOIN platform ON uscc = entity_id WHERE entity.name = operator_name"
    )
    assert one(store, operators) > 40
    assert one(store, "SELECT count(*) FROM entity_event ANTI JOIN entity USING (entity_id)") == 0


def test_a_register_has_exactly_the_totals_that_it_was_asked_for() -> None:
    asked = Register(
        {"430111": 1_800, "430102": 900}, online=1_315, retail=985, followed=frozenset({"430111"})
    )
    parts: dict[str, list[pd.DataFrame]] = {}
    for table, chunk in register_chunks(7, asked):
        parts.setdefault(table.name, []).append(chunk.to_pandas())
    entities = pd.concat(parts["entity"])
    day = date(2021, 6, 30)
    gone = entities["ended_on"].notna() & (entities["ended_on"].map(lambda end: pd.notna(end) and end <= day))
    standing = entities[(entities["established_on"] <= day) & ~gone]
    assert standing["district"].value_counts().to_dict() == {"430111": 1_800, "430102": 900}
    assert (standing["is_online"].sum(), standing["is_retail"].sum()) == (1_315, 985)
    assert not (standing["is_retail"] & ~standing["is_online"]).any()
    assert entities["entity_id"].is_unique
    events = pd.concat(parts["entity_event"])
    followed = entities[entities["district"] == "430111"]
    assert set(events["entity_id"]) == set(followed["entity_id"]), "each has its registration at least"


def test_interviews_and_checks_are_as_many_as_asked_for_in_each_period() -> None:
    periods = (("2017-06-01", "2021-07-01", 26), ("2021-07-01", "2022-01-01", 5))
    held = interview_rows(PLACE, 1, periods).to_pandas()["interviewed_at"]
    assert [(held < "2021-07-01").sum(), (held >= "2021-07-01").sum()] == [26, 5]
    checked = site_check_rows(PLACE, 1, (("2017-06-01", "2021-07-01", 4_100),), 0.1).to_pandas()
    assert len(checked) == 410
    assert checked["checked_at"].between("2017-06-01", "2021-07-01").all()
    assert checked["site"].str.endswith(".example").all()


def test_triggers_of_entities_answer_listings_and_persons_have_no_code(
    store: duckdb.DuckDBPyConnection,
) -> None:
    lost = """
        SELECT count(*) FROM trigger_event ANTI JOIN negative_entity
          ON trigger_event.entity_id = negative_entity.entity_id AND fired_at - listed_at BETWEEN INTERVAL 0 HOUR AND INTERVAL 1 HOUR
        WHERE register = 'entity'
    """
    assert one(store, lost) == 0
    persons = "SELECT count(*) FROM trigger_event WHERE register = 'complainant' AND entity_id IS NOT NULL"
    assert one(store, persons) == 0
    rules = "SELECT count(DISTINCT rule) FROM trigger_event"
    assert one(store, rules) == 9


def test_whoever_is_confirmed_was_reviewed_and_nobody_can_be_reached_by_the_register(city: City) -> None:
    persons = frame(city, "reverse_complainant")
    assert persons.loc[persons["status"] == "confirmed", "reviewed_at"].notna().all()
    assert not [name for name in persons if "phone" in name or "address" in name]
    assert (persons["exit_at"].notna() == (persons["status"] == "removed")).all()
    waiting = persons[persons["exit_at"].isna()]
    assert np.mean(waiting["review_due"] > pd.Timestamp("2021-12-31")) > 0.9


def test_a_penalty_is_decided_after_the_days_that_the_respondent_has_to_answer_its_notice(
    store: duckdb.DuckDBPyConnection,
) -> None:
    """行政处罚程序规定 art. 57 and 行政处罚法 arts. 63, 64: five working days from the notice; who is not penalised has none."""
    told = store.execute("""
        SELECT noted.entered_at, answered.entered_at, decided.entered_at
        FROM case_stage AS noted JOIN case_stage AS decided USING (case_id)
        LEFT JOIN (SELECT * FROM case_stage WHERE stage = 'HEAR') AS answered USING (case_id)
        WHERE noted.stage = 'NOTE' AND decided.stage = 'DEC'
    """).fetchall()
    assert len(told) > 20
    for noted, answered, decided in told:
        last = working_days().add(noted.date(), 5)
        assert decided.date() > last, (noted, decided)
        assert answered is None or noted < answered < decided
        assert answered is None or answered.date() <= last, (noted, answered)
    assert any(answered for _, answered, _ in told)
    penalised = "SELECT count(*) FROM enforcement_case WHERE decided_at IS NOT NULL AND outcome IN ('fine', 'warning', 'confiscation')"
    assert one(store, penalised) == len(told)
    spared = "SELECT count(*) FROM enforcement_case JOIN case_stage USING (case_id) WHERE outcome = 'no_penalty' AND case_stage.stage = 'NOTE'"
    assert one(store, spared) == 0


def test_a_hearing_is_told_seven_working_days_before_and_held_before_the_decision() -> None:
    answered = np.datetime64("2020-01-06T10:00:00") + np.arange(726) * np.timedelta64(1, "D")
    decided = np.where(np.arange(726) % 5 == 0, np.datetime64("NaT"), answered + np.timedelta64(30, "D"))
    columns = hearing_columns(1, answered, decided)
    rows = pd.DataFrame(columns | {"decided_at": decided}).dropna(subset="hearing_asked_at")
    assert 300 < len(rows) < 600
    told = rows["hearing_notified_at"].dropna()
    assert (told > rows["hearing_asked_at"][told.index]).all()
    held = rows["hearing_on"]
    assert (held[rows["decided_at"].notna()] < rows["decided_at"].dropna().dt.normalize()).all()
    notice = [working_days().between(a.date(), b.date()) for a, b in zip(told, held[told.index], strict=True)]
    assert 0.9 < sum(days >= 7 for days in notice) / len(notice) < 1, "most in time, some late"
    due = [
        working_days().between(a.date(), b.date())
        for a, b in zip(rows["hearing_notice_due"], held, strict=True)
    ]
    assert {days for days, day in zip(due, held, strict=True) if day >= pd.Timestamp("2021-07-15")} == {7}
    assert rows["hearing_notified_at"].isna().any(), "of some the hearing is still to come"

"""One record: every list opens its rows, each step is held against its limit, and nothing is told of other districts."""

import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import select

from components.cards.credit import deductions_block
from components.cards.records import sentence
from components.cards.sections import SECTIONS
from data_access.derive.deadlines import due
from data_access.domain.access import WHOLE_CITY, Scope
from data_access.domain.errors import UnknownName
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.domain.working_days import working_days
from data_access.lookups.credit import Deduction, Deductions, Grade, deductions
from data_access.lookups.record_steps import stages
from data_access.lookups.record_targets import BETWEEN, target_of
from data_access.lookups.records import NoSuchRecord, is_there, record
from data_access.lookups.rows import LISTINGS, rows
from data_access.metrics.labels import labels
from data_access.metrics.sources import SOURCES
from data_access.store.schema import (
    annual_report,
    complaint_report,
    credit_item,
    credit_objection,
    enforcement_case,
    live_check,
)
from data_access.store.store import Store
from tests.data_access.small_city import AS_OF, BINJIANG, ROWS, STARTS_ON, YUHANG

ALL = Selection(Period(STARTS_ON, AS_OF))
AT = datetime(2021, 3, 5, 10)


@pytest.mark.parametrize("listing", LISTINGS)
def test_every_row_of_every_list_opens_its_record(small_store: Store, listing: str) -> None:
    with small_store.snapshot() as snapshot:
        page = rows(snapshot, listing, ALL, WHOLE_CITY, size=1000)
        assert len(set(page.keys)) == len(page.frame) > 0
        for key in page.keys[-1:]:
            found = record(snapshot, listing, key, WHOLE_CITY, "en")
            assert (found.target.listing, found.target.key) == (listing, key)
            assert found.stages or found.facts


#: Columns that look like numbers of records and name none that is kept, and why.
NO_RECORD = {
    ("moves", "cause"): "says of which kind the measure is; its number stands beside it",
    ("moves", "subject_id"): "one operator of several shops, who is told on their pages",
    ("catering_merchants", "permit_no"): "a permit of another office",
    ("online_sites", "icp_no"): "a filing of another office",
    ("inspection_draws", "plan_id"): "a plan is its draws, which this list has",
    ("inspections", "plan_id"): "as above",
    ("rule_versions", "version_no"): "the number of a version, whose page is that of its own row",
}


#: Columns of which another says what kind of record they name, which may be one of no list.
DEPENDS_ON_A_CODE = {"source_id", "subject_id", "cause_id", "event_ref"}


def test_every_number_of_a_record_in_a_list_leads_to_it(small_store: Store) -> None:
    looks_like_one = re.compile(r"(_id|_no|_ref|cause)$")
    unnamed, named = set[tuple[str, str]](), Counter[str]()
    for listing in LISTINGS:
        page = rows(small_store.snapshot(), listing, ALL, WHOLE_CITY, size=1000)
        own_key = "" if LISTINGS[listing].part_of else next(iter(page.titles))
        unnamed |= {(listing, one) for one in page.titles if looks_like_one.search(one) and one != own_key}
        unnamed -= {(listing, one) for one in page.targets}
        for name, targets in page.targets.items():
            for shown, target in zip(page.frame[name], targets, strict=True):
                assert pd.isna(shown) == (target is None) or name in DEPENDS_ON_A_CODE, (listing, name, shown)
                own = "" if target is None else target.key.split(BETWEEN)[-1]
                assert target is None or own == shown or target.listing == "platforms", (listing, name)
                named[target.listing if target else "none"] += 1
    assert unnamed == set(NO_RECORD)
    assert {
        "shop_register",
        "entity_register",
        "platforms",
        "items",
        "cases",
        "models",
        "mediators",
    } <= named.keys()


@pytest.mark.parametrize(
    ("rule", "event", "expected"),
    [("penalty_heavy", "A1", ("cases", "A1")), ("report_late", "2019", ("annual_reports", "P1~2019")),
     ("reporting", "reporting", ("duties", "P1~reporting")), ("complaint_rate", "2021-06", None)],
)  # fmt: skip
def test_an_event_of_credit_is_the_record_that_its_rule_judges(
    rule: str, event: str, expected: tuple[str, str] | None
) -> None:
    row = {"platform_id": "P1", "rule": rule, "event_ref": event}
    assert target_of(row, credit_item.c.event_ref) == expected
    assert target_of(row, credit_objection.c.event_ref) == expected


def test_every_event_of_the_credit_of_a_demo_city_opens_its_record(demo_city: Path) -> None:
    store, opened = Store(str(demo_city), threads=1), set[str]()
    with store.snapshot() as snapshot:
        on, rates = labels(snapshot).dataset.horizon.as_of, set[str]()
        for platform_id in labels(snapshot).members("platform"):
            found = deductions(snapshot, platform_id, on, WHOLE_CITY)
            for line in found.lines if found else ():
                if line.target:
                    assert is_there(snapshot, *line.target, WHOLE_CITY), line
                    opened.add(line.rule)
                else:
                    rates.add(line.rule)
    store.close()
    assert {"report_late", "abnormal_list", "licence", "reporting"} <= opened
    assert opened.isdisjoint(rates)


@pytest.mark.parametrize("key", ["nobody", "", "~", "2021-01-01", "I1' or '1'='1"])
@pytest.mark.parametrize("listing", ["items", "exchanges"])
def test_a_number_that_nobody_has_is_said_to_have_none(small_store: Store, listing: str, key: str) -> None:
    with small_store.snapshot() as snapshot, pytest.raises(NoSuchRecord) as told:
        record(snapshot, listing, key, WHOLE_CITY, "zh")
    assert key in told.value.words("zh")
    assert SOURCES[listing].title("zh") in told.value.words("zh")


def test_a_list_that_there_is_not_is_named(small_store: Store) -> None:
    with small_store.snapshot() as snapshot, pytest.raises(UnknownName, match="complainants"):
        record(snapshot, "complainants", "1", WHOLE_CITY, "zh")


def test_a_record_of_another_district_is_not_there(small_store: Store) -> None:
    theirs = next(row for row in ROWS["complaint_report"] if row["handling_district"] == BINJIANG)
    with small_store.snapshot() as snapshot:
        assert is_there(snapshot, "items", theirs["item_id"], WHOLE_CITY)
        assert not is_there(snapshot, "items", theirs["item_id"], Scope(frozenset({YUHANG})))


def test_no_record_is_named_by_a_person_whom_the_reader_may_not_see(small_store: Store) -> None:
    host = ROWS["live_host"][0]
    with small_store.snapshot() as snapshot:
        masked = record(snapshot, "live_hosts", host["host_id"], WHOLE_CITY, "zh")
        whole = record(snapshot, "live_hosts", host["host_id"], Scope(sees_persons=True), "zh")
    assert (masked.name, whole.name) == ("王*", host["name"])


def test_persons_are_masked_unless_the_reader_may_see_them(small_store: Store) -> None:
    own = next(row for row in ROWS["complaint_report"] if row["complainant_name"] == "张三")
    with small_store.snapshot() as snapshot:
        masked = record(snapshot, "items", own["item_id"], WHOLE_CITY, "zh")
        whole = record(snapshot, "items", own["item_id"], Scope(sees_persons=True), "zh")
    assert "张*" in {fact.words for fact in masked.facts}
    assert not {"张三", own["complainant_phone"]} & {fact.words for fact in masked.facts}
    assert {"张三", own["complainant_phone"]} <= {fact.words for fact in whole.facts}


ITEM = dict.fromkeys(complaint_report.c.keys()) | {
    "kind": "complaint",
    "registered_at": datetime(2021, 3, 1, 9),
}
ACCEPT_DUE = due("acceptance", date(2021, 3, 1))
CLOSE_DUE = due("mediation", date(2021, 3, 15))
ON = date(2021, 6, 1)


def test_a_complaint_is_held_against_the_days_of_acceptance_and_mediation() -> None:
    row = ITEM | {
        "accept_due": ACCEPT_DUE,
        "accepted_at": datetime(2021, 3, 15),
        "close_due": CLOSE_DUE,
    }
    registered, accepted, closed = stages("items", complaint_report, row, ON)
    assert (registered.standing, registered.due) == ("done", None)
    late = working_days().between(ACCEPT_DUE, date(2021, 3, 15))
    assert (accepted.standing, accepted.days, accepted.used, accepted.allowed) == ("late", late, 7 + late, 7)
    assert accepted.rule is not None
    assert (accepted.rule.law.en, accepted.rule.article) == ("Consumer Protection Law", "46")
    assert (closed.standing, closed.done_at) == ("overdue", None)
    assert closed.days == working_days().between(CLOSE_DUE, ON)
    assert closed.rule is not None
    assert closed.rule.article == "21(5)"
    assert not closed.is_extended
    in_time = stages("items", complaint_report, row | {"accepted_at": datetime(2021, 3, 10, 23, 59)}, ON)[1]
    assert (in_time.standing, in_time.used) == ("done", 7)


def test_a_report_is_held_against_verification_and_an_extension_is_said() -> None:
    row = ITEM | {"kind": "report", "accept_due": date(2021, 4, 13), "close_due": date(2021, 4, 13)}
    _, decided, closed = stages("items", complaint_report, row, date(2021, 4, 1))
    assert {one.rule.version for one in (decided, closed) if one.rule} == {"verification-15wd"}
    assert decided.is_extended, "30 working days with approval"
    assert (decided.standing, decided.days) == (
        "running",
        working_days().between(date(2021, 4, 1), date(2021, 4, 13)),
    )


def test_what_has_ended_waits_for_nothing_but_what_is_owed_still() -> None:
    refused = ITEM | {
        "accept_due": ACCEPT_DUE,
        "refused_at": datetime(2021, 3, 5),
        "closed_at": datetime(2021, 3, 5),
    }
    assert [one.title.en for one in stages("items", complaint_report, refused, ON)] == [
        "Registered",
        "Refused",
        "Closed",
    ]
    case = dict.fromkeys(enforcement_case.c.keys()) | {
        "source_at": datetime(2021, 1, 4), "filed_at": datetime(2021, 1, 8), "decided_at": datetime(2021, 2, 1),
        "publish_due": date(2021, 3, 8), "closed_at": datetime(2021, 2, 20),
    }  # fmt: skip
    *_, owed = stages("cases", enforcement_case, case, ON)
    assert (owed.title.en, owed.standing, owed.rule and owed.rule.article) == ("Published", "overdue", "9")
    settled = ITEM | {"platform_received_at": datetime(2021, 3, 2)}
    *_, waiting = stages("items", complaint_report, settled, ON)
    assert (waiting.title.en, waiting.standing, waiting.due) == ("Closed", "running", None)


#: Rows that have come to their end though a step that follows in others never came, each with what ended it.
ENDED = (
    ("leads", {"detected_at": AT, "reviewed_at": AT, "is_confirmed": False}),
    ("sampling", {"bought_at": AT, "tested_at": AT, "is_unqualified": False}),
    ("takedowns", {"issued_at": AT, "due_at": AT, "done_at": AT}),
    ("live_checks", {"checked_at": AT, "violation": None}),
    ("moderation_acts", {"decided_at": AT, "told_at": AT}),
)


def test_nobody_waits_for_what_need_not_come() -> None:
    """A false alarm is not fed back, what passed is not followed up, and nobody has to put on sale again what was taken down."""
    for listing, known in ENDED:
        table = SOURCES[listing].table
        row = dict.fromkeys(table.c.keys()) | known
        assert not [one.title.en for one in stages(listing, table, row, ON) if one.is_open], listing
    found = dict.fromkeys(live_check.c.keys()) | {"checked_at": AT, "violation": "quality"}
    assert stages("live_checks", live_check, found, ON)[-1].is_open, "what was found is to be corrected"


def test_an_annual_report_is_held_against_its_day() -> None:
    row = dict.fromkeys(annual_report.c.keys()) | {
        "due_on": date(2021, 6, 30),
        "reported_on": date(2021, 3, 1),
    }
    (in_time,) = stages("annual_reports", annual_report, row, date(2021, 12, 31))
    assert (in_time.standing, in_time.due) == ("done", date(2021, 6, 30))
    (missing,) = stages("annual_reports", annual_report, row | {"reported_on": None}, date(2021, 12, 31))
    assert (missing.standing, missing.is_open) == ("overdue", True)


def test_a_record_of_several_keys_is_told_in_words(small_store: Store) -> None:
    with small_store.snapshot() as snapshot:
        (key, *_) = rows(snapshot, "exchanges", ALL, WHOLE_CITY, size=1).keys
        told = sentence(record(snapshot, "exchanges", key, WHOLE_CITY, "zh"), "zh")
    assert not re.search(r"[a-z]{3}", told.partition("：")[0]), told


def test_what_several_columns_tell_from_others_names_its_lines_of_credit(demo_city: Path) -> None:
    """An annual report and a duty are named in lines of credit by a year and by a duty, beside their platform."""
    c = credit_item.c
    store = Store(str(demo_city))
    with store.snapshot() as snapshot:
        for rule, listing in (("report_missing", "annual_reports"), ("reporting", "duties")):
            asked = (
                select(c.item_id, c.platform_id, c.event_ref).where(c.rule == rule).order_by(c.item_id.desc())
            )
            item, platform_id, event = snapshot.rows(asked.limit(1))[0]
            found = record(snapshot, listing, BETWEEN.join((platform_id, event)), WHOLE_CITY, "zh")
            told = {target for one in found.related for target, _ in one.records}
            assert ("credit_items", item) in told, listing
    store.close()


def test_what_an_upheld_objection_takes_away_is_not_told_as_a_cap(small_store: Store) -> None:
    day = date(2021, 6, 6)
    line = Deduction("licence", "E1", day, day, -8.0, 0.0, None, None, "upheld")
    grade = Grade(date(2021, 6, 30), 100.0, "blue", "A", None, "2021-01")
    with small_store.snapshot() as snapshot:
        told = str(deductions_block(Deductions(grade, (line,)), "P1", labels(snapshot), "zh"))
    assert ("异议成立，不再计分" in told, "封顶" in told) == (True, False)


def test_the_department_in_charge_has_a_decision_in_hand(small_store: Store) -> None:
    with small_store.snapshot() as snapshot:
        found = record(
            snapshot, "meeting_decisions", ROWS["meeting_decision"][0]["decision_id"], WHOLE_CITY, "zh"
        )
    assert [one.label for one in found.handled_by] == ["责任单位"]
    assert "责任单位" not in [one.label for one in found.facts]


def test_a_list_speaks_of_persons_where_it_has_some(small_store: Store) -> None:
    with small_store.snapshot() as snapshot:
        for listing, has_persons in (("items", True), ("agreements", False)):
            shown = SECTIONS[f"rows-{listing}"](
                snapshot, Scope(sees_persons=True), labels(snapshot), ALL, "zh"
            )
            assert ("未脱敏" in str(shown[0])) == has_persons, listing


def test_a_mediation_and_its_complaint_lead_to_each_other(small_store: Store) -> None:
    own = next(row for row in ROWS["mediation"] if row["item_id"])
    with small_store.snapshot() as snapshot:
        mediation = record(snapshot, "mediations", own["mediation_id"], WHOLE_CITY, "zh")
        item = record(snapshot, "items", own["item_id"], WHOLE_CITY, "zh")
    led = {target.key for one in mediation.related if one.turn == "led_to_it" for target, _ in one.records}
    came = {target.key for one in item.related if one.turn == "came_of_it" for target, _ in one.records}
    assert own["item_id"] in led
    assert own["mediation_id"] in came


def test_evidence_stands_on_its_record_with_the_check_of_each_block(small_store: Store) -> None:
    with small_store.snapshot() as snapshot:
        by_lead = {row["subject_id"] for row in ROWS["evidence"] if row["subject"] == "lead"}
        lead = next(row["lead_id"] for row in ROWS["risk_lead"] if row["lead_id"] in by_lead)
        found = record(snapshot, "leads", lead, WHOLE_CITY, "en")
        own = [row for row in ROWS["evidence"] if row["subject_id"] == lead]
        checks = {row["evidence_id"]: row["verified_ok"] for row in ROWS["evidence_check"]}
        assert {one.target.key: one.holds for one in found.pieces} == {
            row["evidence_id"]: checks.get(row["evidence_id"]) for row in own
        }
        broken = next(key for key, is_whole in checks.items() if not is_whole)
        (piece,) = record(snapshot, "evidence", broken, WHOLE_CITY, "en").pieces
    assert piece.holds is False

"""The file of a case: every stage against its limit, what is paid, and cases like it; by which rules persons are scored."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from components.board.markup import html_of
from components.cards.case_file import case_file_block
from components.cards.records import record_block
from data_access.domain.access import WHOLE_CITY, Scope
from data_access.domain.claimant_rules import FEATURES, points, score
from data_access.domain.errors import NotAllowed, UnknownName
from data_access.lookups.case_facts import BASIS, FIELDS, case_facts
from data_access.lookups.case_files import PATH, CaseFile, Visit, case_file, limit_of_stage
from data_access.lookups.claimants import claimants
from data_access.lookups.records import NoSuchRecord, record
from data_access.lookups.similar_cases import FEWEST
from data_access.store.store import Store
from tests.data_access.small_city import AS_OF, CASES, ROWS, YUHANG

_CASES = {row["case_id"]: row for row in CASES}


def file_of(store: Store, key: str, scope: Scope = WHOLE_CITY) -> CaseFile:
    with store.snapshot() as snapshot:
        return case_file(snapshot, key, scope, "zh")


def stage(found: CaseFile, code: str) -> Visit:
    (visit,) = [one for one in found.visits if one.code == code]
    return visit


def test_every_stage_of_the_way_stands_once_and_the_days_of_each_are_told(small_store: Store) -> None:
    found, row = file_of(small_store, "C1"), _CASES["C1"]
    codes = [one.code for one in found.visits]
    assert sorted(codes) == sorted(PATH)
    assert codes == list(PATH), "what was passed by stands where it belongs"
    filed = stage(found, "FILE")
    assert (filed.entered, filed.left) == (row["filed_at"], row["decided_at"])
    assert filed.days == (row["decided_at"] - row["filed_at"]).days
    assert stage(found, "PROOF").is_passed_by
    assert stage(found, "PROOF").days is None


def test_each_limit_names_the_article_in_force_and_how_it_was_kept(small_store: Store) -> None:
    late = stage(file_of(small_store, "C4"), "EXEC").limit
    assert late is not None
    assert late.rule is not None
    assert (late.standing, late.rule.article, late.rule.version) == ("late", "46", "payment-15d-2017")
    assert late.used == (timedelta(days=20) - timedelta(days=2)).days, "counted from service"
    since = stage(file_of(small_store, "C7"), "EXEC").limit
    assert since is not None
    assert since.rule is not None
    assert (since.standing, since.rule.article) == ("overdue", "67(3)"), "the law as revised in July 2021"
    served = stage(file_of(small_store, "C3"), "SERV").limit
    assert served is not None
    assert (served.standing, served.used, served.allowed) == ("done", 2, 7)
    running = stage(file_of(small_store, "C6"), "DEC").limit
    assert running is not None
    assert (running.standing, running.done_at) == ("overdue", None)


def test_the_respondent_may_answer_the_notice_and_the_office_reviews_and_closes_in_time() -> None:
    noted, day = datetime(2021, 9, 1, 10), {"payment_due": None, "paid_at": None}

    def standing(code: str, on: date, **entered: datetime) -> tuple[str, date | None]:
        found = limit_of_stage(code, {"NOTE": noted, **entered}, day, on)
        assert found is not None
        return found.standing, found.due

    last = date(2021, 9, 8)
    assert standing("HEAR", date(2021, 9, 8)) == ("running", last)
    assert standing("HEAR", date(2021, 9, 9)) == ("waived", last)
    assert standing("HEAR", date(2021, 9, 30), HEAR=datetime(2021, 9, 20)) == ("used", last), (
        "asked for before"
    )
    assert standing("HEAR", date(2021, 9, 30), DEC=datetime(2021, 9, 6)) == ("cut", last)
    assert standing("HEAR", date(2021, 9, 30), DEC=datetime(2021, 9, 9)) == ("waived", last)
    assert standing("REVW", date(2021, 9, 1), REVW=datetime(2021, 8, 16)) == ("late", date(2021, 8, 30))
    no_penalty = {"NOPEN": datetime(2021, 9, 1)}
    assert standing("CLOSE", date(2021, 9, 23), **no_penalty) == ("running", date(2021, 9, 23))
    assert standing("CLOSE", date(2021, 9, 26), **no_penalty) == ("overdue", date(2021, 9, 23))
    assert standing("CLOSE", date(2021, 9, 30), **no_penalty, CLOSE=datetime(2021, 9, 26)) == (
        "late",
        date(2021, 9, 23),
    )
    assert limit_of_stage("CLOSE", {"NOTE": noted}, day, last) is None, "nothing has been carried out yet"


def test_tables_of_a_record_are_cards_on_a_telephone_where_each_cell_has_its_heading(
    small_store: Store,
) -> None:
    block = ROWS["evidence"][0]["evidence_id"]
    with small_store.snapshot() as snapshot:
        pieces = record(snapshot, "evidence", block, WHOLE_CITY, "en")
    markup = html_of(record_block(pieces, None, "en"))
    markup += html_of(case_file_block(file_of(small_store, "C1"), [], "CNY", "en"))
    tables = re.findall(r'<table class="([^"]+)">(.*?)</table>', markup, re.DOTALL)
    assert len(tables) > 1
    for kinds, table in tables:
        assert "stacked" in kinds.split()
        for row in re.findall(r"<tr>(.*?)</tr>", table.partition("<tbody>")[2], re.DOTALL):
            assert "colspan" in row or row.count("<td") == row.count("data-label="), row


def test_what_is_owed_is_what_was_imposed_and_not_paid(small_store: Store) -> None:
    owing, settled, open_case = (file_of(small_store, key).payment for key in ("C2", "C3", "C6"))
    assert owing is not None
    assert (owing.imposed, owing.paid, owing.owed) == (
        Decimal("10000.00"),
        Decimal("8000.00"),
        Decimal("2000.00"),
    )
    assert settled is not None
    assert (settled.owed, settled.paid_at) == (Decimal("0.00"), _CASES["C3"]["paid_at"])
    assert open_case is None, "nothing was imposed"


def test_cases_like_it_are_of_the_same_violation_and_too_few_say_so(small_store: Store) -> None:
    found = file_of(small_store, "C1").similar
    mine = _CASES["C1"]["violation"]
    like = {
        key for key, row in _CASES.items() if row["violation"] == mine and row["decided_at"] and key != "C1"
    }
    assert {one.key for one in found.nearest} == like
    assert (found.decided, found.n) == (len(like), len(like))
    assert found.n < FEWEST
    assert found.middle is None


def test_the_nearest_case_stands_first(demo_city: Path) -> None:
    store = Store(str(demo_city), threads=1)
    with store.snapshot() as snapshot:
        found = case_file(snapshot, "A0000003", WHOLE_CITY, "zh").similar
    store.close()
    assert found.n >= FEWEST
    assert found.low is not None
    assert found.middle is not None
    assert found.high is not None
    assert found.low <= found.middle <= found.high
    shared = [one.is_same_class + len(one.alike) for one in found.nearest]
    assert shared[0] >= shared[-1]
    assert all(one.key != "A0000003" for one in found.nearest)


def test_a_case_of_another_district_has_no_file(small_store: Store) -> None:
    theirs = next(key for key, row in _CASES.items() if row["district"] != YUHANG)
    with pytest.raises(NoSuchRecord):
        file_of(small_store, theirs, Scope(frozenset({YUHANG})))


def test_facts_are_the_fields_of_the_store_and_persons_are_masked(small_store: Store) -> None:
    with small_store.snapshot() as snapshot:
        masked = case_facts(snapshot, "C1", WHOLE_CITY)
        whole = case_facts(snapshot, "C1", Scope(sees_persons=True))
        bare = case_facts(snapshot, "C8", WHOLE_CITY)
    assert set(masked.fields) == set(FIELDS)
    assert whole.fields["当事人"] == _CASES["C1"]["respondent_name"] != masked.fields["当事人"]
    assert masked.fields["罚款"] == "5,000.00"
    assert masked.fields["决定时间"] == f"{_CASES['C1']['decided_at']:%Y年%-m月%-d日}"
    assert masked.fields[BASIS]
    assert bare.fields["决定时间"] is None
    assert (masked.shows_persons, whole.shows_persons) == (False, True)


def test_a_score_is_the_sum_of_what_its_features_give_and_decides_nothing() -> None:
    most = {one.column: one.high for one in FEATURES}
    assert score(most) == 100 == sum(one.points for one in FEATURES)
    assert score({one.column: one.low for one in FEATURES}) == 0
    assert points({"items": None, "claim_share": 0.75}) == {"claim_share": 10}
    for one in FEATURES:
        assert one.scored(one.low - 1) == 0
        assert one.scored(one.high * 9) == one.points


def test_claimants_are_told_to_those_alone_who_may_see_persons(small_store: Store) -> None:
    with small_store.snapshot() as snapshot:
        with pytest.raises(NotAllowed):
            claimants(snapshot, "suspected", WHOLE_CITY, "zh")
        with pytest.raises(UnknownName, match="nobody"):
            claimants(snapshot, "nobody", Scope(sees_persons=True), "zh")
        found = claimants(snapshot, "confirmed", Scope(sees_persons=True), "zh")
        own = claimants(snapshot, "confirmed", Scope(frozenset({YUHANG}), sees_persons=True), "zh")
    rows = [row for row in ROWS["reverse_complainant"] if row["status"] == "confirmed"]
    assert {one.person for one in found.listed} == {row["person_hash"] for row in rows}
    assert {one.person for one in own.listed} == {
        row["person_hash"] for row in rows if row["district"] == YUHANG
    }
    assert all(one.reviewed_at for one in found.listed)
    overdue = {row["person_hash"] for row in rows if row["review_due"] <= AS_OF and not row["exit_at"]}
    assert {one.person for one in found.listed if one.is_overdue} == overdue
    assert found.as_of == AS_OF
    assert isinstance(found.listed[0].first_seen, date)


def test_in_a_demo_city_scores_are_those_of_the_rules_and_persons_decided_with_a_reason(
    demo_city: Path,
) -> None:
    store = Store(str(demo_city), threads=1)
    with store.snapshot() as snapshot:
        for status in ("suspected", "confirmed", "watch", "removed"):
            found = claimants(snapshot, status, Scope(sees_persons=True), "zh")
            assert not [one.person for one in found.listed if one.differs]
            reasons = {"confirmed": "review_reason", "removed": "exit_reason"}
            assert all(getattr(one, reasons[status]) for one in found.listed if status in reasons)
    store.close()


def test_a_hearing_is_held_against_the_days_by_which_its_notice_must_come_before(small_store: Store) -> None:
    late, waits = file_of(small_store, "C4").hearing, file_of(small_store, "C6").hearing
    assert late is not None
    assert late.notice is not None
    assert late.notice.rule is not None
    assert (late.on, late.is_held) == (date(2021, 3, 1), True)
    assert (late.notice.standing, late.notice.due, late.notice.rule.article) == (
        "late",
        date(2021, 2, 22),
        "42",
    )
    assert waits is not None
    assert waits.notice is not None
    assert waits.notice.rule is not None
    assert (waits.on, waits.is_held, waits.notified_at) == (date(2022, 1, 18), False, None)
    # Seven working days lie between the ninth of January, a Sunday, and the eighteenth.
    assert (waits.notice.standing, waits.notice.due, waits.notice.days) == ("running", date(2022, 1, 9), 4)
    assert waits.notice.rule.article == "64(2), 85", "of the law as revised"
    assert file_of(small_store, "C1").hearing is None
    told = html_of(case_file_block(file_of(small_store, "C6"), [], "CNY", "zh"))
    assert "定于 2022-01-18" in told
    assert "行政处罚法第64(2), 85条" in told

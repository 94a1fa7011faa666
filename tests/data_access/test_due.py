"""What falls due: each kind against plain Python over the rows, and against the indicators of what is overdue."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from data_access.derive.limits import STEPS
from data_access.domain.access import WHOLE_CITY, Scope
from data_access.domain.errors import BadValue, UnknownName
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.domain.working_days import working_days
from data_access.lookups.due import EVER, KINDS, WHENS, Asked, counts, days_left, listed, span
from data_access.lookups.due_kinds import law_of
from data_access.lookups.listings import LISTINGS
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.query import fetch
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.small_city import AS_OF, ROWS, XIHU, YUHANG, Row

#: Days at whose end it is asked: the last one, and some with much ahead.
DAYS = (AS_OF, date(2021, 9, 22), date(2020, 2, 25), date(2020, 3, 19))


def at(day: date) -> Selection:
    return Selection(Period(date(2020, 1, 1), day))


def _later(value: date | None, days: int) -> date | None:
    return None if value is None else value + timedelta(days=days)


def day(value: date | datetime | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def is_complaint(row: Row) -> bool:
    return bool(row["kind"] == "complaint")


def nothing(_: Row) -> None:
    return None


def first(row: Row, *names: str) -> Any:
    return next((row[name] for name in names if row[name] is not None), None)


#: The table of each kind, its key, its limit, from when it runs, what ends it, and whom it concerns at all: a second time, by hand.
ORACLE: dict[str, tuple[str, str, Callable[[Row], Any], Callable[[Row], Any], Callable[[Row], Any], Callable[[Row], bool]]] = {
    "acceptance": ("complaint_report", "item_id", lambda r: r["accept_due"], lambda r: first(r, "returned_at", "registered_at"),
                   lambda r: first(r, "accepted_at", "refused_at", "closed_at"), is_complaint),
    "closure": ("complaint_report", "item_id", lambda r: r["close_due"], lambda r: r["accepted_at"], lambda r: r["closed_at"], is_complaint),
    "verification": ("complaint_report", "item_id", lambda r: r["close_due"], lambda r: r["registered_at"], lambda r: r["closed_at"],
                     lambda r: not is_complaint(r)),
    "platform_answer": ("complaint_report", "item_id", lambda r: _later(day(r["platform_received_at"]), 7),
                        lambda r: r["platform_received_at"], lambda r: first(r, "settled_at", "returned_at", "closed_at"), is_complaint),
    "lead_feedback": ("risk_lead", "lead_id", lambda r: r["feedback_due"], lambda r: r["dispatched_at"], lambda r: r["feedback_at"], bool),
    "co_feedback": ("co_investigation", "request_id", lambda r: r["due"], lambda r: r["sent_at"], lambda r: r["feedback_at"], bool),
    "notice_answer": ("violation_notice", "notice_id", lambda r: r["due"], lambda r: r["sent_at"], lambda r: r["answered_at"], bool),
    "appeal_answer": ("moderation_appeal", "appeal_id", lambda r: r["answer_due"], lambda r: r["filed_at"], lambda r: r["answered_at"], bool),
    "case_verification": ("enforcement_case", "case_id", lambda r: r["verify_due"], lambda r: r["source_at"],
                          lambda r: first(r, "verified_at", "filed_at", "closed_at"), bool),
    "hearing_notice": ("enforcement_case", "case_id", lambda r: r["hearing_notice_due"], lambda r: r["hearing_asked_at"],
                       lambda r: first(r, "hearing_notified_at", "decided_at", "closed_at"), bool),
    "decision": ("enforcement_case", "case_id", lambda r: r["decision_due"], lambda r: r["filed_at"],
                 lambda r: first(r, "decided_at", "closed_at"), bool),
    "payment": ("enforcement_case", "case_id", lambda r: r["payment_due"], lambda r: r["decided_at"], nothing,
                lambda r: (r["paid"] or 0) < (r["fine"] or 0) + (r["confiscated"] or 0)),
    "publication": ("enforcement_case", "case_id", lambda r: r["publish_due"], lambda r: r["decided_at"], lambda r: r["published_at"], bool),
    "follow_up": ("sampling", "batch_id", lambda r: r["follow_up_due"], lambda r: r["tested_at"], lambda r: r["followed_up_at"], bool),
    "takedown": ("takedown", "order_id", lambda r: r["due_at"], lambda r: r["issued_at"], lambda r: r["done_at"], bool),
    "rectification": ("interview", "interview_id", lambda r: r["rectify_due"], lambda r: r["interviewed_at"], lambda r: r["rectified_at"], bool),
    "restore": ("ip_dispute", "dispute_id", lambda r: r["restore_due"], lambda r: r["forwarded_at"], lambda r: r["restored_at"],
                lambda r: r["is_sued"] is not True),
    "meeting_decision": ("meeting_decision", "decision_id", lambda r: r["due_on"], lambda r: r["decided_on"], lambda r: r["done_on"], bool),
    "identity_report": ("platform_report", "report_id", lambda r: r["due"], lambda r: r["period_to"], lambda r: r["handed_in_at"],
                        lambda r: r["kind"] == "identity"),
    "tax_report": ("platform_report", "report_id", lambda r: r["due"], lambda r: r["period_to"], lambda r: r["handed_in_at"],
                   lambda r: r["kind"] == "tax"),
}  # fmt: skip


def _district(row: Row) -> str | None:
    """Return the district that has a row: its own, or that of its platform."""
    for name in ("district", "handling_district"):
        if name in row:
            return row[name]
    return next(one["district"] for one in ROWS["platform"] if one["platform_id"] == row["platform_id"])


def waiting(kind: str, today: date) -> dict[str, tuple[date, str | None]]:
    """Return the records of a kind that wait at the end of a day, with their limit and who has them."""
    table, key, limit, begun, ended, concerns = ORACLE[kind]
    found = {}
    for row in ROWS[table]:
        due, start, end = day(limit(row)), day(begun(row)), day(ended(row))
        if due is None or not concerns(row) or (end is not None and end <= today):
            continue
        if due > today and start is not None and start > today:
            continue
        found[row[key]] = due, row["department"] if "department" in row else _district(row)
    return found


def within(due: date, when: str, today: date) -> bool:
    left = working_days().between(today, due) if due > today else -1
    match when:
        case "overdue":
            return due <= today
        case "today":
            return due == today
    return 0 <= left <= int(when)


def test_every_kind_is_counted_a_second_time_and_every_list_has_a_page() -> None:
    assert list(ORACLE) == list(KINDS)
    assert all(kind.source.key in LISTINGS for kind in KINDS.values())
    assert all(kind.law in STEPS for kind in KINDS.values() if isinstance(kind.law, str))


def test_the_small_city_has_some_of_each_time_and_of_most_kinds() -> None:
    every = [
        (kind, due, today) for today in DAYS for kind in KINDS for due, _ in waiting(kind, today).values()
    ]
    assert all(any(within(due, when, today) for _, due, today in every) for when in WHENS)
    assert len({kind for kind, *_ in every}) > len(KINDS) - 3


@pytest.mark.parametrize("today", DAYS)
def test_counts_of_each_kind_time_and_district_are_those_of_the_rows(small_store: Store, today: date) -> None:
    found = counts(small_store.snapshot(), at(today), WHOLE_CITY)
    assert not found.unrecorded
    for kind in KINDS:
        rows = waiting(kind, today).values()
        for when in WHENS:
            chosen = Counter(where or "unknown" for due, where in rows if within(due, when, today))
            assert found.number(when, kind) == chosen.total(), (kind, when)
            named = "office" if KINDS[kind].office else "district"
            assert {one: found.number(when, kind, **{named: one}) for one in chosen} == chosen


@pytest.mark.parametrize("today", DAYS)
def test_the_list_has_the_rows_that_are_counted_the_oldest_limit_first(
    small_store: Store, today: date
) -> None:
    snapshot = small_store.snapshot()
    for when in (None, *WHENS):
        rows = list(listed(snapshot, at(today), WHOLE_CITY, Asked(when=when)))
        times: tuple[str, ...] = ("overdue", "5") if when is None else (when,)
        expected = {
            (kind, record): (due, where)
            for kind in KINDS
            for record, (due, where) in waiting(kind, today).items()
            if any(within(due, one, today) for one in times)
        }
        assert len(rows) == len(expected)
        assert {(row.kind, row.record): (row.due_on, row.district or row.office) for row in rows} == expected
        assert [row.due_on for row in rows] == sorted(row.due_on for row in rows)
        assert all(row.href == f"/record/{KINDS[row.kind].source.key}/{row.record}" for row in rows)
        assert all(row.left < 0 if row.due_on < today else row.left >= 0 for row in rows)


def test_what_is_overdue_agrees_with_the_indicators_of_it(small_store: Store) -> None:
    snapshot = small_store.snapshot()
    for today in DAYS:
        found = counts(snapshot, at(today), WHOLE_CITY)
        items, cases = (
            fetch(snapshot, INDICATORS[key], (), at(today), WHOLE_CITY)["value"].iloc[0] for key in ("overdue", "cases_overdue")
        )  # fmt: skip
        assert found.number("overdue", "closure") + found.number("overdue", "verification") == items
        assert found.number("overdue", "decision") == cases


def test_a_reader_of_one_district_is_told_of_it_alone_and_filters_narrow(small_store: Store) -> None:
    snapshot, own = small_store.snapshot(), Scope(frozenset({YUHANG}))
    told = counts(snapshot, at(AS_OF), own)
    assert told.districts() == [YUHANG]
    rows = list(listed(snapshot, at(AS_OF), own, Asked()))
    assert {row.district for row in rows if not row.office} == {YUHANG}
    narrowed = counts(snapshot, at(AS_OF).narrowed("district", YUHANG), WHOLE_CITY)
    assert narrowed.tallies == tuple(one for one in told.tallies if not one.office), (
        "no district has decisions"
    )
    assert not counts(snapshot, at(AS_OF).narrowed("district", XIHU), own).tallies


def test_one_kind_and_one_day_are_listed_alone(small_store: Store) -> None:
    snapshot = small_store.snapshot()
    every = list(listed(snapshot, at(AS_OF), WHOLE_CITY, Asked()))
    kind, when = every[-1].kind, every[-1].due_on
    one = list(listed(snapshot, at(AS_OF), WHOLE_CITY, Asked(kind, when)))
    assert one == [row for row in every if (row.kind, row.due_on) == (kind, when)]
    assert list(listed(snapshot, at(AS_OF), WHOLE_CITY, Asked(), most=2)) == every[:2]
    assert list(listed(snapshot, at(AS_OF), WHOLE_CITY, Asked("task"))) == []


def test_an_office_is_listed_what_the_joint_meeting_gave_to_it(small_store: Store) -> None:
    snapshot = small_store.snapshot()
    waits = waiting("meeting_decision", AS_OF)
    office = next(where for due, where in waits.values() if within(due, "overdue", AS_OF))
    rows = list(listed(snapshot, at(AS_OF), WHOLE_CITY, Asked(when="overdue", office=office)))
    mine = {key for key, (due, where) in waits.items() if where == office and within(due, "overdue", AS_OF)}
    assert {row.record for row in rows} == mine
    assert {(row.kind, row.office, row.district) for row in rows} == {("meeting_decision", office, None)}
    with pytest.raises(UnknownName, match="police"):
        Asked.of({"office": "the police"})


def test_a_store_without_a_table_or_without_an_end_does_not_count_none(store: Store) -> None:
    open_items = [row | {"closed_at": None, "result": None} for row in ROWS["complaint_report"]]
    kept = {
        "dataset": ROWS["dataset"],
        "code": ROWS["code"],
        "region": ROWS["region"],
        "complaint_report": open_items,
    }
    fill(store, kept)
    found = counts(store.snapshot(), at(AS_OF), WHOLE_CITY)
    missing = {kind.key for kind in found.unrecorded}
    assert {"closure", "verification", "decision", "takedown"} <= missing
    assert "acceptance" in found.kinds()


def test_days_are_counted_as_people_work() -> None:
    eve = date(2021, 9, 30)  # then a week of holidays; Saturday the 9th is worked
    assert span("3", eve) == Period(date(2021, 10, 1), date(2021, 10, 11))
    assert days_left(eve, date(2021, 10, 8)) == 1
    assert days_left(eve, date(2021, 10, 3)) == 0
    assert days_left(eve, date(2021, 9, 28)) == -2
    assert span("overdue", eve) == Period(EVER, eve)
    assert span(date(2021, 10, 8), eve) == Period(date(2021, 10, 8), date(2021, 10, 8))


def test_a_row_is_told_the_rule_that_was_in_force_when_it_began() -> None:
    closure, decision = KINDS["closure"], KINDS["decision"]
    assert "45个工作日" in law_of(closure, date(2026, 4, 14), date(2026, 6, 18)).zh
    assert "60 days" in law_of(closure, date(2026, 4, 15), date(2026, 6, 14)).en
    assert "90日" in law_of(decision, date(2021, 1, 1), date(2021, 4, 1)).zh
    assert "120日" in law_of(decision, date(2021, 1, 1), date(2021, 5, 1)).zh, (
        "only the extended limit is that long"
    )
    assert "90日" in law_of(decision, date(2021, 1, 1), date(2021, 4, 20)).zh, (
        "what fits no limit is told the ordinary one"
    )


def test_a_choice_that_there_is_not_is_refused_and_one_that_there_is_is_read_back() -> None:
    with pytest.raises(UnknownName, match="closure"):
        Asked.of({"due": "closing"})
    with pytest.raises(BadValue, match="when"):
        Asked.of({"when": "soon"})
    for asked in (Asked(), Asked("closure", "3"), Asked("task", date(2021, 1, 4)), Asked(office="police")):
        assert Asked.of(asked.to_query()) == asked

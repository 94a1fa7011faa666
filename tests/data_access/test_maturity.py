"""A cohort's last months have not told yet: every number of that kind says so, and is compared at equal age."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Column, Date, DateTime, case, or_
from sqlalchemy.sql.visitors import replacement_traverse

from components.cards import drawing
from components.model.card import Card
from components.model.context import CardContext
from components.model.facts import Facts
from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.metrics.indicators import INDICATORS, Indicator, governance, registers
from data_access.metrics.indicators.measures import Measure
from data_access.metrics.labels import labels
from data_access.metrics.maturity import as_seen, compared, immature_from
from data_access.metrics.query import Question, fetch
from data_access.metrics.query import answer as answered
from data_access.metrics.signals import all_signals
from data_access.metrics.sources import Flow, sql_day
from data_access.store.schema import metadata
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.small_city import ROWS

Row = dict[str, Any]
#: What each step writes down beside its moment, table by table.
TOLD = {
    "complaint_report": {"closed_at": ("result", "satisfaction", "amount_recovered"), "refused_at": ("refuse_reason",)},
    "mediation": {"closed_at": ("result", "amount", "is_confirmed", "rating", "rounds", "is_attended")},
    "enforcement_case": {"decided_at": ("fine", "confiscated", "paid", "is_minor"), "closed_at": ("outcome",)},
    "risk_lead": {"reviewed_at": ("is_confirmed",), "verified_at": ("disposition",)},
    "sampling": {"tested_at": ("is_unqualified", "failed_item", "is_safety", "retest")},
    "trigger_event": {"acted_at": ("action", "outcome")},
    "ip_dispute": {"closed_at": ("result",)},
    "annual_report": {"reported_on": ("is_mismatched",)},
    "inspection": {"checked_on": ("is_found", "violation")},
    "credit_objection": {"decided_on": ("outcome",)},
    "co_investigation": {"feedback_at": ("result", "is_rapid")},
    "platform_report": {"handed_in_at": ("rows_in", "rows_complete")},
}  # fmt: skip
#: Days on which somebody looked at the small city, whose data end with 2021, and at the demo's, which end with June.
LOOKED, LOOKED_AT_DEMO = date(2021, 6, 30), (date(2020, 7, 15), date(2021, 3, 31))
#: The moments of each table that a row may lack: limits are known before.
STEPS = {
    name: [
        column.name
        for column in table.columns
        if isinstance(column.type, Date | DateTime) and column.nullable and not column.name.endswith("due")
    ]
    for name, table in metadata.tables.items()
}
FLOWS = [
    one
    for one in INDICATORS.values()
    if isinstance(one.value, Measure) and isinstance(one.source.cohorts[one.cohort], Flow)
]


def stood(table: str, row: Row, day: date) -> Row:
    """Return a row as it stood at the end of a day: limits were known, later steps and what they tell were not."""
    later = [
        name
        for name in STEPS[table]
        if (moment := row.get(name)) is not None
        and (moment.date() if isinstance(moment, datetime) else moment) > day
    ]
    unknown = [*later, *(name for step in later for name in TOLD.get(table, {}).get(step, ()))]
    return row | dict.fromkeys(unknown)


def answer(store: Store, indicator: Indicator, until: date) -> list[tuple[Any, ...]]:
    """Return the whole months, or years, up to a day: when, value, n."""
    grain = "year" if indicator.source.key == "references" else "month"
    whole = Selection(Period(date(2020, 1, 1), until))
    asked = Question(indicator, (grain,), whole)
    return [
        (bucket, value if value is None else round(value, 9), n)
        for bucket, value, n in answered(store.snapshot(), asked, WHOLE_CITY).rows
        # A month without rows that count is one of none.
        if n or value is not None
    ]


def without_what_came_later(indicator: Indicator, day: date) -> Indicator:
    """Return an indicator that knows no step after a day, whatever it says of its age, nor what such a step tells."""
    table, after = indicator.source.table, sql_day(day + timedelta(days=1))
    teller = {name: step for step, names in TOLD.get(table.name, {}).items() for name in names}

    def known(element: Any, **_: Any) -> Any:
        if not isinstance(element, Column) or element.table is not table:
            return None
        if element.name in STEPS[table.name]:
            return case((element < after, element))
        if element.name not in teller:
            return None
        step = table.c[teller[element.name]]
        return case((or_(step.is_(None), step < after), element))

    measure = indicator.value
    assert isinstance(measure, Measure)
    value, n = (replacement_traverse(one, {}, known) for one in (measure.value, measure.n))
    where = None if indicator.where is None else replacement_traverse(indicator.where, {}, known)
    return replace(
        indicator, key=f"{indicator.key} then", value=replace(measure, value=value, n=n), where=where
    )


def test_what_changes_after_its_month_is_over_says_after_how_long_it_no_longer_does(demo_city: Path) -> None:
    store = Store(str(demo_city), threads=1)
    moved = {
        one.key: one
        for one in FLOWS
        for day in LOOKED_AT_DEMO
        if answer(store, one, day) != answer(store, without_what_came_later(one, day), day)
    }
    store.close()
    assert len(moved) > 15
    assert [key for key, one in moved.items() if one.matures is None] == []
    # An agreement says that it was fulfilled, and not when: it is compared with nothing while it is young.
    assert {key for key, one in moved.items() if not one.matures.events} <= {"mediations_fulfilled"}


def test_a_number_as_it_was_seen_on_a_day_is_that_of_the_store_as_it_stood(
    small_store: Store, tmp_path: Path
) -> None:
    store = Store(str(tmp_path), threads=1)
    fill(store, {table: [stood(table, row, LOOKED) for row in rows] for table, rows in ROWS.items()})
    maturing = [one for one in FLOWS if one.matures and one.matures.events]
    assert {one.key for one in maturing} > {
        "closure_rate",
        "filing_rate",
        "closed_loop_rate",
        "follow_up_rate",
    }
    differing = [one for one in maturing if answer(small_store, one, LOOKED) != answer(store, one, LOOKED)]
    assert len(differing) > 5
    for one in maturing:
        assert answer(small_store, as_seen(one, LOOKED), LOOKED) == answer(store, one, LOOKED), one.key
    store.close()


def test_only_a_number_that_is_counted_from_rows_matures() -> None:
    assert [one.key for one in INDICATORS.values() if one.matures and one not in FLOWS] == []
    assert [
        one.key for one in INDICATORS.values() if one.matures and one.matures.told and not one.matures.events
    ] == []


AS_OF = date(2021, 6, 30)


def registered(day: date, days_to_close: int) -> Row:
    closed = datetime.combine(day + timedelta(days=days_to_close), time(9))
    over = closed.date() <= AS_OF
    return {
        "item_id": f"{day}-{days_to_close}", "kind": "complaint", "registered_at": datetime.combine(day, time(8)),
        "closed_at": closed if over else None, "result": "settled" if over else None,
    }  # fmt: skip


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A city that closes a third of what comes within 10 days, a third within 40, a third within 80, year by year."""
    days = [date(2019, 1, 1) + timedelta(days=place) for place in range((AS_OF - date(2019, 1, 1)).days + 1)]
    store = Store(str(tmp_path_factory.mktemp("steady")), threads=1)
    fill(store, {
        "dataset": [ROWS["dataset"][0] | {"starts_on": days[0], "as_of": AS_OF}], "code": ROWS["code"],
        "region": ROWS["region"],
        "complaint_report": [registered(day, wait) for day in days for wait in (10, 40, 80)],
    })  # fmt: skip
    yield store
    store.close()


def reader_of(store: Store, period: Period, **more: str) -> CardContext:
    snapshot = store.snapshot()
    state = {"path": "/governance", "fixed": {}, "lang": "zh", "theme": "light", "filters": []}
    return CardContext(state, labels(snapshot), Selection(period, **more), Facts(snapshot, WHOLE_CITY, "zh"))  # type: ignore[arg-type]


HALF = Period(date(2021, 1, 1), AS_OF)


@pytest.mark.parametrize("compare", ["yoy", "prev"])
def test_a_steady_city_closes_neither_more_nor_less(steady: Store, compare: str) -> None:
    """Seen at full age the period before is 100 %, and this one would have fallen by 13 points."""
    found = drawing.key_answer(Card((governance.closure_rate,)), reader_of(steady, HALF, compare=compare))
    assert found.now is not None
    assert found.now.value < 0.9
    assert found.before == pytest.approx(found.now.value, abs=0.005)
    seen = {"yoy": "2020-06-30", "prev": "2020-12-31"}[compare]
    assert any(seen in note for note in found.notes)


def test_the_rate_before_is_that_of_a_second_count(steady: Store) -> None:
    question = compared(governance.closure_rate, Selection(HALF), labels(steady.snapshot()))
    assert question is not None
    value = fetch(steady.snapshot(), question[0], (), question[1], WHOLE_CITY)["value"].iloc[0]
    days = [date(2020, 1, 1) + timedelta(days=place) for place in range(182)]
    items = [(day, wait) for day in days for wait in (10, 40, 80)]
    by_then = [day + timedelta(days=wait) <= date(2020, 6, 30) for day, wait in items]
    assert value == pytest.approx(sum(by_then) / len(items))


def test_a_period_that_is_old_enough_is_compared_with_all_that_came(steady: Store) -> None:
    first = Period(date(2021, 1, 1), date(2021, 3, 31))
    found = drawing.key_answer(Card((governance.closure_rate,)), reader_of(steady, first))
    assert (found.now.value if found.now else None, found.before) == (1.0, 1.0)
    assert found.notes == ()


def test_young_months_are_hollow_and_the_grey_line_is_as_old(steady: Store) -> None:
    spec = Card((governance.closure_rate,), (), "trend")
    found = drawing.answered(spec, reader_of(steady, Period(date(2020, 7, 1), AS_OF)), 0)
    assert found.drawn is not None
    rows = found.drawn.rows
    assert [f"{row['period']:%m}" for row in rows if not row["complete"]] == ["04", "05", "06"]
    assert [row["previous"] for row in rows] == pytest.approx([row["value"] for row in rows], abs=0.05)
    hollow = [trace for trace in found.drawn.figure["data"] if "未齐" in str(trace.get("hovertext"))]
    assert [len(trace["x"]) for trace in hollow] == [3]
    assert [note for note in found.notes if "2021-04-02" in note and "90" in note and "○" in note]


def test_what_nobody_dates_is_not_compared_while_it_is_young(small_store: Store) -> None:
    known = labels(small_store.snapshot())
    fulfilled = INDICATORS["fulfilment_rate"]
    assert compared(fulfilled, Selection(Period(date(2021, 7, 1), date(2021, 12, 31))), known) is None
    old = compared(fulfilled, Selection(Period(date(2021, 7, 1), date(2021, 9, 30))), known)
    assert old is not None
    assert old[0] is fulfilled


def test_a_trigger_of_yesterday_misses_no_target(small_store: Store) -> None:
    known, asked = labels(small_store.snapshot()), []

    def ask(indicator: Indicator, by: tuple[str, ...], selection: Selection) -> pd.DataFrame:
        asked.append((indicator, selection.period))
        return fetch(small_store.snapshot(), indicator, by, selection, WHOLE_CITY)

    year = Period(date(2021, 1, 1), date(2021, 12, 31))
    all_signals(ask, Selection(year), known)
    since = immature_from(registers.trigger_action_rate, known.dataset.horizon.as_of)
    assert since is not None
    assert (registers.trigger_action_rate, Period(year.start, since - timedelta(days=1))) in asked
    assert (INDICATORS["follow_up_rate"], year) in asked  # what is due has had its time

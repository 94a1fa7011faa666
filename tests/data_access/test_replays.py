"""A number's id gives the same number again: any cell, from the data of its time, to whoever may see it."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from data_access.domain.access import WHOLE_CITY, Scope
from data_access.domain.errors import NotAllowed, NotSplittable
from data_access.domain.filters import FILTERS, Selection
from data_access.domain.periods import Period
from data_access.lookups.replays import replay
from data_access.metrics.coverage import unrecorded
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.labels import labels
from data_access.metrics.number_ids import BadNumberId, NumberId, member_of
from data_access.metrics.query import Question, fetch, grain_of
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.small_city import AS_OF, ROWS, STARTS_ON, YUHANG

ALL = Selection(Period(STARTS_ON, AS_OF))
CELLS = 200


@pytest.fixture(scope="module")
def snapshot(small_store: Store) -> Iterator[Snapshot]:
    with small_store.snapshot() as opened:
        yield opened


def drawn(snapshot: Snapshot) -> Iterator[tuple[Question, Scope, tuple[str, ...], float, int]]:
    """Random cells: an indicator by a split, months or both, under a filter or none, seen by a reader of the city or a district."""
    random_of, known = random.Random(16), labels(snapshot)
    keys = [key for key, one in INDICATORS.items() if unrecorded(one, (), known.recorded) is None]
    while True:
        one = INDICATORS[random_of.choice(keys)]
        splits = sorted(key for key in one.splits() if unrecorded(one, (key,), known.recorded) is None)
        by = tuple(random_of.sample(splits, min(len(splits), random_of.choice((0, 1, 1)))))
        if random_of.random() < 0.5 and grain_of(one, "month") == "month":
            by = (*by, "month")
        selection = replace(
            ALL, period=random_of.choice((ALL.period, Period(date(2020, 7, 10), date(2021, 2, 20))))
        )
        if filters := sorted(one.filters() & {"platform", "district", "class"} & FILTERS.keys()):
            key = random_of.choice(filters)
            if members := sorted(known.members(key)):
                selection = selection.narrowed(key, *random_of.sample(members, min(2, len(members))))
        scope = random_of.choice((WHOLE_CITY, WHOLE_CITY, Scope(frozenset({YUHANG}))))
        try:
            frame = fetch(snapshot, one, by, selection, scope)
        except NotSplittable:  # what has no time cannot be asked by month
            continue
        if len(frame):
            row = frame.iloc[random_of.randrange(len(frame))]
            yield (
                Question(one, by, selection),
                scope,
                tuple(member_of(key, row[key]) for key in by),
                row["value"],
                int(row["n"]),
            )


def test_two_hundred_random_cells_are_given_again_exactly(small_store: Store, snapshot: Snapshot) -> None:
    seen: set[str] = set()
    for question, scope, members, value, n in drawn(snapshot):
        text = str(NumberId.of(question, scope, snapshot.version, members))
        if text in seen:
            continue
        seen.add(text)
        found = replay(small_store, text, WHOLE_CITY)
        assert found.is_same_data
        assert str(found.found) == text
        (cell,) = found.cells
        is_told = not pd.isna(value) and n >= question.indicator.min_n
        assert (cell.members, cell.value, cell.n) == (members, value if is_told else None, n), text
        if len(seen) == CELLS:
            break
    assert len({text.partition("~")[0] for text in seen}) > 60, "of many indicators"
    assert len({text for text in seen if "month:" in text}) > 50
    assert len({text for text in seen if "within=" in text}) > 30


COMPLAINTS = Question(INDICATORS["complaints"], ("platform",), ALL.narrowed("district", YUHANG))


def test_an_id_with_any_sign_changed_lost_or_doubled_is_no_id(small_store: Store) -> None:
    text = str(NumberId.of(COMPLAINTS, WHOLE_CITY, "20260101T000000000000Z-ab12", ("P1",)))
    assert str(NumberId.read(f" {text} ")) == text
    for place in range(len(text)):
        for wrong in (text[:place] + text[place + 1 :], text[:place] + "x" + text[place:]):
            with pytest.raises(BadNumberId):
                NumberId.read(wrong)
    for wrong in ("", "~", "complaints", "x" * 5000, "complaints~1~2020-01-01.2021-12-31~data=1~00000000"):
        with pytest.raises(BadNumberId):
            replay(small_store, wrong, WHOLE_CITY)


@pytest.mark.parametrize("odd", ["a/b", "a~b", "a,b:c=d", "100%", "!7E", "假冒 伪劣", "..", "%2F", "x#y?z&w"])
def test_members_with_odd_signs_come_back_from_an_id_that_an_address_holds(odd: str) -> None:
    chosen = ALL.narrowed("keyword", odd, "plain")
    asked = NumberId(
        "ip_cases", 1, ("platform", "month"), (odd, "2021-03-01"), ALL.period, chosen.filters, (), odd
    )
    assert NumberId.read(str(asked)) == asked
    assert not set(str(asked)) & set("/%#?& ")


def test_a_number_is_given_to_who_may_see_all_that_it_covers(small_store: Store, snapshot: Snapshot) -> None:
    officer = Scope(frozenset({YUHANG}))
    of_city, of_district = (
        str(NumberId.of(COMPLAINTS, scope, snapshot.version)) for scope in (WHOLE_CITY, officer)
    )
    with pytest.raises(NotAllowed) as refused:
        replay(small_store, of_city, officer)
    assert "districts that you may not see" in refused.value.words("en")
    with pytest.raises(NotAllowed):
        replay(small_store, of_district, Scope(frozenset({"330106"})))
    own, of_leader = (replay(small_store, of_district, scope) for scope in (officer, WHOLE_CITY))
    assert [cell.value for cell in own.cells] == [cell.value for cell in of_leader.cells]
    assert own.cells


def test_a_number_says_what_it_was_asked_with_and_on_what_it_rests(
    small_store: Store, snapshot: Snapshot
) -> None:
    text = str(NumberId.of(COMPLAINTS, WHOLE_CITY, snapshot.version))
    found = replay(small_store, text, WHOLE_CITY)
    assert "complaint_report" in found.sql.text
    assert YUHANG not in found.sql.text, "values are parameters"
    assert YUHANG in {value for _, value in found.sql.parameters}
    assert found.sql.text.count("$") >= len(found.sql.parameters) > 1
    delivered = {row["table_name"] for row in ROWS["load_batch"]}
    assert set(found.deliveries["table_name"]) == delivered & {"complaint_report"}


def test_a_number_computed_from_many_tables_rests_on_all_deliveries(
    small_store: Store, snapshot: Snapshot
) -> None:
    asked = Question(INDICATORS["credit_score_mean"], (), ALL)
    found = replay(small_store, str(NumberId.of(asked, WHOLE_CITY, snapshot.version)), WHOLE_CITY)
    assert len(found.deliveries) == len(ROWS["load_batch"])


def test_a_number_of_an_earlier_version_is_given_from_it_while_it_is_kept_and_from_todays_after(
    any_store: Store,
) -> None:
    plain = {name: ROWS[name] for name in ("dataset", "region", "code", "platform", "complaint_report")}
    asked = Question(INDICATORS["complaints_and_reports"], (), ALL)
    fill(any_store, plain)
    with any_store.snapshot() as first:
        text = str(NumberId.of(asked, WHOLE_CITY, first.version))
    fill(any_store, plain | {"complaint_report": plain["complaint_report"][:3]})
    before, today = len(plain["complaint_report"]), 3
    found = replay(any_store, text, WHOLE_CITY)
    assert (found.is_same_data, [cell.value for cell in found.cells]) == (True, [before])
    gone = str(replace(found.wanted, version="20200101T000000000000Z-0000"))
    found = replay(any_store, gone, WHOLE_CITY)
    assert (found.is_same_data, [cell.value for cell in found.cells]) == (False, [today])
    assert found.found.version == any_store.version()

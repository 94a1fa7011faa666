"""Stocks over time are what a count at the end of each bucket finds, however their rows overlap, begin and end."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Column, Date, DateTime
from sqlalchemy.sql.visitors import iterate

from data_access.domain.access import WHOLE_CITY
from data_access.domain.dimensions import GRAINS
from data_access.domain.filters import Selection
from data_access.domain.periods import Period, buckets
from data_access.metrics.indicators import INDICATORS, Indicator
from data_access.metrics.indicators.measures import Measure
from data_access.metrics.query import UNKNOWN, fetch
from data_access.metrics.sources import DAY_AFTER, Stock
from data_access.metrics.stocks import way_of
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.small_city import ROWS
from tests.shared import swept

FIRST = datetime(2021, 1, 1)
#: Whole buckets of every grain, and days that cut the first and the last of them.
PERIODS = (
    Period(date(2021, 1, 1), date(2021, 12, 31)),
    Period(date(2021, 2, 10), date(2021, 5, 20)),
    Period(date(2021, 3, 3), date(2021, 3, 3)),
)
FILTERS: tuple[dict[str, tuple[str, ...]], ...] = (
    {},
    {"reason": ("fake",)},
    {"district": ("330106", UNKNOWN), "class": ("10",)},
)
SPLITS = ((), ("reason",), ("district",), ("class", "level"))


def some_time(random: Random) -> datetime:
    """Return a moment of fourteen months, often a midnight, so that what touches a day's end is among them."""
    days, seconds = random.randrange(-60, 420), random.choice((0, 0, 1, 43_200, 86_399))
    return FIRST + timedelta(days=days, seconds=seconds)


def spells() -> list[dict[str, Any]]:
    """Return many spells of a few entities: overlapping, touching, open, and such as end before they begin."""
    random = Random(7)
    return [
        {
            "spell_id": f"S{number}", "entity_id": f"E{random.randrange(9)}",
            "platform_id": random.choice(["P1", "P2", "P3", "P4", None]),
            "district": random.choice(["330106", "330110", None]),
            "reason": random.choice(["fake", "penalty"]), "level": random.choice(["A", "B"]),
            "listed_at": some_time(random), "delisted_at": random.choice([None, *(some_time(random) for _ in range(4))]),
        }
        for number in range(160)
    ]  # fmt: skip


SPELLS = spells()
#: Nobody knows when some began, and some are said to have ended before.
PLATFORMS = [
    ROWS["platform"][0] | {"platform_id": f"X{number}", "uscc": f"X{number}", "class_l1": str(10 + number % 3), "launched_on": began, "closed_on": ended}
    for number, (began, ended) in enumerate(
        (began, ended)
        for began in (None, date(2020, 5, 1), date(2021, 3, 31), date(2021, 4, 1))
        for ended in (None, date(2020, 1, 1), date(2021, 3, 31), date(2021, 4, 1), date(2021, 5, 20), date(2021, 5, 21))
    )
]  # fmt: skip
CLASS_OF = {row["platform_id"]: row["class_l1"] for row in (*ROWS["platform"], *PLATFORMS)}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = Store(str(tmp_path_factory.mktemp("stocks")), threads=1)
    fill(made, {"dataset": ROWS["dataset"], "platform": ROWS["platform"], "negative_entity": SPELLS})
    yield made
    made.close()


def member(row: dict[str, Any], key: str) -> str:
    found = CLASS_OF.get(row["platform_id"]) if key == "class" else row[key]
    return UNKNOWN if found is None else str(found)


def by_hand(by: tuple[str, ...], chosen: dict[str, tuple[str, ...]], period: Period, grain: str) -> Any:
    """Return the entities with a spell that stands at the end of each bucket, by bucket and members."""
    found: dict[Any, set[str]] = {}
    for part in buckets(period, grain):
        after = datetime.combine(min(part.end, period.end), datetime.min.time()) + timedelta(days=1)
        for row in SPELLS:
            stands = row["listed_at"] < after and (row["delisted_at"] is None or row["delisted_at"] >= after)
            if stands and all(member(row, key) in values for key, values in chosen.items()):
                place = (part.start, *(member(row, key) for key in by))
                found.setdefault(place, set()).add(row["entity_id"])
    return {place: len(entities) for place, entities in found.items()}


@pytest.mark.parametrize("grain", GRAINS)
def test_what_counts_once_is_counted_once_at_every_buckets_end(grain: str, store: Store) -> None:
    indicator = INDICATORS["negative_entities"]
    for period in PERIODS[1:] if grain == "day" else PERIODS:
        for chosen in FILTERS:
            selection = Selection(period, filters=tuple(sorted(chosen.items())))
            for by in SPLITS:
                assert way_of(indicator, (grain, *by), selection) == "once"
                frame = fetch(store.snapshot(), indicator, (grain, *by), selection, WHOLE_CITY)
                days = frame[grain].dt.date
                found = dict(
                    zip(zip(days, *(frame[key] for key in by), strict=True), frame["value"], strict=True)
                )
                assert found == by_hand(by, chosen, period, grain)
                assert frame["n"].tolist() == frame["value"].tolist()


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Lend the small city with the platforms and the spells of this module."""
    made = Store(str(tmp_path_factory.mktemp("stocked")), threads=1)
    fill(made, ROWS | {"platform": [*ROWS["platform"], *PLATFORMS], "negative_entity": SPELLS})
    yield made
    made.close()


@swept("key", ["platforms", "open_items", "overdue", "cases_open", "negative_entities"])
def test_a_stock_over_time_is_the_stock_asked_at_each_buckets_end(key: str, stocked: Store) -> None:
    asked = [
        (period, grain) for grain in ("week", "month", "quarter", "year") for period in _long_enough(grain)
    ]
    with stocked.snapshot() as snapshot:
        for period, grain in asked:
            frame = fetch(snapshot, INDICATORS[key], (grain, "class"), Selection(period), WHOLE_CITY)
            for part in buckets(period, grain):
                day = min(part.end, period.end)
                at = fetch(snapshot, INDICATORS[key], ("class",), Selection(Period(day, day)), WHOLE_CITY)
                own = frame[frame[grain].dt.date == part.start].drop(columns=grain)
                assert own.to_dict("records") == at.to_dict("records"), (grain, part)


def _long_enough(grain: str) -> tuple[Period, ...]:
    """Return the periods that are asked by a grain: fifteen weeks show what fifty-three do."""
    return PERIODS[1:] if grain == "week" else PERIODS


def test_what_moves_with_the_day_is_asked_of_each_row_on_each_day() -> None:
    overdue, year = INDICATORS["overdue"], PERIODS[0]
    assert way_of(overdue, ("month",), Selection(year)) == "spans"
    assert way_of(overdue, ("month", "age"), Selection(year)) == "rows"
    assert way_of(overdue, ("month",), Selection(year, filters=(("age", ("a07",)),))) == "rows"
    assert way_of(overdue, ("district",), Selection(year)) == "rows"


def test_no_condition_on_what_stands_at_a_past_day_is_of_a_day_that_may_come_later() -> None:
    """A row without a licence today may have had none, and one that has it may have had none then: what begins or ends with a day
    is of the stock itself."""

    def said(one: Indicator) -> list[Any]:
        measured = [one.value.value, one.value.n] if isinstance(one.value, Measure) else []
        return [part for part in (one.where, *measured) if part is not None]

    later = {
        one.key: str(found)
        for one in INDICATORS.values()
        if isinstance(standing := one.source.cohorts[one.cohort], Stock)
        for part in said(one)
        if DAY_AFTER not in {*iterate(part)}
        for found in iterate(part)
        if isinstance(found, Column) and isinstance(found.type, Date | DateTime)
        and found not in {*iterate(standing.begun), *iterate(standing.ended)}
    }  # fmt: skip
    assert later == {}
    of_stocks = [one for one in INDICATORS.values() if isinstance(one.source.cohorts[one.cohort], Stock)]
    assert any(DAY_AFTER in {*iterate(part)} for one in of_stocks for part in said(one))

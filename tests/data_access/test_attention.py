"""Which platforms need attention: every sign of every platform a second time from the rows of a demo city, and what gives no point."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from math import isnan, sqrt
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from components.model.facts import Facts
from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.lookups.attention import Ranked, Reason, _of_shares, _surge
from data_access.lookups.attention_rule import LEAST, SIGNS, points_of
from data_access.lookups.rates import RATE, rate
from data_access.metrics.query import UNKNOWN, fetch
from data_access.store.schema import metadata
from data_access.store.store import Store

YEAR = Period(date(2021, 1, 1), date(2021, 12, 31))
WINDOWS = (date(2021, 12, 4), date(2021, 12, 31)), (date(2020, 12, 5), date(2021, 1, 1))
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def city(demo_city: Path) -> Iterator[Store]:
    store = Store(str(demo_city), threads=1)
    yield store
    store.close()


@pytest.fixture(scope="module")
def ranking(city: Store) -> list[Ranked]:
    return Facts(city.snapshot(), WHOLE_CITY, "zh").attention(Selection(YEAR))


def rows(store: Store, name: str, *columns: str) -> Rows:
    table = metadata.tables[name]
    found = store.snapshot().rows(select(*(table.c[column] for column in columns)))
    return [dict(zip(columns, row, strict=True)) for row in found]


def day(value: Any) -> Any:
    return value.date() if hasattr(value, "date") else value


def during(value: Any, period: tuple[date, date] = (YEAR.start, YEAR.end)) -> bool:
    return value is not None and period[0] <= day(value) <= period[1]


def low_of(share: float, n: int) -> float:
    z = 1.959963984540054
    return (share + z * z / (2 * n) - z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))) / (
        1 + z * z / n
    )


def of_share(part: Counter[str], of: Counter[str], one: str) -> tuple[int, int]:
    """Points and n of a share against that of the city."""
    n, city = of[one], part.total() / of.total()
    share = part[one] / n if n else 0.0
    if n < 30 or low_of(share, n) <= city:
        return 0, n
    return (share >= 1.5 * city) + (share >= 2 * city), n


def counted(store: Store) -> dict[str, dict[str, tuple[int, int]]]:
    """Count every sign of every platform that operates: its points and its n."""
    items = rows(store, "complaint_report", "platform_id", "kind", "registered_at", "close_due", "closed_at", "platform_received_at",
                 "settled_at", "returned_at")  # fmt: skip
    sold, tested = rows(store, "transaction_month", "platform_id", "month", "orders"), rows(store, "sampling", "platform_id", "tested_at", "is_unqualified")  # fmt: skip
    scores = rows(store, "credit_score", "platform_id", "month_end", "colour", "veto")
    register = rows(store, "platform", "platform_id", "class_l1", "launched_on", "closed_on")
    last = max(row["month_end"] for row in scores if row["month_end"] <= YEAR.end)
    colours = {
        row["platform_id"]: "red" if row["veto"] else row["colour"]
        for row in scores
        if row["month_end"] == last
    }
    of_class = {row["platform_id"]: row["class_l1"] for row in register}
    complaints = Counter(
        row["platform_id"] for row in items if row["kind"] == "complaint" and during(row["registered_at"])
    )
    orders: Counter[str] = Counter()
    for row in sold:
        orders[row["platform_id"]] += int(row["orders"] or 0) if during(row["month"]) else 0
    now, before = (
        Counter(row["platform_id"] for row in items if during(row["registered_at"], window))
        for window in WINDOWS
    )
    waiting = [row for row in items if row["closed_at"] is None]
    open_now = Counter(row["platform_id"] for row in waiting)
    overdue = Counter(
        row["platform_id"] for row in waiting if row["close_due"] and row["close_due"] <= YEAR.end
    )
    sent, late = Counter[str](), Counter[str]()
    for row in items:
        if row["kind"] == "complaint" and row["platform_received_at"]:
            limit, done = (
                day(row["platform_received_at"]) + timedelta(days=7),
                row["settled_at"] or row["returned_at"],
            )
            if during(limit):
                sent[row["platform_id"]] += 1
                late[row["platform_id"]] += done is None or day(done) > limit
    batches = Counter(row["platform_id"] for row in tested if during(row["tested_at"]))
    failed = Counter(
        row["platform_id"] for row in tested if during(row["tested_at"]) and row["is_unqualified"]
    )
    found = {}
    for row in register:
        one = row["platform_id"]
        if (row["launched_on"] and row["launched_on"] > YEAR.end) or (
            row["closed_on"] and row["closed_on"] <= YEAR.end
        ):
            continue
        others = [key for key, kind in of_class.items() if kind == of_class[one] and key != one]
        rest, below = sum(complaints[key] for key in others), sum(orders[key] for key in others)
        own = complaints[one] / orders[one] if orders[one] else 0.0
        times = own / (rest / below) if rest >= 30 and below else 0.0
        rise = now[one] / before[one] if before[one] else 0.0
        is_beyond = now[one] - before[one] > 3 * sqrt(now[one] + before[one])
        few = min(now[one], before[one])
        found[one] = {
            "rate": ((times >= 1.5) + (times >= 2) if complaints[one] >= 30 else 0, complaints[one]),
            "surge": ((rise >= 1.25) + (rise >= 1.5) if few >= 30 and is_beyond else 0, few),
            "overdue": of_share(overdue, open_now, one), "late": of_share(late, sent, one), "samples": of_share(failed, batches, one),
            "credit": ({"red": 2, "yellow": 1}.get(colours.get(one, ""), 0), -1),
        }  # fmt: skip
    return found


def test_every_sign_of_every_platform_is_what_its_rows_give(city: Store, ranking: list[Ranked]) -> None:
    expected = counted(city)
    assert {one.platform for one in ranking} == set(expected)
    for one in ranking:
        own = {reason.sign: (reason.points, reason.n) for reason in one.reasons}
        assert {sign: pair for sign, pair in own.items() if sign != "credit"} == {
            sign: pair for sign, pair in expected[one.platform].items() if sign != "credit"
        }, one.platform
        assert own["credit"][0] == expected[one.platform]["credit"][0]
        assert one.points == sum(points for points, _ in expected[one.platform].values())
    given = Counter(reason.sign for one in ranking for reason in one.telling)
    assert len(given) >= 3, "several signs give points in the demo city"


def test_the_most_points_stand_first_then_the_most_complaints(ranking: list[Ranked]) -> None:
    assert [one.rank for one in ranking] == list(range(1, len(ranking) + 1))
    assert [(-one.points, -one.complaints) for one in ranking] == sorted(
        (-one.points, -one.complaints) for one in ranking
    )
    assert all(one.of == len(ranking) for one in ranking)


def test_a_platform_with_too_little_data_is_ranked_by_its_grade_alone_and_says_so(
    ranking: list[Ranked],
) -> None:
    thin = [one for one in ranking if one.is_thin]
    assert thin
    for one in thin:
        assert {reason.sign for reason in one.telling} <= {"credit"}
        assert all(reason.n < LEAST for reason in one.reasons if reason.sign != "credit")
    assert all(not reason.points for one in ranking for reason in one.reasons if reason.is_few)


def test_filters_leave_each_its_place_among_all(city: Store, ranking: list[Ranked]) -> None:
    facts = Facts(city.snapshot(), WHOLE_CITY, "zh")
    narrowed = facts.attention(Selection(YEAR).narrowed("class", "20").narrowed("platform", "P001"))
    assert narrowed == ranking or all(
        a.platform == b.platform and a.points == b.points for a, b in zip(narrowed, ranking, strict=True)
    )


def test_a_rise_that_is_chance_and_one_of_few_give_nothing() -> None:
    def points(now: float, before: float) -> int:
        return _surge(now, before, YEAR).points

    assert points(200, 100) == 2
    assert points(1300, 1000) == 1
    assert points(45, 35) == 0, "chance"
    assert points(90, 12) == 0, "a multiple of too few"
    assert points(1200, 1000) == 0, "less than a quarter"


def test_a_share_counts_above_chance_alone_and_what_nothing_is_held_against_not_at_all() -> None:
    pairs = {"a": (30.0, 100.0), "b": (4.0, 31.0), "c": (29.0, 29.0), "d": (0.0, 0.0), "e": (17.0, 100.0)}
    found = dict(_of_shares("samples", pairs, 0.1))
    assert {one: reason.points for one, reason in found.items()} == {"a": 2, "b": 0, "c": 0, "d": 0, "e": 1}
    assert found["c"].is_few
    assert isnan(found["d"].value)
    assert all(points_of(sign, 5.0, 0.0) == 0 and points_of(sign, 5.0, float("nan")) == 0 for sign in SIGNS)
    assert not Reason("credit", 0, 0).is_few


def test_rates_add_up_from_platforms_to_classes_to_the_city_and_are_the_indicator(city: Store) -> None:
    facts = Facts(city.snapshot(), WHOLE_CITY, "zh")
    found = facts.rates(Selection(YEAR))
    assert found.against == Period(date(2020, 1, 1), date(2020, 12, 31))
    whole = found.rows[0]
    classes = [row for row in found.rows if row.level == "class"]
    assert whole.level == "city"
    for time in ("now", "before"):
        pair = getattr(whole, time)
        for place in (0, 1):
            assert pair[place] == sum(getattr(row, time)[place] for row in classes)
            for of in classes:
                own = [row for row in found.rows if row.level == "platform" and row.of_class == of.code]
                assert getattr(of, time)[place] == sum(getattr(row, time)[place] for row in own), of.code
    for level, by in (("class", ("class",)), ("platform", ("platform",))):
        frame = fetch(city.snapshot(), RATE, by, Selection(YEAR), WHOLE_CITY).set_index(level)
        rows_of = {
            row.code: row for row in found.rows if row.level == level and row.code != UNKNOWN and row.now[1]
        }
        assert rows_of
        for code, row in rows_of.items():
            n = frame.loc[code, "n"]
            assert row.now[0] == n
            assert rate(row.now) == (pytest.approx(frame.loc[code, "value"]) if n >= RATE.min_n else None)

"""Month-end stock of shops against a second, stupid computation."""

import random
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from data_access.derive import derive
from data_access.derive.shop_months import month_ends
from data_access.store.schema import dataset, shop, shop_month
from data_access.store.store import Store

STARTS, AS_OF = date(2020, 1, 1), date(2021, 6, 15)
KEYS = ("platform_id", "category", "operator_region", "operator_type")
Row = dict[str, Any]


def some_day(rng: random.Random, first: date, days: int) -> date:
    return first + timedelta(days=rng.randrange(days))


def random_shops(seed: int, count: int) -> list[Row]:
    rng = random.Random(seed)
    shops = []
    for number in range(count):
        opened = some_day(rng, date(2019, 1, 1), 1000)
        closed = some_day(rng, opened, 400) if rng.random() < 0.6 else None
        verified = some_day(rng, opened - timedelta(days=50), 300) if rng.random() < 0.7 else None
        shops.append({
            "shop_id": f"S{number}", "platform_id": rng.choice("PQ"), "category": rng.choice(["food", "books", None]),
            "operator_region": rng.choice(["330110", None]), "operator_type": rng.choice(["company", "individual"]),
            "opened_on": opened, "closed_on": closed,
            "licence_shown_from": some_day(rng, opened - timedelta(days=50), 400) if rng.random() < 0.7 else None,
            "verified_from": verified,
            "verified_to": some_day(rng, verified, 300) if verified and rng.random() < 0.5 else None,
        })  # fmt: skip
    return shops


def counted_by_hand(shops: list[Row]) -> dict[tuple[Any, ...], tuple[int, ...]]:
    result: dict[tuple[Any, ...], tuple[int, ...]] = {}
    for end in (date(2020 + m // 12, m % 12 + 1, 1) - timedelta(days=1) for m in range(1, 18)):
        for row in shops:
            active = row["opened_on"] <= end and not (row["closed_on"] and row["closed_on"] <= end)
            shown = active and row["licence_shown_from"] and row["licence_shown_from"] <= end
            lapsed = row["verified_to"] and row["verified_to"] <= end
            verified = active and row["verified_from"] and row["verified_from"] <= end and not lapsed
            opened = row["opened_on"].replace(day=1) == end.replace(day=1)
            closed = row["closed_on"] and row["closed_on"].replace(day=1) == end.replace(day=1)
            now = [int(bool(flag)) for flag in (active, opened, closed, shown, verified)]
            if any(now):
                key = (end, *[row[name] for name in KEYS])
                result[key] = tuple(a + b for a, b in zip(result.get(key, (0,) * 5), now, strict=True))
    return result


def derived(tmp_path: Path, shops: list[Row]) -> list[Any]:
    store = Store(str(tmp_path / "store"), threads=1)
    with store.draft(from_current=False) as draft:
        with draft.engine.begin() as connection:
            connection.execute(insert(dataset).values(
                city="330100", name_zh="城", name_en="City", as_of=AS_OF, starts_on=STARTS, is_synthetic=True
            ))  # fmt: skip
            if shops:
                connection.execute(insert(shop), shops)
        assert derive(draft)["shop_month"] == derive(draft)["shop_month"]  # a second time changes nothing
    with store.connect() as connection:
        rows = list(connection.execute(select(shop_month)).all())
    store.close()
    return rows


@pytest.mark.parametrize("seed", range(3))
def test_every_month_equals_a_count_by_hand(tmp_path: Path, seed: int) -> None:
    shops = random_shops(seed, 300)
    rows = derived(tmp_path, shops)
    ours = {
        (r.month_end, r.platform_id, r.category, r.operator_region, r.operator_type):
        (r.active, r.opened, r.closed, r.licence_shown, r.verified) for r in rows
    }  # fmt: skip
    assert len(ours) == len(rows)
    assert ours == counted_by_hand(shops)


def test_the_stock_is_last_months_plus_opened_less_closed(tmp_path: Path) -> None:
    totals: dict[date, list[int]] = {}
    for row in derived(tmp_path, random_shops(7, 500)):
        total = totals.setdefault(row.month_end, [0, 0, 0])
        for position, name in enumerate(("active", "opened", "closed")):
            total[position] += getattr(row, name)
    assert len(totals) == 17
    months = sorted(totals)
    for before, now in pairwise(months):
        assert totals[now][0] == totals[before][0] + totals[now][1] - totals[now][2]


def test_rows_are_in_the_order_of_months(tmp_path: Path) -> None:
    ends = [row.month_end for row in derived(tmp_path, random_shops(2, 200))]
    assert ends == sorted(ends)


def test_no_shops_give_no_rows_and_no_error(tmp_path: Path) -> None:
    assert derived(tmp_path, []) == []


def test_a_month_that_is_not_over_has_no_stock() -> None:
    assert month_ends(date(2020, 1, 15), date(2020, 3, 30)) == [date(2020, 1, 31), date(2020, 2, 29)]
    assert month_ends(date(2020, 1, 5), date(2020, 1, 20)) == []

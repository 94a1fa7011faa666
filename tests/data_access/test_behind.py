"""Behind every number that stands on rows there are those rows: as many as its n, of a count as many as itself."""

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from data_access.domain.access import WHOLE_CITY, Scope
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.lookups.rows import LISTINGS, OVERDUE, rows
from data_access.metrics.behind import behind
from data_access.metrics.indicators import INDICATORS, Indicator
from data_access.metrics.indicators.measures import Measure
from data_access.metrics.plan import together
from data_access.metrics.query import UNKNOWN, Question, fetch
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store
from tests.data_access.small_city import AS_OF, ROWS, STARTS_ON, YUHANG
from tests.shared import swept

ALL = Selection(Period(STARTS_ON, AS_OF))
LISTED = {
    key: found
    for key, one in INDICATORS.items()
    if (found := behind(one)) and found.indicator.source.key in LISTINGS
}
#: What a list is narrowed by in the sweep: each split that a filter may set.
SPLITS = ("district", "platform", "kind", "violation", "reason", "lead_type", "sampling_kind", "colour")


def split_of(indicator: Indicator) -> str | None:
    return next((key for key in SPLITS if key in indicator.splits() & indicator.filters()), None)


def is_count(indicator: Indicator) -> bool:
    return isinstance(indicator.value, Measure) and indicator.value.value is indicator.value.n


@pytest.fixture(scope="module")
def snapshot(small_store: Store) -> Iterator[Snapshot]:
    with small_store.snapshot() as opened:
        yield opened


@pytest.fixture(scope="module")
def numbers(snapshot: Snapshot) -> dict[tuple[str, tuple[str, ...]], pd.DataFrame]:
    """Return each number that has a list, and its parts, asked in one plan."""
    each = [(key, by) for key in LISTED for by in ((), (split_of(INDICATORS[key]),)) if None not in by]
    asked = [Question(INDICATORS[key], by, ALL) for key, by in each]
    return dict(zip(each, together(snapshot, asked, WHOLE_CITY), strict=True))


@swept("key", LISTED)
def test_a_list_has_as_many_rows_as_its_number_in_all_and_in_each_part(
    snapshot: Snapshot, numbers: dict[tuple[str, tuple[str, ...]], pd.DataFrame], key: str
) -> None:
    indicator, own = INDICATORS[key], LISTED[key]
    (whole,) = numbers[key, ()].to_dict("records")
    page = rows(snapshot, own.indicator.source.key, ALL, WHOLE_CITY, size=1000, own=own)
    told = "value" if own.cube else "n"
    assert page.total == len(page.frame) == len(set(page.keys)) == whole[told]
    if is_count(indicator):
        assert whole["value"] == whole["n"]
    if (split := split_of(indicator)) is None:
        return
    parts = numbers[key, (split,)]
    for code, n in [*zip(parts[split], parts[told], strict=True)][:2]:
        assert snapshot.rows(own.statement(ALL.narrowed(split, code), WHOLE_CITY))[0][0] == n, code


#: Counts that have no list, by their source, and why.
UNLISTED = {"complainants": "the register informs, and persons are not listed (Order 20, art. 15)"}
#: Sources that are sums by the day or month as they were delivered, or published figures: behind what is added up there are no rows.
SUMS = {
    "exchanges", "identity_checks", "kitchens", "riders", "monitoring", "transactions", "goods_searches", "references", "shops",
}  # fmt: skip
#: Numbers that are made of several, of which none is counted over rows of its own.
MADE_OF_SEVERAL = {
    "co_investigations_per_day", "mediations_per_working_day", "problem_index", "sampling_in_band", "shop_display_rate",
    "shop_report_rate", "shop_mismatch_rate", "ip_cycle_change",
}  # fmt: skip


def test_every_count_has_its_rows_or_a_reason() -> None:
    counts = {key for key, one in INDICATORS.items() if is_count(one)}
    assert len(counts) > 70
    assert {INDICATORS[key].source.key for key in counts - LISTED.keys()} == set(UNLISTED)
    assert {"closure_rate", "handling_days", "complaints_per_10k_shops"} <= LISTED.keys(), (
        "shares, means and rates"
    )


def test_whatever_else_has_no_rows_is_a_sum_or_made_of_several() -> None:
    others = {key for key, one in INDICATORS.items() if key not in LISTED and not is_count(one)}
    assert {key for key in others if INDICATORS[key].source.key not in SUMS} == MADE_OF_SEVERAL


@pytest.mark.parametrize("end", [date(2021, 5, 31), date(2021, 5, 30), date(2021, 6, 1), date(2020, 1, 15)])
def test_shops_that_are_counted_at_month_ends_are_listed_as_they_stood_then(
    snapshot: Snapshot, end: date
) -> None:
    period = Selection(Period(max(STARTS_ON, end.replace(day=1)), end))
    for key in ("shops", "shops_opened", "shops_closed"):
        (number,) = fetch(snapshot, INDICATORS[key], (), period, WHOLE_CITY)["value"]
        assert snapshot.rows(LISTED[key].statement(period, WHOLE_CITY))[0][0] == (
            0 if pd.isna(number) else number
        ), key


def test_what_is_overdue_comes_oldest_first_with_its_days_and_who_handles_it(small_store: Store) -> None:
    found = rows(small_store.snapshot(), "items", ALL, WHOLE_CITY, size=10, own=LISTED["overdue"])
    assert list(found.titles)[:4] == ["item_id", OVERDUE, "close_due", "handling_district"]
    assert found.frame["close_due"].is_monotonic_increasing
    assert found.frame[OVERDUE].is_monotonic_decreasing
    assert (found.frame[OVERDUE] >= 0).all()
    open_items = [row for row in ROWS["complaint_report"] if row["close_due"] and not row["closed_at"]]
    oldest = min(row["close_due"] for row in open_items)
    assert found.frame["close_due"].iloc[0].date() == oldest


def test_a_list_holds_what_is_inside_a_readers_districts(small_store: Store) -> None:
    scope = Scope(frozenset({YUHANG}))
    found = rows(small_store.snapshot(), "items", ALL, scope, size=1000, own=LISTED["overdue"])
    number = fetch(small_store.snapshot(), INDICATORS["overdue"], (), ALL, scope)["value"].iloc[0]
    assert found.total == number > 0
    assert set(found.frame["handling_district"]) == {"余杭区"}
    assert UNKNOWN not in set(found.frame["platform_id"])

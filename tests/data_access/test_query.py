"""The builder of indicator SQL: every number, split, filter, scope and engine; and the classic traps of such builders."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from math import isnan
from typing import Any

import pandas as pd
import pytest
from clickhouse_connect.cc_sqlalchemy.dialect import ClickHouseDialect
from duckdb_sqlalchemy import Dialect as DuckDBDialect
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect

from data_access.domain.access import WHOLE_CITY, Scope
from data_access.domain.dimensions import GRAINS
from data_access.domain.errors import NotSplittable, UnknownName
from data_access.domain.filters import FILTERS, Selection
from data_access.domain.periods import Period
from data_access.metrics.indicators import INDICATORS, Indicator
from data_access.metrics.indicators.base import Per
from data_access.metrics.plan import answer_all
from data_access.metrics.query import (
    UNKNOWN,
    Answer,
    Question,
    compile_query,
    fetch,
    grain_of,
    honoured,
    unhonoured,
)
from data_access.metrics.sources import Timeless
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.small_city import BINJIANG, ROWS, XIHU, YUHANG
from tests.shared import swept

YEAR = Period(date(2021, 1, 1), date(2021, 12, 31))
TWO_YEARS = Period(date(2020, 1, 1), date(2021, 12, 31))
TWO_DISTRICTS = Scope(frozenset({YUHANG, BINJIANG}))
DIALECTS: dict[str, Dialect] = {
    "duckdb": DuckDBDialect(),
    "postgresql": postgresql.dialect(),
    "clickhouse": ClickHouseDialect(),
}

every_indicator = swept("indicator", INDICATORS.values())


def narrowed(period: Period = YEAR, **filters: str) -> Selection:
    pairs = ((key.removesuffix("_"), tuple(sorted(text.split(",")))) for key, text in filters.items())
    return Selection(period, filters=tuple(sorted(pairs)))


def grains(indicator: Indicator) -> list[str]:
    if isinstance(indicator.source.cohorts[indicator.cohort], Timeless):
        return []
    return list(GRAINS[GRAINS.index(grain_of(indicator, "day")) :])


def full(*values: str, without: Iterable[str] = ()) -> Selection:
    """Return a selection with these members of every filter that is not left out."""
    return narrowed(**dict.fromkeys(sorted(set(FILTERS) - set(without)), ",".join(values)))


#: Splits, filters and grains are their source's: one indicator of each goes all ways, the others that of their measure.
FIRST_OF_A_SOURCE = {one.source.table.name: one for one in reversed(INDICATORS.values())}.values()


def ways(indicator: Indicator) -> Iterator[tuple[tuple[str, ...], Selection]]:
    """Yield every split, filter and grain that an indicator has, some pairs, and each form that a filter takes."""
    splits, times, every = sorted(indicator.splits()), grains(indicator), full("x", UNKNOWN)
    yield (*splits, *times[-1:]), every
    if indicator not in FIRST_OF_A_SOURCE:
        return
    yield from (
        ((), narrowed(**{key: f"x,y,{UNKNOWN}"})) for key in sorted(indicator.filters() & set(FILTERS))
    )
    yield from (((), full(value)) for value in ("x", UNKNOWN))
    yield from (((key,), every) for key in splits)
    yield from (((key,), narrowed()) for key in times)
    yield from (((key, other), every) for key, other in zip(splits, [*splits[1:], *times[-1:]], strict=False))
    yield (), every


def rendered(statement: Any, engine: str) -> str:
    options = {"render_postcompile": True}
    compiled = statement.compile(dialect=DIALECTS[engine], compile_kwargs=options)
    return f"{compiled} {dict(compiled.params)}"


@pytest.fixture(scope="module")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store(str(tmp_path_factory.mktemp("empty")), threads=1)
    fill(store, {})
    yield store
    store.close()


@every_indicator
def test_every_statement_compiles_for_every_engine_and_bears_the_readers_districts(
    indicator: Indicator,
) -> None:
    """What an engine spells in its own way stands in the statement of all splits and filters, and in those over time."""
    facts = [part for part in (indicator.parts() or (indicator,)) if not part.source.public]
    for by, selection in ways(indicator):
        statement = compile_query(indicator, by, selection, TWO_DISTRICTS)
        is_joined_alone = len(by) in (1, 2) and by[-1] not in GRAINS
        for engine in ["duckdb"] if is_joined_alone else DIALECTS:
            text = rendered(statement, engine)
            assert "SELECT" in text
            assert text.count(YUHANG) >= len(facts), (by, selection, engine)
            assert text.count(BINJIANG) >= len(facts), (by, selection, engine)


@every_indicator
def test_filters_that_an_indicator_cannot_honour_leave_its_statement_as_it_is(indicator: Indicator) -> None:
    plain, strange = narrowed(), full("x", "y", UNKNOWN, without=indicator.filters())
    statements = [compile_query(indicator, (), chosen, TWO_DISTRICTS) for chosen in (plain, strange)]
    assert rendered(statements[0], "duckdb") == rendered(statements[1], "duckdb")


def of_all(
    store: Store, by_of: Callable[[Indicator], tuple[str, ...] | None], chosen: Selection, scope: Scope
) -> Iterator[tuple[Indicator, tuple[str, ...], pd.DataFrame]]:
    """Ask all indicators by one split each, or not where it is None; those over the same rows in one statement.

    That they are answered so as by themselves is in test_plan and test_api.
    """
    asked = [Question(one, by, chosen) for one in INDICATORS.values() if (by := by_of(one)) is not None]
    with store.snapshot() as snapshot:
        for question, answer in answer_all(snapshot, asked, scope):
            assert isinstance(answer, Answer), (question.indicator.key, answer)
            yield question.indicator, question.by, answer.frame()


@pytest.mark.parametrize(
    ("by_of", "scope", "period"),
    [
        (lambda _: (), WHOLE_CITY, YEAR),
        (lambda one: tuple(sorted(one.splits())), TWO_DISTRICTS, YEAR),
        (lambda one: tuple(grains(one)[:1]), WHOLE_CITY, Period(YEAR.start, date(2021, 2, 28))),
    ],
    ids=["whole", "splits", "time"],
)
def test_every_indicator_runs_on_a_store_without_rows(
    by_of: Callable[[Indicator], tuple[str, ...]], scope: Scope, period: Period, empty_store: Store
) -> None:
    chosen, asked = narrowed(period, class_="10", platform=f"P1,{UNKNOWN}"), 0
    for indicator, by, frame in of_all(empty_store, by_of, chosen, scope):
        assert list(frame.columns) == [*by, "value", "n"], indicator.key
        assert (frame["n"] == 0).all(), indicator.key
        asked += 1
    assert asked == len(INDICATORS)


def test_a_reader_of_some_districts_gets_no_row_of_another(small_store: Store) -> None:
    def by_of(indicator: Indicator) -> tuple[str, ...] | None:
        return ("district",) if "district" in indicator.splits() else None

    found: set[str] = set()
    for indicator, _, frame in of_all(small_store, by_of, narrowed(TWO_YEARS), TWO_DISTRICTS):
        assert set(frame["district"]) <= {YUHANG, BINJIANG}, indicator.key
        found |= set(frame["district"])
    assert found == {YUHANG, BINJIANG}


def test_a_district_filter_does_not_widen_what_a_reader_may_see(small_store: Store) -> None:
    asked = narrowed(TWO_YEARS, district=f"{XIHU},{UNKNOWN}")
    frame = fetch(small_store.snapshot(), INDICATORS["complaints"], (), asked, TWO_DISTRICTS)
    assert frame["value"].tolist() == [0]


def test_a_reader_of_no_district_sees_nothing_but_what_is_published(small_store: Store) -> None:
    for indicator, _, frame in of_all(small_store, lambda _: (), narrowed(TWO_YEARS), Scope(frozenset())):
        assert (frame["n"].sum() > 0) == indicator.source.public, indicator.key


# --- the classic traps ---------------------------------------------------------------------------------------


def value(store: Store, key: str, by: tuple[str, ...] = (), **filters: str) -> Any:
    frame = fetch(store.snapshot(), INDICATORS[key], by, narrowed(TWO_YEARS, **filters), WHOLE_CITY)
    return (
        frame["value"].iloc[0]
        if not by
        else dict(zip(map(tuple, frame[list(by)].to_numpy()), frame["value"], strict=True))
    )


def test_an_additive_number_is_the_sum_of_its_parts_the_unknown_included(small_store: Store) -> None:
    """By a few splits at once: what one of them drops or doubles is missing from them all, or twice in them."""
    asked, most = (narrowed(TWO_YEARS), WHOLE_CITY), 4
    additive = {one: sorted(one.splits()) for one in INDICATORS.values() if one.additive}

    def parts(start: int) -> Callable[[Indicator], tuple[str, ...] | None]:
        return lambda one: tuple(additive.get(one, [])[start : start + most]) or None

    whole = {one: frame["value"].iloc[0] for one, _, frame in of_all(small_store, lambda _: (), *asked)}
    compared = 0
    for start in range(0, max(map(len, additive.values())), most):
        for one, by, frame in of_all(small_store, parts(start), *asked):
            assert frame["value"].sum() == pytest.approx(whole[one], nan_ok=True), (one.key, by)
            compared += len(by)
    assert compared == sum(map(len, additive.values()))


def test_joining_the_platforms_does_not_multiply_rows(small_store: Store) -> None:
    rows = ROWS["complaint_report"]
    assert sum(value(small_store, "complaints_and_reports", ("class", "mode", "grade")).values()) == len(rows)
    assert sum(value(small_store, "stages_entered", ("class", "violation")).values()) == len(
        ROWS["case_stage"]
    )


def test_an_entity_on_the_list_for_two_reasons_is_one_entity(small_store: Store) -> None:
    by_reason = value(small_store, "negative_entities", ("reason",))
    assert sum(by_reason.values()) == 5
    assert value(small_store, "negative_entities") == 4
    assert not INDICATORS["negative_entities"].additive


def test_a_stock_is_that_of_the_last_month_end_and_never_a_sum_over_months(small_store: Store) -> None:
    last = sum(row["active"] for row in ROWS["shop_month"] if row["month_end"] == date(2021, 12, 31))
    assert value(small_store, "shops") == last
    by_year = value(small_store, "shops", ("year",))
    assert list(by_year.values())[-1] == last
    assert sum(value(small_store, "shops", ("month",)).values()) > last


@pytest.mark.parametrize(
    ("last_day", "is_overdue"),
    [
        (date(2021, 3, 9), False),
        (date(2021, 3, 10), True),
        (date(2021, 3, 11), True),
        (date(2021, 3, 12), False),
    ],
)
def test_a_due_day_is_kept_until_it_ends(
    last_day: date, is_overdue: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    item = ROWS["complaint_report"][0] | {
        "close_due": date(2021, 3, 10),
        "closed_at": datetime(2021, 3, 12, 0, 0, 1),
    }
    store = Store(str(tmp_path_factory.mktemp("due")), threads=1)
    fill(store, {"complaint_report": [item]})
    asked = Selection(Period(date(2021, 1, 1), last_day))
    assert fetch(store.snapshot(), INDICATORS["overdue"], (), asked, WHOLE_CITY)["value"].tolist() == [
        int(is_overdue)
    ]
    store.close()


def test_an_item_closed_in_the_last_second_of_its_due_day_is_in_time(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    first, second = ROWS["complaint_report"][:2]
    items = [first | {"close_due": date(2021, 3, 10), "closed_at": datetime(2021, 3, 10, 23, 59, 59)},
             second | {"close_due": date(2021, 3, 10), "closed_at": datetime(2021, 3, 11)}]  # fmt: skip
    store = Store(str(tmp_path_factory.mktemp("last_second")), threads=1)
    fill(store, {"complaint_report": items})
    frame = fetch(store.snapshot(), INDICATORS["closure_on_time"], (), narrowed(), WHOLE_CITY)
    assert frame[["value", "n"]].to_numpy().tolist() == [[0.5, 2.0]]
    store.close()


def test_the_first_and_last_second_of_a_period_belong_to_it(small_store: Store) -> None:
    midnight = datetime(2021, 1, 1)
    assert midnight in {row["registered_at"] for row in ROWS["complaint_report"]}
    for period in (
        Period(date(2020, 12, 31), date(2020, 12, 31)),
        Period(date(2021, 1, 1), date(2021, 1, 1)),
    ):
        frame = fetch(small_store.snapshot(), INDICATORS["complaints"], (), Selection(period), WHOLE_CITY)
        wanted = [row for row in ROWS["complaint_report"] if row["registered_at"].date() == period.start]
        assert frame["value"].tolist() == [len(wanted)] != [0]


def test_the_filter_unknown_selects_the_rows_without_a_value(small_store: Store) -> None:
    rows = ROWS["complaint_report"]
    without = sum(row["handling_district"] is None for row in rows)
    in_xihu = sum(row["handling_district"] == XIHU for row in rows)
    assert 0 < without < len(rows)
    assert value(small_store, "complaints_and_reports", district=UNKNOWN) == without
    assert value(small_store, "complaints_and_reports", district=f"{UNKNOWN},{XIHU}") == without + in_xihu
    assert value(small_store, "complaints_and_reports", district=XIHU) == in_xihu
    assert value(small_store, "complaints_and_reports", ("district",))[UNKNOWN,] == without


def test_an_item_whose_platform_is_not_in_the_register_stays_in_the_total(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    store = Store(str(tmp_path_factory.mktemp("stranger")), threads=1)
    fill(
        store,
        {
            "platform": ROWS["platform"],
            "complaint_report": [ROWS["complaint_report"][0] | {"platform_id": "P9"}],
        },
    )
    assert value(store, "complaints_and_reports", ("class",)) == {(UNKNOWN,): 1.0}
    assert value(store, "complaints_and_reports", ("platform",)) == {("P9",): 1.0}
    store.close()


def test_a_chart_that_set_a_filter_is_not_narrowed_by_it(small_store: Store) -> None:
    chosen = narrowed(TWO_YEARS, district=YUHANG, problem="fake")
    own = fetch(
        small_store.snapshot(),
        INDICATORS["complaints"],
        ("district",),
        chosen.without("district"),
        WHOLE_CITY,
    )
    assert set(own["district"]) == {YUHANG, BINJIANG, XIHU, UNKNOWN}
    whole = fetch(
        small_store.snapshot(), INDICATORS["complaints"], ("district",), narrowed(TWO_YEARS), WHOLE_CITY
    )
    assert own["value"].sum() < whole["value"].sum()


def test_a_rate_has_a_row_for_the_unknown_and_for_members_without_a_numerator(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    stranger = ROWS["shop_month"][0] | {"platform_id": "P9", "active": 50}
    items = [row for row in ROWS["complaint_report"] if row["platform_id"] == "P1"]
    tables = {"platform": ROWS["platform"], "shop_month": [*ROWS["shop_month"], stranger]}
    store = Store(str(tmp_path_factory.mktemp("rates")), threads=1)
    fill(store, tables | {"complaint_report": [*items, items[0] | {"item_id": "Q", "platform_id": "P9"}]})
    assert value(store, "complaints_per_10k_shops", ("class",))[UNKNOWN,] == pytest.approx(10_000 / 50)
    assert value(store, "complaints_per_10k_shops", ("platform",))["P2",] == 0
    store.close()


def test_the_mix_of_a_platform_is_set_against_the_city(small_store: Store) -> None:
    rows = [row for row in ROWS["complaint_report"] if row["platform_id"] == "P1"]
    share = sum(row["problem"] == "fake" for row in rows) / len(rows)
    city = sum(row["problem"] == "fake" for row in ROWS["complaint_report"]) / len(ROWS["complaint_report"])
    wanted = pytest.approx(share / city * 100)
    assert value(small_store, "problem_index", ("problem",), platform="P1")["fake",] == wanted
    assert value(small_store, "problem_index", ("platform", "problem"))["P1", "fake"] == wanted
    assert value(small_store, "problem_index", ("problem", "platform"))["fake", "P1"] == wanted


def test_a_filter_that_an_indicator_cannot_honour_is_named_and_changes_nothing(small_store: Store) -> None:
    chosen = narrowed(TWO_YEARS, problem="fake", platform="P1")
    assert unhonoured(INDICATORS["shops"], chosen) == ("problem",)
    assert honoured(INDICATORS["shops"], chosen).filters == (("platform", ("P1",)),)
    assert value(small_store, "shops", problem="fake") == value(small_store, "shops")


def test_a_rate_narrowed_by_what_only_its_numerator_knows_keeps_its_denominator(small_store: Store) -> None:
    fake = value(small_store, "complaints", problem="fake")
    rate = value(small_store, "complaints_per_10k_shops", problem="fake")
    assert rate == pytest.approx(fake / value(small_store, "shops_average") * 10_000)


# --- questions that make no sense -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "by", "told"),
    [
        ("shops", ("problem",), "cannot be split by problem"),
        ("complaints", ("age",), "cannot be split by age"),
        ("complaints", ("month", "year"), "one of time"),
        ("complaints", ("platform", "platform"), "name each dimension once"),
        ("gmv", ("day",), "by month or coarser"),
        ("shops", ("week",), "by month or coarser"),
        ("complaints_per_10k_shops", ("day",), "by month or coarser"),
        ("duties_met", ("month",), "has no time"),
    ],
)
def test_a_split_that_makes_no_sense_is_refused_with_what_would(
    key: str, by: tuple[str, ...], told: str
) -> None:
    with pytest.raises(NotSplittable, match=told):
        compile_query(INDICATORS[key], by, narrowed(), WHOLE_CITY)


def test_an_unknown_dimension_or_indicator_names_its_neighbours() -> None:
    with pytest.raises(UnknownName, match="did you mean district"):
        compile_query(INDICATORS["shops"], ("distrikt",), narrowed(), WHOLE_CITY)
    with pytest.raises(UnknownName, match="did you mean complaints"):
        INDICATORS["complaint"]


# --- the answer -----------------------------------------------------------------------------------------------


def test_an_answer_has_codes_then_value_and_n_in_their_types(small_store: Store) -> None:
    frame = fetch(
        small_store.snapshot(), INDICATORS["licence_rate"], ("month", "platform"), narrowed(), WHOLE_CITY
    )
    assert list(frame.columns) == ["month", "platform", "value", "n"]
    assert pd.api.types.is_datetime64_any_dtype(frame["month"])
    assert frame["value"].dtype == "float64"
    assert frame["n"].dtype == "int64"
    assert frame.equals(frame.sort_values(["month", "platform"], ignore_index=True))


def test_a_ratio_of_nothing_is_no_number(small_store: Store) -> None:
    asked = narrowed(Period(date(2021, 1, 2), date(2021, 1, 2)))
    frame = fetch(small_store.snapshot(), INDICATORS["filing_rate"], (), asked, WHOLE_CITY)
    assert isnan(frame["value"].iloc[0])
    assert frame["n"].tolist() == [0]


def test_what_one_caller_does_to_an_answer_is_not_seen_by_the_next(small_store: Store) -> None:
    asked = (small_store.snapshot(), INDICATORS["complaints"], ("platform",), narrowed(), WHOLE_CITY)
    first = fetch(*asked)
    first["value"] = -1.0
    first.loc[0, "platform"] = "changed"
    again = fetch(*asked)
    assert (again["value"] >= 0).all()
    assert "changed" not in set(again["platform"])


def test_an_answer_changes_when_the_data_does(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = Store(str(tmp_path_factory.mktemp("versions")), threads=1)
    for rows in (ROWS["complaint_report"][:3], ROWS["complaint_report"][:5]):
        fill(store, {"complaint_report": rows})
        assert value(store, "complaints_and_reports") == len(rows)
    store.close()


def test_a_rate_offers_only_what_both_of_its_parts_can_be_split_by() -> None:
    for indicator in INDICATORS.values():
        if isinstance(indicator.value, Per):
            below = indicator.value.below.splits() | set(indicator.value.ignoring)
            assert indicator.splits() <= indicator.value.above.splits() & below

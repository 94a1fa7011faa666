"""What differs from engine to engine: each spells the same day, span and quantile."""

from datetime import date, datetime

import pytest
from clickhouse_connect.cc_sqlalchemy.dialect import ClickHouseDialect
from duckdb_sqlalchemy import Dialect as DuckDBDialect
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import (
    Date,
    DateTime,
    Float,
    cast,
    column,
    create_engine,
    literal,
    literal_column,
    select,
    values,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import UnsupportedCompilationError

from data_access.domain.periods import bucket
from data_access.store.engines import BUCKETS, FIRST_DAYS, NUMBERS, DaysBetween, Quantile

ENGINE = create_engine("duckdb:///:memory:")


@pytest.mark.parametrize("grain", BUCKETS)
@given(st.datetimes(datetime(1950, 1, 1), datetime(2150, 12, 31)))
def test_a_bucket_of_the_store_begins_where_that_of_the_calendar_does(grain: str, moment: datetime) -> None:
    with ENGINE.connect() as connection:
        found = connection.execute(
            select(
                *(
                    told(kind)
                    for told in (BUCKETS[grain], lambda kind: FIRST_DAYS[grain](NUMBERS[grain](kind)))
                    for kind in (literal(moment, DateTime()), literal(moment.date(), Date()))
                )
            )
        ).one()
    assert list(found) == [bucket(moment.date(), grain).start] * 4


@pytest.mark.parametrize(
    ("first", "second", "days"),
    [
        (datetime(2021, 1, 1), datetime(2021, 1, 2, 12), 1.5),
        (date(2021, 1, 1), datetime(2021, 1, 1, 6), 0.25),
        (datetime(2021, 3, 1), date(2021, 2, 28), -1.0),
        (None, datetime(2021, 1, 1), None),
    ],
)
def test_days_between_keep_their_fraction(
    first: date | None, second: date | None, days: float | None
) -> None:
    kinds = [DateTime() if one is None or isinstance(one, datetime) else Date() for one in (first, second)]
    start, end = (cast(literal(one, kind), kind) for one, kind in zip((first, second), kinds, strict=True))
    with ENGINE.connect() as connection:
        found = connection.execute(select(DaysBetween(start, end))).scalar_one()
    assert found == days


def test_a_quantile_lies_between_its_neighbours() -> None:
    rows = values(column("x", Float()), name="rows").data([(1.0,), (2.0,), (10.0,)])
    with ENGINE.connect() as connection:
        found = connection.execute(select(Quantile(literal_column("0.75"), rows.c.x))).scalar_one()
    assert found == 6.0


@pytest.mark.parametrize(
    ("dialect", "words"),
    [
        (
            DuckDBDialect(),
            ("CAST(moment AS DATE) - CAST(day(moment) - 1 AS INTEGER)", "epoch_us(", "quantile_cont(x, 0.5)"),
        ),
        (
            postgresql.dialect(),
            ("date_trunc('month', moment)", "EXTRACT(EPOCH", "percentile_cont(0.5) WITHIN GROUP"),
        ),
        (
            ClickHouseDialect(),
            ("toStartOfMonth(`moment`)", "dateDiff('second'", "quantileExactInclusive(0.5)(`x`)"),
        ),
    ],
    ids=lambda given: getattr(given, "name", None),
)
def test_each_engine_has_its_own_words(dialect: object, words: tuple[str, str, str]) -> None:
    moment, x = column("moment", DateTime()), column("x", Float())
    asked = BUCKETS["month"](moment), DaysBetween(moment, moment), Quantile(literal_column("0.5"), x)
    for element, word in zip(asked, words, strict=True):
        assert word in str(element.compile(dialect=dialect))


def test_an_engine_without_words_of_its_own_is_refused_and_not_guessed() -> None:
    with pytest.raises(UnsupportedCompilationError):
        BUCKETS["month"](column("moment")).compile(dialect=sqlite.dialect())

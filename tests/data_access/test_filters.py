"""The selection: what an address says, and back."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.domain.dimensions import GRAINS
from data_access.domain.errors import BadValue, UnknownName
from data_access.domain.filters import FILTERS, FRAME_KEYS, PERIOD_KEYS, Selection
from data_access.domain.periods import COMPARISONS, PRESETS, Horizon, Period

HORIZON = Horizon(date(2014, 1, 1), date(2021, 12, 31))
values = st.text("0123456789abcXYZ_-汉", min_size=1, max_size=6)
#: An address that says something, key by key.
sense = st.fixed_dictionaries(
    {},
    optional={
        "period": st.sampled_from([*PRESETS, "2020", "2019Q3", "2021-02"]),
        "compare": st.sampled_from(list(COMPARISONS)),
        "grain": st.sampled_from(GRAINS),
        "lang": st.sampled_from(["zh", "en"]),
        **{key: st.lists(values, min_size=1, max_size=3).map(",".join) for key in FILTERS},
    },
)
anything = st.dictionaries(
    st.one_of(st.sampled_from([*PERIOD_KEYS, *FRAME_KEYS, *FILTERS]), st.text(max_size=8)),
    st.one_of(st.text(max_size=12), st.lists(st.text(max_size=6), max_size=3)),
    max_size=6,
)


def read(query: dict[str, str]) -> Selection:
    selection, problems = Selection.from_query(query, HORIZON)
    assert not problems, problems
    return selection


@given(sense)
def test_a_selection_goes_through_the_address_and_back(query: dict[str, str]) -> None:
    selection = read(query)
    assert read(selection.to_query()) == selection
    assert hash(read(selection.to_query())) == hash(selection)
    assert not set(selection.to_query()) & set(FRAME_KEYS)


@given(st.dates(HORIZON.starts_on, HORIZON.as_of), st.dates(HORIZON.starts_on, HORIZON.as_of), sense)
def test_so_does_one_of_these_days_to_those(one: date, other: date, query: dict[str, str]) -> None:
    query = query | {"from": min(one, other).isoformat(), "to": max(one, other).isoformat()}
    selection = read(query)
    assert selection.period == Period(min(one, other), max(one, other))
    assert read(selection.to_query()) == selection


@given(anything)
def test_nonsense_never_raises_and_is_reported(query: dict[str, str | list[str]]) -> None:
    selection, problems = Selection.from_query(query, HORIZON, lambda _: {"330110", "unknown"})
    assert HORIZON.clip(selection.period) == selection.period
    assert all(set(chosen) <= {"330110", "unknown"} for _, chosen in selection.filters)
    assert read(selection.to_query()) == selection
    strange = set(query) - {*PERIOD_KEYS, *FRAME_KEYS, *FILTERS}
    assert len([problem for problem in problems if isinstance(problem, UnknownName)]) == len(strange)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"period": "yesterday"}, "period='yesterday'"),
        ({"from": "2021-02-30"}, "from='2021-02-30'"),
        ({"from": "2021-05-01", "to": "2021-04-01"}, "to='2021-04-01'"),
        ({"compare": "moon"}, "compare='moon'"),
        ({"grain": "hour"}, "grain='hour'"),
        ({"district": "330110,000000"}, "district='000000'"),
        ({"distrct": "330110"}, "did you mean district"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_holds(query: dict[str, str], told: str) -> None:
    selection, problems = Selection.from_query(query | {"class": "10"}, HORIZON, lambda _: {"330110", "10"})
    assert [told in str(problem) for problem in problems] == [True]
    assert isinstance(problems[0], BadValue | UnknownName)
    assert selection.values("class") == ("10",)


def test_an_empty_address_is_this_year_against_last_year() -> None:
    selection = read({})
    assert selection.period == Period(date(2021, 1, 1), date(2021, 12, 31))
    assert selection.to_query() == {}
    before = selection.before()
    assert before is not None
    assert before.period == Period(date(2020, 1, 1), date(2020, 12, 31))


def test_a_repeated_key_is_read_as_several_values() -> None:
    selection, problems = Selection.from_query({"district": ["330110", "330108,330106"]}, HORIZON)
    assert not problems
    assert selection.values("district") == ("330106", "330108", "330110")


def test_equal_choices_are_one_selection_in_whatever_order() -> None:
    assert read({"district": "2,1,1", "class": "10"}) == read({"class": "10", "district": " 1 ,2"})


def test_a_selection_is_narrowed_and_widened_without_changing_it() -> None:
    selection = read({"district": "330110"})
    assert selection.narrowed("class", "10").values("class") == ("10",)
    assert selection.narrowed("district", "330108").values("district") == ("330108",)
    assert selection.narrowed("district") == selection.without("district") == read({})
    assert selection.values("district") == ("330110",)


def test_days_beyond_what_the_store_knows_are_cut_off() -> None:
    assert read({"from": "1990-01-01", "to": "2099-01-01"}).period == Period(HORIZON.starts_on, HORIZON.as_of)


def test_weeks_that_are_told_by_week_are_compared_weekday_by_weekday() -> None:
    weeks = Selection(Period(date(2021, 12, 4), date(2021, 12, 31)), grain="week")
    for compare, start in (("yoy", date(2020, 12, 5)), ("prev", date(2021, 11, 6))):
        before = replace(weeks, compare=compare).before()
        assert before is not None
        assert (before.period.start, before.period.days) == (start, 28)
        assert before.period.start.weekday() == weeks.period.start.weekday()
    assert replace(weeks, compare="none").before() is None
    by_day = replace(weeks, grain="day").before()
    assert by_day is not None
    assert by_day.period.start == date(2020, 12, 4), "days are compared by their date"

"""What Office draws: categories and numbers written as readers say them."""

import pytest

from data_access.exports.plots import Plot, plot
from data_access.exports.reports import Part, Table


def over_time(*days: str) -> tuple[str, ...]:
    """Return the categories of a chart over these first days."""
    table = Table(("期间", "件"), ("day", "items"), tuple((day, 1) for day in days))
    drawn = plot(Part("k", "", "t", "trend", table, native="line"))
    assert drawn
    return drawn.categories


@pytest.mark.parametrize(
    ("days", "categories"),
    [
        (("2020-01-01", "2021-01-01"), ("2020", "2021")),
        (("2020-10-01", "2021-01-01"), ("2020Q4", "2021Q1")),
        (("2021-01-01", "2021-02-01"), ("2021-01", "2021-02")),
        (("2021-05-31", "2021-06-01"), ("05-31", "06-01")),
        (("2020-12-31", "2021-01-01"), ("2020-12-31", "2021-01-01")),
    ],
)
def test_periods_are_named_as_short_as_they_can_be(
    days: tuple[str, ...], categories: tuple[str, ...]
) -> None:
    assert over_time(*days) == categories


def test_the_comparison_is_known_apart() -> None:
    table = Table(
        ("期间", "件", "对比期"),
        ("day", "items", "items"),
        (("2021-01-01", 1, 2), ("2021-02-01", 3, 4)),
        previous=2,
    )
    drawn = plot(Part("k", "", "t", "trend", table, native="line"))
    assert drawn
    assert (drawn.compared, [name for name, _ in drawn.series]) == (1, ["件", "对比期"])


@pytest.mark.parametrize(
    ("largest", "lang", "words"),
    [
        (8.7e12, "zh", "万亿"),
        (5.5e8, "zh", "亿"),
        (2.0e5, "zh", "万"),
        (99_999.0, "zh", "#,##0"),
        (8.7e12, "en", "tn"),
        (5.5e9, "en", "bn"),
        (5.5e6, "en", "M"),
        (2.0e5, "en", "k"),
    ],
)
def test_large_numbers_are_written_as_readers_say_them(largest: float, lang: str, words: str) -> None:
    drawn = Plot("bar", ("a", "b"), (("n", (largest, 1.0)),), "items")
    assert words in drawn.number_format(lang)
    assert drawn.cell_format == "#,##0"
    assert Plot("bar", ("a",), (("n", (0.5,)),), "ratio").number_format(lang) == "0.0%"

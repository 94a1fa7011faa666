"""What Office draws: categories and numbers written as readers say them."""

import io
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_LINE_DASH_STYLE

from data_access.exports.differences import differences
from data_access.exports.plots import Plot, plot, plots
from data_access.exports.reports import Part, Report, Table
from data_access.exports.slides import report_pptx


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


def read_back(part: Part) -> list[Any]:
    """Return the charts that PowerPoint finds in the slides of a card."""
    file = report_pptx(Report("1", "t", "/", "zh", "w", "now", "s", {}, {}, "c", "d", "v", "", (part,)))
    slides = Presentation(io.BytesIO(file)).slides
    return [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]


def test_a_control_chart_has_its_mean_and_limits_on_the_slide() -> None:
    titles, shapes = ("期间", "天", "均值", "下限", "上限", "n"), ("day", "days", "days", "days", "days", "n")
    rows = tuple((f"2021-0{month}-01", month, 5.0, 1.5, 8.5, 40) for month in range(1, 10))
    table = Table(titles, shapes, rows, guides=(2, 3, 4))
    (chart,) = read_back(Part("k", "", "t", "control", table, native="line"))
    assert {one.name: set(one.values) for one in chart.plots[0].series} == {
        "天": set(range(1, 10)), "均值": {5.0}, "下限": {1.5}, "上限": {8.5},
    }  # fmt: skip
    dashes = {one.name: one.format.line.dash_style for one in chart.plots[0].series}
    assert dashes["天"] is None
    assert dashes["上限"] == MSO_LINE_DASH_STYLE.SQUARE_DOT
    few = Table(
        titles, shapes, tuple((*row[:2], None, None, None, row[-1]) for row in rows), guides=(2, 3, 4)
    )
    (chart,) = read_back(Part("k", "", "t", "control", few, native="line"))
    assert [one.name for one in chart.plots[0].series] == ["天"]


def test_what_has_another_unit_has_a_chart_of_its_own_on_the_slide() -> None:
    rows = (("红盾", 0.99, 120, 3), ("蓝盾", 0.95, None, 4), ("静默", None, 80, 1))
    table = Table(("连接", "成功率", "响应 (毫秒)", "n"), ("text", "ratio", "milliseconds", "n"), rows)
    success, response = read_back(Part("k", "", "t", "connectors", table, native="bar"))
    for chart, name, values in ((success, "成功率", (0.99, 0.95)), (response, "响应 (毫秒)", (120, None))):
        assert chart.chart_title.text_frame.text == name
        assert list(chart.plots[0].categories) == ["红盾", "蓝盾"]
        assert chart.plots[0].series[0].values == values
        assert chart.value_axis.tick_labels.number_format == ("0.0%" if name == "成功率" else "#,##0")


def test_of_an_index_the_slide_has_those_farthest_from_the_city_on_both_sides_of_it() -> None:
    rows = tuple((f"问题{value}", float(value), 20) for value in (*range(120, 100, -1), 90, 60))
    table = Table(("问题", "指数", "n"), ("text", "index", "n"), rows)
    drawn = plot(Part("k", "", "t", "index", table, native="bar"))
    assert drawn
    shown = [value for value in drawn.series[0][1] if value is not None]
    assert (len(shown), shown[0], shown[-2:], drawn.left_out) == (15, 120.0, [90.0, 60.0], 7)
    (chart,) = read_back(Part("k", "", "t", "index", table, native="bar"))
    assert chart.value_axis.crosses_at == 100


def test_guides_are_no_numbers_that_could_differ_from_now() -> None:
    titles, shapes = ("期间", "天", "均值"), ("day", "days", "days")
    rows = (("2021-01-01", 1, 5.0), ("2021-02-01", 2, 5.0))
    then = Table(
        titles[:2], shapes[:2], tuple(row[:2] for row in rows)
    )  # a page kept before there were guides
    parts = [Part("k", "", "t", "control", one) for one in (then, Table(titles, shapes, rows, guides=(2,)))]
    kept, now = (
        Report("1", "t", "/", "zh", "w", "now", "s", {}, {}, "c", "d", "v", "", (one,)) for one in parts
    )
    assert differences(kept, now) == {0: []}


def test_members_of_whom_none_has_a_value_are_a_table_and_no_chart_that_stops_the_whole_file() -> None:
    table = Table(("Member", "Value", "n"), ("text", "ratio", "n"), (("a", None, 0), ("b", None, 0)))
    assert plots(Part("k", "", "t", "bars", table, native="bar")) == []


def test_numbers_at_the_ends_of_lines_do_not_stand_on_each_other() -> None:
    """Above and below where two meet, the middle of three beside; of more the highest and the lowest."""
    sides = {
        (10.0, 50.0): ["RIGHT", "RIGHT"],
        (50.0, 51.0): ["BELOW", "ABOVE"],
        (50.0, 51.0, 52.0): ["BELOW", "RIGHT", "ABOVE"],
        (50.0, 51.0, 52.0, 53.0): ["BELOW", None, None, "ABOVE"],
        (50.0, 51.0, 5.0): ["BELOW", "ABOVE", "RIGHT"],
    }
    for ends, expected in sides.items():
        rows = tuple(
            (f"2021-{month:02}-01", f"线{place}", 100.0 if month == 1 else end, 30)
            for month in (1, 2)
            for place, end in enumerate(ends)
        )
        table = Table(("期间", "系列", "天", "n"), ("day", "text", "days", "n"), rows, marks=(0, 1))
        (chart,) = read_back(Part("k", "", "t", "trend", table, native="line"))
        found = [
            series.points[1].data_label.position.name if series._element.findall(".//{*}dLbl") else None
            for series in chart.plots[0].series
        ]
        assert found == expected, ends


def test_bars_leave_room_for_the_number_at_the_end_of_the_longest() -> None:
    table = Table(("项", "件", "n"), ("text", "items", "n"), (("a", 100, 1), ("b", 20, 1)))
    (chart,) = read_back(Part("k", "", "t", "bars", table, native="bar"))
    assert chart.value_axis.maximum_scale > 100

"""The figures of the supervision systems: boards, boxes, control charts, calendars and flows say what their frame says."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from components.charts.base import rows_of
from components.figures import FIGURES
from components.figures.calendars import week_of
from components.figures.headings import two_lines
from components.words.theme import FADED, STYLES
from tests.components.test_figures import (
    DASHES,
    SQUARES,
    STATES,
    controlled,
    daily,
    placed,
    say,
    spread,
    stated,
)
from tests.components.validated import validated

LIGHT = STYLES["light"]


def figure_of(kind: str, frame: pd.DataFrame, **more: Any) -> go.Figure:
    return validated(FIGURES[kind](rows_of(frame), style=LIGHT, say=say, **more))


WEEKDAYS, MONTHS = tuple("一二三四五六日"), tuple("123456789abc")


def test_a_state_is_told_by_shape_and_word_as_well_as_by_colour() -> None:
    signs = figure_of("board", stated(), columns=[("said", "成功率")], states=STATES).data[0]
    assert [text.strip() for text in signs.text] == ["正常", "异常", "关注", "样本不足"]
    assert len(set(signs.marker.symbol)) == 4
    assert list(signs.marker.color) == [LIGHT.good, LIGHT.bad, LIGHT.watch, LIGHT.muted]


def test_a_board_keeps_its_rows_in_their_order_and_heads_each_column() -> None:
    figure = figure_of("board", stated(), columns=[("said", "成功率")], states=STATES)
    assert list(figure.data[0].y) == ["a", "b", "c", "d"]
    assert list(figure.data[1].text) == ["99%", "—", "97%", "98%"]
    assert list(figure.layout.xaxis.ticktext) == ["成功率"]


def test_boxes_stand_from_slow_to_fast_and_leave_out_what_is_too_few_to_say() -> None:
    whisker, box, median = figure_of("boxes", spread()).data
    assert list(median.y) == ["c", "a", "d"]
    assert list(median.x) == [50.0, 30.0, 20.0]
    assert (whisker.base[0], whisker.base[0] + whisker.x[0]) == (30.0, 80.0)
    assert (box.base[0], box.base[0] + box.x[0]) == (40.0, 60.0)


def test_the_target_of_boxes_is_a_line_with_its_word() -> None:
    figure = figure_of("boxes", spread(), target=(7.0, "目标"))
    assert figure.layout.shapes[0].x0 == 7.0
    assert "目标 7件" in [note.text for note in figure.layout.annotations]


def test_points_beyond_the_limits_are_marked_by_shape_and_say_so() -> None:
    words = ("均值", "下限", "上限", "超限")
    _, inside, beyond = figure_of("control", controlled(), words=words).data
    assert list(beyond.y) == [9.0, 2.0]
    assert beyond.marker.symbol == "diamond-open"
    assert all("超限" in text for text in beyond.hovertext)
    assert len(inside.x) == 4


def test_a_control_chart_without_limits_is_a_line_alone() -> None:
    frame = controlled().assign(centre=float("nan"), low=float("nan"), high=float("nan"), outside=False)
    figure = figure_of("control", frame, words=("均值", "下限", "上限", "超限"))
    assert not figure.layout.shapes
    assert len(figure.data[0].x) == 6


def test_limits_are_lines_with_words_and_values() -> None:
    figure = figure_of("control", controlled(), words=("均值", "下限", "上限", "超限"))
    assert [shape.y0 for shape in figure.layout.shapes] == [6.0, 3.0, 8.5]
    assert [note.text for note in figure.layout.annotations] == ["均值 6件", "下限 3件", "上限 8件"]


@pytest.mark.parametrize(
    ("day", "week"),
    [
        ("2021-01-01", 0),
        ("2021-01-03", 0),
        ("2021-01-04", 1),
        ("2020-12-31", 52),
        ("2018-12-31", 52),
        ("2012-12-31", 53),
    ],
)
def test_a_week_of_the_calendar_begins_on_monday(day: str, week: int) -> None:
    assert week_of(date.fromisoformat(day)) == week


def test_each_year_of_a_calendar_is_a_band_and_a_day_without_a_value_is_grey() -> None:
    blank, filled = figure_of("calendar", daily(), weekdays=WEEKDAYS, months=MONTHS).data
    days = {
        code[0]: (down, across)
        for down, line in enumerate(filled.customdata)
        for across, code in enumerate(line)
        if code[0]
    }
    assert days["2020-12-30"] == (2, 52)
    assert days["2021-01-02"] == (8 + 5, 0)
    assert days["2021-01-04"] == (8, 1)
    assert [code[0] for line in blank.customdata for code in line if code[0]] == ["2021-01-01"]


def test_days_that_are_not_selected_are_faded() -> None:
    chosen = frozenset({"2021-01-03"})
    *pale, strong = figure_of("calendar", daily(), weekdays=WEEKDAYS, months=MONTHS, selected=chosen).data
    assert {trace.opacity for trace in pale} == {FADED}
    assert [code[0] for line in strong.customdata for code in line if code[0]] == ["2021-01-03"]


def flow_map(**more: Any) -> go.Figure:
    return figure_of("flows", placed(), geojson=SQUARES, home=(120.5, 30.5), lines=DASHES, feature_label="short",
                 caption="审图号", **more)  # fmt: skip


def _lines(figure: go.Figure) -> list[Any]:
    return [trace for trace in figure.data if trace.type == "scattergeo" and trace.mode == "lines"]


def test_a_larger_flow_has_a_wider_line_and_a_place_without_a_flow_has_none() -> None:
    frame = placed().assign(value=[5.0, float("nan"), 100.0])
    figure = figure_of("flows", frame, geojson=SQUARES, home=(120.5, 30.5), feature_label="short")
    widths = {trace.customdata[0][0]: trace.line.width for trace in _lines(figure)}
    assert widths["c"] > widths["a"]
    assert "b" not in widths


def test_the_map_holds_the_lines_that_must_stand_on_it_whole_with_its_source() -> None:
    figure = flow_map()
    assert figure.layout.geo.lataxis.range[0] <= 20
    assert figure.layout.geo.lonaxis.range[1] >= 124
    assert [lon for lon in _lines(figure)[0].lon if lon] == [118, 118, 123, 123, 124, 124]
    key, source = figure.layout.annotations[:-1], figure.layout.annotations[-1]
    assert source.text == "审图号"
    assert key
    assert source.yshift + 26 <= min(note.yshift for note in key), (
        "the key stands between the map and its source"
    )


def test_flows_that_are_not_selected_are_pale() -> None:
    opacities = {
        trace.customdata[0][0]: trace.opacity for trace in _lines(flow_map(selected=frozenset({"c"})))
    }
    assert opacities["c"] > opacities["a"]


def test_rows_may_stand_without_any_state() -> None:
    frame = pd.DataFrame({"code": ["a"], "label": ["甲"], "value": [1.0], "state": [""], "said": ["1"]})
    assert figure_of("board", frame, columns=[("said", "数")], states=STATES).data[0].text[0].strip() == ""


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("n", "n"),
        ("转行政率", "转行政率"),
        ("红旗渠平均天数", "红旗渠<br>平均天数"),
        ("P90处置天数", "P90处<br>置天数"),
        ("Mean days on the canal", "Mean days on<br>the canal"),
        ("Incomprehensibilities", "Incomprehensibilities"),
        ("<b>甲乙丙丁戊己</b>", "&lt;b&gt;甲乙丙<br>丁戊己&lt;/b&gt;"),
    ],
)
def test_a_long_head_stands_on_two_lines(head: str, said: str) -> None:
    assert two_lines(head) == said

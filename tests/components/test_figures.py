"""Figures say what their frame says: order, sums, gaps, selection and codes."""

import itertools
from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from components.charts.base import rows_of
from components.figures import FIGURES
from components.figures.labels import shorten, width
from components.figures.points import Group
from components.figures.scales import ticks, time_axis, value_axis
from components.words.theme import FADED, STYLES, faded
from tests.components.validated import validated

LIGHT = STYLES["light"]
MONTHS = pd.date_range("2021-01-01", periods=6, freq="MS")
SQUARES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": code,
            "properties": {"name": code},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, 30], [x, 31], [x + 1, 31], [x + 1, 30], [x, 30]]],
            },
        }
        for code, x in (("a", 119), ("b", 120), ("c", 121), ("z", 122))
    ],
}

AREAS = pd.DataFrame(
    {"label": ["甲区", "乙区"], "lon": [119.5, 120.5], "lat": [30.2, 30.8], "code": ["a", "b"]}
)
COLOURS = (
    Group("blue", "蓝", LIGHT.credit_blue),
    Group("yellow", "黄", LIGHT.credit_yellow, "diamond"),
    Group("red", "红", LIGHT.credit_red, "triangle-up", is_named=True),
)


def say(value: float | None) -> str:
    return "无数据" if value is None else f"{value:,.0f}件"


def say_share(value: float | None) -> str:
    return "—" if value is None else f"{value:.0%}"


def named() -> pd.DataFrame:
    rows = [("a", "淘宝", 30.0), ("b", "天猫", float("nan")), ("c", "微店", 50.0), ("d", "云集", 20.0)]
    return pd.DataFrame(rows, columns=["code", "label", "value"])


def timed() -> pd.DataFrame:
    frame = pd.DataFrame({"period": MONTHS, "value": [5.0, 7.0, float("nan"), 9.0, 8.0, 2.0]})
    return frame.assign(complete=[True] * 5 + [False])


def crossed() -> pd.DataFrame:
    rows = [
        ("r1", "质量", "k1", "淘宝", 3.0),
        ("r2", "售后", "k1", "淘宝", 9.0),
        ("r2", "售后", "k2", "天猫", float("nan")),
    ]
    return pd.DataFrame(rows, columns=["row_code", "row_label", "col_code", "col_label", "value"])


def placed() -> pd.DataFrame:
    return named().query("code != 'd'").assign(lon=[119.5, 120.5, 121.5], lat=30.5, short=["淘", "天", "微"])


STATES = {
    "good": "正常",
    "watch": "关注",
    "bad": "异常",
    "met": "达标",
    "missed": "未达标",
    "few": "样本不足",
    "": "",
}
DASHES = {
    "type": "FeatureCollection",
    "features": [
        {"geometry": {"type": "LineString", "coordinates": [[118, 20], [118, 21]]}},
        {
            "geometry": {
                "type": "MultiLineString",
                "coordinates": [[[123, 20], [123, 21]], [[124, 20], [124, 21]]],
            }
        },
    ],
}


def stated() -> pd.DataFrame:
    return named().assign(state=["good", "bad", "watch", "few"], said=["99%", "—", "97%", "98%"])


def spread() -> pd.DataFrame:
    return named().assign(p10=[10.0, float("nan"), 30.0, 5.0], p25=[20.0, float("nan"), 40.0, 9.0],
                          p75=[40.0, float("nan"), 60.0, 25.0], p90=[50.0, float("nan"), 80.0, 30.0])  # fmt: skip


def controlled() -> pd.DataFrame:
    return timed().assign(centre=6.0, low=3.0, high=8.5, outside=[False, False, False, True, False, True])


def daily() -> pd.DataFrame:
    days = pd.date_range("2020-12-30", "2021-01-04")
    return pd.DataFrame({"period": days, "value": [1.0, 2.0, float("nan"), 5.0, 8.0, 13.0]})


def stepped() -> pd.DataFrame:
    rows = [
        ("ok", "属实", "filed", "立案", 30.0),
        ("ok", "属实", "down", "下架", 50.0),
        ("ok", "属实", None, None, 8.0),
        ("no", "误报", None, None, 12.0),
    ]
    return pd.DataFrame(rows, columns=["code_0", "label_0", "code_1", "label_1", "value"])


CASES: dict[str, tuple[Callable[[], pd.DataFrame], dict[str, Any], str]] = {
    "bars": (named, {}, "c"),
    "trend": (timed, {}, "2021-02-01"),
    "columns": (timed, {}, "2021-02-01"),
    "pareto": (named, {"say_share": say_share}, "c"),
    "treemap": (named, {"say_share": say_share}, "c"),
    "heat": (crossed, {}, "r1"),
    "map": (placed, {"geojson": SQUARES, "feature_label": "short"}, "c"),
    "funnel": (named, {"say_share": say_share}, "c"),
    "index": (named, {"say_share": say_share}, "c"),
    "dots": (
        lambda: named().assign(
            percentile=[90, float("nan"), 50, 10], good=pd.Series(["up", "up", None, "down"])
        ),
        {},
        "c",
    ),
    "timeline": (lambda: named().assign(date=MONTHS[:4], kind=["立案", "处罚"] * 2), {}, "c"),
    "shares": (named, {"say_share": say_share}, "c"),
    "board": (stated, {"columns": [("said", "成功率")], "states": STATES}, "c"),
    "boxes": (spread, {}, "c"),
    "control": (controlled, {"words": ("均值", "下限", "上限", "超限")}, "2021-02-01"),
    "calendar": (daily, {"weekdays": tuple("一二三四五六日"), "months": tuple("123456789abc")}, "2021-01-02"),
    "flows": (
        placed,
        {"geojson": SQUARES, "feature_label": "short", "home": (120.5, 30.5), "lines": DASHES},
        "c",
    ),
    "intervals": (lambda: named().assign(low=[25.0, 0.0, 40.0, 15.0], high=[36.0, 1.0, 61.0, 27.0]), {}, "c"),
    "sankey": (stepped, {"say_share": say_share, "heads": ("复核", "处置")}, "filed"),
    "points": (
        lambda: placed().assign(group=["blue", "yellow", "red"], more="云栈路1号"),
        {"geojson": SQUARES, "groups": COLOURS, "places": rows_of(AREAS)},
        "c",
    ),
}
EVERY = pytest.mark.parametrize("kind", FIGURES)


def build(kind: str, frame: pd.DataFrame | None = None, **more: Any) -> go.Figure:
    source, needed, _ = CASES[kind]
    shown = rows_of(source() if frame is None else frame)
    return validated(FIGURES[kind](shown, style=LIGHT, say=say, **needed, **more))


def flat(value: Any) -> list[Any]:
    return [leaf for part in value for leaf in flat(part)] if isinstance(value, list | tuple) else [value]


def opacity_of(trace: Any, place: int) -> float:
    found = trace.marker.opacity
    return float(found[place]) if isinstance(found, tuple | list) else float(found or 1)


@EVERY
def test_the_rows_are_left_as_they_were(kind: str) -> None:
    source, needed, code = CASES[kind]
    given, before = rows_of(source()), rows_of(source())
    FIGURES[kind](given, style=LIGHT, say=say, selected=frozenset({code}), **needed)
    assert given == before


@EVERY
def test_plotly_takes_a_figure_with_marks_selected_and_it_is_json_as_it_is(kind: str) -> None:
    assert build(kind, selected=frozenset({CASES[kind][2]})).data


@EVERY
def test_the_code_to_click_is_on_the_marks(kind: str) -> None:
    codes = {
        leaf for trace in build(kind).data for leaf in flat(list(map(list, flat_rows(trace.customdata))))
    }
    assert CASES[kind][2] in codes


def flat_rows(customdata: Any) -> list[Any]:
    """Rows of customdata, those of a grid one after the other."""
    rows = [] if customdata is None else [list(row) for row in customdata]
    return [cell for row in rows for cell in row] if rows and isinstance(rows[0][0], list | tuple) else rows


@EVERY
def test_every_mark_of_every_trace_has_its_code(kind: str) -> None:
    for trace in build(kind).data:
        marks = next(
            v
            for v in (trace[k] for k in ("locations", "ids", "lon", "z", "x") if k in trace)
            if v is not None
        )
        assert len(trace.customdata) == len(marks)


@EVERY
def test_an_empty_frame_draws_an_empty_figure(kind: str) -> None:
    figure = build(kind, CASES[kind][0]().iloc[:0])
    assert figure.layout.template.layout.font.color == LIGHT.ink


@EVERY
def test_both_modes_use_their_own_ink(kind: str) -> None:
    source, needed, _ = CASES[kind]
    for mode in STYLES.values():
        figure = validated(FIGURES[kind](rows_of(source()), style=mode, say=say, **needed))
        assert figure.layout.template.layout.font.color == mode.ink


@EVERY
def test_no_figure_has_a_second_value_axis_over_the_first(kind: str) -> None:
    layout = build(kind).to_plotly_json()["layout"]
    assert "yaxis2" not in layout
    assert all("overlaying" not in axis for name, axis in layout.items() if "axis" in name)


def test_markup_in_a_name_is_shown_and_not_obeyed() -> None:
    frame = named().assign(label="<b>甲</b>")
    assert "<b>甲" not in str(build("bars", frame).layout.yaxis.ticktext)


def test_bars_are_sorted_and_no_data_stands_last_as_a_gap() -> None:
    figure = build("bars")
    bar = figure.data[0]
    assert list(bar.y) == ["c", "a", "d", "b"]
    assert bar.x[3] is None
    assert bar.text[3] == ""
    assert [note.text for note in figure.layout.annotations] == ["无数据"]


def test_the_grey_bar_sums_the_rest_and_has_nothing_to_click() -> None:
    bar = build("bars", top=1, other="其他").data[0]
    assert list(bar.x) == [50.0, 50.0]
    assert bar.customdata[1][0] == ""
    assert bar.marker.color[1] == LIGHT.other
    assert list(build("bars", top=1, other=None).data[0].y) == ["c"]


def test_a_selected_bar_beyond_the_top_keeps_its_own_bar() -> None:
    more = pd.DataFrame({"code": ["e"], "label": ["拼多多"], "value": [4.0]})
    bar = build("bars", pd.concat([named(), more]), top=1, selected=frozenset({"d"})).data[0]
    assert list(bar.y) == ["c", "d", ""]
    assert list(bar.marker.opacity) == [FADED, 1.0, FADED]
    assert bar.x[2] == 34.0


def test_given_order_is_kept() -> None:
    assert list(build("bars", order="given").data[0].y) == ["a", "b", "c", "d"]


def test_bars_of_the_same_name_stay_apart() -> None:
    figure = build("bars", named().assign(label="同名"))
    assert list(figure.layout.yaxis.ticktext) == ["同名"] * 4
    assert len(set(figure.data[0].y)) == 4


@pytest.mark.parametrize(
    "kind", ["bars", "columns", "pareto", "funnel", "index", "dots", "timeline", "intervals"]
)
def test_marks_that_are_not_selected_are_faded_and_none_is_removed(kind: str) -> None:
    code = CASES[kind][2]
    plain, picked = build(kind).data[0], build(kind, selected=frozenset({code})).data[0]
    codes = [row[0] for row in picked.customdata]
    assert codes == [row[0] for row in plain.customdata]
    assert {opacity_of(plain, place) for place in range(len(codes))} == {1.0}
    assert [opacity_of(picked, i) for i in range(len(codes))] == [1.0 if c == code else FADED for c in codes]


def test_an_unfinished_bucket_is_dashed_and_hollow() -> None:
    whole, dash, hollow = build("trend", unfinished="未满期").data
    assert len(whole.x) == 5
    assert whole.line.dash is None
    assert list(dash.y) == [8.0, 2.0]
    assert dash.line.dash == "dot"
    assert hollow.marker.color == LIGHT.surface
    assert "未满期" in hollow.hovertext[0]


def test_a_missing_month_is_a_gap_in_the_line() -> None:
    assert build("trend").data[0].y[2] is None
    assert build("columns").data[0].y[2] is None


def test_a_finished_trend_has_no_dashes() -> None:
    traces = build("trend", timed().assign(complete=True)).data
    assert not [trace for trace in traces if trace.line.dash]


def test_the_last_value_is_written_at_the_line_end() -> None:
    notes = [note.text for note in build("trend", unfinished="未满期").layout.annotations]
    assert notes == ["2件<br>未满期"]


def test_labels_at_line_ends_keep_apart() -> None:
    frames = [
        pd.DataFrame({"period": MONTHS, "series": s, "value": 100.0 + i}) for i, s in enumerate("甲乙丙丁")
    ]
    figure = build("trend", pd.concat(frames))
    heights = sorted(note.y for note in figure.layout.annotations)
    low, high = figure.layout.yaxis.range
    assert min(b - a for a, b in itertools.pairwise(heights)) >= (high - low) * 0.09
    assert heights[-1] <= high


def test_trends_start_at_zero_and_hold_target_comparison_and_band() -> None:
    frame = timed().assign(previous=4.0, low=1.0, high=20.0)
    figure = build("trend", frame, target=(30.0, "目标"))
    low, high = figure.layout.yaxis.range
    assert low == 0
    assert high > 30
    assert len(figure.data) == 6
    assert "目标 30件" in [note.text for note in figure.layout.annotations]


def test_events_that_would_meet_on_a_telephone_stand_above_each_other_or_not_at_all() -> None:
    events = [(f"2021-03-0{day}", "专项行动") for day in range(1, 6)] + [("2031-01-01", "以后")]
    figure = build("columns", events=events, width=900)
    assert [note.yshift for note in figure.layout.annotations] == [0, 12, 24]
    assert len([shape for shape in figure.layout.shapes if shape.yref == "paper"]) == 3
    assert figure.layout.margin.t >= 44
    assert [note.yshift for note in build("columns", events=events[:1]).layout.annotations] == [0]


def test_a_word_that_reaches_inwards_from_the_edge_covers_no_other() -> None:
    events = [("2021-01-01", "杭州行政区划调整"), ("2021-02-15", "大促")]
    notes = build("columns", events=events).layout.annotations
    assert [note.xanchor for note in notes] == ["left", "center"]
    assert [note.yshift for note in notes] == [0, 12]


@pytest.mark.parametrize("kind", ["boxes", "dots", "index", "intervals", "bars"])
def test_what_is_written_beside_a_row_does_not_read_its_code_as_a_number(kind: str) -> None:
    frame = CASES[kind][0]()
    frame["code"] = [f"33010{place}" for place in range(len(frame))]
    beside = [note for note in build(kind, frame).layout.annotations if note.yref in {None, "y"}]
    assert beside
    assert all(0 <= note.y < len(frame) for note in beside)


def test_a_long_name_stands_on_two_lines_before_it_is_cut() -> None:
    long = pd.DataFrame(
        {"code": ["a", "b"], "label": ["国家电子商务产品质量风险监测处置中心", "短"], "value": [2.0, 1.0]}
    )
    names = build("bars", long).layout.yaxis.ticktext
    assert names[1] == "短"
    assert names[0].count("<br>") == 1
    assert "…" not in names[0]
    assert build("bars", long).layout.margin.l < 180
    both = [timed().assign(series=name) for name in ("办理天数中位数", "平均天数")]
    ends = build("trend", pd.concat(both, ignore_index=True)).layout.annotations
    assert any("办理天数中位数<br>2件" in note.text for note in ends)
    assert not any("…" in note.text for note in ends)


def test_unfinished_columns_are_hatched() -> None:
    assert list(build("columns").data[0].marker.pattern.shape) == [""] * 5 + ["/"]


@pytest.mark.parametrize("height", [216, 280, 360])
def test_a_label_on_two_lines_at_the_top_of_its_plot_stays_below_the_edge(height: int) -> None:
    values = {"Penalties due": 123_700.0, "Penalties received": 119_900.0}
    both = [timed().assign(series=name, value=value) for name, value in values.items()]
    figure = build("trend", pd.concat(both, ignore_index=True), height=height)
    low, high = figure.layout.yaxis.range
    margin = figure.layout.margin
    pixel = (high - low) / (height - margin.t - margin.b)
    labels = [note for note in figure.layout.annotations if "Penalties" in note.text]
    assert [note.text.count("<br>") for note in labels] == [1, 1]
    for note in labels:
        # Two lines of eleven pixels take twenty-six.
        assert note.y + 13 * pixel <= high + margin.t * pixel, note.text


def test_the_net_line_is_the_sum_of_the_columns() -> None:
    opened = pd.DataFrame({"period": MONTHS, "series": "开办", "value": 10.0})
    closed = pd.DataFrame({"period": MONTHS, "series": "关闭", "value": -4.0})
    figure = build("columns", pd.concat([opened, closed]), net="净增")
    assert list(figure.data[2].y) == [6.0] * 6
    assert figure.layout.barmode == "relative"
    assert figure.layout.yaxis.range[0] < -4


def test_pareto_accumulates_to_the_whole_and_counts_the_tail() -> None:
    figure = build("pareto", top=1, rest="其余 {count} 家")
    assert list(figure.data[1].x) == [0.5, 1.0]
    assert figure.layout.yaxis.ticktext[1] == "其余 2 家"


def test_treemap_leaves_out_no_data_and_fades_by_colour() -> None:
    tile = build("treemap", selected=frozenset({"c"})).data[0]
    assert list(tile.ids) == ["c", "a", "d"]
    assert tile.marker.colors[0] in LIGHT.quantity
    assert tile.marker.colors[1] in {faded(colour) for colour in LIGHT.quantity}


def test_heat_sorts_by_total_and_greys_what_is_unknown() -> None:
    figure = build("heat")
    blank, *inks = figure.data
    filled = inks[0]
    assert list(filled.y) == ["r2", "r1"]
    assert list(filled.x) == ["k1", "k2"]
    assert [[max(one, key=lambda z: -1 if z is None else z) for one in zip(*row, strict=True)]
            for row in zip(*(trace.z for trace in inks), strict=True)] == [[1, None], [0, None]]  # fmt: skip
    assert [list(row) for row in blank.z] == [[None, 0], [None, 0]]
    assert list(filled.customdata[1][0]) == ["r1", "k1"]
    assert "无数据" in filled.hovertext[0][1]


def test_a_selected_row_stands_above_the_pale_heat() -> None:
    plain = build("heat").data
    figure = build("heat", selected=frozenset({"r1"})).data
    pale, strong = figure[: len(plain)], figure[len(plain) :]
    assert {trace.opacity for trace in pale} == {FADED}
    assert [trace.z for trace in pale] == [trace.z for trace in plain]
    assert all(cell is None for trace in strong for cell in trace.z[0])
    assert [[trace.z[1][place] for trace in strong if trace.z[1][place] is not None] for place in (0, 1)] == [
        [0],
        [0],
    ]


def test_areas_without_a_value_are_grey_and_still_clickable() -> None:
    filled, blank = build("map").data[:2]
    assert list(filled.locations) == ["a", "c"]
    assert list(blank.locations) == ["b", "z"]
    assert blank.colorscale[0][1] == LIGHT.no_data


def test_a_selected_area_is_outlined_and_the_others_faded() -> None:
    filled, blank, outline, _ = build("map", selected=frozenset({"a"})).data
    assert filled.marker.opacity == blank.marker.opacity == FADED
    assert list(outline.locations) == ["a"]
    assert outline.marker.opacity == 1
    assert outline.marker.line.color == LIGHT.accent


def test_the_map_carries_its_source_and_where_it_does_not_say_every_value_its_class_limits() -> None:
    figure = build("map", placed().assign(short="一个写不下的名字" * 9), caption="审图号 GS(2024)0650号")
    assert figure.layout.annotations[0].text == "审图号 GS(2024)0650号"
    assert [note.text for note in figure.layout.annotations[1:]] == ["30件", "50件", "无数据"]


def marked(figure: go.Figure) -> list[Any]:
    return [
        trace
        for trace in figure.data
        if trace.type == "scattergeo" and trace.mode == "markers" and trace.name
    ]


def test_points_have_the_shape_and_colour_of_their_group_and_the_legend_counts_them() -> None:
    groups = {trace.name: trace for trace in marked(build("points"))}
    assert list(groups) == ["蓝 1", "黄 1", "红 1"]
    assert [trace.marker.symbol for trace in groups.values()] == ["circle", "diamond", "triangle-up"]
    assert groups["红 1"].marker.color == LIGHT.credit_red
    touched = build("points").data[-1]
    assert "云栈路1号" in touched.hovertext[2]
    assert [row[0] for row in touched.customdata] == ["a", "b", "c"]


def test_the_map_of_points_goes_as_far_as_they_do_and_names_what_matters() -> None:
    figure = build("points")
    west, east = figure.layout.geo.lonaxis.range
    assert west < 119.5
    assert east > 121.5
    assert "微店" in figure.data[-2].text[0]
    assert not {"淘宝", "天猫"} & set(figure.data[-2].text)


def test_points_without_a_place_are_left_out() -> None:
    frame = CASES["points"][0]().assign(lon=[float("nan"), 120.5, 121.5])
    assert [len(trace.lon) for trace in marked(build("points", frame))] == [0, 1, 1]


def test_names_beside_points_never_cover_each_other() -> None:
    frame = CASES["points"][0]().assign(lon=120.5, group="red")
    assert len(build("points", frame, height=60).data[-2].text) < 3


def test_series_that_have_a_colour_by_nature_keep_it() -> None:
    both = pd.concat([timed().assign(series="黄"), timed().assign(series="红")])
    lines = build("trend", both, hues=[LIGHT.credit_yellow, LIGHT.credit_red]).data
    assert {trace.line.color for trace in lines if trace.line.color} == {
        LIGHT.credit_yellow,
        LIGHT.credit_red,
    }


def test_funnel_says_the_share_of_the_first_and_of_the_previous_stage() -> None:
    frame = pd.DataFrame(
        {"code": list("abc"), "label": ["登记", "受理", "办结"], "value": [200.0, 100.0, 50.0]}
    )
    texts = [note.text for note in build("funnel", frame).layout.annotations]
    assert texts == ["占首环节", "50%", "25%", "占上环节", "50%", "50%"]


def test_index_bars_leave_from_100_and_neither_side_is_better() -> None:
    frame = pd.DataFrame({"code": ["a", "b"], "label": ["质量", "售后"], "value": [150.0, 60.0]})
    bar = build("index", frame).data[0]
    assert bar.base == 100
    assert list(bar.x) == [50.0, -40.0]
    assert list(bar.marker.color) == [LIGHT.accent, LIGHT.other]


def test_dots_are_coloured_by_goodness_and_unknown_places_are_said() -> None:
    figure = build("dots")
    dot = figure.data[0]
    assert list(dot.marker.color) == [LIGHT.good, LIGHT.accent, LIGHT.accent, LIGHT.good]
    assert dot.x[1] is None
    assert [note.text for note in figure.layout.annotations].count("无数据") == 2


def test_a_timeline_has_a_lane_for_each_kind() -> None:
    figure = build("timeline")
    assert list(figure.layout.yaxis.ticktext) == ["立案", "处罚"]
    assert list(figure.data[0].y) == ["立案", "处罚", "立案", "处罚"]


def test_shares_of_one_bar_make_one_whole_and_use_the_given_tones() -> None:
    figure = build("shares", tones={"a": "credit_red"})
    assert sum(trace.x[0] for trace in figure.data) == pytest.approx(1)
    assert figure.data[0].marker.color == LIGHT.credit_red
    assert not figure.layout.showlegend


def test_a_part_of_a_whole_keeps_its_colour_whichever_others_are_left_out() -> None:
    every = build("shares", members=["a", "b", "c", "d"])
    some = build("shares", named().iloc[1:], members=["a", "b", "c", "d"])
    colours = {trace.customdata[0][0]: trace.marker.color for trace in every.data}
    assert len(set(colours.values())) == len(colours) > 1
    assert {trace.customdata[0][0]: trace.marker.color for trace in some.data}.items() < colours.items()


def test_shares_of_several_rows_are_clicked_by_row_and_part() -> None:
    frame = pd.concat([named().assign(row_code=r, row_label=r) for r in ("x", "y")])
    figure = build("shares", frame)
    assert list(figure.data[0].customdata[1]) == ["y", "a"]


def test_ticks_are_round_and_include_zero_between() -> None:
    assert ticks(0, 1_000_000) == [0, 250_000, 500_000, 750_000, 1_000_000]
    assert 0 in ticks(-30, 70)


def test_the_axis_of_a_count_has_whole_numbers() -> None:
    for highest in (1.0, 2.0, 3.0, 7.0, 9.0):
        axis, _ = value_axis(0, highest, say)
        assert all(tick == round(tick) for tick in axis["tickvals"])
        assert len(set(axis["ticktext"])) == len(axis["ticktext"])
    assert 0.5 in value_axis(0, 1.0, "{:.0%}".format)[0]["tickvals"]


def test_the_year_is_written_once() -> None:
    months = list(pd.date_range("2020-11-01", periods=4, freq="MS"))
    assert time_axis(months, "month", "zh")["ticktext"] == ["11月<br>2020年", "12月", "1月<br>2021年", "2月"]
    assert time_axis(months, "month", "en")["ticktext"] == ["Nov<br>2020", "Dec", "Jan<br>2021", "Feb"]


def test_long_names_are_cut_to_their_room() -> None:
    cut = shorten("杭州有赞科技有限公司商家服务平台", 116)
    assert cut.endswith("…")
    assert width(cut) <= 116
    assert shorten("淘宝", 116) == "淘宝"


def test_a_selected_cell_is_written_once() -> None:
    traces = [trace for trace in build("heat", selected=frozenset({"r1"})).data if trace.text]
    pale, strong = (
        [trace for trace in traces if (trace.opacity == FADED) is is_pale] for is_pale in (True, False)
    )

    def written(some: list[Any]) -> list[str]:
        return sorted(text for trace in some for row in trace.text for text in row if text)

    assert written(pale) == ["3件", "9件"]
    assert written(strong) == ["3件"]


def test_flows_add_up_to_what_comes_and_what_ends_on_the_way_is_grey() -> None:
    figure = build("sankey")
    trace = figure.data[0]
    nodes = {step_code: place for place, step_code in enumerate(trace.ids)}
    came = {code: sum(v for t, v in zip(trace.link.target, trace.link.value, strict=True) if t == at)
            for code, at in nodes.items()}  # fmt: skip
    assert came["1|ok"] == 88
    assert came["1|no"] == 12
    assert came["2|filed"] == 30
    assert trace.node.color[nodes["1|no"]].startswith(faded(LIGHT.other).rsplit(",", 1)[0])
    assert trace.node.color[nodes["1|ok"]].startswith(faded(LIGHT.accent).rsplit(",", 1)[0])
    texts = [note.text for note in figure.layout.annotations]
    assert texts[0] == "<b>全部</b><br>100件 · 100%"
    assert "<b>立案</b><br>30件 · 30%" in texts
    assert texts[-2:] == ["复核", "处置"]


def test_a_flow_without_early_ends_needs_no_column_for_the_whole() -> None:
    trace = build("sankey", stepped().dropna()).data[0]
    assert [one for one in trace.ids if one.startswith("0|")] == ["0|ok"]
    assert list(trace.node.customdata[1][:2]) == ["", "filed"]


def test_flow_marks_keep_their_distance_for_labels_whatever_their_size() -> None:
    codes = [str(i) for i in range(7)]
    frame = pd.DataFrame(
        {"code_0": "a", "label_0": "甲", "code_1": codes, "label_1": codes, "value": [1e6] + [1.0] * 6}
    )
    figure = build("sankey", frame, height=360)
    ends = [
        y for one, y in zip(figure.data[0].ids, figure.data[0].node.y, strict=True) if one.startswith("1|")
    ]
    room = 360 - figure.layout.margin.t - figure.layout.margin.b
    assert min(b - a for a, b in itertools.pairwise(ends)) * room >= 25
    assert 0 < min(ends) < max(ends) < 1


def test_a_selected_step_keeps_its_flows_and_fades_the_others() -> None:
    trace = build("sankey", selected=frozenset({"filed"})).data[0]
    shades = {
        tuple(row[:2]): colour for row, colour in zip(trace.link.customdata, trace.link.color, strict=True)
    }
    assert shades["ok", "filed"].endswith(",0.3)")
    assert shades["ok", "down"].endswith(f",{0.3 * FADED:g})")


def test_a_share_of_a_sample_shows_how_far_it_may_be_off() -> None:
    figure = build("intervals", CASES["intervals"][0](), top=2)
    bar = figure.data[0]
    assert list(bar.y) == ["c", "a"]
    assert list(bar.error_x.array) == [11, 6]
    assert list(bar.error_x.arrayminus) == [10, 5]
    assert "40件–61件" in [note.text for note in figure.layout.annotations]
    assert figure.layout.xaxis.range[1] == 61

"""Charts that Office draws itself, for slides and for Word: their numbers can be edited, and they look the same in both."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_THEME_COLOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from data_access.domain.spreadsheet import harmless
from data_access.exports.plots import Plot

_KINDS = {
    "line": XL_CHART_TYPE.LINE,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
}
#: Up to so many categories have their number written at each.
_MOST_LABELLED = 13
#: How much longer than its longest bar a chart is, for the number at its end: alone, and beside another.
_ROOM, _ROOM_BESIDE = 1.12, 1.35
#: Ends of lines that are nearer to each other than this share of the height have their numbers above and below.
_APART = 0.06
#: How wide the gap between bars is, in per cent of a bar, by how many bars there are: a few do not become beams.
_GAPS = ((2, 300), (4, 160), (7, 90))


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of series, as places in the theme of a document and how much lighter, and the size of type."""

    series: tuple[tuple[Any, float], ...]
    size: int = 12


#: The theme's accents in turn, the first for what matters.
ACCENTS = Ink(tuple((getattr(MSO_THEME_COLOR, f"ACCENT_{place}"), 0.0) for place in (1, 2, 3, 4, 5, 6)))
#: One ink and its shades, as official papers are printed.
GREYS = Ink(
    ((MSO_THEME_COLOR.TEXT_1, 0.25), (MSO_THEME_COLOR.TEXT_1, 0.6), (MSO_THEME_COLOR.TEXT_1, 0.75)), 9
)
_COMPARED = (MSO_THEME_COLOR.TEXT_1, 0.6)


def native_chart(
    shapes: Any, place: tuple[Any, Any, Any, Any], drawn: Plot, lang: str, ink: Ink = ACCENTS, title: str = ""
) -> Any:
    """Add a chart to the shapes of a slide and return its frame; `place` is left, top, width and height.

    A chart that stands beside another has a `title`: its one series names what it counts.
    """
    frame = shapes.add_chart(_KINDS[drawn.kind], *place, _numbers(drawn, str))
    chart: Chart = frame.chart
    # The chart says names as they are; the workbook behind it is a spreadsheet, where one may be a formula.
    chart.part.chart_workbook.update_from_xlsx_blob(
        CategoryWorkbookWriter(_numbers(drawn, harmless)).xlsx_blob
    )
    chart.font.size = Pt(ink.size)
    chart.has_title = bool(title)
    if title:
        chart.chart_title.text_frame.text = title
        chart.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(ink.size)
    frame_of_all = chart._chartSpace  # noqa: SLF001  (Word draws a frame around a chart that does not say that it has none)
    frame_of_all.chart.addnext(
        parse_xml(f"<c:spPr {nsdecls('c', 'a')}><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>")
    )
    chart.has_legend = len(drawn.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    _axes(chart, drawn, lang, room=_ROOM_BESIDE if title else _ROOM)
    _series(chart, drawn, ink)
    _labels(chart, drawn, lang, ink)
    return frame


def _numbers(drawn: Plot, spelled: Callable[[str], str]) -> CategoryChartData:
    data = CategoryChartData(number_format=drawn.cell_format)
    data.categories = [spelled(name) for name in drawn.categories]
    for name, values in drawn.series:
        data.add_series(spelled(name), values)
    return data


def _axes(chart: Chart, drawn: Plot, lang: str, room: float) -> None:
    values = chart.value_axis
    values.has_major_gridlines = drawn.kind != "bar"
    values.tick_labels.number_format = drawn.number_format(lang)
    values.tick_labels.number_format_is_linked = False
    values.format.line.fill.background()
    if values.has_major_gridlines:
        line = values.major_gridlines.format.line
        line.width, line.color.theme_color, line.color.brightness = (
            Pt(0.5),
            MSO_THEME_COLOR.BACKGROUND_1,
            -0.15,
        )
    is_above = all(value is None or value >= 0 for _, of_one in drawn.series for value in of_one)
    if drawn.base:
        values.crosses_at = drawn.base
    elif is_above and not drawn.guides:  # between its limits a number may vary by little, far above zero
        values.minimum_scale = 0
    names = chart.category_axis
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.color.theme_color, names.format.line.color.brightness = (
        MSO_THEME_COLOR.BACKGROUND_1,
        -0.35,
    )
    if drawn.kind == "bar":  # the first on top, and the numbers stand at the bars
        names.reverse_order = True
        values.visible = False
        if is_above and not drawn.base:
            longest = max((value or 0.0 for _, of_one in drawn.series for value in of_one), default=0.0)
            values.maximum_scale = longest * room if longest else None


def _fill(part: Any, colour: Any, lighter: float) -> None:
    part.format.fill.solid()
    part.format.fill.fore_color.theme_color, part.format.fill.fore_color.brightness = colour, lighter


def _series(chart: Chart, drawn: Plot, ink: Ink) -> None:
    colours = iter(ink.series * 9)
    for place, series in enumerate(chart.plots[0].series):
        is_beside = place == drawn.compared or place in drawn.guides
        colour, lighter = _COMPARED if is_beside else next(colours)
        if drawn.kind == "line":
            series.smooth = False
            line = series.format.line
            line.width, line.color.theme_color, line.color.brightness = Pt(2.25), colour, lighter
            if is_beside:
                line.width, line.dash_style = Pt(1.5), MSO_LINE_DASH_STYLE.DASH
            if place in drawn.guides:
                line.width, line.dash_style = Pt(1), MSO_LINE_DASH_STYLE.SQUARE_DOT
                series.marker.style = XL_MARKER_STYLE.NONE
        else:
            _fill(series, colour, lighter)
            series.invert_if_negative = False
            for number, value in enumerate(drawn.series[place][1]):
                if drawn.base and value is not None and value < drawn.base:
                    _fill(series.points[number], *_COMPARED)
    if drawn.kind != "line":
        number = len(drawn.categories)
        chart.plots[0].gap_width = next((gap for most, gap in _GAPS if number <= most), 45)
        if any(value is not None and value < 0 for _, values in drawn.series for value in values):
            chart.plots[0].overlap = 100  # what came stands above what went


def _labels(chart: Chart, drawn: Plot, lang: str, ink: Ink) -> None:
    """Write the numbers at the marks: at each where there is room, else at the last of each line."""
    is_dense = drawn.kind == "column" and len(drawn.categories) * len(drawn.series) > _MOST_LABELLED
    size = Pt(max(8, ink.size - (3 if is_dense else 1)))
    has_room = len(drawn.categories) <= _MOST_LABELLED
    # Two lines cross, and each would strike through the numbers of the other.
    is_clear = len(drawn.series) == 1 or (drawn.kind == "column" and len(drawn.series) == 2)
    ends = _ends(drawn)
    for place, series in enumerate(chart.plots[0].series):
        if drawn.kind == "bar" or (place == 0 and has_room and is_clear):
            labels = series.data_labels
            labels.show_value = True
            labels.number_format, labels.number_format_is_linked = drawn.number_format(lang), False
            labels.font.size = size
            labels.position = (
                XL_LABEL_POSITION.ABOVE if drawn.kind == "line" else XL_LABEL_POSITION.OUTSIDE_END
            )
        elif drawn.kind == "line" and place in ends:
            label = series.points[ends[place][0]].data_label
            label.position, label.font.size = ends[place][1], size
            _formatted(label, drawn.number_format(lang))


def _ends(drawn: Plot) -> dict[int, tuple[int, Any]]:
    """Return for each line the place of its last value and where its number stands; of more than three that meet the middle have none."""
    found = {
        place: last for place, (_, of_one) in enumerate(drawn.series) if (last := _last(of_one)) is not None
    }
    values = [value for _, of_one in drawn.series for value in of_one if value is not None]
    least = min(values, default=0.0) if drawn.guides else min([0.0, *values])
    apart = _APART * (max(values, default=1.0) - least)

    def height(place: int) -> float:
        return drawn.series[place][1][found[place]] or 0.0

    told: dict[int, tuple[int, Any]] = {}
    together: list[int] = []
    order = sorted(found, key=lambda place: -height(place))
    for number, place in enumerate(order):
        together.append(place)
        if number + 1 < len(order) and height(place) - height(order[number + 1]) < apart:
            continue
        if len(together) % 2 and len(together) <= 3:  # one alone, or the middle of three
            middle = together[len(together) // 2]
            told[middle] = (found[middle], XL_LABEL_POSITION.RIGHT)
        if len(together) > 1:
            told[together[0]] = (found[together[0]], XL_LABEL_POSITION.ABOVE)
            told[together[-1]] = (found[together[-1]], XL_LABEL_POSITION.BELOW)
        together = []
    return told


def _last(values: tuple[float | None, ...]) -> int | None:
    return next((place for place in range(len(values) - 1, -1, -1) if values[place] is not None), None)


def _formatted(label: Any, number_format: str) -> None:
    """Have the label of one point written in our format, which the library can only say of all points."""
    own = label._dLbl  # noqa: SLF001  (as the docstring says)
    own.idx.addnext(
        parse_xml(f'<c:numFmt {nsdecls("c")} formatCode={quoteattr(number_format)} sourceLinked="0"/>')
    )

"""PPTX slides whose charts are PowerPoint's own: a reader can restyle them and edit their numbers, which are the screen's."""

import io
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.util import Inches, Length, Pt

from data_access.exports.plots import Plot, plot
from data_access.exports.reports import MEANING, Cell, Part, Report, Table
from data_access.text import Text

_WIDTH, _HEIGHT, _EDGE = Inches(13.333), Inches(7.5), Inches(0.55)
_INNER = Length(_WIDTH - 2 * _EDGE)
_TITLE_ONLY = 5
#: Chinese in Office: named in the theme for both scripts, so that every text and chart has it.
_LATIN, _CHINESE = "Arial", "Microsoft YaHei"
_KINDS = {
    "line": XL_CHART_TYPE.LINE,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
}
_ROWS_A_SLIDE, _MEANINGS_A_SLIDE = 13, 6
_KEYS, _UNIT = Text("主要指标", "Key figures"), Text("单位：{}", "in {}")
_LEFT_OUT = Text("图示前 {} 项，另有 {} 项见 XLSX", "the first {} are shown, another {} are in the XLSX")


def report_pptx(report: Report, accents: Sequence[str] = ()) -> bytes:
    """Return a report as slides of 16:9: key figures as tables, a slide for each chart, and the definitions.

    `accents` are up to six colours (`#RRGGBB`) for the theme, the first for what matters.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDTH, _HEIGHT
    _theme(deck, accents)
    maker = _Deck(deck, report)
    maker.opening()
    for is_key, parts in groupby(report.parts, key=lambda part: part.chart == "key"):
        if is_key:
            maker.keys(list(parts))
            continue
        for part in parts:
            maker.card(part)
    maker.meanings()
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def _some(rows: tuple[Any, ...], most: int) -> Iterator[tuple[Any, ...]]:
    """Yield rows by as many as a slide holds."""
    for start in range(0, len(rows), most):
        yield rows[start : start + most]


def _theme(deck: Any, accents: Sequence[str]) -> None:
    """Name the fonts of both scripts and our colours in the theme, where readers change them for the whole deck."""
    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    xml = part.blob.decode()
    xml = re.sub(r'(<a:m(?:aj|in)orFont>\s*<a:latin typeface=")[^"]*', rf"\g<1>{_LATIN}", xml)
    xml = re.sub(r'(<a:ea typeface=")[^"]*', rf"\g<1>{_CHINESE}", xml)
    xml = re.sub(r'(<a:font script="Hans" typeface=")[^"]*', rf"\g<1>{_CHINESE}", xml)
    for place, colour in enumerate(accents[:6], 1):
        xml = re.sub(rf'(<a:accent{place}><a:srgbClr val=")\w+', rf"\g<1>{colour.lstrip('#')}", xml)
    part._blob = xml.encode()  # noqa: SLF001  (the library reads a theme and offers no way to change it)


class _Deck:
    """Slides of one report, each with its title, its foot and the watermark."""

    def __init__(self, deck: Any, report: Report) -> None:
        self.deck, self.report, self.lang = deck, report, report.lang
        self.layout = deck.slide_layouts[_TITLE_ONLY]
        self.is_marked = False

    def opening(self) -> None:
        slide = self._slide(self.report.title)
        _write(slide, 1.6, 4.5, [f"{name}  {words}" for name, words in self.report.facts[1:]], 16)

    def keys(self, parts: list[Part]) -> None:
        title = parts[0].section or _KEYS(self.lang)
        first = parts[0].table
        rows = tuple(row for part in parts for row in part.table.rows)
        for some in _some(rows, _ROWS_A_SLIDE):
            slide = self._slide(title)
            _table(slide, Table(first.titles, first.shapes, some))
            self._foot(slide, "；".join(dict.fromkeys(note for part in parts for note in part.notes)))

    def card(self, part: Part) -> None:
        drawn = plot(part)
        if drawn:
            slide = self._slide(part.title, part.section)
            beside = [part.meta]
            if unit := drawn.display_unit(self.lang):
                beside.append(_UNIT(self.lang).format(unit[1]))
            _write(slide, 1.0, 0.3, [" · ".join(filter(None, beside))], 12, muted=True)
            _chart(slide, drawn, self.lang)
            left = (
                [_LEFT_OUT(self.lang).format(len(drawn.categories), drawn.left_out)] if drawn.left_out else []
            )
            self._foot(slide, *left, *part.notes, _definition(part))
        elif part.message:
            _write(self._slide(part.title, part.section), 1.6, 1.0, [part.message], 16, muted=True)
        else:
            table = _crossed(part.table) if part.chart == "heat" else part.table
            for some in _some(table.rows, _ROWS_A_SLIDE):
                slide = self._slide(part.title, part.section)
                _table(slide, Table(table.titles, table.shapes, some))
                self._foot(slide, *part.notes, _definition(part))

    def meanings(self) -> None:
        seen: dict[str, tuple[tuple[str, str], ...]] = {}
        for part in self.report.parts:
            seen |= dict(part.means)
        for some in _some(tuple(seen.items()), _MEANINGS_A_SLIDE):
            lines = [f"{title}：{'  '.join(words for _, words in pairs[1:4])}" for title, pairs in some]
            _write(self._slide(MEANING(self.lang)), 1.2, 5.6, lines, 12)

    def _slide(self, title: str, section: str = "") -> Slide:
        slide: Slide = self.deck.slides.add_slide(self.layout)
        head = slide.shapes.title
        head.left, head.top, head.width, head.height = _EDGE, Inches(0.35), _INNER, Inches(0.6)
        head.text_frame.text = f"{section} · {title}" if section else title
        paragraph = head.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.font.size, paragraph.font.bold = Pt(24), True
        number = f"{len(self.deck.slides)}"
        _write(
            slide, 7.08, 0.3, [f"{self.report.watermark}  {self.report.notice}  ·  {number}"], 9, muted=True
        )
        if not self.is_marked:
            self._mark(slide)
        return slide

    def _mark(self, slide: Slide) -> None:
        """Write the watermark across the layout, behind every slide and out of the way of who edits them."""
        box = slide.shapes.add_textbox(Inches(1.2), Inches(3.2), Inches(11), Inches(0.8))
        box.rotation = -24
        _put(box.text_frame, [self.report.watermark], 28, muted=True)
        box.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
        for colour in box._element.iter(qn("a:schemeClr")):  # noqa: SLF001  (the library has no transparency)
            colour.append(parse_xml(f'<a:alpha {nsdecls("a")} val="14000"/>'))
        self.layout.shapes._spTree.append(box._element)  # noqa: SLF001  (nor shapes on a layout)
        self.is_marked = True

    def _foot(self, slide: Slide, *notes: str) -> None:
        facts = f"{self.report.selection} · {self.report.city} · {self.report.as_of}"
        _write(slide, 6.35, 0.7, [" · ".join(filter(None, notes)), facts], 10, muted=True)


def _definition(part: Part) -> str:
    return next((words for _, pairs in part.means[:1] for words in [pairs[1][1]]), "")


def _write(
    slide: Slide, top: float, height: float, lines: list[str], size: int, *, muted: bool = False
) -> None:
    box = slide.shapes.add_textbox(_EDGE, Inches(top), _INNER, Inches(height))
    _put(box.text_frame, [line for line in lines if line], size, muted=muted)


def _put(frame: Any, lines: list[str], size: int, *, muted: bool) -> None:
    frame.word_wrap = True
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = line
        run.font.size = Pt(size)
        run.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
        if muted:
            run.font.color.brightness = 0.4


def _chart(slide: Slide, drawn: Plot, lang: str) -> None:
    data = CategoryChartData(number_format=drawn.number_format(lang))
    data.categories = drawn.categories
    for name, values in drawn.series:
        data.add_series(name, values)
    place = (_EDGE, Inches(1.3), _INNER, Inches(5.0))
    chart = slide.shapes.add_chart(_KINDS[drawn.kind], *place, data).chart
    chart.font.size = Pt(12)
    chart.has_title = False
    chart.has_legend = len(drawn.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    _axes(chart, drawn, lang)
    _dress(chart, drawn, lang)


def _axes(chart: Chart, drawn: Plot, lang: str) -> None:
    values = chart.value_axis
    values.has_major_gridlines = drawn.kind != "bar"
    values.tick_labels.number_format = drawn.number_format(lang)
    values.tick_labels.number_format_is_linked = False
    if values.has_major_gridlines:
        line = values.major_gridlines.format.line
        line.width, line.color.theme_color, line.color.brightness = (
            Pt(0.5),
            MSO_THEME_COLOR.BACKGROUND_1,
            -0.15,
        )
    if all(value is None or value >= 0 for _, of_one in drawn.series for value in of_one):
        values.minimum_scale = 0
    if unit := drawn.display_unit(lang):
        values._element.append(parse_xml(  # noqa: SLF001  (the library has no display units)
            f'<c:dispUnits {nsdecls("c")}><c:builtInUnit val="{unit[0]}"/></c:dispUnits>'
        ))  # fmt: skip
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if drawn.kind == "bar":  # the first on top, and the numbers stand at the bars
        chart.category_axis.reverse_order = True
        values.visible = False


def _dress(chart: Chart, drawn: Plot, lang: str) -> None:
    colours = [
        MSO_THEME_COLOR.ACCENT_1,
        *((MSO_THEME_COLOR.ACCENT_2, MSO_THEME_COLOR.ACCENT_3, MSO_THEME_COLOR.ACCENT_4) * 3),
    ]
    for series, colour in zip(chart.plots[0].series, colours, strict=False):
        if drawn.kind == "line":
            series.smooth = False
            series.format.line.width, series.format.line.color.theme_color = Pt(2.25), colour
        else:
            series.format.fill.solid()
            series.format.fill.fore_color.theme_color = colour
            series.invert_if_negative = False
    if drawn.kind != "line":
        chart.plots[0].gap_width = 45
    if drawn.kind == "bar" or (len(drawn.series) == 1 and len(drawn.categories) <= 12):
        shown = chart.plots[0]
        shown.has_data_labels = True
        labels = shown.data_labels
        labels.number_format, labels.number_format_is_linked = drawn.number_format(lang), False
        labels.font.size = Pt(11)
        labels.position = XL_LABEL_POSITION.ABOVE if drawn.kind == "line" else XL_LABEL_POSITION.OUTSIDE_END


def _crossed(table: Table) -> Table:
    """Return a table of rows and columns crossed; the first two columns name them."""
    value = table.numbers()[0]
    across = list(dict.fromkeys(str(row[1]) for row in table.rows))
    found: dict[str, dict[str, Cell]] = {}
    for row in table.rows:
        found.setdefault(str(row[0]), {})[str(row[1])] = row[value]
    rows = tuple((name, *(cells.get(column) for column in across)) for name, cells in found.items())
    return Table((table.titles[0], *across), ("text", *[table.shapes[value]] * len(across)), rows)


def _table(slide: Slide, table: Table) -> None:
    height = Inches(0.36) * (len(table.rows) + 1)
    grid = slide.shapes.add_table(
        len(table.rows) + 1, len(table.titles), _EDGE, Inches(1.3), _INNER, height
    ).table
    unit_at = table.shapes.index("unit") if "unit" in table.shapes else None
    for row_place, row in enumerate([table.titles, *table.rows]):
        for place, cell in enumerate(row):
            shape = table.shapes[place]
            if shape == "mixed" and unit_at is not None and row[unit_at] == "%":
                shape = "ratio"
            box = grid.cell(row_place, place)
            box.text = _said(cell, shape)
            paragraph = box.text_frame.paragraphs[0]
            paragraph.font.size = Pt(12)
            paragraph.font.bold = row_place == 0
            if shape not in {"text", "unit", "day"}:
                paragraph.alignment = PP_ALIGN.RIGHT


def _said(cell: Cell, shape: str) -> str:
    if cell is None or isinstance(cell, str):
        return cell or "—"
    if shape == "ratio":
        return f"{cell:.1%}"
    return f"{cell:,}" if isinstance(cell, int) else f"{cell:,.1f}"

"""A brief as DOCX: text that can be edited, links on its numbers, and Word's own charts with their numbers inside."""

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as DocumentPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.enum.chart import XL_CHART_TYPE

from data_access.brief.content import Brief, Section
from data_access.brief.pages import NUMBERS, said
from data_access.brief.sentences import Sentence
from data_access.exports.plots import Plot, plot
from data_access.exports.reports import Table

#: The type of official papers, named for both scripts; Word falls back by itself where one is missing.
_BODY, _HEAD, _LATIN = "FangSong", "SimHei", "Times New Roman"
_KINDS = {
    "line": XL_CHART_TYPE.LINE,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
}
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NAMES = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}
_DECLARED = " ".join(f'xmlns:{key}="{value}"' for key, value in _NAMES.items())
#: English Metric Units of a centimetre, in which drawings are measured.
_EMU = 360_000


def docx_bytes(brief: Brief) -> bytes:
    """Return the brief as a Word document on A4."""
    paper = Document()
    page = paper.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.7)
    _fonts(paper)
    for words, size, bold in (
        (brief.title, 20, True),
        (brief.period, 14, False),
        (brief.scope, 10, False),
        (brief.facts, 10, False),
    ):
        _line(paper, words, size, bold=bold)
    for number, section in enumerate(brief.sections):
        _section(paper, number, section, brief.lang)
    _line(page.header, brief.watermark, 8)
    page.header.paragraphs[0]._p.getparent().remove(page.header.paragraphs[0]._p)  # noqa: SLF001  (the empty one it begins with)
    paper.core_properties.title = f"{brief.title} {brief.period}"
    paper.core_properties.comments = brief.watermark
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def _fonts(paper: Any) -> None:
    for name, chinese, size in (("Normal", _BODY, 14), ("Heading 1", _HEAD, 15)):
        style = paper.styles[name]
        style.font.name, style.font.size = _LATIN, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(script), None)  # a theme's font would win over the one that is named
        fonts.set(qn("w:eastAsia"), chinese)
    paper.styles["Heading 1"].font.color.rgb = None


def _line(place: Any, words: str, size: int, *, bold: bool = False) -> None:
    paragraph = place.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(words)
    run.bold, run.font.size = bold, Pt(size)


def _section(paper: Any, number: int, section: Section, lang: str) -> None:
    paper.add_heading(
        f"{NUMBERS[number]}、{section.title}" if lang == "zh" else f"{number + 1}. {section.title}", 1
    )
    for words in section.paragraphs:
        paragraph = paper.add_paragraph()
        if lang == "zh":
            paragraph.paragraph_format.first_line_indent = Pt(28)
        for sentence in words:
            _say(paragraph, sentence)
    for part in section.parts:
        _line(paper, part.title, 11, bold=True)
        drawn = plot(part) if part.chart != "table" else None
        if drawn:
            _chart(paper, drawn, part.title)
        else:
            _table(paper, part.table)


def _say(paragraph: Any, sentence: Sentence) -> None:
    for piece in sentence:
        if isinstance(piece, str):
            paragraph.add_run(piece)
        elif not piece.href.startswith("http"):
            paragraph.add_run(piece.words)
        else:
            link = OxmlElement("w:hyperlink")
            link.set(
                qn("r:id"),
                paragraph.part.relate_to(piece.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True),
            )
            run = paragraph.add_run(piece.words)
            link.append(run._r)  # noqa: SLF001  (the library has no links)
            paragraph._p.append(link)  # noqa: SLF001


def _table(paper: Any, table: Table) -> None:
    grid = paper.add_table(len(table.rows) + 1, len(table.titles), style="Light List")
    for row_place, row in enumerate([table.titles, *table.rows]):
        for place, cell in enumerate(row):
            box = grid.cell(row_place, place)
            box.text = said(cell, table.shapes[place])
            paragraph = box.paragraphs[0]
            paragraph.runs[0].font.size = Pt(10)
            if place:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _chart(paper: Any, drawn: Plot, title: str) -> None:
    """Add a native chart: its drawing by the writer of the slides, its workbook beside it, both parts of the document."""
    data = CategoryChartData(number_format="#,##0")
    data.categories = drawn.categories
    for name, values in drawn.series:
        data.add_series(name, values)
    package, owner = paper.part.package, paper.part
    number = 1 + sum(part.partname.startswith("/word/charts/") for part in package.iter_parts())
    book = DocumentPart(PackURI(f"/word/embeddings/chart{number}.xlsx"), _BOOK_TYPE, _book(data), package)
    chart = DocumentPart(PackURI(f"/word/charts/chart{number}.xml"), _CHART_TYPE, b"", package)
    chart._blob = _drawn(drawn, data, chart.relate_to(book, RELATIONSHIP_TYPE.PACKAGE))  # noqa: SLF001  (see above)
    inline = _inline(owner.relate_to(chart, RELATIONSHIP_TYPE.CHART), number, title, drawn)
    paper.add_paragraph().add_run()._r.append(inline)  # noqa: SLF001


def _book(data: CategoryChartData) -> bytes:
    blob: bytes = data._workbook_writer.xlsx_blob  # noqa: SLF001  (what a chart of slides is given too)
    return blob


def _drawn(drawn: Plot, data: CategoryChartData, book: str) -> bytes:
    xml = ChartXmlWriter(_KINDS[drawn.kind], data).xml.encode()
    chart = parse_xml(xml)
    if drawn.kind == "bar":  # the first on top
        chart.find(f".//{{{_NAMES['c']}}}catAx/{{{_NAMES['c']}}}scaling/{{{_NAMES['c']}}}orientation").set(
            "val", "maxMin"
        )
        hidden = "".join(
            f'<c:show{what} val="0"/>' for what in ("CatName", "SerName", "Percent", "BubbleSize")
        )
        labels = '<c:dLbls {}><c:showLegendKey val="0"/><c:showVal val="1"/>' + hidden + "</c:dLbls>"
        chart.findall(f".//{{{_NAMES['c']}}}barChart/{{{_NAMES['c']}}}ser")[-1].addnext(
            parse_xml(labels.format(_DECLARED))
        )
    chart.find(f".//{{{_NAMES['c']}}}autoTitleDeleted").set("val", "1")  # its title stands above it
    chart.append(
        parse_xml(f'<c:externalData {_DECLARED} r:id="{book}"><c:autoUpdate val="0"/></c:externalData>')
    )
    written: bytes = etree.tostring(chart, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _inline(relation: str, number: int, title: str, drawn: Plot) -> Any:
    width, height = (
        int(15.4 * _EMU),
        int((7.5 if drawn.kind != "bar" else 1.5 + 0.7 * len(drawn.categories)) * _EMU),
    )
    name = title.replace('"', "").replace("<", "").replace("&", "")
    drawing = OxmlElement("w:drawing")
    drawing.append(parse_xml(
        f'<wp:inline {_DECLARED} distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{100 + number}" name="chart{number}" descr="{name}"/><a:graphic>'
        f'<a:graphicData uri="{_NAMES["c"]}"><c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline>'
    ))  # fmt: skip
    return drawing

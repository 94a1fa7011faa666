"""A brief as DOCX: text that can be edited, links on its numbers, and Word's own charts with their numbers inside."""

import io
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as DocumentPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsmap, qn
from docx.shared import Cm, Pt
from lxml import etree
from pptx import Presentation

from data_access.brief.content import Brief, Section
from data_access.brief.pages import NUMBERS, format_cell
from data_access.brief.sentences import Sentence
from data_access.exports.native import GREYS, native_chart
from data_access.exports.plots import Plot, plot
from data_access.exports.printable import printable
from data_access.exports.reports import NUMBER_IDS, Table

#: The type of official papers, named for both scripts; Word falls back by itself where one is missing.
_BODY, _HEAD, _LATIN = "FangSong", "SimHei", "Times New Roman"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NAMES = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}
_DECLARED = " ".join(f'xmlns:{key}="{value}"' for key, value in _NAMES.items())
_RULES = (
    f'<w:tblBorders xmlns:w="{nsmap["w"]}"><w:top w:val="single" w:sz="8"/><w:bottom w:val="single" w:sz="8"/>'
    '<w:insideH w:val="single" w:sz="4" w:color="BFBFBF"/></w:tblBorders>'
)
#: English Metric Units of a centimetre, in which drawings are measured.
_EMU = 360_000


def docx_bytes(brief: Brief) -> bytes:
    """Return the brief as a Word document on A4."""
    brief = printable(brief)
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
    _ids(paper, brief)
    _line(page.header, brief.watermark, 8)
    page.header.paragraphs[0]._p.getparent().remove(page.header.paragraphs[0]._p)  # noqa: SLF001  (the empty one it begins with)
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _numbered(foot)
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
    spacing = paper.styles["Normal"].paragraph_format
    spacing.line_spacing, spacing.space_after = 1.35, Pt(4)


def _numbered(paragraph: Any) -> None:
    """Write the number of the page, which Word counts, at the end of a paragraph."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = paragraph.add_run("1")
    run.font.size = Pt(9)
    field.append(run._r)  # noqa: SLF001  (the library has no fields)
    paragraph._p.append(field)  # noqa: SLF001


def _line(place: Any, words: str, size: int, *, bold: bool = False) -> Any:
    paragraph = place.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(words)
    run.bold, run.font.size = bold, Pt(size)
    paragraph.paragraph_format.space_after = Pt(2)
    return paragraph


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
        _line(paper, part.title, 11, bold=True).paragraph_format.keep_with_next = True
        drawn = plot(part)
        if drawn:
            _chart(paper, drawn, part.title, lang)
        else:
            _table(paper, part.table)


def _ids(paper: Any, brief: Brief) -> None:
    """Add the ids of its numbers in small type, each after what it is of."""
    if brief.origins:
        paper.add_heading(NUMBER_IDS(brief.lang), 1)
    for words, number_id in brief.origins:
        paragraph = paper.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        paragraph.paragraph_format.line_spacing, paragraph.paragraph_format.space_after = 1.0, Pt(2)
        paragraph.add_run(words).font.size = Pt(8)
        paragraph.add_run().add_break()
        _linked(paragraph, number_id, f"{brief.address}{number_id}").font.size = Pt(7)


def _say(paragraph: Any, sentence: Sentence) -> None:
    for piece in sentence:
        if isinstance(piece, str):
            paragraph.add_run(piece)
        else:
            _linked(paragraph, piece.words, piece.href)


def _linked(paragraph: Any, words: str, href: str) -> Any:
    """Add words that lead somewhere, plain ones where that is no address of the web."""
    run = paragraph.add_run(words)
    if href.startswith("http"):
        link = OxmlElement("w:hyperlink")
        relation = paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), relation)
        link.append(run._r)  # noqa: SLF001  (the library has no links)
        paragraph._p.append(link)  # noqa: SLF001
    return run


def _table(paper: Any, table: Table) -> None:
    """Add a table between two rules, its titles on every page that it reaches, no row torn apart from the others."""
    grid = paper.add_table(len(table.rows) + 1, len(table.titles))
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid._tbl.tblPr.append(parse_xml(_RULES))  # noqa: SLF001  (the library has no borders)
    titles = grid.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001  (nor titles that are repeated)
    titles.append(OxmlElement("w:tblHeader"))
    for row_place, row in enumerate([table.titles, *table.rows]):
        for place, cell in enumerate(row):
            box = grid.cell(row_place, place)
            box.text = format_cell(cell, table.shapes[place])
            paragraph = box.paragraphs[0]
            paragraph.runs[0].font.size, paragraph.runs[0].bold = Pt(10), row_place == 0
            shape = paragraph.paragraph_format
            shape.line_spacing, shape.space_before, shape.space_after = 1.0, Pt(3), Pt(3)
            shape.keep_with_next = row_place < len(table.rows)
            if place:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    under = paper.add_paragraph()
    under.paragraph_format.line_spacing = Pt(4)  # Word wants a paragraph after a table


def _chart(paper: Any, drawn: Plot, title: str, lang: str) -> None:
    """Add a native chart: drawn as on a slide, then it and its workbook become parts of the document."""
    slide = Presentation()
    frame = native_chart(
        slide.slides.add_slide(slide.slide_layouts[6]).shapes, (0, 0, 1, 1), drawn, lang, GREYS
    )
    made = frame.chart.part
    package, owner = paper.part.package, paper.part
    number = 1 + sum(part.partname.startswith("/word/charts/") for part in package.iter_parts())
    workbook = made.chart_workbook.xlsx_part.blob
    book = DocumentPart(PackURI(f"/word/embeddings/chart{number}.xlsx"), _BOOK_TYPE, workbook, package)
    chart = DocumentPart(PackURI(f"/word/charts/chart{number}.xml"), _CHART_TYPE, b"", package)
    xml = made._element  # noqa: SLF001  (what the library would write into a deck)
    xml.find(f"{{{_NAMES['c']}}}externalData").set(
        qn("r:id"), chart.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    )
    chart._blob = etree.tostring(xml, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001
    inline = _inline(owner.relate_to(chart, RELATIONSHIP_TYPE.CHART), number, title, drawn)
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run()._r.append(inline)  # noqa: SLF001


def _inline(relation: str, number: int, title: str, drawn: Plot) -> Any:
    width, height = (
        int(15.4 * _EMU),
        int((6.5 if drawn.kind != "bar" else 1.0 + 0.58 * len(drawn.categories)) * _EMU),
    )
    name = title.replace('"', "").replace("<", "").replace("&", "")
    drawing = OxmlElement("w:drawing")
    drawing.append(parse_xml(
        f'<wp:inline {_DECLARED} distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{100 + number}" name="chart{number}" descr="{name}"/><a:graphic>'
        f'<a:graphicData uri="{_NAMES["c"]}"><c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline>'
    ))  # fmt: skip
    return drawing

"""PPTX slides whose charts are PowerPoint's own: a reader can restyle them and edit their numbers, which are the screen's."""

import io
import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.util import Inches, Length, Pt

from data_access.domain.text import Text
from data_access.exports.native import native_chart
from data_access.exports.plots import Plot, plots
from data_access.exports.printable import printable
from data_access.exports.reports import MEANING, NUMBER_IDS, Part, Report, number_ids
from data_access.exports.slide_tables import some_rows, table_on, width_of

_WIDTH, _HEIGHT, _EDGE = Inches(13.333), Inches(7.5), Inches(0.55)
_INNER = Length(_WIDTH - 2 * _EDGE)
_TITLE_ONLY = 5
#: Chinese in Office: named in the theme for both scripts, so that every text and chart has it.
_LATIN, _CHINESE = "Arial", "Microsoft YaHei"
#: Slides that the table of one card takes; the workbook has all of it.
_TABLES = 3
#: Key figures on a slide: four in a row, three rows.
_TILES_ACROSS, _TILES_A_SLIDE = 4, 12
_KEYS = Text("主要指标", "Key figures")
_NEAR_THE_CITY = Text(
    "图示离全市（100）最远的 {} 项，另有 {} 项见 XLSX",
    "the {} farthest from the city (100) are shown, another {} are in the XLSX",
)
_LEFT_OUT = Text("图示前 {} 项，另有 {} 项见 XLSX", "the first {} are shown, another {} are in the XLSX")


def report_pptx(report: Report, accents: Sequence[str] = ()) -> bytes:
    """Return a report as slides of 16:9: key figures as tiles, a slide for each chart, and the definitions.

    `accents` are up to six colours (`#RRGGBB`) for the theme, the first for what matters.
    """
    report = printable(report)
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDTH, _HEIGHT
    deck.core_properties.title, deck.core_properties.comments = report.title, report.watermark
    _theme(deck, accents)
    maker = _Deck(deck, report)
    maker.opening()
    for is_key, parts in groupby(report.parts, key=lambda part: part.native == "key"):
        if is_key:
            maker.keys(list(parts))
            continue
        for part in parts:
            maker.card(part)
    maker.meanings()
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


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


#: Ids of numbers on one slide.
_IDS = 16


class _Deck:
    """Slides of one report, each with its title, its foot and the watermark."""

    def __init__(self, deck: Any, report: Report) -> None:
        self.deck, self.report, self.lang = deck, report, report.lang
        self.layout = deck.slide_layouts[_TITLE_ONLY]
        self.is_marked = False

    def opening(self) -> None:
        slide = self._slide(self.report.title, top=2.0, size=38)
        bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, _EDGE, Inches(1.8), Inches(1.2), Inches(0.07))
        bar.fill.solid()
        bar.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
        bar.line.fill.background()
        _write(slide, 2.95, 0.5, [self.report.selection], 20)
        _write(slide, 3.9, 2.6, [f"{name}  {words}" for name, words in self.report.facts[2:]], 14, muted=True)

    def keys(self, parts: list[Part]) -> None:
        for start in range(0, len(parts), _TILES_A_SLIDE):
            some = parts[start : start + _TILES_A_SLIDE]
            slide = self._slide(some[0].section or _KEYS(self.lang))
            rows = -(-len(some) // _TILES_ACROSS)
            gap = Inches(0.2)
            width = (_INNER - gap * (_TILES_ACROSS - 1)) // _TILES_ACROSS
            height = min(Inches(2.2), (Inches(4.9) - gap * (rows - 1)) // rows)
            for number, part in enumerate(some):
                down, across = divmod(number, _TILES_ACROSS)
                left, top = _EDGE + across * (width + gap), Inches(1.3) + down * (height + gap)
                _tile(slide, (left, top, width, height), part)
            self._foot(slide, "；".join(dict.fromkeys(note for part in some for note in part.notes)))

    def card(self, part: Part) -> None:
        if drawn := plots(part):
            self._charts(part, drawn)
        elif part.message:
            _write(self._slide(part.title, part.section), 1.6, 1.0, [part.message], 16, muted=True)
        else:
            every = list(some_rows(part))
            for some in every[:_TABLES]:
                slide = self._slide(part.title, part.section)
                _write(slide, 0.95, 0.3, [part.meta], 12, muted=True)
                limits = part.limits if part.native == "grid" else None
                table_on(slide, some, _EDGE, Inches(1.4), _INNER, limits)
                shown = sum(len(one.rows) for one in every[:_TABLES])
                left = sum(len(one.rows) for one in every[_TABLES:])
                self._foot(
                    slide,
                    *([_LEFT_OUT(self.lang).format(shown, left)] if left else []),
                    *([part.class_key(self.lang)] if limits is not None else []),
                    *part.notes,
                    _definition(part),
                )

    def _charts(self, part: Part, drawn: list[Plot]) -> None:
        """Draw a card's charts, side by side where its numbers have several units."""
        slide = self._slide(part.title, part.section)
        _write(slide, 0.95, 0.3, [part.meta], 12, muted=True)
        gap = Inches(0.2)
        width = (_INNER - gap * (len(drawn) - 1)) // len(drawn)
        for number, one in enumerate(drawn):
            place = (_EDGE + number * (width + gap), Inches(1.3), width, Inches(4.95))
            title = one.series[0][0] if len(drawn) > 1 else ""
            frame = native_chart(slide.shapes, place, one, self.lang, title=title)
            frame._element.nvGraphicFramePr.cNvPr.set("descr", part.said)  # noqa: SLF001  (the library has no alternative text)
        slide.notes_slide.notes_text_frame.text = part.said
        first = drawn[0]
        said = _NEAR_THE_CITY if first.base else _LEFT_OUT
        left = [said(self.lang).format(len(first.categories), first.left_out)] if first.left_out else []
        self._foot(slide, *left, *part.notes, _definition(part))

    def meanings(self) -> None:
        """Say every number's definition, as many on a slide as there are lines for."""
        most = 78 if self.lang == "zh" else 150
        lines: list[tuple[str, str]] = []
        used = 0.0
        for title, pairs in {one: told for part in self.report.parts for one, told in part.means}.items():
            words = f"{pairs[1][1]} {'  '.join(f'{name} {said}' for name, said in pairs[2:])}"
            needed = -(-len(words) // most) + 0.4
            if used + needed > 27:
                self._meanings(lines)
                lines, used = [], 0.0
            lines.append((title, words))
            used += needed
        self._meanings(lines)
        ids = number_ids(self.report)
        for place in range(0, len(ids), _IDS):
            self._meanings(ids[place : place + _IDS], NUMBER_IDS)

    def _meanings(self, lines: list[tuple[str, str]], heading: Text = MEANING) -> None:
        box = self._slide(heading(self.lang)).shapes.add_textbox(_EDGE, Inches(1.1), _INNER, Inches(5.8))
        box.text_frame.word_wrap = True
        for place, (title, words) in enumerate(lines):
            paragraph = box.text_frame.paragraphs[0] if place == 0 else box.text_frame.add_paragraph()
            paragraph.space_after = Pt(4)
            for text, is_bold in ((f"{title}  ", True), (words, False)):
                run = paragraph.add_run()
                run.text, run.font.size, run.font.bold = text, Pt(11), is_bold

    def _slide(self, title: str, section: str = "", top: float = 0.35, size: int = 24) -> Slide:
        slide: Slide = self.deck.slides.add_slide(self.layout)
        head = slide.shapes.title
        head.left, head.top, head.width, head.height = (
            _EDGE,
            Inches(top),
            _INNER,
            Inches(0.6 if top < 1 else 0.9),
        )
        head.text_frame.text = f"{section} · {title}" if section else title
        head.text_frame.word_wrap, head.text_frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
        paragraph = head.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.font.size = Pt(size if len(head.text_frame.text.encode()) < 90 else size - 4)
        paragraph.font.bold = True
        foot = f"{self.report.watermark}  {self.report.notice}  ·  {len(self.deck.slides)}"
        _write(slide, 7.08, 0.3, [foot], 9, muted=True)
        if not self.is_marked:
            self._mark(slide)
        return slide

    def _mark(self, slide: Slide) -> None:
        """Write the watermark across the layout, behind every slide and out of the way of who edits them."""
        box = slide.shapes.add_textbox(Inches(0.8), Inches(3.4), Inches(11.8), Inches(0.6))
        box.rotation = -24
        _put(box.text_frame, [self.report.watermark], 22, muted=True)
        box.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
        for colour in box._element.iter(qn("a:schemeClr")):  # noqa: SLF001  (the library has no transparency)
            colour.append(parse_xml(f'<a:alpha {nsdecls("a")} val="12000"/>'))
        self.layout.shapes._spTree.append(box._element)  # noqa: SLF001  (nor shapes on a layout)
        self.is_marked = True

    def _foot(self, slide: Slide, *notes: str) -> None:
        facts = f"{self.report.selection} · {self.report.city} · {self.report.as_of}"
        _write(slide, 6.35, 0.7, [" · ".join(filter(None, notes)), facts], 10, muted=True)


def _definition(part: Part) -> str:
    return next((words for _, pairs in part.means[:1] for words in [pairs[1][1]]), "")


def _tile(slide: Slide, place: tuple[Any, Any, Any, Any], part: Part) -> None:
    """Write a key figure into a box: its name, its number, its change."""
    box = slide.shapes.add_textbox(*place)
    box.line.width, box.line.color.theme_color, box.line.color.brightness = (
        Pt(0.75),
        MSO_THEME_COLOR.BACKGROUND_1,
        -0.15,
    )
    frame = box.text_frame
    frame.word_wrap, frame.vertical_anchor, frame.auto_size = True, MSO_ANCHOR.MIDDLE, MSO_AUTO_SIZE.NONE
    said = part.message or part.said
    is_number = not part.message and part.table.rows[0][1] is not None
    size = 13 if not is_number else 28 if width_of(said) <= 11 else 22
    _put(frame, [part.title], 13, muted=True)
    for words, points, bold, muted in ((said, size, is_number, False), (part.change, 13, False, True)):
        if words:
            paragraph = frame.add_paragraph()
            _run(paragraph, words, points, bold=bold, muted=muted)
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT


def _write(
    slide: Slide, top: float, height: float, lines: list[str], size: int, *, muted: bool = False
) -> None:
    box = slide.shapes.add_textbox(_EDGE, Inches(top), _INNER, Inches(height))
    _put(box.text_frame, [line for line in lines if line], size, muted=muted)


def _put(frame: Any, lines: list[str], size: int, *, muted: bool) -> None:
    frame.word_wrap = True
    for place, line in enumerate(lines):
        _run(frame.paragraphs[0] if place == 0 else frame.add_paragraph(), line, size, muted=muted)


def _run(paragraph: Any, words: str, size: int, *, bold: bool = False, muted: bool = False) -> None:
    run = paragraph.add_run()
    run.text, run.font.size, run.font.bold = words, Pt(size), bold
    run.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    if muted:
        run.font.color.brightness = 0.4

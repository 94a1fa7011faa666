"""What colours stand for goes along with a card into every file, and cells of tables are shaded by the classes of the screen."""

import colorsys
import io
import json
from itertools import pairwise

from openpyxl import load_workbook
from pptx import Presentation

from components.words.theme import AA, STYLES, contrast
from data_access.domain.access import WHOLE_CITY
from data_access.exports import Asked, Report
from data_access.exports.reports import Part, meanings
from data_access.exports.slide_tables import DARK, SHADES
from data_access.exports.slides import report_pptx
from data_access.exports.workbooks import report_xlsx
from tests.exports.conftest import Office

HEAT = "complaints_and_reports-problem-platform-heat"


def heat(office: Office) -> tuple[Report, Part]:
    asked = Asked("/governance", {}, card=HEAT)
    report = office.desk.report(asked, WHOLE_CITY, "某人", "20210101-000000-ABCDEF")
    (part,) = report.parts
    assert len(part.classes) == len(part.limits) + 1 > 1
    return report, part


def test_the_key_of_a_card_is_a_note_in_its_workbook_and_stands_with_its_definitions(office: Office) -> None:
    report, part = heat(office)
    book = load_workbook(io.BytesIO(report_xlsx(report)))
    place = part.table.numbers()[0] + 1
    assert book.worksheets[0].cell(1, place).comment.text == part.class_key("zh")
    assert all(words in part.class_key("zh") for words in part.classes)
    assert any(part.class_key("zh") in words for _, words in meanings(report))


def test_a_page_of_html_carries_the_key_in_its_charts(office: Office) -> None:
    report = office.desk.report(Asked("/", {}), WHOLE_CITY, "某人", "20210101-000000-ABCDEF")
    drawn = [json.loads(part.figure) for part in report.parts if part.chart == "treemap"]
    html = office.desk.paper(report)
    for figure in drawn:
        words = figure["layout"]["meta"]["classes"]["words"]
        boxes = [note["text"] for note in figure["layout"]["annotations"] if note.get("bgcolor")]
        assert not boxes or len(boxes) == len(words)
        assert all(json.dumps(text, ensure_ascii=False).replace("<", "\\u003c") in html for text in boxes)
    assert drawn


def test_equal_numbers_of_a_slide_have_one_shade_and_a_class_above_a_stronger_one(office: Office) -> None:
    report, part = heat(office)
    slides = Presentation(io.BytesIO(report_pptx(report))).slides
    cells = [
        (float(cell.text.replace(",", "")), cell.fill.fore_color.brightness)
        for slide in slides for shape in slide.shapes if shape.has_table
        for down, row in enumerate(shape.table.rows) if down
        for place, cell in enumerate(row.cells) if place and cell.text != "—"
    ]  # fmt: skip
    assert len(cells) > 3
    for (one, light), (other, lighter) in pairwise(sorted(cells, key=lambda cell: cell[0])):
        of_one, of_other = (sum(limit <= value for limit in part.limits) for value in (one, other))
        assert (light == lighter) is (of_one == of_other)
        assert light >= lighter
    texts = [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]
    assert any(part.class_key("zh") in text for text in texts)


def test_numbers_on_every_shade_of_a_slide_are_read() -> None:
    """Office lightens a colour in HSL: by a brightness, its lightness goes so far towards 1."""
    accent = STYLES["light"].accent
    hue, lightness, saturation = colorsys.rgb_to_hls(*(int(accent[i : i + 2], 16) / 255 for i in (1, 3, 5)))
    for place, shade in enumerate(SHADES):
        parts = colorsys.hls_to_rgb(hue, lightness * (1 - shade) + shade, saturation)
        fill = "#" + "".join(f"{round(part * 255):02X}" for part in parts)
        assert contrast("#FFFFFF" if place >= DARK else "#000000", fill) >= AA

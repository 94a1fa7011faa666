"""Tables on slides: what is better read than drawn, as many rows as a slide holds, cells of a crossing shaded by their size."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.slide import Slide
from pptx.util import Inches, Length, Pt

from data_access.exports.reports import Cell, Part, Table

#: Rows that a slide holds, the height that they share, and how high one is at most.
_ROWS_A_SLIDE, _HEIGHT, _HIGHEST = 12, Inches(4.8), Inches(0.6)
#: How wide a column is, in letters: what it holds, but neither less nor more than this.
_NARROWEST, _WIDEST = 8, 44
#: How much lighter than the accent the cells of each class are, of six classes the lowest first; from a place on in the ink of the ground.
SHADES, DARK = (0.9, 0.75, 0.6, 0.45, 0.3, 0.0), 5


def some_rows(part: Part) -> Iterator[Table]:
    """Yield the table of a card by as many rows as a slide holds; two dimensions are crossed."""
    table = _crossed(part.table) if part.native == "grid" else part.table
    for start in range(0, len(table.rows), _ROWS_A_SLIDE):
        yield Table(table.titles, table.shapes, table.rows[start : start + _ROWS_A_SLIDE])


def _crossed(table: Table) -> Table:
    """Return a table of rows and columns crossed; the first two columns name them."""
    value = table.numbers()[0]
    across = list(dict.fromkeys(str(row[1]) for row in table.rows))
    found: dict[str, dict[str, Cell]] = {}
    for row in table.rows:
        found.setdefault(str(row[0]), {})[str(row[1])] = row[value]
    rows = tuple((name, *(cells.get(column) for column in across)) for name, cells in found.items())
    return Table((table.titles[0], *across), ("text", *[table.shapes[value]] * len(across)), rows)


def table_on(
    slide: Slide,
    table: Table,
    left: Length,
    top: Length,
    width: Length,
    limits: Sequence[float] | None = None,
) -> None:
    """Add a table to a slide, its numbers shaded by class where there are `limits` at which classes begin."""
    rows, columns = len(table.rows) + 1, len(table.titles)
    grid = slide.shapes.add_table(
        rows, columns, left, top, width, Length(min(_HIGHEST * rows, _HEIGHT))
    ).table
    letters = [_letters(table, place) for place in range(columns)]
    size = Pt(12 if columns <= 7 else 10)
    for place in range(columns):
        grid.columns[place].width = Length(width * letters[place] // sum(letters))
    for down, row in enumerate([table.titles, *table.rows]):
        for place, cell in enumerate(row):
            box = grid.cell(down, place)
            box.text, box.vertical_anchor = _said(cell, table.shapes[place]), MSO_ANCHOR.MIDDLE
            box.margin_top = box.margin_bottom = Inches(0.03)
            paragraph = box.text_frame.paragraphs[0]
            paragraph.font.size, paragraph.font.bold = size, down == 0
            if table.shapes[place] not in {"text", "unit", "day"}:
                paragraph.alignment = PP_ALIGN.RIGHT
            if limits is not None and down and place and isinstance(cell, int | float):
                _shade(box, paragraph, bisect_right(limits, cell), len(limits))


def width_of(words: str) -> int:
    """Return how wide a text is in Latin letters; Chinese ones are twice as wide."""
    return sum(2 if ord(sign) > 255 else 1 for sign in words)


def _letters(table: Table, place: int) -> int:
    """Return how many letters a column needs; a title may stand on two lines."""
    cells = [width_of(_said(row[place], table.shapes[place])) for row in table.rows]
    return min(_WIDEST, max(_NARROWEST, *cells, width_of(table.titles[place]) // 2 + 1))


def _shade(box: Any, paragraph: Any, shade: int, last: int) -> None:
    """Fill a cell as its class of how many is: spread over all shades where classes are few, the middle one where there is one."""
    strength = round(shade * (len(SHADES) - 1) / last) if last else len(SHADES) // 2
    box.fill.solid()
    box.fill.fore_color.theme_color, box.fill.fore_color.brightness = (
        MSO_THEME_COLOR.ACCENT_1,
        SHADES[strength],
    )
    is_dark = strength >= DARK
    paragraph.font.color.theme_color = MSO_THEME_COLOR.BACKGROUND_1 if is_dark else MSO_THEME_COLOR.TEXT_1


def _said(cell: Cell, shape: str) -> str:
    if cell is None or isinstance(cell, str):
        return cell or "—"
    if shape == "ratio":
        return f"{cell:.1%}"
    return f"{cell:,}" if isinstance(cell, int) else f"{cell:,.1f}" if abs(cell) >= 1 else f"{cell:.3f}"

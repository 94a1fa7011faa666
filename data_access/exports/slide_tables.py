"""Tables on slides: what is better read than drawn, as many rows as a slide holds, cells of a crossing shaded by their size."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.slide import Slide
from pptx.util import Inches, Length, Pt

from data_access.exports.reports import WORDS, Cell, Part, Table, cell_in_words

#: Rows that a slide holds, the height that they share in inches, and how high one is at most.
_ROWS_A_SLIDE, _HEIGHT, _HIGHEST = 12, 4.8, 0.6
#: How high a line of text is, and what a row has above and below it, in inches.
_LINE, _AROUND = 0.2, 0.1
#: From so many columns on the type is smaller; letters that stand side by side in either, and those that a column's edges take.
_MANY, _ACROSS, _EDGES = 8, (140, 168), 3
#: How wide a column is, in letters: what it holds, but neither less nor more than this.
_NARROWEST, _WIDEST = 8, 88
#: How much lighter than the accent the cells of each class are, of six classes the lowest first; from a place on in the ink of the ground.
SHADES, DARK = (0.9, 0.75, 0.6, 0.45, 0.3, 0.0), 5


def some_rows(part: Part) -> Iterator[Table]:
    """Yield the table of a card by as many rows as a slide holds; two dimensions are crossed."""
    table = _crossed(part.table) if part.native == "grid" else part.table.for_readers()
    head, *heights = _heights(table)
    start, used = 0, head
    for place, height in enumerate(heights):
        if place > start and (used + height > _HEIGHT or place - start == _ROWS_A_SLIDE):
            yield replace(table, rows=table.rows[start:place])
            start, used = place, head
        used += height
    yield replace(table, rows=table.rows[start:])


def _heights(table: Table) -> list[float]:
    """Return how high each row has to be for its words, in inches, that of the titles first."""
    rooms = _rooms(table)
    told = [
        table.titles,
        *([cell_in_words(*one) for one in zip(row, table.shapes, strict=True)] for row in table.rows),
    ]
    lines = (max(-(-width_of(words) // room) for words, room in zip(row, rooms, strict=True)) for row in told)
    return [_LINE * max(1, own) + _AROUND for own in lines]


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
    heights = _heights(table)
    spare = max(0.0, min(_HIGHEST * rows, _HEIGHT) - sum(heights)) / rows
    grid = slide.shapes.add_table(rows, columns, left, top, width, Inches(sum(heights) + spare * rows)).table
    for place, height in enumerate(heights):
        grid.rows[place].height = Inches(height + spare)
    letters = [room + _EDGES for room in _rooms(table)]
    size = Pt(10 if columns >= _MANY else 12)
    for place in range(columns):
        grid.columns[place].width = Length(width * letters[place] // sum(letters))
    for down, row in enumerate([table.titles, *table.rows]):
        for place, cell in enumerate(row):
            box = grid.cell(down, place)
            box.text, box.vertical_anchor = cell_in_words(cell, table.shapes[place]), MSO_ANCHOR.MIDDLE
            box.margin_top = box.margin_bottom = Inches(0.03)
            paragraph = box.text_frame.paragraphs[0]
            paragraph.font.size, paragraph.font.bold = size, down == 0
            if table.shapes[place] not in WORDS:
                paragraph.alignment = PP_ALIGN.RIGHT
            if limits is not None and down and place and isinstance(cell, int | float):
                _shade(box, paragraph, bisect_right(limits, cell), len(limits))


def width_of(words: str) -> int:
    """Return how wide a text is in Latin letters; Chinese ones are twice as wide."""
    return sum(2 if ord(sign) > 255 else 1 for sign in words)


def _rooms(table: Table) -> list[int]:
    """Return how many letters each column has room for: what it needs, of which the widest give way, and a share of what is left."""
    rooms = [_letters(table, place) for place in range(len(table.titles))]
    across = _ACROSS[len(rooms) >= _MANY] - _EDGES * len(rooms)
    while sum(rooms) > across:
        rooms[rooms.index(max(rooms))] -= 1
    return [across * own // sum(rooms) for own in rooms]


def _letters(table: Table, place: int) -> int:
    """Return how many letters a column needs; a title may stand on two lines."""
    cells = [width_of(cell_in_words(row[place], table.shapes[place])) for row in table.rows]
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

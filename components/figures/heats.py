"""Two dimensions against each other, one number in each cell."""

from collections.abc import Sequence
from typing import Any, Literal

from components.figures import marks
from components.figures.classes import Classes, classes, colour_scale
from components.figures.colour_keys import class_key
from components.figures.events import TELEPHONE
from components.figures.headings import head_axis, heads
from components.figures.labels import names_of_rows, widest
from components.figures.labels import width as width_of
from components.figures.marks import Row, Say
from components.figures.plain_values import Figure, figure
from components.words.theme import FADED, Style, readable_on

# Names of rows may take so many pixels, and more of a wide card: this share of it.
ROW_ROOM, ROW_SHARE = 92, 0.27
# Pixels above and below the rows, at the most.
_AROUND = 60
# Plotly shrinks the text of cells to fit; below this size it is not written at all.
LEAST_TYPE = 8


def heat(
    rows: Sequence[Row],
    *,
    style: Style,
    say: Say,
    selected: frozenset[str] = frozenset(),
    order: Literal["value", "given"] = "value",
    say_cell: Say | None = None,
    width: int = 358,
    height: int = 0,
) -> Figure:
    """Cells of row_code, row_label, col_code, col_label, value; a pair that is absent or NaN is "no data".

    Classes of one hue (`classes.classes`); rows and columns by total, or as given. `say_cell` says the number shorter
    inside the cell; cells are written on only where that is legible on a card of `width` pixels. Where it is not legible on a
    telephone, a key stands below. In a chart of so many pixels of `height` names of rows take two lines where they have room for them.
    """
    cells = {(row["row_code"], row["col_code"]): row for row in marks.rows(rows)}
    across = _order(cells, "col", order)
    down = _order(cells, "row", order)
    values = {place: row["value"] for place, row in cells.items() if row["value"] is not None}
    names = names_of_rows(list(down.values()), max(ROW_ROOM, width * ROW_SHARE), max(height - _AROUND, 0))
    left = widest(names) + 14
    pitch = (width - left) / max(len(across), 1)
    across_names, slanted = heads(list(across.values()), pitch)
    written = say_cell or say
    texts = {place: written(value) for place, value in values.items()}
    needed = widest(list(texts.values()), LEAST_TYPE) + 4
    is_told = needed <= (min(width, TELEPHONE) - left) / max(len(across), 1)
    found = classes(values.values(), say)
    key, below = (
        ([], 4)
        if is_told
        else class_key(found, style, say, left, has_blank=len(values) < len(across) * len(down))
    )
    common = {
        "customdata": [[[r, c] for c in across] for r in down],
        "hovertext": [[_hover(down[r], across[c], values.get((r, c)), say) for c in across] for r in down],
        "hoverinfo": "text",
        "hoverongaps": False,
    }
    traces = [
        trace | common
        for trace in _cells(list(down), list(across), values, texts if needed <= pitch else {}, found, style)
    ]
    if selected:
        traces = _faded(traces, list(down), list(across), selected, style)
    layout = marks.layout(
        style,
        left,
        max(4, width_of(across_names[-1], 11) * 0.72 - pitch / 2) if slanted else 4,
        widest(across_names, 11) * 0.72 + 14
        if slanted
        else 14 * (2 + any("<br>" in head for head in across_names)),
        below,
        xaxis=head_axis(list(across), across_names, slanted=slanted, style=style),
        yaxis=marks.name_axis(names, list(down), style),
        annotations=key,
        meta={"classes": found.as_meta},
    )
    return figure(traces, layout)


def _cells(
    down: list[str],
    across: list[str],
    values: dict[tuple[str, str], float],
    texts: dict[tuple[str, str], str],
    found: Classes,
    style: Style,
) -> list[dict[str, Any]]:
    """The grey cells without data and the filled ones, each a heat map of its own: those for each ink of their texts apart."""
    ramp = found.ramp(style)
    inks = [readable_on(fill, style) for fill in ramp]
    shades = {place: found.of(value) for place, value in values.items()}
    grid = {"type": "heatmap", "x": across, "y": down, "xgap": 2, "ygap": 2, "showscale": False}
    blank = [[None if (r, c) in shades else 0 for c in across] for r in down]
    traces = [grid | {"z": blank, "colorscale": colour_scale([style.no_data])}]
    for ink in dict.fromkeys(inks):
        own = {place: shade for place, shade in shades.items() if inks[shade] == ink}
        words = {
            "text": [[texts.get((r, c), "") if (r, c) in own else "" for c in across] for r in down],
            "texttemplate": "%{text}",
            "textfont": {"color": ink},
        }
        filled = [[own.get((r, c)) for c in across] for r in down]
        scale = {"zmin": -0.5, "zmax": len(ramp) - 0.5, "colorscale": colour_scale(ramp)}
        traces.append(grid | {"z": filled} | scale | (words if texts else {}))
    return traces


def _order(cells: dict[tuple[str, str], dict[str, Any]], side: str, order: str) -> dict[str, str]:
    """Code to label of one side, sorted by total or as given."""
    labels: dict[str, str] = {}
    totals: dict[str, float] = {}
    for row in cells.values():
        code = row[f"{side}_code"]
        labels.setdefault(code, str(row[f"{side}_label"]))
        totals[code] = totals.get(code, 0.0) + (row["value"] or 0.0)
    if order == "given":
        return labels
    return {code: labels[code] for code in sorted(labels, key=lambda code: -totals[code])}


def _hover(down: str, across: str, value: float | None, say: Say) -> str:
    return marks.hover({"label": f"{down} · {across}", "value": value}, say)


def _faded(
    traces: list[dict[str, Any]],
    down: list[str],
    across: list[str],
    selected: frozenset[str],
    style: Style,
) -> list[dict[str, Any]]:
    """All cells pale, and above them once more the selected ones at full strength."""
    rows, heads = selected & set(down) or set(down), selected & set(across) or set(across)
    keep = [[r in rows and c in heads for c in across] for r in down]
    strong = [
        trace
        | {key: _kept(trace[key], keep, gap) for key, gap in (("z", None), ("text", "")) if key in trace}
        for trace in traces
    ]
    return [trace | {"opacity": FADED, "textfont": {"color": style.ink}} for trace in traces] + strong


def _kept(grid: list[list[Any]], keep: list[list[bool]], gap: Any) -> list[list[Any]]:
    lines = zip(grid, keep, strict=True)
    return [[cell if on else gap for cell, on in zip(line, mask, strict=True)] for line, mask in lines]

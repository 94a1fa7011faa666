"""Charts of the members of two dimensions, each pair a cell."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product

from components import figures
from components.charts.base import (
    ChartResult,
    Rows,
    drawn,
    meta,
    trusted,
)
from components.model.card import Card
from components.model.context import Ask, ChartContext
from components.words import describe, phrases
from data_access.domain.dimensions import DIMENSIONS
from data_access.metrics.query import UNKNOWN


def heat(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Two dimensions as cells, the largest rows and columns."""
    indicator = spec.main
    down, across = spec.by
    every = ask.rows(indicator, spec.by, look.beside(*spec.by))
    every = trusted(indicator, [row for row in every if UNKNOWN not in (row[down], row[across])])
    if not every:
        return None
    keep = {
        key: _kept(_totals(every, key), limit, look.selection.values(key))
        for key, limit in ((down, _rows_for(spec)), (across, 8))
    }
    is_matrix = indicator.additive and DIMENSIONS[down].ordered and DIMENSIONS[across].ordered
    if is_matrix:  # grades against grades, read along the diagonal
        keep = {
            key: [member for member in look.labels.members(key) if member in keep[key]] for key in spec.by
        }
    rows = trusted(indicator, _crossed(every, spec, keep, look))
    sides = {down: "row_code", across: "col_code"}
    drawn_of = {key: len({row[side] for row in rows}) for key, side in sides.items()}
    figure = figures.heat(
        rows,
        style=look.style,
        say=describe.say(indicator.unit, look.lang),
        selected=frozenset((*look.selection.values(down), *look.selection.values(across))),
        width=spec.span * 118,
        height=spec.height,
        order="given" if is_matrix else "value",
    )
    found = drawn(indicator, spec, rows, figure, look, *_left_out(every, drawn_of, look))
    return replace(found, meta=meta(indicator, every, look))


def _crossed(every: Rows, spec: Card, keep: Mapping[str, list[str]], look: ChartContext) -> Rows:
    """Return the cells of the members that are kept, with the names of both; a pair without rows has none, it is not unknown."""
    down, across = spec.by
    cells = {
        (row[down], row[across]): row
        for row in every
        if row[down] in keep[down] and row[across] in keep[across]
    }
    if spec.main.counts:
        empty = {"value": 0, "n": 0}
        cells = {pair: cells.get(pair, empty) for pair in product(keep[down], keep[across])}
    names = {
        (key, code): look.labels.name(key, code, look.lang)
        for pair in cells
        for key, code in zip(spec.by, pair, strict=True)
    }
    return [
        {
            "row_code": one, "row_label": names[down, one], "col_code": other, "col_label": names[across, other],
            "label": f"{names[down, one]}·{names[across, other]}", "value": row["value"], "n": row["n"],
        }
        for (one, other), row in cells.items()
    ]  # fmt: skip


def _left_out(every: Rows, drawn_of: Mapping[str, int], look: ChartContext) -> list[str]:
    """Return a note for each side of which only the largest members are shown: as many as have a row or column."""
    counts = {key: len({row[key] for row in every}) for key in drawn_of}
    words, colon = phrases.HIGHEST_SHOWN(look.lang), "：" if look.lang == "zh" else ": "
    return [
        f"{look.labels.title(key)(look.lang)}{colon}{words.format(drawn_of[key], counts[key])}"
        for key in drawn_of
        if drawn_of[key] < counts[key]
    ]


def _totals(rows: Rows, key: str) -> dict[str, float]:
    """Return the sum of each member, in the order of their codes."""
    totals = dict.fromkeys(sorted(row[key] for row in rows), 0.0)
    for row in rows:
        totals[row[key]] += row["value"] or 0.0
    return totals


def _kept(totals: Mapping[str, float], limit: int, chosen: tuple[str, ...]) -> list[str]:
    """Return the largest members; what the reader chose always stays."""
    largest = sorted(totals, key=lambda member: -totals[member])[:limit]
    return largest + [member for member in chosen if member in totals and member not in largest]


def _rows_for(spec: Card) -> int:
    return max(5, (spec.height - 60) // 22)

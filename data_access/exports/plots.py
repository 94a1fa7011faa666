"""What Office draws for a card: its categories and series, read from the card's table, and how their numbers are written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from data_access.exports.reports import Cell, Part, Table

#: Bars on one slide; the workbook has all.
MOST_BARS = 15
_COLUMNS, _TABLES = frozenset({"columns", "years"}), frozenset({"heat", "dots", "timeline"})
#: Words of the units of an axis, from the largest: from which value on, Office's own name for it, and what it divides by.
_UNITS = {
    "zh": ((1e9, "hundredMillions", "亿"), (1e5, "tenThousands", "万")),
    "en": ((1e10, "billions", "bn"), (1e7, "millions", "M"), (1e5, "thousands", "k")),
}
_FORMATS = {"ratio": "0.0%", "days": "0.0"}


@dataclass(frozen=True, slots=True)
class Plot:
    """One chart: `kind` is `line`, `column` or `bar`; `left_out` counts the categories that there was no room for."""

    kind: Literal["line", "column", "bar"]
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    shape: str
    left_out: int = 0

    def display_unit(self, lang: str) -> tuple[str, str] | None:
        """Return Office's name and the word of the unit in which an axis is read, None for plain numbers."""
        largest = max(
            (abs(value) for _, values in self.series for value in values if value is not None), default=0
        )
        if self.shape in _FORMATS:
            return None
        return next(
            (
                (name, word)
                for least, name, word in _UNITS["en" if lang == "en" else "zh"]
                if largest >= least
            ),
            None,
        )

    def number_format(self, lang: str) -> str:
        """Return how Excel writes the numbers."""
        return _FORMATS.get(self.shape, "#,##0.0" if self.display_unit(lang) else "#,##0")


def plot(part: Part) -> Plot | None:
    """Return what Office can draw of a card, None for what is better read as a table."""
    numbers = part.table.numbers()
    if part.message or part.chart in _TABLES or not numbers or len(part.table.rows) < 2:
        return None
    kind: Literal["line", "column"] = "column" if part.chart in _COLUMNS else "line"
    return _over_time(part.table, kind) if "day" in part.table.shapes else _members(part.table)


def _over_time(table: Table, kind: Literal["line", "column"]) -> Plot:
    at, numbers = table.shapes.index("day"), table.numbers()
    periods = list(dict.fromkeys(str(row[at]) for row in table.rows))
    names = [place for place in table.marks if place != at]
    lines: dict[str, dict[str, float | None]] = {}
    for row in table.rows:
        for place in numbers:
            name = str(row[names[0]]) if names else table.titles[place]
            lines.setdefault(name, {})[str(row[at])] = _float(row[place])
    series = tuple((name, tuple(values.get(period) for period in periods)) for name, values in lines.items())
    return Plot(kind, tuple(periods), series, table.shapes[numbers[0]])


def _members(table: Table) -> Plot:
    place = table.numbers()[0]
    rows = [row for row in table.rows if row[place] is not None]
    shown = rows[:MOST_BARS]
    categories = _distinct([str(row[table.marks[0]]) for row in shown])
    series = ((table.titles[place], tuple(_float(row[place]) for row in shown)),)
    return Plot("bar", categories, series, table.shapes[place], len(rows) - len(shown))


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names; Office takes two that are equal for one."""
    return tuple(
        f"{name} ({names[:place].count(name) + 1})" if name in names[:place] else name
        for place, name in enumerate(names)
    )


def _float(value: Cell) -> float | None:
    return value if isinstance(value, int | float) else None

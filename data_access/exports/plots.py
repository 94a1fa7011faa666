"""What Office draws for a card: its categories and series, read from the card's table, and how their numbers are written."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from data_access.exports.reports import Cell, Part, Table

#: Bars on one slide; the workbook has all.
MOST_BARS = 15
#: An index of a share tells how far it lies from that of the whole city, which is this.
CITY = 100.0
#: How Excel writes numbers as readers say them, by the largest: 万 is a thousand and a point before the last digit, 亿 likewise.
_AS_SAID = {
    "zh": (
        (1e12, '[>=1000000000000]0.00,,,,"万亿";[>=100000000]0\\.00,,"亿";0\\.0,"万"'),
        (1e8, '[>=100000000]0\\.00,,"亿";[>=10000]0\\.0,"万";#,##0'),
        (1e5, '[>=10000]0\\.0,"万";[<=-10000]-0\\.0,"万";#,##0'),
    ),
    "en": (
        (1e12, '[>=1000000000000]0.00,,,,"tn";[>=1000000000]0.0,,,"bn";0.0,,"M"'),
        (1e9, '[>=1000000000]0.00,,,"bn";[>=1000000]0.0,,"M";#,##0'),
        (1e6, '[>=1000000]0.00,,"M";[>=10000]0.0,"k";#,##0'),
        (1e5, '[>=10000]0.0,"k";[<=-10000]-0.0,"k";#,##0'),
    ),
}
_FORMATS = {"ratio": "0.0%", "days": "0.0"}


@dataclass(frozen=True, slots=True)
class Plot:
    """One chart: `kind` is `line`, `column` or `bar`; `left_out` counts the categories that there was no room for.

    `compared` is the place of the series that the others are compared with, `guides` those of the lines that they are held
    against. `base` is where bars begin.
    """

    kind: Literal["line", "column", "bar"]
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    shape: str
    left_out: int = 0
    compared: int | None = None
    guides: tuple[int, ...] = ()
    base: float = 0.0

    @property
    def cell_format(self) -> str:
        """How the cells behind the chart are written: whole."""
        return _FORMATS.get(self.shape, "#,##0" if self.shape != "index" else "#,##0.0")

    def number_format(self, lang: str) -> str:
        """Return how the numbers in the chart are written: as readers say them."""
        if self.shape in _FORMATS:
            return _FORMATS[self.shape]
        values = [value for _, of_one in self.series for value in of_one if value is not None]
        largest = max(map(abs, values), default=0)
        small = (
            "#,##0" if all(float(value).is_integer() for value in values) or largest >= 1000 else "#,##0.0"
        )
        return next(
            (words for least, words in _AS_SAID["en" if lang == "en" else "zh"] if largest >= least), small
        )


def plot(part: Part) -> Plot | None:
    """Return what Office can draw of a card, None for what is better read as a table."""
    return next(iter(plots(part)), None)


def plots(part: Part) -> list[Plot]:
    """Return all that Office can draw of a card, its number first: what has another unit has an axis and a chart of its own."""
    table, numbers = part.table, part.table.numbers()
    if part.message or not numbers or len(table.rows) < 2:
        return []
    if part.native in ("line", "column"):
        return [_over_time(table, part.native)]
    if part.native != "bar":
        return []
    others = [place for place in numbers[1:] if table.shapes[place] != table.shapes[numbers[0]]]
    drawn = [_members(table, numbers[0], place) for place in (numbers[0], *others)]
    return [
        one for one in drawn if one.categories
    ]  # members of whom none has a value have nothing to be drawn


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
    compared = None if names or table.previous not in numbers else numbers.index(table.previous)
    guides = [] if names else [place for place in table.guides if table.rows[-1][place] is not None]
    level = tuple((table.titles[place], (_float(table.rows[-1][place]),) * len(periods)) for place in guides)
    return Plot(kind, tuple(_when(periods)), series + level, table.shapes[numbers[0]], compared=compared,
                guides=tuple(range(len(series), len(series) + len(level))))  # fmt: skip


def _when(periods: Sequence[str]) -> list[str]:
    """Return periods as short as their first days allow: 2021 of years, 2021Q1 of quarters, 2021-01 of months, else the day, without a year that all share."""
    days = [period[5:] for period in periods]
    if set(days) == {"01-01"}:
        return [period[:4] for period in periods]
    if not all(day.endswith("-01") for day in days):
        return list(periods) if len({period[:4] for period in periods}) > 1 else days
    months = [int(period[:4]) * 12 + int(period[5:7]) - 1 for period in periods]
    is_by_quarter = all(later - one == 3 for one, later in pairwise(months)) and months[0] % 3 == 0
    return (
        [f"{month // 12}Q{month % 12 // 3 + 1}" for month in months]
        if is_by_quarter
        else [period[:7] for period in periods]
    )


def _members(table: Table, main: int, place: int) -> Plot:
    """Return the bars of one column; which members there is room for is the same for all columns, by the `main` one.

    Of an index these are the farthest from the city, above and below it, as on the screen.
    """
    rows = [row for row in table.rows if row[main] is not None]
    is_index = table.shapes[main] == "index"
    shown = sorted(rows, key=lambda row: -abs((_float(row[main]) or 0.0) - CITY)) if is_index else rows
    shown = [row for row in rows if row in shown[:MOST_BARS]]
    categories = _distinct([str(row[table.marks[0]]) for row in shown])
    series = ((table.titles[place], tuple(_float(row[place]) for row in shown)),)
    base = CITY if table.shapes[place] == "index" else 0.0
    return Plot("bar", categories, series, table.shapes[place], len(rows) - len(shown), base=base)


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names; Office takes two that are equal for one."""
    return tuple(
        f"{name} ({names[:place].count(name) + 1})" if name in names[:place] else name
        for place, name in enumerate(names)
    )


def _float(value: Cell) -> float | None:
    return value if isinstance(value, int | float) else None

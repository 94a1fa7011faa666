"""The numbers behind a chart as columns, each with its own unit: what the table of a card and every file show."""

from typing import NamedTuple

import pandas as pd

from components.charts import KINDS, ChartKind, ChartResult
from components.charts.base import worst_first
from components.model.card import Card
from components.words import phrases
from data_access.domain.dimensions import DIMENSIONS
from data_access.domain.text import Text
from data_access.metrics.indicators import Indicator
from data_access.metrics.indicators.base import Per
from data_access.metrics.query import ranked

VALUE = Text("数值", "Value")
_CODE, _DATE, _KIND, _SAID = (
    Text("代码", "Code"),
    Text("日期", "Date"),
    Text("类型", "Kind"),
    Text("读作", "In words"),
)
_PERCENTILE = Text("高于同类（%）", "Higher than … % of its class")


class Column(NamedTuple):
    """One column: its name in the frame, its title, and how it is written: text, day, n, or the key of a unit; `told` is a number in words, with its unit."""

    name: str
    title: str
    shape: str


#: The columns of lines that the values of a control chart are held against.
GUIDES = {"centre": phrases.CENTRE, "low": phrases.LOWER, "high": phrases.UPPER}


def columns_of(spec: Card, drawn: ChartResult, lang: str) -> tuple[pd.DataFrame, list[Column]]:
    """Return the numbers of a chart, whole: over time with those of the comparison, whatever the chart has room for."""
    frame, kind = drawn.frame, KINDS[spec.chart]
    over_time, tells_events, is_said = (
        "period" in frame,
        kind.measured_in == "nothing",
        kind.measured_in == "words",
    )
    if not over_time and not kind.is_ordered and "value" in frame:
        frame = ranked(frame, ascending=kind.lowest_first and worst_first(spec.main))
    main = spec.indicators[kind.columns.index("value")]
    value, unit = named(main, lang), main.unit.key
    if is_said:  # measures of several units, each said with its own
        value, unit = VALUE(lang), "mixed"
    elif "series" in frame or kind.measured_in == "unit_of_row":
        value = f"{VALUE(lang)} ({main.unit.title(lang)})"
    item = DIMENSIONS[spec.by[0]].title(lang) if len(spec.by) == 1 and not over_time else phrases.ITEM(lang)
    alone = not over_time and "row_label" not in frame
    columns = [
        Column("period", phrases.PERIOD(lang), "day"),
        *([Column("date", _DATE(lang), "day"), Column("kind", _KIND(lang), "text")] if tells_events else []),
        Column("series", phrases.SERIES(lang), "text"),
        Column("row_label", _dimension(spec, 0, lang), "text"),
        Column("col_label", _dimension(spec, 1, lang), "text"),
        *([Column("label", item, "text")] if alone else []),
        *([Column("code", f"{item} {_CODE(lang)}", "text")] if alone and spec.by else []),
        Column("value", value, unit),
        Column("previous", f"{phrases.EARLIER(lang)} ({main.unit.title(lang)})", unit),
        *(Column(name, f"{title(lang)} ({main.unit.title(lang)})", unit) for name, title in GUIDES.items()),
        *(Column(name, named(one, lang), one.unit.key) for name, one in _beside(spec, kind)),
        *(Column(name, named(one, lang), one.unit.key) for name, one in _parts(main)),
        *(
            [Column("unit", phrases.UNIT(lang), "unit"), Column("told", _SAID(lang), "told")]
            if is_said
            else []
        ),
        Column("veto", phrases.VETO_RULE(lang), "text"),
        Column("percentile", _PERCENTILE(lang), "index"),
        Column("n", "n", "n"),
    ]
    empty = {"value", "n"} if tells_events else set()
    return frame, [one for one in columns if one.name in frame and one.name not in empty]


def _beside(spec: Card, kind: ChartKind) -> list[tuple[str, Indicator]]:
    """Return the columns that stand beside the value, with the indicator of each; a frame may not have them."""
    keys = tuple(one.key for one in spec.indicators[len(kind.columns) :])
    named_columns = zip((*kind.columns, *keys), spec.indicators, strict=False)
    return [(name, one) for name, one in named_columns if name not in {"value", "n"}]


def _parts(main: Indicator) -> list[tuple[str, Indicator]]:
    """Return the columns of what a rate is made of."""
    rate = main.value
    return [("above", rate.above), ("below", rate.below)] if isinstance(rate, Per) else []


def named(indicator: Indicator, lang: str) -> str:
    """Return what a column of an indicator is called: its title and unit."""
    return f"{indicator.title(lang)} ({indicator.unit.title(lang)})"


def _dimension(spec: Card, place: int, lang: str) -> str:
    return DIMENSIONS[spec.by[place]].title(lang) if len(spec.by) > place else phrases.ITEM(lang)

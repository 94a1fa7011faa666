"""The numbers behind a chart as columns, each with its own unit: what the table of a card and every file show."""

from typing import NamedTuple

import pandas as pd

from components.charts import ChartResult
from components.charts.base import worst_first
from components.model.card import Card
from components.words import phrases
from data_access.domain.dimensions import DIMENSIONS
from data_access.domain.text import Text
from data_access.metrics.indicators import Indicator
from data_access.metrics.query import ranked

VALUE = Text("数值", "Value")
_CODE, _DATE, _KIND, _SAID = (
    Text("代码", "Code"),
    Text("日期", "Date"),
    Text("类型", "Kind"),
    Text("读作", "In words"),
)
_PERCENTILE = Text("高于同类（%）", "Higher than … % of its class")
#: Charts whose order says something; the others are told from the most to the least, or as their bars are, the worst first.
_ORDERED = frozenset({"steps", "shares", "funnel", "heat", "dots", "timeline"})


class Column(NamedTuple):
    """One column: its name in the frame, its title, and how it is written: text, day, n, or the key of a unit."""

    name: str
    title: str
    shape: str


def columns_of(spec: Card, drawn: ChartResult, lang: str) -> tuple[pd.DataFrame, list[Column]]:
    """Return the numbers of a chart, whole: over time with those of the comparison, whatever the chart has room for."""
    frame = drawn.frame
    over_time, is_told = "period" in frame, spec.chart == "timeline"
    if not over_time and spec.chart not in _ORDERED and "value" in frame:
        frame = ranked(frame, ascending=_lowest_first(spec))
    main = spec.indicators[_VALUE_AT.get(spec.chart, 0)]
    value, unit = named(main, lang), main.unit.key
    if spec.chart == "dots":  # measures of several units, each said with its own
        value, unit = VALUE(lang), "index"
    elif "series" in frame or spec.chart == "funnel":
        value = f"{VALUE(lang)} ({main.unit.title(lang)})"
    item = DIMENSIONS[spec.by[0]].title(lang) if len(spec.by) == 1 and not over_time else phrases.ITEM(lang)
    alone = not over_time and "row_label" not in frame
    columns = [
        Column("period", phrases.PERIOD(lang), "day"),
        *([Column("date", _DATE(lang), "day"), Column("kind", _KIND(lang), "text")] if is_told else []),
        Column("series", phrases.SERIES(lang), "text"),
        Column("row_label", _dimension(spec, 0, lang), "text"),
        Column("col_label", _dimension(spec, 1, lang), "text"),
        *([Column("label", item, "text")] if alone else []),
        *([Column("code", f"{item} {_CODE(lang)}", "text")] if alone and spec.by else []),
        Column("value", value, unit),
        Column("previous", f"{phrases.EARLIER(lang)} ({main.unit.title(lang)})", unit),
        *(Column(name, named(one, lang), one.unit.key) for name, one in _beside(spec)),
        *([Column("said", _SAID(lang), "text")] if spec.chart == "dots" else []),
        Column("percentile", _PERCENTILE(lang), "index"),
        Column("n", "n", "n"),
    ]
    told = {"value", "n"} if is_told else set()
    return frame, [one for one in columns if one.name in frame and one.name not in told]


#: Charts whose value is not that of their first indicator: its place among them.
_VALUE_AT = {"connectors": 1}


def _beside(spec: Card) -> list[tuple[str, Indicator]]:
    """Return the columns that stand beside the value, with the indicator of each; a frame may not have them."""
    others = spec.indicators[1:]
    if spec.chart == "boxes":
        return list(zip(("p10", "p25", "p75", "p90"), others, strict=False))
    if spec.chart == "connectors":
        return [("latency", spec.indicators[-1])]
    return [(one.key, one) for one in others]


def _lowest_first(spec: Card) -> bool:
    return spec.chart in {"bars", "points"} and worst_first(spec.main)


def named(indicator: Indicator, lang: str) -> str:
    """Return what a column of an indicator is called: its title and unit."""
    return f"{indicator.title(lang)} ({indicator.unit.title(lang)})"


def _dimension(spec: Card, place: int, lang: str) -> str:
    return DIMENSIONS[spec.by[place]].title(lang) if len(spec.by) > place else phrases.ITEM(lang)

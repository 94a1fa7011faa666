"""From a number on a card to the rows behind it, narrowed as the number is, and to where it comes from."""

from collections.abc import Callable, Mapping
from typing import Any

from components.cards.tables import narrowing
from components.charts import KINDS
from components.model import paths
from components.model.card import Card
from components.model.context import CardContext
from data_access.domain.dimensions import GRAINS
from data_access.domain.filters import FILTERS, Selection
from data_access.domain.periods import Period, bucket
from data_access.lookups.rows import is_listed
from data_access.metrics.indicators import Indicator
from data_access.metrics.query import Question, can_split, grain_of

#: The address of the rows behind a line of a table, empty where there is none.
RowLink = Callable[[Mapping[Any, Any]], str]


def rows_href(spec: Card, reader: CardContext, selection: Selection) -> str:
    """Return the address of the rows behind the number of a card, empty where it has none.

    A wall is looked at from afar, and nobody leaves it for a list.
    """
    is_wall = reader.page["path"] == paths.WALL
    if is_wall or not is_listed(spec.main.key) or any(key not in FILTERS for key, _ in spec.narrow):
        return ""
    return paths.listed(spec.main.key, narrowing(selection))


def number_question(spec: Card, reader: CardContext, indicator: Indicator) -> Question:
    """Return what a card asks of an indicator: by its splits, over time by its grain too, where it can be asked so."""
    look = KINDS[spec.chart].looked(spec, reader)
    grain = (grain_of(indicator, look.selection.grain),) if KINDS[spec.chart].is_time else ()
    by = (*grain, *spec.by)
    # A chart that is split by what a filter chose shows the others beside it.
    return Question(indicator, by if can_split(indicator, by) else (), look.selection.without(*spec.by))


def origin_links(spec: Card, reader: CardContext) -> list[tuple[str, str]]:
    """Return title and address of where each number of a card comes from; nobody leaves a wall for that."""
    if reader.page["path"] == paths.WALL:
        return []
    asked = [number_question(spec, reader, one) for one in spec.indicators]
    return [(one.indicator.title(reader.lang), paths.number(reader.ask.number_id(one))) for one in asked]


def row_links(spec: Card, reader: CardContext) -> RowLink:
    """Return the way from a line of a card's table to its rows: those of its member, or of its days."""
    selection = KINDS[spec.chart].looked(spec, reader).selection
    whole = rows_href(spec, reader, selection)
    split = spec.by[0] if len(spec.by) == 1 and spec.by[0] in FILTERS else ""
    grain = grain_of(spec.main, selection.grain)

    def link(row: Mapping[Any, Any]) -> str:
        if not whole or "series" in row:
            return ""
        if "period" in row and not spec.by and grain in GRAINS:
            days, period = bucket(row["period"].date(), grain), selection.period
            inside = Period(max(days.start, period.start), min(days.end, period.end))
            return paths.listed(spec.main.key, narrowing(selection.during(inside)))
        if split and row.get("code"):
            return paths.listed(spec.main.key, narrowing(selection.narrowed(split, str(row["code"]))))
        return ""

    return link

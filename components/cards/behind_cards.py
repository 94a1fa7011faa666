"""From a number on a card to the rows behind it: the address of their list, narrowed as the number is."""

from collections.abc import Callable, Mapping
from typing import Any

from components.cards.tables import narrowing
from components.model import paths
from components.model.card import Card
from components.model.context import CardContext
from data_access.domain.dimensions import GRAINS
from data_access.domain.filters import FILTERS, Selection
from data_access.domain.periods import Period, bucket
from data_access.lookups.rows import is_listed
from data_access.metrics.query import grain_of

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


def row_links(spec: Card, reader: CardContext) -> RowLink:
    """Return the way from a line of a card's table to its rows: those of its member, or of its days."""
    selection = reader.look(spec).selection
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

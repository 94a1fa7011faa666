"""What a kind of chart is: how it draws, and all that its table, the browser, paper and Office must know of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from components.charts.base import ChartResult
from components.model.card import Card
from components.model.context import Ask, CardContext, ChartContext
from data_access.metrics.query import grain_of

#: What Office makes of a card: a key figure, a chart of its own, a table of two dimensions crossed, or a table as it is.
Native = Literal["key", "line", "column", "bar", "grid", "table"]
Draw = Callable[[Card, ChartContext, Ask], ChartResult | None]


@dataclass(frozen=True, slots=True)
class ChartKind:
    """One kind of chart.

    `native` is what Office makes of its table. `is_time`: a click narrows to a bucket of time, which where it `has_grain` is the one that a reader chose. `is_switched`: it shows one of
    the card's indicators at a time. `of_platform`: it asks for more of one platform than the split of its card. `is_ordered`:
    the order of its rows says something, else they are told from the most to the least, or with `lowest_first` as bars are, the
    worst first. `columns` are those of its frame that hold its indicators, in their order; each after the first has its key as
    the name where they end. `measured_in` says what its values are in: the unit of its indicator, that of the row, words where
    the rows have several units, or nothing, where it tells what happened. `asks_for` are the keys of
    indicators that it asks for whatever its card names. `least_height` is how low it may be made on paper, and `keeps_height`
    says that paper draws it as high as the screen does. `is_drilled`: a click leads into a region, and the way back stands on the card.
    `of_rates` is the kind that draws rates, where this one draws counts as parts of a whole.
    """

    name: str
    draw: Draw
    native: Native = "bar"
    is_time: bool = False
    has_grain: bool = False
    is_switched: bool = False
    of_platform: bool = False
    is_ordered: bool = False
    lowest_first: bool = False
    columns: tuple[str, ...] = ("value",)
    measured_in: Literal["one_unit", "unit_of_row", "words", "nothing"] = "one_unit"
    asks_for: tuple[str, ...] = ()
    least_height: int | None = None
    keeps_height: bool = False
    is_drilled: bool = False
    of_rates: str = ""

    def looked(self, spec: Card, reader: CardContext) -> ChartContext:
        """Return how a reader looks at a card of this kind."""
        look = reader.look(spec)
        return look.around(grain_of(spec.main, look.selection.grain)) if self.has_grain else look

    @property
    def marks(self) -> dict[str, str]:
        """The attributes by which the browser knows what a click on it means."""
        return {"data-time": "grain" if self.has_grain else ""} if self.is_time else {}


def no_chart(_spec: Card, _look: ChartContext, _ask: Ask) -> ChartResult | None:
    """Draw nothing: a key figure is a number."""
    return None

"""A card as a value: where an indicator stands, by which dimensions, as which chart."""

from dataclasses import dataclass, field

from data_access.domain.text import Text
from data_access.metrics.indicators import Indicator

#: The chart of a card that is a key figure: none.
KEY = "key"

#: Filters that always hold for a card, as pairs of a key and a value.
Narrow = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """Where an indicator stands: by which dimensions, as which chart, how wide (of 12 columns) and high (px).

    Several indicators are drawn together, or chosen by a switch where the chart shows one at a time.
    `narrow` are filters that always hold for this card, as (key, value) pairs. `name` is what a card is known by on its
    page: in its element, in addresses, in what was kept of it. It follows from what the card shows (`gmv`,
    `gmv-district-map`) and is written out where two cards of a page would have one; where a card stands, how large it is
    and what it is called are no part of it.
    """

    indicators: tuple[Indicator, ...]
    by: tuple[str, ...] = ()
    chart: str = KEY
    title: Text | None = None
    span: int = 4
    height: int = 300
    narrow: Narrow = field(default=())
    name: str = field(default="", kw_only=True)

    def __post_init__(self) -> None:
        """Name the card for what it shows, unless it has a name."""
        if not self.name:
            shape = () if self.is_key else (*self.by, self.chart)
            object.__setattr__(self, "name", "-".join((self.main.key, *shape)))

    @property
    def is_key(self) -> bool:
        """Whether it is a key figure, not a chart."""
        return self.chart == KEY

    @property
    def main(self) -> Indicator:
        """The indicator that names the card."""
        return self.indicators[0]

    @property
    def marks(self) -> dict[str, str]:
        """The attributes by which the browser knows the frame of this card."""
        return {
            "data-card": self.main.key,
            "data-state": "loading",
            "data-name": self.name,
            "data-chart": self.chart,
            "data-by": ",".join(self.by),
            "data-indicators": ",".join(one.key for one in self.indicators),
        }

    def heading(self, lang: str) -> str:
        """Return the title of the card."""
        return (self.title or self.main.title)(lang)

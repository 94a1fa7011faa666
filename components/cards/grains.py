"""By which buckets of time the lines of a page can be told: never finer than their sources are kept."""

from components.charts import KINDS
from components.model.page import Page
from data_access.domain.dimensions import GRAINS
from data_access.metrics.indicators import Indicator
from data_access.metrics.query import grain_of


def told_by(page: Page, fixed: dict[str, str]) -> list[str]:
    """Return what the bar of a page offers: the filters of `Page.offered`, then the grains that some line of it can be told by."""
    lines = [one for card in page.cards if KINDS[card.chart].has_grain for one in card.indicators]
    return [*page.offered(fixed), *(grain for grain in GRAINS if any(_is_kept(one, grain) for one in lines))]


def _is_kept(indicator: Indicator, grain: str) -> bool:
    return grain_of(indicator, grain) == grain


def coarser(indicators: tuple[Indicator, ...], grain: str) -> str:
    """Return the grain by which these are told in place of a finer one that was chosen, empty where none is."""
    told = [grain_of(one, grain) for one in indicators]
    return next((one for one in told if one != grain), "")

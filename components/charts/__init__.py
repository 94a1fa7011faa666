"""Chart kinds: each says what it asks of the data for a card, and draws the answer. `CHARTS` is the list of kinds."""

from functools import partial

from components.charts.base import Chart, ChartResult
from components.charts.boards import boxes, connectors, league
from components.charts.flows import sankey
from components.charts.networks import flows
from components.charts.of_platforms import dots, timeline, versus
from components.charts.over_time import columns, trend, years
from components.charts.points import points
from components.charts.samples import intervals
from components.charts.splits import bars, choropleth, funnel, heat, index, pareto, shares, steps, treemap
from components.charts.steadiness import calendar, control
from components.model.context import Ask, ChartContext

#: The type of names on a map that is seen from afar.
_LARGE = 14

CHARTS: dict[str, Chart] = {
    "bars": bars,
    "steps": steps,
    "shares": shares,
    "treemap": treemap,
    "pareto": pareto,
    "map": choropleth,
    "map-large": partial(choropleth, type_size=_LARGE),
    "points": points,
    "heat": heat,
    "trend": trend,
    "columns": columns,
    "years": years,
    "funnel": funnel,
    "sankey": sankey,
    "intervals": intervals,
    "index": index,
    "versus": versus,
    "dots": dots,
    "timeline": timeline,
    "connectors": connectors,
    "league": league,
    "boxes": boxes,
    "control": control,
    "calendar": calendar,
    "flows": flows,
}

__all__ = ["CHARTS", "Ask", "Chart", "ChartContext", "ChartResult"]

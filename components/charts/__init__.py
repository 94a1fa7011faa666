"""Chart kinds: each says what it asks of the data for a card, and draws the answer. `CHARTS` is the list of kinds."""

from components.charts.base import Ask, Chart, Drawn, Look
from components.charts.of_platforms import dots, timeline, versus
from components.charts.over_time import columns, trend, years
from components.charts.splits import bars, choropleth, funnel, heat, index, pareto, shares, steps, treemap

CHARTS: dict[str, Chart] = {
    "bars": bars,
    "steps": steps,
    "shares": shares,
    "treemap": treemap,
    "pareto": pareto,
    "map": choropleth,
    "heat": heat,
    "trend": trend,
    "columns": columns,
    "years": years,
    "funnel": funnel,
    "index": index,
    "versus": versus,
    "dots": dots,
    "timeline": timeline,
}

__all__ = ["CHARTS", "Ask", "Chart", "Drawn", "Look"]

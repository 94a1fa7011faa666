"""Charts as pure functions: a frame goes in, a figure comes out. `FIGURES` is the list of kinds."""

from collections.abc import Callable

from components.figures.bars import bars
from components.figures.boards import board
from components.figures.boxes import boxes
from components.figures.calendars import calendar
from components.figures.columns import columns
from components.figures.control_charts import control
from components.figures.dots import percentile_dots
from components.figures.flows import flows
from components.figures.funnels import funnel
from components.figures.heats import heat
from components.figures.indexes import index_bars
from components.figures.intervals import intervals
from components.figures.maps import choropleth
from components.figures.marks import OTHER, Say
from components.figures.paretos import pareto
from components.figures.plain_values import Figure
from components.figures.points import points
from components.figures.sankeys import sankey
from components.figures.shares import shares
from components.figures.timelines import timeline
from components.figures.treemaps import treemap
from components.figures.trends import trend

FIGURES: dict[str, Callable[..., Figure]] = {
    "bars": bars,
    "trend": trend,
    "columns": columns,
    "pareto": pareto,
    "treemap": treemap,
    "heat": heat,
    "map": choropleth,
    "funnel": funnel,
    "index": index_bars,
    "dots": percentile_dots,
    "timeline": timeline,
    "shares": shares,
    "board": board,
    "boxes": boxes,
    "calendar": calendar,
    "control": control,
    "flows": flows,
    "sankey": sankey,
    "intervals": intervals,
    "points": points,
}

__all__ = [
    "FIGURES",
    "OTHER",
    "Figure",
    "Say",
    "bars",
    "board",
    "boxes",
    "calendar",
    "choropleth",
    "columns",
    "control",
    "flows",
    "funnel",
    "heat",
    "index_bars",
    "intervals",
    "pareto",
    "percentile_dots",
    "points",
    "sankey",
    "shares",
    "timeline",
    "treemap",
    "trend",
]

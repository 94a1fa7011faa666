"""Chart kinds: each says what it asks of the data for a card, and draws the answer. `KINDS` is the list of them."""

from functools import partial

from components.charts.areas import choropleth
from components.charts.base import ChartResult
from components.charts.boards import boxes, connectors, league
from components.charts.crossed import heat
from components.charts.flows import sankey
from components.charts.kinds import ChartKind, no_chart
from components.charts.networks import flows
from components.charts.of_platforms import dots, timeline, versus
from components.charts.over_time import columns, trend, years
from components.charts.points import points
from components.charts.samples import intervals
from components.charts.splits import bars, funnel, index, pareto, shares, steps, treemap
from components.charts.steadiness import calendar, control
from components.model.card import KEY
from components.model.context import Ask, ChartContext
from data_access.lookups.portraits import MEASURES

#: The type of names on a map that is seen from afar.
_LARGE = 14

KINDS: dict[str, ChartKind] = {
    kind.name: kind
    for kind in (
        ChartKind(KEY, no_chart, "key"),
        ChartKind("bars", bars, "bar", is_switched=True, lowest_first=True),
        ChartKind("steps", steps, "bar", is_switched=True, is_ordered=True),
        ChartKind("shares", shares, "bar", is_ordered=True, of_rates="bars"),
        ChartKind("treemap", treemap, "bar", is_switched=True),
        ChartKind("pareto", pareto, "bar", is_switched=True, of_rates="bars"),
        ChartKind("map", choropleth, "bar", is_switched=True, least_height=330, keeps_height=True, is_drilled=True),
        ChartKind("map-large", partial(choropleth, type_size=_LARGE), "bar", is_drilled=True),
        ChartKind("points", points, "bar", lowest_first=True, least_height=360),
        ChartKind("heat", heat, "grid", is_switched=True, is_ordered=True, least_height=240),
        ChartKind("trend", trend, "line", is_time=True, has_grain=True),
        ChartKind("columns", columns, "column", is_time=True, has_grain=True),
        ChartKind("years", years, "column", is_time=True),
        ChartKind("funnel", funnel, "bar", is_ordered=True, measured_in="unit_of_row"),
        ChartKind("sankey", sankey, "bar", least_height=360),
        ChartKind("intervals", intervals, "bar", is_switched=True),
        ChartKind("index", index, "bar"),
        ChartKind("versus", versus, "line", is_time=True, has_grain=True),
        ChartKind(
            "dots", dots, "table", of_platform=True, is_ordered=True, measured_in="words",
            asks_for=tuple(MEASURES),
        ),
        ChartKind("timeline", timeline, "table", of_platform=True, is_ordered=True, measured_in="nothing"),
        ChartKind("connectors", connectors, "bar", is_ordered=True, columns=("n", "value", "latency")),
        ChartKind("league", league, "bar"),
        ChartKind("boxes", boxes, "bar", columns=("value", "p10", "p25", "p75", "p90")),
        ChartKind("control", control, "line", is_time=True),
        ChartKind("calendar", calendar, "line", is_time=True),
        ChartKind("flows", flows, "bar", least_height=360),
    )
}  # fmt: skip

__all__ = ["KINDS", "Ask", "ChartContext", "ChartKind", "ChartResult"]

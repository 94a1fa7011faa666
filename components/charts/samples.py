"""Shares of samples: a rate by one dimension, each with its interval."""

from components import figures
from components.charts.base import ChartResult, drawn, members, rows_of
from components.model.card import Card
from components.model.context import Ask, ChartContext
from components.words import describe, phrases
from data_access.metrics.intervals import with_interval


def intervals(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Sorted bars with the Wilson interval of each; members with too small an n are counted, not shown."""
    indicator, by = spec.main, spec.by[0]
    whole = members(indicator, by, look, ask)
    frame = with_interval(whole.dropna(subset=["value"]))
    if frame.empty:
        return None
    top = max(4, (spec.height - 40) // 27)
    few = int(len(whole) - len(frame))
    notes = [phrases.FEW_HIDDEN(look.lang).format(few, indicator.min_n)] if few else []
    room = phrases.HIGHEST_SHOWN(look.lang).format(top, len(frame)) if len(frame) > top else ""
    figure = figures.intervals(
        rows_of(frame), style=look.style, say=describe.say(indicator.unit, look.lang),
        selected=frozenset(look.selection.values(by)), top=top, interval=phrases.INTERVAL(look.lang),
    )  # fmt: skip
    return drawn(indicator, spec, frame, figure, look, *notes, room=room)

"""Shares of samples: a rate by one dimension, each with its interval."""

import pandas as pd

from components import figures
from components.charts.base import ChartResult, drawn, first_of, members, ranked, rows_of, with_values
from components.model.card import Card
from components.model.context import Ask, ChartContext
from components.words import describe, phrases
from data_access.metrics.intervals import with_interval


def intervals(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Sorted bars with the Wilson interval of each; members with too small an n are counted, not shown."""
    indicator, by = spec.main, spec.by[0]
    every = members(indicator, by, look, ask)
    enough = with_values(every)
    if not enough:
        return None
    rows = rows_of(with_interval(pd.DataFrame(enough)))
    top, few = max(4, (spec.height - 40) // 27), len(every) - len(enough)
    notes = [phrases.FEW_HIDDEN(look.lang).format(few, indicator.min_n)] if few else []
    selected = look.picked(by)
    shown, truncation_note = first_of(ranked(rows), top, selected, phrases.HIGHEST_SHOWN, look.lang)
    figure = figures.intervals(
        shown, style=look.style, say=describe.say(indicator.unit, look.lang),
        selected=selected, top=len(shown), interval=phrases.INTERVAL(look.lang), height=spec.height,
    )  # fmt: skip
    return drawn(indicator, spec, rows, figure, look, *notes, truncation_note=truncation_note)

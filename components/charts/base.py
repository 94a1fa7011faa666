"""What every chart kind has in common: how it asks, how its reader looks at it, and what it answers."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from components.figures import Figure
from components.model.card import Card
from components.model.context import Ask, ChartContext
from components.words import describe
from data_access.metrics.indicators import Indicator
from data_access.metrics.indicators.base import RATIO
from data_access.metrics.indicators.credit import POINTS
from data_access.metrics.query import ranked


@dataclass(frozen=True, slots=True, eq=False)
class ChartResult:
    """A drawn card: the figure, the frame behind it (for the table), a sentence for it, and notes for its foot.

    `room` says which of the members of `frame` the figure has room for: true of the picture, not of the table.
    """

    figure: Figure
    frame: pd.DataFrame
    alt: str
    meta: str = ""
    notes: tuple[str, ...] = ()
    room: str = ""


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain dictionaries, None where there is nothing."""
    columns = {
        str(name): frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in frame
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def members(indicator: Indicator, by: str, look: ChartContext, ask: Ask) -> pd.DataFrame:
    """Return code, label, value, n for each member, not narrowed by the split's own filter; too small n are missing."""
    frame = ask(indicator, (by,), look.selection.without(by))
    frame = frame.assign(code=frame[by], label=look.labels.named(frame, by, look.lang))
    return trusted(indicator, frame)


def trusted(indicator: Indicator, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with the value missing where n is below the indicator's minimum."""
    return frame.assign(value=frame["value"].where(frame["n"] >= indicator.min_n))


def meta(indicator: Indicator, frame: pd.DataFrame, look: ChartContext) -> str:
    """Return what stands beside the title: the total for amounts, n for ratios, the unit otherwise."""
    unit = indicator.unit.title(look.lang)
    if indicator.additive:
        return describe.with_unit(frame["value"].sum(), indicator.unit, look.lang)
    return f"n = {int(frame['n'].sum()):,}" if indicator.min_n else unit


def drawn(
    indicator: Indicator,
    spec: Card,
    frame: pd.DataFrame,
    figure: Figure,
    look: ChartContext,
    *notes: str,
    room: str = "",
) -> ChartResult:
    """Return a chart of members with its sentence and what stands beside its title."""
    words = describe.say(indicator.unit, look.lang)
    return ChartResult(figure, frame, describe.sentence(spec.heading(look.lang), ranked(frame), words, look.lang),
                 meta(indicator, frame, look), notes, room)  # fmt: skip


def worst_first(indicator: Indicator) -> bool:
    """Whether the low ones are the message: those of a rate that should be high."""
    return indicator.good == "up" and (indicator.unit is RATIO or indicator.unit is POINTS)

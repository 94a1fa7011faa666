"""How the items of one indicator go from step to step: each dimension of the card is a step, in its order."""

from typing import Any

import pandas as pd

from components import figures
from components.charts.base import ChartResult, meta, ranked, rows_of
from components.model.card import Card
from components.model.context import Ask, ChartContext
from components.words import describe, phrases
from data_access.domain.dimensions import DIMENSIONS
from data_access.metrics.indicators.units import RATIO
from data_access.metrics.query import UNKNOWN


def sankey(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Paths through two or more dimensions; an item without a value in one has not come that far.

    Where others go on from the same step, those that have not come to the next stand there under what that means.
    """
    indicator = spec.main
    frame = ask(indicator, spec.by, look.beside(*spec.by))
    frame = frame[frame[spec.by[0]] != UNKNOWN]
    if not frame["value"].sum() > 0:
        return None
    rows = rows_of(_paths(frame, spec, look))
    words, share = describe.say(indicator.unit, look.lang), describe.say(RATIO, look.lang)
    chosen = frozenset(value for key in spec.by for value in look.selection.values(key))
    figure = figures.sankey(
        rows, style=look.style, say=words, say_share=share, selected=chosen, height=spec.height,
        heads=tuple(DIMENSIONS[key].title(look.lang) for key in spec.by), whole=phrases.ALL(look.lang),
        of_first=phrases.OF_ALL(look.lang), of_previous=phrases.OF_PREVIOUS(look.lang),
    )  # fmt: skip
    ends = [row | {"label": _path_label(row, len(spec.by)), "n": row["value"]} for row in rows]
    alt = describe.sentence(spec.heading(look.lang), ranked(ends), words, look.lang)
    return ChartResult(figure, ends, alt, meta(indicator, ends, look))


def _paths(frame: pd.DataFrame, spec: Card, look: ChartContext) -> pd.DataFrame:
    """Return the paths with small members of long steps summed as others, in the order of the lists or by value."""
    most = max(3, (spec.height - 60) // 42)
    paths = frame[["value"]].copy()
    before = None
    for step, key in enumerate(spec.by):
        codes = frame[key].where(frame[key] != UNKNOWN)
        if before is not None:
            goes_on = set(before[codes.notna()].dropna()) - {UNKNOWN}
            codes = codes.mask(codes.isna() & before.isin(goes_on), UNKNOWN)
        before = codes
        totals = frame[codes != UNKNOWN].groupby(codes)["value"].sum().sort_values(ascending=False)
        kept = list(totals.index[:most] if len(totals) > most + 1 else totals.index)
        codes = codes.where(codes.isna() | codes.isin([*kept, UNKNOWN]), figures.OTHER)
        place = {
            code: at for at, code in enumerate(look.labels.members(key) if DIMENSIONS[key].ordered else kept)
        }
        names = {code: look.labels.name(key, code, look.lang) for code in [*kept, UNKNOWN]}
        paths[f"code_{step}"] = codes
        paths[f"label_{step}"] = codes.map({**names, figures.OTHER: phrases.OTHER(look.lang)})
        paths[f"place_{step}"] = codes.map(place).fillna(len(place))
    places = [f"place_{step}" for step in range(len(spec.by))]
    steps = [f"{part}_{step}" for step in range(len(spec.by)) for part in ("code", "label")]
    summed = paths.groupby([*places, *steps], dropna=False)[["value"]].sum().reset_index()
    return summed.drop(columns=places)


def _path_label(row: dict[str, Any], steps: int) -> str:
    """Return a path in words, as far as it goes."""
    return " → ".join(row[f"label_{step}"] for step in range(steps) if row[f"label_{step}"] is not None)

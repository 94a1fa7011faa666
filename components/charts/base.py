"""What every chart kind has in common: how it asks, how its reader looks at it, and what it answers."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from components.figures import Figure
from components.model.card import Card
from components.model.context import Ask, ChartContext
from components.words import describe, phrases
from data_access.domain.text import Text
from data_access.lookups.credit import OVERRIDDEN
from data_access.metrics.indicators import Indicator
from data_access.metrics.indicators.base import Per
from data_access.metrics.indicators.credit import POINTS, credit_score_mean
from data_access.metrics.indicators.units import RATIO
from data_access.metrics.query import UNKNOWN, Question, honoured

Rows = list[dict[str, Any]]
"""Ten rows or a hundred, as plain dictionaries: a frame of them would cost more than everything that is done with it."""


@dataclass(frozen=True, slots=True, eq=False)
class ChartResult:
    """A drawn card: the figure, the rows behind it (for the table), a sentence for it, and notes for its foot.

    `truncation_note` says which of the members of `rows` the figure has room for: true of the picture, not of the table.
    """

    figure: Figure
    rows: Rows
    alt: str
    meta: str = ""
    notes: tuple[str, ...] = ()
    truncation_note: str = ""

    @property
    def frame(self) -> pd.DataFrame:
        """The rows as tables and files want them."""
        frame = pd.DataFrame(self.rows)
        return frame.assign(value=frame["value"].astype(float)) if "value" in frame else frame


def rows_of(frame: pd.DataFrame) -> Rows:
    """Return the rows of a frame as plain dictionaries, None where there is nothing."""
    columns = {str(name): [_plain(cell) for cell in frame[name].tolist()] for name in frame.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _plain(cell: Any) -> Any:
    return None if cell is pd.NA or cell != cell else cell  # noqa: PLR0124  (a number, or a moment, that is none)


def members(indicator: Indicator, by: str, look: ChartContext, ask: Ask) -> Rows:
    """Return code, label, value, n for each member, not narrowed by the split's own filter; too small n are missing."""
    rows = ask.rows(indicator, (by,), look.beside(by))
    named = [row | {"code": row[by], "label": look.name(by, row[by])} for row in rows]
    return with_parts(
        indicator, by, with_vetoes(indicator, by, trusted(indicator, named), look, ask), look, ask
    )


def with_parts(indicator: Indicator, by: str, rows: Rows, look: ChartContext, ask: Ask) -> Rows:
    """Return the rows of a rate with its numerator and denominator as `above` and `below`, so that a table of it can be added up."""
    if not isinstance(indicator.value, Per):
        return rows
    per, selection = indicator.value, honoured(indicator, look.beside(by))
    common = () if by in per.ignoring else (by,)
    asked = [
        Question(per.above, (by,), selection),
        Question(per.below, common, selection.without(*per.ignoring)),
    ]
    ask.ahead(asked)
    above, below = (
        {row[by] if by in one.by else None: row["value"] for row in ask.rows(*one)} for one in asked
    )
    return [
        row | {"above": above.get(row["code"], 0), "below": below.get(row["code"] if common else None)}
        for row in rows
    ]


def with_vetoes(indicator: Indicator, by: str, rows: Rows, look: ChartContext, ask: Ask) -> Rows:
    """Return the scores of platforms, each that a veto overrides with a `sign` beside it and the `veto` by name."""
    if by != "platform" or indicator.key != credit_score_mean.key:
        return rows
    held, lang = ask.vetoes(look.selection.period.end), look.lang
    rules = {key: look.labels.name("credit_rule", rule, lang) for key, rule in held.items()}
    return [
        row | {"sign": OVERRIDDEN(lang) if row["code"] in rules else "", "veto": rules.get(row["code"], "")}
        for row in rows
    ]


def overridden_notes(asked: Iterable[Indicator], look: ChartContext, ask: Ask) -> list[str]:
    """Return what must stand beside the score of a platform that the reader chose and a veto overrides."""
    chosen = look.selection.values("platform")
    if not chosen or all(one.key != credit_score_mean.key for one in asked):
        return []
    held, lang = ask.vetoes(look.selection.period.end), look.lang
    names = {key: look.labels.name("platform", key, lang) for key in chosen if key in held}
    return [
        phrases.OVERRIDDEN_SCORE(lang).format(name, look.labels.name("credit_rule", held[key], lang))
        for key, name in names.items()
    ]


def by_code(rows: Rows, key: str = "code", column: str = "value") -> dict[str, Any]:
    """Return one column of rows by their code, to look it up."""
    return {row[key]: row[column] for row in rows}


def trusted(indicator: Indicator, rows: Rows) -> Rows:
    """Return the rows with the value missing where n is below the indicator's minimum."""
    return [row if row["n"] >= indicator.min_n else row | {"value": None} for row in rows]


def with_values(rows: Rows) -> Rows:
    """Return the rows that have a value."""
    return [row for row in rows if row["value"] is not None]


def total(rows: Iterable[Mapping[str, Any]], column: str = "value") -> float:
    """Return the sum of a column as far as it has values."""
    return float(sum(row[column] for row in rows if row[column] is not None))


def ranked(rows: Rows, *, ascending: bool = False) -> Rows:
    """Return rows from the most to the least, or the other way, then those without a value; what has no member stands last."""
    sign = 1 if ascending else -1
    return sorted(
        rows, key=lambda row: (row.get("code") == UNKNOWN, row["value"] is None, sign * (row["value"] or 0))
    )


def first_of(rows: Rows, top: int, selected: Container[str], words: Text, lang: str) -> tuple[Rows, str]:
    """Return the first `top` of rows that stand in order, with any that the reader chose, and how many of how many these are.

    The note counts members alone, and is empty where all of them are shown.
    """
    shown = [row for place, row in enumerate(rows) if place < top or row["code"] in selected]
    of_members, every = (sum(row["code"] != UNKNOWN for row in some) for some in (shown, rows))
    return shown, words(lang).format(of_members, every) if of_members < every else ""


def meta(indicator: Indicator, rows: Rows, look: ChartContext) -> str:
    """Return what stands beside the title: the total for amounts, n for ratios, the unit otherwise."""
    if indicator.additive:
        return describe.with_unit(total(rows), indicator.unit, look.lang)
    return f"n = {int(total(rows, 'n')):,}" if indicator.min_n else indicator.unit.title(look.lang)


def drawn(
    indicator: Indicator,
    spec: Card,
    rows: Rows,
    figure: Figure,
    look: ChartContext,
    *notes: str,
    truncation_note: str = "",
) -> ChartResult:
    """Return a chart of members with its sentence and what stands beside its title."""
    words = describe.say(indicator.unit, look.lang)
    if indicator.source.shared.intersection(spec.by):
        notes = (*notes, phrases.SHARED(look.lang))
    return ChartResult(figure, rows, describe.sentence(spec.heading(look.lang), ranked(rows), words, look.lang),
                 meta(indicator, rows, look), notes, truncation_note)  # fmt: skip


def worst_first(indicator: Indicator) -> bool:
    """Whether the low ones are the message: those of a rate that should be high."""
    return indicator.good == "up" and (indicator.unit is RATIO or indicator.unit is POINTS)

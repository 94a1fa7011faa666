"""Who looks at a card and what for: the selection, the names, and the road to the numbers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from math import nan
from typing import Any, Protocol, Self

import pandas as pd

from components.model.card import Card
from components.words import phrases
from components.words.theme import Style, style
from data_access.domain.filters import Selection
from data_access.domain.periods import Period, around, bucket, shift_months
from data_access.lookups.attention import Ranked
from data_access.lookups.geo import AreaMap
from data_access.lookups.rates import Rates
from data_access.metrics.indicators import Indicator
from data_access.metrics.labels import Labels
from data_access.metrics.pooling import Number, can_pool, pooled
from data_access.metrics.query import Question, grain_of, whole
from data_access.metrics.regions import DISTRICT


class Ask(Protocol):
    """How a chart gets its numbers: a frame of codes, `value` and `n`, within the reader's scope."""

    def __call__(self, indicator: Indicator, by: tuple[str, ...], selection: Selection) -> pd.DataFrame:
        """Answer an indicator by dimensions under a selection."""

    def rows(self, indicator: Indicator, by: tuple[str, ...], selection: Selection) -> list[dict[str, Any]]:
        """Answer the same as rows, in which what is not known is None and days are moments: cheaper where they are few."""

    def ahead(self, questions: Iterable[Question]) -> None:
        """Have questions answered together that are asked one after another then."""

    def standing(self, platform: str, selection: Selection) -> pd.DataFrame:
        """Answer where a platform stands in its class."""

    def class_of(self, platform: str) -> tuple[str, tuple[str, ...]] | None:
        """Answer the class of a platform and the others in it, None for one that is unknown or in no class."""

    def vetoes(self, on: date) -> dict[str, str]:
        """Answer the platforms whose score is overridden by a veto at the last month end up to a day, each with its rule."""

    def area_map(self, area: str) -> AreaMap:
        """Answer what a map is drawn from; raises UnknownBoundaries."""

    def addresses(self) -> pd.DataFrame:
        """Answer where each platform is: code, address, lon, lat."""

    def events(self, platform: str) -> pd.DataFrame:
        """Answer the events of a platform."""

    def attention(self, selection: Selection) -> list[Ranked]:
        """Answer which platforms need attention, and why."""

    def number_id(self, question: Question) -> str:
        """Answer the id that gives these numbers again."""

    def rates(self, selection: Selection) -> Rates:
        """Answer the rate per million orders of the city, each class and each platform, with what it is made of."""


@dataclass(frozen=True, slots=True, eq=False)
class ChartContext:
    """How a reader looks at a card: language, colours, names, and the selection narrowed as the card says."""

    lang: str
    style: Style
    labels: Labels
    selection: Selection
    #: What of the time of a chart is chosen, by the first days of its buckets; nothing where all of it is.
    chosen: frozenset[str] = frozenset()

    @property
    def focus(self) -> str:
        """The region whose parts are told: the store's own, or the city that the reader is in."""
        return self.labels.regions.focus(self.selection.values(DISTRICT))

    def picked(self, by: str) -> frozenset[str]:
        """The members that are chosen among those told side by side: of all the parts of a city none."""
        return frozenset(self.labels.regions.picked(by, self.selection))

    def beside(self, *by: str) -> Selection:
        """Return the selection without what is chosen among members that are told side by side: in a city its districts."""
        rest = self.selection.without(*(key for key in by if key != DISTRICT))
        return self.labels.regions.around(rest) if DISTRICT in by else rest

    def around(self, grain: str) -> Self:
        """Return the same for a chart over time: one bucket that is chosen is told beside the others, so that one can go on to the next."""
        period = self.selection.period
        beside = around(period, grain, self.labels.dataset.horizon)
        if beside is None or beside == period:
            return self
        first = bucket(period.start, grain).start.isoformat()
        return replace(self, selection=self.selection.during(beside), chosen=frozenset({first}))

    def name(self, dimension: str, code: str) -> str:
        """Return what this reader calls a member; among the districts of a city, what names the city alone is not divided."""
        named = self.labels.name(dimension, code, self.lang)
        is_whole = dimension == DISTRICT and code == self.focus
        return phrases.NOT_DIVIDED(self.lang).format(named) if is_whole else named


@dataclass(frozen=True, slots=True, eq=False)
class CardContext:
    """Who asks and what for: the page's state, the names, the selection, and the road to the numbers."""

    page: dict[str, Any]
    labels: Labels
    selection: Selection
    ask: Ask

    @property
    def lang(self) -> str:
        """The reader's language."""
        return str(self.page["lang"])

    def look(self, spec: Card) -> ChartContext:
        """Return how this reader looks at a card: the selection narrowed as the card says."""
        narrowed = self.selection
        for key, value in spec.narrow:
            narrowed = narrowed.narrowed(key, value)
        return ChartContext(self.lang, style(self.page["theme"]), self.labels, narrowed)

    def bound(self, spec: Card) -> Card:
        """Return a card with its indicators as they are read here: money in the currency of the data set."""
        return replace(spec, indicators=tuple(map(self.labels.in_currency, spec.indicators)))

    def line(self, indicator: Indicator) -> tuple[str, Period]:
        """Return the grain and the time of a key figure's line up to the end of the page's period.

        It is two years of months; figures kept by year go back to the first.
        """
        grain = grain_of(indicator, "month")
        horizon, end = self.labels.dataset.horizon, self.selection.period.end
        start = horizon.starts_on if grain == "year" else shift_months(end.replace(day=1), -23)
        return grain, horizon.clip(Period(start, end))

    def telling(self, indicator: Indicator, selection: Selection) -> Question:
        """Return the question that tells a number: the line of its key figure where its buckets do, one question for three."""
        (grain, time), period = self.line(indicator), whole(indicator, selection.period)
        if time.start <= period.start and can_pool(indicator, grain, period):
            return Question(indicator, (grain,), selection.during(time))
        return Question(indicator, (), selection)

    def number(self, indicator: Indicator, selection: Selection) -> Number:
        """Return value and n of a selection."""
        question = self.telling(indicator, selection)
        if question.by:
            (grain,), period = question.by, whole(indicator, selection.period)
            if (found := pooled(indicator, self.ask.rows(*question), grain, period)) is not None:
                return found
        (row,) = self.ask.rows(indicator, (), selection)
        return Number(nan if row["value"] is None else row["value"], row["n"])

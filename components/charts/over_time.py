"""Charts over time: lines with their comparison, columns with their net."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from components import figures
from components.charts.base import ChartResult, meta, rows_of, trusted
from components.figures import Figure
from components.model.card import Card
from components.model.context import Ask, ChartContext
from components.words import describe, phrases
from data_access.domain.dimensions import GRAINS
from data_access.domain.filters import Selection
from data_access.domain.periods import Period, bucket, buckets, is_whole
from data_access.metrics.indicators import Indicator
from data_access.metrics.indicators.base import RATIO
from data_access.metrics.pooling import within
from data_access.metrics.query import grain_of

#: How numbers are asked for.
Numbers = Callable[[Indicator, tuple[str, ...], Selection], pd.DataFrame]


def series(
    indicator: Indicator, by: tuple[str, ...], look: ChartContext, ask: Numbers, selection: Selection
) -> pd.DataFrame:
    """Return period, value, n, complete over all buckets of the selection: none missing, the unfinished marked."""
    grain = grain_of(indicator, look.selection.grain)
    frame = ask(indicator, (grain, *by), selection).rename(columns={grain: "period"})
    whole = buckets(selection.period, grain)
    starts = pd.DataFrame({"period": pd.to_datetime([part.start for part in whole]),
                           "complete": [part.end <= selection.period.end for part in whole],
                           "place": range(len(whole))})  # fmt: skip
    if by and not frame.empty:
        starts = starts.merge(frame[list(by)].drop_duplicates(), how="cross")
    joined = (
        starts.merge(frame, on=["period", *by], how="left") if not (by and frame.empty) else frame.iloc[:0]
    )
    if indicator.additive:  # nothing happened in a bucket without rows
        joined = joined.assign(value=joined["value"].fillna(0.0))
    return trusted(indicator, joined.assign(n=joined["n"].fillna(0)))


def _once(ask: Ask, now: Period, earlier: Period) -> Numbers:
    """Return how two adjacent periods are asked for in one question, as the key figures ask for them too."""
    both = Period(earlier.start, now.end)

    def asked(indicator: Indicator, by: tuple[str, ...], selection: Selection) -> pd.DataFrame:
        if earlier.after == now.start and is_whole(now, by[0]) and is_whole(earlier, by[0]):
            return within(ask(indicator, by, selection.during(both)), by[0], selection.period)
        return ask(indicator, by, selection)

    return asked


def _compared(spec: Card, look: ChartContext) -> Selection | None:
    """Return the selection of the grey line: a single line has one, where the data go back so far."""
    earlier = look.selection.before()
    is_single = not spec.by and len(spec.indicators) == 1
    known = earlier and earlier.period.start >= look.labels.dataset.horizon.starts_on
    return earlier if is_single and known else None


def _trend_frame(spec: Card, look: ChartContext, ask: Ask) -> pd.DataFrame:
    parts, earlier = [], _compared(spec, look)
    numbers = _once(ask, look.selection.period, earlier.period) if earlier else ask
    for indicator in spec.indicators:
        frame = series(indicator, spec.by, look, numbers, look.selection)
        if spec.by:
            frame = frame.assign(series=look.labels.named(frame, spec.by[0], look.lang))
        elif len(spec.indicators) > 1:
            frame = frame.assign(series=indicator.title(look.lang))
        parts.append(frame)
    frame = pd.concat(parts, ignore_index=True)
    if earlier:
        before = series(spec.main, (), look, numbers, earlier)[["place", "value"]].rename(
            columns={"value": "previous"}
        )
        frame = frame.merge(before, on="place", how="left")
    return frame


def trend(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Lines over time: one with its comparison period, or several."""
    frame = _trend_frame(spec, look, ask)
    if frame["value"].notna().sum() == 0 or not frame["value"].abs().sum() > 0:
        return None
    indicator = spec.main
    grain = grain_of(indicator, look.selection.grain)
    target = (
        indicator.target
        if indicator.target and "series" not in frame and indicator.unit is not RATIO
        else None
    )
    figure = figures.trend(
        rows_of(frame), style=look.style, say=describe.say(indicator.unit, look.lang), grain=grain, lang=look.lang,
        events=events_within(indicator, look, grain), width=spec.span * 100, height=spec.height, target=(target, phrases.TARGET(look.lang)) if target else None,
        unfinished=phrases.UNFINISHED(look.lang), previous=_earlier_words(look),
        hues=_hues(spec, look),
    )  # fmt: skip
    found = drawn_over_time(indicator, spec, frame, figure, look)
    if "previous" not in frame:
        return found
    return replace(found, meta=f"{found.meta} · {phrases.GREY_LINE(look.lang).format(_earlier_words(look))}")


def _hues(spec: Card, look: ChartContext) -> list[str]:
    """Return the colours of indicators that are named like a token of the style: red platforms are drawn in red."""
    hues = [getattr(look.style, one.key, "") for one in spec.indicators]
    return hues if len(hues) > 1 and all(hues) else []


def columns(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Columns over time; the third of three indicators is the net of the first two."""
    frame = _trend_frame(spec, look, ask)
    if not frame["value"].abs().sum() > 0:
        return None
    indicator, net = spec.main, None
    if len(spec.indicators) == 2:
        net = phrases.NET(look.lang)
        down = frame["series"] == spec.indicators[1].title(look.lang)
        frame = frame.assign(value=np.where(down, -frame["value"], frame["value"]))
    grain = grain_of(indicator, look.selection.grain)
    figure = figures.columns(
        rows_of(frame), style=look.style, say=describe.say(indicator.unit, look.lang), grain=grain, lang=look.lang,
        events=events_within(indicator, look, grain), width=spec.span * 100, height=spec.height, unfinished=phrases.UNFINISHED(look.lang), net=net,
    )  # fmt: skip
    return drawn_over_time(indicator, spec, frame, figure, look)


def years(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Columns by year from the first that the data know to the one in which the period ends."""
    horizon = look.labels.dataset.horizon
    end = look.selection.period.end
    long = replace(look.selection.during(Period(horizon.starts_on, end)), grain="year")
    frame = series(spec.main, (), replace(look, selection=long), ask, long)
    if not frame["value"].abs().sum() > 0:
        return None
    figure = figures.columns(
        rows_of(frame), style=look.style, say=describe.say(spec.main.unit, look.lang), grain="year", lang=look.lang,
        unfinished=phrases.UNFINISHED(look.lang),
    )  # fmt: skip
    chosen = replace(look, selection=long)
    return replace(
        drawn_over_time(spec.main, spec, frame, figure, chosen), meta=spec.main.unit.title(look.lang)
    )


def _earlier_words(look: ChartContext) -> str:
    words = phrases.PREVIOUS_PERIOD if look.selection.compare == "prev" else phrases.SAME_PERIOD
    return words(look.lang)


def drawn_over_time(
    indicator: Indicator, spec: Card, frame: pd.DataFrame, figure: Figure, look: ChartContext
) -> ChartResult:
    """Return a chart over time with its sentence and what stands beside its title."""
    labelled = frame.assign(
        label=frame["period"].dt.strftime("%Y-%m-%d"), code=frame["period"].dt.strftime("%Y-%m-%d")
    )
    words = describe.say(indicator.unit, look.lang)
    alt = describe.sentence(spec.heading(look.lang), labelled.iloc[::-1], words, look.lang)
    single = "series" not in frame
    beside = (
        meta(indicator, frame, look)
        if single and indicator.cohort not in _STOCKS
        else indicator.unit.title(look.lang)
    )
    return ChartResult(figure, labelled, alt, beside)


#: Cohorts that count a stock: its values over time are never summed.
_STOCKS = frozenset({"as_of", "open", "overdue"})


def events_within(indicator: Indicator, look: ChartContext, grain: str) -> list[tuple[pd.Timestamp, str]]:
    """Return the annotated days worth a word on this period: few, and promotions only where they can be told apart.

    Where the rules of a number changed, or a day is annotated for its system alone, nothing else matters as much.
    """
    period, noted = look.selection.period, look.labels.annotations
    own = [(pd.Timestamp(bucket(day, grain).start), words(look.lang)) for day, words in indicator.source.breaks
           if period.start <= day <= period.end]  # fmt: skip
    if own or noted.empty:
        return own
    days = pd.to_datetime(noted["day"])
    inside = noted[(days >= pd.Timestamp(period.start)) & (days <= pd.Timestamp(period.end))]
    kinds = ["break", "policy"] if period.days > 800 or grain in GRAINS[3:] else ["break", "promotion"]
    of_system = inside[inside["kind"] == indicator.system]
    inside = of_system if len(of_system) else inside[inside["kind"].isin(kinds)].head(8)
    return [
        (pd.Timestamp(bucket(pd.Timestamp(day).date(), grain).start), word)
        for day, word in zip(inside["day"], inside[look.lang], strict=True)
    ]

"""Charts of one platform: against its class, within it, and what befell it."""

import numpy as np
import pandas as pd

from components import figures
from components.charts.base import ChartResult, rows_of
from components.charts.over_time import drawn_over_time, events_within, series
from components.model.card import Card
from components.model.context import Ask, ChartContext
from components.words import describe, phrases
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.query import grain_of


def versus(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """A platform's line against its class."""
    platform = look.selection.values("platform")
    member = ask.class_of(platform[0]) if platform else None
    if member is None:
        return None
    peers = look.selection.without("platform").narrowed("class", member)
    own = series(spec.main, (), look, ask, look.selection)
    theirs = series(spec.main, (), look, ask, peers)
    names = phrases.THIS_PLATFORM(look.lang), look.labels.name("class", member, look.lang)
    frame = pd.concat([own.assign(series=names[0]), theirs.assign(series=names[1])], ignore_index=True)
    if frame["value"].notna().sum() == 0:
        return None
    grain = grain_of(spec.main, look.selection.grain)
    figure = figures.trend(
        rows_of(frame), style=look.style, say=describe.say(spec.main.unit, look.lang), grain=grain, lang=look.lang,
        events=events_within(spec.main, look, grain), width=spec.span * 100, height=spec.height, unfinished=phrases.UNFINISHED(look.lang),
        hues=(look.style.accent, look.style.muted),  # what it is compared with is grey, as everywhere
    )  # fmt: skip
    return drawn_over_time(spec.main, spec, frame, figure, look)


def dots(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Where the platform stands within its class, measure by measure."""
    frame = ask.standing(look.selection.values("platform")[0], look.selection)
    if frame.empty:
        return None
    said = [
        describe.say(INDICATORS[code].unit, look.lang)(value)
        for code, value in zip(frame["code"], frame["value"], strict=True)
    ]
    labelled = frame.assign(
        label=[INDICATORS[code].title(look.lang) for code in frame["code"]],
        said=said,
        percentile=frame["percentile"] * 100,
    )
    figure = figures.percentile_dots(
        rows_of(labelled), style=look.style, say=describe.say(spec.main.unit, look.lang),
        ends=(phrases.LOWEST(look.lang), phrases.HIGHEST(look.lang)), middle=phrases.MEDIAN(look.lang),
        rank=phrases.HIGHER_THAN(look.lang),
    )  # fmt: skip
    rows = [f"{label} {words}" for label, words in zip(labelled["label"], said, strict=True)]
    return ChartResult(figure, labelled, f"{spec.heading(look.lang)}: {', '.join(rows)}",
                 phrases.PEERS(look.lang).format(int(frame["peers"].max())))  # fmt: skip


def timeline(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """What befell the platform."""
    frame = ask.events(look.selection.values("platform")[0])
    if frame.empty:
        return None
    titled = frame.assign(kind=[phrases.EVENT_KINDS[kind](look.lang) for kind in frame["kind"]])
    figure = figures.timeline(
        rows_of(titled),
        style=look.style,
        say=describe.say(spec.main.unit, look.lang),
        lang=look.lang,
        width=spec.span * 110,
    )
    rows = titled.assign(value=np.nan, n=1)
    said = ", ".join(
        f"{date:%Y-%m-%d} {label}" for date, label in zip(frame["date"], frame["label"], strict=True)
    )
    return ChartResult(figure, rows, f"{spec.heading(look.lang)}: {said}")

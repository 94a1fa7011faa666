"""Charts that set members side by side: connectors and their state, a league table, how long things take."""

from datetime import timedelta

import pandas as pd

from components import figures
from components.charts.base import ChartResult, meta, rows_of, trusted
from components.model.card import Card
from components.model.context import Ask, ChartContext
from components.words import describe, phrases
from data_access.domain.periods import Period, shift_months
from data_access.lookups.connectors import WINDOW, state
from data_access.metrics.indicators import Indicator
from data_access.metrics.query import UNKNOWN


def connectors(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """The state of each connector in the days before the period's end, the worst first.

    The card names calls, their success and their response time; a connector that made no call in those days is known
    from those it made within a year.
    """
    _, success, latency = spec.indicators
    by, lang = spec.by[0], look.lang
    frame = _connections(spec, look, ask)
    if frame.empty:
        return None
    worst = {"bad": 0, "watch": 1, "good": 2}
    frame = frame.assign(
        code=frame[by], label=look.labels.named(frame, by, lang), rank=frame["state"].map(worst),
        success=frame["value"].map(describe.say(success.unit, lang)),
        response=[describe.MISSING if pd.isna(value) else describe.with_unit(value, latency.unit, lang)
                  for value in frame["latency"]],
        day=[phrases.SILENT(lang).format(WINDOW) if pd.isna(day) else f"{day:%m-%d}" for day in frame["last"]],
    ).sort_values(["rank", "n"], ascending=[True, False], ignore_index=True)  # fmt: skip
    heads = (("success", phrases.SUCCESS), ("response", phrases.RESPONSE), ("day", phrases.LAST_CALL))
    return _board(spec, look, frame, success, [(key, words(lang)) for key, words in heads])


def _connections(spec: Card, look: ChartContext, ask: Ask) -> pd.DataFrame:
    """Return n (calls of a year), value (success), latency, last (day of a call) and state of each connector."""
    calls, success, latency = spec.indicators
    by, end = spec.by[0], look.selection.period.end
    year = look.selection.during(Period(shift_months(end, -12), end)).without(by)
    recent = look.selection.during(Period(end - timedelta(days=WINDOW - 1), end)).without(by)
    frame = ask(calls, (by,), year)[[by, "n"]]
    for name, indicator in (("value", success), ("latency", latency)):
        found = ask(indicator, (by,), recent)[[by, "value"]].rename(columns={"value": name})
        frame = frame.merge(found, on=by, how="left")
    days = ask(calls, (by, "day"), recent)
    last = days[days["value"] > 0].groupby(by)["day"].max().rename("last").reset_index()
    frame = frame.merge(last, on=by, how="left")
    silent = (pd.Timestamp(end) - pd.to_datetime(frame["last"])).dt.days
    states = [
        state(*(None if pd.isna(sign) else sign for sign in signs))
        for signs in zip(frame["value"], frame["latency"], silent, strict=True)
    ]
    return frame.assign(state=states)[frame[by] != UNKNOWN]


def _board(
    spec: Card, look: ChartContext, frame: pd.DataFrame, main: Indicator, heads: list[tuple[str, str]]
) -> ChartResult:
    """Return a board of as many rows as the card holds, with how many are in each state."""
    top = max(4, (spec.height - 30) // 24)
    states = {key: words(look.lang) for key, words in phrases.STATES.items()}
    figure = figures.board(
        rows_of(frame.head(top)), style=look.style, say=describe.say(main.unit, look.lang), columns=heads, states=states,
        selected=frozenset(look.selection.values(spec.by[0])),
    )  # fmt: skip
    counts = frame["state"].value_counts()
    told = " · ".join(f"{states[key]} {counts[key]}" for key in states if key in counts)
    first = frame.head(5)
    rows = [f"{label} {states[key]}" for label, key in zip(first["label"], first["state"], strict=True)]
    room = phrases.FIRST_SHOWN(look.lang).format(top, len(frame)) if len(frame) > top else ""
    return ChartResult(figure, frame, f"{spec.heading(look.lang)}: {', '.join(rows)}", told, room=room)


def league(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """A table of members ranked by the first indicator, the others beside it; too few items have no rank.

    Those with fewer than the indicator's minimum stand below, as too few to compare.
    """
    by, main = spec.by[0], spec.main
    frame = trusted(main, ask(main, (by,), look.selection.without(by)))
    frame = frame[frame[by] != UNKNOWN]
    if frame["value"].notna().sum() == 0:
        return None
    for indicator in spec.indicators[1:]:
        other = trusted(indicator, ask(indicator, (by,), look.selection.without(by)))
        frame = frame.merge(other[[by, "value"]].rename(columns={"value": indicator.key}), on=by, how="left")
    frame = frame.assign(enough=frame["value"].notna()).sort_values(
        ["enough", "value", "n"], ascending=[False, main.good == "down", False], ignore_index=True
    )
    names = look.labels.named(frame, by, look.lang)
    frame["label"] = [
        f"{place}  {name}" if row.enough else name
        for place, (name, row) in enumerate(zip(names, frame.itertuples(), strict=True), start=1)
    ]
    frame = frame.assign(code=frame[by], state=[_met(main, value) for value in frame["value"]])
    frame["said_n"] = frame["n"].map("{:,}".format)
    frame["said"] = frame["value"].map(describe.say(main.unit, look.lang))
    heads = [("said_n", "n"), ("said", main.title(look.lang))]
    for indicator in spec.indicators[1:]:
        frame[f"said_{indicator.key}"] = frame[indicator.key].map(describe.say(indicator.unit, look.lang))
        heads.append((f"said_{indicator.key}", indicator.title(look.lang)))
    return _board(spec, look, frame, main, heads)


def _met(indicator: Indicator, value: float) -> str:
    """Return whether a value meets the indicator's target, `few` where there are too few to say."""
    if pd.isna(value):
        return "few"
    if indicator.target is None:
        return ""
    met = value <= indicator.target if indicator.good == "down" else value >= indicator.target
    return "met" if met else "missed"


def boxes(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """How long it takes for each member: the card names P50, then P10, P25, P75 and P90."""
    by, main = spec.by[0], spec.main
    frame = trusted(main, ask(main, (by,), look.selection.without(by)))
    for name, indicator in zip(("p10", "p25", "p75", "p90"), spec.indicators[1:], strict=True):
        part = ask(indicator, (by,), look.selection.without(by))[[by, "value"]].rename(
            columns={"value": name}
        )
        frame = frame.merge(part, on=by, how="left")
    frame = frame[(frame[by] != UNKNOWN) & frame["value"].notna()]
    if frame.empty:
        return None
    frame = frame.assign(code=frame[by], label=look.labels.named(frame, by, look.lang))
    frame = frame.sort_values("value", ascending=False, ignore_index=True)
    top = max(4, (spec.height - 60) // 20)
    target = (main.target, phrases.TARGET(look.lang)) if main.target else None
    words = describe.say(main.unit, look.lang)
    figure = figures.boxes(
        rows_of(frame.head(top)),
        style=look.style,
        say=words,
        selected=frozenset(look.selection.values(by)),
        target=target,
        key=phrases.BOX_WORDS(look.lang),
    )
    room = phrases.SLOWEST_SHOWN(look.lang).format(top, len(frame)) if len(frame) > top else ""
    alt = describe.sentence(spec.heading(look.lang), frame, words, look.lang)
    return ChartResult(figure, frame, alt, meta(main, frame, look), room=room)

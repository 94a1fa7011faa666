"""Charts that set members side by side: connectors and their state, a league table, how long things take."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from components import figures
from components.charts.base import ChartResult, Rows, by_code, first_of, meta, trusted, with_values
from components.figures.scales import moment
from components.model.card import Card
from components.model.context import Ask, ChartContext
from components.words import describe, phrases
from data_access.domain.periods import Period, shift_months
from data_access.lookups.connectors import WINDOW, state
from data_access.metrics.indicators import Indicator
from data_access.metrics.query import UNKNOWN, Question


def connectors(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """The state of each connector in the days before the period's end, the worst first.

    The card names calls, their success and their response time; a connector that made no call in those days is known
    from those it made within a year.
    """
    _, success, latency = spec.indicators
    by, lang = spec.by[0], look.lang
    rows = _connections(spec, look, ask)
    if not rows:
        return None
    worst = {"bad": 0, "watch": 1, "good": 2}
    rows = [
        row
        | {
            "code": row[by],
            "label": look.labels.name(by, row[by], lang),
            "success": describe.say(success.unit, lang)(row["value"]),
            "response": describe.MISSING if row["latency"] is None else describe.with_unit(row["latency"], latency.unit, lang),
            "day": f"{row['last']:%m-%d}" if row["last"] else phrases.SILENT(lang).format(WINDOW),
        }
        for row in sorted(rows, key=lambda row: (worst[row["state"]], -row["n"]))
    ]  # fmt: skip
    heads = (("success", phrases.SUCCESS), ("response", phrases.RESPONSE), ("day", phrases.LAST_CALL))
    return _board(spec, look, rows, success, [(key, words(lang)) for key, words in heads])


def _connections(spec: Card, look: ChartContext, ask: Ask) -> Rows:
    """Return n (calls of a year), value (success), latency, last (day of a call) and state of each connector."""
    calls, success, latency = spec.indicators
    by, end = spec.by[0], look.selection.period.end
    year = look.selection.during(Period(shift_months(end, -12), end)).without(by)
    recent = look.selection.during(Period(end - timedelta(days=WINDOW - 1), end)).without(by)
    ask.ahead([*(Question(one, (by,), recent) for one in (success, latency)), Question(calls, (by, "day"), recent),
               Question(calls, (by,), year)])  # fmt: skip
    successes, latencies = (
        by_code(trusted(one, ask.rows(one, (by,), recent)), by) for one in (success, latency)
    )
    last: dict[str, date] = {}
    for row in ask.rows(calls, (by, "day"), recent):
        if row["value"]:
            day = moment(row["day"]).date()
            last[row[by]] = max(day, last.get(row[by], day))
    rows = []
    for row in ask.rows(calls, (by,), year):
        code = row[by]
        if code != UNKNOWN:
            silent = (end - last[code]).days if code in last else None
            signs = (successes.get(code), latencies.get(code), silent)
            rows.append({by: code, "n": row["n"], "value": signs[0], "latency": signs[1], "last": last.get(code),
                         "state": state(*signs)})  # fmt: skip
    return rows


def _board(
    spec: Card, look: ChartContext, rows: Rows, main: Indicator, heads: list[tuple[str, str]]
) -> ChartResult:
    """Return a board of as many rows as the card holds, with how many are in each state."""
    top = max(4, (spec.height - 30) // 24)
    states = {key: words(look.lang) for key, words in phrases.STATES.items()}
    selected = look.picked(spec.by[0])
    shown, truncation_note = first_of(rows, top, selected, phrases.FIRST_SHOWN, look.lang)
    figure = figures.board(
        shown, style=look.style, say=describe.say(main.unit, look.lang), columns=heads, states=states,
        selected=selected, height=spec.height,
    )  # fmt: skip
    counts = Counter(row["state"] for row in rows)
    summary = " · ".join(f"{states[key]} {counts[key]}" for key in states if key in counts)
    first = ", ".join(f"{row['label']} {states[row['state']]}" for row in rows[:5])
    return ChartResult(
        figure, rows, f"{spec.heading(look.lang)}: {first}", summary, truncation_note=truncation_note
    )


def league(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """A table of members ranked by the first indicator, the others beside it; too few items have no rank.

    Those with fewer than the indicator's minimum stand below, as too few to compare.
    """
    by, main = spec.by[0], spec.main
    rows = _with_others(spec, look, ask, [indicator.key for indicator in spec.indicators[1:]])
    if not with_values(rows):
        return None
    sign = 1 if main.good == "down" else -1
    rows.sort(key=lambda row: (row["value"] is None, sign * (row["value"] or 0), -row["n"]))
    rows = [_standing(row, rank, by, look) for rank, row in enumerate(rows, start=1)]
    heads = [("said_n", "n"), ("said", main.title(look.lang))]
    heads += [(f"said_{one.key}", one.title(look.lang)) for one in spec.indicators[1:]]
    rows = [row | _in_words(row, spec, look.lang) for row in rows]
    return _board(spec, look, rows, main, heads)


def _with_others(spec: Card, look: ChartContext, ask: Ask, names: Iterable[str]) -> Rows:
    """Return the members with the value of the first indicator and those of the others under these names."""
    by, selection = spec.by[0], look.beside(spec.by[0])
    ask.ahead([Question(indicator, (by,), selection) for indicator in spec.indicators])
    rows = trusted(spec.main, ask.rows(spec.main, (by,), selection))
    rows = [row for row in rows if row[by] != UNKNOWN]
    for name, indicator in zip(names, spec.indicators[1:], strict=True):
        values = by_code(trusted(indicator, ask.rows(indicator, (by,), selection)), by)
        rows = [row | {name: values.get(row[by])} for row in rows]
    return rows


def _standing(row: dict[str, Any], rank: int, by: str, look: ChartContext) -> dict[str, Any]:
    """Return a row with its name, which has its rank before it where it has a value."""
    name = look.name(by, row[by])
    return row | {"code": row[by], "label": name if row["value"] is None else f"{rank}  {name}"}


def _in_words(row: dict[str, Any], spec: Card, lang: str) -> dict[str, str]:
    others = {f"said_{one.key}": describe.say(one.unit, lang)(row[one.key]) for one in spec.indicators[1:]}
    own = {"said_n": f"{row['n']:,}", "said": describe.say(spec.main.unit, lang)(row["value"])}
    return own | others | {"state": _met(spec.main, row["value"])}


def _met(indicator: Indicator, value: float | None) -> str:
    """Return whether a value meets the indicator's target, `few` where there are too few to say."""
    if value is None:
        return "few"
    if indicator.target is None:
        return ""
    met = value <= indicator.target if indicator.good == "down" else value >= indicator.target
    return "met" if met else "missed"


def boxes(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """How long it takes for each member: the card names P50, then P10, P25, P75 and P90."""
    by, main = spec.by[0], spec.main
    rows = [
        row | {"code": row[by], "label": look.labels.name(by, row[by], look.lang)}
        for row in with_values(_with_others(spec, look, ask, ("p10", "p25", "p75", "p90")))
    ]
    if not rows:
        return None
    rows.sort(key=lambda row: -row["value"])
    top = max(4, (spec.height - 60) // 20)
    words, selected = describe.say(main.unit, look.lang), look.picked(by)
    shown, truncation_note = first_of(rows, top, selected, phrases.SLOWEST_SHOWN, look.lang)
    figure = figures.boxes(
        shown,
        style=look.style,
        say=words,
        selected=selected,
        target=(main.target, phrases.MEDIAN_TARGET(look.lang)) if main.target else None,
        key=phrases.BOX_WORDS(look.lang),
    )
    alt = describe.sentence(spec.heading(look.lang), rows, words, look.lang)
    return ChartResult(figure, rows, alt, meta(main, rows, look), truncation_note=truncation_note)

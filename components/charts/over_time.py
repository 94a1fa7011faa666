"""Charts over time: lines with their comparison, columns with their net."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from components import figures
from components.charts.base import ChartResult, Rows, meta, trusted
from components.figures import Figure
from components.figures.scales import moment
from components.model.card import Card
from components.model.context import Ask, ChartContext
from components.words import ages, describe, phrases
from data_access.domain.dimensions import GRAINS
from data_access.domain.filters import Selection
from data_access.domain.periods import Period, bucket, buckets, is_whole
from data_access.metrics.events import concerns
from data_access.metrics.indicators import Indicator
from data_access.metrics.indicators.units import RATIO
from data_access.metrics.maturity import beside, immature_from
from data_access.metrics.query import Question, adds_months, grain_of

#: How numbers are asked for.
Numbers = Callable[[Indicator, tuple[str, ...], Selection], Rows]


def series(
    indicator: Indicator, by: tuple[str, ...], look: ChartContext, numbers: Numbers, selection: Selection
) -> Rows:
    """Return period, value, n, complete over all buckets of the selection: none missing, the unfinished marked.

    Those of rows that are too young to have told are `unfinished` in a word of their own.
    """
    grain = grain_of(indicator, look.selection.grain)
    found = {
        (row[grain], *(row[key] for key in by)): row for row in numbers(indicator, (grain, *by), selection)
    }
    lines = list(dict.fromkeys(key[1:] for key in found)) if by else [()]
    # Nothing happened in a bucket without rows, but of what is written down by month nobody knows before the first of it.
    is_written, begins = (
        adds_months(indicator),
        min((key[0] for key in found), default=moment(selection.period.after)),
    )
    rows = []
    since = immature_from(indicator, look.labels.dataset.horizon.as_of)
    for index, part in enumerate(buckets(selection.period, grain)):
        start, is_young = moment(part.start), since is not None and part.end >= since
        is_whole = part.end <= selection.period.end and not is_young
        bucketed = {"period": start, "complete": is_whole, "index": index}
        empty = 0.0 if indicator.additive and not (is_written and start < begins) else None
        if is_young:
            bucketed["unfinished"] = ages.IMMATURE(look.lang)
        for line in lines:
            row = found.get((start, *line), {"value": None, "n": 0})
            value = empty if row["value"] is None else row["value"]
            rows.append({**bucketed, **dict(zip(by, line, strict=True)), "value": value, "n": row["n"] or 0})
    return trusted(indicator, rows)


def _once(ask: Ask, now: Period, earlier: Period) -> Numbers:
    """Return how two periods of which one follows the other are asked for in one question, as the key figures ask for them too."""
    both, plain = Period(earlier.start, now.end), ask.rows

    def asked(indicator: Indicator, by: tuple[str, ...], selection: Selection) -> Rows:
        first, last = moment(selection.period.start), moment(selection.period.end)
        return [row for row in plain(indicator, by, selection.during(both)) if first <= row[by[0]] <= last]

    return asked


def _follow(now: Period, earlier: Period, grain: str) -> bool:
    """Whether one question asks for both periods: whole buckets, the one right after the other."""
    return earlier.after == now.start and is_whole(now, grain) and is_whole(earlier, grain)


def _compared(spec: Card, look: ChartContext) -> tuple[Indicator, Selection] | None:
    """Return what the grey line asks: a single line has one, of rows as old as its own, where the data go back so far.

    Where the rules changed between, the chart marks the day.
    """
    is_single = not spec.by and len(spec.indicators) == 1
    return beside(spec.main, look.selection, look.labels.dataset.horizon) if is_single else None


def _trend_rows(spec: Card, look: ChartContext, ask: Ask) -> Rows:
    rows: Rows = []
    grey = _compared(spec, look)
    grains = {one: grain_of(one, look.selection.grain) for one in spec.indicators}
    now = look.selection.period
    if grey and _follow(now, grey[1].period, grains[spec.main]):
        numbers = _once(ask, now, grey[1].period)
    else:
        numbers = ask.rows
        asked = [(one, look.selection) for one in spec.indicators] + ([grey] if grey else [])
        ask.ahead(
            [Question(one, (grain_of(one, look.selection.grain), *spec.by), each) for one, each in asked]
        )
    for indicator in spec.indicators:
        for row in series(indicator, spec.by, look, numbers, look.selection):
            if spec.by:
                row["series"] = look.labels.name(spec.by[0], row[spec.by[0]], look.lang)
            elif len(spec.indicators) > 1:
                row["series"] = indicator.title(look.lang)
            rows.append(row)
    if grey:
        as_old, earlier = grey
        before = {row["index"]: row["value"] for row in series(as_old, (), look, numbers, earlier)}
        if any(value is not None for value in before.values()):
            rows = [row | {"previous": before.get(row["index"])} for row in rows]
    return rows


def is_flat(rows: Rows) -> bool:
    """Whether there is nothing to draw: no value but zeros."""
    return not any(row["value"] for row in rows)


def trend(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Lines over time: one with its comparison period, or several."""
    rows = _trend_rows(spec, look, ask)
    if is_flat(rows):
        return None
    indicator = spec.main
    grain = grain_of(indicator, look.selection.grain)
    has_target = indicator.target and "series" not in rows[0] and indicator.unit is not RATIO
    figure = figures.trend(
        rows, style=look.style, say=describe.say(indicator.unit, look.lang), grain=grain, lang=look.lang,
        events=events_within(indicator, look, grain, spec.by), width=spec.span * 100, height=spec.height,
        target=(indicator.target, phrases.TARGET(look.lang)) if has_target and indicator.target else None,
        unfinished=phrases.UNFINISHED(look.lang), previous=_earlier_words(look),
        hues=_hues(spec, look), selected=look.chosen,
    )  # fmt: skip
    found = drawn_over_time(indicator, spec, rows, figure, look)
    if "previous" not in rows[0]:
        return found
    return replace(found, meta=f"{found.meta} · {phrases.GREY_LINE(look.lang).format(_earlier_words(look))}")


def _hues(spec: Card, look: ChartContext) -> list[str]:
    """Return the colours of indicators that are named like a token of the style: red platforms are drawn in red."""
    hues = [getattr(look.style, one.key, "") for one in spec.indicators]
    return hues if len(hues) > 1 and all(hues) else []


def columns(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Columns over time; the third of three indicators is the net of the first two."""
    rows = _trend_rows(spec, look, ask)
    if is_flat(rows):
        return None
    indicator, net = spec.main, None
    if len(spec.indicators) == 2:
        net, down = phrases.NET(look.lang), spec.indicators[1].title(look.lang)
        rows = [
            row | {"value": -row["value"]} if row["series"] == down and row["value"] else row for row in rows
        ]
    grain = grain_of(indicator, look.selection.grain)
    figure = figures.columns(
        rows, style=look.style, say=describe.say(indicator.unit, look.lang), grain=grain, lang=look.lang,
        events=events_within(indicator, look, grain, spec.by), width=spec.span * 100, height=spec.height, unfinished=phrases.UNFINISHED(look.lang), net=net,
        selected=look.chosen,
    )  # fmt: skip
    return drawn_over_time(indicator, spec, rows, figure, look, ages.HATCHED)


def years(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Columns by year from the first that the data know to the one in which the period ends; beside one that is chosen the later ones too."""
    end, wide = look.selection.period.end, look.around("year")
    if wide.selection.period.end == end:
        wide = replace(
            look, selection=look.selection.during(Period(look.labels.dataset.horizon.starts_on, end))
        )
    wide = replace(wide, selection=replace(wide.selection, grain="year"))
    rows = series(spec.main, (), wide, ask.rows, wide.selection)
    if is_flat(rows):
        return None
    figure = figures.columns(
        rows, style=look.style, say=describe.say(spec.main.unit, look.lang), grain="year", lang=look.lang,
        unfinished=phrases.UNFINISHED(look.lang), selected=wide.chosen,
    )  # fmt: skip
    return replace(
        drawn_over_time(spec.main, spec, rows, figure, wide, ages.HATCHED),
        meta=spec.main.unit.title(look.lang),
    )


def _earlier_words(look: ChartContext) -> str:
    words = phrases.PREVIOUS_PERIOD if look.selection.compare == "prev" else phrases.SAME_PERIOD
    return words(look.lang)


def dated(rows: Rows) -> Rows:
    """Return the rows with the day of their bucket as label and code."""
    days = [f"{row['period']:%Y-%m-%d}" for row in rows]
    return [row | {"label": day, "code": day} for row, day in zip(rows, days, strict=True)]


def drawn_over_time(
    indicator: Indicator, spec: Card, rows: Rows, figure: Figure, look: ChartContext, sign: str = ages.HOLLOW
) -> ChartResult:
    """Return a chart over time with its sentence and what stands beside its title; `sign` is how it draws what is not whole."""
    labelled = dated(rows)
    told = [row for row in labelled if row["code"] in look.chosen] if look.chosen else labelled
    words = describe.say(indicator.unit, look.lang)
    alt = describe.sentence(spec.heading(look.lang), told[::-1], words, look.lang)
    is_total = "series" not in rows[0] and indicator.cohort not in _STOCKS
    beside = meta(indicator, told, look) if is_total else indicator.unit.title(look.lang)
    return ChartResult(figure, labelled, alt, beside, young_notes(spec, rows, look, sign))


def young_notes(spec: Card, rows: Rows, look: ChartContext, sign: str) -> tuple[str, ...]:
    """Return the key of what is drawn as unfinished since its rows are too young: from which day on, and how young."""
    if not any("unfinished" in row for row in rows):
        return ()
    as_of = look.labels.dataset.horizon.as_of
    days = {one.matures.days: immature_from(one, as_of) for one in spec.indicators if one.matures}
    words = ages.IMMATURE_FROM(look.lang)
    return tuple(words.format(sign, since, age) for age, since in sorted(days.items()))


#: Cohorts that count a stock: its values over time are never summed.
_STOCKS = frozenset({"as_of", "open", "overdue"})


def events_within(
    indicator: Indicator, look: ChartContext, grain: str, by: tuple[str, ...] = ()
) -> list[tuple[datetime, str]]:
    """Return the annotated days that concern a number and are worth a word on this period: few, promotions only where they can be told apart.

    Where the rules of a number changed nothing else matters as much. `by` are the dimensions by which the number is split.
    """
    period = look.selection.period
    own = [(_bucket_start(day, grain), words(look.lang)) for day, words in indicator.source.breaks
           if period.start <= day <= period.end]  # fmt: skip
    if own:
        return own
    inside = [one for one in look.labels.annotations if period.start <= one.day <= period.end]
    other = "policy" if period.days > 800 or grain in GRAINS[3:] else "promotion"
    kinds = {"break", "incident", other, indicator.system}
    narrowed_by = {*by, *(key for key, _ in look.selection.filters)}
    concerned = [one for one in inside if concerns(one.subjects, one.kind, indicator, narrowed_by)]
    worth_a_word = [one for one in concerned if one.kind in kinds][:8]
    return [(_bucket_start(one.day, grain), one.title(look.lang)) for one in worth_a_word]


def _bucket_start(day: date, grain: str) -> datetime:
    return moment(bucket(day, grain).start)

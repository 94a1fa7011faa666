"""What a scene of the wall says today, in one sentence written from its numbers."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from math import sqrt

import pandas as pd

from components.cards.attention import kept
from components.cards.attention_words import reason_words
from components.cards.headlines import headline
from components.model.context import CardContext
from components.words import describe, phrases
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.domain.text import Text
from data_access.metrics.coverage import unrecorded
from data_access.metrics.events import breaks_between
from data_access.metrics.indicators import Indicator
from data_access.metrics.indicators.credit import (
    credit_platforms,
    credit_red,
    credit_score_mean,
    credit_yellow,
)
from data_access.metrics.indicators.first_handling import settlement_rate
from data_access.metrics.indicators.governance import (
    complaints_and_reports,
    complaints_per_10k_shops,
    overdue,
)
from data_access.metrics.indicators.overview import gmv_share
from data_access.metrics.maturity import compared
from data_access.metrics.query import UNKNOWN

Title = Callable[[CardContext], str]

#: Each clause says of which days it speaks: weeks end on a Sunday, what stands is counted on the last day.
_FALLING = Text(
    "投诉举报至{day:%m-%d}连续{n}周下降", "Complaints and reports fell {n} weeks in a row to {day:%m-%d}"
)
_RISING = Text(
    "投诉举报至{day:%m-%d}连续{n}周上升", "Complaints and reports rose {n} weeks in a row to {day:%m-%d}"
)
_ONE_WEEK = Text(
    "至{day:%m-%d}的一周投诉举报{value}件，较前一周{change}",
    "Complaints and reports in the week to {day:%m-%d}: {value}, {change} on the week before",
)
_FEW_A_WEEK = Text(
    "至{day:%m-%d}的一周投诉举报{value}件", "Complaints and reports in the week to {day:%m-%d}: {value}"
)
_ONE_PERIOD = Text("{days}投诉举报{value}件", "Complaints and reports, {days}: {value}")
_FALLEN_MOST, _RISEN_MOST = (
    Text("，{}减少最多（{}）", ", most in {} ({})"),
    Text("，{}增加最多（{}）", ", most in {} ({})"),
)
_MOVED = Text("{:+,.0f}件", "{:+,.0f}")
_MOVED_IN = Text("{1}周共{0:+,.0f}件", "{0:+,.0f} in {1} weeks")
_OVERDUE = Text("；{1:%m-%d}超期未办结{0}件", "; {0} overdue on {1:%m-%d}")
_NONE_OVERDUE = Text("；{:%m-%d}没有超期件", "; none overdue on {:%m-%d}")
_CREDIT = Text(
    "截至{end:%m-%d}，{scored}家平台参评，平均信用分{mean}；黄色{yellow}家，红色{red}家{overridden}。",
    "By {end:%m-%d} {scored} platforms are scored, {mean} points on average; {yellow} yellow, {red} red{overridden}.",
)
_NEED_MOST = Text(
    "{of}家平台中{count}家有关注分，最需关注：{told}；首位因{why}",
    "Points of attention: {count} of {of} platforms, most of all {told}; the first for {why}",
)
_WITH_POINTS = Text("{}（{}分）", "{} ({})")
#: So many platforms are named, fewer where their names are long: on a square screen a title of many lines leaves charts no room.
_MOST_NAMED, _LETTERS = 3, 80
_OVERRIDDEN = Text("，其中一票否决{}家", ", {} of them overridden")
_PLATFORM = Text("{name}，{days}：{said}", "{name}, {days}: {said}")
_CHANGE = Text("（{against}{change}）", " ({change} {against})")
#: So many whole weeks are looked back for a run. A change from or to fewer items than this is not told, and of a district
#: none that is not more than so many standard deviations of two counts.
_WEEKS, _LEAST, _DEVIATIONS = 26, 30, 2.0


def of_overview(reader: CardContext) -> str:
    """Return what the overview says: the sentence of its cockpit."""
    return headline("/", reader)


def of_governance(reader: CardContext) -> str:
    """Return how complaints and reports move from week to week, where most, and what is overdue."""
    lang, items = reader.lang, complaints_and_reports
    if unrecorded(items, (), reader.labels.recorded):
        return ""
    weeks = _weeks(reader)
    if len(weeks) < 2:
        value = describe.short(float(reader.number(items, reader.selection).value), lang)
        days = describe.days(reader.selection.period, lang)
        return _stop(_ONE_PERIOD(lang).format(value=value, days=days) + _overdue_clause(reader), lang)
    run, day = _run(list(weeks["value"])), weeks["week"].iloc[-1] + timedelta(days=6)
    before, last = weeks["value"].iloc[-2:].tolist()
    if last < _LEAST or before < _LEAST:  # a change of so few says nothing
        return _stop(_FEW_A_WEEK(lang).format(value=f"{last:,.0f}", day=day) + _overdue_clause(reader), lang)
    if abs(run) > 1:
        said = (_FALLING if run < 0 else _RISING)(lang).format(n=abs(run), day=day)
    else:
        change = describe.change(last, before, items.unit, lang)
        said = _ONE_WEEK(lang).format(value=f"{last:,.0f}", change=change, day=day)
    return _stop(said + _most_moved(reader, weeks["week"].iloc[-1], run) + _overdue_clause(reader), lang)


def of_credit(reader: CardContext) -> str:
    """Return how many platforms are scored, how well on the whole, and how many are yellow and red."""
    lang = reader.lang
    if unrecorded(credit_platforms, (), reader.labels.recorded):
        return ""
    scored, mean, yellow, red = (
        float(reader.number(one, reader.selection).value)
        for one in (credit_platforms, credit_score_mean, credit_yellow, credit_red)
    )
    if not scored > 0:
        return ""
    end = reader.selection.period.end
    held = reader.ask.vetoes(end)
    platforms = reader.ask.rows(credit_platforms, ("platform",), reader.selection) if held else []
    overridden = sum(row["platform"] in held for row in platforms)
    return _CREDIT(lang).format(
        end=end, scored=f"{scored:,.0f}", mean=describe.exact(mean, credit_score_mean.unit), yellow=f"{yellow:,.0f}", red=f"{red:,.0f}",
        overridden=_OVERRIDDEN(lang).format(overridden) if overridden else "",
    )  # fmt: skip


def of_attention(reader: CardContext) -> str:
    """Return which platforms need attention most, each with its points, and why the first does."""
    lang, names = reader.lang, reader.labels
    found = [one for one in kept(reader.ask.attention(reader.selection), reader) if one.points]
    if not found:
        return ""
    most = [
        _WITH_POINTS(lang).format(names.name("platform", one.platform, lang), one.points)
        for one in found[:_MOST_NAMED]
    ]
    while len(most) > 1 and sum(map(len, most)) > _LETTERS:
        most.pop()
    why = reason_words(found[0].telling[0], names, lang)
    told = phrases.AND(lang).join(most)
    return _stop(_NEED_MOST(lang).format(count=len(found), of=found[0].of, told=told, why=why), lang)


def of_platform(reader: CardContext) -> str:
    """Return how one platform stands: complaints per shop, settlement, and its share of the city's volume."""
    lang, look = reader.lang, reader.selection
    platform = look.values("platform")[0]
    if platform not in reader.labels.members("platform"):
        return phrases.NO_SUCH_PLATFORM(lang)
    told = [
        _told(complaints_per_10k_shops, reader, against=True),
        _told(settlement_rate, reader),
        _told(gmv_share, reader),
    ]
    parts = list(filter(None, told))
    name = reader.labels.name("platform", platform, lang)
    if not parts:
        return name
    days, said = describe.days(look.period, lang), Text("，", ", ")(lang).join(parts)
    return _stop(_PLATFORM(lang).format(name=name, days=days, said=said), lang)


def _told(indicator: Indicator, reader: CardContext, *, against: bool = False) -> str:
    """Return an indicator of the platform and, if asked, its change; empty where there are too few to tell."""
    lang, look = reader.lang, reader.selection
    if unrecorded(indicator, (), reader.labels.recorded):
        return ""
    row = reader.number(indicator, look)
    if describe.is_missing(row.value) or row.n < indicator.min_n:
        return ""
    number = describe.say(indicator.unit, lang)(row.value)
    title = indicator.title(lang)
    said = f"{title}{number}" if lang == "zh" else f"{title[0].lower()}{title[1:]} {number}"
    earlier = compared(indicator, look, reader.labels) if against else None
    if earlier is None:
        return said
    before = reader.number(*earlier)
    if before.n < indicator.least_compared:
        return said
    change = describe.change(row.value, float(before.value), indicator.unit, lang)
    if change == describe.MISSING:
        return said
    return said + _CHANGE(lang).format(change=change, against=phrases.VS[look.compare](lang))


def _weeks(reader: CardContext) -> pd.DataFrame:
    """Return the whole weeks up to the end of the period, counted alike, oldest first: week and value."""
    end = reader.selection.period.end
    last = end - timedelta(days=(end.weekday() + 1) % 7)  # the last Sunday
    start = max(last - timedelta(days=7 * _WEEKS - 1), reader.labels.dataset.horizon.starts_on)
    for day, _ in breaks_between(
        complaints_and_reports, Period(last, last), Period(start, start), reader.labels
    ):
        start = max(start, day)
    start += timedelta(days=-start.weekday() % 7)
    if start > last:
        return pd.DataFrame({"week": [], "value": []})
    weeks = pd.DataFrame({"week": pd.date_range(start, last, freq="7D")})
    frame = reader.ask(complaints_and_reports, ("week",), reader.selection.during(Period(start, last)))
    return weeks.merge(frame[["week", "value"]], how="left").fillna({"value": 0.0})


def _run(values: list[float]) -> int:
    """Return how many steps at the end went the same way: below 0 down, above 0 up, 0 where the last did not move."""
    steps = [(now > before) - (now < before) for before, now in pairwise(values)]
    run = 0
    for step in reversed(steps):
        if step == 0 or (run and step != (run > 0) - (run < 0)):
            break
        run += step
    return run


def _most_moved(reader: CardContext, week: pd.Timestamp, run: int) -> str:
    """Return the district that the change over a whole run is most of, where there are several and it is more than chance.

    In items, not in per cent: the smallest district moves most in per cent, every week.
    """
    if run == 0 or len(reader.selection.values("district")) == 1:
        return ""
    start = week.date()
    now, before = (_districts(reader, reader.selection.during(Period(day, day + timedelta(days=6))))
                   for day in (start, start - timedelta(days=7 * abs(run))))  # fmt: skip
    both = now.merge(before, on="district", how="outer", suffixes=("", "_before")).fillna(0.0)
    if both.empty:
        return ""
    moved = both.assign(moved=both["value"] - both["value_before"])
    most = (moved.nlargest if run > 0 else moved.nsmallest)(1, "moved").iloc[0]
    is_chance = abs(most["moved"]) <= _DEVIATIONS * sqrt(most["value"] + most["value_before"])
    if most["moved"] * run <= 0 or is_chance:
        return ""
    lang, words = reader.lang, _FALLEN_MOST if run < 0 else _RISEN_MOST
    said = (_MOVED if abs(run) == 1 else _MOVED_IN)(lang).format(most["moved"], abs(run))
    return words(lang).format(reader.labels.name("district", most["district"], lang), said)


def _districts(reader: CardContext, selection: Selection) -> pd.DataFrame:
    frame = reader.ask(complaints_and_reports, ("district",), selection)
    return frame[frame["district"] != UNKNOWN][["district", "value"]]


def _overdue_clause(reader: CardContext) -> str:
    if unrecorded(overdue, (), reader.labels.recorded):
        return ""
    total = float(reader.number(overdue, reader.selection).value)
    end, lang = reader.selection.period.end, reader.lang
    return _OVERDUE(lang).format(f"{total:,.0f}", end) if total > 0 else _NONE_OVERDUE(lang).format(end)


def _stop(words: str, lang: str) -> str:
    return words + Text("。", ".")(lang)


__all__ = ["Title", "of_attention", "of_credit", "of_governance", "of_overview", "of_platform"]

"""The two lines at the foot of the wall: what asks for attention, and what changed since yesterday."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from components.cards.attention import kept
from components.cards.attention_words import name_and_reasons
from components.model import paths
from components.model.context import CardContext
from components.tasks.in_hand import UNREAD
from components.tasks.pages import LATE, UNTIL
from components.words import describe
from data_access.domain.periods import Period
from data_access.domain.text import Text
from data_access.metrics.coverage import unrecorded
from data_access.metrics.events import breaks_between
from data_access.metrics.indicators import Indicator
from data_access.metrics.indicators.cases import cases_filed
from data_access.metrics.indicators.governance import closed, complaints_and_reports, overdue
from data_access.metrics.quiet import quiet
from data_access.metrics.signals import Signal, signals
from data_access.state.tasks import Task

_OVERDUE = Text("{member}超期未办结 {value}", "{member}: {value} overdue")
_SURGE = Text(
    "{member}投诉举报近4周 {value}，较{against} {change}",
    "{member}: {value} complaints and reports in 4 weeks, {change} on {against}",
)
_MISSED = Text("{indicator} {value}，目标 {target}（n={n}）", "{indicator} {value}, target {target} (n={n})")
_AGAINST = {"prev": Text("前4周", "the 4 weeks before"), "yoy": Text("去年同期", "last year")}
_SINCE = Text("{day:%m-%d} 较前一日", "{day:%m-%d} against the day before")
_WEEK = Text("，较上周同日 {}", ", {} on a week ago")
#: What is told of the last day: what came, what was done, what is left, what was enforced.
DAILY = (complaints_and_reports, closed, overdue, cases_filed)
ICONS = {"overdue": "bi-hourglass-split", "surge": "bi-graph-up-arrow", "missed": "bi-bullseye"}


#: Days before its limit from which a task is told on the wall.
SOON_DAYS = 3
#: Platforms that need attention, told on the wall.
MOST_NEEDING = 3


def ticker(reader: CardContext, tasks: list[Task] | None, today: date) -> list[Component]:
    """Return the tasks that are late or soon due, and the signals of a selection with their days, as links to what shows them."""
    pressing = [
        _ticked(one, today, reader.lang)
        for one in tasks or ()
        if one.standing == "open" and (one.due_on - today).days <= SOON_DAYS
    ]
    if tasks is None:
        pressing.append(html.Span(UNREAD(reader.lang), className="signal quiet"))
    found = signals(reader.ask, reader.selection, reader.labels)
    needing = attention_told(reader)
    if not found:
        words = quiet(reader.ask, reader.selection, reader.labels, reader.lang)
        return [*pressing, *needing, html.Span(words, className="signal quiet")]
    return [
        *pressing,
        *needing,
        *(
            html.A(
                [
                    html.I(className=f"bi {ICONS[signal.rule]}"),
                    format_signal(signal, reader),
                    " ",
                    html.Small(signal.days(reader.lang)),
                ],
                href=signal.href,
                className=f"signal {signal.rule}",
                **{"data-rule": signal.rule, "data-indicator": signal.indicator.key, "data-n": str(signal.n)},
            )
            for signal in found
        ),
    ]


def attention_told(reader: CardContext) -> list[Component]:
    """Return the platforms that need attention most, each with its reasons, as links to their portraits."""
    found = [one for one in kept(reader.ask.attention(reader.selection), reader) if one.points][:MOST_NEEDING]
    return [
        html.A(
            [
                html.I(className="bi bi-flag"),
                f"{one.rank}/{one.of} {name_and_reasons(one, reader.labels, reader.lang)}",
            ],
            href=f"{paths.PLATFORM}/{quote(one.platform)}",
            className="signal attention",
            **{"data-platform": one.platform, "data-rank": str(one.rank)},
        )
        for one in found
    ]


def format_signal(signal: Signal, reader: CardContext) -> str:
    """Return a signal in words."""
    lang, unit = reader.lang, signal.indicator.unit
    member = reader.labels.name(*signal.member, lang) if signal.member else ""
    value = describe.with_unit(signal.value, unit, lang)
    match signal.rule:
        case "overdue":
            return _OVERDUE(lang).format(member=member, value=f"{signal.value:,.0f}{Text('件', '')(lang)}")
        case "surge":
            against = _AGAINST["prev" if signal.selection.compare == "prev" else "yoy"](lang)
            change = describe.change(signal.value, signal.before, unit, lang)
            number = f"{signal.value:,.0f}{Text('件', '')(lang)}"
            return _SURGE(lang).format(member=member, value=number, against=against, change=change)
    target, n = describe.with_unit(signal.indicator.target, unit, lang), describe.short(float(signal.n), lang)
    return _MISSED(lang).format(indicator=signal.indicator.title(lang), value=value, target=target, n=n)


def since_yesterday(reader: CardContext) -> list[Component]:
    """Return the last day against the day before, indicator by indicator, and against the same weekday where it differs."""
    lang, day = reader.lang, reader.selection.period.end
    told = [
        _day(indicator, reader)
        for indicator in DAILY
        if not unrecorded(indicator, (), reader.labels.recorded)
    ]
    return [html.Span(_SINCE(lang).format(day=day), className="since"), *told] if told else []


def _day(indicator: Indicator, reader: CardContext) -> Component:
    lang, day = reader.lang, reader.selection.period.end
    now, before, week = (_on(indicator, reader, days) for days in (0, 1, 7))
    title = indicator.title(lang)
    number = f"{title} {now[0]:,.0f}"
    if not _alike(indicator, reader, 1):
        return _day_told([number], now[0], indicator)
    change = (
        describe.change(now[0], before[0], indicator.unit, lang)
        if before[1] >= indicator.least_compared
        else ""
    )
    if change in {"", describe.MISSING}:
        change = f"{now[0] - before[0]:+,.0f}"
    parts = [f"{number} ", html.B(change, className=describe.goodness(now[0], before[0], indicator))]
    is_known = day > reader.labels.dataset.horizon.starts_on + timedelta(days=7)
    if week[1] >= indicator.least_compared and is_known and _alike(indicator, reader, 7):
        parts.append(html.Small(_WEEK(lang).format(describe.change(now[0], week[0], indicator.unit, lang))))
    return _day_told(parts, now[0], indicator)


def _day_told(parts: list[Any], value: float, indicator: Indicator) -> Component:
    marks = {"data-indicator": indicator.key, "data-value": str(value)}
    return html.Span(parts, className="told-day", **marks)


def _alike(indicator: Indicator, reader: CardContext, days: int) -> bool:
    """Whether an indicator was counted by the same rules on the last day and that many days before it."""
    day = reader.selection.period.end
    earlier = day - timedelta(days=days)
    return not breaks_between(indicator, Period(day, day), Period(earlier, earlier), reader.labels)


def _on(indicator: Indicator, reader: CardContext, days: int) -> tuple[float, int]:
    """Return value and n of an indicator on the day that many days before the last; no rows count as none."""
    day = reader.selection.period.end - timedelta(days=days)
    row = reader.ask(indicator, (), reader.selection.during(Period(day, day))).iloc[0]
    return (0.0 if describe.is_missing(row.value) else float(row.value)), int(row.n)


def _ticked(task: Task, today: date, lang: str) -> Component:
    """Return a task as the wall tells it."""
    late = task.days_late(today)
    when = describe.counted(LATE(lang).format(late)) if late else UNTIL(lang).format(task.due_on)
    return html.A(
        [html.I(className="bi bi-flag"), f"{task.assigned_to} · {task.subject} ", html.B(when)],
        href=f"{paths.TASKS}#task-{task.id}",
        className=f"signal task{' overdue' if late else ''}",
        **{"data-task": str(task.id)},
    )

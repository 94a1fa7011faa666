"""The days ahead as a calendar: how much falls due on each of the next working days, weeks from Monday to Sunday."""

from collections import Counter
from datetime import date, timedelta

from dash import html
from dash.development.base_component import Component

from components.due.shown import Shown
from components.words import phrases
from data_access.domain.text import Text
from data_access.domain.working_days import elapsed
from data_access.lookups.due import TITLES, is_asked, span

_TITLE = Text("今后10个工作日", "The next 10 working days")
_OFF, _TODAY = Text("休", "off"), Text("当日", "that day")
#: Kinds that a day names; the rest is in its number.
_NAMED = 3


def days_ahead(shown: Shown) -> Component:
    """Return a calendar of facts from today to the tenth working day; each day opens its list."""
    lang, today = shown.lang, shown.counts.today
    last = span("10", today).end
    first = today - timedelta(days=today.weekday())
    days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    days += [days[-1] + timedelta(days=place) for place in range(1, 7 - days[-1].weekday())]
    heads = [html.Div(name, className="weekday") for name in phrases.WEEKDAYS[lang]]
    cells = [_day(shown, day, is_told=today <= day <= last) for day in days]
    return html.Section(
        [html.Header(html.H3(_TITLE(lang))), html.Div([*heads, *cells], className="days")],
        className="card due-days",
    )


def _day(shown: Shown, day: date, *, is_told: bool) -> Component:
    lang, today = shown.lang, shown.counts.today
    if not is_told:
        return html.Div(f"{day:%m-%d}", className="day past")
    kinds: Counter[str] = Counter()
    for one in shown.counts.tallies:
        if one.due_on == day and is_asked(one.kind, shown.asked.kind):
            kinds[one.kind] += one.n
    off = day != today and elapsed(day - timedelta(days=1), day) == 0
    sign = html.Small(_TODAY(lang) if day == today else _OFF(lang)) if off or day == today else None
    body = [html.Time([f"{day:%m-%d} ", sign], dateTime=day.isoformat())]
    if number := kinds.total():
        told = [html.Small(f"{TITLES[kind](lang)} {n:,}") for kind, n in kinds.most_common(_NAMED)]
        body += [html.A(f"{number:,}", href=shown.href(when=day.isoformat()), className="number"), *told]
    return html.Div(
        body, className=f"day{' off' if off else ''}{' today' if day == today else ''}",
        **{"data-day": day.isoformat(), "data-n": str(number)},
    )  # fmt: skip

"""The page of what falls due: what today is, how much of each kind, the days ahead, and the list, oldest first.

A reader of the whole city sees the counts first, one of some districts his list.
"""

from dash import html
from dash.development.base_component import Component

from components.due.calendar import days_ahead
from components.due.counting import counted
from components.due.shown import Shown
from components.due.waiting_list import due_list
from components.tasks.in_hand import UNREAD
from components.words.unnarrowed import not_narrowed
from data_access.domain.text import Text
from data_access.domain.working_days import elapsed
from data_access.lookups.due import OF_FACTS, waiting
from data_access.lookups.due_kinds import KINDS
from data_access.lookups.due_times import OFFICES

_FACTS = Text(
    "业务数据以{day}当日结束时为准：当日到期而未办的已计入超期。",
    "The facts are those of {day} at its end: what fell due on that day and is not done counts as overdue.",
)
_TASKS = Text("任务以时钟的今天{day}为准。", "Tasks go by the clock, which says {day}.")
_OLD = Text(
    "数据停在{days}个工作日之前，此后的办理情况这里看不到。",
    "The data are {days} working days old: what was done since is not seen here.",
)
_INVENTED = Text("演示数据停在最后一天。", "Invented data stand still on their last day.")
_NO_TASKS = Text(
    "任务和联席会议议定事项不按区县和平台记录，筛选时不列。",
    "Tasks and decisions of joint meetings have no district and no platform: with a filter they are left out.",
)
_OWN = Text(
    "本单位（{}）的联席会议议定事项：已超期 {} 件，5个工作日内 {} 件",
    "Decisions of joint meetings that your department ({}) has: {} overdue, {} within 5 working days",
)
_UNRECORDED = Text("没有记录，不计：{}。", "Not recorded, and not counted: {}.")
#: What could not be read of an address is left out, and said.
_IGNORED = Text(
    "地址中的选择未能识别，已忽略。",
    "What the address chooses of the list was not understood and is left out.",
)


def due_desk(shown: Shown, *, is_of_districts: bool) -> list[Component]:
    """Return the page."""
    many = [counted(shown), *([days_ahead(shown)] if shown.counts.kinds() else [])]
    own = due_list(shown)
    return [_today(shown), *((own, *many) if is_of_districts else (*many, own))]


def worklist(shown: Shown, *, is_of_districts: bool) -> list[Component]:
    """Return what one desk has in hand: its kinds by time and district, and the oldest of what waits."""
    own, notes = due_list(shown), _noted(shown)
    return [*notes, own, counted(shown)] if is_of_districts else [*notes, counted(shown), own]


def _noted(shown: Shown) -> list[Component]:
    unused = _not_narrowed(shown)
    return [html.P(unused, className="note")] if unused else []


def _not_narrowed(shown: Shown) -> str:
    """Return which of the chosen filters some of the kinds cannot honour; of what has no district or platform more is said."""
    reader, today = shown.reader, shown.counts.today
    kinds = [waiting(KINDS[key], today) for key in shown.counts.kinds()]
    told_apart = (*reader.page["fixed"], *OF_FACTS)
    return not_narrowed(kinds, reader.selection, reader.labels, shown.lang, fixed=told_apart)


def due_to_come(name: str = "due") -> Component:
    """Return where it will stand once the numbers are asked."""
    return html.Div(
        html.Section(html.Div(className="skeleton"), className="card"),
        className="due",
        **{"data-section": name, "data-block": name, "data-state": "loading"},
    )


def _today(shown: Shown) -> Component:
    lang, dataset = shown.lang, shown.reader.labels.dataset
    day = shown.counts.today
    said = [
        html.P(
            [
                html.I(className="bi bi-calendar-check"),
                html.Span(_FACTS(lang).format(day=day)),
                html.Span(_TASKS(lang).format(day=shown.clock)),
            ]
        )
    ]
    if dataset.is_synthetic:
        said.append(html.P(_INVENTED(lang)))
    elif (days := elapsed(day, shown.clock)) > 1:
        said.append(html.P(_OLD(lang).format(days=days), className="old"))
    if shown.own_office:
        said.append(_own(shown))
    if shown.is_misread:
        said.append(html.P(_IGNORED(lang), className="old"))
    if any(shown.reader.selection.values(key) for key in OF_FACTS):
        said.append(html.P(_NO_TASKS(lang)))
    if shown.tasks is None:
        said.append(html.P(UNREAD(lang), className="old"))
    if unused := _not_narrowed(shown):
        said.append(html.P(unused))
    if shown.counts.unrecorded:
        names = Text("、", ", ")(lang).join(kind.title(lang) for kind in shown.counts.unrecorded)
        said.append(html.P(_UNRECORDED(lang).format(names)))
    return html.Section(said, className="card due-today", role="note")


def _own(shown: Shown) -> Component:
    """Return what the reader's own department has to do, and the way to its list."""
    lang, one = shown.lang, shown.own_office
    overdue, soon = (shown.number(when, "", office=one) for when in ("overdue", "5"))
    words = _OWN(lang).format(shown.reader.labels.name(OFFICES, one, lang), overdue, soon)
    return html.P(html.A(words, href=shown.href(office=one)))

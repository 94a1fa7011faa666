"""The page of what falls due: what today is, how much of each kind, the days ahead, and the list, oldest first.

A reader of the whole city sees the counts first, one of some districts his list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components.due.calendar import days_ahead
from components.due.counting import counted
from components.due.waiting_list import due_list
from components.model import paths
from components.model.context import CardContext
from components.tasks.in_hand import in_hand
from data_access.domain.access import Scope
from data_access.domain.errors import CockpitError
from data_access.domain.filters import Selection
from data_access.domain.text import Text
from data_access.domain.working_days import elapsed
from data_access.lookups.due import TASK, Asked, Counts, DueRow, counts, days_left, listed, span
from data_access.state.tasks import Task, TaskBook
from data_access.store.snapshots import Snapshot

#: Rows that the page lists; files have all.
MOST = 100
_FACTS = Text(
    "业务数据以{day}当日结束时为准：当日到期而未办的已计入超期。",
    "Of facts today is {day}, and that day is over: what fell due on it and is not done counts as overdue.",
)
_TASKS = Text("任务以时钟的今天{day}为准。", "Of tasks today is {day} by the clock.")
_OLD = Text(
    "数据停在{days}个工作日之前，此后的办理情况这里看不到。",
    "The data are {days} working days old: what was done since is not seen here.",
)
_INVENTED = Text("演示数据停在最后一天。", "Invented data stand still on their last day.")
_NO_TASKS = Text(
    "任务不按区县和平台记录，筛选时不列。",
    "Tasks have no district and no platform: with a filter they are left out.",
)
_UNRECORDED = Text("没有记录，不计：{}。", "Not recorded, and not counted: {}.")
#: Filters that no task has.
OF_FACTS = ("district", "platform", "class", "mode", "grade")
#: What could not be read of an address is left out, and said.
_IGNORED = Text(
    "地址中的选择未能识别，已忽略。",
    "What the address chooses of the list was not understood and is left out.",
)
_SET = Text("交办时写明的期限", "The limit that was set when it was given")


@dataclass(frozen=True, slots=True, eq=False)
class DueDesk:
    """What a reader is shown: what he asked, all counts, the rows that answer it, and the tasks in hand that are his to see.

    `is_misread` says that his address asks for what there is not.
    """

    reader: CardContext
    asked: Asked
    counts: Counts
    rows: tuple[DueRow, ...]
    tasks: tuple[Task, ...]
    clock: date
    is_misread: bool = False

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.reader.lang

    def number(self, when: str, kind: str = "", district: str | None = None) -> int:
        """Return how many fall due in a time: of facts by their day, of tasks by the clock."""
        if kind == TASK:
            return sum(holds(one, Asked(TASK, when), self.clock) for one in self.tasks)  # type: ignore[arg-type]
        return self.counts.number(when, kind, district)  # type: ignore[arg-type]

    def href(self, *, anchor: str = "list", **more: str) -> str:
        """Return the address of this page with another choice; a choice of nothing takes one back."""
        query = self.reader.selection.to_query() | self.asked.to_query() | more
        told = urlencode({key: value for key, value in query.items() if value}, safe=",")
        return f"{paths.DUE}{'?' if told else ''}{told}#{anchor}"


def holds(one: Task, asked: Asked, clock: date) -> bool:
    """Whether a task without feedback falls due in a time: unlike a fact it is in time until its day is over."""
    if asked.when == "overdue":
        return one.due_on < clock
    period = span(asked.when, clock)
    return period.start <= one.due_on <= period.end


def desk(
    reader: CardContext,
    snapshot: Snapshot,
    scope: Scope,
    book: TaskBook,
    listed_by: Mapping[str, str],
    clock: date,
) -> DueDesk:
    """Return what a reader is shown at an address; `listed_by` is what it says of the list."""
    try:
        asked, is_misread = Asked.of(listed_by), False
    except CockpitError:
        asked, is_misread = Asked(), True
    tasks = tasks_of(reader.selection, book)
    rows = due_rows(snapshot, reader.selection, scope, asked, tasks, clock, MOST)
    return DueDesk(
        reader, asked, counts(snapshot, reader.selection, scope), tuple(rows), tasks, clock, is_misread
    )


def tasks_of(selection: Selection, book: TaskBook) -> tuple[Task, ...]:
    """Return the tasks without feedback that a reader may see; none where he chose what no task has."""
    if any(selection.values(key) for key in OF_FACTS):
        return ()
    return tuple(one for one in in_hand(book) if one.standing == "open")


def due_rows(
    snapshot: Snapshot, selection: Selection, scope: Scope, asked: Asked, tasks: Sequence[Task], clock: date,
    most: int | None = None,
) -> list[DueRow]:  # fmt: skip
    """Return facts and tasks that fall due as one list, the oldest limit first, `most` or all."""
    own = (_of_task(one, clock) for one in tasks if asked.kind in {"", TASK} and holds(one, asked, clock))
    facts = listed(snapshot, selection, scope, asked, most)
    return sorted((*facts, *own), key=lambda row: (row.due_on, row.kind, row.record))[:most]


def _of_task(one: Task, clock: date) -> DueRow:
    """Return a task as a row beside those of facts."""
    return DueRow(TASK, "tasks", f"#{one.id} {one.subject}", None, None, one.acts[0].at.date(), one.due_on,
                  days_left(clock, one.due_on), _SET, f"{paths.TASKS}#task-{one.id}", one.assigned_to)  # fmt: skip


def due_desk(shown: DueDesk, *, is_of_districts: bool) -> list[Component]:
    """Return the page."""
    many = [counted(shown), days_ahead(shown)]
    own = due_list(shown)
    return [_today(shown), *((own, *many) if is_of_districts else (*many, own))]


def due_to_come() -> Component:
    """Return where it will stand once the numbers are asked."""
    return html.Div(
        html.Section(html.Div(className="skeleton"), className="card"),
        className="due",
        **{"data-section": "due", "data-block": "due", "data-state": "loading"},
    )


def _today(shown: DueDesk) -> Component:
    lang, dataset = shown.lang, shown.reader.labels.dataset
    day = shown.counts.today
    said = [
        html.P(
            [
                html.I(className="bi bi-calendar-check"),
                _FACTS(lang).format(day=day),
                _TASKS(lang).format(day=shown.clock),
            ]
        )
    ]
    if dataset.is_synthetic:
        said.append(html.P(_INVENTED(lang)))
    elif (days := elapsed(day, shown.clock)) > 1:
        said.append(html.P(_OLD(lang).format(days=days), className="old"))
    if shown.is_misread:
        said.append(html.P(_IGNORED(lang), className="old"))
    if any(shown.reader.selection.values(key) for key in OF_FACTS):
        said.append(html.P(_NO_TASKS(lang)))
    if shown.counts.unrecorded:
        names = Text("、", ", ")(lang).join(kind.title(lang) for kind in shown.counts.unrecorded)
        said.append(html.P(_UNRECORDED(lang).format(names)))
    return html.Section(said, className="card due-today", role="note")

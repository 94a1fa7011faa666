"""What a reader of the page is shown: his choice, all counts, the rows that answer it, and the tasks in hand that are his to see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from components.model import paths
from components.model.context import CardContext
from components.tasks.in_hand import in_hand
from data_access.domain.access import Scope
from data_access.domain.errors import CockpitError
from data_access.domain.filters import Selection
from data_access.domain.text import Text
from data_access.lookups.due import (
    OF_FACTS,
    TASK,
    Asked,
    Counts,
    DueRow,
    counts,
    days_left,
    is_asked,
    listed,
    span,
)
from data_access.lookups.due_times import office_names
from data_access.state.tasks import Task, TaskBook
from data_access.store.snapshots import Snapshot

#: Rows that the page lists, and those of one desk above its charts; files have all.
MOST, MOST_OF_DESK = 100, 20
_SET = Text("交办时写明的期限", "The limit that was set when it was given")


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What a reader is shown: what he asked, all counts, the rows that answer it, and the tasks in hand that are his to see.

    `tasks` are None where they cannot be read. `is_misread` says that his address asks for what there is not. `own_office` is the department of the joint meeting that he is of.
    """

    reader: CardContext
    asked: Asked
    counts: Counts
    rows: tuple[DueRow, ...]
    tasks: tuple[Task, ...] | None
    clock: date
    is_misread: bool = False
    own_office: str = ""

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.reader.lang

    def number(
        self, when: str | date | None, kind: str = "", district: str | None = None, office: str | None = None
    ) -> int:
        """Return how many fall due in a time: of facts by their day, of tasks by the clock."""
        if kind == TASK:
            return sum(holds(one, Asked(TASK, when), self.clock) for one in self.tasks or ())
        return self.counts.number(when, kind, district, office)

    def is_recorded(self, kind: str) -> bool:
        """Whether the store records any of what a kind (empty: all) asks for; tasks alone are none of the facts."""
        if kind == TASK:
            return self.tasks is not None
        return any(is_asked(one, kind) for one in self.counts.kinds())

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
    among: str = "",
) -> Shown:
    """Return what a reader is shown at an address; `listed_by` is what it says of the list, `among` which kinds are counted."""
    try:
        asked, is_misread = Asked.of(listed_by), False
    except CockpitError:
        asked, is_misread = Asked(), True
    tasks = tasks_of(reader.selection, book, office_names(reader.labels, asked.office))
    most = MOST_OF_DESK if among else MOST
    rows = due_rows(snapshot, reader.selection, scope, asked, tasks, clock, most)
    found = counts(snapshot, reader.selection, scope, among)
    own = next((one for one in found.offices() if _is_his(one, reader, book)), "")
    return Shown(reader, asked, found, tuple(rows), tasks, clock, is_misread, own)


def _is_his(office: str, reader: CardContext, book: TaskBook) -> bool:
    """Whether a department is the one that a reader is of; whoever sees all tasks is told the same as all others who do."""
    return not book.sees_all() and book.reader().office in office_names(reader.labels, office)


def tasks_of(
    selection: Selection, book: TaskBook, office: frozenset[str] = frozenset()
) -> tuple[Task, ...] | None:
    """Return the tasks without feedback that a reader may see; none where he chose what no task has, None where they cannot be read.

    `office` are the names of the one office whose tasks are asked for, none for those of all.
    """
    if any(selection.values(key) for key in OF_FACTS):
        return ()
    if (known := in_hand(book)) is None:
        return None
    own = (one for one in known if not office or one.assigned_to in office)
    return tuple(one for one in own if one.standing == "open")


def due_rows(
    snapshot: Snapshot, selection: Selection, scope: Scope, asked: Asked, tasks: Sequence[Task] | None, clock: date,
    most: int | None = None,
) -> list[DueRow]:  # fmt: skip
    """Return facts and tasks that fall due as one list, the oldest limit first, `most` or all."""
    own = (
        _of_task(one, clock) for one in tasks or () if asked.kind in {"", TASK} and holds(one, asked, clock)
    )
    facts = listed(snapshot, selection, scope, asked, most)
    return sorted((*facts, *own), key=lambda row: (row.due_on, row.kind, row.record))[:most]


def _of_task(one: Task, clock: date) -> DueRow:
    """Return a task as a row beside those of facts."""
    return DueRow(TASK, "tasks", f"#{one.id} {one.subject}", None, None, one.acts[0].at.date(), one.due_on,
                  days_left(clock, one.due_on), _SET, f"{paths.TASKS}#task-{one.id}", one.assigned_to)  # fmt: skip

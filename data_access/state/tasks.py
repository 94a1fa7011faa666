"""Tasks 督办任务: raised from a warning or a card, fed back by whom they were given to, and closed by whom they came from.

Legal source: 杭州城市大脑赋能城市治理促进条例 (2020) art. 10, by which a cockpit assigns tasks and takes feedback.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from data_access.domain.access import LOCAL, RIGHTS, Reader
from data_access.domain.errors import CockpitError, NotAllowed, StateUnusable, UnknownName
from data_access.domain.text import Text
from data_access.state.addressees import Addressee, addressee, addressees
from data_access.state.chain import Entry
from data_access.state.database import State, Writing
from data_access.state.sealed_rows import act_digest, act_reference
from data_access.state.tables import task, task_act
from data_access.state.task_values import ACTS, MAY, STANDINGS, Act, Done, Stock, Tally, Task, tally

#: The most signs of each text that a reader writes.
LONGEST = {"subject": 400, "assigned_to": 200, "href": 2000, "note": 2000}


_NOBODY = Text(
    "没有这个单位或人员，请从列表中选择。", "There is no such office or person; choose one of the list."
)
_NOT_HIS = Text(
    "承办的单位或人员才能反馈，交办人才能延期、撤回或核验。",
    "Whoever it was given to feeds back; whoever gave it extends, withdraws, closes or returns it.",
)


class TaskRefused(CockpitError):
    """What a reader wanted with a task cannot be done; `words` says why, in his language, and `field` what they are about."""

    def __init__(self, words: Text, field: str = "") -> None:
        super().__init__(words("en"))
        self.words, self.field = words, field


@dataclass(frozen=True, slots=True)
class TaskBook:
    """All tasks, in the state database; `who` names the present reader, and `reader` says what he may see and do of them."""

    state: State
    who: Callable[[], str]
    reader: Callable[[], Reader] = lambda: LOCAL

    def settled(self) -> "TaskBook":
        """Return the book as the present reader reads it, also where his request is over by then."""
        name, reader = self.who(), self.reader()
        return replace(self, who=lambda: name, reader=lambda: reader)

    def sees_all(self) -> bool:
        """Return whether the present reader sees all tasks; others see those that are theirs, or that they gave."""
        reader = self.reader()
        return reader.may("read") and reader.scope.districts is None

    def may(self, one: Task) -> tuple[Act, ...]:
        """Return what the present reader may do with a task: feed back what is his, and settle what he gave."""
        reader, acts = self.reader(), MAY[one.standing]
        if not reader.may("tasks"):
            return ()
        if reader.role is None or (reader.role == "leader" and self.sees_all()):
            return acts
        is_his = one.is_of(reader) or (one.assignee is None and self.sees_all())
        return tuple(act for act in acts if (is_his if act == "fed_back" else one.is_from(reader)))

    def addressees(self) -> list[Addressee]:
        """Return to whom a task can be given; empty where nobody has an account and any words will do."""
        return addressees(self.state)

    def give(self, subject: str, href: str, assigned_to: str, due_on: date | None, note: str = "") -> Task:
        """Raise a task and return it; raises TaskRefused. `href` is a page of this cockpit."""
        self._check("tasks")
        subject, assigned_to = subject.strip(), assigned_to.strip()
        if not subject:
            raise TaskRefused(Text("请写明事项。", "Say what the task is about."), "subject")
        if not assigned_to:
            raise TaskRefused(
                Text("请写明承办单位或承办人。", "Say to whom the task is given."), "assigned_to"
            )
        if not is_own_page(href):
            raise TaskRefused(Text("依据的链接不是本系统的页面。", "The link is not a page of this cockpit."))
        given = {"subject": subject, "assigned_to": assigned_to, "href": href}
        _check_lengths({**given, "note": note})
        if known := self.addressees():
            to = addressee(assigned_to, known)
            if to is None:
                raise TaskRefused(_NOBODY, "assigned_to")
            given |= {"assigned_to": to.shown, "assignee": to.key}
        with self.state.acting() as writing:
            made = insert(task).values(**given).returning(task.c.id)
            number: int = writing.connection.execute(made).scalar_one()
            self._write(writing, number, 0, "raised", note, _future(due_on))
        return self.task(number)

    def act(self, number: int, act: Act, note: str, due_on: date | None = None) -> Task:
        """Do something with a task and return it as it stands then; raises TaskRefused and UnknownName."""
        found = self.task(number)
        if act in MAY[found.standing] and act not in self.may(found):
            raise TaskRefused(_NOT_HIS)
        if act not in MAY[found.standing]:
            raise TaskRefused(
                Text(
                    "任务状态已变，请刷新后再办。", "The task has moved on; look at it again before you act."
                )
            )
        if not note.strip():
            raise TaskRefused(Text("请写明情况或理由。", "Say what was done, or why."), "note")
        _check_lengths({"note": note})
        if act == "extended" and due_on is None:
            raise TaskRefused(Text("请给出新的期限。", "Give the new limit."), "due_on")
        limit = _future(due_on) if act in {"extended", "returned"} and due_on else found.due_on
        try:
            with self.state.acting() as writing:
                self._write(writing, number, len(found.acts), act, note.strip(), limit)
        except IntegrityError as error:  # somebody acted between our look and our act
            raise TaskRefused(
                Text(
                    "刚刚有人办过这项任务，请刷新后再办。",
                    "Somebody acted on this task just now; look at it again.",
                )
            ) from error
        return self.task(number)

    def _write(self, writing: Writing, number: int, place: int, act: Act, note: str, due_on: date) -> None:
        """Write an act, and the line of the audit that answers for it."""
        who, connection = self.who(), writing.connection
        row = {"task_id": number, "place": place, "act": act, "at": datetime.now(), "who": who,
               "note": note, "due_on": due_on}  # fmt: skip
        connection.execute(insert(task_act).values(**row))
        digest, reference = act_digest(connection, number, place), act_reference(number, place)
        writing.enter(Entry(who, f"task_{act}", f"task {number}", "", 0, reference, digest))

    def task(self, number: int) -> Task:
        """Return one task; raises UnknownName where there is none, or none that the present reader may see."""
        found = [one for one in self._read(number) if self._is_seen(one)]
        if not found:
            raise UnknownName("task", str(number), ())
        return found[0]

    def stamp(self) -> str | None:
        """Return what differs whenever something was done, also in a state that took the place of this one: how many acts, and when the last.

        None where the state cannot be read.
        """
        done = select(func.count(), func.max(task_act.c.at)).select_from(task_act)
        try:
            with self.state.begin() as connection:
                return repr(tuple(connection.execute(done).one()))
        except StateUnusable:
            return None

    def tasks(self) -> list[Task]:
        """Return all tasks that the present reader may see: what is late first, then what is open by its limit, then what waits to be checked, then the rest."""
        return sorted(
            filter(self._is_seen, self._read()), key=lambda one: (_RANK[one.standing], one.due_on, one.id)
        )

    def _is_seen(self, one: Task) -> bool:
        reader = self.reader()
        return self.sees_all() or one.is_of(reader) or one.is_from(reader)

    def _check(self, right: Literal["tasks"]) -> None:
        if not self.reader().may(right):
            raise TaskRefused(NotAllowed(RIGHTS[right]).words)

    def _read(self, number: int | None = None) -> list[Task]:
        tasks, acts = select(task), select(task_act).order_by(task_act.c.task_id, task_act.c.place)
        if number is not None:
            tasks, acts = tasks.where(task.c.id == number), acts.where(task_act.c.task_id == number)
        with self.state.begin() as connection:
            done = defaultdict(list)
            for row in connection.execute(acts):
                done[row.task_id].append(Done(row.act, row.at, row.who, row.note, row.due_on))
            return [
                Task(row.id, row.subject, row.href, row.assigned_to, tuple(done[row.id]), row.assignee)
                for row in connection.execute(tasks)
                if done[row.id]
            ]


_RANK: Mapping[Stock, int] = {"open": 0, "fed_back": 1, "closed": 2, "withdrawn": 3}


def is_own_page(href: str) -> bool:
    """Return whether an address is a path of this cockpit: to a browser two slashes of either kind name another machine."""
    return href.startswith("/") and href[1:2] not in {"/", "\\"} and href.isprintable()


def _future(due_on: date | None) -> date:
    if due_on is None or due_on < date.today():
        raise TaskRefused(Text("请给出今天或以后的期限。", "Give a limit of today or later."), "due_on")
    return due_on


def _check_lengths(texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        if len(text) > LONGEST[name]:
            raise TaskRefused(
                Text(
                    f"文字太长，最多 {LONGEST[name]} 字。",
                    f"The text is too long: {LONGEST[name]} signs at most.",
                ),
                name,
            )


__all__ = [
    "ACTS", "LONGEST", "MAY", "STANDINGS", "Act", "Done", "Stock", "Tally", "Task", "TaskBook", "TaskRefused", "is_own_page", "tally",
]  # fmt: skip

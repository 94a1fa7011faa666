"""Tasks 督办任务: raised from a warning or a card, fed back by whom they were given to, and closed by whom they came from.

Legal source: 杭州城市大脑赋能城市治理促进条例 (2020) art. 10, by which a cockpit assigns tasks and takes feedback.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from data_access.domain.errors import CockpitError, StateUnusable, UnknownName
from data_access.domain.text import Text
from data_access.state.chain import Entry
from data_access.state.database import State, Writing
from data_access.state.sealed_rows import act_digest, act_reference
from data_access.state.tables import task, task_act

Act = Literal["raised", "fed_back", "returned", "extended", "closed", "withdrawn"]
Stock = Literal["open", "fed_back", "closed", "withdrawn"]

#: What may be done with a task as it stands.
MAY: Mapping[Stock, tuple[Act, ...]] = {
    "open": ("fed_back", "extended", "withdrawn"),
    "fed_back": ("closed", "returned"),
    "closed": (),
    "withdrawn": (),
}
#: How a task stands after an act.
_AFTER: Mapping[str, Stock] = {
    "raised": "open", "extended": "open", "returned": "open",
    "fed_back": "fed_back", "closed": "closed", "withdrawn": "withdrawn",
}  # fmt: skip
STANDINGS: Mapping[Stock, Text] = {
    "open": Text("待反馈", "open"),
    "fed_back": Text("待核验", "to be checked"),
    "closed": Text("已办结", "closed"),
    "withdrawn": Text("已撤回", "withdrawn"),
}
ACTS: Mapping[Act, Text] = {
    "raised": Text("交办", "given"),
    "fed_back": Text("反馈", "fed back"),
    "returned": Text("退回重办", "returned"),
    "extended": Text("延期", "extended"),
    "closed": Text("核验办结", "closed"),
    "withdrawn": Text("撤回", "withdrawn"),
}
#: The most signs of each text that a reader writes.
LONGEST = {"subject": 400, "assigned_to": 200, "href": 2000, "note": 2000}


class TaskRefused(CockpitError):
    """What a reader wanted with a task cannot be done; `words` says why, in his language, and `field` what they are about."""

    def __init__(self, words: Text, field: str = "") -> None:
        super().__init__(words("en"))
        self.words, self.field = words, field


@dataclass(frozen=True, slots=True)
class Done:
    """One act on a task: by whom, when, with which words, and the limit that holds from then on."""

    act: Act
    at: datetime
    who: str
    note: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Task:
    """One task and all that was done with it, the oldest first."""

    id: int
    subject: str
    href: str
    assigned_to: str
    acts: tuple[Done, ...]

    @property
    def standing(self) -> Stock:
        """How it stands after its last act."""
        return _AFTER[self.acts[-1].act]

    @property
    def due_on(self) -> date:
        """The day by whose end it must be fed back."""
        return self.acts[-1].due_on

    def days_late(self, today: date) -> int:
        """Return for how many days it is past its limit without feedback; 0 where it is not."""
        return max(0, (today - self.due_on).days) if self.standing == "open" else 0

    def is_on_time(self) -> bool:
        """Return whether its feedback, where that was not returned, came by the limit that held then."""
        given = [done for done in self.acts if done.act == "fed_back"]
        return self.standing in {"fed_back", "closed"} and given[-1].at.date() <= given[-1].due_on


@dataclass(frozen=True, slots=True)
class Tally:
    """How many tasks of a list stand how: `due` are those whose limit is over, or that were fed back; `on_time` of them."""

    open: int
    late: int
    fed_back: int
    due: int
    on_time: int


def tally(tasks: list[Task], today: date) -> Tally:
    """Count tasks; one that was withdrawn was never due."""
    due = [one for one in tasks if one.standing in {"fed_back", "closed"} or one.days_late(today)]
    return Tally(
        open=sum(one.standing == "open" for one in tasks),
        late=sum(one.days_late(today) > 0 for one in tasks),
        fed_back=sum(one.standing == "fed_back" for one in tasks),
        due=len(due),
        on_time=sum(one.is_on_time() for one in due),
    )


@dataclass(frozen=True, slots=True)
class TaskBook:
    """All tasks, in the state database; `who` names the present reader."""

    state: State
    who: Callable[[], str]

    def give(self, subject: str, href: str, assigned_to: str, due_on: date | None, note: str = "") -> Task:
        """Raise a task and return it; raises TaskRefused. `href` is a page of this cockpit."""
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
        with self.state.acting() as writing:
            made = insert(task).values(**given).returning(task.c.id)
            number: int = writing.connection.execute(made).scalar_one()
            self._write(writing, number, 0, "raised", note, _future(due_on))
        return self.task(number)

    def act(self, number: int, act: Act, note: str, due_on: date | None = None) -> Task:
        """Do something with a task and return it as it stands then; raises TaskRefused and UnknownName."""
        found = self.task(number)
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
        """Return one task; raises UnknownName."""
        found = self._read(number)
        if not found:
            raise UnknownName("task", str(number), ())
        return found[0]

    def count(self) -> int:
        """Return how many acts there are: it grows with each thing that is done; 0 where the state cannot be read."""
        try:
            with self.state.begin() as connection:
                return int(connection.execute(select(func.count()).select_from(task_act)).scalar_one())
        except StateUnusable:
            return 0

    def tasks(self) -> list[Task]:
        """Return all tasks: what is late first, then what is open by its limit, then what waits to be checked, then the rest."""
        return sorted(self._read(), key=lambda one: (_RANK[one.standing], one.due_on, one.id))

    def _read(self, number: int | None = None) -> list[Task]:
        tasks, acts = select(task), select(task_act).order_by(task_act.c.task_id, task_act.c.place)
        if number is not None:
            tasks, acts = tasks.where(task.c.id == number), acts.where(task_act.c.task_id == number)
        with self.state.begin() as connection:
            done = defaultdict(list)
            for row in connection.execute(acts):
                done[row.task_id].append(Done(row.act, row.at, row.who, row.note, row.due_on))
            return [
                Task(row.id, row.subject, row.href, row.assigned_to, tuple(done[row.id]))
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

"""A task as a value: what was done with it, how it stands after that, and how many of a list stand how."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from data_access.domain.access import Reader
from data_access.domain.text import Text

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
    """One task and all that was done with it, the oldest first; `assignee` is the account or office, None for words alone."""

    id: int
    subject: str
    href: str
    assigned_to: str
    acts: tuple[Done, ...]
    assignee: str | None = None

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

    def is_of(self, reader: Reader) -> bool:
        """Return whether it was given to a reader, or to his office."""
        return self.assignee is not None and self.assignee in {reader.name, reader.office or reader.name}

    def is_from(self, reader: Reader) -> bool:
        """Return whether a reader gave it."""
        return self.acts[0].who == reader.name

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

"""Objections 信用异议 as they are entered here: filed for a platform, decided by somebody else, and loaded as rows of `credit_objection`.

A store's facts are only read by its readers. What is entered stands in the state database until it is loaded, and the score
changes when it is derived.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from data_access.domain.access import LOCAL, RIGHTS, Reader, Right
from data_access.domain.errors import NotAllowed, UnknownName
from data_access.domain.text import Text
from data_access.state.chain import Entry
from data_access.state.database import State, Writing
from data_access.state.reasons import ActRefused, reason
from data_access.state.sealed_rows import objection_digest, objection_reference
from data_access.state.tables import objection, objection_act

Act = Literal["filed", "upheld", "dismissed", "withdrawn"]
STANDINGS: Mapping[Act, Text] = {
    "filed": Text("待裁定", "pending"),
    "upheld": Text("成立", "upheld"),
    "dismissed": Text("不成立", "dismissed"),
    "withdrawn": Text("已撤回", "withdrawn"),
}
#: What ends an objection.
ENDS: tuple[Act, ...] = ("upheld", "dismissed", "withdrawn")
_TWICE = Text("这一项已有待裁定的异议。", "An objection to this item is pending already.")
_OVER = Text("这项异议已经办结，请刷新后再看。", "This objection is settled; look at it again.")
_OWN = Text("提出异议的人不能自己裁定。", "Whoever filed an objection does not decide it.")
_NOT_HIS = Text("只有提出的人才能撤回。", "Only whoever filed it withdraws it.")


@dataclass(frozen=True, slots=True)
class Done:
    """One act: by whom and when, on which day of the data, with which words."""

    act: Act
    at: datetime
    on: date
    who: str
    note: str


@dataclass(frozen=True, slots=True)
class Objection:
    """One objection to a deduction, which is named as in `credit_item`, with what was done about it, the oldest first."""

    id: int
    platform_id: str
    district: str | None
    rule: str
    event_ref: str
    acts: tuple[Done, ...]

    @property
    def key(self) -> str:
        """Its number as a row of `credit_objection`."""
        return f"OC{self.id:05d}"

    @property
    def standing(self) -> Act:
        """How it stands: the last act."""
        return self.acts[-1].act

    @property
    def filed(self) -> Done:
        """Its first act."""
        return self.acts[0]

    @property
    def decided(self) -> Done | None:
        """The decision, None where there is none."""
        return self.acts[-1] if self.standing in {"upheld", "dismissed"} else None


@dataclass(frozen=True, slots=True)
class ObjectionBook:
    """All objections that were entered; `reader` is who asks now."""

    state: State
    reader: Callable[[], Reader] = lambda: LOCAL

    def file(
        self, platform_id: str, district: str | None, rule: str, event_ref: str, grounds: str, on: date
    ) -> Objection:
        """File an objection on a day of the data; raises ActRefused. The caller has seen that there is such a deduction."""
        self._must("tasks")
        grounds = reason(grounds)
        named = {"platform_id": platform_id, "rule": rule, "event_ref": event_ref}
        if any(
            one.standing == "filed" and all(getattr(one, key) == value for key, value in named.items())
            for one in self._read()
        ):
            raise ActRefused(_TWICE)
        with self.state.acting() as writing:
            made = insert(objection).values(**named, district=district).returning(objection.c.id)
            number: int = writing.connection.execute(made).scalar_one()
            self._write(writing, number, 0, "filed", grounds, on)
        return self.objection(number)

    def act(self, number: int, act: Act, note: str, on: date) -> Objection:
        """Decide or withdraw an objection on a day of the data; raises ActRefused and UnknownName."""
        found, reader = self.objection(number), self.reader()
        if found.standing != "filed" or act == "filed":
            raise ActRefused(_OVER)
        is_his = found.filed.who == reader.name
        if act == "withdrawn":
            self._must("tasks")
            if not is_his:
                raise ActRefused(_NOT_HIS)
        else:
            self._must("review")
            if is_his and reader.role is not None:  # a reader of a machine of his own is alone
                raise ActRefused(_OWN)
        try:
            with self.state.acting() as writing:
                self._write(writing, number, len(found.acts), act, reason(note), max(on, found.filed.on))
        except IntegrityError as error:  # somebody acted between our look and our act
            raise ActRefused(_OVER) from error
        return self.objection(number)

    def may(self, one: Objection) -> tuple[Act, ...]:
        """Return what the present reader may do with an objection."""
        reader = self.reader()
        if one.standing != "filed":
            return ()
        is_his = one.filed.who == reader.name
        decides = reader.may("review") and (not is_his or reader.role is None)
        return (
            *(("upheld", "dismissed") if decides else ()),
            *(("withdrawn",) if is_his and reader.may("tasks") else ()),
        )

    def objection(self, number: int) -> Objection:
        """Return one objection; raises UnknownName where there is none that the present reader may see."""
        found = [one for one in self.objections() if one.id == number]
        if not found:
            raise UnknownName("objection", str(number), ())
        return found[0]

    def objections(self) -> list[Objection]:
        """Return the objections of the reader's districts: those that wait first, then the latest."""
        districts = self.reader().scope.districts
        seen = [one for one in self._read() if districts is None or one.district in districts]
        return sorted(seen, key=lambda one: (one.standing != "filed", -one.id))

    def _must(self, right: Right) -> None:
        if not self.reader().may(right):
            raise ActRefused(NotAllowed(RIGHTS[right]).words)

    def _write(self, writing: Writing, number: int, place: int, act: Act, note: str, on: date) -> None:
        """Write an act, and the line of the audit that answers for it."""
        who, connection = self.reader().name, writing.connection
        row = {"objection_id": number, "place": place, "act": act, "at": datetime.now(), "day": on, "who": who,
               "note": note}  # fmt: skip
        connection.execute(insert(objection_act).values(**row))
        reference, digest = objection_reference(number, place), objection_digest(connection, number, place)
        writing.enter(Entry(who, f"objection_{act}", f"objection {number}", "", 0, reference, digest))

    def _read(self) -> list[Objection]:
        done = defaultdict(list)
        with self.state.begin() as connection:
            acts = select(objection_act).order_by(objection_act.c.objection_id, objection_act.c.place)
            for row in connection.execute(acts):
                done[row.objection_id].append(Done(row.act, row.at, row.day, row.who, row.note))
            return [
                Objection(row.id, row.platform_id, row.district, row.rule, row.event_ref, tuple(done[row.id]))
                for row in connection.execute(select(objection))
                if done[row.id]
            ]

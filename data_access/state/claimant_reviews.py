"""What persons decide about reverse complainants 反向投诉人: confirmed, watched further or taken off, with who, when and why.

A score confirms nobody. What is decided here stands in the state database until it is loaded as rows of `reverse_complainant`,
and it is a ground of refusal for nobody.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from data_access.domain.access import LOCAL, Reader, reader_name
from data_access.domain.text import Text
from data_access.state.chain import Entry
from data_access.state.database import State
from data_access.state.reasons import ActRefused, reason
from data_access.state.sealed_rows import claimant_digest, claimant_reference
from data_access.state.tables import claimant_act

Act = Literal["confirmed", "watch", "removed"]
#: What a person may decide, as the register's own standings have it.
ACTS: Mapping[Act, Text] = {
    "confirmed": Text("认定", "confirmed"),
    "watch": Text("不予认定，继续关注", "not confirmed, watched further"),
    "removed": Text("移出", "taken off"),
}
_GONE = Text("此人已移出，不再复核。", "This person was taken off and is reviewed no more.")
_OVER = Text("刚刚有人复核过，请刷新后再看。", "Somebody has just reviewed this person; look again.")


@dataclass(frozen=True, slots=True)
class Review:
    """One decision about a person: what, when, on which day of the data, by whom, and why."""

    person: str
    act: Act
    at: datetime
    on: date
    who: str
    note: str


@dataclass(frozen=True, slots=True)
class ClaimantBook:
    """All decisions about reverse complainants that were entered; `reader` is who asks now."""

    state: State
    reader: Callable[[], Reader] = lambda: LOCAL

    def review(
        self, person: str, district: str | None, act: Act, note: str, on: date, known: date | None = None
    ) -> Review:
        """Decide about a person on a day of the data; raises NotAllowed and ActRefused.

        The caller has seen that the register has such a person, in a district of the reader's; `known` is the day of the last
        review that it knows.
        """
        reader = self.reader()
        reader.must("persons")
        done = [one for one, _ in self._read() if one.person == person]
        if done and done[-1].act == "removed" and (known is None or done[-1].on >= known):
            raise ActRefused(_GONE)
        made = Review(person, act, datetime.now(), on, reader.name, reason(note))
        row = {"person_hash": person, "place": len(done), "district": district, "act": act, "at": made.at, "day": on,
               "who": made.who, "note": made.note}  # fmt: skip
        try:
            with self.state.acting() as writing:
                kept = insert(claimant_act).values(**row).returning(claimant_act.c.id)
                number: int = writing.connection.execute(kept).scalar_one()
                reference, digest = claimant_reference(number), claimant_digest(writing.connection, number)
                writing.enter(
                    Entry(made.who, f"claimant_{act}", f"claimant {person}", "", 0, reference, digest)
                )
        except IntegrityError as error:  # somebody acted between our look and our act
            raise ActRefused(_OVER) from error
        return made

    def reviews(self) -> dict[str, tuple[Review, ...]]:
        """Return what was decided about the persons of the reader's districts, each the oldest first; raises NotAllowed."""
        reader = self.reader()
        reader.must("persons")
        districts, found = reader.scope.districts, defaultdict[str, list[Review]](list)
        for one, district in self._read():
            if districts is None or district in districts:
                found[one.person].append(one)
        return {person: tuple(done) for person, done in found.items()}

    def _read(self) -> list[tuple[Review, str | None]]:
        """Return every decision with the district of its person, those about one person the oldest first."""
        c = claimant_act.c
        with self.state.begin() as connection:
            rows = connection.execute(select(claimant_act).order_by(c.person_hash, c.place)).all()
        return [
            (Review(row.person_hash, row.act, row.at, row.day, row.who, row.note), row.district)
            for row in rows
        ]


def review_words(one: Review, lang: str) -> str:
    """Return a decision in one line."""
    return f"{one.on} · {ACTS[one.act](lang)} · {reader_name(one.who, lang)} · {one.note}"
